"""The mail that an agenda goes out with, made of small parts for each recipient.

A part is a function of a ``Letter`` that gives a paragraph, or nothing. What is for one person
alone (a link that signs in or answers) stands in a part that says ``letter.is_preview``: who sends
the agenda reads every text beforehand, and must not hold another's link.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.accounts.services import invitation_link
from overlegtafel.accounts.tokens import last_day_of_invitation
from overlegtafel.common import clock
from overlegtafel.common.dates import at_hours, spoken, spoken_with_weekday
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.queries import FilledSeat
from overlegtafel.governance.secretariats import answers_to
from overlegtafel.governance.states import TableRole
from overlegtafel.meetings.differences import Change
from overlegtafel.meetings.item_levels import CLOSED, entries_for
from overlegtafel.meetings.models import AgendaVersion, Meeting
from overlegtafel.meetings.replies import reply_links
from overlegtafel.meetings.subscriptions import for_the_calendar
from overlegtafel.outbox.models import Message
from overlegtafel.outbox.services import queue

PERSONAL = "[persoonlijke link van de ontvanger]"
"""What a preview shows instead."""


@dataclass(frozen=True)
class Letter:
    """One mail about one version of an agenda to who fills one seat.

    ``content`` are the items of the version; ``changes`` what is new since the one before, for a
    version after the first; ``reply_to`` is where who answers it writes to.
    """

    meeting: Meeting
    number: int
    content: Sequence[dict[str, Any]]
    sender: User
    filled: FilledSeat
    changes: Sequence[Change] = ()
    is_preview: bool = False
    reply_to: str = ""

    @property
    def recipient(self) -> User:
        """Who gets it: a letter is only made for a seat with a login."""
        assert self.filled.user is not None
        return self.filled.user

    @property
    def subject(self) -> str:
        """``Uitnodiging …``, or ``Nieuwe agenda (versie 2) …``."""
        day = spoken_with_weekday(self.meeting.held_on)
        if self.number == 1:
            return f"Uitnodiging {self.meeting.body.name}, {day}"
        return f"Nieuwe agenda (versie {self.number}) {self.meeting.body.name}, {day}"

    @property
    def text(self) -> str:
        """The parts that say something, in their order."""
        said = [part(self) for part in PARTS]
        return "\n\n".join(each for each in said if each) + "\n"

    @property
    def opens_login(self) -> bool:
        """Whether the recipient never chose a password, and does so with this mail."""
        return not (self.recipient.has_usable_password() or self.recipient.is_demo)

    @property
    def action(self) -> tuple[str, str]:
        """The one thing to do: read it; for who never signed in, by choosing a password."""
        address = agenda_address(self.meeting)
        return "Agenda en stukken", f"{settings.SITE_ADDRESS}{address}"


def agenda_address(meeting: Meeting) -> str:
    """The page of the meeting: always the newest agenda."""
    return reverse("meeting", args=[meeting.body.slug, meeting.held_on.isoformat()])


def greeting(letter: Letter) -> str:
    """By name."""
    return f"Dag {letter.recipient.name},"


def opening(letter: Letter) -> str:
    """What this is about."""
    body = letter.meeting.body
    if letter.number == 1:
        return f"U bent uitgenodigd op {body.name}."
    only_added = bool(letter.changes) and all(each.kind == "new" for each in letter.changes)
    what = "aangevuld" if only_added else "gewijzigd"
    return f"De agenda van {body.name} is {what}: dit is versie {letter.number}."


def when_and_where(letter: Letter) -> str:
    """Day, hour, place, theme."""
    meeting = letter.meeting
    day = spoken_with_weekday(meeting.held_on)
    facts = [
        f"Wanneer: {day} {at_hours(meeting.starts_at, meeting.ends_at)}",
        f"Waar: {meeting.location}" if meeting.location else "",
        f"Thema: {meeting.theme}" if meeting.theme else "",
    ]
    return "\n".join(fact for fact in facts if fact)


def what_changed(letter: Letter) -> str:
    """The differences with the version before."""
    if not letter.changes:
        return ""
    lines = "\n".join(f"- {change.sentence}" for change in letter.changes)
    return f"Anders dan in versie {letter.number - 1}\n{lines}"


def agenda(letter: Letter) -> str:
    """The items in order."""
    lines = "\n".join(f"{item['order']}. {item['title']}" for item in letter.content)
    return f"Agenda (versie {letter.number})\n{lines}"


def way_in(letter: Letter) -> str:
    """Where to read it; with a first password in the same step for who never chose one."""
    label, address = letter.action
    if not letter.opens_login:
        return f"{label}:\n{address}"
    onward = agenda_address(letter.meeting)
    link = PERSONAL if letter.is_preview else invitation_link(letter.recipient, onward)
    return (
        f"{label}: u hebt nog geen wachtwoord. Kies er een; daarna opent de agenda meteen.\n{link}"
        "\n\nDe link is voor u alleen, werkt één keer en blijft geldig tot en met "
        f"{spoken(last_day_of_invitation())}. Later vindt u de agenda op {address}"
    )


def coming(letter: Letter) -> str:
    """Where to say whether one comes, without signing in (R134)."""
    link = PERSONAL if letter.is_preview else reply_links(letter.filled, letter.meeting)
    return f"Komt u? Laat het weten; aanmelden hoeft niet en het kan tot de aanvang:\n{link}"


def signature(letter: Letter) -> str:
    """Who sends it, as what, and the address to answer to."""
    return _signed(letter.sender, letter.meeting.body)


PARTS: list[Callable[[Letter], str]] = [
    greeting,
    opening,
    when_and_where,
    what_changed,
    agenda,
    way_in,
    coming,
    signature,
]
"""The parts of the mail, in order."""


def letters_for(
    version: AgendaVersion,
    seats: Sequence[FilledSeat],
    changes: Sequence[Change] = (),
    *,
    is_preview: bool = False,
) -> list[Letter]:
    """A letter for each seat with a login; ``version`` need not be stored yet.

    A recipient finds an item that they may not read as its number alone (R8).
    """
    letters, answers = [], answers_to(version.meeting.body_id)
    for filled in seats:
        if not takes_mail(filled):
            continue
        content, told = _as_read_by(filled, version, changes)
        letters.append(
            Letter(
                version.meeting,
                version.number,
                content,
                version.convened_by,
                filled,
                told,
                is_preview,
                answers,
            )
        )
    return letters


def _as_read_by(
    filled: FilledSeat, version: AgendaVersion, changes: Sequence[Change]
) -> tuple[list[dict[str, Any]], Sequence[Change]]:
    """The items and the changes of a version for who fills a seat: no query for a seat that sees
    inside.
    """
    assert filled.user is not None
    if filled.seat.category.sees_inside:
        return version.content, changes
    content = entries_for(filled.user, version.meeting, version.content)
    shut = {each["proposal"] for each in content if each["title"] == CLOSED}
    gone = [
        {"proposal": each.proposal, "order": each.before, "title": each.title}
        for each in changes
        if each.kind == "gone"
    ]
    for entry in entries_for(filled.user, version.meeting, gone) if gone else []:
        if entry["title"] == CLOSED:
            shut.add(entry["proposal"])
    return content, [
        replace(each, title=CLOSED, fields=each.fields and ("de inhoud",))
        if each.proposal in shut
        else each
        for each in changes
    ]


def takes_mail(filled: FilledSeat) -> bool:
    """Whether who fills the seat has a login that gets mail."""
    return filled.user is not None and filled.user.is_active and not filled.user.is_system


def kind_of(number: int) -> str:
    """The kind of mail that a version leaves with."""
    return "meeting.invitation" if number == 1 else "meeting.new_agenda"


def is_soon(meeting: Meeting) -> bool:
    """Whether the meeting is today or tomorrow, so that its mail can't wait for an overview."""
    return meeting.held_on <= clock.today() + timedelta(days=1)


def post(letter: Letter, version: AgendaVersion, again_of: Message | None = None) -> Message | None:
    """Queue a letter: once per version and person, and once more for each time it is sent again.

    ``None`` when that person has it already, for another seat.
    """
    key = f"meeting:{version.meeting_id}:agenda:{version.number}:{letter.recipient.pk}"
    if again_of is not None:
        key += f":na:{again_of.pk}"
    return queue(
        kind=kind_of(version.number),
        is_urgent=is_soon(version.meeting),
        recipient=letter.recipient,
        subject=letter.subject,
        text=letter.text,
        key=key,
        action=letter.action,
        attachments=[for_the_calendar(version.meeting, letter.recipient, letter.sender)],
        again_of=again_of,
        reply_to=letter.reply_to,
    )


def _signed(sender: User, body: GoverningBody) -> str:
    if sender.is_system:
        return f"Met vriendelijke groet,\nhet secretariaat van {body.name}"
    chairs = body.pk in standing_of(sender).chairs
    role = TableRole.CHAIR if chairs else TableRole.SUPPORT
    return f"Met vriendelijke groet,\n{sender.name}, {role.label} van {body.name}\n{sender.email}"
