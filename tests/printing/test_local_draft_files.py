"""A local draft as files: each opened by a program of others, none with another's data (R43)."""

import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pdfminer.high_level import extract_text
from rdflib import RDF, Literal, Namespace, URIRef
from tests.factories.cast import Cast
from tests.factories.drafts import content, draft_of, owner_of_draft
from tests.factories.local_drafts import SAID_OTHERWISE, again, decided, drafts_made, final
from tests.printing.word_files import as_office_reads, make_docx, paragraphs_of
from tests.rdfa import SHAPES, triples_of, violations

from overlegtafel.common.errors import NotAllowed, WrongMoment
from overlegtafel.drafting.content import Clause, Column, Cost, DraftContent
from overlegtafel.drafting.local_bodies import address_of
from overlegtafel.drafting.local_queries import all_of
from overlegtafel.drafting.models import LocalDraft
from overlegtafel.drafting.services import set_columns, write_own_text
from overlegtafel.drafting.services.local_drafts import make_now
from overlegtafel.drafting.states import ClauseKind, ColumnKind, CostKey
from overlegtafel.printing.draft_bundles import bundle_path, bundle_to_serve, is_served
from overlegtafel.printing.drafts.files import MEDIA_TYPES, draft_file, zipped
from overlegtafel.printing.drafts.paper import DraftPaper, paper_of
from overlegtafel.printing.drafts.plain import plain_fields
from overlegtafel.printing.drafts.templates import templates_for
from overlegtafel.printing.drafts.word import FIELDS, default_template, draft_example_docx
from overlegtafel.printing.models import DraftBundle
from overlegtafel.printing.services import (
    FaultyTemplate,
    ask_for_bundle,
    drop_draft_template,
    keep_draft_template,
)
from overlegtafel.printing.states import PackState

BESLUIT = Namespace("http://data.vlaanderen.be/ns/besluit#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
DCT = Namespace("http://purl.org/dc/terms/")
PLACES = {"aalst": "7103", "lebbeke": "7211", "lede": "7307", "ninove": "7409", "zele": "7519"}
HOLDS = {
    "lib-decision-shapes_basic-agenda.ttl",
    "lib-decision-shapes_decision.ttl",
}
NO_TREATMENT = "Besluit wasGeneratedBy MinCount"
NO_TYPE = "Agendapunt Agendapunt.type MinCount"
NOT_YET = {
    "app-lblod-harvester_application-profile.ttl": {
        "Besluit realizes MinCount",
        NO_TREATMENT,
        NO_TYPE,
    },
    "lib-decision-shapes_decision-list.ttl": {NO_TREATMENT},
    "lib-decision-shapes_notulen.patched-for-pyshacl.ttl": {NO_TREATMENT},
}
"""What a draft can't say yet, and why: docs/reference/linked-data.md."""


def words() -> DraftContent:
    """Every kind of clause, with figures of the municipality's own."""
    kind = ClauseKind
    return content(
        columns=(Column(name="plaatsen", label="Plaatsen", kind=ColumnKind.NUMBER),),
        cost=Cost(amount=Decimal("90000.07"), key=CostKey.COLUMN, column="plaatsen"),
        clauses=(
            Clause(
                key="feiten", kind=kind.FACTS, text="In {{gemeente}}: {{plaatsen}} & <b>\n\n- x"
            ),
            Clause(key="grond", kind=kind.LEGAL_GROUND, text="Het decreet."),
            Clause(key="motief", kind=kind.MOTIVATION, text="*Samen* is het goedkoper."),
            Clause(key="a1", kind=kind.ARTICLE, heading="Proeftijd", text="Drie maanden."),
            Clause(key="a2", kind=kind.ARTICLE, text="{{gemeente}} betaalt {{aandeel}}."),
            Clause(key="b1", kind=kind.ANNEX, heading="Raming", text="Totaal: {{bedrag}}."),
        ),
    )


@pytest.fixture
def drafts(cast: Cast) -> list[LocalDraft]:
    """The five drafts, as the files read them."""
    master = draft_of(cast, owner_of_draft(cast), words())
    master = set_columns(
        actor=cast.system,
        draft=master,
        content=words(),
        values={slug: {"plaatsen": number} for slug, number in PLACES.items()},
        expected_revision=master.revision,
    )
    final(cast, master)
    make_now(master.agreement_id, cast.system.pk)
    return all_of(master.agreement)


def of(drafts: list[LocalDraft], name: str) -> LocalDraft:
    """One municipality's."""
    return next(each for each in drafts if each.decision.municipality.name == name)


def said_in(kind: str, made: bytes) -> str:
    """Everything that a file says, with what a reader does not see."""
    if kind == "pdf":
        return extract_text(BytesIO(made))
    if kind == "docx":
        with zipfile.ZipFile(BytesIO(made)) as parts:
            return "\n".join(
                parts.read(name).decode("utf-8", "ignore") for name in parts.namelist()
            )
    return made.decode()


def figures_of(draft: LocalDraft) -> list[str]:
    """The number and the share in one draft's text."""
    texts = {each["key"]: each["text"] for each in draft.content["clauses"]}
    share = re.search(r"[\d.]+,\d\d", texts["a2"])
    assert share is not None
    return [PLACES[draft.content["municipality_slug"]], share.group()]


def test_no_file_holds_anything_of_another_municipality(drafts: list[LocalDraft]) -> None:
    for draft in drafts:
        paper = paper_of(draft)
        others = [each for each in drafts if each != draft]
        names = [each.decision.municipality.name for each in others]
        slugs = [each.decision.municipality.slug for each in others]
        figures = [figure for each in others for figure in figures_of(each)]
        codes = [each.decision.municipality.code for each in others]
        for kind in MEDIA_TYPES:
            said = said_in(kind, draft_file(kind, paper, default_template()))
            assert draft.decision.municipality.name in said
            assert figures_of(draft)[1] in said
            found = [each for each in names + slugs if re.search(rf"\b{each}\b", said)]
            found += [
                each for each in figures + codes if re.search(rf"\b{re.escape(each)}\b", said)
            ]
            assert found == [], (kind, paper.filled.municipality)


def test_word_and_libreoffice_open_every_draft(drafts: list[LocalDraft], tmp_path: Path) -> None:
    """All in one start: from our template, and one from a municipality's own."""
    own = make_docx("{{ bestuur }}", "{%p for a in artikelen %}", "{{ a.kop }}", "{%p endfor %}")
    made = {
        paper_of(draft).filled.municipality_slug: draft_file(
            "docx", paper_of(draft), default_template()
        )
        for draft in drafts
    }
    made["own"] = draft_file("docx", paper_of(of(drafts, "Lede")), own)
    for name, file in made.items():
        word = Document(BytesIO(file))
        assert word.core_properties.language == "nl-BE"
        assert word.core_properties.author.lower() == (name if name != "own" else "lede")
    read = as_office_reads(made, tmp_path)
    assert "De gemeenteraad beslist:" in read["lede"]
    assert "In Lede: 7.307 & <b>" in read["lede"]
    assert read["own"].split("\n")[:3] == ["Lede", "Artikel 1. Proeftijd", "Artikel 2"]
    assert "{%" not in "".join(read.values())


def test_the_pdf_is_accessible_and_says_who_decides(drafts: list[LocalDraft]) -> None:
    made = draft_file("pdf", paper_of(of(drafts, "Lede")), b"")
    said = said_in("pdf", made)
    assert b"pdfuaid:part" in made
    assert "Ontwerp, nog niet beslist" in said
    assert "Alleen de gemeenteraad van Lede" in " ".join(said.split())


def test_plain_fields_are_what_a_system_asks(drafts: list[LocalDraft]) -> None:
    fields = plain_fields(paper_of(of(drafts, "Lede")))
    assert [each.label for each in fields] == [
        "Titel",
        "Feiten en context",
        "Juridische grond",
        "Motivering",
        "Artikel 1. Proeftijd",
        "Artikel 2",
        "Bijlage 1. Raming",
    ]
    assert fields[1].text == "In Lede: 7.307 & <b>\n\n• x"
    assert fields[3].text == "Samen is het goedkoper."


def html_of(draft: LocalDraft) -> tuple[DraftPaper, bytes]:
    """The paper and its HTML."""
    paper = paper_of(draft)
    return paper, draft_file("html", paper, b"")


def test_the_html_says_in_linked_data_what_it_says_in_words(drafts: list[LocalDraft]) -> None:
    for draft in drafts:
        paper, html = html_of(draft)
        graph = triples_of(html, paper.address)
        [point] = graph.subjects(RDF.type, BESLUIT.Agendapunt)
        [document] = graph.objects(point, BESLUIT.heeftOntwerpbesluit)
        assert document == URIRef(paper.address)
        [decision] = graph.subjects(RDF.type, BESLUIT.Besluit)
        assert str(graph.value(decision, ELI.title)) == paper.filled.title
        assert graph.value(decision, DCT.source) == URIRef(paper.agreement)
        assert graph.value(decision, DCT.relation) == URIRef(paper.dossier)
        assert len(set(graph.objects(decision, ELI.has_part))) == 2
        body = address_of(draft.decision.municipality.code, "council")
        assert body is not None
        assert graph.value(decision, ELI.passed_by) == URIRef(body.in_term)
        motive = graph.value(decision, BESLUIT.motivering)
        assert isinstance(motive, Literal) and motive.language == "nl-be"
        assert "Samen is het goedkoper." in motive
        assert list(graph.subjects(RDF.type, BESLUIT.Zitting)) == []
        assert list(graph.subjects(RDF.type, BESLUIT.Stemming)) == []
        assert list(graph.objects(decision, ELI.date_publication)) == []


def test_a_citizen_is_never_sent_to_a_page_that_asks_to_sign_in(drafts: list[LocalDraft]) -> None:
    """A municipality puts the block on its own site: only what is public is a link there."""
    paper, html = html_of(drafts[0])
    assert f'<span property="dct:relation" resource="{paper.dossier}">het dossier</span>' in (
        html.decode()
    )
    assert re.findall(r'href="([^"]+)"', html.decode()) == [paper.agreement]


def test_the_shapes_hold_but_for_what_a_draft_can_not_say(drafts: list[LocalDraft]) -> None:
    assert {path.name for path in SHAPES.glob("*.ttl")} == HOLDS | set(NOT_YET)
    for draft in drafts[:2]:
        paper, html = html_of(draft)
        graph = triples_of(html, paper.address)
        for name in HOLDS:
            assert violations(graph, name) == set(), name
        for name, expected in NOT_YET.items():
            assert violations(graph, name) == expected, name


def test_the_shapes_are_documented_with_what_they_say(repository: Path) -> None:
    said = (repository / "docs" / "reference" / "linked-data.md").read_text(encoding="utf-8")
    for name in HOLDS:
        assert f"| `{name}` | holds |" in said
    for name, expected in NOT_YET.items():
        properties = ", ".join(f"`{each.split()[1]}`" for each in sorted(expected))
        assert f"| `{name}` | {len(expected)} missing | {properties}" in said


def test_own_words_go_into_every_file(cast: Cast) -> None:
    draft = drafts_made(cast)["Lede"]
    write_own_text(
        actor=cast.officer, draft=draft, key="a1", text=SAID_OTHERWISE, expected_revision=1
    )
    paper = paper_of(again(draft))
    for kind in MEDIA_TYPES:
        said = " ".join(said_in(kind, draft_file(kind, paper, default_template())).split())
        assert SAID_OTHERWISE in said
        assert "drie maanden" not in said


def test_a_file_says_when_it_was_decided_since(cast: Cast) -> None:
    draft = drafts_made(cast)["Lede"]
    decided(cast.officer, draft.decision)
    made = draft_file("docx", paper_of(again(draft)), default_template())
    assert "Ontwerp; hierover is intussen beslist" in paragraphs_of(made)


def test_typed_text_is_never_markup(cast: Cast) -> None:
    nasty = content(
        title='<script>alert("x")</script> "titel"',
        clauses=(
            Clause(key="a1", kind=ClauseKind.ARTICLE, heading="<i>", text='" onclick="x {{titel}'),
        ),
    )
    draft = drafts_made(cast, words=nasty)["Lede"]
    _, html = html_of(draft)
    assert b"<script>" not in html and b"<i>" not in html
    made = draft_file("docx", paper_of(draft), default_template())
    assert '<script>alert("x")</script> "titel"' in paragraphs_of(made)


def test_a_municipality_has_its_own_template_before_that_of_its_table(
    cast: Cast, drafts: list[LocalDraft]
) -> None:
    town = cast.towns["Lede"]
    keep_draft_template(
        actor=cast.secretary, of=cast.table, name="tafel.docx", content=make_docx("Tafel")
    )
    keep_draft_template(
        actor=cast.officer, of=town, name="lede.docx", content=make_docx("Lede: {{ titel }}")
    )
    templates = templates_for(drafts)
    made = {
        each.decision.municipality.name: paragraphs_of(
            draft_file("docx", paper_of(each), templates[each.pk])
        )[0]
        for each in drafts
    }
    assert made["Lede"] == "Lede: Regiomobiliteit: uniforme clausule"
    assert made["Zele"] == "Tafel"
    drop_draft_template(actor=cast.mayor, of=town)
    assert set(templates_for(drafts).values()) == {templates[of(drafts, "Zele").pk]}


def test_who_may_choose_a_template_and_what_is_refused(cast: Cast) -> None:
    town, file = cast.towns["Lede"], make_docx("{{ titel }}")
    for who in (cast.secretary, cast.other_officer, cast.councillor, cast.citizen):
        with pytest.raises(NotAllowed):
            keep_draft_template(actor=who, of=town, name="x.docx", content=file)
    for who in (cast.officer, cast.partner, cast.other_mayor):
        with pytest.raises(NotAllowed):
            keep_draft_template(actor=who, of=cast.table, name="x.docx", content=file)
    with pytest.raises(FaultyTemplate, match="“punten” kennen we niet"):
        keep_draft_template(
            actor=cast.officer, of=town, name="x.docx", content=make_docx("{{ punten }}")
        )
    with pytest.raises(WrongMoment):
        drop_draft_template(actor=cast.officer, of=town)


def test_every_field_of_a_template_is_filled_in(drafts: list[LocalDraft]) -> None:
    names = [name for name in FIELDS if "." not in name]
    loops = [f"{{%p for x in {name} %}}" for name in names if not FIELDS[name][1]]
    assert len(loops) == 5
    assert "Artikel 1. Aankoop" in paragraphs_of(draft_example_docx(default_template()))


def test_all_drafts_come_as_one_file_made_in_the_background(
    cast: Cast, drafts: list[LocalDraft], work: Callable[[], None]
) -> None:
    agreement = drafts[0].decision.agreement
    with pytest.raises(WrongMoment, match="nog niet gemaakt"):
        bundle_to_serve(cast.secretary, agreement)
    bundle = ask_for_bundle(actor=cast.secretary, agreement=agreement)
    assert ask_for_bundle(actor=cast.chair, agreement=agreement) == bundle
    work()
    served = bundle_to_serve(cast.secretary, agreement)
    assert (served.done, served.total) == (5, 5)
    with zipfile.ZipFile(bundle_path(served.fingerprint)) as packed:
        names = packed.namelist()
        assert packed.testzip() is None
    assert len(names) == 20
    assert "Lede/Ontwerp A-D01 Lede gemeenteraad.docx" in names
    write_own_text(
        actor=cast.officer,
        draft=of(drafts, "Lede"),
        key="a1",
        text="Zes.",
        expected_revision=1,
    )
    with pytest.raises(WrongMoment, match="nog niet gemaakt"):
        bundle_to_serve(cast.secretary, agreement)
    ask_for_bundle(actor=cast.secretary, agreement=agreement)
    work()
    assert is_served(bundle_to_serve(cast.secretary, agreement))
    assert DraftBundle.objects.get().state == PackState.READY
    assert not bundle_path(served.fingerprint).exists()


def test_a_bundle_is_for_who_sees_all(cast: Cast, drafts: list[LocalDraft]) -> None:
    agreement = drafts[0].decision.agreement
    for who in (cast.mayor, cast.officer, cast.councillor, cast.partner, cast.other_mayor):
        with pytest.raises(NotAllowed):
            ask_for_bundle(actor=who, agreement=agreement)
        with pytest.raises(NotAllowed):
            bundle_to_serve(who, agreement)


def test_a_template_that_breaks_is_told_beside_the_other_files(drafts: list[LocalDraft]) -> None:
    draft = of(drafts, "Lede")
    broken = make_docx("{%p for a in artikelen %}", "{{ a.kop }}")
    packed = zipped([draft], {draft.pk: broken}, in_folders=False)
    with zipfile.ZipFile(BytesIO(packed)) as made:
        names = made.namelist()
        [told] = [name for name in names if name.endswith(".docx ontbreekt.txt")]
        assert "proefknop" in made.read(told).decode()
    assert len(names) == 4
