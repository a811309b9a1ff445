"""One meeting with everything its page shows, before, during and after."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.agreements.queries import agreements_of
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.common.dates import short
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.models import Clearance, GoverningBody
from overlegtafel.governance.policy import clearance_of, standing_of
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.states import Authority, Task
from overlegtafel.meetings.item_levels import as_read_by
from overlegtafel.meetings.models import AgendaItem, AgendaVersion, Attendance, Meeting
from overlegtafel.meetings.policy import can_read_minutes, meetings_visible_to
from overlegtafel.meetings.queries import attendances_of, items_of, last_held
from overlegtafel.meetings.readiness import fits_theme, lacking, rules_of
from overlegtafel.meetings.states import WRITABLE, MeetingState
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import proposals_visible_to
from overlegtafel.reporting.flow import Step, in_order
from overlegtafel.reporting.proposals import Tracks, tracks_of
from overlegtafel.reporting.tables import AgreementLine, agreement_lines
from overlegtafel.reporting.turn import Turn, turn_of_item, turn_of_meeting

BEFORE = (MeetingState.PLANNED, MeetingState.CONVENED)


@dataclass(frozen=True)
class Feedback:
    """What a body reports of its last meeting: its day, and what it agreed as the actor sees it."""

    body: GoverningBody
    meeting: Meeting | None
    agreements: list[Agreement]
    is_open: bool


@dataclass(frozen=True)
class ItemLine:
    """An item of the agenda, who has it, and what came of it.

    ``missing`` keeps the agenda from being sent, ``tips`` only help. ``tracks`` are for insiders,
    until it is discussed; ``off_theme`` says that its words don't speak of the meeting's theme.
    """

    item: AgendaItem
    turn: Turn | None
    missing: list[str]
    agreements: list[AgreementLine]
    tips: list[str] = field(default_factory=list)
    tracks: Tracks | None = None
    feedback: Feedback | None = None
    off_theme: bool = False


@dataclass(frozen=True)
class Link:
    """One meeting of the chain of a day; ``is_open`` when the actor may go there."""

    meeting: Meeting
    is_open: bool


@dataclass(frozen=True)
class Stage:
    """How far an agenda is (R95): its steps, and the chair's word where the charter asks it."""

    words: str
    steps: list[Step]
    asks_chair: bool
    clearance: Clearance | None


@dataclass(frozen=True)
class MeetingThread:
    """A meeting as its page shows it; ``proposals`` are those of its items that the actor sees."""

    meeting: Meeting
    turn: Turn | None
    lines: list[ItemLine]
    attendances: list[Attendance]
    chain: list[Link]
    version: AgendaVersion | None
    reads_minutes: bool
    proposals: set[int]
    stage: Stage | None = None


def tips_of(item: AgendaItem) -> list[str]:
    """What would help to discuss an item well, though the agenda may go without."""
    if item.proposal.is_standing:
        return []
    prepared = item.preparer_label or item.function == Function.EXCHANGE
    lacks = {
        "nog geen voorbereider": not prepared,
        "nog geen toelichting": not item.summary.strip(),
        "nog geen dossier": item.dossier_id is None,
    }
    return [words for words, holds in lacks.items() if holds]


def item_lines(
    actor: User,
    meeting: Meeting,
    rules: CharterRules,
    agreements: Sequence[AgreementLine] = (),
) -> list[ItemLine]:
    """The agenda under its meeting's ``rules``.

    What an item lacks only counts until it is discussed. One that the actor may not read is there
    with its number alone (R8).
    """
    of_item: dict[int, list[AgreementLine]] = {}
    for line in agreements:
        of_item.setdefault(line.agreement.item_id, []).append(line)
    before = meeting.state in BEFORE
    items = as_read_by(actor, meeting, _items(meeting))
    open_items = [item for item in items if not item.is_closed]
    missing = lacking(open_items, rules) if before else {}
    tracks = _tracks(actor, meeting, open_items) if before else {}
    feedback = _feedback(actor, meeting, open_items)
    return [
        ItemLine(item, None, [], [])
        if item.is_closed
        else ItemLine(
            item,
            turn_of_item(item, meeting) if before else None,
            missing.get(item.pk, []),
            of_item.get(item.pk, []),
            tips=_but(tips_of(item), missing.get(item.pk, [])) if before else [],
            tracks=tracks.get(item.pk),
            feedback=feedback.get(item.proposal.feedback_of_id or 0),
            off_theme=before
            and bool(meeting.theme)
            and not item.proposal.is_standing
            and not fits_theme(meeting.theme, item, rules),
        )
        for item in items
    ]


def _but(tips: list[str], missing: list[str]) -> list[str]:
    """The tips, but for the preparer that is asked already."""
    asked = "wie het voorbereidt" in missing
    return [tip for tip in tips if not (asked and tip == "nog geen voorbereider")]


def _tracks(actor: User, meeting: Meeting, items: Sequence[AgendaItem]) -> dict[int, Tracks]:
    """The administrative and the political support of each item (R55): one query, for insiders."""
    if not actor.is_system and meeting.body_id not in standing_of(actor).insider_of:
        return {}
    given = Clearance.objects.filter(
        body=meeting.body_id,
        task=Task.SCREEN,
        subject_type=Proposal._meta.label_lower,
        subject_id__in=[item.proposal_id for item in items],
        given_at__isnull=False,
    ).select_related("given_by")
    cleared = {each.subject_id: each for each in given} if items else {}
    return {
        item.pk: tracks_of(item, item.proposal.passages.all(), cleared.get(item.proposal_id))
        for item in items
        if item.function != Function.EXCHANGE or item.proposal.passages.all()
    }


def _feedback(actor: User, meeting: Meeting, items: Sequence[AgendaItem]) -> dict[int, Feedback]:
    """What the bodies that report at this meeting met about last, by their id (R59)."""
    bodies = {
        each.proposal.feedback_of.pk: each.proposal.feedback_of
        for each in items
        if each.proposal.feedback_of is not None
    }
    if not bodies:
        return {}
    held = last_held(bodies.values(), meeting.held_on)
    ids = [each.pk for each in held.values()]
    made: dict[int, list[Agreement]] = {}
    seen = agreements_visible_to(actor).filter(item__meeting__in=ids)
    for agreement in seen.select_related("body", "item").order_by("reference"):
        made.setdefault(agreement.body_id, []).append(agreement)
    may_open = set(meetings_visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    return {
        pk: Feedback(body, held.get(pk), made.get(pk, []), pk in held and held[pk].pk in may_open)
        for pk, body in bodies.items()
    }


def stage_of(meeting: Meeting, version: AgendaVersion | None) -> Stage:
    """How far the agenda is: concept, asked, validated, sent; the chair only where asked."""
    asks = current_rules(meeting.body).support.authority(Task.CONVENE) == Authority.AFTER_CHAIR
    found = clearance_of(meeting.body, Task.CONVENE, meeting) if asks else None
    sent = version is not None
    given = found is not None and found.given_at is not None
    rows = [("Concept", "", sent or found is not None)]
    if asks:
        asked_on = short(timezone.localdate(found.asked_at)) if found else ""
        given_on = short(timezone.localdate(found.given_at)) if found and found.given_at else ""
        rows += [("Voorstel aan de voorzitter", asked_on, sent or given)]
        rows += [("Gevalideerd", given_on, sent)]
    rows.append(("Verstuurd", f"versie {version.number}" if version else "", sent))
    words = "verstuurd" if sent else "concept"
    if found is not None and not sent:
        words = "gevalideerd door de voorzitter" if given else "voorstel, bij de voorzitter"
    return Stage(words, in_order(rows), asks, found)


def waits_for_chair(actor: User, body_id: int, stage: Stage) -> bool:
    """Whether the actor can't send the agenda before the chair agrees with it."""
    given = stage.clearance is not None and stage.clearance.given_at is not None
    chairs = actor.is_system or body_id in standing_of(actor).chairs
    return stage.asks_chair and not given and not chairs


def meeting_thread(actor: User, meeting: Meeting) -> MeetingThread:
    """Everything of one meeting that the actor may see: a fixed number of queries."""
    before = meeting.state in BEFORE
    made = agreements_of(actor, meeting.body).filter(item__meeting=meeting).order_by("reference")
    agreements = [] if before else agreement_lines(list(made))
    version = _version(meeting)
    planned = meeting.state == MeetingState.PLANNED
    stage = stage_of(meeting, version) if planned else None
    return MeetingThread(
        meeting=meeting,
        turn=turn_of_meeting(meeting, stage.clearance if stage else None),
        lines=item_lines(actor, meeting, rules_of(meeting), agreements),
        attendances=list(_attendances(meeting)),
        chain=chain_of(actor, meeting),
        version=version,
        reads_minutes=can_read_minutes(actor, meeting),
        proposals=set(
            proposals_visible_to(actor).filter(items__meeting=meeting).values_list("pk", flat=True)
        ),
        stage=stage,
    )


def _items(meeting: Meeting) -> tuple[AgendaItem, ...]:
    """While minutes are typed the log stands still between turns: then nothing is remembered."""
    return tuple(items_of(meeting)) if meeting.state in WRITABLE else _kept_items(meeting)


@until_the_log_moves(size=200)
def _kept_items(meeting: Meeting) -> tuple[AgendaItem, ...]:
    return tuple(items_of(meeting))


@until_the_log_moves(size=200)
def _attendances(meeting: Meeting) -> tuple[Attendance, ...]:
    return tuple(attendances_of(meeting))


@until_the_log_moves(size=200)
def _version(meeting: Meeting) -> AgendaVersion | None:
    return meeting.agenda_versions.order_by("-number").first()


@until_the_log_moves(size=200)
def _that_day(day: date) -> tuple[Meeting, ...]:
    meetings = Meeting.objects.filter(held_on=day).exclude(state=MeetingState.CANCELLED)
    return tuple(meetings.select_related("body").order_by("starts_at"))


def chain_of(actor: User, meeting: Meeting) -> list[Link]:
    """The meetings of that day that follow one another with this one, by hour; or nothing."""
    that_day = _that_day(meeting.held_on)
    linked = {meeting.pk}
    grew = True
    while grew:
        grew = False
        for each in that_day:
            ends = {each.pk, each.follows_id} - {None}
            if len(ends) == 2 and len(ends & linked) == 1:
                linked |= {pk for pk in ends if pk}
                grew = True
    if len(linked) < 2:
        return []
    visible = set(meetings_visible_to(actor).filter(pk__in=linked).values_list("pk", flat=True))
    return [Link(each, each.pk in visible) for each in that_day if each.pk in linked]
