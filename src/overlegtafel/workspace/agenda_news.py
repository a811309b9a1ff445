"""What the page of a meeting says of its agenda's versions: what is new, what still must go out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from overlegtafel.accounts.models import User
from overlegtafel.governance.policy import clearance_of
from overlegtafel.governance.states import Task
from overlegtafel.meetings.dispatches import may_send, undelivered_of
from overlegtafel.meetings.models import AgendaDraft, Meeting
from overlegtafel.meetings.policy import can_run
from overlegtafel.meetings.states import MeetingState
from overlegtafel.reporting.agenda_versions import news_of, versions_of
from overlegtafel.reporting.meetings import MeetingThread


def say_with_chair(request: HttpRequest, meeting: Meeting) -> None:
    """Tell who changes an agenda that the chair is reading it at this time."""
    asked = clearance_of(meeting.body, Task.CONVENE, meeting)
    if asked is not None and asked.given_at is None:
        messages.info(
            request,
            "Deze agenda ligt bij de voorzitter, met uw vraag om akkoord. Die krijgt uw wijziging "
            "te lezen voor het akkoord telt.",
        )


def agenda_news(actor: User, thread: MeetingThread) -> dict[str, Any]:
    """The news since what the actor read, and for who leads what asks attention."""
    meeting, version = thread.meeting, thread.version
    later = version is not None and version.number > 1
    news = news_of(actor, version, versions_of(meeting)) if version and later else None
    convened = meeting.state == MeetingState.CONVENED
    leads = convened and version is not None and can_run(actor, meeting.body_id)
    return {
        "news": news,
        "news_marks": news.marks if news and not news.is_read else {},
        "may_supplement": leads and may_send(actor, meeting),
        "has_supplement": leads and AgendaDraft.objects.filter(meeting=meeting).exists(),
        "undelivered": undelivered_of(version) if leads and version else 0,
    }
