"""A year of meetings in one go, and a chain of one day that moves as a whole."""

from collections.abc import Sequence
from datetime import date, time
from itertools import pairwise
from typing import NamedTuple

from django.db import IntegrityError, transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common.dates import spoken_with_weekday
from overlegtafel.common.errors import Invalid
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import require
from overlegtafel.governance.states import Task
from overlegtafel.meetings.chains import chain_around
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.services.holding import authorise, hold
from overlegtafel.meetings.services.planning import DAY_TAKEN, check_visits, plan_meeting
from overlegtafel.meetings.states import MeetingState


class Planned(NamedTuple):
    """A day that was chosen, and the meeting of that day it follows."""

    day: date
    follows: Meeting | None = None


class DaysRefused(Invalid):
    """Some of the days can't be planned; nothing was. ``reasons`` holds a sentence per day."""

    def __init__(self, reasons: dict[date, str]) -> None:
        said = " ".join(
            f"{spoken_with_weekday(day).capitalize()}: {why}" for day, why in reasons.items()
        )
        super().__init__(f"Er is niets gepland. {said}")
        self.reasons = reasons


@transaction.atomic
def plan_year(
    *,
    actor: User,
    body: GoverningBody,
    days: Sequence[Planned],
    starts_at: time,
    ends_at: time | None = None,
    location: str = "",
) -> list[Meeting]:
    """Put many meetings in the calendar at once: all of them or none (R122).

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` without days, ``DaysRefused``.
    """
    require(actor, body, Task.PLAN)
    if not days:
        raise Invalid("Vink minstens één datum aan.")
    made, refused = [], {}
    for each in days:
        try:
            with transaction.atomic():
                meeting = plan_meeting(
                    actor=actor,
                    body=body,
                    held_on=each.day,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    location=location,
                    follows=each.follows,
                )
        except Invalid as refusal:
            refused[each.day] = refusal.sentence
        else:
            made.append(meeting)
    if refused:
        raise DaysRefused(refused)
    return made


@transaction.atomic
def move_chain(
    *,
    actor: User,
    meeting: Meeting,
    held_on: date,
    along: Sequence[Meeting] = (),
    reason: str = "",
) -> list[Meeting]:
    """Give a planned meeting another day, and with it the meetings of its chain in ``along`` (R75).

    What moves keeps its order, what stays closes the gap. The last day for proposals moves by as
    many days. Raises ``NotAllowed`` or ``WrongMoment`` when one of them may not move, ``Invalid``.
    """
    chain = chain_around(meeting)
    moving = {meeting.pk} | {each.pk for each in along}
    if not moving <= {each.pk for each in chain}:
        raise Invalid("Alleen wat die dag bij deze vergadering hoort, verplaatst mee.")
    if held_on == meeting.held_on:
        raise Invalid("Kies een andere dag.", field="held_on")
    going = [each for each in chain if each.pk in moving]
    for each in going:
        authorise(actor, each, Task.PLAN)
        hold(each, MeetingState.PLANNED)
        check_visits(each, held_on)
    Meeting.objects.filter(pk__in=[each.pk for each in chain]).update(follows=None)
    _move(actor, going, held_on, reason)
    _link(going)
    _link([each for each in chain if each.pk not in moving])
    return going


def _move(actor: User, going: Sequence[Meeting], held_on: date, reason: str) -> None:
    for each in going:
        before, due = each.held_on, each.proposals_due_on
        each.held_on, each.follows = held_on, None
        each.moved_from, each.moved_because = before, reason
        each.proposals_due_on = due + (held_on - before) if due else None
        try:
            with transaction.atomic():
                each.save(
                    update_fields=["held_on", "moved_from", "moved_because", "proposals_due_on"]
                )
        except IntegrityError:
            raise Invalid(f"{each.body.name}: {DAY_TAKEN}", field="held_on") from None
        changes = {"held_on": (before, held_on), "proposals_due_on": (due, each.proposals_due_on)}
        record(
            "meeting.changed",
            each,
            actor=actor,
            changes={name: pair for name, pair in changes.items() if pair[0] != pair[1]},
            reason=reason,
            body_id=each.body_id,
        )


def _link(links: Sequence[Meeting]) -> None:
    """Let each follow the one before it."""
    for before, after in pairwise(links):
        after.follows = before
        after.save(update_fields=["follows"])
