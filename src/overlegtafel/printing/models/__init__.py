"""Packs: what is printed of a meeting, as files that can always be made again."""

from overlegtafel.printing.models.pack import Pack

__all__ = ["Pack"]
