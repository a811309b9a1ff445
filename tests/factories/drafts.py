"""A common draft, as far along as a test needs."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.factories.cast import Cast, make_person

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.drafting.content import Clause, Column, Cost, DraftContent
from overlegtafel.drafting.models import DraftRemark, FeedbackRound, MasterDraft
from overlegtafel.drafting.services import (
    close_feedback,
    open_feedback,
    say_nothing,
    start_draft,
    write_draft,
    write_draft_remark,
)
from overlegtafel.drafting.states import ClauseKind, ColumnKind, CostKey
from overlegtafel.organizations.models import Organization, PostRole

LAST_DAY = date(2026, 12, 10)
ARTICLE = "De proeftijd bedraagt drie maanden in {{gemeente}}."


def content(**facts: Any) -> DraftContent:
    """A draft with a fact, a ground and two articles."""
    return DraftContent(
        **{
            "title": "Regiomobiliteit: uniforme clausule",
            "clauses": (
                Clause(key="feiten", kind=ClauseKind.FACTS, text="Afspraak {{afspraak}}."),
                Clause(key="grond", kind=ClauseKind.LEGAL_GROUND, text="Het decreet."),
                Clause(key="a1", kind=ClauseKind.ARTICLE, heading="Proeftijd", text=ARTICLE),
                Clause(key="a2", kind=ClauseKind.ARTICLE, text="Het blijft."),
            ),
            **facts,
        }
    )


def with_cost(amount: str = "100.00", key: CostKey = CostKey.EQUAL) -> DraftContent:
    """The same with an amount shared over all, and a column of the owner's own."""
    column = Column(name="plaatsen", label="Aantal plaatsen", kind=ColumnKind.NUMBER)
    cost = Cost(amount=Decimal(amount), key=key, column="plaatsen" if key == CostKey.COLUMN else "")
    share = Clause(key="a3", kind=ClauseKind.ARTICLE, text="Aandeel: {{aandeel}}.")
    return content(columns=(column,), cost=cost, clauses=(*content().clauses, share))


def owner_of_draft(cast: Cast) -> User:
    """The director of the municipality that owns the dossier, and so the draft."""
    return make_person(cast.system, "AD Lebbeke", cast.towns["Lebbeke"], PostRole.DIRECTOR)


def agreement_of(
    cast: Cast,
    until: str = "decisions",
    competent_body: CompetentBody = CompetentBody.COUNCIL,
) -> Agreement:
    """An agreement in the dossier that one municipality owns."""
    agreement = cast.thread(until, dossier=cast.dossier, competent_body=competent_body).agreement
    assert agreement is not None
    return agreement


def draft_of(cast: Cast, owner: User, words: DraftContent | None = None) -> MasterDraft:
    """A draft that its owner wrote."""
    draft = start_draft(
        actor=owner, agreement=agreement_of(cast), deciding_body=CompetentBody.COUNCIL
    )
    return write_draft(
        actor=owner,
        draft=draft,
        content=words or content(),
        expected_revision=draft.revision,
    )


def round_of(cast: Cast, owner: User, words: DraftContent | None = None) -> FeedbackRound:
    """A draft of which every municipality is asked what it thinks."""
    draft = draft_of(cast, owner, words)
    return open_feedback(
        actor=owner,
        draft=draft,
        last_day=LAST_DAY,
        note="",
        expected_revision=draft.revision,
    )


def remark(
    actor: User,
    round_: FeedbackRound,
    town: Organization,
    text: str = "Zes maanden, graag.",
    *,
    clause: str = "a1",
    send: bool = True,
) -> DraftRemark:
    """What a municipality remarks on the first article."""
    return write_draft_remark(
        actor=actor, round_=round_, municipality=town, text=text, clause=clause, send=send
    )


def draft_around(cast: Cast, agreement: Agreement, secret: str) -> dict[str, dict[str, Any]]:
    """A secret draft whose feedback round is over, with what a municipality sent and kept inside;
    the keys of each of its addresses.
    """
    actor = cast.secretary
    draft = start_draft(
        actor=actor, agreement=agreement, deciding_body=CompetentBody(agreement.competent_body)
    )
    write_draft(
        actor=actor,
        draft=draft,
        content=content(title=f"{secret} ontwerp"),
        expected_revision=draft.revision,
    )
    round_ = open_feedback(
        actor=actor,
        draft=draft,
        last_day=LAST_DAY,
        note=f"{secret} vraag",
        expected_revision=draft.revision,
    )
    inside = remark(cast.officer, round_, cast.towns["Lede"], f"{secret} intern", send=False)
    sent = remark(cast.officer, round_, cast.towns["Lede"], f"{secret} opmerking")
    for name, town in cast.towns.items():
        if name != "Lede":
            say_nothing(actor=cast.system, round_=round_, municipality=town)
    close_feedback(actor=actor, round_=round_)
    place = {
        "slug": agreement.body.slug,
        "reference": agreement.reference,
        "organ": "gemeenteraad",
    }
    lede = {**place, "municipality": "lede"}
    return {
        **dict.fromkeys(DRAFT_PAGES, place),
        "draft_clause": {**place, "key": "a1"},
        "draft_version": {**place, "number": 1},
        "draft_feedback": lede,
        "draft_nothing": lede,
        "draft_remark_act": {**lede, "pk": inside.pk},
        "draft_answer": {**place, "pk": sent.pk},
    }


DRAFT_PAGES = (
    *("master_draft", "draft_start", "draft_write", "draft_clause_act", "draft_fields"),
    *("draft_columns", "draft_preview", "draft_versions", "draft_finish", "draft_rewrite"),
    "draft_drop",
    *("draft_round_open", "draft_round_close", "draft_round_remind", "draft_remarks"),
)
"""Addresses that need no key but the draft's own."""
