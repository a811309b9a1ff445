"""The letter to the councils: written once, previewed, sent to the councillors of every member."""

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.common.text import from_word
from overlegtafel.common.transitions import claim
from overlegtafel.councillors.models import CouncilLetter
from overlegtafel.councillors.notifications import send_to_councils
from overlegtafel.councillors.policy import bodies_to_read, may_write_letter
from overlegtafel.councillors.queries import content_of, is_ready
from overlegtafel.councillors.sight import sight_of
from overlegtafel.councillors.states import LETTER_MOVES, LetterState
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.policy import refuse_ended, require
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import Meeting


@transaction.atomic
def save_letter(
    *, actor: User, meeting: Meeting, opening: str, closing: str, expected_revision: int
) -> CouncilLetter:
    """Keep the words before and after what the letter tells of a meeting; 0 starts it.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment`` while councillors may not read yet what
    came of the meeting or once it is sent, ``Stale``.
    """
    _require_writing(actor, meeting)
    _require_ready(meeting)
    words = {"opening": from_word(opening).strip(), "closing": from_word(closing).strip()}
    mine = {**words, "saved_by": actor, "saved_at": clock.now()}
    letter = CouncilLetter.objects.select_for_update().filter(meeting=meeting).first()
    if letter is None:
        letter = CouncilLetter.objects.create(body=meeting.body, meeting=meeting, **mine)
    else:
        if letter.state != LetterState.DRAFT:
            raise WrongMoment("Deze raadsbrief is verstuurd en wijzigt niet meer.")
        if letter.revision != expected_revision:
            raise Stale
        CouncilLetter.objects.filter(pk=letter.pk).update(revision=F("revision") + 1, **mine)
        letter.refresh_from_db()
    record("council_letter.saved", letter, actor=actor, body_id=meeting.body_id)
    return letter


@transaction.atomic
def send_letter(*, actor: User, letter: CouncilLetter, expected_revision: int) -> CouncilLetter:
    """Freeze the letter as it reads now and send it to the councillors of every member (R69).

    Raises ``NotVisible``, ``NotAllowed``, ``NeedsChair``, ``WrongMoment``, ``Stale``.
    """
    _require_writing(actor, letter.meeting)
    require(actor, letter.body, Task.RELEASE, letter.meeting)
    _require_ready(letter.meeting)
    current = CouncilLetter.objects.select_for_update().get(pk=letter.pk)
    if current.state == LetterState.DRAFT and current.revision != expected_revision:
        raise Stale
    claim(
        letter,
        LETTER_MOVES,
        "send",
        content=content_of(letter.meeting),
        is_public=current_rules(letter.body).councillors.public_letters,
        sent_at=clock.now(),
        sent_by=actor,
    )
    letter.sent_to = send_to_councils(letter)
    CouncilLetter.objects.filter(pk=letter.pk).update(sent_to=letter.sent_to)
    record(
        "council_letter.sent",
        letter,
        actor=actor,
        changes={"sent_to": (None, letter.sent_to), "is_public": (None, letter.is_public)},
        body_id=letter.body_id,
    )
    return letter


def _require_writing(actor: User, meeting: Meeting) -> None:
    if not actor.is_system and meeting.body_id not in bodies_to_read(actor):
        raise NotVisible
    if not may_write_letter(actor, meeting.body):
        raise NotAllowed("De raadsbrief schrijft wie dit overleg begeleidt.")
    if not actor.is_system:
        refuse_ended(meeting.body)


def _require_ready(meeting: Meeting) -> None:
    """Nothing is told to councillors before the charter lets them read it."""
    if not is_ready(sight_of(meeting.body_id, clock.today()), meeting):
        raise WrongMoment(
            "Raadsleden mogen nog niet lezen wat deze vergadering opleverde. Keur eerst het "
            "verslag goed, of geef de vergadering vrij."
        )
