"""Reads about link sheets: whose there are, what is guessed of the software."""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from overlegtafel.accounts.models import User
from overlegtafel.governance.policy import standing_of
from overlegtafel.local_decisions.models import LinkSheet
from overlegtafel.local_decisions.states import DecisionPlatform
from overlegtafel.meetings.sittings import can_keep_sittings
from overlegtafel.organizations.models import Organization

FILE = Path(__file__).resolve().parent / "data" / "decision_platforms.csv"


@dataclass(frozen=True)
class KnownPlatform:
    """With what a municipality published in January 2025, and where: a first guess."""

    platform: DecisionPlatform
    address: str


@cache
def _known() -> dict[str, KnownPlatform]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {
            row["code"]: KnownPlatform(DecisionPlatform(row["platform"]), row["address"])
            for row in csv.DictReader(lines)
        }


def known_platform(municipality: Organization) -> KnownPlatform | None:
    """What the start list says of a municipality; ``None`` when it is not in it."""
    return _known().get(municipality.code)


def can_read_link_sheet(actor: User, municipality: Organization) -> bool:
    """The municipality's own circle, and who runs a table where it has a seat."""
    return actor.is_system or (
        municipality.pk in standing_of(actor).local_circle
        or can_keep_link_sheet(actor, municipality)
    )


def can_keep_link_sheet(actor: User, municipality: Organization) -> bool:
    """Who says when college and council sit, says how the link is organised too."""
    return can_keep_sittings(actor, municipality)


def link_sheet_of(municipality: Organization) -> LinkSheet | None:
    """The link sheet of a municipality, with who kept it; ``None`` when there is none yet."""
    return LinkSheet.objects.filter(municipality=municipality).select_related("kept_by").first()


def link_sheets_of(municipality_ids: Collection[int]) -> dict[int, LinkSheet]:
    """The link sheets there are, by municipality: one query. Who is missing has none yet."""
    found = LinkSheet.objects.filter(municipality__in=list(municipality_ids))
    return {sheet.municipality_id: sheet for sheet in found}
