"""The reference files as tests damage them, and the rows as tests compare them."""

from pathlib import Path

from django.db.models import Model

from overlegtafel.organizations.models import Membership, Organization, OtherName, Succession
from overlegtafel.organizations.reference_files import DATA


def change(directory: Path, file: str, row: int, old: str, new: str) -> None:
    """Replace ``old`` by ``new`` in one row; the header is row 1."""
    path = directory / file
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert old in lines[row - 1], lines[row - 1]
    lines[row - 1] = lines[row - 1].replace(old, new, 1)
    path.write_text("".join(lines), encoding="utf-8")


def row_of(file: str, text: str) -> int:
    """The number of the first row that holds ``text``."""
    lines = (DATA / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def everything() -> dict[str, list[dict[str, object]]]:
    """All loaded rows, to see that nothing changed."""
    kinds: tuple[type[Model], ...] = (Organization, OtherName, Succession, Membership)
    return {kind.__name__: list(kind._default_manager.order_by("pk").values()) for kind in kinds}
