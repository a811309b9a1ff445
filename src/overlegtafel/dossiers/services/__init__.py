"""What is done with dossiers. Each call is logged."""

from overlegtafel.dossiers.services.documents import (
    erase_document,
    is_wider,
    release_document,
    write_document,
    write_openness,
    write_version,
)
from overlegtafel.dossiers.services.learning import (
    LessonWords,
    close_dossier,
    note_finding,
    share_lesson,
)
from overlegtafel.dossiers.services.opening import edit_dossier, open_dossier
from overlegtafel.dossiers.services.ownership import (
    drop_co_preparer,
    hand_over,
    name_co_preparer,
    set_preparer,
)
from overlegtafel.dossiers.services.path import follow_item, take_step

__all__ = [
    "LessonWords",
    "close_dossier",
    "drop_co_preparer",
    "edit_dossier",
    "erase_document",
    "follow_item",
    "hand_over",
    "is_wider",
    "name_co_preparer",
    "note_finding",
    "open_dossier",
    "release_document",
    "set_preparer",
    "share_lesson",
    "take_step",
    "write_document",
    "write_openness",
    "write_version",
]
