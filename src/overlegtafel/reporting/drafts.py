"""A common draft with everything its page shows, and who waits for whom on it."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import AgreementState
from overlegtafel.drafting.content import Clause, DraftContent
from overlegtafel.drafting.local_queries import Spread, behind_of, own_drafts_of, spread_of
from overlegtafel.drafting.models import (
    DraftReply,
    DraftVersion,
    FeedbackRound,
    LocalDraft,
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
    with_round,
)
from overlegtafel.drafting.states import WRITABLE, DraftState
from overlegtafel.governance.policy import standing_of
from overlegtafel.local_decisions.models import BODY_SPOKEN
from overlegtafel.local_decisions.states import DECIDED, UNDECIDED
from overlegtafel.reporting.turn import Turn, next_for_owner, spread_in_words, turn_of_draft


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
    own_texts: list[LocalDraft]
    spread: Spread | None

    @property
    def is_open(self) -> bool:
        """Whether a feedback round is going on."""
        return self.draft.state == DraftState.IN_FEEDBACK

    @property
    def clauses(self) -> list[tuple[str, Clause]]:
        """Each clause with what it is called."""
        return [(label_of(each, self.words), each) for each in self.words.clauses]

    @property
    def reach(self) -> str:
        """Which version each municipality has, once there is a definitive one."""
        if self.spread is None or self.newest is None:
            return ""
        return spread_in_words(self.newest.number, self.spread.open_on, self.spread.decided)

    @property
    def decided_texts(self) -> list[LocalDraft]:
        """The own municipalities' texts that were decided already: those stay as they are."""
        return [each for each in self.own_texts if each.decision.state in DECIDED]

    @property
    def stays(self) -> list[LocalDraft]:
        """Those of which the page does not already say so beside the open round."""
        said = {each.municipality_id for each in self.mine}
        return [e for e in self.decided_texts if e.decision.municipality_id not in said]

    @property
    def behind(self) -> list[LocalDraft]:
        """The own municipalities' texts of an older version than the definitive one."""
        if self.spread is None or self.newest is None:
            return []
        return [
            each
            for each in self.own_texts
            if each.decision.state in UNDECIDED and each.version_id != self.newest.pk
        ]

    @property
    def is_about_older(self) -> bool:
        """Whether the last round was about an earlier version than the newest."""
        return (
            self.round is not None
            and self.newest is not None
            and self.round.version_id != self.newest.pk
        )

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
        own_texts=own_drafts_of(actor, draft) if newest is not None else [],
        spread=spread_of(draft) if draft.state == DraftState.FINAL else None,
    )


def _may_remind(round_: FeedbackRound, reply: DraftReply, today: date) -> bool:
    last = timezone.localdate(reply.reminded_at or round_.opened_at)
    return reply.is_awaited and reminder_due_on(round_, last, today) <= today


Waiting = tuple[str, str, str, date, MasterDraft | DraftReply | LocalDraft, date | None]
"""A task of *Mijn tafel*: kind, label, context, since when, what it is about, by when."""


def to_do_in_round(actor: User, reply: DraftReply) -> str:
    """What the actor may do for a municipality that did not answer a round yet."""
    if reply.had_decided:
        return "Nieuwe versie van een ontwerp: u hebt al beslist, uw tekst blijft"
    number = reply.round.version.number
    what = "een ontwerp" if number == 1 else f"een nieuwe versie ({number}) van een ontwerp"
    if can_send(actor, reply.municipality_id):
        return f"Opmerkingen bij {what}, of melden dat er geen zijn"
    return f"Opmerkingen bij {what}, binnen uw bestuur"


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
            for each in with_round(asked)
        ]
        found += [
            (
                "draft_newer",
                f"Versie {each.newest}: bekijk wat er verandert en neem ze over",
                f"{each.draft.decision.agreement.title} ({each.draft.decision.municipality})",
                timezone.localdate(each.since),
                each.draft,
                None,
            )
            for each in behind_of(actor)
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
