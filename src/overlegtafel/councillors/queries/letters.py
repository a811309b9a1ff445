"""The letter to the councils: put together from what councillors may read, until it is sent."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken, spoken_with_weekday
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.councillors.models import CouncilLetter, CouncillorQuestion
from overlegtafel.councillors.policy import may_write_letter
from overlegtafel.councillors.queries.meetings import ShownItem, as_shown
from overlegtafel.councillors.sight import Sight, sight_of
from overlegtafel.councillors.states import LetterState, QuestionState
from overlegtafel.governance.models import GoverningBody, Seat
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.states import HELD
from overlegtafel.organizations.models import Mandate, PostRole

Content = dict[str, Any]
ABOUT = 3
"""Of how many of the last meetings a letter is offered."""


def letter_of(body: GoverningBody, day: date, *, sent: bool) -> CouncilLetter | None:
    """The letter about the meeting of a day; only a sent one, or also a draft."""
    found = CouncilLetter.objects.filter(body=body, meeting__held_on=day)
    if sent:
        found = found.filter(state=LetterState.SENT)
    return found.select_related("body", "meeting__body", "sent_by", "saved_by").first()


def letters_to_finish(actor: User, body: GoverningBody, sight: Sight) -> dict[str, Any]:
    """The letters of a table for its circle: which were sent (``sent``), and of which meetings that
    councillors may read of there is none yet, with its draft if one was begun (``to_write``).
    """
    letters = CouncilLetter.objects.filter(body=body).select_related("meeting", "saved_by")
    by_meeting = {each.meeting_id: each for each in letters}
    held = [each for each in sight.meetings if each.state in HELD and is_ready(sight, each)]
    sent = [each for each in by_meeting.values() if each.state == LetterState.SENT]
    return {
        "sent": sent,
        "to_write": [
            (each, by_meeting.get(each.pk))
            for each in held[:ABOUT]
            if by_meeting.get(each.pk) not in sent
        ]
        if may_write_letter(actor, body)
        else [],
    }


def is_ready(sight: Sight, meeting: Meeting) -> bool:
    """Whether councillors may read what came of a meeting, so that a letter can tell it."""
    opened = sight.opened.meetings.get(meeting.pk, {})
    return meeting.pk in sight.approved or bool(opened.get("with_outcomes"))


def content_of(meeting: Meeting) -> Content:
    """What the letter tells, as it is now: a changed summary changes it, until it is sent (R137).

    Raises ``NotVisible`` for a meeting that councillors may not read of.
    """
    sight = sight_of(meeting.body_id, clock.today())
    if meeting.pk not in {each.pk for each in sight.meetings}:
        raise NotVisible
    shown = as_shown(sight, meeting)
    made = [each for each in sight.agreements if each.item.meeting_id == meeting.pk]
    coming = sorted(
        (e for e in sight.meetings if e.held_on > meeting.held_on and e.held_on >= clock.today()),
        key=lambda each: each.held_on,
    )
    return {
        "table": meeting.body.name,
        "day": spoken_with_weekday(meeting.held_on),
        "items": [
            {
                "order": item.order,
                "title": item.title,
                "outcome": item.outcome,
                "words": _words(item),
            }
            for item in shown.items
            if not item.is_closed
        ],
        "closed": sum(item.is_closed for item in shown.items),
        "agreements": [
            {
                "reference": each.reference,
                "title": each.title,
                "text": each.text,
                "due": spoken(each.due_on),
                "decides": str(each.get_competent_body_display())
                if each.needs_local_decision
                else "",
            }
            for each in made
        ],
        "questions": _answered_around(meeting),
        "next": spoken_with_weekday(coming[0].held_on) if coming else "",
    }


def _words(item: ShownItem) -> str:
    """What came of an item in words, or what it was about when its outcome says it all."""
    note = item.outcome_note.strip()
    says_more = note.rstrip(".").lower() != item.outcome.lower()
    return f"{note[:1].upper()}{note[1:]}" if note and says_more else item.summary


def _answered_around(meeting: Meeting) -> list[Content]:
    """The questions that were answered since the letter before this one."""
    before = (
        CouncilLetter.objects.filter(
            body=meeting.body, state=LetterState.SENT, meeting__held_on__lt=meeting.held_on
        )
        .order_by("-meeting__held_on")
        .values_list("sent_at", flat=True)
        .first()
    )
    found = CouncillorQuestion.objects.filter(body=meeting.body, state=QuestionState.ANSWERED)
    if before is not None:
        found = found.filter(state_since__gt=before)
    return [
        {"from": each.from_words, "question": each.text, "answer": each.answer}
        for each in found.select_related("municipality").order_by("state_since")
    ]


def as_text(opening: str, content: Content, closing: str) -> str:
    """The letter as plain text, for a mail: every heading on a line of its own."""
    parts = [opening.strip()] if opening.strip() else []
    parts.append(f"Wat het overleg van {content['day']} opleverde")
    parts += [_item_text(each) for each in content["items"]]
    if content["closed"]:
        parts.append(_closed_text(content["closed"]))
    if content["agreements"]:
        parts.append("Afspraken")
        parts += [_agreement_text(each) for each in content["agreements"]]
    if content["questions"]:
        parts.append("Vragen van raadsleden")
        parts += [
            f"Vraag van {each['from']}: {each['question']}\nAntwoord: {each['answer']}"
            for each in content["questions"]
        ]
    if content["next"]:
        parts.append(f"Het volgende overleg is op {content['next']}.")
    if closing.strip():
        parts.append(closing.strip())
    return "\n\n".join(parts)


def _closed_text(number: int) -> str:
    """That there was more on the agenda, which stays with the table."""
    return (
        "Eén punt bleef binnen de tafel."
        if number == 1
        else f"{number} punten bleven binnen de tafel."
    )


def _item_text(item: Content) -> str:
    outcome = f" ({item['outcome'].lower()})" if item["outcome"] else ""
    words = f"\n{item['words']}" if item["words"] else ""
    return f"{item['order']}. {item['title']}{outcome}{words}"


def _agreement_text(agreement: Content) -> str:
    decides = f" Beslist lokaal: {agreement['decides']}." if agreement["decides"] else ""
    text = f"\n{agreement['text']}" if agreement["text"] else ""
    return f"- {agreement['title']}, uiterlijk op {agreement['due']}.{decides}{text}"


def councillors_of(body: GoverningBody) -> QuerySet[User]:
    """The logins of the councillors of every member of a table today, of every party alike."""
    today = clock.today()
    members = Seat.objects.filter(
        valid_on(today), body=body, municipality__isnull=False, category__counts=True
    )
    mandates = Mandate.objects.filter(
        valid_on(today),
        person=OuterRef("person"),
        post__role=PostRole.COUNCILLOR,
        post__organization__in=members.values("municipality"),
    )
    return User.objects.filter(Exists(mandates), is_active=True).order_by("pk")
