"""What follows when a meeting is planned. Floors above add their own part when they load."""

from collections.abc import Callable

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.states import MeetingState

followers: list[Callable[[User, Meeting], object]] = []


def is_next(meeting: Meeting) -> bool:
    """Whether no earlier planned meeting of the table can take what is to be brought."""
    earlier = Meeting.objects.filter(
        body=meeting.body_id,
        state=MeetingState.PLANNED,
        held_on__gte=clock.today(),
        held_on__lt=meeting.held_on,
    )
    return not earlier.exists()
