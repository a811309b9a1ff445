"""Keeping the agenda that the chair agreed with: a next question shows what changed since (R95)."""

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.governance.models import Clearance
from overlegtafel.governance.states import Task
from overlegtafel.meetings.freezing import frozen_agenda, moment_of
from overlegtafel.meetings.models import AgreedAgenda, Meeting
from overlegtafel.meetings.supplements import coming_items


def keep_agreed(actor: User, clearance: Clearance) -> None:
    """Keep what is agreed with now; runs inside the chair's going ahead, which has authorised."""
    if clearance.task != Task.CONVENE or clearance.subject_type != Meeting._meta.label_lower:
        return
    meeting = Meeting.objects.select_related("body").filter(pk=clearance.subject_id).first()
    if meeting is None:
        return
    AgreedAgenda.objects.update_or_create(
        meeting=meeting,
        defaults={
            "content": frozen_agenda(coming_items(meeting)),
            "moment": moment_of(meeting),
            "agreed_by": actor,
            "agreed_at": clock.now(),
        },
    )
