"""The package for college and council: what is in it, for whom, and what never is."""

import io
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from docx import Document
from pdfminer.high_level import extract_text
from tests.factories.cast import Cast, Thread

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.feedback.contents import CONTENTS
from overlegtafel.feedback.models import Package, RegionalItem
from overlegtafel.feedback.policy import packages_visible_to
from overlegtafel.feedback.queries import (
    chains_of,
    is_ready,
    key_of,
    package_of,
    register_for,
)
from overlegtafel.feedback.services import drop_item, keep_package, put_on_agenda
from overlegtafel.feedback.states import PackageKind, RegionalOrgan
from overlegtafel.feedback.text import PackageText, text_from
from overlegtafel.governance.states import Openness
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.services import approve_minutes, place_on_agenda
from overlegtafel.printing.package_files import (
    fields_of,
    package_docx,
    package_html,
    package_pdf,
)
from overlegtafel.printing.packages import compose
from overlegtafel.publication.services import release_agreement, release_meeting

COLLEGE, COUNCIL = RegionalOrgan.COLLEGE, RegionalOrgan.COUNCIL
OWN = "Ons college vraagt een tweede laadplein."


def held(cast: Cast, **facts: object) -> Thread:
    thread = cast.thread(executors=["Lede"], **facts)  # type: ignore[arg-type]
    assert thread.meeting and thread.agreement
    approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    thread.meeting.refresh_from_db()
    return thread


def after(cast: Cast, thread: Thread) -> Package:
    assert thread.meeting
    return package_of(cast.director, cast.towns["Lede"], key_of(PackageKind.AFTER, thread.meeting))


def words_of(text: PackageText) -> str:
    return str(text.as_document())


def kept_with_paragraph(cast: Cast, package: Package) -> Package:
    return keep_package(actor=cast.director, package=package, own_text=OWN, expected_revision=0)


def test_a_college_hears_what_was_said_agreed_and_asked(cast: Cast) -> None:
    text = compose(after(cast, held(cast)), COLLEGE)
    assert text.aloud == (
        "Op vrijdag 20 november 2026 kwam het overleg Denderregio Burgemeestersoverleg samen.",
        "Er stond één punt op de agenda.",
        "Afgesproken is “Laadpalen langs de Dender”, tegen 31 december 2026. Daarover beslist de "
        "gemeenteraad.",
        "De gemeenteraad van Lede moet tegen 31 december 2026 beslissen over “Laadpalen langs de "
        "Dender”.",
        "Lede moet tegen 31 december 2026 de afspraak “Laadpalen langs de Dender” uitvoeren.",
    )
    assert [each.key for each in text.sections] == ["items", "agreements", "asks"]
    assert "neemt kennis" in text.proposal


def test_a_neighbour_is_asked_only_what_is_asked_of_it(cast: Cast) -> None:
    thread = held(cast)
    assert thread.meeting
    package = Package(
        municipality=cast.towns["Ninove"], kind=PackageKind.AFTER, meeting=thread.meeting
    )
    kept_with_paragraph(cast, after(cast, thread))
    words = words_of(compose(package, COLLEGE))
    assert "De afspraak uitvoeren" not in words
    assert "Lede" not in words
    assert OWN not in words


def test_a_council_reads_only_what_was_released(cast: Cast) -> None:
    thread = held(cast)
    assert thread.meeting and thread.agreement
    package = after(cast, thread)
    text = compose(package, COUNCIL)
    assert text.aloud == (
        "Op vrijdag 20 november 2026 kwam het overleg Denderregio Burgemeestersoverleg samen.",
        "Hierover is nog niets vrijgegeven voor de raad.",
    )
    assert [each.key for each in text.sections] == ["items"]
    assert text.waits_for_release
    assert "Laadpalen" not in words_of(text)
    release_meeting(actor=cast.secretary, meeting=thread.meeting)
    words = words_of(compose(package, COUNCIL))
    assert "1. Laadpalen langs de Dender" in words
    assert "A-D01" not in words
    assert "niets meer gevraagd" not in words  # the council must still decide on what it can't read
    assert "Geen afspraken" not in words
    assert compose(package, COUNCIL).waits_for_release
    release_agreement(actor=cast.secretary, agreement=thread.agreement)
    text = compose(package, COUNCIL)
    assert "A-D01 Laadpalen langs de Dender" in words_of(text)
    assert text.sections[2].lines[0].text.startswith("Een beslissing van de gemeenteraad")
    assert not text.waits_for_release
    assert "De gemeenteraad van Lede moet" in " ".join(text.aloud)
    assert "A-D01" not in " ".join(text.aloud)


@pytest.mark.parametrize("level", [Openness.TABLE, Openness.MEMBERS])
@pytest.mark.parametrize("make", [package_docx, package_html, package_pdf])
def test_a_closed_item_is_in_no_text_and_no_file(
    cast: Cast, level: Openness, make: Callable[[PackageText], bytes]
) -> None:
    meeting = cast.meeting(date(2026, 11, 20))
    place_on_agenda(
        actor=cast.secretary, meeting=meeting, proposal=cast.proposal(title="Geheim-K7Q")
    )
    AgendaItem.objects.filter(meeting=meeting).update(openness=level)
    package = Package(municipality=cast.towns["Lede"], kind=PackageKind.AFTER, meeting=meeting)
    for organ in (COLLEGE, COUNCIL):
        text = compose(package, organ)
        assert "Geheim-K7Q" not in words_of(text)
        assert "Geheim-K7Q" not in read_back(make, text)


def test_an_internal_dossier_stays_inside(cast: Cast) -> None:
    type(cast.dossier).objects.filter(pk=cast.dossier.pk).update(is_internal=True)
    cast.dossier.refresh_from_db()
    thread = cast.thread(
        dossier=cast.dossier, executors=["Aalst"], competent_body=CompetentBody.NONE, until="closed"
    )
    assert thread.meeting
    approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    words = words_of(compose(after(cast, thread), COLLEGE))
    assert "Besloten punt" in words
    assert "Laadpalen" not in words


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def read_back(make: Callable[[PackageText], bytes], text: PackageText) -> str:
    content = make(text)
    if make is package_docx:
        return "\n".join(each.text for each in Document(io.BytesIO(content)).paragraphs)
    if make is package_pdf:
        return " ".join(extract_text(io.BytesIO(content)).split())
    reader = _Words()
    reader.feed(content.decode())
    return " ".join(reader.found)


@pytest.mark.parametrize("make", [package_docx, package_html, package_pdf])
def test_one_text_feeds_every_file(cast: Cast, make: Callable[[PackageText], bytes]) -> None:
    package = kept_with_paragraph(cast, after(cast, held(cast)))
    for organ in (COLLEGE, COUNCIL):
        text = compose(package, organ)
        found = " ".join(read_back(make, text).split())
        for words in (text.title, *text.aloud, OWN, text.proposal):
            assert words in found, words
        for section in text.sections:
            assert all(line.text in found for line in section.lines)


@pytest.mark.parametrize("organ", [COLLEGE, COUNCIL])
def test_the_own_paragraph_is_read_out_too_and_attached_whole(
    cast: Cast, organ: RegionalOrgan
) -> None:
    package = kept_with_paragraph(cast, after(cast, held(cast)))
    text = compose(package, organ)
    assert text.aloud[-1] == OWN
    assert text.own_text == OWN
    assert OWN in dict(fields_of(text))["Toelichting"]
    first = extract_text(io.BytesIO(package_pdf(text)), page_numbers=[0])
    assert OWN in " ".join(first.split())
    assert "Wat besproken is" not in first


@pytest.mark.parametrize("key", ["voor", "maand-2026-07"])
def test_the_own_paragraph_is_read_out_of_every_package(cast: Cast, key: str) -> None:
    if key == "voor":
        meeting = cast.thread("convened").meeting
        assert meeting
        key = key_of(PackageKind.BEFORE, meeting)
    package = kept_with_paragraph(cast, package_of(cast.director, cast.towns["Lede"], key))
    assert compose(package, COLLEGE).aloud[-1] == OWN


def test_a_long_own_paragraph_leaves_one_page_to_read_out(cast: Cast) -> None:
    sentence = "Ons college vraagt een tweede laadplein aan de Dender. "
    package = keep_package(
        actor=cast.director,
        package=after(cast, held(cast)),
        own_text=f"Kort vooraf.\n\n{sentence * 60}\nEn tot slot.",
        expected_revision=0,
    )
    text = compose(package, COLLEGE)
    *_, first, begin, more = text.aloud
    assert first == "Kort vooraf."
    assert begin == (sentence * 21).strip()
    assert more == "De rest staat in de bijlage, bij “Uit het eigen bestuur”."
    paper = package_pdf(text)
    one, two = (extract_text(io.BytesIO(paper), page_numbers=[number]) for number in (0, 1))
    assert "De rest staat in de bijlage" in one and "Wat besproken is" not in one
    assert "Wat besproken is" in two
    assert "En tot slot." in text.own_text and "En tot slot." not in one


def test_word_has_real_headings(cast: Cast) -> None:
    made = Document(io.BytesIO(package_docx(compose(after(cast, held(cast)), COLLEGE))))
    headings = [
        (each.style.name, each.text) for each in made.paragraphs if "Heading" in each.style.name
    ]
    assert headings == [
        ("Heading 1", "Terugkoppeling Denderregio Burgemeestersoverleg, 20 november 2026"),
        ("Heading 2", "Om voor te lezen"),
        ("Heading 2", "Wat besproken is"),
        ("Heading 2", "Wat afgesproken is"),
        ("Heading 2", "Wat van Lede gevraagd wordt"),
    ]


def test_what_is_typed_is_never_markup(cast: Cast) -> None:
    package = keep_package(
        actor=cast.director,
        package=after(cast, held(cast)),
        own_text="<script>alert(1)</script>",
        expected_revision=0,
    )
    page = package_html(compose(package, COLLEGE)).decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert dict(fields_of(compose(package, COLLEGE)))["Uit het eigen bestuur"] == (
        "<script>alert(1)</script>"
    )


def test_the_own_paragraph_never_leaves_the_municipality(cast: Cast) -> None:
    kept_with_paragraph(cast, after(cast, held(cast)))
    for who in ("mayor", "director", "officer", "alderman"):
        assert packages_visible_to(getattr(cast, who)).count() == 1
    strangers = ("secretary", "chair", "other_officer", "councillor", "partner", "other_mayor")
    for who in (*strangers, "other_secretary", "citizen"):
        assert packages_visible_to(getattr(cast, who)).count() == 0
    said = AuditEntry.objects.filter(verb="package.kept").values_list("changes", flat=True)
    assert OWN not in str(list(said))


@pytest.mark.parametrize(
    "who",
    [
        *("secretary", "chair", "councillor", "partner", "citizen"),
        *("other_officer", "other_mayor", "other_secretary"),
    ],
)
def test_a_package_is_found_by_its_own_municipality_alone(cast: Cast, who: str) -> None:
    thread = held(cast)
    assert thread.meeting
    for key in (key_of(PackageKind.AFTER, thread.meeting), "maand-2026-07"):
        with pytest.raises(NotVisible):
            package_of(getattr(cast, who), cast.towns["Lede"], key)


@pytest.mark.parametrize(
    "key", ["na-999999", "na-x", "voor-", "maand-2026-13", "maand-2026-7", "jaar-2026", "na"]
)
def test_what_is_no_package_is_not_found(cast: Cast, key: str) -> None:
    with pytest.raises(NotVisible):
        package_of(cast.director, cast.towns["Lede"], key)


def test_another_tables_meeting_gives_no_package(cast: Cast) -> None:
    meeting = cast.meeting(body=cast.other_table)
    with pytest.raises(NotVisible):
        package_of(cast.director, cast.towns["Lede"], key_of(PackageKind.AFTER, meeting))


def test_the_mark_is_proof_and_the_chain_shows_it(cast: Cast) -> None:
    thread = held(cast)
    package, lede = after(cast, thread), cast.towns["Lede"]
    assert thread.meeting
    chain = chains_of(lede, [thread.meeting])[thread.meeting.pk]
    assert (chain.college_words, chain.council_words) == ("nog niet", "nog niet")
    put_on_agenda(
        actor=cast.officer,
        package=package,
        organ=COLLEGE,
        meets_on=date(2026, 11, 23),
        text=compose(package, COLLEGE),
    )
    put_on_agenda(
        actor=cast.officer,
        package=package,
        organ=COUNCIL,
        meets_on=date(2026, 12, 17),
        text=compose(package, COUNCIL),
    )
    chain = chains_of(lede, [thread.meeting])[thread.meeting.pk]
    assert chain.college_words == "23 november 2026"
    assert chain.council_words == "gepland op 17 december 2026"
    register = register_for(cast.officer, lede, 2026)
    assert [each.meets_on for each in register.college[10].done] == [date(2026, 11, 23)]
    assert register.council[0].planned_days == [date(2026, 12, 17)]
    kept = after(cast, thread)
    with pytest.raises(WrongMoment, match="al op die agenda"):
        put_on_agenda(
            actor=cast.officer,
            package=kept,
            organ=COLLEGE,
            meets_on=date(2026, 11, 24),
            text=compose(kept, COLLEGE),
        )


def test_what_was_put_on_an_agenda_does_not_change_after(cast: Cast) -> None:
    package = kept_with_paragraph(cast, after(cast, held(cast)))
    item = put_on_agenda(
        actor=cast.officer,
        package=package,
        organ=COLLEGE,
        meets_on=date(2026, 11, 23),
        text=compose(package, COLLEGE),
    )
    keep_package(actor=cast.director, package=package, own_text="Iets anders", expected_revision=1)
    item.refresh_from_db()
    assert text_from(item.content).own_text == OWN
    drop_item(actor=cast.officer, item=item, reason="Uitgesteld.")
    again = put_on_agenda(
        actor=cast.officer,
        package=Package.objects.get(),
        organ=COLLEGE,
        meets_on=date(2026, 11, 30),
        text=compose(Package.objects.get(), COLLEGE),
    )
    assert text_from(again.content).own_text == "Iets anders"


def test_what_is_refused(cast: Cast) -> None:
    package = after(cast, held(cast))
    text = compose(package, COLLEGE)
    with pytest.raises(Invalid, match="vóór de vergadering"):
        put_on_agenda(
            actor=cast.officer,
            package=package,
            organ=COLLEGE,
            meets_on=date(2026, 11, 19),
            text=text,
        )
    with pytest.raises(Invalid, match="andere zitting"):
        put_on_agenda(
            actor=cast.officer,
            package=package,
            organ=COUNCIL,
            meets_on=date(2026, 12, 17),
            text=text,
        )
    for who in ("alderman", "secretary", "other_officer", "citizen"):
        with pytest.raises(NotAllowed):
            keep_package(
                actor=getattr(cast, who), package=package, own_text="x", expected_revision=0
            )
    kept_with_paragraph(cast, package)
    with pytest.raises(Stale):
        keep_package(
            actor=cast.officer,
            package=after(cast, held_again(package)),
            own_text="x",
            expected_revision=7,
        )
    assert not RegionalItem.objects.exists()


def held_again(package: Package) -> Thread:
    return Thread(proposal=None, meeting=package.meeting)  # type: ignore[arg-type]


def test_from_which_report_on_feedback_leaves_is_a_setting(cast: Cast, settings: Any) -> None:
    thread = cast.thread("closed")
    assert thread.meeting
    ready = {who: is_ready(getattr(cast, who), thread.meeting) for who in ("mayor", "alderman")}
    assert ready == {"mayor": True, "alderman": False}
    settings.FEEDBACK_FROM = "approved"
    assert not is_ready(cast.mayor, thread.meeting)
    approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    thread.meeting.refresh_from_db()
    assert is_ready(cast.alderman, thread.meeting)


def test_beforehand_the_college_is_asked_for_a_position(cast: Cast) -> None:
    thread = cast.thread("convened", held_on=date(2026, 12, 11))
    assert thread.meeting
    key = key_of(PackageKind.BEFORE, thread.meeting)
    package = package_of(cast.officer, cast.towns["Lede"], key)
    text = compose(package, COLLEGE)
    assert text.title == "Agenda Denderregio Burgemeestersoverleg, 11 december 2026"
    assert text.sections[1].heading == "Gevraagd standpunt"
    assert text.aloud[-1] == (
        "Over “Laadpalen langs de Dender” wordt het standpunt van ons college gevraagd."
    )
    assert "Laadpalen" not in words_of(compose(package, COUNCIL))


def test_twelve_college_items_a_year_for_a_table_that_meets_five_times(cast: Cast) -> None:
    lede = cast.towns["Lede"]
    for month in range(1, 12):
        package = keep_package(
            actor=cast.officer,
            package=package_of(cast.officer, lede, f"maand-2026-{month:02}"),
            own_text="",
            chosen=[list(CONTENTS)[month % len(CONTENTS)]],
            expected_revision=0,
        )
        text = compose(package, COLLEGE)
        assert text.sections and not text.is_empty
        put_on_agenda(
            actor=cast.officer,
            package=package,
            organ=COLLEGE,
            meets_on=date(2026, month, 10),
            text=text,
        )
    package = package_of(cast.officer, lede, "maand-2026-12")
    with pytest.raises(Invalid, match="Kies eerst de inhoud"):
        put_on_agenda(
            actor=cast.officer,
            package=package,
            organ=COLLEGE,
            meets_on=date(2026, 12, 8),
            text=compose(package, COLLEGE),
        )
    package = kept_with_paragraph(cast, package)
    put_on_agenda(
        actor=cast.officer,
        package=package,
        organ=COLLEGE,
        meets_on=date(2026, 12, 8),
        text=compose(package, COLLEGE),
    )
    register = register_for(cast.officer, lede, 2026)
    assert register.college_figure == "11/11"
    assert [len(each.done) + len(each.planned) for each in register.college] == [1] * 12


def test_a_month_tells_a_council_nothing_that_is_not_released(cast: Cast) -> None:
    thread = held(cast)
    package = Package(
        municipality=cast.towns["Lede"],
        kind=PackageKind.MONTH,
        month=date(2026, 11, 1),
        chosen=list(CONTENTS),
    )
    college = words_of(compose(package, COLLEGE))
    assert "A-D01 Laadpalen langs de Dender" in college
    assert "D-01 Rechtspositieregeling en regiomobiliteit" in college
    council = words_of(compose(package, COUNCIL))
    assert "Laadpalen" not in council
    assert "Rechtspositieregeling" not in council
    assert "niets vrijgegeven" not in " ".join(compose(package, COUNCIL).aloud)
    assert thread.agreement
    release_agreement(actor=cast.secretary, agreement=thread.agreement)
    assert "Laadpalen" in words_of(compose(package, COUNCIL))


def test_content_must_come_from_the_list(cast: Cast) -> None:
    package = package_of(cast.officer, cast.towns["Lede"], "maand-2026-07")
    with pytest.raises(Invalid):
        keep_package(
            actor=cast.officer, package=package, own_text="", chosen=["x"], expected_revision=0
        )


def test_every_kind_of_content_has_a_source_and_points(cast: Cast) -> None:
    assert all(each.title and each.about and each.source for each in CONTENTS.values())
    package = Package(
        municipality=cast.towns["Lede"],
        kind=PackageKind.MONTH,
        month=date(2026, 11, 1),
        chosen=list(CONTENTS),
    )
    assert [each.key for each in compose(package, COLLEGE).sections] == list(CONTENTS)
