"""Questions of councillors: asked once, answered once for the councillors of every member."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.text import capfirst

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, WrongMoment
from overlegtafel.common.text import from_word
from overlegtafel.common.transitions import claim
from overlegtafel.councillors.models import CouncillorQuestion
from overlegtafel.councillors.notifications import tell_answer, tell_owners
from overlegtafel.councillors.policy import (
    bodies_to_read,
    may_ask,
    may_assign,
    may_handle,
    questions_visible_to,
    rooms_of,
)
from overlegtafel.councillors.sight import sight_of
from overlegtafel.councillors.states import OPEN, QUESTION_MOVES
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import refuse_ended
from overlegtafel.local_decisions.states import TermKey
from overlegtafel.local_decisions.terms import terms_on
from overlegtafel.organizations.models import Organization

LONGEST_QUESTION, LONGEST_ANSWER = 3_000, 10_000
WARNED_EVERY = timedelta(days=7)
"""How often who has an overdue question hears of it."""


@transaction.atomic
def ask_question(
    *,
    actor: User,
    body: GoverningBody,
    text: str,
    dossier: Dossier | None = None,
    agreement: Agreement | None = None,
) -> CouncillorQuestion:
    """Ask something about a table, one of its dossiers or agreements, as councillors see them.

    The same question of the same person on one day is the one that is there already. Raises
    ``NotVisible`` for who has no room here or for what councillors don't see, ``NotAllowed`` where
    the charter lets nobody ask, ``Invalid`` without text or when it is too long, ``WrongMoment``
    after ``COUNCILLOR_QUESTIONS_A_DAY`` questions.
    """
    if body.pk not in bodies_to_read(actor):
        raise NotVisible
    refuse_ended(body)
    if not may_ask(actor, body):
        raise NotAllowed("Hier stellen raadsleden geen vragen via dit overleg.")
    words = _checked(text, "text", LONGEST_QUESTION, "Schrijf uw vraag.")
    _require_sight(body, dossier, agreement)
    User.objects.select_for_update().get(pk=actor.pk)  # one of two clicks at a time
    about = f"{agreement and agreement.pk}:{dossier and dossier.pk}"
    unique = f"{actor.pk}|{body.pk}|{about}|{clock.today()}|{words}"
    mark = hashlib.sha256(unique.encode()).hexdigest()
    again = CouncillorQuestion.objects.filter(fingerprint=mark).first()
    if again is not None:
        return again
    _require_measure(actor)
    term = terms_on(clock.today())[TermKey.COUNCILLOR_ANSWER]
    question = CouncillorQuestion.objects.create(
        body=body,
        dossier=dossier,
        agreement=agreement,
        municipality_id=min(rooms_of(actor)[body.pk]),
        text=words,
        asked_by=actor,
        asked_at=clock.now(),
        state_since=clock.now(),
        fingerprint=mark,
        due_on=term.after(clock.today()),
    )
    record("councillor_question.asked", question, actor=actor, body_id=body.pk)
    tell_owners(question, "asked", f"{capfirst(question.from_words)} stelde een vraag:")
    return question


@transaction.atomic
def assign_question(
    *, actor: User, question: CouncillorQuestion, owner: Organization | None
) -> CouncillorQuestion:
    """Say which organization answers; ``None`` is the secretariat.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment`` once it is answered or declined.
    """
    _require_seen(actor, question)
    if not may_assign(actor, question):
        raise NotAllowed
    before = question.owner
    claim(question, QUESTION_MOVES, "assign", owner=owner, state_since=clock.now())
    record(
        "councillor_question.assigned",
        question,
        actor=actor,
        changes={"owner": (str(before or ""), str(owner or ""))},
        body_id=question.body_id,
    )
    occasion = f"assigned:{owner.pk if owner else 0}"
    tell_owners(question, occasion, f"U krijgt een vraag van {question.from_words}:")
    return question


@transaction.atomic
def answer_question(
    *, actor: User, question: CouncillorQuestion, answer: str
) -> CouncillorQuestion:
    """Answer, once for the councillors of every member.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``, ``Invalid`` without words.
    """
    return _close(actor, question, "answer", answer, "Schrijf het antwoord.")


@transaction.atomic
def decline_question(
    *, actor: User, question: CouncillorQuestion, reason: str
) -> CouncillorQuestion:
    """Say why a question gets no answer here.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``, ``Invalid`` without a reason.
    """
    return _close(actor, question, "decline", reason, "Schrijf waarom er geen antwoord komt.")


@transaction.atomic
def merge_question(
    *, actor: User, question: CouncillorQuestion, into: CouncillorQuestion
) -> CouncillorQuestion:
    """Let a question be answered by another one that asks the same.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``, ``Invalid`` for itself, a question of
    another table, or one that is merged itself.
    """
    _require_handling(actor, question)
    other = questions_visible_to(actor).filter(pk=into.pk, body=question.body_id).first()
    if other is None or other.pk == question.pk or other.merged_into_id is not None:
        raise Invalid("Kies een andere vraag van dit overleg.", field="into")
    claim(question, QUESTION_MOVES, "merge", merged_into=other, state_since=clock.now())
    question.merged.update(merged_into=other)
    record(
        "councillor_question.merged",
        question,
        actor=actor,
        changes={"merged_into": (None, other.pk)},
        body_id=question.body_id,
    )
    tell_answer(question)
    return question


@transaction.atomic
def warn_overdue(*, actor: User) -> int:
    """Tell who has a question that is past its day, once a week; return how many mails."""
    if not actor.is_system:
        raise NotAllowed
    today, warned = clock.today(), 0
    late = CouncillorQuestion.objects.filter(state__in=OPEN, due_on__lt=today)
    for question in late.select_related("body", "municipality", "dossier", "agreement"):
        week = (today - question.due_on).days // WARNED_EVERY.days
        warned += tell_owners(
            question, f"overdue:{week}", f"Deze vraag van {question.from_words} wacht nog op u:"
        )
    return warned


def _close(
    actor: User, question: CouncillorQuestion, verb: str, text: str, empty: str
) -> CouncillorQuestion:
    _require_handling(actor, question)
    field = "answer" if verb == "answer" else "reason"
    words = _checked(text, field, LONGEST_ANSWER, empty)
    claim(
        question,
        QUESTION_MOVES,
        verb,
        answer=words,
        answered_by=actor,
        state_since=clock.now(),
    )
    done = "answered" if verb == "answer" else "declined"
    reason = words[:500] if verb == "decline" else ""
    record(
        f"councillor_question.{done}",
        question,
        actor=actor,
        reason=reason,
        body_id=question.body_id,
    )
    tell_answer(question)
    return question


def _checked(text: str, field: str, most: int, empty: str) -> str:
    """Typed text without what says nothing. Raises ``Invalid``."""
    words = from_word(text).strip()
    if not words:
        raise Invalid(empty, field=field)
    if len(words) > most:
        raise Invalid(
            f"Houd dit korter: hoogstens {most} tekens. U schreef er {len(words)}.", field=field
        )
    return words


def _require_sight(
    body: GoverningBody, dossier: Dossier | None, agreement: Agreement | None
) -> None:
    """Only about what councillors see, the same for all: else a question would tell of it."""
    sight = sight_of(body.pk, clock.today())
    if agreement is not None and agreement.pk not in sight.agreement_ids:
        raise NotVisible
    if dossier is not None and dossier.pk not in {each.pk for each in sight.dossiers}:
        raise NotVisible


def _require_measure(actor: User) -> None:
    today = CouncillorQuestion.objects.filter(asked_by=actor, asked_at__gte=clock.now() - _DAY)
    if today.count() >= settings.COUNCILLOR_QUESTIONS_A_DAY:
        raise WrongMoment(
            f"U stelde al {settings.COUNCILLOR_QUESTIONS_A_DAY} vragen in één dag. "
            "Stel uw volgende vraag morgen."
        )


_DAY = timedelta(days=1)


def _require_seen(actor: User, question: CouncillorQuestion) -> None:
    if actor.is_system:
        return
    if not questions_visible_to(actor).filter(pk=question.pk).exists():
        raise NotVisible


def _require_handling(actor: User, question: CouncillorQuestion) -> None:
    """Who answers. Raises ``NotVisible``, ``NotAllowed``."""
    _require_seen(actor, question)
    if not may_handle(actor, question):
        raise NotAllowed("Deze vraag is voor wie het overleg begeleidt, of wie ze kreeg.")
