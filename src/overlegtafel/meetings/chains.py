"""Meetings of several bodies on one day, one after another, each with its own members (R75)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import hours
from overlegtafel.common.models import valid_on
from overlegtafel.common.text import join_dutch
from overlegtafel.governance.models import Seat
from overlegtafel.governance.policy import authority_of, standing_of
from overlegtafel.governance.states import Authority, Task
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.policy import meetings_visible_to
from overlegtafel.meetings.states import MeetingState


@dataclass(frozen=True)
class OwnTimes:
    """When someone's day begins and ends: that of the first and of the last link they sit in.

    ``links`` are numbered from 1; ``ends_at`` is ``None`` when nobody wrote an end.
    """

    starts_at: time
    ends_at: time | None
    links: tuple[int, ...]

    @property
    def words(self) -> str:
        """``van 10.00 tot 15.30 uur``, ``vanaf 10.00 uur``."""
        before = "van" if self.ends_at else "vanaf"
        return f"{before} {hours(self.starts_at, self.ends_at)}"


@dataclass(frozen=True)
class MemberTimes:
    """The members that sit in the same links of a chain."""

    members: tuple[str, ...]
    times: OwnTimes
    length: int

    @property
    def names(self) -> str:
        """The members, joined."""
        return join_dutch(list(self.members))

    @property
    def words(self) -> str:
        """``vanaf schakel 2``, ``enkel schakel 3``, ``alle schakels``."""
        links = self.times.links
        if len(links) == self.length:
            return "alle schakels"
        if len(links) == 1:
            return f"enkel schakel {links[0]}"
        if links == tuple(range(links[0], self.length + 1)):
            return f"vanaf schakel {links[0]}"
        if links == tuple(range(1, links[-1] + 1)):
            return f"tot en met schakel {links[-1]}"
        return f"schakels {join_dutch([str(each) for each in links])}"


@dataclass(frozen=True)
class OwnDay:
    """A day with meetings of someone's own: ``links`` are those they sit in, in order."""

    day: date
    times: OwnTimes
    links: tuple[Meeting, ...]


@dataclass(frozen=True)
class MoveLine:
    """A link of a chain that might move along; ``why_not`` says why it stays."""

    meeting: Meeting
    why_not: str

    @property
    def moves(self) -> bool:
        """Whether the actor may move it now."""
        return not self.why_not


def chain_around(meeting: Meeting) -> list[Meeting]:
    """The meetings of that day that follow one another with this one, in order; the meeting alone
    when there are no others: one query.
    """
    that_day = Meeting.objects.filter(held_on=meeting.held_on)
    that_day = that_day.exclude(state=MeetingState.CANCELLED).select_related("body")
    for chain in _chains(that_day):
        if any(each.pk == meeting.pk for each in chain):
            return chain
    return [meeting]


def _chains(meetings: Iterable[Meeting]) -> list[list[Meeting]]:
    """Meetings of one day put after one another as they follow each other."""
    found = sorted(meetings, key=lambda each: (each.starts_at, each.pk))
    after = {each.follows_id: each for each in found if each.follows_id}
    known = {each.pk for each in found}
    chains = []
    for first in found:
        if first.follows_id in known:
            continue
        chain = [first]
        while (following := after.get(chain[-1].pk)) is not None:
            chain.append(following)
        chains.append(chain)
    return chains


def own_times(chain: Sequence[Meeting], body_ids: Collection[int]) -> OwnTimes | None:
    """When the day begins and ends for who sits in these bodies; ``None`` when in none of them.

    Without an end a link lasts until the next one begins.
    """
    mine = [number for number, each in enumerate(chain, 1) if each.body_id in body_ids]
    if not mine:
        return None
    last = mine[-1]
    ends_at = chain[last - 1].ends_at
    if ends_at is None and last < len(chain):
        ends_at = chain[last].starts_at
    return OwnTimes(chain[mine[0] - 1].starts_at, ends_at, tuple(mine))


def times_per_member(chain: Sequence[Meeting]) -> list[MemberTimes]:
    """Which municipalities sit in which links, and from when to when: one query.

    Who sits in most comes first.
    """
    if not chain:
        return []
    seats = Seat.objects.filter(
        valid_on(chain[0].held_on),
        body__in=[each.body_id for each in chain],
        municipality__isnull=False,
    )
    sits: dict[str, set[int]] = {}
    for town, body in seats.order_by("municipality__name").values_list(
        "municipality__name", "body"
    ):
        sits.setdefault(town, set()).add(body)
    groups: dict[tuple[int, ...], tuple[OwnTimes, list[str]]] = {}
    for town, bodies in sits.items():
        times = own_times(chain, bodies)
        if times is not None:
            groups.setdefault(times.links, (times, []))[1].append(town)
    rows = [MemberTimes(tuple(names), times, len(chain)) for times, names in groups.values()]
    return sorted(rows, key=lambda row: (-len(row.times.links), row.times.links))


def own_days(actor: User, first: date, last: date) -> list[OwnDay]:
    """Someone's own days in a period, each with its begin and its end: what a calendar shows.

    Only what the actor sees and sits in; cancelled meetings are left out. Three queries at most.
    """
    sits = standing_of(actor).sits_at
    mine = set(
        meetings_visible_to(actor)
        .filter(body__in=sits, held_on__range=(first, last))
        .exclude(state=MeetingState.CANCELLED)
        .values_list("pk", flat=True)
    )
    days = Meeting.objects.filter(pk__in=mine).values("held_on")
    around = Meeting.objects.filter(held_on__in=days).exclude(state=MeetingState.CANCELLED)
    by_day: dict[date, list[Meeting]] = {}
    for meeting in around.select_related("body").order_by("held_on", "starts_at", "pk"):
        by_day.setdefault(meeting.held_on, []).append(meeting)
    found = []
    for day, meetings in by_day.items():
        for chain in _chains(meetings):
            links = tuple(each for each in chain if each.pk in mine)
            times = own_times(chain, {each.body_id for each in links})
            if times is not None:
                found.append(OwnDay(day, times, links))
    return found


def moves_along(actor: User, meeting: Meeting) -> list[MoveLine]:
    """The other links of the chain: which the actor may move along now, and why others stay."""
    others = [each for each in chain_around(meeting) if each.pk != meeting.pk]
    seen = meetings_visible_to(actor).filter(pk__in=[each.pk for each in others])
    visible = set(seen.values_list("pk", flat=True))
    return [MoveLine(each, _why_not(actor, each, visible)) for each in others]


def _why_not(actor: User, meeting: Meeting, visible: set[int]) -> str:
    authority = authority_of(actor, meeting.body, Task.PLAN)
    if meeting.pk not in visible or authority == Authority.NEVER:
        return "dit overleg plant u niet"
    if meeting.state != MeetingState.PLANNED:
        return f"kan niet meer in deze stand: {meeting.get_state_display().lower()}"
    if authority == Authority.AFTER_CHAIR:
        return "kan pas na akkoord van de voorzitter van dat overleg"
    return ""
