"""The owner writes one draft for all: who may, which versions leave, what each gets filled in."""

from decimal import Decimal

import pytest
from pydantic import ValidationError
from tests.factories.cast import Cast, make_person
from tests.factories.drafts import agreement_of, content, draft_of, owner_of_draft, with_cost
from tests.factories.routes import settle

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.drafting.content import Clause, Cost, Variant
from overlegtafel.drafting.filling import Addressee, fill
from overlegtafel.drafting.models import DraftVersion, MasterDraft
from overlegtafel.drafting.policy import can_preview, drafts_visible_to
from overlegtafel.drafting.queries import changes_between
from overlegtafel.drafting.services import (
    finish_draft,
    rewrite_draft,
    set_columns,
    start_draft,
    write_draft,
)
from overlegtafel.drafting.states import ClauseKind, CostKey, DraftState
from overlegtafel.drafting.values import fields_in, figures_of, filled_version, places_of
from overlegtafel.organizations.models import Organization, PostRole


def finish(cast: Cast, draft: MasterDraft) -> DraftVersion:
    """Send it out as definitive."""
    return finish_draft(actor=cast.system, draft=draft, note="", expected_revision=draft.revision)


def test_the_owner_starts_one_draft_for_each_body_that_decides(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    agreement = agreement_of(cast, competent_body=CompetentBody.COLLEGE_AND_COUNCIL)
    for body in (CompetentBody.COLLEGE, CompetentBody.COUNCIL):
        draft = start_draft(actor=owner, agreement=agreement, deciding_body=body)
        assert draft.words.title == agreement.title
        assert "{{overleg}}" in draft.words.clauses[0].text
        with pytest.raises(WrongMoment, match="bestaat al"):
            start_draft(actor=owner, agreement=agreement, deciding_body=body)
    with pytest.raises(WrongMoment, match="beslist niet"):
        start_draft(actor=owner, agreement=agreement, deciding_body=CompetentBody.STANDING_BUREAU)


def test_nothing_is_written_before_the_agreement_is_made(cast: Cast) -> None:
    agreement = agreement_of(cast, "agreed")
    with pytest.raises(WrongMoment, match="verslag"):
        start_draft(actor=cast.system, agreement=agreement, deciding_body=CompetentBody.COUNCIL)


@pytest.mark.parametrize(
    "who",
    [
        *("mayor", "director", "officer", "other_officer", "alderman", "councillor"),
        *("partner", "other_mayor", "other_secretary", "citizen"),
    ],
)
def test_nobody_but_owner_and_secretariat_writes(cast: Cast, who: str) -> None:
    draft, actor = draft_of(cast, owner_of_draft(cast)), getattr(cast, who)
    for attempt in (
        lambda: start_draft(
            actor=actor, agreement=draft.agreement, deciding_body=CompetentBody.COUNCIL
        ),
        lambda: write_draft(
            actor=actor, draft=draft, content=content(), expected_revision=draft.revision
        ),
        lambda: set_columns(
            actor=actor, draft=draft, content=content(), values={}, expected_revision=2
        ),
        lambda: finish_draft(actor=actor, draft=draft, note="", expected_revision=2),
        lambda: rewrite_draft(actor=actor, draft=draft),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert not drafts_visible_to(actor).exists()


def test_the_secretariat_writes_as_far_as_the_charter_says(cast: Cast) -> None:
    draft = draft_of(cast, cast.secretary)
    assert drafts_visible_to(cast.secretary).get() == draft
    settle(cast, support={"tasks": {"local": "never"}})
    with pytest.raises(NotAllowed, match="afsprakennota"):
        write_draft(
            actor=cast.secretary,
            draft=draft,
            content=content(title="Anders"),
            expected_revision=draft.revision,
        )


def test_staff_of_a_company_that_owns_the_agreement_writes_it(cast: Cast) -> None:
    agreement = agreement_of(cast)
    type(agreement).objects.filter(pk=agreement.pk).update(owner=cast.support)
    agreement.refresh_from_db()
    staff = make_person(cast.system, "Expert SOLVA", cast.support, PostRole.STAFF)
    draft = start_draft(actor=staff, agreement=agreement, deciding_body=CompetentBody.COUNCIL)
    assert drafts_visible_to(staff).get() == draft
    with pytest.raises(NotAllowed):  # the dossier's owner is not the agreement's
        write_draft(actor=owner_of_draft(cast), draft=draft, content=content(), expected_revision=1)


def test_who_saved_first_is_not_overwritten(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    draft = draft_of(cast, owner)
    with pytest.raises(Stale):
        write_draft(actor=owner, draft=draft, content=content(), expected_revision=1)


def test_a_version_that_left_never_changes_and_the_circle_reads_it(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    draft = draft_of(cast, owner)
    assert not drafts_visible_to(cast.officer).exists()
    version = finish(cast, draft)
    assert (version.number, version.is_final) == (1, True)
    assert drafts_visible_to(cast.officer).get() == draft
    for stranger in (cast.other_mayor, cast.other_secretary, cast.partner, cast.citizen):
        assert not drafts_visible_to(stranger).exists()
    with pytest.raises(WrongMoment, match="definitief"):
        write_draft(actor=owner, draft=draft, content=content(), expected_revision=draft.revision)
    rewrite_draft(actor=owner, draft=draft)
    write_draft(
        actor=owner,
        draft=draft,
        content=content(title="Nieuw"),
        expected_revision=draft.revision,
    )
    second = finish(cast, draft)
    version.refresh_from_db()
    assert version.words.title == content().title
    assert (second.number, second.words.title) == (2, "Nieuw")
    draft.refresh_from_db()
    assert draft.state == DraftState.FINAL


def test_a_text_leaves_only_when_it_is_whole(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    for words, said in (
        (content(title=" "), "titel"),
        (content(clauses=content().clauses[:2]), "artikel"),
        (
            content(clauses=(Clause(key="a", kind=ClauseKind.ARTICLE, text="In {{gemente}}."),)),
            "{{gemente}}",
        ),
    ):
        draft = MasterDraft.objects.first() or draft_of(cast, owner)
        write_draft(actor=owner, draft=draft, content=words, expected_revision=draft.revision)
        with pytest.raises(Invalid, match=said):
            finish(cast, draft)
        draft.refresh_from_db()
        assert draft.state == DraftState.FINAL or draft.state == DraftState.WRITING
        MasterDraft.objects.update(state=DraftState.WRITING)
        draft.refresh_from_db()
    assert not DraftVersion.objects.exists()


def test_each_municipality_gets_its_own_values_and_no_others(cast: Cast) -> None:
    for number, name in enumerate(cast.towns, 1):
        Organization.objects.filter(name=name).update(population=number * 10_000)
    owner = owner_of_draft(cast)
    draft = draft_of(cast, owner, with_cost("100.01", CostKey.INHABITANTS))
    values = {town.slug: {"plaatsen": str(1111 * n)} for n, town in enumerate(_towns(cast), 1)}
    words = draft.words
    text = words.clauses[-1].model_copy(
        update={"text": "{{aandeel}} van {{bedrag}}, {{plaatsen}} plaatsen, {{inwoners}} inwoners"}
    )
    draft = set_columns(
        actor=owner,
        draft=draft,
        content=words.model_copy(update={"clauses": (*words.clauses[:-1], text)}),
        values=values,
        expected_revision=draft.revision,
    )
    version = finish(cast, draft)
    version = DraftVersion.objects.select_related("draft__agreement__item__meeting").get()
    filled = {p.municipality.name: filled_version(version, p) for p in places_of(draft.agreement)}
    last = {name: each.clauses[-1].text for name, each in filled.items()}
    assert last["Lede"] == "20,00 euro van 100,01 euro, 3.333 plaatsen, 30.000 inwoners"
    assert "In Lede" not in last["Ninove"]
    for name, each in filled.items():
        everything = " ".join((each.title, *(c.text for c in each.clauses)))
        assert f"in {name}." in everything
        assert not [other for other in filled if other != name and f"in {other}." in everything]
    assert AuditEntry.objects.filter(changes__icontains="3333").count() == 0


def _towns(cast: Cast) -> list[Organization]:
    return sorted(cast.towns.values(), key=lambda each: each.name)


def test_a_key_of_which_something_is_unknown_is_told(cast: Cast) -> None:
    draft = draft_of(cast, owner_of_draft(cast), with_cost("10.00", CostKey.INHABITANTS))
    with pytest.raises(Invalid, match="Van Aalst, Lebbeke, Lede, Ninove en Zele"):
        finish(cast, draft)
    column = with_cost("10.00", CostKey.COLUMN)
    with pytest.raises(Invalid, match="verdeelsleutel"):
        figures_of(column, {"aalst": {"plaatsen": "veel"}}, cast.towns.values())


def test_fields_say_for_whom_nothing_is_known_yet(cast: Cast) -> None:
    draft = draft_of(cast, owner_of_draft(cast))
    words = content(clauses=(Clause(key="a", kind=ClauseKind.ARTICLE, text="{{zitting}} {{x}}"),))
    found = {each.name: each for each in fields_in(draft, words, {}, places_of(draft.agreement))}
    assert found["zitting"].is_known
    assert len(found["zitting"].empty_for) == 5
    assert not found["x"].is_known


def test_agreed_other_words_reach_only_who_agreed_on_them(cast: Cast) -> None:
    other = Variant(name="kleine besturen", text="Zes maanden.", municipalities=("lede",))
    clause = content().clauses[2].model_copy(update={"variants": (other,)})
    draft = draft_of(cast, owner_of_draft(cast), content(clauses=(clause,)))
    version = finish(cast, draft)
    version.draft = draft
    texts = {p.municipality.name: filled_version(version, p) for p in places_of(draft.agreement)}
    assert texts["Lede"].clauses[0].text == "Zes maanden."
    assert texts["Lede"].clauses[0].variant == "kleine besturen"
    assert texts["Ninove"].clauses[0].text == "De proeftijd bedraagt drie maanden in Ninove."


def test_only_the_own_text_is_previewed_but_the_owner_previews_all(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    draft = draft_of(cast, owner)
    lede, ninove = cast.towns["Lede"].pk, cast.towns["Ninove"].pk
    assert can_preview(owner, draft, ninove)
    assert can_preview(cast.officer, draft, lede)
    assert not can_preview(cast.officer, draft, ninove)
    assert not can_preview(cast.councillor, draft, lede)


def test_versions_differ_in_words(cast: Cast) -> None:
    old = content()
    article = old.clauses[2].model_copy(update={"text": ARTICLE_NEW})
    new = content(clauses=(*old.clauses[:1], article, old.clauses[3]))
    changes = changes_between(old, new)
    assert [(each.label, each.how) for each in changes] == [
        ("Artikel 1. Proeftijd", "gewijzigd"),
        ("Juridische grond", "weg"),
    ]
    assert [(p.how, p.text) for p in changes[0].text if p.how != "same"] == [
        ("gone", "drie"),
        ("new", "zes"),
    ]
    assert changes_between(old, old) == []


ARTICLE_NEW = "De proeftijd bedraagt zes maanden in {{gemeente}}."


def test_a_document_that_can_not_be_is_refused() -> None:
    twice = Clause(key="a", kind=ClauseKind.ARTICLE)
    with pytest.raises(ValidationError):
        content(clauses=(twice, twice))
    with pytest.raises(ValidationError):
        content(cost=Cost(amount=Decimal(1), key=CostKey.COLUMN, column="bestaat_niet"))
    with pytest.raises(ValidationError):
        Cost(amount=Decimal(1), key=CostKey.EQUAL, column="x")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("In {{overleg}} werd dit gemaakt.", "In het overleg Dender werd dit gemaakt."),
        ("In het {{overleg}} werd dit gemaakt.", "In het Dender werd dit gemaakt."),
        ("Het overleg {{overleg}} vraagt dit.", "Het overleg Dender vraagt dit."),
        ("Zo is het. {{overleg}} vraagt dit.", "Zo is het. Het overleg Dender vraagt dit."),
        ("{{overleg}} vraagt dit.", "Het overleg Dender vraagt dit."),
    ],
)
def test_a_table_is_named_as_the_sentence_asks(text: str, said: str) -> None:
    words = content(clauses=(Clause(key="a1", kind=ClauseKind.ARTICLE, text=text),))
    whom = Addressee(
        municipality="Lede",
        slug="lede",
        body="council",
        body_name="de gemeenteraad",
        reference="A-D01",
        table_name="Dender",
        values={"overleg": "het overleg Dender"},
    )
    assert fill(words, whom, 1).clauses[0].text == said
