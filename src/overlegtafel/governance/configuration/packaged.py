"""The sets that come with the software: one file for each region or group of regions."""

from pathlib import Path

from django.db.models import Q

from overlegtafel.accounts.models import User
from overlegtafel.governance.configuration.importing import import_configuration
from overlegtafel.governance.configuration.reading import Document, read_configuration
from overlegtafel.governance.models import GoverningBody

PACKAGED = Path(__file__).resolve().parents[1] / "data" / "regions"


def packaged_files() -> list[Path]:
    """The files, by name."""
    return sorted(PACKAGED.glob("*.yaml"))


def import_packaged() -> list[GoverningBody]:
    """Bring in, as the system, each set of which the site holds no table yet; those are left alone.

    Raises ``BrokenConfiguration`` when the reference files of Flanders are not loaded.
    """
    system = User.objects.system()
    brought: list[GoverningBody] = []
    for file in packaged_files():
        document = read_configuration(file.read_bytes(), file.name)
        if not _is_here(document):
            brought += import_configuration(actor=system, document=document)
    return brought


def _is_here(document: Document) -> bool:
    configuration = document.configuration
    held = Q(slug__in=[each.slug for each in configuration.bodies])
    if configuration.region is not None:
        kind, _, code = configuration.region.partition(":")
        held |= Q(region__classification=kind, region__code=code)
    return GoverningBody.objects.filter(held).exists()
