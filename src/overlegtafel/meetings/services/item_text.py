"""The title and the words of an item: one text, from the agenda to the approved report (R137)."""

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import changed, record
from overlegtafel.common.errors import Invalid, Stale
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.services.holding import authorise, clear_again, hold
from overlegtafel.meetings.states import WRITABLE, MeetingState
from overlegtafel.proposals.services import note_text

BEFORE = (MeetingState.PLANNED, MeetingState.CONVENED)


@transaction.atomic
def write_item_text(
    *, actor: User, item: AgendaItem, title: str, summary: str, was: tuple[str, str]
) -> AgendaItem:
    """Rewrite the text of an item; every place that was not sent or frozen yet shows it.

    What was sent stays as it was: an agenda version, a release, an approved report. ``was`` is the
    title and the summary one started from; the item's revision stays, so that who is typing its
    minutes is not stopped. Raises ``NotAllowed``, ``WrongMoment`` once the report is approved,
    ``Stale``, ``Invalid`` without a title.
    """
    before = item.meeting.state in BEFORE
    authorise(actor, item.meeting, Task.AGENDA if before else Task.MINUTES)
    meeting = hold(item.meeting, *BEFORE, *WRITABLE)
    if not title.strip():
        raise Invalid("Een punt heeft een titel.", field="title")
    current = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if (current.title, current.summary) != was:
        raise Stale
    new = {"title": title.strip(), "summary": summary}
    changes = changed(current, new)
    if changes:
        AgendaItem.objects.filter(pk=item.pk).update(**new)
        note_text(actor=actor, proposal=current.proposal, **new)
        if meeting.state == MeetingState.PLANNED:
            clear_again(actor, meeting)
        record("agenda.text_written", item, actor=actor, changes=changes, body_id=meeting.body_id)
    item.refresh_from_db()
    return item
