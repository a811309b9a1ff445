"""One proposal and where it went: its way, items, agreements, history and whose turn it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.dates import spoken
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.charters import rules_under
from overlegtafel.governance.models import Clearance, GoverningBody
from overlegtafel.governance.policy import BRINGING
from overlegtafel.governance.rules import CharterRules, Theme
from overlegtafel.governance.states import Late, PlatformRole, Task
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.policy import items_visible_to
from overlegtafel.meetings.readiness import cut_off_of, rules_of
from overlegtafel.meetings.states import MeetingState, Outcome
from overlegtafel.organizations.models import Organization
from overlegtafel.proposals.completeness import missing_from
from overlegtafel.proposals.models import Passage, Proposal, Treatment
from overlegtafel.proposals.platforms import is_handled_at, suggest_platform
from overlegtafel.proposals.policy import only_prepares, proposals_visible_to
from overlegtafel.proposals.queries import (
    WITH_WAY,
    is_back,
    open_passages,
    passing_by,
    platforms_of,
    proposals_of,
)
from overlegtafel.proposals.states import OPEN, ProposalState
from overlegtafel.reporting.flow import Step, steps_of_proposal
from overlegtafel.reporting.logbook import LogLine, log_lines
from overlegtafel.reporting.turn import Turn, turn_of_proposal

UNDER_WAY = "under_way"
"""Sent, and still at a body on its route: a group of the pool, not a state."""
POOL_GROUPS: dict[str, str] = {
    ProposalState.SUBMITTED: "Te beoordelen",
    UNDER_WAY: "Onderweg",
    ProposalState.POSTPONED: "Uitgesteld",
    ProposalState.SCHEDULED: "Op een agenda",
    ProposalState.RETURNED: "Teruggestuurd",
    ProposalState.REFUSED: "Niet weerhouden",
    ProposalState.REFERRED: "Doorgestuurd",
    ProposalState.COMBINED: "Samengevoegd",
    ProposalState.DRAFT: "Mijn ontwerpen",
    ProposalState.TREATED: "Behandeld",
    ProposalState.WITHDRAWN: "Ingetrokken",
}
"""The groups of the pool, in the order of the page."""
STILL_OPEN = (*OPEN, UNDER_WAY)
_GONE_ON = (ProposalState.REFERRED, ProposalState.COMBINED)


@dataclass(frozen=True)
class OtherEnd:
    """What became of a proposal elsewhere. ``link`` only for who may read it there."""

    body: GoverningBody
    words: str
    link: Proposal | None = None


@dataclass(frozen=True)
class Suggestion:
    """Where the table's list of themes says this belongs (R97)."""

    theme: str
    places: list[tuple[str, PlatformRole]]
    is_here: bool


@dataclass(frozen=True)
class Tracks:
    """The two kinds of support an item has (R55), as sentences; what the charter still asks."""

    administrative: list[str]
    political: list[str]
    warning: str = ""


@dataclass(frozen=True)
class ProposalThread:
    """A proposal with what came of it."""

    proposal: Proposal
    items: list[AgendaItem]
    agreements: list[Agreement]
    turn: Turn | None
    history: list[LogLine]
    passages: list[Passage] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    tracks: Tracks | None = None
    missing: list[str] = field(default_factory=list)
    suggestion: Suggestion | None = None
    origin: OtherEnd | None = None
    other_end: OtherEnd | None = None
    combined: list[Proposal] = field(default_factory=list)
    told: list[OtherEnd] = field(default_factory=list)
    asked: Clearance | None = None


def pool(actor: User, body: GoverningBody) -> QuerySet[Proposal]:
    """The proposals of a table that the actor sees, group by group: what is open the longest
    first, what is closed the newest first. ``group`` is the key in ``POOL_GROUPS``.

    What was postponed until a day that came is back among what is to be answered.
    """
    sent = ProposalState.SUBMITTED
    group = Case(
        When(Q(state=sent) & Exists(open_passages()), then=Value(UNDER_WAY)),
        When(is_back() & Exists(open_passages()), then=Value(UNDER_WAY)),
        When(is_back(), then=Value(sent.value)),
        default=F("state"),
        output_field=CharField(),
    )
    order = Case(
        *(When(group=state, then=Value(rank)) for rank, state in enumerate(POOL_GROUPS)),
        output_field=IntegerField(),
    )
    waits = Case(When(state__in=OPEN, then=F("state_since")))
    return (
        proposals_of(actor, body)
        .annotate(group=group)
        .annotate(rank=order, waits=waits)
        .prefetch_related(WITH_WAY, _STOOD_ON)
        .order_by("rank", "waits", "-state_since", "-id")
    )


_STOOD_ON = Prefetch(
    "items",
    AgendaItem.objects.filter(outcome=Outcome.DEFERRED)
    .exclude(meeting__state=MeetingState.CANCELLED)
    .select_related("meeting")
    .order_by("meeting__held_on"),
    to_attr="deferred_items",
)
"""The meetings at which it was deferred: it comes back with its history (R94)."""


def visiting(actor: User, body: GoverningBody) -> list[Proposal]:
    """What came over this body on its way to another table: with what it made of it."""
    return list(passing_by(actor, body)[:30])


def bringers(actor: User, body: GoverningBody) -> QuerySet[Organization]:
    """Who brought the proposals that the actor sees at a table."""
    seen = proposals_of(actor, body).order_by().values("brought_by")
    return Organization.objects.filter(pk__in=seen)


def proposal_thread(actor: User, proposal: Proposal) -> ProposalThread:
    """What came of a proposal, as far as the actor may see: a fixed number of queries.

    Who only prepares it reads who has it and what is missing, and nothing around it (R85).
    """
    if only_prepares(actor, proposal):
        return _to_prepare(proposal)
    items = list(
        items_visible_to(actor)
        .filter(proposal=proposal)
        .select_related("meeting__body")
        .order_by("meeting__held_on")
    )
    agreements = agreements_visible_to(actor).filter(item__proposal=proposal)
    entries = AuditEntry.objects.filter(
        subject_type=Proposal._meta.label_lower, subject_id=proposal.pk
    )
    held = [item.meeting for item in items if item.meeting.state != MeetingState.CANCELLED]
    last = held[-1] if held else None
    rules = rules_under(proposal.charter)
    passages = list(proposal.passages.all())
    gone_on = proposal.state in _GONE_ON
    combined = proposals_visible_to(actor).filter(combined_into=proposal)
    asked, cleared = clearances_of(proposal)
    return ProposalThread(
        proposal=proposal,
        items=items,
        agreements=list(agreements.select_related("body").order_by("reference")),
        turn=turn_of_proposal(proposal, last, asked),
        history=log_lines(entries.select_related("actor").order_by("id")),
        passages=passages,
        steps=_steps(proposal, rules, last),
        tracks=tracks_of(proposal, passages, cleared),
        missing=missing_from(proposal, rules, _advised_by(passages)) if _is_open(proposal) else [],
        suggestion=suggestion_of(rules, proposal),
        origin=_origin(actor, proposal),
        other_end=other_end_of(actor, proposal) if gone_on else None,
        combined=list(combined.select_related("brought_by", "proposer", "body")),
        told=[] if gone_on else _told(actor, proposal),
        asked=asked,
    )


def _to_prepare(proposal: Proposal) -> ProposalThread:
    rules = rules_under(proposal.charter)
    advised = _advised_by(list(proposal.passages.all()))
    return ProposalThread(
        proposal=proposal,
        items=[],
        agreements=[],
        turn=turn_of_proposal(proposal),
        history=[],
        missing=missing_from(proposal, rules, advised) if _is_open(proposal) else [],
    )


def _is_open(proposal: Proposal) -> bool:
    return proposal.state in OPEN


def _steps(proposal: Proposal, rules: CharterRules, last: Meeting | None) -> list[Step]:
    """No way is drawn for what goes no further here."""
    walks = _is_open(proposal) or proposal.state == ProposalState.TREATED
    return steps_of_proposal(proposal, rules, last) if walks else []


def _advised_by(passages: Sequence[Passage]) -> set[str]:
    return {each.body.slug for each in passages if each.left_at is not None}


def clearances_of(proposal: Proposal) -> tuple[Clearance | None, Clearance | None]:
    """The chair's go-ahead that is waited for, and the one that was given.

    About answering it; about bringing it while it is a draft.
    """
    holder = proposal.passage_now.body_id if proposal.passage_now else proposal.body_id
    asked_for = BRINGING if proposal.state == ProposalState.DRAFT else (Task.SCREEN,)
    found = Clearance.objects.filter(
        task__in=asked_for, subject_type=Proposal._meta.label_lower, subject_id=proposal.pk
    )
    rows = {row.body_id: row for row in found.select_related("given_by")}
    here, ours = rows.get(holder), rows.get(proposal.body_id)
    return (
        here if here and here.given_at is None else None,
        ours if ours and ours.given_at else None,
    )


def tracks_of(
    treatment: Treatment, passages: Iterable[Passage], cleared: Clearance | None = None
) -> Tracks:
    """Who supports a proposal or the item made from it, in the administration and politically.

    R55. What staff of a body noted is no weighing of its own: each line tells who did.
    ``cleared`` is the go-ahead that the chair gave about it.
    """
    said = [(each.body.is_administrative, _said_by(each)) for each in passages if each.outcome]
    administrative = [words for is_administrative, words in said if is_administrative]
    if treatment.preparer_label:
        administrative.insert(0, f"Voorbereid door {treatment.preparer_label}")
    political = [words for is_administrative, words in said if not is_administrative]
    if cleared is not None:
        by = f" ({cleared.given_by.name})" if cleared.given_by else ""
        political.append(f"Akkoord van de voorzitter{by}")
    bare = treatment.function == Function.POLICY and not administrative
    warning = "Dit beleidspunt heeft nog geen ambtelijk draagvlak: niemand bereidt het voor en "
    return Tracks(
        administrative,
        political,
        f"{warning}geen ambtelijk orgaan gaf advies." if bare else "",
    )


def _said_by(passage: Passage) -> str:
    """What a body made of it and who wrote that down: a name, so that nobody reads more in it."""
    said = f"{passage.body.short_name}: {passage.get_outcome_display()}"
    return f"{said}, genoteerd door {passage.done_by.name}" if passage.done_by else said


def suggestion_of(rules: CharterRules, proposal: Proposal) -> Suggestion | None:
    """Where the charter's list of themes says this belongs, in words."""
    domain = proposal.dossier.domain if proposal.dossier else ""
    theme = suggest_platform(rules, proposal.title, proposal.summary, domain)
    return suggestion_for(theme, proposal.body) if theme else None


def suggestion_for(theme: Theme, body: GoverningBody) -> Suggestion:
    """A theme with its platforms by name, seen from one table."""
    return Suggestion(theme.theme, platforms_of(theme), is_handled_at(theme, body))


def _origin(actor: User, proposal: Proposal) -> OtherEnd | None:
    """Where it was sent on from, and why."""
    if proposal.origin is None:
        return None
    origin = proposal.origin
    seen = proposals_visible_to(actor).filter(pk=origin.pk).exists()
    why = origin.answer if origin.state == ProposalState.REFERRED else ""
    return OtherEnd(origin.body, why, origin if seen else None)


def _told(actor: User, proposal: Proposal) -> list[OtherEnd]:
    """The tables that were told of it, with how it stands there: two queries, however many."""
    there = (
        Proposal.objects.filter(origin=proposal)
        .annotate(seen=Exists(proposals_visible_to(actor).filter(pk=OuterRef("pk"))))
        .select_related("body", "brought_by")
        .prefetch_related(WITH_WAY)
        .order_by("body__name")
    )
    ends = []
    for each in there:
        turn, since = turn_of_proposal(each), spoken(timezone.localdate(each.state_since))
        words = turn.sentence if turn else f"{each.get_state_display()} op {since}."
        ends.append(OtherEnd(each.body, words, each if each.seen else None))
    return ends


def other_end_of(actor: User, proposal: Proposal) -> OtherEnd:
    """What became of what was sent on or combined: the end of the chain, and its turn.

    Everyone who reads this proposal reads how it stands there; the way to it only who may.
    """
    here = proposal
    while here.state in _GONE_ON:
        following = Q(pk=here.combined_into_id) if here.combined_into_id else Q(origin=here.pk)
        found = (
            Proposal.objects.filter(following)
            .select_related("body", "brought_by")
            .prefetch_related(WITH_WAY)
            .order_by("-id")
            .first()
        )
        if found is None:  # not made by the services
            break
        here = found
    held = (
        Meeting.objects.filter(items__proposal=here)
        .exclude(state=MeetingState.CANCELLED)
        .order_by("-held_on")
        .first()
    )
    asked, _ = clearances_of(here)
    turn = turn_of_proposal(here, held, asked)
    seen = proposals_visible_to(actor).filter(pk=here.pk).exists()
    if here.state == ProposalState.RETURNED and not seen:
        words = "bij wie het aanbracht, met een vraag."
    elif turn is not None:
        words = turn.sentence[:1].lower() + turn.sentence[1:]
    else:
        words = (
            f"{here.get_state_display().lower()} op {spoken(timezone.localdate(here.state_since))}."
        )
    return OtherEnd(here.body, words, here if seen else None)


@dataclass(frozen=True)
class Deadline:
    """For which meeting what is sent today comes (R51). ``then`` follows when it is too late.

    Once the agenda ``is_sent`` it only comes with a supplement: up to and with ``due_on``, or as
    long as the meeting did not start when no last day is set. The chair can't let it come.
    """

    meeting: Meeting
    due_on: date | None
    is_sent: bool
    is_late: bool
    then: Meeting | None = None
    chair_may: bool = False

    @property
    def may_be_added(self) -> bool:
        """Whether a supplement of the agenda that was sent still takes what is sent today."""
        return self.is_sent and not self.is_late


_LOOKED_AHEAD = 4
"""How many coming meetings are looked at for the first one that is still open."""


def coming_deadline(body: GoverningBody, today: date) -> Deadline | None:
    """The next meeting, and whether what is sent today still comes on its agenda: one query.

    Each meeting keeps its own last day, or the one of the charter it falls under.
    """
    planned = Meeting.objects.filter(
        body=body, held_on__gte=today, state__in=[MeetingState.PLANNED, MeetingState.CONVENED]
    ).select_related("charter")
    coming = list(planned.order_by("held_on")[:_LOOKED_AHEAD])
    if not coming:
        return None
    first, *later = coming
    sent, rules = first.state == MeetingState.CONVENED, rules_of(first)
    due = cut_off_of(first, rules)
    late = due is not None and due < today
    after = next((each for each in later if not _is_closed(each, today)), None)
    return Deadline(
        meeting=first,
        due_on=due,
        is_sent=sent,
        is_late=late,
        then=after if late or sent else None,
        chair_may=not sent and rules.agendering.late == Late.CHAIR,
    )


def _is_closed(meeting: Meeting, today: date) -> bool:
    """Whether nothing that is sent today comes on this agenda by itself."""
    due = cut_off_of(meeting, rules_of(meeting))
    return meeting.state == MeetingState.CONVENED or (due is not None and due < today)
