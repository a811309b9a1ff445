"""The text that a municipality takes to its college or council, from what the table wrote."""

from overlegtafel.printing.packages.composing import compose, text_to_show

__all__ = ["compose", "text_to_show"]
