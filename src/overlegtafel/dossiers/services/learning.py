"""Closing a dossier, and what it taught: findings of a test case, lessons (R117, R123)."""

from dataclasses import dataclass

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.dossiers.models import Dossier, Finding, Lesson
from overlegtafel.dossiers.policy import can_note_finding
from overlegtafel.dossiers.states import MOVES
from overlegtafel.governance.policy import require
from overlegtafel.governance.services.sharing import share_piece
from overlegtafel.governance.states import SharedKind, Task

_TITLE_LENGTH = 200


@dataclass(frozen=True)
class LessonWords:
    """A lesson as it is written: what happened, through what, what to do next time."""

    what: str
    why: str
    next_time: str


@transaction.atomic
def close_dossier(
    *,
    actor: User,
    dossier: Dossier,
    verb: str,
    note: str,
    lesson: LessonWords | None = None,
    is_shared: bool = False,
) -> Dossier:
    """Complete, stop or reopen a dossier (a verb of ``MOVES``), with the reason.

    Stopping asks a lesson (R123): for the region alone, or at once for the others too. Raises
    ``NotAllowed``, ``WrongMoment``, ``Invalid`` without a reason or, when stopping, a lesson.
    """
    require(actor, dossier.body, Task.DOSSIERS, dossier)
    if not note.strip():
        raise Invalid("Schrijf waarom, in één zin.", field="note")
    if verb == "stop":
        lesson = _whole(lesson)
    before = claim(dossier, MOVES, verb, closing_note=note)
    record(
        f"dossier.{verb}",
        dossier,
        actor=actor,
        changes={"state": (before, dossier.state)},
        reason=note,
        body_id=dossier.body_id,
    )
    if verb == "stop" and lesson is not None:
        learned = _write_lesson(actor, dossier, lesson)
        if is_shared:
            share_lesson(actor=actor, lesson=learned)
    return dossier


@transaction.atomic
def share_lesson(*, actor: User, lesson: Lesson) -> Lesson:
    """Release a lesson to the other regions, in the name of its table (R127).

    Raises ``NotAllowed``, ``WrongMoment`` when they read it already.
    """
    current = Lesson.objects.select_for_update().get(pk=lesson.pk)
    if current.is_shared:
        raise WrongMoment("Deze les is al gedeeld.")
    dossier = lesson.dossier
    piece = share_piece(
        actor=actor,
        body=dossier.body,
        kind=SharedKind.LESSON,
        title=f"Les: {dossier.title}"[:_TITLE_LENGTH],
        content={
            "what": lesson.what,
            "why": lesson.why,
            "next_time": lesson.next_time,
            "domain": dossier.domain,
        },
    )
    Lesson.objects.filter(pk=lesson.pk).update(piece=piece)
    lesson.refresh_from_db()
    return lesson


@transaction.atomic
def note_finding(*, actor: User, dossier: Dossier, text: str) -> Finding:
    """Write what a test case shows of the way of working, with the day and who says so (R117).

    Raises ``NotAllowed``, ``WrongMoment`` for what is no test case, ``Invalid``.
    """
    if not dossier.is_test_case:
        raise WrongMoment("Dit dossier is geen testcase.")
    if not can_note_finding(actor, dossier):
        raise NotAllowed
    if not text.strip():
        raise Invalid("Schrijf wat u vaststelt.", field="text")
    finding = Finding.objects.create(
        dossier=dossier,
        charter=dossier.charter,
        text=text,
        recorded_by=actor,
        recorded_at=clock.now(),
    )
    record(
        "dossier.finding_noted",
        dossier,
        actor=actor,
        changes={"finding": (None, text)},
        body_id=dossier.body_id,
    )
    return finding


def _whole(lesson: LessonWords | None) -> LessonWords:
    """A lesson that says all three. Raises ``Invalid``."""
    lesson = lesson or LessonWords("", "", "")
    for field, sentence in (
        ("what", "Schrijf wat er gebeurde."),
        ("why", "Schrijf waardoor het kwam."),
        ("next_time", "Schrijf wat we volgende keer anders doen."),
    ):
        if not getattr(lesson, field).strip():
            raise Invalid(sentence, field=field)
    return lesson


def _write_lesson(actor: User, dossier: Dossier, words: LessonWords) -> Lesson:
    lesson = Lesson.objects.create(
        dossier=dossier,
        what=words.what,
        why=words.why,
        next_time=words.next_time,
        recorded_by=actor,
        recorded_at=clock.now(),
    )
    record(
        "dossier.lesson_learned",
        dossier,
        actor=actor,
        changes={"lesson": (None, words.next_time)},
        body_id=dossier.body_id,
    )
    return lesson
