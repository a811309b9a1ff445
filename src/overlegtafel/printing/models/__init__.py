"""Packs: what is printed of a meeting, as files that can always be made again."""

from overlegtafel.printing.models.drafts import DraftBundle, DraftTemplate
from overlegtafel.printing.models.pack import Pack
from overlegtafel.printing.models.word_template import WordTemplate

__all__ = ["DraftBundle", "DraftTemplate", "Pack", "WordTemplate"]
