"""The text of a package: one text for the page, Word, PDF, HTML and the fields to copy (R137)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from overlegtafel.feedback.states import RegionalOrgan

NOT_RELEASED = "Hierover is nog niets vrijgegeven voor de raad."


@dataclass(frozen=True)
class Line:
    """One point: what, and in smaller words about it (when, who decides).

    ``aloud`` is how it is said in a text to read out, where that differs: without its code.
    """

    text: str
    detail: str = ""
    aloud: str = ""


@dataclass(frozen=True)
class Section:
    """Some points under a heading; ``key`` is the same in every text."""

    key: str
    heading: str
    lines: tuple[Line, ...] = ()
    sentence: str = ""


@dataclass(frozen=True)
class PackageText:
    """What one municipality takes to its college or council.

    ``aloud`` is to read out on one page, the municipality's paragraph too; ``sections`` to
    attach; ``own_text`` that paragraph whole.
    """

    title: str
    municipality: str
    organ: RegionalOrgan
    about: str
    aloud: tuple[str, ...]
    sections: tuple[Section, ...]
    own_text: str = ""
    made_on: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing would stand in it."""
        return not self.own_text and not any(each.lines or each.sentence for each in self.sections)

    @property
    def waits_for_release(self) -> bool:
        """Whether a part of it says that a council may read nothing of it yet."""
        return any(each.sentence == NOT_RELEASED for each in self.sections)

    @property
    def proposal(self) -> str:
        """What the agenda item asks: the municipality words its own act."""
        who = "Het college" if self.organ == RegionalOrgan.COLLEGE else "De gemeenteraad"
        return f"{who} van {self.municipality} neemt kennis van {self.about}."

    def as_document(self) -> dict[str, Any]:
        """What is kept of it when it is put on an agenda."""
        made_on = self.made_on.isoformat() if self.made_on else ""
        return {**asdict(self), "organ": str(self.organ.value), "made_on": made_on}


def text_from(kept: Mapping[str, Any]) -> PackageText:
    """A kept text read back."""
    return PackageText(
        title=kept["title"],
        municipality=kept["municipality"],
        organ=RegionalOrgan(kept["organ"]),
        about=kept["about"],
        aloud=tuple(kept["aloud"]),
        sections=tuple(
            Section(
                each["key"],
                each["heading"],
                tuple(Line(**line) for line in each["lines"]),
                each["sentence"],
            )
            for each in kept["sections"]
        ),
        own_text=kept["own_text"],
        made_on=date.fromisoformat(kept["made_on"]) if kept["made_on"] else None,
    )
