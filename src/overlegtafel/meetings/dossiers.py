"""What a meeting does to the dossiers on its agenda."""

from overlegtafel.accounts.models import User
from overlegtafel.dossiers.services import follow_item
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.charters import rules_under
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.states import Outcome


def follow_dossiers(actor: User, meeting: Meeting) -> None:
    """Write down the step in its function path that treating each item was (R2).

    A deferred item was not treated. Of several items in one dossier the earlier function goes
    first, so that what was aligned and then settled on one day reads so.
    """
    order = list(Function)
    items = meeting.items.exclude(outcome=Outcome.DEFERRED).filter(dossier__isnull=False)
    rules = rules_under(meeting.charter)
    for item in sorted(
        items.select_related("dossier").order_by("order"),
        key=lambda each: order.index(Function(each.function)),
    ):
        if item.dossier is not None:
            follow_item(
                actor=actor,
                dossier=item.dossier,
                function=Function(item.function),
                taken_on=meeting.held_on,
                title=item.title,
                rules=rules,
            )
