"""The horizon's part of the daily round, done by the system."""

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.horizon.services import bring_what_is_due, remind_guards
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.states import MeetingState


def bring_to_drafts() -> int:
    """Put what is due on the agendas that are being made."""
    coming = Meeting.objects.filter(state=MeetingState.PLANNED, held_on__gte=clock.today())
    system = User.objects.system()
    return sum(
        len(bring_what_is_due(actor=system, meeting=meeting))
        for meeting in coming.select_related("body__organization").order_by("held_on")
    )


def ask_for_news() -> int:
    """Ask the guards of links for their news."""
    return remind_guards(actor=User.objects.system())
