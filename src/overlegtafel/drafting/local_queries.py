"""Reads about local drafts: what each says, what differs, what is newer."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import OuterRef, QuerySet, Subquery

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import NotAllowed, NotVisible
from overlegtafel.drafting.filling import FilledDraft
from overlegtafel.drafting.local_policy import can_oversee, local_drafts_visible_to
from overlegtafel.drafting.local_texts import (
    LocalClause,
    filled_from,
    local_clauses,
    with_known,
)
from overlegtafel.drafting.models import DraftVersion, LocalDraft, MasterDraft
from overlegtafel.drafting.policy import REMARKING, SENDING
from overlegtafel.drafting.queries import ADDRESSES, body_at, deciding_bodies, final_versions_of
from overlegtafel.drafting.values import Place, days_of, filled_version, places_of
from overlegtafel.governance.policy import standing_of
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.states import APPROVALS, UNDECIDED, DecisionState


def texts_of(draft: LocalDraft) -> tuple[FilledDraft, dict[str, str]]:
    """The common text and the own words as they read now: days that became known are filled in,
    until what the body adopted was recorded. No query; ``draft.decision`` is read with it.
    """
    filled, decision = filled_from(draft.content), draft.decision
    if draft.adopted_at is not None and decision.state in APPROVALS:
        return filled, draft.own
    meets_on, college_on = days_of(decision, CompetentBody(draft.body))
    days = {"zitting": meets_on, "college": college_on}
    known = {name: spoken(day) for name, day in days.items() if day}
    return with_known(filled, draft.own, known, meets_on)


@dataclass(frozen=True)
class LocalView:
    """One draft as a page shows it; ``newer`` is the definitive version it was not made of."""

    draft: LocalDraft
    newer: DraftVersion | None

    @cached_property
    def _texts(self) -> tuple[FilledDraft, dict[str, str]]:
        return texts_of(self.draft)

    @property
    def filled(self) -> FilledDraft:
        """The common text, filled for this municipality."""
        return self._texts[0]

    @cached_property
    def clauses(self) -> list[LocalClause]:
        """Title, clauses and annexes, with own and adopted words."""
        adopted = self.draft.adopted if self.is_adopted else None
        return local_clauses(*self._texts, adopted)

    @property
    def is_adopted(self) -> bool:
        """Whether what the body adopted is known, and still holds as its decision."""
        return self.draft.adopted_at is not None and self.is_approved

    @property
    def is_approved(self) -> bool:
        """Whether the body decided to take it: then what it adopted may be recorded."""
        return self.draft.decision.state in APPROVALS

    @property
    def is_open(self) -> bool:
        """Whether the body did not decide yet, so that the text may still change."""
        return self.draft.decision.state in UNDECIDED

    @cached_property
    def differing(self) -> list[LocalClause]:
        """Where it is not the common text: *wijkt af*."""
        return [each for each in self.clauses if each.differs]

    @property
    def address(self) -> str:
        """What stands for the body in its address."""
        return ADDRESSES[CompetentBody(self.draft.body)]

    @property
    def number(self) -> int:
        """The version it was made of."""
        return self.filled.version_number


@dataclass(frozen=True)
class Spread:
    """Over which versions the municipalities' own drafts stand; derived, never stored.

    ``open_on`` counts by version number who did not decide yet; ``decided`` who did, whose text
    stays.
    """

    open_on: Mapping[int, int]
    decided: int


def spread_of(draft: MasterDraft) -> Spread:
    """How far a definitive version reached: one query."""
    drafts = LocalDraft.objects.filter(
        decision__agreement=draft.agreement_id, body=draft.deciding_body
    ).exclude(decision__state=DecisionState.NOT_APPLICABLE)
    rows = list(drafts.order_by().values_list("version__number", "decision__state"))
    open_on = Counter(number for number, state in rows if state in UNDECIDED)
    return Spread(open_on, len(rows) - open_on.total())


def own_drafts_of(actor: User, draft: MasterDraft) -> list[LocalDraft]:
    """What the municipalities that the actor speaks in made of a common draft: one query."""
    return list(
        local_drafts_visible_to(actor)
        .filter(
            decision__agreement=draft.agreement_id,
            body=draft.deciding_body,
            decision__municipality__in=standing_of(actor).organizations(REMARKING),
        )
        .select_related("decision__municipality", "version")
        .defer("content", *_HEAVY)
    )


_HEAVY = ("version__content", "version__figures", "version__values_by_place")


@dataclass(frozen=True)
class Behind:
    """A draft that is not decided and of an older version than the newest definitive one."""

    draft: LocalDraft
    newest: int
    since: datetime


def behind_of(actor: User) -> list[Behind]:
    """The drafts of which the actor may take over a newer definitive version: one query."""
    finals = DraftVersion.objects.filter(
        draft=OuterRef("version__draft"),
        is_final=True,
        number__gt=OuterRef("version__number"),
    ).order_by("-number")
    found = (
        LocalDraft.objects.filter(
            decision__municipality__in=standing_of(actor).organizations(SENDING),
            decision__state__in=UNDECIDED,
        )
        .annotate(
            newest=Subquery(finals.values("number")[:1]),
            newest_at=Subquery(finals.values("sent_at")[:1]),
        )
        .filter(newest__isnull=False)
        .select_related("decision__municipality", "decision__agreement__body")
        .defer("content")
    )
    return [Behind(each, each.newest, each.newest_at) for each in found]


def _read(drafts: QuerySet[LocalDraft]) -> QuerySet[LocalDraft]:
    return drafts.select_related(
        "decision__municipality",
        "decision__agreement__body",
        "decision__agreement__owner",
        "decision__agreement__item__meeting",
        "decision__agreement__item__dossier__owner",
        "changed_by",
    )


def _views(drafts: Iterable[LocalDraft], newest: Mapping[str, DraftVersion]) -> list[LocalView]:
    return [LocalView(each, _newer(each, newest.get(each.body))) for each in drafts]


def _newer(draft: LocalDraft, newest: DraftVersion | None) -> DraftVersion | None:
    """The newest definitive version, when the draft is not of it and is not decided yet."""
    if newest is None or draft.decision.state not in UNDECIDED:
        return None
    return newest if newest.pk != draft.version_id else None


def all_of(agreement: Agreement) -> list[LocalDraft]:
    """Every draft of an agreement, by municipality, ready to be set: for who may see all."""
    return list(_read(LocalDraft.objects.filter(decision__agreement=agreement)))


def newest_finals(agreement: Agreement) -> dict[str, DraftVersion]:
    """The newest definitive version for each deciding body of an agreement: one query."""
    found: dict[str, DraftVersion] = {}
    for version in final_versions_of([agreement.pk]):
        found.setdefault(version.draft.deciding_body, version)
    return found


def drafts_of_decision(actor: User, decision: LocalDecision) -> list[LocalView]:
    """What the actor sees of one municipality's drafts: two queries, in the order they are read."""
    drafts = list(_read(local_drafts_visible_to(actor).filter(decision=decision)))
    if not drafts:
        return []
    order = list(ADDRESSES)
    drafts.sort(key=lambda each: order.index(CompetentBody(each.body)))
    return _views(drafts, newest_finals(decision.agreement))


def local_draft_at(actor: User, decision: LocalDecision, address: str) -> LocalView:
    """One draft by the body in its address. Raises ``NotVisible``."""
    body = body_at(decision.agreement, address)
    draft = _read(local_drafts_visible_to(actor).filter(decision=decision, body=body)).first()
    if draft is None:
        raise NotVisible
    return _views([draft], newest_finals(decision.agreement))[0]


def refilled(view: LocalView) -> FilledDraft | None:
    """The draft filled anew from the newest definitive version; ``None`` when nothing changes.

    Also dates that became known since then are filled in.
    """
    agreement = view.draft.decision.agreement
    newest = newest_finals(agreement).get(view.draft.body)
    if newest is None or not view.is_open:
        return None
    made = filled_version(newest, Place(view.draft.decision.municipality, view.draft.decision))
    return None if made == view.filled else made


@dataclass(frozen=True)
class OverviewRow:
    """One municipality and body: its draft, or none yet."""

    decision: LocalDecision
    body: CompetentBody
    view: LocalView | None

    @property
    def address(self) -> str:
        """What stands for the body in its address."""
        return ADDRESSES[self.body]


@dataclass(frozen=True)
class Overview:
    """The drafts of all municipalities for one agreement, as its owner sees them."""

    rows: list[OverviewRow]
    finals: dict[str, DraftVersion]

    @property
    def missing(self) -> int:
        """How many can be made and are not there."""
        return sum(row.view is None and row.body in self.finals for row in self.rows)

    @property
    def made(self) -> list[LocalView]:
        """Those that are there."""
        return [row.view for row in self.rows if row.view is not None]

    @property
    def adapted(self) -> int:
        """How many say something otherwise."""
        return sum(bool(view.differing) for view in self.made)

    @property
    def behind(self) -> int:
        """How many are of an older version and not decided yet."""
        return sum(view.newer is not None for view in self.made)


def overview_of(actor: User, agreement: Agreement) -> Overview:
    """All drafts of an agreement, in three queries whatever their number.

    Raises ``NotAllowed`` for who neither owns the agreement nor runs its table.
    """
    if not can_oversee(actor, agreement):
        raise NotAllowed("De ontwerpen van alle besturen ziet alleen wie het ontwerp schrijft.")
    finals = newest_finals(agreement)
    drafts = _read(LocalDraft.objects.filter(decision__agreement=agreement))
    views = {(view.draft.decision_id, view.draft.body): view for view in _views(drafts, finals)}
    decisions = [place.decision for place in places_of(agreement) if place.decision]
    rows = [
        OverviewRow(decision, body, views.get((decision.pk, body)))
        for decision in decisions
        for body in deciding_bodies(agreement)
    ]
    return Overview(rows, finals)
