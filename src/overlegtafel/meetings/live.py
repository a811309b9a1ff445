"""What a page of live minutes asks again and again: the state of every item, cheaply."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import ExpressionWrapper, F, Q, QuerySet
from django.db.models.fields import BooleanField

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import hour
from overlegtafel.meetings.models import AgendaItem, ItemTime, Meeting, Poll, WritingTurn

AT_WORK = timedelta(seconds=30)
"""How long after the last sign of life someone still counts as writing."""


def writers_of(meeting: Meeting, reader: User, now: datetime) -> dict[int, list[str]]:
    """Who else is writing now, by item: one query."""
    turns = WritingTurn.objects.filter(item__meeting=meeting, seen_at__gt=now - AT_WORK)
    found: dict[int, list[str]] = {}
    for turn in turns.exclude(writer=reader).select_related("writer").order_by("id"):
        found.setdefault(turn.item_id, []).append(str(turn.writer))
    return found


def states_of(meeting: Meeting, reader: User, now: datetime) -> dict[str, Any]:
    """Revision, outcome and writers of each item, and which one runs: three queries."""
    items = meeting.items.order_by("order", "id").annotate(
        written=ExpressionWrapper(~Q(minutes=""), output_field=BooleanField())
    )
    rows = items.values_list("pk", "revision", "outcome", "written", "no_report", "saved_by")
    running = ItemTime.objects.filter(item__meeting=meeting, ended_at__isnull=True)
    return {
        "meeting": meeting.state,
        "items": [list(row) for row in rows],
        "writers": {str(pk): names for pk, names in writers_of(meeting, reader, now).items()},
        "running": list(running.values_list("item", flat=True)),
    }


@dataclass(frozen=True)
class Clock:
    """How long the meeting was at an item, and whether it still is."""

    seconds: int = 0
    since: datetime | None = None

    @property
    def minutes(self) -> int:
        """Whole minutes used."""
        return self.seconds // 60

    @property
    def spoken(self) -> str:
        """``12 min``."""
        return f"{self.minutes} min"


def clocks_of(meeting: Meeting, now: datetime) -> dict[int, Clock]:
    """The time used by each item: one query."""
    times: dict[int, list[ItemTime]] = {}
    for each in ItemTime.objects.filter(item__meeting=meeting):
        times.setdefault(each.item_id, []).append(each)
    return {pk: _clock(stretches, now) for pk, stretches in times.items()}


def _clock(stretches: Iterable[ItemTime], now: datetime) -> Clock:
    used, since = 0.0, None
    for each in stretches:
        used += ((each.ended_at or now) - each.started_at).total_seconds()
        since = each.started_at if each.ended_at is None else since
    return Clock(int(used), since)


def polls_of(items: "Iterable[AgendaItem] | QuerySet[AgendaItem]") -> dict[int, list["Tally"]]:
    """The polls of several items, counted: one query when there are none."""
    polls = Poll.objects.filter(item__in=items).prefetch_related(
        "answers__attendance__seat__municipality",
        "answers__attendance__seat__post",
        "answers__attendance__seat__person",
    )
    found: dict[int, list[Tally]] = {}
    for poll in polls:
        found.setdefault(poll.item_id, []).append(tally(poll))
    return found


@dataclass(frozen=True)
class Tally:
    """A poll counted: each answer with its number, and who gave it when that was noted."""

    poll: Poll
    rows: list[tuple[str, int, list[str]]]


def tally(poll: Poll) -> Tally:
    """Count a poll. It binds nobody."""
    given = list(poll.answers.all())
    rows = []
    for place, option in enumerate(poll.options):
        names = [str(each.attendance.seat) for each in given if each.option == place]
        count = poll.counts[place] if poll.counts else len(names)
        rows.append((option, count, names))
    return Tally(poll, rows)


def earlier_treatments(item: AgendaItem) -> QuerySet[AgendaItem]:
    """The same proposal at earlier meetings, latest first: what was said when it was deferred."""
    return (
        AgendaItem.objects.filter(
            proposal=item.proposal_id, meeting__held_on__lt=item.meeting.held_on
        )
        .exclude(Q(minutes="") & Q(outcome_note=""))
        .select_related("meeting__body")
        .order_by(F("meeting__held_on").desc())
    )


def spoken_moment(moment: datetime | None) -> str:
    """``10.32``: the minute on the clock in Belgium."""
    return hour(moment) if moment else ""
