"""Letters to the councils that everyone may read, because the charter of then said so (R69)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from overlegtafel.common.errors import NotVisible
from overlegtafel.councillors.models import CouncilLetter
from overlegtafel.councillors.states import LetterState
from overlegtafel.governance.models import GoverningBody


@dataclass(frozen=True)
class PublicLetter:
    """A letter as it was sent."""

    held_on: date
    sent_at: datetime
    opening: str
    closing: str
    content: dict[str, Any]


def public_letters(body: GoverningBody) -> list[PublicLetter]:
    """The letters of a table that everyone may read, newest first: one query."""
    return [_as_public(each) for each in _public(body)]


def public_letter(body: GoverningBody, day: date) -> PublicLetter:
    """The letter about the meeting of a day. Raises ``NotVisible``."""
    letter = _public(body).filter(meeting__held_on=day).first()
    if letter is None:
        raise NotVisible
    return _as_public(letter)


def _public(body: GoverningBody) -> QuerySet[CouncilLetter]:
    sent = CouncilLetter.objects.filter(body=body, state=LetterState.SENT, is_public=True)
    return sent.select_related("meeting").order_by("-meeting__held_on")


def _as_public(letter: CouncilLetter) -> PublicLetter:
    assert letter.sent_at is not None
    return PublicLetter(
        held_on=letter.meeting.held_on,
        sent_at=letter.sent_at,
        opening=letter.opening,
        closing=letter.closing,
        content=letter.content,
    )
