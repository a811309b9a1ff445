"""Answering an invitation, and standing in for one meeting: links, moments and reads (R134)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible, WrongMoment
from overlegtafel.common.models import valid_on
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.queries import FilledSeat
from overlegtafel.meetings.models import Attendance, Meeting, Replacement, Reply
from overlegtafel.meetings.policy import STANDS_IN, may_answer_for
from overlegtafel.meetings.states import MeetingState
from overlegtafel.organizations.models import Mandate

_REPLY, _READING = "overlegtafel.meetings.reply", "overlegtafel.meetings.reading"
_SEAT = ("seat__municipality", "seat__post", "seat__person")
"""What the name of a seat needs."""


def begins_at(meeting: Meeting) -> datetime:
    """The moment a meeting begins, in Belgium."""
    return timezone.make_aware(datetime.combine(meeting.held_on, meeting.starts_at))


def takes_answers(meeting: Meeting) -> bool:
    """Whether invited people may still answer: from the convocation until the meeting begins."""
    return meeting.state == MeetingState.CONVENED and clock.now() < begins_at(meeting)


def reply_links(filled: FilledSeat, meeting: Meeting) -> str:
    """The address where the holder of a seat answers without signing in; empty without a login.

    Signed for this person and this meeting. It works until the meeting begins. For mails.
    """
    if filled.user is None:
        return ""
    content = {"meeting": meeting.pk, "seat": filled.seat.pk, "user": filled.user.pk}
    token = signing.dumps(content, salt=_REPLY)
    return f"{settings.SITE_ADDRESS}{reverse('reply_link', args=[token])}"


def reply_of_link(token: str) -> tuple[User, Attendance]:
    """Who a link is for, and the place at the meeting it answers for.

    Raises ``NotVisible`` for a link that is not ours, ``WrongMoment`` for one that is over.
    """
    try:
        content = signing.loads(token, salt=_REPLY)
    except signing.BadSignature:
        raise NotVisible from None
    user = User.objects.filter(pk=content["user"], is_active=True).first()
    attendance = (
        Attendance.objects.filter(meeting=content["meeting"], seat=content["seat"])
        .select_related("meeting__body", "reply", "seat__category", *_SEAT)
        .first()
    )
    if user is None or attendance is None:
        raise NotVisible
    if not takes_answers(attendance.meeting):
        raise WrongMoment(too_late(attendance.meeting))
    if not may_answer_for(user, attendance):
        raise WrongMoment("Deze zetel wordt intussen door iemand anders gevuld.")
    return user, attendance


def answer_words(reply: Reply) -> str:
    """``Lede laat zich vervangen door Els Peeters, schepen``, read afresh."""
    attendance = reply.attendance
    stands_in = attendance.replacements.filter(revoked_at__isnull=True).first()
    instead = f" door {stands_in.words}" if stands_in else ""
    return f"{attendance.seat} {reply.get_answer_display()}{instead}"


def too_late(meeting: Meeting) -> str:
    """Why nobody answers any more."""
    if meeting.state == MeetingState.CANCELLED:
        return "Deze vergadering gaat niet door. U hoeft niet meer te antwoorden."
    return "De vergadering is begonnen of al voorbij. Bel het secretariaat als er nog iets is."


def reading_address(replacement: Replacement) -> str:
    """The page where a replacement reads the one meeting, without signing in. Signed."""
    token = signing.dumps({"replacement": replacement.pk}, salt=_READING)
    return reverse("meeting_reading", args=[token])


def replacement_of_link(token: str) -> Replacement:
    """Who reads by a link. Raises ``NotVisible`` when not ours, ``WrongMoment`` when over."""
    try:
        content = signing.loads(token, salt=_READING)
    except signing.BadSignature:
        raise NotVisible from None
    found = (
        Replacement.objects.filter(pk=content["replacement"], user__is_active=True)
        .select_related("user", "attendance__meeting__body", "attendance__meeting__charter")
        .select_related(*(f"attendance__{each}" for each in _SEAT))
        .first()
    )
    if found is None:
        raise NotVisible
    if not stands_in_now(found):
        raise WrongMoment("Deze link werkt niet meer: u vervangt hier niemand (meer).")
    return found


def stands_in_now(replacement: Replacement) -> bool:
    """Whether a replacement still reads the meeting; the same answer as ``meetings.policy``."""
    meeting = replacement.attendance.meeting
    last = meeting.held_on + timedelta(days=settings.REPLACEMENT_DAYS)
    return replacement.revoked_at is None and meeting.state in STANDS_IN and clock.today() <= last


def replacement_at(actor: User, slug: str, day: str) -> Replacement | None:
    """As what the actor stands in at the meeting in an address, if at all: one query."""
    try:
        rows = actor.replacements.filter(
            revoked_at__isnull=True,
            attendance__meeting__body__slug=slug,
            attendance__meeting__held_on=datetime.fromisoformat(day).date(),
        )
    except ValueError:
        return None
    found = rows.select_related("attendance__meeting")
    return next((each for each in found if stands_in_now(each)), None)


@dataclass(frozen=True)
class Answers:
    """Who answered an invitation; a vacant seat is not waited for."""

    given: list[Attendance]
    waiting: list[Attendance]


def answers_of(attendances: Iterable[Attendance]) -> Answers:
    """The answers to an invitation, from ``attendances_of``: no query."""
    rows = [each for each in attendances if each.holder]
    return Answers(
        [each for each in rows if hasattr(each, "reply")],
        [each for each in rows if not hasattr(each, "reply")],
    )


def unanswered_by(actor: User, today: date) -> list[Attendance]:
    """The invitations that the actor did not answer for the own seat: one query at most."""
    standing = standing_of(actor)
    if not standing.sits_at:
        return []
    held = Mandate.objects.filter(valid_on(today), person__user=actor)
    mine = Q(seat__person__user=actor) | Q(seat__post__in=held.values("post"))
    for role, towns in standing.posts.items():
        mine |= Q(seat__category__filled_by=role, seat__municipality__in=towns)
    rows = Attendance.objects.filter(
        mine,
        meeting__state=MeetingState.CONVENED,
        meeting__held_on__gte=today,
        reply__isnull=True,
    ).select_related("meeting__body", "seat__category", *_SEAT)
    return [each for each in rows.order_by("meeting__held_on") if takes_answers(each.meeting)]
