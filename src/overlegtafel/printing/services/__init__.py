"""What is done on this floor: making files of what others wrote."""

from overlegtafel.printing.services.packs import (
    ask_for_pack,
    clean_packs,
    make_pack,
    prepare_packs,
    resume_packs,
)
from overlegtafel.printing.services.word_templates import (
    FaultyTemplate,
    drop_word_template,
    keep_word_template,
)

__all__ = [
    "FaultyTemplate",
    "ask_for_pack",
    "clean_packs",
    "drop_word_template",
    "keep_word_template",
    "make_pack",
    "prepare_packs",
    "resume_packs",
]
