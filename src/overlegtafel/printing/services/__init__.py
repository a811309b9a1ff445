"""What is done on this floor: making files of what others wrote."""

from overlegtafel.printing.services.draft_bundles import (
    ask_for_bundle,
    clean_bundles,
    resume_bundles,
)
from overlegtafel.printing.services.draft_templates import (
    drop_draft_template,
    keep_draft_template,
)
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
    "ask_for_bundle",
    "ask_for_pack",
    "clean_bundles",
    "clean_packs",
    "drop_draft_template",
    "drop_word_template",
    "keep_draft_template",
    "keep_word_template",
    "make_pack",
    "prepare_packs",
    "resume_bundles",
    "resume_packs",
]
