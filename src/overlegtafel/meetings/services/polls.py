"""An indicative poll on an item: it shows where the table stands, and binds nobody."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import AgendaItem, Poll, PollAnswer
from overlegtafel.meetings.services.holding import authorise, hold
from overlegtafel.meetings.states import MeetingState

MOST_OPTIONS = 6
MOST_HANDS = 500


@transaction.atomic
def hold_poll(
    *,
    actor: User,
    item: AgendaItem,
    question: str,
    options: Sequence[str],
    counts: Sequence[int] = (),
    answers: Mapping[int, int] | None = None,
) -> Poll:
    """Note an indicative poll during the meeting: hands counted per option, or a name for each.

    ``answers`` maps an attendance's id to the place of its answer in ``options``; with it there
    are no ``counts``. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    authorise(actor, item.meeting, Task.MINUTES)
    meeting = hold(item.meeting, MeetingState.IN_SESSION)
    _check(options, counts, answers or {})
    seats = set(meeting.attendances.values_list("pk", flat=True))
    if not set(answers or {}) <= seats:
        raise Invalid("Alleen wie aan tafel zit, antwoordt.")
    poll = Poll.objects.create(
        item=item,
        question=question,
        options=list(options),
        counts=[] if answers else list(counts),
        held_at=clock.now(),
        held_by=actor,
    )
    PollAnswer.objects.bulk_create(
        PollAnswer(poll=poll, attendance_id=pk, option=option)
        for pk, option in (answers or {}).items()
    )
    record(
        "minutes.poll_held",
        item,
        actor=actor,
        changes={"question": (None, question), "options": (None, list(options))}
        | ({} if answers else {"counts": (None, list(counts))}),
        body_id=item.meeting.body_id,
    )
    return poll


@transaction.atomic
def remove_poll(*, actor: User, poll: Poll) -> None:
    """Take back a poll noted by mistake; the log keeps it.

    Raises ``NotAllowed``, ``WrongMoment``.
    """
    item = poll.item
    authorise(actor, item.meeting, Task.MINUTES)
    hold(item.meeting, MeetingState.IN_SESSION)
    record(
        "minutes.poll_removed",
        item,
        actor=actor,
        changes={"question": (poll.question, None), "options": (poll.options, None)},
        body_id=item.meeting.body_id,
    )
    poll.delete()


def _check(options: Sequence[str], counts: Sequence[int], answers: Mapping[int, int]) -> None:
    if not 2 <= len(options) <= MOST_OPTIONS or len(set(options)) < len(options):
        raise Invalid(f"Geef twee tot {MOST_OPTIONS} verschillende antwoorden.", field="options")
    if answers:
        if not all(0 <= option < len(options) for option in answers.values()):
            raise Invalid("Dat antwoord staat er niet bij.", field="options")
    elif len(counts) != len(options) or not all(0 <= each <= MOST_HANDS for each in counts):
        raise Invalid("Schrijf bij elk antwoord hoeveel leden het gaven.", field="options")
