"""Reads about common drafts and their feedback rounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common.differences import Piece, differences
from overlegtafel.common.errors import NotVisible
from overlegtafel.drafting.content import Clause, DraftContent
from overlegtafel.drafting.models import (
    DraftRemark,
    DraftReply,
    DraftVersion,
    FeedbackRound,
    MasterDraft,
)
from overlegtafel.drafting.policy import (
    can_remark,
    drafts_in_hands_of,
    drafts_visible_to,
    owned_by,
    remarks_visible_to,
)
from overlegtafel.drafting.states import (
    DECIDING,
    ClauseKind,
    DraftRemarkState,
    DraftState,
    RemarkOutcome,
)
from overlegtafel.local_decisions.states import TermKey
from overlegtafel.local_decisions.terms import terms_on
from overlegtafel.organizations.models import Organization

ADDRESSES = {
    CompetentBody.COLLEGE: "college",
    CompetentBody.COUNCIL: "gemeenteraad",
    CompetentBody.WELFARE_COUNCIL: "raad-maatschappelijk-welzijn",
    CompetentBody.STANDING_BUREAU: "vast-bureau",
}
"""What stands in the address of a draft for the body that decides it."""


def deciding_bodies(agreement: Agreement) -> tuple[CompetentBody, ...]:
    """The bodies that each get a text of their own."""
    return DECIDING[CompetentBody(agreement.competent_body)]


def body_at(agreement: Agreement, address: str) -> CompetentBody:
    """The deciding body in an address. Raises ``NotVisible``."""
    for body in deciding_bodies(agreement):
        if ADDRESSES[body] == address:
            return body
    raise NotVisible


def drafts_of(actor: User, agreement: Agreement) -> dict[str, MasterDraft]:
    """An agreement's drafts that the actor sees, by deciding body."""
    return {each.deciding_body: each for each in _read(actor).filter(agreement=agreement)}


def _read(actor: User) -> QuerySet[MasterDraft]:
    return drafts_visible_to(actor).select_related(
        "agreement__body",
        "agreement__owner",
        "agreement__item__meeting",
        "agreement__item__dossier__owner",
    )


def agreement_at(actor: User, slug: str, reference: str) -> Agreement:
    """An agreement that the actor reads, or owns as a company. Raises ``NotVisible``."""
    seen = Q(pk__in=agreements_visible_to(actor).values("pk"))
    if not actor.is_system:
        seen |= owned_by(actor)
    found = (
        Agreement.objects.filter(seen, body__slug=slug, reference__iexact=reference)
        .select_related("body", "owner", "item__meeting", "item__dossier__owner")
        .distinct()
        .first()
        if reference.isprintable()
        else None
    )
    if found is None:
        raise NotVisible
    return found


def draft_at(actor: User, slug: str, reference: str, address: str) -> MasterDraft:
    """One draft by its address. Raises ``NotVisible``."""
    bodies = [body for body, words in ADDRESSES.items() if words == address]
    found = (
        _read(actor)
        .filter(
            agreement__body__slug=slug,
            agreement__reference__iexact=reference,
            deciding_body__in=bodies,
        )
        .first()
        if reference.isprintable()
        else None
    )
    if found is None:
        raise NotVisible
    return found


def versions_of(draft: MasterDraft) -> list[DraftVersion]:
    """Everything that was sent out, oldest first; the figures stay behind."""
    found = (
        draft.versions.defer("figures", "values_by_place")
        .select_related("sent_by")
        .order_by("number")
    )
    return list(found)


def version_before(version: DraftVersion) -> DraftVersion | None:
    """What was sent out just before a version; no query for a first one."""
    if version.number == 1:
        return None
    return (
        DraftVersion.objects.filter(draft=version.draft_id, number__lt=version.number)
        .order_by("-number")
        .first()
    )


def newest_of(draft: MasterDraft) -> DraftVersion | None:
    """What was sent out last."""
    return draft.versions.select_related("sent_by").order_by("-number").first()


def final_versions_of(agreement_ids: Iterable[int]) -> QuerySet[DraftVersion]:
    """The definitive versions of several agreements, newest first: what local drafts are made
    of.
    """
    return (
        DraftVersion.objects.filter(draft__agreement__in=list(agreement_ids), is_final=True)
        .select_related("draft__agreement__body", "draft__agreement__item__meeting")
        .order_by("draft", "-number")
    )


@dataclass(frozen=True)
class Standing:
    """How far a round is; derived, never stored.

    ``asked`` and ``replied`` count whom the round waits for; ``heard`` and ``nothing`` also who
    had decided already (``decided``) and spoke up all the same.
    """

    asked: int
    replied: int
    decided: int
    heard: int
    nothing: int
    sent: int
    answered: int

    @property
    def silent(self) -> int:
        """How many municipalities did not answer yet."""
        return self.asked - self.replied

    @property
    def remarked(self) -> int:
        """How many municipalities sent at least one remark."""
        return self.heard - self.nothing

    @property
    def unanswered(self) -> int:
        """How many sent remarks the owner still has to answer."""
        return self.sent - self.answered


def rounds_of(draft: MasterDraft) -> list[FeedbackRound]:
    """The rounds of a draft, newest first, each with its replies by name."""
    replies = DraftReply.objects.select_related("municipality", "replied_by").order_by(
        "municipality__name"
    )
    return list(
        draft.rounds.select_related("version", "opened_by")
        .prefetch_related(Prefetch("replies", replies))
        .order_by("-opened_at", "-id")
    )


def standing_of_round(round_: FeedbackRound) -> Standing:
    """How far one round is: two queries."""
    replied, decided = Q(replied_at__isnull=False), Q(had_decided=True)
    replies = round_.replies.aggregate(
        asked=Count("id", filter=~decided),
        replied=Count("id", filter=replied & ~decided),
        decided=Count("id", filter=decided),
        heard=Count("id", filter=replied),
        nothing=Count("id", filter=Q(nothing_to_say=True)),
    )
    remarks = round_.remarks.filter(state=DraftRemarkState.SENT).aggregate(
        sent=Count("id"), answered=Count("id", filter=~Q(outcome=""))
    )
    return Standing(**replies, **remarks)


def unanswered_of(draft: MasterDraft) -> int:
    """How many sent remarks of any round still wait for an answer."""
    return DraftRemark.objects.filter(
        round__draft=draft, state=DraftRemarkState.SENT, outcome=""
    ).count()


def answered_before(
    draft: MasterDraft, number: int
) -> tuple[FeedbackRound | None, list[DraftRemark]]:
    """The round that ended just before version ``number``, with every remark that was sent."""
    round_ = (
        draft.rounds.filter(closed_at__isnull=False, version__number=number - 1)
        .select_related("version")
        .first()
    )
    if round_ is None:
        return None, []
    round_.draft = draft
    remarks = round_.remarks.filter(state=DraftRemarkState.SENT).select_related("municipality")
    return round_, list(remarks.order_by("municipality__name", "id"))


def taken_up_unchanged(draft: MasterDraft) -> list[DraftRemark]:
    """Remarks of the last round that were taken up while the text they are about stands as it was.

    Of a remark on the whole: while nothing at all was changed.
    """
    last = draft.versions.order_by("-number").values_list("number", flat=True).first()
    round_, remarks = answered_before(draft, (last or 0) + 1)
    if round_ is None:
        return []
    old, new = round_.version.words, draft.words
    return [
        each
        for each in remarks
        if each.outcome == RemarkOutcome.TAKEN_UP and is_unchanged(old, new, each.clause)
    ]


def is_unchanged(old: DraftContent, new: DraftContent, key: str) -> bool:
    """Whether what a remark is about, a clause or the whole, says the same in two texts."""
    clause = old.clause(key)
    return new.clause(key) == clause if clause is not None else not changes_between(old, new)


@dataclass(frozen=True)
class OwnDraft:
    """A draft in someone's hands, with what its open round and its remarks still wait for."""

    draft: MasterDraft
    asked: int
    replied: int
    unanswered: int


def unfinished_of(actor: User) -> list[OwnDraft]:
    """The drafts that the actor writes as owner and that are not definitive: one query."""
    replies = DraftReply.objects.filter(
        round__draft=OuterRef("pk"), round__closed_at__isnull=True, had_decided=False
    )
    remarks = DraftRemark.objects.filter(
        round__draft=OuterRef("pk"), state=DraftRemarkState.SENT, outcome=""
    )
    found = (
        drafts_in_hands_of(actor)
        .exclude(state=DraftState.FINAL)
        .select_related("agreement__body")
        .annotate(
            asked=_number_of(replies),
            replied=_number_of(replies.filter(replied_at__isnull=False)),
            unanswered=_number_of(remarks),
        )
    )
    return [OwnDraft(each, each.asked, each.replied, each.unanswered) for each in found]


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    """How many rows hang on the draft of the query around it."""
    counted = rows.order_by().values("round__draft").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def open_replies_of(
    actor: User, municipality: Organization, today: date, agreement: Agreement | None = None
) -> list[DraftReply]:
    """Where this municipality may remark now, for who remarks inside it; of one agreement only
    when that is given. At most one query.
    """
    if not can_remark(actor, municipality.pk):
        return []
    found = DraftReply.objects.filter(
        municipality=municipality, round__closed_at__isnull=True, round__last_day__gte=today
    )
    if agreement is not None:
        found = found.filter(round__draft__agreement=agreement)
    return list(with_round(found).order_by("round__last_day", "pk"))


def with_round(replies: QuerySet[DraftReply]) -> QuerySet[DraftReply]:
    """Replies with their round, its draft and the number of its version; no text."""
    return replies.select_related(
        "municipality", "round__version", "round__draft__agreement__body"
    ).defer(
        "round__version__content",
        "round__version__figures",
        "round__version__values_by_place",
    )


def remarks_on(actor: User, round_: FeedbackRound) -> list[DraftRemark]:
    """A round's remarks that the actor reads, by municipality and moment."""
    return list(
        remarks_visible_to(actor)
        .filter(round=round_)
        .select_related("municipality", "author", "answered_by")
        .order_by("municipality__name", "written_at", "id")
    )


@dataclass(frozen=True)
class Passage:
    """One clause of the version that a round is about, with its remarks."""

    clause: Clause | None
    label: str
    remarks: list[DraftRemark]

    @property
    def open(self) -> int:
        """How many of them still wait for an answer."""
        return sum(
            each.state == DraftRemarkState.SENT and not each.outcome for each in self.remarks
        )


def label_of(clause: Clause, content: DraftContent) -> str:
    """What a clause is called: ``Artikel 2. Proeftijd``."""
    number = content.numbers()[clause.key]
    first = f"{clause.kind.label} {number}" if number else str(clause.kind.label)
    return f"{first}. {clause.heading}" if clause.heading else first


def by_clause(content: DraftContent, remarks: list[DraftRemark]) -> list[Passage]:
    """The remarks beside what they are about, in the order of the text."""
    groups: dict[str, list[DraftRemark]] = {}
    for each in remarks:
        groups.setdefault(each.clause if content.clause(each.clause) else "", []).append(each)
    return [
        Passage(None, "Over het hele ontwerp", groups.get("", [])),
        *(
            Passage(each, label_of(each, content), groups.get(each.key, []))
            for each in content.clauses
        ),
    ]


def reminder_due_on(round_: FeedbackRound, last: date, today: date) -> date:
    """The first day on which who was asked or reminded on ``last`` may be reminded (again)."""
    term = terms_on(today)[TermKey.REMINDER_INTERVAL]
    return term.after(last) if term.value else last + timedelta(days=1)


@dataclass(frozen=True)
class ClauseChange:
    """One clause in two versions: what stayed, went and came, in words."""

    label: str
    how: str
    heading: tuple[Piece, ...]
    text: tuple[Piece, ...]
    variants: tuple[tuple[str, tuple[Piece, ...]], ...] = ()

    @property
    def heading_changed(self) -> bool:
        """Whether the heading itself differs."""
        return any(piece.how != "same" for piece in self.heading)


def changes_between(old: DraftContent, new: DraftContent) -> list[ClauseChange]:
    """What differs between two versions, clause by clause in the order of the new one."""
    changes = []
    if old.title != new.title:
        changes.append(ClauseChange("Titel", "gewijzigd", differences(old.title, new.title), ()))
    for clause in new.clauses:
        before = old.clause(clause.key)
        if before == clause and _place(old, clause) == _place(new, clause):
            continue
        changes.append(_change(before, clause, label_of(clause, new), _moved(old, new, before)))
    for clause in old.clauses:
        if new.clause(clause.key) is None:
            changes.append(_change(clause, None, label_of(clause, old), "weg"))
    return changes


def _place(content: DraftContent, clause: Clause) -> tuple[ClauseKind, int | None]:
    return clause.kind, content.numbers()[clause.key]


def _moved(old: DraftContent, new: DraftContent, before: Clause | None) -> str:
    if before is None:
        return "nieuw"
    after = new.clause(before.key)
    assert after is not None
    if _place(old, before) != _place(new, after):
        return f"was {label_of(before, old)}"
    return "gewijzigd"


def _change(before: Clause | None, after: Clause | None, label: str, how: str) -> ClauseChange:
    first = {each.name: each.text for each in before.variants} if before else {}
    then = {each.name: each.text for each in after.variants} if after else {}
    return ClauseChange(
        label,
        how,
        differences(before.heading if before else "", after.heading if after else ""),
        differences(before.text if before else "", after.text if after else ""),
        tuple(
            (name, differences(first.get(name, ""), then.get(name, "")))
            for name in dict.fromkeys([*first, *then])
            if first.get(name) != then.get(name)
        ),
    )
