"""Inviting an expert to one item, and taking that back (R7)."""

from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, WrongMoment
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import AgendaItem, GuestInvitation
from overlegtafel.meetings.services.holding import authorise, hold
from overlegtafel.meetings.services.replies import login_for
from overlegtafel.meetings.states import MeetingState
from overlegtafel.meetings.telling import slot_words, tell_guest

GUEST_MOMENTS = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.IN_SESSION)


@transaction.atomic
def invite_guest(
    *,
    actor: User,
    item: AgendaItem,
    name: str,
    email: str,
    organization: str = "",
    starts_at: time | None = None,
    ends_at: time | None = None,
) -> GuestInvitation:
    """Invite someone to explain one item: a mail with a link that opens that item and no more.

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    meeting = item.meeting
    authorise(actor, meeting, Task.AGENDA)
    hold(meeting, *GUEST_MOMENTS)
    name = " ".join(name.split())
    if not name:
        raise Invalid("Schrijf een naam.", field="name")
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid("Dat is geen e-mailadres.", field="email") from None
    if starts_at and ends_at and ends_at <= starts_at:
        raise Invalid("Het einde komt na het begin.", field="ends_at")
    user = login_for(actor, name, email, meeting.body_id)
    if item.guests.filter(user=user, revoked_at__isnull=True).exists():
        raise Invalid("Deze gast is al uitgenodigd bij dit punt.", field="email")
    guest = GuestInvitation.objects.create(
        item=item,
        user=user,
        name=name,
        organization=organization,
        starts_at=starts_at,
        ends_at=ends_at,
        invited_by=actor,
        invited_at=clock.now(),
    )
    tell_guest(guest)
    record(
        "guest.invited",
        guest,
        actor=actor,
        changes={"item": (None, item.title), "slot": ("", slot_words(guest))},
        body_id=meeting.body_id,
    )
    return guest


@transaction.atomic
def revoke_guest(*, actor: User, guest: GuestInvitation) -> None:
    """Take an invitation back: its link is dead at once. Raises ``NotAllowed``, ``WrongMoment``."""
    meeting = guest.item.meeting
    authorise(actor, meeting, Task.AGENDA)
    now = clock.now()
    going = GuestInvitation.objects.filter(pk=guest.pk, revoked_at__isnull=True)
    if not going.update(revoked_at=now):
        raise WrongMoment("Deze uitnodiging was al ingetrokken.")
    guest.revoked_at = now
    record(
        "guest.revoked",
        guest,
        actor=actor,
        changes={"item": (guest.item.title, None)},
        body_id=meeting.body_id,
    )
