"""The bodies around a table, what goes between them, and how simple that is (R120)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.common.drawing.structure import Box, Link
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import (
    Charter,
    GoverningBody,
    Seat,
)
from overlegtafel.governance.rules import SIMPLE, CharterRules
from overlegtafel.governance.states import CharterState, Does
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.states import HELD, MeetingState
from overlegtafel.proposals.models import Passage
from overlegtafel.proposals.states import PassageOutcome
from overlegtafel.reporting.charters import chair_validates

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class BodyRow:
    """A body around a table: how it stands, when it last met, when it last did anything.

    A body may work without meeting: it also handles what comes over it on its way elsewhere.
    """

    body: GoverningBody
    members: int
    last_met: date | None
    last_active: date | None
    next_meets: date | None
    is_dormant: bool


@dataclass(frozen=True)
class Structure:
    """The bodies of a region or of one table, and how simple they are together (R120)."""

    rows: list[BodyRow]
    ended: list[BodyRow]
    steps: list[str]
    boxes: list[Box]
    links: list[Link]

    @property
    def dormant(self) -> list[BodyRow]:
        """The bodies that neither met nor handled anything in twelve months."""
        return [row for row in self.rows if row.is_dormant]


def family_of(body: GoverningBody) -> QuerySet[GoverningBody]:
    """The bodies that belong together: of the same region, above, beside and below."""
    return GoverningBody.objects.filter(body.of_family)


@until_the_log_moves(size=100)
def structure_around(body: GoverningBody, today: date) -> Structure:
    """All bodies around a table; the same number of queries for one and for twelve."""
    bodies = list(
        family_of(body)
        .select_related("parent", "organization")
        .prefetch_related("predecessors", "successors")
        .order_by(F("parent").asc(nulls_first=True), "-is_primary", "kind", "name")
    )
    seats: dict[int, int] = {}
    for pk in Seat.objects.filter(valid_on(today), body__in=bodies).values_list("body", flat=True):
        seats[pk] = seats.get(pk, 0) + 1
    meetings = Meeting.objects.filter(body__in=bodies).exclude(state=MeetingState.CANCELLED)
    past, coming = (
        dict(meetings.filter(when).values_list("body").annotate(last=Max("held_on")))
        for when in (Q(state__in=HELD) | Q(held_on__lt=today), Q(held_on__gte=today))
    )
    handled = _last_handled(bodies)
    rows: list[BodyRow] = []
    ended: list[BodyRow] = []
    for each in bodies:
        last, next_ = past.get(each.pk), coming.get(each.pk)
        active = max(filter(None, (last, handled.get(each.pk))), default=None)
        since = max(filter(None, (active, each.valid_from)), default=None)  # unknown is not asleep
        asleep = next_ is None and since is not None and since <= today - YEAR
        sleeps = asleep and each.ended_on is None
        row = BodyRow(each, seats.get(each.pk, 0), last, active, next_, sleeps)
        (ended if each.ended_on else rows).append(row)
    became = {
        each.slug: next((after.slug for after in each.successors.all()), each.slug)
        for each in bodies
        if each.ended_on
    }
    rules = _rules([row.body for row in rows], today)
    names = {each.slug: each.short_name for each in bodies}
    boxes = [
        Box(
            key=row.body.slug,
            title=row.body.name
            if row.body.name.startswith(row.body.short_name)
            else row.body.short_name,
            note=str(row.body.get_kind_display()),
            parent=row.body.parent.slug if row.body.parent else "",
            is_main=row.body.pk == body.pk,
        )
        for row in rows
    ]
    links = {
        (became.get(step.body, step.body), slug): str(Does(step.does).label)
        for slug, each in rules.items()
        for step in each.agendering.route
    }
    return Structure(
        rows,
        ended,
        _steps(body, names, rules.get(body.slug, SIMPLE)),
        boxes,
        [Link(source, target, label) for (source, target), label in links.items()],
    )


def _last_handled(bodies: Sequence[GoverningBody]) -> dict[int, date]:
    """When a proposal last came to each body on its route, or left it: one query.

    A body that nobody waited for did nothing.
    """
    passages = Passage.objects.filter(body__in=bodies, arrived_at__isnull=False).exclude(
        outcome=PassageOutcome.SKIPPED
    )
    last = Max(Coalesce("left_at", "arrived_at"))
    found = passages.order_by().values_list("body").annotate(last=last)
    return {pk: timezone.localdate(moment) for pk, moment in found}


def _rules(bodies: Sequence[GoverningBody], today: date) -> dict[str, CharterRules]:
    """The rules of each body's charter in force, by slug: one query."""
    found: dict[str, CharterRules] = {}
    adopted = Charter.objects.filter(
        body__in=bodies, state=CharterState.ADOPTED, valid_from__lte=today
    )
    for charter in adopted.select_related("body").order_by("valid_from"):
        found[charter.body.slug] = charter.rules
    return found


def _steps(body: GoverningBody, names: dict[str, str], rules: CharterRules) -> list[str]:
    """From proposal to agreement, as the charter of today says."""
    return [
        "iemand brengt het aan",
        *(
            f"{names.get(step.body, step.body)} {Does(step.does).label}"
            for step in rules.agendering.route
        ),
        "het secretariaat plaatst het op de agenda",
        *(["de voorzitter valideert de agenda"] if chair_validates(rules) else []),
        f"{body.short_name} bespreekt het en maakt de afspraak",
    ]
