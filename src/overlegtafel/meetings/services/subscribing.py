"""Following meetings in an own calendar: a secret address that can be renewed or given up."""

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import standing_of
from overlegtafel.meetings.models import CalendarFeed


@transaction.atomic
def follow_calendar(*, actor: User, body: GoverningBody | None = None) -> CalendarFeed:
    """Make the actor's address for the meetings of ``body``, or of all own tables.

    Who has one keeps it. Raises ``NotVisible`` for a table that the actor may not read.
    """
    if body is not None and body.pk not in standing_of(actor).circle_of:
        raise NotVisible
    feed, made = CalendarFeed.objects.get_or_create(
        owner=actor, body=body, defaults={"renewed_at": clock.now()}
    )
    if made:
        record("calendar_feed.opened", feed, actor=actor)
    return feed


@transaction.atomic
def renew_calendar(*, actor: User, feed: CalendarFeed) -> CalendarFeed:
    """Give the feed a new address; whoever has the old one sees nothing from now on.

    Raises ``NotVisible`` for another's feed.
    """
    _own(actor, feed)
    CalendarFeed.objects.filter(pk=feed.pk).update(serial=F("serial") + 1, renewed_at=clock.now())
    feed.refresh_from_db()
    record("calendar_feed.renewed", feed, actor=actor)
    return feed


@transaction.atomic
def leave_calendar(*, actor: User, feed: CalendarFeed) -> None:
    """Give the feed up. Raises ``NotVisible`` for another's feed."""
    _own(actor, feed)
    record("calendar_feed.closed", feed, actor=actor)
    feed.delete()


def _own(actor: User, feed: CalendarFeed) -> None:
    if feed.owner_id != actor.pk:
        raise NotVisible
