"""Who reads the pack of a meeting."""

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import NotVisible, WrongMoment
from overlegtafel.governance.policy import can_lead, standing_of
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.policy import meetings_visible_to
from overlegtafel.meetings.states import MeetingState

NOT_YET = "De bundel is er zodra de agenda verstuurd is."
GONE = "Deze vergadering gaat niet door; er is geen bundel."


def pack_refusal(actor: User, meeting: Meeting) -> str:
    """Why there is no pack for the actor now, in a sentence; empty when there is.

    Who runs the table reads a concept before the agenda is sent.
    """
    if meeting.state == MeetingState.CANCELLED:
        return GONE
    if meeting.state == MeetingState.PLANNED and not can_lead(actor, meeting.body_id):
        return NOT_YET
    return ""


def require_pack(actor: User, meeting: Meeting) -> None:
    """Let on who may read a pack of this meeting now. Raises ``NotVisible``, ``WrongMoment``."""
    if not meetings_visible_to(actor).filter(pk=meeting.pk).exists():
        raise NotVisible
    refusal = pack_refusal(actor, meeting)
    if refusal:
        raise WrongMoment(refusal)


def circle_words(actor: User, meeting: Meeting) -> str:
    """For whom a pack of the actor is readable, as its cover says it."""
    standing = standing_of(actor)
    if actor.is_system or meeting.body_id in standing.closed_of:
        return "wie aan tafel zit, met het secretariaat"
    if meeting.body_id in standing.insider_of:
        return "leden en algemeen directeurs"
    return "de lokale besturen van dit overleg"
