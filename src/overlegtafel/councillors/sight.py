"""What councillors see of one table today: the same for all of them, in the charter's steps (R68).

Nothing here knows who asks. What the table keeps closed and what has internal effects (R109) comes
in no step; only what was released with so many words does, as everyone reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import AgreementState
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.councillors.released import Opened, releases
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.charters import rules_for
from overlegtafel.governance.rules import Councillors
from overlegtafel.governance.states import CouncillorStep, Openness
from overlegtafel.meetings.item_levels import level_of
from overlegtafel.meetings.models import AgendaItem, Meeting, ReportVersion
from overlegtafel.meetings.states import MeetingState

WIDE = (Openness.LOCAL, Openness.PUBLIC)
"""The levels of what a step opens to councillors."""
SENT = (
    MeetingState.CONVENED,
    MeetingState.IN_SESSION,
    MeetingState.REPORTED,
    MeetingState.APPROVED,
)
_FROM_AGENDA = (CouncillorStep.TITLES, CouncillorStep.AGENDA)
_FROM_REPORT = (CouncillorStep.REPORT, CouncillorStep.AGENDA)


@dataclass(frozen=True)
class Sight:
    """Meetings, items, agreements and dossiers of one table as councillors see them.

    ``items`` holds, per meeting, those whose words a step opens. ``approved`` gives per meeting the
    number of its last approved report, where a step opens reports.
    """

    rules: Councillors
    opened: Opened
    meetings: tuple[Meeting, ...] = ()
    items: Mapping[int, tuple[AgendaItem, ...]] = field(default_factory=dict)
    approved: Mapping[int, int] = field(default_factory=dict)
    agreements: tuple[Agreement, ...] = ()
    dossiers: tuple[Dossier, ...] = ()

    @property
    def agreement_ids(self) -> frozenset[int]:
        """The agreements that are seen."""
        return frozenset(each.pk for each in self.agreements)

    @property
    def tells_words(self) -> bool:
        """Whether a step opens what things are about, not titles alone."""
        return self.rules.step in _FROM_REPORT

    def steps_to(self, meeting: Meeting) -> bool:
        """Whether a step opens (something of) a meeting, beside what was released of it."""
        return _by_step(meeting, self.rules.step, self.approved)

    def agreements_in(self, dossier_id: int) -> list[Agreement]:
        """The agreements of one dossier, newest first."""
        return [each for each in self.agreements if each.item.dossier_id == dossier_id]

    def meetings_of(self, dossier_id: int) -> list[Meeting]:
        """The meetings at which one dossier was an item, newest first."""
        at = {
            meeting
            for meeting, items in self.items.items()
            if any(item.dossier_id == dossier_id for item in items)
        }
        return [each for each in self.meetings if each.pk in at]


@until_the_log_moves(size=100)
def sight_of(body_id: int, day: date) -> Sight:
    """What councillors see of a table on a day: a fixed number of queries, whatever its size."""
    rules, opened = rules_for(body_id, day).councillors, releases.of(body_id)
    meetings = _meetings(body_id, rules.step, opened)
    approved = _approved(body_id) if rules.step in _FROM_REPORT else {}
    items = _items(meetings, rules.step, approved)
    agreements = _agreements(body_id, opened, approved)
    words = rules.step in _FROM_REPORT
    dossiers = {
        dossier.pk: dossier
        for dossier in [
            *(item.dossier for some in items.values() for item in some if words),
            *(agreement.item.dossier for agreement in agreements),
        ]
        if dossier is not None and not dossier.is_internal
    }
    return Sight(
        rules=rules,
        opened=opened,
        meetings=tuple(meetings),
        items=items,
        approved=approved,
        agreements=tuple(agreements),
        dossiers=tuple(sorted(dossiers.values(), key=lambda each: each.reference)),
    )


def _meetings(body_id: int, step: CouncillorStep, opened: Opened) -> list[Meeting]:
    rows = Meeting.objects.filter(body=body_id).select_related("body", "charter")
    by_step = {
        CouncillorStep.TITLES: SENT,
        CouncillorStep.AGENDA: SENT,
        CouncillorStep.REPORT: (MeetingState.REPORTED, MeetingState.APPROVED),
        CouncillorStep.RELEASE: (),
    }[step]
    shown = list(rows.filter(state__in=by_step) | rows.filter(pk__in=opened.meetings))
    if step == CouncillorStep.REPORT:
        seen = {*_approved(body_id), *opened.meetings}
        shown = [each for each in shown if each.pk in seen]
    return sorted(shown, key=lambda each: each.held_on, reverse=True)


def _approved(body_id: int) -> dict[int, int]:
    """The last approved report of each meeting: also while it is being corrected."""
    versions = ReportVersion.objects.filter(meeting__body=body_id).order_by()
    return dict(
        versions.values("meeting").annotate(last=Max("number")).values_list("meeting", "last")
    )


def _by_step(meeting: Meeting, step: CouncillorStep, approved: Mapping[int, int]) -> bool:
    return meeting.pk in approved or (step in _FROM_AGENDA and meeting.state in SENT)


def _items(
    meetings: list[Meeting], step: CouncillorStep, approved: Mapping[int, int]
) -> dict[int, tuple[AgendaItem, ...]]:
    """The items whose words (or titles) a step opens."""
    by_id = {each.pk: each for each in meetings if _by_step(each, step, approved)}
    rows = AgendaItem.objects.filter(meeting__in=by_id).select_related("dossier")
    found: dict[int, list[AgendaItem]] = {}
    for item in rows.order_by("meeting", "order"):
        if level_of(item, by_id[item.meeting_id]) in WIDE:
            found.setdefault(item.meeting_id, []).append(item)
    return {meeting: tuple(items) for meeting, items in found.items()}


def _agreements(body_id: int, opened: Opened, approved: Mapping[int, int]) -> list[Agreement]:
    rows = (
        Agreement.objects.filter(body=body_id, state=AgreementState.CONFIRMED)
        .select_related("body", "owner", "item__dossier", "item__meeting__charter")
        .order_by("-item__meeting__held_on", "reference")
    )
    return [
        each
        for each in rows
        if each.pk in opened.agreements
        or (each.item.meeting_id in approved and level_of(each.item, each.item.meeting) in WIDE)
    ]
