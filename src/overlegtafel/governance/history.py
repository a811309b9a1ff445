"""What is written of the consultations and of how the regions were drawn: data, with source.

The file is read once. It says what the reference files and the region files don't: how far a
consultation reaches, on which day it certainly existed, who came as guest, which steps led to
the regions (R23 to R28, R38).
"""

from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from overlegtafel.governance.configuration.packaged import packaged_files
from overlegtafel.governance.configuration.reading import read_configuration
from overlegtafel.governance.configuration.schema import BodyPart
from overlegtafel.organizations.models import Classification

_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)


class Reach(StrEnum):
    """How far a consultation reaches."""

    REGIONAL = "regional"
    SUBREGIONAL = "subregional"
    ACROSS = "across"


class Fact(BaseModel):
    """A part of the file: nothing unknown, nothing changed in place."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class KnownConsultation(Fact):
    """What is known of a consultation of the reference files, by its code.

    ``by`` is a day on which it certainly existed, ``not_before`` the first on which it may.
    """

    code: str
    reach: Reach
    started: str = ""
    started_source: str = ""
    host: str = ""
    host_source: str = ""
    by: date | None = None
    not_before: date | None = None
    by_source: str = ""
    situation_source: str = ""


class Contact(Fact):
    """How a municipality took part, other than as a member, in a period; ``code`` is where."""

    municipality: Annotated[str, Field(pattern=r"^\d{5}$")]
    code: str = ""
    first_day: date
    last_day: date
    note: str
    source: str

    def holds_on(self, day: date) -> bool:
        """Whether the day is in the period."""
        return self.first_day <= day <= self.last_day


class Event(Fact):
    """A step in the delimitation of the regions (R28)."""

    day: date
    title: str
    text: str
    source: str


class Coaching(Fact):
    """Help from outside to a region, by its code (R38)."""

    region: str
    coach: str
    first_year: int
    last_year: int
    goal: str
    source: str


class History(Fact):
    """The whole file."""

    consultations: tuple[KnownConsultation, ...]
    guests: tuple[Contact, ...]
    none: tuple[Contact, ...]
    margin: tuple[Contact, ...]
    events: tuple[Event, ...]
    coaching: tuple[Coaching, ...]


@cache
def history() -> History:
    """What the file says."""
    text = files("overlegtafel.governance").joinpath("data/history.yaml").read_text("utf-8")
    return History.model_validate(yaml.safe_load(text))


@cache
def known_consultations() -> dict[str, KnownConsultation]:
    """What the file says of each consultation, by code."""
    return {each.code: each for each in history().consultations}


@cache
def packaged_consultations() -> dict[str, BodyPart]:
    """What the region files of the software say of a consultation, by its code."""
    found: dict[str, BodyPart] = {}
    for file in packaged_files():
        for body in read_configuration(file.read_bytes(), file.name).configuration.bodies:
            kind, _, code = (body.organization or "").partition(":")
            if kind == Classification.MAYORS_CONSULTATION:
                found[code] = body
    return found


@cache
def packaged_slugs() -> dict[str, str]:
    """The code of each consultation of the region files, by the slug of its body."""
    return {body.slug: code for code, body in packaged_consultations().items()}


def since(started: str) -> tuple[int, int] | None:
    """Year and month in words such as "1977" or "november 2008", month 0 when it is not said."""
    words = started.casefold().split()
    year = next((int(word) for word in words if word.isdecimal() and len(word) == 4), None)
    if year is None:
        return None
    month = next((_MONTHS.index(word) + 1 for word in words if word in _MONTHS), 0)
    return year, month
