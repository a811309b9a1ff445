"""A common draft with everything its page shows, and who waits for whom on it."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import AgreementState
from overlegtafel.drafting.content import Clause, DraftContent
from overlegtafel.drafting.models import (
    DraftReply,
    DraftVersion,
    FeedbackRound,
    MasterDraft,
)
from overlegtafel.drafting.policy import (
    OWNING,
    SENDING,
    can_remark,
    can_send,
    can_write,
    owner_of,
)
from overlegtafel.drafting.queries import (
    ADDRESSES,
    Standing,
    deciding_bodies,
    drafts_of,
    label_of,
    newest_of,
    reminder_due_on,
    rounds_of,
    standing_of_round,
    unanswered_of,
    unfinished_of,
)
from overlegtafel.drafting.states import WRITABLE, DraftState
from overlegtafel.governance.policy import standing_of
from overlegtafel.local_decisions.models import BODY_SPOKEN
from overlegtafel.reporting.turn import Turn, next_for_owner, turn_of_draft


@dataclass(frozen=True)
class Entry:
    """One deciding body on the page of an agreement: its draft, or that one may be begun."""

    body: str
    address: str
    draft: MasterDraft | None
    may_start: bool


def draft_entries(actor: User, agreement: Agreement) -> list[Entry]:
    """The drafts of an agreement as its page leads to them; what one may not see is not there."""
    if agreement.state != AgreementState.CONFIRMED or not agreement.needs_local_decision:
        return []
    drafts, writes = drafts_of(actor, agreement), can_write(actor, agreement)
    entries = [
        Entry(BODY_SPOKEN[body], ADDRESSES[body], drafts.get(body), writes)
        for body in deciding_bodies(agreement)
    ]
    return [each for each in entries if each.draft or each.may_start]


def owner_words(agreement: Agreement) -> str:
    """Who writes the draft, in words."""
    owner = owner_of(agreement)
    return str(owner) if owner else f"het secretariaat van {agreement.body.name}"


@dataclass(frozen=True)
class DraftThread:
    """One draft: its newest words, its round, whose turn it is, and what the actor may do.

    ``mine`` are the replies of municipalities for which the actor remarks, in the open round.
    """

    draft: MasterDraft
    owner: str
    writes: bool
    newest: DraftVersion | None
    words: DraftContent
    shows_working: bool
    round: FeedbackRound | None
    standing: Standing | None
    unanswered: int
    turn: Turn | None
    mine: list[DraftReply]
    reminds: bool

    @property
    def is_open(self) -> bool:
        """Whether a feedback round is going on."""
        return self.draft.state == DraftState.IN_FEEDBACK

    @property
    def clauses(self) -> list[tuple[str, Clause]]:
        """Each clause with what it is called."""
        return [(label_of(each, self.words), each) for each in self.words.clauses]

    @property
    def can_drop(self) -> bool:
        """Whether a version after a definitive one is being written, and may still be given up."""
        is_writing = self.draft.state == DraftState.WRITING
        return self.writes and is_writing and self.newest is not None and self.newest.is_final

    def can_close(self, today: date) -> bool:
        """Whether the round may end: everyone answered, or its last day is over."""
        return (
            self.is_open
            and self.round is not None
            and self.standing is not None
            and (not self.standing.silent or self.round.last_day < today)
        )


def draft_thread(actor: User, draft: MasterDraft, today: date) -> DraftThread:
    """Everything of one draft: a fixed number of queries, whatever the size of the table."""
    writes, newest = can_write(actor, draft.agreement), newest_of(draft)
    rounds = rounds_of(draft)
    round_ = rounds[0] if rounds else None
    standing = standing_of_round(round_) if round_ else None
    working = newest is None or (writes and draft.state in WRITABLE)
    unanswered, owner = unanswered_of(draft), owner_words(draft.agreement)
    open_ = draft.state == DraftState.IN_FEEDBACK and round_ is not None
    replies = list(round_.replies.all()) if round_ and open_ else []
    return DraftThread(
        draft=draft,
        owner=owner,
        writes=writes,
        newest=newest,
        words=draft.words if working or newest is None else newest.words,
        shows_working=working,
        round=round_,
        standing=standing,
        unanswered=unanswered,
        turn=turn_of_draft(
            draft,
            owner,
            silent=standing.silent if standing else 0,
            unanswered=unanswered,
            last_day=round_.last_day if round_ else None,
        ),
        mine=[each for each in replies if can_remark(actor, each.municipality_id)],
        reminds=writes
        and round_ is not None
        and round_.last_day >= today
        and any(_may_remind(round_, each, today) for each in replies),
    )


def _may_remind(round_: FeedbackRound, reply: DraftReply, today: date) -> bool:
    last = timezone.localdate(reply.reminded_at or round_.opened_at)
    return reply.is_awaited and reminder_due_on(round_, last, today) <= today


Waiting = tuple[str, str, str, date, MasterDraft | DraftReply, date | None]
"""A task of *Mijn tafel*: kind, label, context, since when, what it is about, by when."""


def to_do_in_round(actor: User, reply: DraftReply) -> str:
    """What the actor may do for a municipality that did not answer a round yet."""
    if reply.had_decided:
        return "Nieuwe versie van een ontwerp: u hebt al beslist, uw tekst blijft"
    if can_send(actor, reply.municipality_id):
        return "Opmerkingen bij een ontwerp, of melden dat er geen zijn"
    return "Opmerkingen bij een ontwerp, binnen uw bestuur"


def waiting_drafts(actor: User, today: date) -> list[Waiting]:
    """What waits on the actor: a draft to remark on, what the owner of one does next."""
    standing = standing_of(actor)
    ours, owning = standing.organizations(SENDING), standing.organizations(OWNING)
    found: list[Waiting] = []
    if ours:
        asked = DraftReply.objects.filter(
            municipality__in=ours,
            replied_at__isnull=True,
            had_decided=False,
            round__closed_at__isnull=True,
            round__last_day__gte=today,
        )
        found += [
            (
                "draft_reply",
                to_do_in_round(actor, each),
                f"{each.round.draft.agreement.title} ({each.municipality})",
                timezone.localdate(each.round.opened_at),
                each,
                each.round.last_day,
            )
            for each in asked.select_related("municipality", "round__draft__agreement__body")
        ]
    if owning or standing.partner_for:
        found += [
            (
                "draft_answers",
                next_for_owner(
                    own.draft, asked=own.asked, replied=own.replied, unanswered=own.unanswered
                ),
                own.draft.agreement.title,
                timezone.localdate(own.draft.state_since),
                own.draft,
                None,
            )
            for own in unfinished_of(actor)
        ]
    return found
