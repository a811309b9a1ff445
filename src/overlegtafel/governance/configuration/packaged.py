"""The sets that come with the software: one file for each region or group of regions."""

from functools import cache
from pathlib import Path

from overlegtafel.accounts.models import User
from overlegtafel.governance.configuration.importing import import_configuration
from overlegtafel.governance.configuration.reading import Document, read_configuration
from overlegtafel.governance.models import GoverningBody

PACKAGED = Path(__file__).resolve().parents[1] / "data" / "regions"


def packaged_files() -> list[Path]:
    """The files, by name."""
    return sorted(PACKAGED.glob("*.yaml"))


def sets_to_bring() -> dict[str, Document]:
    """The sets of which the site holds no table yet, by the name of their file."""
    held = GoverningBody.objects.values_list("slug", "region__classification", "region__code")
    here = {slug for slug, _, _ in held} | {f"{kind}:{code}" for _, kind, code in held if code}
    return {
        file.stem: document
        for file in packaged_files()
        if not here & _names_in(document := _document(file))
    }


def _names_in(document: Document) -> set[str]:
    configuration = document.configuration
    region = {configuration.region} if configuration.region is not None else set()
    return {each.slug for each in configuration.bodies} | region


@cache
def _document(file: Path) -> Document:
    """A file of the package, read once: it doesn't change while the software runs."""
    return read_configuration(file.read_bytes(), file.name)


def import_packaged() -> list[GoverningBody]:
    """Bring in, as the system, each set of which the site holds no table yet; those are left alone.

    Raises ``BrokenConfiguration`` when the reference files of Flanders are not loaded.
    """
    system = User.objects.system()
    brought: list[GoverningBody] = []
    for document in sets_to_bring().values():
        brought += import_configuration(actor=system, document=document)
    return brought
