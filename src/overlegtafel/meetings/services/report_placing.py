"""A concept report on the agenda of the next meeting, where it is approved (R133).

All run inside the transaction of a service that has authorised its actor: the table brings them
itself, as it does its standing items.
"""

from django.db.models import QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common.dates import spoken
from overlegtafel.governance.rules import StandingItem
from overlegtafel.meetings.brought import title_of_report
from overlegtafel.meetings.models import AgendaItem, Meeting, ReportItem
from overlegtafel.meetings.queries import next_planned
from overlegtafel.meetings.services.agenda import take_off
from overlegtafel.meetings.services.holding import clear_again, hold
from overlegtafel.meetings.states import MeetingState, Outcome
from overlegtafel.proposals.services import CONTENT, bring_standing

_PUT_OFF = "Niet goedgekeurd op deze vergadering; komt terug op de volgende."
TO_BE_HELD = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.IN_SESSION)


def waiting_reports(meeting: Meeting) -> QuerySet[Meeting]:
    """The earlier meetings of the body whose report waits for approval and is on no agenda yet."""
    on_an_agenda = ReportItem.objects.filter(item__meeting__state__in=TO_BE_HELD)
    return (
        Meeting.objects.filter(
            body=meeting.body_id, state=MeetingState.REPORTED, held_on__lt=meeting.held_on
        )
        .exclude(pk__in=on_an_agenda.values("report_of"))
        .order_by("held_on")
    )


def place_waiting_reports(actor: User, meeting: Meeting) -> None:
    """Put every report that waits first on a planned agenda, oldest meeting first."""
    placed = [_place(actor, meeting, each) for each in waiting_reports(meeting)]
    if placed:
        clear_again(actor, meeting)
        _put_first(meeting)


def place_at_next(actor: User, meeting: Meeting) -> None:
    """The reports that wait, on the agenda of the planned meeting after this one, if there is."""
    following = next_planned(meeting)
    if following is not None:
        place_waiting_reports(actor, following)


def bring_report(actor: User, meeting: Meeting, report_of: Meeting) -> AgendaItem:
    """Put one report on an agenda that was sent, off the planned one where it waits; the order
    is the caller's.
    """
    planned = ReportItem.objects.filter(
        report_of=report_of, item__meeting__state=MeetingState.PLANNED
    )
    for each in planned.select_related("item__meeting__body", "item__proposal__body"):
        hold(each.item.meeting, MeetingState.PLANNED)
        _take_off(actor, each.item)
    return _place(actor, meeting, report_of)


def put_off_reports(actor: User, meeting: Meeting) -> None:
    """Say of each report that was not approved at this meeting that it comes back."""
    waiting = meeting.items.filter(outcome="", report_item__report_of__state=MeetingState.REPORTED)
    for item in waiting:
        _write_outcome(actor, item, Outcome.DEFERRED, _PUT_OFF)


def settle_items(actor: User, report_of: Meeting) -> None:
    """Once a report is approved: nothing to do on an agenda that is not sent, and the outcome is
    written where it is on one that was.
    """
    waiting = ReportItem.objects.filter(report_of=report_of, item__meeting__state__in=TO_BE_HELD)
    for each in waiting.select_related("item__meeting__body", "item__proposal__body"):
        if each.item.meeting.state == MeetingState.PLANNED:
            _take_off(actor, each.item)
        else:
            note = f"Het verslag van {spoken(report_of.held_on)} is goedgekeurd."
            _write_outcome(actor, each.item, Outcome.NOTED, note)


def _place(actor: User, meeting: Meeting, report_of: Meeting) -> AgendaItem:
    title = title_of_report(report_of)
    proposal = bring_standing(
        actor=actor, body=meeting.body, standing=StandingItem(title=title), feedback_of=None
    )
    content = {name: getattr(proposal, name) for name in CONTENT}
    item = AgendaItem.objects.create(meeting=meeting, proposal=proposal, order=0, **content)
    ReportItem.objects.create(item=item, report_of=report_of)
    record(
        "agenda.item_placed",
        item,
        actor=actor,
        changes={"order": (None, 1), "meeting": (None, str(meeting))},
        body_id=meeting.body_id,
    )
    return item


def _put_first(meeting: Meeting) -> None:
    """Number the agenda anew: what was just placed (order 0), after reports that stood first."""
    rows = list(
        meeting.items.order_by("order", "report_item__report_of__held_on", "id").values_list(
            "pk", "order", "report_item"
        )
    )
    new = [pk for pk, order, _ in rows if order == 0]
    old = [(pk, report) for pk, order, report in rows if order]
    ahead = next((at for at, (_, report) in enumerate(old) if report is None), len(old))
    kept = [pk for pk, _ in old]
    for order, pk in enumerate([*kept[:ahead], *new, *kept[ahead:]], 1):
        AgendaItem.objects.filter(pk=pk).exclude(order=order).update(order=order)


def _take_off(actor: User, item: AgendaItem) -> None:
    meeting = item.meeting
    take_off(actor, item.proposal)
    clear_again(actor, meeting)
    record(
        "agenda.item_removed",
        item,
        actor=actor,
        changes={"title": (item.title, None)},
        body_id=meeting.body_id,
    )
    item.delete()
    for order, pk in enumerate(meeting.items.order_by("order").values_list("pk", flat=True), 1):
        AgendaItem.objects.filter(pk=pk).exclude(order=order).update(order=order)


def _write_outcome(actor: User, item: AgendaItem, outcome: Outcome, note: str) -> None:
    """The item's revision stays, so that who is typing its minutes is not stopped."""
    written = AgendaItem.objects.filter(pk=item.pk, outcome="").update(
        outcome=outcome, outcome_note=note
    )
    if written:
        record(
            "minutes.report_settled",
            item,
            actor=actor,
            changes={
                "outcome": ("", outcome),
                "outcome_note": (item.outcome_note, note),
            },
            body_id=item.meeting.body_id,
        )
