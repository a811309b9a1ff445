"""The way back: our own draft, published by a municipality's software, read as an outcome."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from tests.factories.cast import Cast
from tests.factories.local_drafts import decided, drafts_made
from tests.factories.publications import (
    ADDRESS,
    Publication,
    organ_of,
    published,
    source_of,
)

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.drafting.models import LocalDraft
from overlegtafel.drafting.published.beside import Found
from overlegtafel.drafting.published.decisions import outcome_of
from overlegtafel.drafting.published.pages import read_page
from overlegtafel.drafting.published.plan import Reading, reading_of
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.services import FromPublication, record_published
from overlegtafel.printing.drafts.files import draft_file
from overlegtafel.printing.drafts.paper import paper_of

ROUND_TRIP = "test_our_own_draft_published_comes_back_as_the_outcome_of_the_cell"


@pytest.fixture
def drafts(cast: Cast) -> dict[str, LocalDraft]:
    return drafts_made(cast)


@pytest.fixture
def lede(drafts: dict[str, LocalDraft]) -> LocalDraft:
    return drafts["Lede"]


@pytest.fixture(autouse=True)
def within(request: pytest.FixtureRequest) -> None:
    """Read here, which is quicker, but for the round trip itself."""
    if request.node.name != ROUND_TRIP:
        request.getfixturevalue("read_here")


def read(cast: Cast, page: Publication | bytes) -> Reading:
    html = page.html if isinstance(page, Publication) else page
    return reading_of(cast.officer, cast.towns["Lede"], read_page(html, ADDRESS))


def only(reading: Reading) -> Found:
    [row] = reading.rows
    return row


def told(row: Found) -> str:
    """Why it records nothing."""
    return "; ".join(sentence for _, sentence in row.planned.faults)


def as_it_stands(draft: LocalDraft) -> LocalDecision:
    return LocalDecision.objects.get(pk=draft.decision_id)


def test_our_own_draft_published_comes_back_as_the_outcome_of_the_cell(
    cast: Cast, lede: LocalDraft
) -> None:
    reading = read(cast, published(lede).but(published="2026-11-23"))
    row = only(reading)
    assert (row.is_chosen, row.doubt, row.asks, reading.others) == (True, "", "", 1)
    assert row.planned.words == (
        "Nog niet bekend → Goedgekeurd, zitting 20 november 2026, "
        "bekendgemaakt 23 november 2026, nota “Nummer 2026_GR_00437”"
    )
    assert row.item.title == "Regiomobiliteit: uniforme clausule - Goedkeuring"
    assert as_it_stands(lede).state == "unknown"
    assert row.planned.report is not None
    record_published(
        actor=cast.officer,
        found=[FromPublication(row.planned.report)],
        publication="publicatie.lede.example",
    )
    cell = as_it_stands(lede)
    assert (cell.state, cell.source, cell.link) == ("approved", "published", ADDRESS)
    assert (cell.meets_on, cell.published_on) == (date(2026, 11, 20), date(2026, 11, 23))
    assert cell.note == "Nummer 2026_GR_00437"
    entry = cell.entries.latest("number")
    assert (entry.get_source_display(), entry.reporter_name, entry.recorded_by) == (
        "gelezen in een publicatie",
        "publicatie.lede.example",
        cast.officer,
    )
    again = only(read(cast, published(lede).but(published="2026-11-23")))
    assert (again.planned.kind, again.planned.words) == ("unchanged", "Staat er al zo.")


@pytest.mark.parametrize(
    ("outcome", "verb"),
    [
        ("Algemeen goedgekeurd", "approve"),
        ("GOEDGEKEURD met algemene stemmen.", "approve"),
        ("Goedkeuring", "approve"),
        ("Niet goedgekeurd", "refuse"),
        ("Verdaagd", "postpone"),
        ("Te hernemen", "postpone"),
    ],
)
def test_the_words_of_a_vote(cast: Cast, lede: LocalDraft, outcome: str, verb: str) -> None:
    row = only(read(cast, published(lede).saying(outcome)))
    assert row.is_chosen
    assert row.planned.report is not None
    assert row.planned.report.verb == verb
    assert (row.planned.report.meets_on is None) == (verb == "postpone")


def test_words_that_are_no_plain_outcome_are_never_taken_for_one() -> None:
    for words in (
        *("Kennis genomen", "Behandeld", "Aktename", "", "Goedgekeurd onder voorbehoud"),
        *("Goedgekeurd mits aanpassing", "Aanvaard tot de zitting als hoogdringend agendapunt"),
        *("Niet", "Gedeeltelijk goedgekeurd", "Deels niet goedgekeurd"),
    ):
        assert outcome_of(words) is None, words


def test_a_system_that_keeps_only_the_source_is_read_as_well(cast: Cast, lede: LocalDraft) -> None:
    assert only(read(cast, published(lede).but(block=source_of(lede)))).is_chosen


def test_a_bare_link_is_offered_and_not_chosen(cast: Cast, lede: LocalDraft) -> None:
    row = only(read(cast, published(lede).but(block=source_of(lede, annotated=False))))
    assert row.planned.kind == "writes"
    assert row.doubt == "Ze verwijst naar de afspraak, maar zegt niet dat ze eruit komt."


def test_a_title_that_is_alike_is_offered_and_not_chosen(cast: Cast, lede: LocalDraft) -> None:
    title = lede.decision.agreement.title
    page = published(lede).but(block="", title=f"12. {title} - Goedkeuring")
    row = only(read(cast, page))
    assert row.planned.kind == "writes"
    assert (row.is_chosen, row.doubt) == (
        False,
        "Alleen de titel lijkt erop; er is geen verwijzing.",
    )
    assert read(cast, page.but(title="Aankoop van strooizout")).rows == []


def test_an_agenda_is_a_plan_and_no_outcome(cast: Cast, lede: LocalDraft) -> None:
    """Agendas carry besluit:Besluit too, with a publication day before the sitting."""
    page = published(lede).but(
        outcome="", started="2026-12-17T19:00:00+01:00", published="2026-11-20"
    )
    row = only(read(cast, page))
    assert row.is_chosen
    assert row.planned.words == "Nog niet bekend → Op de agenda, zitting 17 december 2026"


def test_a_sitting_is_on_the_day_it_was_here(cast: Cast, lede: LocalDraft) -> None:
    row = only(read(cast, published(lede).but(started="2026-11-19T23:00:00Z")))
    assert row.planned.report is not None
    assert row.planned.report.meets_on == date(2026, 11, 20)


def test_a_college_that_sends_it_to_the_council_only_gets_its_day(
    cast: Cast, lede: LocalDraft
) -> None:
    page = published(lede).but(organ=organ_of(lede, CompetentBody.COLLEGE))
    row = only(read(cast, page))
    assert row.planned.words == "Nog niet bekend → Gepland, college 20 november 2026"
    row = only(read(cast, page.saying("Niet goedgekeurd")))
    assert told(row) == "Dit is de zitting van het college; hierover beslist de gemeenteraad."
    row = only(read(cast, page.but(organ=organ_of(lede, CompetentBody.WELFARE_COUNCIL))))
    assert "Dit is een zitting van de raad voor maatschappelijk welzijn" in told(row)


def test_what_was_changed_is_asked_before_it_is_recorded(cast: Cast, lede: LocalDraft) -> None:
    row = only(read(cast, published(lede).saying("Goedgekeurd met wijzigingen")))
    assert (row.is_chosen, row.asks) == (False, "change")
    assert row.planned.words == (
        "Nog niet bekend → Goedgekeurd met wijziging, zitting 20 november 2026"
    )


def test_another_outcome_than_stands_there_is_a_correction_with_its_reason(
    cast: Cast, lede: LocalDraft
) -> None:
    decided(cast.officer, lede.decision, on=date(2026, 11, 20))
    row = only(read(cast, published(lede).saying("Niet goedgekeurd")))
    assert (row.is_chosen, row.asks) == (False, "correction")
    assert row.planned.words == (
        "Goedgekeurd, zitting 20 november 2026 → Niet goedgekeurd, zitting 20 november 2026"
    )
    assert row.planned.report is not None
    found = FromPublication(row.planned.report, "De notulen zeggen het anders.")
    [done] = record_published(actor=cast.officer, found=[found], publication="lede.example")
    assert done.refusal is None
    cell = as_it_stands(lede)
    assert (cell.state, cell.source) == ("refused", "published")
    lines = [(each.verb, each.state, each.note) for each in cell.entries.order_by("number")]
    assert lines[-2:] == [
        ("approve", "approved", ""),
        ("correct", "refused", "De notulen zeggen het anders."),
    ]


def test_a_correction_that_is_refused_leaves_what_stood_there(cast: Cast, lede: LocalDraft) -> None:
    decided(cast.officer, lede.decision, on=date(2026, 11, 20))
    row = only(read(cast, published(lede).saying("Niet goedgekeurd")))
    decided_again = as_it_stands(lede)
    assert row.planned.report is not None
    found = [FromPublication(row.planned.report, "Daarom.")]
    [done] = record_published(actor=cast.other_officer, found=found, publication="x")
    assert isinstance(done.refusal, NotAllowed)
    assert as_it_stands(lede).revision == decided_again.revision


def test_the_same_outcome_only_gets_its_proof(cast: Cast, lede: LocalDraft) -> None:
    decided(cast.officer, lede.decision, "approve_with_change", on=date(2026, 11, 20))
    row = only(read(cast, published(lede).but(published="2026-11-23")))
    assert row.is_chosen
    assert row.planned.words == (
        "Aangevuld: bekendgemaakt 23 november 2026, het adres van de publicatie"
    )
    row = only(read(cast, published(lede).but(outcome="", started="2026-12-17T19:00:00Z")))
    assert row.planned.words == "Er is al beslist; een agenda wijzigt dat niet."


OWN: dict[str, tuple[Callable[[Publication], Publication], str]] = {
    "no outcome": (
        lambda page: page.but(outcome=""),
        "De pagina zegt niet wat er beslist werd. Leg deze beslissing zelf vast.",
    ),
    "words that are no outcome": (
        lambda page: page.saying("Kennis genomen"),
        "De pagina zegt “Kennis genomen”: dat lezen we niet als één uitkomst. Leg ze zelf vast.",
    ),
    "two votes that differ": (
        lambda page: page.but(
            outcome='<i property="besluit:gevolg">Goedgekeurd</i>'
            '<i property="besluit:gevolg">Verworpen</i>'
        ),
        "De pagina zegt “Goedgekeurd” en “Verworpen”: dat lezen we niet als één uitkomst. "
        "Leg ze zelf vast.",
    ),
    "no day": (
        lambda page: page.but(started="binnenkort"),
        "De pagina zegt niet wanneer de zitting was. Leg deze beslissing zelf vast.",
    ),
    "a day to come": (
        lambda page: page.but(started="2026-12-24T19:00:00Z"),
        "Een beslissing kan niet in de toekomst liggen.",
    ),
    "before the meeting": (
        lambda page: page.but(started="2020-01-02T19:00:00Z"),
        "Deze zitting (2 januari 2020) valt vóór de vergadering die de afspraak maakte",
    ),
    "twice with two outcomes": (
        lambda page: page.but(more=page.saying("Verworpen").treatment("438")),
        "Deze pagina zegt over deze afspraak twee verschillende dingen.",
    ),
}


@pytest.mark.parametrize("name", OWN)
def test_what_a_page_leaves_open_is_told_and_never_chosen(
    cast: Cast, lede: LocalDraft, name: str
) -> None:
    change, sentence = OWN[name]
    rows = read(cast, change(published(lede))).rows
    assert not any(each.is_chosen for each in rows)
    assert all(each.planned.report is None for each in rows)
    assert sentence in told(rows[0])


DOUBTS: dict[str, tuple[Callable[[Publication], Publication], str]] = {
    "no body": (lambda page: page.but(organ=""), "De pagina zegt niet van welk bestuur ze is."),
    "a body without a place": (
        lambda page: page.but(organ='<b property="besluit:isGehoudenDoor">Gemeenteraad</b>'),
        "De pagina zegt niet van welk bestuur ze is.",
    ),
    "more words than the outcome": (
        lambda page: page.but(
            outcome='<i property="besluit:gevolg">Goedgekeurd</i>'
            '<i property="besluit:gevolg">mits de raming daalt</i>'
        ),
        "De pagina zegt ook “mits de raming daalt”.",
    ),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_what_is_in_doubt_is_offered_with_why(cast: Cast, lede: LocalDraft, name: str) -> None:
    change, sentence = DOUBTS[name]
    row = only(read(cast, change(published(lede))))
    assert (row.planned.kind, row.is_chosen, row.doubt) == ("writes", False, sentence)


def test_a_name_is_enough_where_no_official_address_is_given(cast: Cast, lede: LocalDraft) -> None:
    label = '<b property="besluit:isGehoudenDoor">Gemeenteraad van {}</b>'
    assert only(read(cast, published(lede).but(organ=label.format("Lede")))).is_chosen
    with pytest.raises(Invalid, match=r"van een ander bestuur \(Gemeenteraad van Zele\)"):
        read(cast, published(lede).but(organ=label.format("Zele")))


def test_the_same_decision_twice_counts_once(cast: Cast, lede: LocalDraft) -> None:
    page = published(lede)
    rows = read(cast, page.but(more=page.treatment("438"))).rows
    assert [each.is_chosen for each in rows] == [True, False]
    assert told(rows[1]) == "Dit staat hoger op deze pagina ook al."


def test_what_another_municipality_decided_is_never_recorded(
    cast: Cast, drafts: dict[str, LocalDraft]
) -> None:
    """Neither on its own page, nor when the block inside names us."""
    zele = published(drafts["Zele"])
    for page in (zele, published(drafts["Lede"]).but(organ=organ_of(drafts["Zele"]))):
        with pytest.raises(Invalid, match="Deze publicatie is van een ander bestuur"):
            read(cast, page)
    ours = published(drafts["Lede"]).but(block=zele.block)
    row = only(read(cast, ours))
    assert (row.planned.kind, row.planned.report) == ("fault", None)
    assert told(row).startswith("Het ontwerp op deze pagina is van Zele.")


SILENT: dict[str, Callable[[str], str]] = {
    "as it was downloaded": lambda block: block,
    "with our address in it": lambda block: block.replace("/besturen/zele/", "/besturen/lede/"),
    "with only the agreement left": lambda block: re.sub(r'(resource|property)="[^"]*"', "", block),
}


@pytest.mark.parametrize("name", SILENT)
def test_a_silent_page_with_the_draft_of_another_is_never_ours(
    cast: Cast, drafts: dict[str, LocalDraft], name: str
) -> None:
    """By the address of the draft, else by the body that was to decide, else by its heading."""
    block = SILENT[name](published(drafts["Zele"]).block)
    page = published(drafts["Lede"]).but(organ="", block=block)
    with pytest.raises(Invalid, match=r"Het ontwerp op deze pagina is van Zele\."):
        read(cast, page)
    title = drafts["Lede"].decision.agreement.title
    with pytest.raises(Invalid, match=r"is van Zele\."):
        read(cast, page.but(more=page.but(title=title, block="").treatment("438")))


def test_a_draft_of_a_place_we_do_not_know_is_not_ours_either(cast: Cast, lede: LocalDraft) -> None:
    block = published(lede).block.replace("/besturen/lede/", "/besturen/nergens/")
    row = only(read(cast, published(lede).but(block=block)))
    assert row.planned.report is None
    assert told(row).startswith("Het ontwerp op deze pagina is van een ander bestuur.")


def test_a_reference_to_what_one_does_not_see_says_nothing_about_it(
    cast: Cast, lede: LocalDraft
) -> None:
    page = published(lede)
    sentences = set()
    for other in ("/tafels/andere-regio/", "/tafels/bestaat-niet/"):
        block = page.block.replace("/tafels/denderregio/", other).replace(
            "/openbaar/denderregio/", other.replace("tafels", "openbaar")
        )
        row = only(read(cast, page.but(block=block)))
        assert (row.planned.reference, row.planned.decision) == ("", None)
        sentences.add(told(row))
    assert sentences == {"Deze verwijzing hoort bij geen afspraak waarover uw bestuur beslist."}


def test_a_look_alike_address_of_another_site_is_no_reference(cast: Cast, lede: LocalDraft) -> None:
    source = paper_of(lede).agreement
    host = source.split("/")[2]
    for fake in (f"{host}.evil.example", f"evil.example/{host}", f"{host}@evil.example"):
        block = f'<a property="dct:source" href="{source.replace(host, fake)}">x</a>'
        assert read(cast, published(lede).but(block=block)).rows == []


def test_our_own_draft_is_no_publication(cast: Cast, lede: LocalDraft) -> None:
    draft = draft_file("html", paper_of(lede), b"").decode()
    pasted = f"<html><body><h1>Besluitenlijst</h1>{draft}<p>Beslissing: goedgekeurd met 20 stemmen"
    for page in (draft, pasted):
        with pytest.raises(Invalid, match="Uw ontwerp staat op deze pagina, maar niet") as refusal:
            read(cast, page.encode())
        assert "(RDFa): de zitting en de uitkomst ontbreken." in refusal.value.sentence
    session = '<p typeof="http://data.vlaanderen.be/ns/besluit#Zitting">Zitting</p>'
    with pytest.raises(Invalid, match=r"\(RDFa\): de uitkomst ontbreekt\."):
        read(cast, f"{pasted}{session}".encode())


def test_a_plain_list_with_the_same_title_says_what_is_missing(
    cast: Cast, lede: LocalDraft
) -> None:
    page = f"<html><body><h2>{lede.decision.agreement.title}</h2><p>Goedgekeurd</p>"
    with pytest.raises(Invalid, match="Dezelfde titel in gewone tekst is niet genoeg") as refusal:
        read(cast, page.encode())
    assert "(RDFa): de zitting en de uitkomst ontbreken." in refusal.value.sentence


def test_only_the_own_people_read_a_page_in(cast: Cast, lede: LocalDraft) -> None:
    page = read_page(published(lede).html, ADDRESS)
    for who in (cast.secretary, cast.chair, cast.other_mayor, cast.partner, cast.councillor):
        with pytest.raises(NotAllowed):
            reading_of(who, cast.towns["Lede"], page)
        [done] = record_published(
            actor=who,
            found=[FromPublication(only(read(cast, published(lede))).planned.report)],  # type: ignore[arg-type]
            publication="x",
        )
        assert isinstance(done.refusal, NotAllowed)
    assert as_it_stands(lede).state == "unknown"
