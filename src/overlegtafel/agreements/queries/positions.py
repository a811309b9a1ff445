"""Reads about positions before a meeting, and about what a municipality prepares inside."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Position, Remark
from overlegtafel.agreements.policy import positions_visible_to, remarks_visible_to
from overlegtafel.agreements.states import MANDATED, Basis, SharingState
from overlegtafel.common.text import join_dutch
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.queries import seats_on
from overlegtafel.governance.states import Function
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.organizations.models import Organization

ASKED = (Function.ALIGNMENT, Function.POLICY)
"""The functions of an item on which a municipality takes a position (R9)."""


@dataclass(frozen=True)
class PositionRow:
    """One member municipality at one item, as the actor sees it.

    ``position`` is the newest that is shared, ``earlier`` what it replaced. ``inside`` is a newer
    one that only the own municipality sees.
    """

    municipality: Organization
    position: Position | None = None
    earlier: list[Position] = field(default_factory=list)
    inside: Position | None = None


@dataclass(frozen=True)
class Positions:
    """Every member at one item, in the order of the table; figures are counted from ``rows``."""

    rows: list[PositionRow]

    @property
    def shared(self) -> list[Position]:
        """What the table reads: at most one per municipality."""
        return [row.position for row in self.rows if row.position is not None]

    @property
    def bases(self) -> list[tuple[Basis, int]]:
        """On what the shared positions rest: each kind that occurs, with how many."""
        found = [each.basis for each in self.shared]
        return [(basis, found.count(basis)) for basis in Basis if basis in found]

    @property
    def not_shared(self) -> int:
        """How many members did not share a position yet."""
        return len(self.rows) - len(self.shared)

    @property
    def figure(self) -> str:
        """``11 van 14 besproken in het college``: of college or council, when a council spoke too.

        A mandate is among them; ``mandates`` counts it apart.
        """
        spoken = [each.basis for each in self.shared if each.basis != Basis.PERSONAL]
        where = "college of raad" if Basis.COUNCIL in spoken else "het college"
        return f"{len(spoken)} van {len(self.rows)} besproken in {where}"

    @property
    def mandates(self) -> str:
        """``waarvan 2 met mandaat``: a decision of college or council; empty while none spoke."""
        if all(each.basis == Basis.PERSONAL for each in self.shared):
            return ""
        mandated = sum(each.basis in MANDATED for each in self.shared)
        return f"waarvan {mandated} met mandaat" if mandated else "geen met mandaat"

    @property
    def sentence(self) -> str:
        """``11 van 14 besproken in het college, waarvan 2 met mandaat, 3 persoonlijk``."""
        personal = sum(each.basis == Basis.PERSONAL for each in self.shared)
        rest = [f"{personal} persoonlijk"] if personal else []
        if self.not_shared:
            rest.append(f"{self.not_shared} nog niet gedeeld")
        return ", ".join(filter(None, [self.figure, self.mandates, *rest]))

    @property
    def spoken_bases(self) -> str:
        """``8 besproken in het college en 3 persoonlijk``."""
        return join_dutch([f"{count} {basis.label}" for basis, count in self.bases])


def takes_positions(item: AgendaItem) -> bool:
    """Whether municipalities take a position on this item: alignment and policy, no exchange."""
    return item.function in ASKED


def members_of(body: GoverningBody, day: date) -> list[Organization]:
    """The municipalities whose seat counts on a day, in the order of the table: one query."""
    seats = seats_on(body, day).filter(municipality__isnull=False, category__counts=True)
    return list(dict.fromkeys(seat.municipality for seat in seats if seat.municipality))


def positions_on(item: AgendaItem, actor: User) -> Positions:
    """Every member's position on one item, as far as the actor may see: two queries.

    ``item.meeting.body`` must have been read with it.
    """
    members = members_of(item.meeting.body, item.meeting.held_on)
    return positions_of([item], actor, members)[item.pk]


def positions_of(
    items: Iterable[AgendaItem], actor: User, members: Iterable[Organization]
) -> dict[int, Positions]:
    """As ``positions_on``, of several items of one meeting at once: one query."""
    asked, towns = [item.pk for item in items if takes_positions(item)], list(members)
    seen: dict[tuple[int, int], list[Position]] = {}
    visible = positions_visible_to(actor).filter(item__in=asked)
    for position in visible.select_related("saved_by").order_by("number"):
        seen.setdefault((position.item_id, position.municipality_id), []).append(position)
    return {
        pk: Positions([_row(town, seen.get((pk, town.pk), [])) for town in towns]) for pk in asked
    }


def _row(town: Organization, versions: list[Position]) -> PositionRow:
    shared = [each for each in versions if each.is_shared]
    newest = versions[-1] if versions else None
    return PositionRow(
        town,
        position=shared[-1] if shared else None,
        earlier=shared[-2::-1],
        inside=newest if newest is not None and not newest.is_shared else None,
    )


def versions_of(actor: User, item: AgendaItem, municipality: Organization) -> list[Position]:
    """One municipality's own versions, newest first, as far as the actor sees them."""
    return list(
        positions_visible_to(actor)
        .filter(item=item, municipality=municipality)
        .select_related("saved_by")
        .order_by("-number")
    )


def remarks_on(item: AgendaItem, actor: User, municipality: Organization) -> QuerySet[Remark]:
    """What was remarked in one municipality, as far as the actor may see."""
    return (
        remarks_visible_to(actor)
        .filter(item=item, municipality=municipality)
        .select_related("author")
        .order_by("written_at", "id")
    )


def shared_remarks_on(item: AgendaItem, actor: User) -> QuerySet[Remark]:
    """The remarks that municipalities let the table read."""
    return (
        remarks_visible_to(actor)
        .filter(item=item, state=SharingState.SHARED)
        .select_related("author", "municipality")
        .order_by("municipality__name", "written_at", "id")
    )
