"""Which items one may read: the one rule of R8, for every page, file and mail.

An item's own level counts, else that of the charter for its function. An item that one may not
read keeps its number and nothing else: ``as_read_by`` and ``entries_for`` put ``CLOSED`` there.
Who brings or prepares an item reads it, whatever its level, but not what is said of it at the
table (``closed_items``).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from overlegtafel.accounts.models import User
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.governance.models import Charter
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.rules import SIMPLE, CharterRules
from overlegtafel.governance.states import CharterState, Function, Openness
from overlegtafel.meetings.models import AgendaItem, Meeting, Replacement
from overlegtafel.meetings.readiness import rules_of
from overlegtafel.meetings.states import MeetingState
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import proposals_visible_to

CLOSED = "Besloten punt"
"""All that is shown of an item to who may not read it."""
_WIDE = (Openness.LOCAL, Openness.PUBLIC)
Adopted = tuple[int, int, date, date | None, CharterRules]
"""An adopted charter: its key, its table's, from when, until when, and what it settles."""


def level_of(item: AgendaItem | Proposal, meeting: Meeting) -> Openness:
    """Who reads an item: its own level, else the charter's for its function (R8).

    In a dossier with internal effects never more than members and directors.
    """
    default = getattr(rules_of(meeting).visibility, item.function)
    level = Openness(item.openness or default)
    inside = item.dossier is not None and item.dossier.is_internal
    return Openness.MEMBERS if inside and level in _WIDE else level


def closed_levels(actor: User, meeting: Meeting) -> set[str]:
    """The levels that stay closed to the actor at this meeting; who stands in reads as the seat."""
    closed = _closed_by_place(actor, meeting.body_id)
    return set() if closed and takes_an_inside_seat(actor, meeting) else closed


def takes_an_inside_seat(actor: User, meeting: Meeting) -> bool:
    """Whether the actor stands in here for a seat that sees inside (R134): one query."""
    return Replacement.objects.filter(
        user=actor,
        revoked_at__isnull=True,
        attendance__meeting=meeting,
        attendance__seat__category__sees_inside=True,
    ).exists()


def closed_items(actor: User, meeting: Meeting, items: Iterable[AgendaItem]) -> set[int]:
    """The items of a meeting of which the actor may not read what was said: at most one query."""
    closed = _closed_by_place(actor, meeting.body_id)
    found = {
        item.pk
        for item in items
        if item.is_closed or (closed and level_of(item, meeting).value in closed)
    }
    return set() if found and takes_an_inside_seat(actor, meeting) else found


def as_read_by(actor: User, meeting: Meeting, items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """The items, each that the actor may not read as ``CLOSED`` with its number: at most two
    queries, and none where nothing is closed.
    """
    items = list(items)
    closed = closed_items(actor, meeting, items)
    if not closed:
        return items
    brought = {item.proposal_id for item in items if item.pk in closed}
    own = set(proposals_visible_to(actor).filter(pk__in=brought).values_list("pk", flat=True))
    return [
        _shut(item, meeting) if item.pk in closed and item.proposal_id not in own else item
        for item in items
    ]


def entries_for(
    actor: User, meeting: Meeting, content: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The items of an agenda version as the actor reads them; also what went off the agenda."""
    entries = [dict(each) for each in content]
    closed = _closed_by_place(actor, meeting.body_id)
    if not closed:
        return entries
    named = {each["proposal"] for each in entries if each.get("proposal")}
    items = list(meeting.items.select_related("dossier"))
    proposals = Proposal.objects.filter(pk__in=named).select_related("dossier")
    shut = {each.pk for each in proposals if level_of(each, meeting).value in closed}
    shut |= {each.proposal_id for each in items if level_of(each, meeting).value in closed}
    titles = {each.title for each in items if each.proposal_id in shut}
    if not shut or takes_an_inside_seat(actor, meeting):
        return entries
    shut -= set(proposals_visible_to(actor).filter(pk__in=shut).values_list("pk", flat=True))
    return [
        _shut_entry(each)
        if each.get("proposal") in shut or (not each.get("proposal") and each["title"] in titles)
        else each
        for each in entries
    ]


def closed_to(actor: User) -> Q:
    """The items, at tables of whose circle the actor is, whose level is closed to them."""
    standing = standing_of(actor)
    members = standing.insider_of - standing.closed_of
    around = standing.circle_of - standing.insider_of
    closed = Q(pk__in=[])
    if members:
        closed |= _below(members, {Openness.TABLE})
    if around:
        closed |= _below(around, {Openness.TABLE, Openness.MEMBERS})
        closed |= Q(meeting__body__in=around, dossier__is_internal=True)
    return closed


def _closed_by_place(actor: User, body_id: int) -> set[str]:
    if actor.is_system:
        return set()
    standing = standing_of(actor)
    if body_id in standing.closed_of:
        return set()
    inside = body_id in standing.insider_of
    return {Openness.TABLE.value} if inside else {Openness.TABLE.value, Openness.MEMBERS.value}


def _below(bodies: frozenset[int], levels: set[Openness]) -> Q:
    """The items at ``bodies`` with one of ``levels``, of their own or by the charter they are
    under.
    """
    closed, adopted = Q(openness__in=levels), _adopted(bodies)
    for function in _functions(SIMPLE, levels):
        closed |= Q(openness="", function=function) & _under_none(bodies, adopted)
    for charter, body, valid_from, until, rules in adopted:
        functions = _functions(rules, levels)
        if functions:
            planned = Q(meeting__state=MeetingState.PLANNED, meeting__body=body)
            planned &= Q(meeting__held_on__gte=valid_from)
            if until is not None:
                planned &= Q(meeting__held_on__lt=until)
            under = planned | (
                ~Q(meeting__state=MeetingState.PLANNED) & Q(meeting__charter=charter)
            )
            closed |= Q(openness="", function__in=functions) & under
    return Q(meeting__body__in=bodies) & closed


def _under_none(bodies: frozenset[int], adopted: list[Adopted]) -> Q:
    """Meetings under no charter: convened without one, or planned before the first."""
    first: dict[int, date] = {}
    for _, body, valid_from, _, _ in adopted:
        first.setdefault(body, valid_from)
    planned = Q(meeting__body__in=bodies - set(first))
    for body, day in first.items():
        planned |= Q(meeting__body=body, meeting__held_on__lt=day)
    is_planned = Q(meeting__state=MeetingState.PLANNED)
    return (is_planned & planned) | (~is_planned & Q(meeting__charter__isnull=True))


def _functions(rules: CharterRules, levels: set[Openness]) -> list[str]:
    """The functions whose items have one of ``levels`` when nobody says otherwise."""
    return [each.value for each in Function if getattr(rules.visibility, each.value) in levels]


@until_the_log_moves(size=200)
def _adopted(bodies: frozenset[int]) -> list[Adopted]:
    """The adopted charters of tables, in order, each until the next one: one query."""
    found = list(
        Charter.objects.filter(body__in=bodies, state=CharterState.ADOPTED).order_by(
            "body", "valid_from"
        )
    )
    rows = []
    for charter, following in zip(found, [*found, None][1:], strict=True):
        same = following is not None and following.body_id == charter.body_id
        until = following.valid_from if following is not None and same else None
        assert charter.valid_from is not None
        rows.append((charter.pk, charter.body_id, charter.valid_from, until, charter.rules))
    return rows


def _shut(item: AgendaItem, meeting: Meeting) -> AgendaItem:
    """An item of which only its place is told; never to be saved."""
    proposal = Proposal(pk=item.proposal_id, body=meeting.body, title=CLOSED, is_standing=True)
    shut = AgendaItem(
        pk=item.pk, meeting=meeting, proposal=proposal, order=item.order, title=CLOSED
    )
    shut.is_closed = True
    return shut


def _shut_entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The same of an item as a version keeps it."""
    place = {key: entry.get(key) for key in ("proposal", "order")}
    words = ("function", "category", "brought_by", "preparer", "expected_decision", "summary")
    return place | dict.fromkeys(words, "") | {"title": CLOSED}
