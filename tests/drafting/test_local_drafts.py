"""Each municipality's own draft: its own values, its own words, a wall around it (R43, R104)."""

from datetime import date

import pytest
from tests.factories.cast import Cast
from tests.factories.drafts import content, draft_of, owner_of_draft, with_cost
from tests.factories.local_drafts import (
    SAID_OTHERWISE,
    again,
    decided,
    drafts_made,
    final,
    next_final,
)

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.drafting.content import Clause
from overlegtafel.drafting.local_policy import local_drafts_visible_to
from overlegtafel.drafting.local_queries import (
    drafts_of_decision,
    local_draft_at,
    overview_of,
    texts_of,
)
from overlegtafel.drafting.local_texts import TITLE, filled_from, stored
from overlegtafel.drafting.models import LocalDraft
from overlegtafel.drafting.services import (
    make_local_drafts,
    record_adopted_text,
    take_over_version,
    write_own_text,
)
from overlegtafel.drafting.services.local_drafts import make_now
from overlegtafel.drafting.states import ClauseKind
from overlegtafel.printing.drafts.paper import paper_of


def write(
    actor: User, draft: LocalDraft, text: str = SAID_OTHERWISE, key: str = "a1"
) -> LocalDraft:
    """Say an article otherwise."""
    return write_own_text(
        actor=actor, draft=draft, key=key, text=text, expected_revision=draft.revision
    )


def differing(cast: Cast, draft: LocalDraft) -> list[str]:
    """The keys of what is not the common text now."""
    [view] = drafts_of_decision(cast.system, again(draft).decision)
    return [each.key for each in view.differing]


def test_every_member_gets_a_draft_with_its_own_values_only(cast: Cast) -> None:
    drafts = drafts_made(cast)
    assert set(drafts) == set(cast.towns)
    for name, draft in drafts.items():
        said = str(draft.content)
        assert name in said
        assert not [other for other in drafts if other != name and other in said]


def test_what_is_kept_is_what_was_filled(cast: Cast) -> None:
    draft = drafts_made(cast)["Lede"]
    filled = filled_from(draft.content)
    assert stored(filled) == draft.content
    assert filled.clauses[2].text == "De proeftijd bedraagt drie maanden in Lede."
    assert filled.clauses[2].kind is ClauseKind.ARTICLE


def test_finishing_queues_the_drafts_and_making_them_twice_adds_none(cast: Cast) -> None:
    master = draft_of(cast, owner_of_draft(cast))
    final(cast, master)
    assert LocalDraft.objects.count() == 0
    assert make_now(master.agreement_id, cast.system.pk) == 5
    assert make_now(master.agreement_id, cast.system.pk) == 0
    assert AuditEntry.objects.filter(verb="local_drafts.made").count() == 1


def test_only_the_owner_and_the_secretariat_have_them_made(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    master = draft_of(cast, owner)
    with pytest.raises(WrongMoment, match="definitieve versie"):
        make_local_drafts(actor=owner, agreement=master.agreement)
    final(cast, master)
    make_local_drafts(actor=owner, agreement=master.agreement)
    make_local_drafts(actor=cast.secretary, agreement=master.agreement)
    for who in (cast.mayor, cast.officer, cast.partner, cast.other_mayor, cast.citizen):
        with pytest.raises(NotAllowed):
            make_local_drafts(actor=who, agreement=master.agreement)


def test_a_deviation_is_shown_in_words_and_never_refused(cast: Cast) -> None:
    draft = drafts_made(cast)["Lede"]
    write(cast.officer, draft)
    [view] = drafts_of_decision(cast.officer, draft.decision)
    [clause] = view.differing
    assert clause.label == "Artikel 1. Proeftijd"
    assert [(each.how, each.text) for each in clause.pieces if each.how != "same"] == [
        ("gone", "drie"),
        ("new", "zes"),
    ]
    write(cast.director, again(draft), clause.common)
    assert differing(cast, draft) == []


def test_only_the_own_municipality_changes_its_draft(cast: Cast) -> None:
    draft = drafts_made(cast)["Lede"]
    for who in (cast.other_officer, cast.secretary, cast.chair, cast.alderman, cast.councillor):
        with pytest.raises(NotAllowed):
            write(who, draft)
    with pytest.raises(NotVisible):
        write(cast.officer, draft, key="nergens")
    with pytest.raises(Invalid, match="titel"):
        write(cast.officer, draft, "  ", key=TITLE)
    with pytest.raises(Invalid, match="korter"):
        write(cast.officer, draft, "a" * 20_001)
    write(cast.officer, draft)
    with pytest.raises(Stale):
        write(cast.mayor, draft, "Iets anders.")


def test_the_log_names_the_clause_and_keeps_the_words_inside(cast: Cast) -> None:
    write(cast.officer, drafts_made(cast)["Lede"])
    entry = AuditEntry.objects.get(verb="local_draft.changed")
    assert entry.changes == {"clause": [None, "Artikel 1. Proeftijd"]}


def test_a_wall_stands_around_a_draft_until_it_is_decided(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    draft = drafts_made(cast, owner)["Lede"]

    def readers() -> set[str]:
        names = (
            *("secretary", "chair", "mayor", "director", "officer", "alderman", "other_officer"),
            *("councillor", "partner", "other_mayor", "other_secretary", "citizen"),
        )
        people = {name: cast.fresh(getattr(cast, name)) for name in names} | {"owner": owner}
        return {
            name
            for name, who in people.items()
            if local_drafts_visible_to(who).filter(pk=draft.pk).exists()
        }

    inside = {"secretary", "chair", "owner", "mayor", "director", "officer", "alderman"}
    assert readers() == inside
    decided(cast.officer, draft.decision)
    assert readers() == inside | {"other_officer"}


def test_a_new_version_is_told_until_it_is_taken_over(cast: Cast) -> None:
    drafts = drafts_made(cast)
    lede, zele = drafts["Lede"], drafts["Zele"]
    write(cast.officer, lede)
    write(cast.officer, again(lede), "Ons artikel.", key="a2")
    decided(cast.system, zele.decision)
    words = with_cost("137.03")
    kept = tuple(each for each in words.clauses if each.key != "a2")
    new = Clause(key="a9", kind=ClauseKind.ARTICLE, text="Nieuw.")
    next_final(cast, again(lede), words.model_copy(update={"clauses": (*kept, new)}))
    assert make_now(lede.decision.agreement_id, cast.system.pk) == 0
    [view] = drafts_of_decision(cast.officer, again(lede).decision)
    assert view.newer is not None and (view.number, view.newer.number) == (1, 2)
    [decided_view] = drafts_of_decision(cast.system, again(zele).decision)
    assert decided_view.newer is None
    taken = take_over_version(
        actor=cast.officer, draft=again(lede), expected_revision=again(lede).revision
    )
    assert taken.own == {"a1": SAID_OTHERWISE}
    assert filled_from(taken.content).version_number == 2
    with pytest.raises(WrongMoment, match="al gemaakt"):
        take_over_version(actor=cast.officer, draft=again(lede), expected_revision=taken.revision)
    with pytest.raises(WrongMoment, match="al beslist"):
        take_over_version(actor=cast.system, draft=again(zele), expected_revision=1)


def test_a_date_that_became_known_is_filled_in_until_the_text_was_adopted(cast: Cast) -> None:
    asked = content(
        clauses=(Clause(key="a1", kind=ClauseKind.ARTICLE, text="Zitting van {{zitting}}."),)
    )
    draft = drafts_made(cast, words=asked)["Lede"]
    assert filled_from(draft.content).unfilled == ("zitting",)
    write(cast.officer, draft, "Op [zitting].")
    decided(cast.officer, draft.decision, "plan")
    common, own = texts_of(again(draft))
    assert (common.clauses[0].text, own) == (
        "Zitting van 20 november 2026.",
        {"a1": "Op 20 november 2026."},
    )
    assert (common.unfilled, common.sitting_on) == ((), date(2026, 11, 20))
    assert paper_of(again(draft)).articles[0].text == "Op 20 november 2026."
    with pytest.raises(WrongMoment, match="al gemaakt"):
        take_over_version(actor=cast.officer, draft=again(draft), expected_revision=2)
    decided(cast.officer, draft.decision, "approve")
    record_adopted_text(actor=cast.officer, draft=again(draft), texts={}, expected_revision=2)
    kept = again(draft)
    assert filled_from(kept.content) == common
    assert kept.own == own
    assert texts_of(kept) == (common, own)


def test_the_words_shown_with_a_known_date_are_no_deviation(cast: Cast) -> None:
    asked = content(
        clauses=(Clause(key="a1", kind=ClauseKind.ARTICLE, text="Zitting van {{zitting}}."),)
    )
    draft = drafts_made(cast, words=asked)["Lede"]
    decided(cast.officer, draft.decision, "plan")
    write(cast.officer, again(draft), "Zitting van 20 november 2026.")
    assert again(draft).own == {}
    assert differing(cast, draft) == []


def test_what_the_body_adopted_is_compared_with_what_was_agreed(cast: Cast) -> None:
    draft = drafts_made(cast)["Lede"]
    with pytest.raises(WrongMoment, match="goedgekeurd"):
        record_adopted_text(actor=cast.officer, draft=draft, texts={}, expected_revision=1)
    decided(cast.officer, draft.decision, "approve_with_change")
    with pytest.raises(WrongMoment, match="al beslist"):
        write(cast.officer, again(draft))
    record_adopted_text(
        actor=cast.officer,
        draft=again(draft),
        texts={"a1": SAID_OTHERWISE, "a2": "Het blijft."},
        expected_revision=1,
    )
    assert again(draft).adopted == {"a1": SAID_OTHERWISE}
    assert differing(cast, draft) == ["a1"]
    with pytest.raises(NotAllowed):
        record_adopted_text(actor=cast.secretary, draft=again(draft), texts={}, expected_revision=2)
    with pytest.raises(NotVisible):
        record_adopted_text(
            actor=cast.officer, draft=again(draft), texts={"x": "?"}, expected_revision=2
        )


def test_the_overview_counts_what_differs_and_what_is_behind(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    drafts = drafts_made(cast, owner)
    write(cast.officer, drafts["Lede"])
    next_final(cast, again(drafts["Lede"]), with_cost("140.00"))
    seen = overview_of(owner, drafts["Lede"].decision.agreement)
    assert (len(seen.rows), seen.missing, seen.adapted, seen.behind) == (5, 0, 1, 5)
    for who in (cast.mayor, cast.other_mayor, cast.councillor):
        with pytest.raises(NotAllowed):
            overview_of(who, drafts["Lede"].decision.agreement)


def test_a_draft_has_the_body_in_its_address(cast: Cast) -> None:
    draft = drafts_made(cast)["Lede"]
    assert local_draft_at(cast.officer, draft.decision, "gemeenteraad").draft == draft
    with pytest.raises(NotVisible):
        local_draft_at(cast.officer, draft.decision, "college")
    with pytest.raises(NotVisible):
        local_draft_at(cast.other_officer, draft.decision, "gemeenteraad")
