"""What is told about a report: the concept to read, an answer, the approved report, a reopening."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken, spoken_with_weekday
from overlegtafel.governance.queries import filled_seats
from overlegtafel.governance.secretariats import answers_to
from overlegtafel.meetings.models import Meeting, Reading, ReportRemark, ReportVersion
from overlegtafel.meetings.states import RemarkState
from overlegtafel.outbox.services import queue


def readers_of(meeting: Meeting) -> list[User]:
    """Who gets the report: whoever fills a seat that reads along today, and has a login."""
    filled = filled_seats(meeting.body, clock.today())
    found = {
        each.user.pk: each.user
        for each in filled
        if each.user is not None and each.seat.category.sees_inside
    }
    return list(found.values())


def send_to_read(reading: Reading, readers: Iterable[User]) -> list[int]:
    """Ask the members to read the concept; return whom a mail was queued for."""
    meeting = reading.meeting
    text = (
        f"Het conceptverslag van {meeting.body.name} van "
        f"{spoken_with_weekday(meeting.held_on)} is klaar.\n\n"
        f"Klopt er iets niet? Noteer het bij het punt, tot en met "
        f"{spoken_with_weekday(reading.remarks_until)}:\n{_page(meeting)}\n\n"
        "Daarna wordt het verslag op de volgende vergadering ter goedkeuring voorgelegd."
    )
    return _tell(
        readers,
        meeting=meeting,
        kind="report.concept",
        subject=f"Conceptverslag {meeting.body.name} van {spoken(meeting.held_on)}",
        text=text,
        sender=reading.sent_by,
        key=f"meeting:{meeting.pk}:concept:{reading.pk}",
    )


def send_approved(version: ReportVersion, readers: Iterable[User]) -> list[int]:
    """Distribute the approved report; return whom a mail was queued for."""
    meeting = version.meeting
    instead = f" Deze versie {version.number} vervangt de vorige." if version.number > 1 else ""
    text = (
        f"Het verslag van {meeting.body.name} van {spoken_with_weekday(meeting.held_on)} is "
        f"goedgekeurd en ligt vast.{instead}\n\nHet verslag lezen:\n{_page(meeting)}"
    )
    return _tell(
        readers,
        meeting=meeting,
        kind="report.approved",
        subject=f"Verslag {meeting.body.name} van {spoken(meeting.held_on)} goedgekeurd",
        text=text,
        sender=version.approved_by,
        key=f"meeting:{meeting.pk}:report:{version.number}",
    )


def send_reopened(version: ReportVersion, reason: str, sender: User) -> list[int]:
    """Tell who got the approved report that it is being corrected, and why."""
    meeting = version.meeting
    readers = User.objects.filter(pk__in=version.recipients).order_by("pk")
    text = (
        f"Het goedgekeurde verslag van {meeting.body.name} van "
        f"{spoken_with_weekday(meeting.held_on)} (versie {version.number}) is heropend.\n\n"
        f"Waarom: {reason}\n\nU krijgt bericht als de nieuwe versie goedgekeurd is. "
        f"Intussen leest u hier wat er ligt:\n{_page(meeting)}"
    )
    return _tell(
        readers,
        meeting=meeting,
        kind="report.reopened",
        subject=f"Verslag {meeting.body.name} van {spoken(meeting.held_on)} heropend",
        text=text,
        sender=sender,
        key=f"meeting:{meeting.pk}:reopened:{version.number}",
    )


def send_answer(remark: ReportRemark) -> list[int]:
    """Tell who made a remark what came of it."""
    item, meeting = remark.item, remark.item.meeting
    done = remark.state == RemarkState.ACCEPTED
    what = "Uw opmerking is verwerkt in het verslag." if done else "Op uw opmerking is geantwoord."
    said = f"\n\n{remark.answer}" if remark.answer else ""
    assert remark.answered_by is not None
    return _tell(
        [remark.author],
        meeting=meeting,
        kind="report.remark_answered",
        subject=f"Uw opmerking bij het verslag van {spoken(meeting.held_on)}",
        text=(
            f"Punt {item.order}, “{item.title}”.\n\n{what}{said}\n\n{_page(meeting)}#punt-{item.pk}"
        ),
        sender=remark.answered_by,
        key=f"report_remark:{remark.pk}:{remark.state}",
    )


def _page(meeting: Meeting) -> str:
    address = reverse("report", args=[meeting.body.slug, meeting.held_on.isoformat()])
    return f"{settings.SITE_ADDRESS}{address}"


def _tell(
    readers: Iterable[User],
    *,
    meeting: Meeting,
    kind: str,
    subject: str,
    text: str,
    sender: User,
    key: str,
) -> list[int]:
    told, answers = [], answers_to(meeting.body_id)
    for reader in readers:
        message = queue(
            kind=kind,
            recipient=reader,
            subject=subject,
            text=f"Dag {reader.name},\n\n{text}\n\nMet vriendelijke groet,\n{sender.name}\n",
            key=f"{key}:{reader.pk}",
            reply_to=answers,
        )
        if message is not None:
            told.append(reader.pk)
    return told
