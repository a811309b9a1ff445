"""A written round between meetings: asked, answered, closed, and what is agreed by it (R53)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.agreements import notifications
from overlegtafel.agreements.models import Agreement, RoundReply, WrittenRound
from overlegtafel.agreements.queries.rounds import fills, needs_words, outcome_objection, replies_of
from overlegtafel.agreements.services.agreements import write_agreement
from overlegtafel.agreements.states import (
    AGREEING,
    ROUND_MOVES,
    AgreementState,
    CompetentBody,
    RoundAnswer,
    RoundOutcome,
    RoundState,
)
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.common.text import from_word
from overlegtafel.common.transitions import claim
from overlegtafel.common.working_days import working_days_after
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.policy import require
from overlegtafel.governance.queries import filled_seats
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.states import HELD
from overlegtafel.organizations.models import Organization

_LONGEST = 10_000


@transaction.atomic
def open_round(*, actor: User, item: AgendaItem, question: str, due_on: date) -> WrittenRound:
    """Ask every filled seat that counts to answer in writing, until ``due_on`` included.

    On an item whose meeting is over, at a table whose charter knows written rounds. Everyone
    asked gets a mail. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    body = item.meeting.body
    require(actor, body, Task.AGREEMENTS, item)
    rules = current_rules(body).ratification.written_rounds
    if not rules.allowed:
        raise WrongMoment("De afsprakennota voorziet geen schriftelijke rondes.")
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    if meeting.state not in HELD:
        raise WrongMoment("Een schriftelijke ronde volgt op een punt dat al besproken is.")
    if WrittenRound.objects.filter(item=item, state=RoundState.OPEN).exists():
        raise WrongMoment("Over dit punt loopt al een schriftelijke ronde.")
    if due_on <= clock.today():
        raise Invalid("Geef minstens tot morgen om te antwoorden.", field="due_on")
    asked = [each for each in filled_seats(body, clock.today()) if each.seat.counts and each.holder]
    if not asked:
        raise Invalid("Er is niemand om het aan te vragen: geen enkele zetel is ingevuld.")
    written = WrittenRound.objects.create(
        body=body,
        item=item,
        question=_words(question, "question", "Schrijf wat u vraagt."),
        due_on=due_on,
        silence=rules.silence,
        opened_by=actor,
        opened_at=clock.now(),
    )
    RoundReply.objects.bulk_create(RoundReply(round=written, seat=each.seat) for each in asked)
    record(
        "round.opened",
        written,
        actor=actor,
        changes={
            "question": (None, written.question),
            "due_on": (None, due_on),
            "asked": (None, [each.seat.label for each in asked]),
        },
        body_id=body.pk,
    )
    notifications.ask(written, asked)
    return written


@transaction.atomic
def reply_in_round(*, actor: User, reply: RoundReply, answer: str, note: str = "") -> RoundReply:
    """Answer for a seat that the actor fills today; until the last day it may be changed.

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` for a reservation without words.
    """
    if not actor.is_system and not fills(actor, reply):
        raise NotAllowed("Hier antwoordt wie deze zetel vult.")
    written = WrittenRound.objects.select_for_update().get(pk=reply.round_id)
    if written.state != RoundState.OPEN:
        raise WrongMoment("Deze schriftelijke ronde is afgesloten.")
    if written.due_on < clock.today():
        raise WrongMoment(f"Antwoorden kon tot en met {spoken(written.due_on)}.")
    if answer not in RoundAnswer.values:
        raise Invalid("Kies uw antwoord.", field="answer")
    asked = "Schrijf uw voorbehoud in woorden." if answer == RoundAnswer.RESERVED else ""
    facts = {"answer": answer, "note": _words(note, "note", asked)}
    current = RoundReply.objects.get(pk=reply.pk)
    changes = {name: (getattr(current, name), new) for name, new in facts.items()}
    RoundReply.objects.filter(pk=reply.pk).update(**facts, replied_at=clock.now(), replied_by=actor)
    reply.refresh_from_db()
    record("round.replied", reply, actor=actor, changes=changes, body_id=written.body_id)
    return reply


@transaction.atomic
def remind_in_round(*, actor: User, written: WrittenRound) -> int:
    """Mail who did not answer yet, at most once a day; return how many.

    Raises ``NotAllowed``, ``WrongMoment``.
    """
    require(actor, written.body, Task.AGREEMENTS, written.item)
    if written.state != RoundState.OPEN or written.due_on < clock.today():
        raise WrongMoment("Er kan niet meer geantwoord worden.")
    waiting = {each.seat_id for each in replies_of(written) if not each.answer}
    seats = filled_seats(written.body, clock.today())
    sent = notifications.remind(written, [each for each in seats if each.seat.pk in waiting])
    if sent:
        changes = {"reminded": (None, sent)}
        record("round.reminded", written, actor=actor, changes=changes, body_id=written.body_id)
    return sent


def remind_before_the_last_day() -> int:
    """Mail who did not answer in any round that ends within two working days; return how many.

    The system does so, once a day (``common.chores``).
    """
    today, system = clock.today(), User.objects.system()
    ending = WrittenRound.objects.filter(
        state=RoundState.OPEN, due_on__gte=today, due_on__lte=working_days_after(today, 2)
    ).select_related("body", "item")
    return sum(remind_in_round(actor=system, written=each) for each in ending)


@transaction.atomic
def close_round(
    *, actor: User, written: WrittenRound, outcome: str, outcome_note: str = ""
) -> WrittenRound:
    """Write what came of a round, once everyone answered or the last day is over.

    The outcome may not say more than the replies, and what the charter makes of silence, allow.
    Everyone who was asked gets a mail. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    require(actor, written.body, Task.AGREEMENTS, written.item)
    current = WrittenRound.objects.select_for_update().get(pk=written.pk)
    replies = list(replies_of(current))
    if current.due_on >= clock.today() and not all(each.answer for each in replies):
        raise WrongMoment(
            f"Niet iedereen antwoordde en dat kan nog tot en met {spoken(current.due_on)}."
        )
    note = " ".join(outcome_note.split())
    if outcome not in RoundOutcome.values:
        raise Invalid("Kies de uitkomst.", field="outcome")
    if objection := outcome_objection(current, replies, RoundOutcome(outcome)):
        raise Invalid(objection, field="outcome")
    if not note and needs_words(current, replies, RoundOutcome(outcome)):
        raise Invalid(
            "Niet iedereen antwoordde, en stilzwijgen telt hier niet als akkoord: schrijf in één "
            "zin waarom u toch zo afsluit.",
            field="outcome_note",
        )
    facts = {"outcome": outcome, "outcome_note": note, "closed_at": clock.now()}
    before = claim(written, ROUND_MOVES, "close", **facts)
    changes: dict[str, tuple[Any, Any]] = {"state": (before, written.state)}
    changes |= {"outcome": ("", outcome), "outcome_note": ("", note)}
    record("round.closed", written, actor=actor, changes=changes, body_id=written.body_id)
    asked = {each.seat_id for each in replies}
    seats = filled_seats(written.body, clock.today())
    notifications.tell_outcome(written, [each for each in seats if each.seat.pk in asked])
    return written


@transaction.atomic
def agree_in_round(
    *,
    actor: User,
    written: WrittenRound,
    title: str,
    due_on: date,
    executors: Iterable[tuple[Organization, str]],
    text: str = "",
    competent_body: CompetentBody = CompetentBody.NONE,
    owner: Organization | None = None,
) -> Agreement:
    """Make the agreement that a round led to; it is in force at once.

    It hangs on the item that the round followed. Raises ``NotAllowed``, ``WrongMoment``,
    ``Invalid``.
    """
    require(actor, written.body, Task.AGREEMENTS, written.item)
    current = WrittenRound.objects.select_for_update().get(pk=written.pk)
    if current.state != RoundState.CLOSED or current.outcome not in AGREEING:
        raise WrongMoment("Een afspraak volgt op een ronde die met akkoord afgesloten is.")
    if current.agreement_id is not None:
        raise WrongMoment("Van deze ronde is al een afspraak gemaakt.")
    carried = list(executors)
    if not carried:
        raise Invalid("Kies minstens één uitvoerder.", field="executors")
    if due_on < clock.today():
        raise Invalid("De uiterste datum is al voorbij.", field="due_on")
    agreement = write_agreement(
        actor,
        written.item,
        carried,
        title=title,
        text=text,
        due_on=due_on,
        competent_body=competent_body,
        owner=owner,
        state=AgreementState.CONFIRMED,
        confirmed_at=clock.now(),
    )
    WrittenRound.objects.filter(pk=written.pk).update(agreement=agreement)
    written.agreement = agreement
    return agreement


def _words(text: str, field: str, asked: str = "") -> str:
    """Typed or pasted text, cleaned; ``asked`` says what is missing when it may not be empty."""
    cleaned = from_word(text).strip()
    if asked and not cleaned:
        raise Invalid(asked, field=field)
    if len(cleaned) > _LONGEST:
        raise Invalid(f"Houd dit korter: hoogstens {_LONGEST} tekens.", field=field)
    return cleaned
