"""What is done on this floor: making files of what others wrote."""

from overlegtafel.printing.services.packs import (
    ask_for_pack,
    clean_packs,
    make_pack,
    prepare_packs,
    resume_packs,
)

__all__ = ["ask_for_pack", "clean_packs", "make_pack", "prepare_packs", "resume_packs"]
