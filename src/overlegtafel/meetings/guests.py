"""A guest at one item: the link, its last day, and what it opens (R7)."""

from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible, WrongMoment
from overlegtafel.meetings.models import GuestInvitation, Meeting
from overlegtafel.meetings.readiness import rules_of
from overlegtafel.meetings.states import MeetingState

_GUEST = "overlegtafel.meetings.guest"


def last_day_of(guest: GuestInvitation) -> date:
    """The last day a guest reads the item: some days after the meeting, as the charter says."""
    meeting = guest.item.meeting
    return meeting.held_on + timedelta(days=rules_of(meeting).agendering.guest_days)


def guest_link(guest: GuestInvitation) -> str:
    """The address where a guest reads the one item, without signing in. Signed."""
    token = signing.dumps({"invitation": guest.pk}, salt=_GUEST)
    return f"{settings.SITE_ADDRESS}{reverse('guest_item', args=[token])}"


def guest_of_link(token: str) -> GuestInvitation:
    """The guest a link is for, with the item it opens.

    Raises ``NotVisible`` for a link that is not ours, ``WrongMoment`` for one that is over.
    """
    try:
        content = signing.loads(token, salt=_GUEST)
    except signing.BadSignature:
        raise NotVisible from None
    guest = (
        GuestInvitation.objects.filter(pk=content["invitation"])
        .select_related("item__meeting__body", "item__meeting__charter", "item__dossier", "user")
        .first()
    )
    if guest is None:
        raise NotVisible
    if guest.revoked_at is not None or guest.item.meeting.state == MeetingState.CANCELLED:
        raise WrongMoment("Deze uitnodiging is ingetrokken. Vraag het aan wie u uitnodigde.")
    if clock.today() > last_day_of(guest):
        raise WrongMoment("Deze link is verlopen. Vraag het aan wie u uitnodigde.")
    return guest


def guests_by_item(meeting: Meeting) -> dict[int, list[GuestInvitation]]:
    """Who is invited to which item and not revoked: one query."""
    found: dict[int, list[GuestInvitation]] = {}
    rows = GuestInvitation.objects.filter(item__meeting=meeting, revoked_at__isnull=True)
    for guest in rows.select_related("user"):
        found.setdefault(guest.item_id, []).append(guest)
    return found
