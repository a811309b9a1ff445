"""The chair's word about an agenda: given to what was read, and kept to compare with (R95)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import Stale
from overlegtafel.governance.models import Clearance
from overlegtafel.governance.services import give_clearance
from overlegtafel.governance.states import Task
from overlegtafel.meetings.freezing import frozen_agenda, moment_of
from overlegtafel.meetings.models import AgreedAgenda, Meeting
from overlegtafel.meetings.supplements import agenda_as_read, coming_items


@transaction.atomic
def agree_with_agenda(*, actor: User, meeting: Meeting, shown: Mapping[str, Any]) -> Clearance:
    """Let the agenda go out as the chair read it: ``shown`` is ``agenda_as_read`` of back then.

    Only who chairs the table. Raises ``NotAllowed``, ``Stale`` when it changed since: then
    nothing was agreed with.
    """
    current = Meeting.objects.select_for_update().select_related("body").get(pk=meeting.pk)
    given = give_clearance(actor=actor, body=current.body, task=Task.CONVENE, subject=current)
    if agenda_as_read(actor, current) != shown:
        raise Stale("De agenda wijzigde terwijl u las. Er is nog geen akkoord gegeven.")
    return given


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
