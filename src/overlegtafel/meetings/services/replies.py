"""Answering an invitation, and naming who stands in for one meeting (R134)."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from overlegtafel.accounts.models import User
from overlegtafel.accounts.queries import account_at
from overlegtafel.accounts.services import create_account
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.governance.queries import filled_seats
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import Attendance, Meeting, Replacement, Reply
from overlegtafel.meetings.policy import can_run, may_answer_for
from overlegtafel.meetings.replies import takes_answers, too_late
from overlegtafel.meetings.services.holding import authorise, hold
from overlegtafel.meetings.states import (
    Acting,
    MeetingState,
    Presence,
    ReplyAnswer,
    ReplyWay,
)
from overlegtafel.meetings.telling import remind, tell_replacement

PREFILLED = {
    ReplyAnswer.YES: Presence.PRESENT,
    ReplyAnswer.NO: Presence.EXCUSED,
    ReplyAnswer.REPLACED: Presence.REPLACED,
}
"""The presence that an answer announces; who did not answer stays unknown."""


@dataclass(frozen=True)
class Substitute:
    """Who comes instead, as what, and where to send the link if they read along."""

    name: str = ""
    acting: Acting = Acting.ALDERMAN
    email: str = ""


@transaction.atomic
def answer_invitation(
    *,
    actor: User,
    attendance: Attendance,
    answer: ReplyAnswer,
    substitute: Substitute | None = None,
    by_link: bool = False,
) -> Reply:
    """Say whether a seat will be filled; a later answer takes the place of this one.

    Until the meeting begins. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` when a
    replacement has no name.
    """
    if not may_answer_for(actor, attendance):
        raise NotAllowed("Antwoorden doet wie de zetel vult, of de algemeen directeur.")
    meeting = hold(attendance.meeting, MeetingState.CONVENED)
    if not takes_answers(meeting):
        raise WrongMoment(too_late(meeting))
    way = ReplyWay.LINK if by_link else ReplyWay.SITE
    return _write(actor, attendance, answer, way, substitute or Substitute())


@transaction.atomic
def note_reply(
    *,
    actor: User,
    attendance: Attendance,
    answer: ReplyAnswer,
    substitute: Substitute | None = None,
) -> Reply:
    """Write down an answer that the secretariat was told, by phone or otherwise.

    Until the meeting is opened. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    if not can_run(actor, attendance.meeting.body_id):
        raise NotAllowed
    hold(attendance.meeting, MeetingState.CONVENED)
    return _write(actor, attendance, answer, ReplyWay.TOLD, substitute or Substitute())


@transaction.atomic
def remind_unanswered(*, actor: User, meeting: Meeting) -> int:
    """Ask once more who did not answer, each at most once a day; return how many mails wait.

    Raises ``NotAllowed``, ``WrongMoment`` once the meeting begins.
    """
    authorise(actor, meeting, Task.CONVENE)
    current = hold(meeting, MeetingState.CONVENED)
    if not takes_answers(current):
        raise WrongMoment(too_late(current))
    waiting = set(
        meeting.attendances.filter(reply__isnull=True)
        .exclude(holder="")
        .values_list("seat", flat=True)
    )
    seats = filled_seats(meeting.body, meeting.held_on)
    sent = [remind(actor, meeting, each) for each in seats if each.seat.pk in waiting]
    queued = sum(each is not None for each in sent)
    record(
        "meeting.reminded",
        meeting,
        actor=actor,
        changes={"reminded": (None, queued)},
        body_id=meeting.body_id,
    )
    return queued


def prefill_presence(actor: User, meeting: Meeting) -> None:
    """Begin the presence of a meeting that opens with what was answered.

    Called inside the opening, which has authorised the actor.
    """
    rows = Attendance.objects.filter(
        meeting=meeting, reply__isnull=False, presence=Presence.UNKNOWN
    )
    names = {
        each.attendance_id: each.words
        for each in Replacement.objects.filter(attendance__meeting=meeting, revoked_at__isnull=True)
    }
    changes: dict[str, tuple[Any, Any]] = {}
    for row in rows.select_related("reply", "seat__municipality", "seat__post", "seat__person"):
        presence = PREFILLED[ReplyAnswer(row.reply.answer)]
        replaced_by = names.get(row.pk, "") if presence == Presence.REPLACED else ""
        Attendance.objects.filter(pk=row.pk).update(presence=presence, replaced_by=replaced_by)
        changes[str(row.seat)] = (row.presence, presence)
    if changes:
        record(
            "meeting.presence_prefilled",
            meeting,
            actor=actor,
            changes=changes,
            body_id=meeting.body_id,
        )


def login_for(actor: User, name: str, email: str, body_id: int) -> User:
    """The login of an address, made without password when it has none.

    A login alone gives no right: what it may read is a row of its own. Raises ``Invalid``.
    """
    known = account_at(email)
    if known is None:
        try:
            with transaction.atomic():
                known = create_account(email=email, name=name)
        except IntegrityError:  # made by someone else meanwhile
            known = User.objects.get(email__iexact=email)
        else:
            record(
                "account.made",
                known,
                actor=actor,
                changes={"email": (None, known.email)},
                body_id=body_id,
            )
    if known.is_system or not known.is_active:
        raise Invalid("Dit account is afgesloten.", field="email")
    return known


def _write(
    actor: User, attendance: Attendance, answer: ReplyAnswer, way: ReplyWay, who: Substitute
) -> Reply:
    Attendance.objects.select_for_update().get(pk=attendance.pk)
    if answer == ReplyAnswer.REPLACED and not who.name.strip():
        raise Invalid("Schrijf wie er in de plaats komt.", field="name")
    before = Reply.objects.filter(attendance=attendance).first()
    stood_in = attendance.replacements.filter(revoked_at__isnull=True).first()
    reply, _ = Reply.objects.update_or_create(
        attendance=attendance,
        defaults={"answer": answer, "way": way, "given_by": actor, "given_at": clock.now()},
    )
    stands_in = _stand_in(actor, attendance, stood_in, who if answer == "replaced" else None)
    seat = str(attendance.seat)
    record(
        "meeting.reply_given",
        attendance.meeting,
        actor=actor,
        changes={
            seat: (before.answer if before else "", answer),
            f"{seat}, vervangen door": (
                stood_in.words if stood_in else "",
                stands_in.words if stands_in else "",
            ),
        },
        reason=str(way.label),
        body_id=attendance.meeting.body_id,
    )
    return reply


def _stand_in(
    actor: User, attendance: Attendance, before: Replacement | None, who: Substitute | None
) -> Replacement | None:
    """Give the right to who stands in now, and take it from who did; the same person keeps it."""
    body_id, now = attendance.meeting.body_id, clock.now()
    name = " ".join(who.name.split()) if who else ""
    user = login_for(actor, name, who.email, body_id) if who and who.email else None
    if before is not None:
        if who and (before.name, before.acting, before.user) == (name, who.acting, user):
            return before
        Replacement.objects.filter(pk=before.pk).update(revoked_at=now)
    if who is None:
        return None
    named = Replacement.objects.create(
        attendance=attendance, name=name, acting=who.acting, user=user, named_at=now
    )
    tell_replacement(actor, named)
    return named
