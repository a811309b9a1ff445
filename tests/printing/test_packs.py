"""The pack of a meeting: asked, made in the background, one per what may be read, never half."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.printing.conftest import Hang, a_pdf, an_image
from tests.printing.papers import (
    ACCESSIBLE,
    bookmarks_of,
    elements_of,
    is_accessible,
    opened,
    pages_of,
    text_of,
)

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import NotAllowed, NotVisible, WrongMoment
from overlegtafel.meetings.models import AgendaItem, AgendaVersion, Meeting
from overlegtafel.meetings.services import convene_meeting, place_on_agenda
from overlegtafel.printing import pack_file
from overlegtafel.printing.models import Pack
from overlegtafel.printing.pack_file import pdf_path
from overlegtafel.printing.queries import pack_to_serve, pack_view
from overlegtafel.printing.services import (
    ask_for_pack,
    clean_packs,
    make_pack,
    prepare_packs,
    resume_packs,
)
from overlegtafel.printing.services.packs import BROKE, CHANGED
from overlegtafel.printing.states import PackState

pytestmark = pytest.mark.django_db
Work = Callable[[], None]
NOTE = "Raming per laadpaal: 4.200 euro."


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """Convened, with one item that has a note."""
    planned = cast.meeting()
    for title in ("Laadpalen langs de Dender", "Fietsroute langs de spoorlijn"):
        place_on_agenda(
            actor=cast.system, meeting=planned, proposal=cast.proposal(title=title, note=NOTE)
        )
    convene_meeting(actor=cast.system, meeting=planned)
    return planned


@pytest.fixture
def items(meeting: Meeting) -> list[AgendaItem]:
    """Its items, in order."""
    return list(meeting.items.order_by("order"))


def made_for(actor: object, meeting: Meeting, work: Work) -> Pack:
    ask_for_pack(actor=actor, meeting=meeting)  # type: ignore[arg-type]
    work()
    return pack_to_serve(actor, meeting)  # type: ignore[arg-type]


def content_of(pack: Pack) -> bytes:
    return pdf_path(pack.fingerprint).read_bytes()


def test_the_pack_holds_agenda_items_and_notes_on_numbered_pages(
    cast: Cast, meeting: Meeting, work: Work
) -> None:
    pack = made_for(cast.mayor, meeting, work)
    pages = pages_of(content_of(pack))
    assert is_accessible(content_of(pack)) == ACCESSIBLE
    assert len(pages) == pack.pages == 3
    assert "Zoals leesbaar voor: wie aan tafel zit" in pages[0]
    assert "Laadpalen langs de Dender" in pages[1]
    assert NOTE in pages[2]
    for number, page in enumerate(pages, 1):
        assert f"blz. {number} van 3" in page


def test_annexes_are_merged_in_agenda_order_with_numbers_that_run_on(
    cast: Cast, meeting: Meeting, items: list[AgendaItem], hang: Hang, work: Work
) -> None:
    hang(items[0], "Raming", a_pdf("Een raming in cijfers.", pages=3))
    hang(items[1], "Plan", an_image(size=(600, 300)), media_type="image/png", file_name="plan.png")
    pack = made_for(cast.mayor, meeting, work)
    content = content_of(pack)
    pages = pages_of(content)
    raming, plan = pack.places["annex-d1-v1"], pack.places["annex-d2-v1"]
    assert "Bijlage 1.1: Raming" in pages[raming - 1]
    assert "Een raming in cijfers." in pages[raming - 1]
    assert "Bijlage 1.1, bladzijde 2 van" in pages[raming]
    assert "Bijlage 2.1: Plan" in pages[plan - 1]
    for number, page in enumerate(pages, 1):
        assert f"blz. {number} van {pack.pages}" in page
    for item in items:
        assert f"{item.order}. {item.title}" in pages[pack.places[f"item-{item.pk}"] - 1]
    agenda = pages[1]
    for page in pack.places.values():
        assert f" {page}" in agenda
    assert bookmarks_of(content) == [
        ("Agenda", 2),
        ("1. Laadpalen langs de Dender", pack.places[f"item-{items[0].pk}"]),
        ("Bijlage 1.1: Raming", raming),
        ("2. Fietsroute langs de spoorlijn", pack.places[f"item-{items[1].pk}"]),
        ("Bijlage 2.1: Plan", plan),
    ]


def test_with_annexes_the_structure_survives_and_the_file_claims_nothing_of_others_work(
    cast: Cast, meeting: Meeting, items: list[AgendaItem], hang: Hang, work: Work
) -> None:
    hang(items[0], "Raming", a_pdf())
    hang(items[0], "Scan", an_image(), media_type="image/png", file_name="scan.png")
    content = content_of(made_for(cast.mayor, meeting, work))
    assert is_accessible(content) == ACCESSIBLE
    said = elements_of(content)
    headings = [number for number, (tag, _) in enumerate(said) if tag == "H3"][1:3]
    assert [said[number + 1] for number in headings] == [
        ("P", ""),  # the words of a PDF are read as they are
        ("Figure", "Bijlage “Scan”, bladzijde 1 van 1"),
    ]
    paper = opened(content)
    with paper.open_metadata() as about:
        assert "pdfuaid:part" not in about
        assert "pdfaid:part" not in about


def test_who_may_read_the_same_shares_one_file(cast: Cast, meeting: Meeting, work: Work) -> None:
    mine = made_for(cast.mayor, meeting, work)
    assert ask_for_pack(actor=cast.chair, meeting=meeting) == mine
    assert ask_for_pack(actor=cast.secretary, meeting=meeting) == mine
    assert ask_for_pack(actor=cast.officer, meeting=meeting) != mine


def test_what_one_may_not_read_is_not_in_the_pack(
    cast: Cast, meeting: Meeting, items: list[AgendaItem], hang: Hang, work: Work
) -> None:
    hang(items[0], "Besloten raming", a_pdf("Geheim bedrag."), only_for=[cast.mayor])
    hang(items[0], "Open plan", a_pdf("Voor iedereen."))
    inside, outside = made_for(cast.mayor, meeting, work), made_for(cast.officer, meeting, work)
    full, less = text_of(content_of(inside)), text_of(content_of(outside))
    for words in ("Geheim bedrag", "Besloten raming", NOTE, "Voor iedereen"):
        assert words in full
    assert "Voor iedereen" in less
    for words in ("Geheim bedrag", "Besloten raming", NOTE, "laadpaal"):
        assert words not in less
    assert "Zoals leesbaar voor: de lokale besturen" in " ".join(less.split())
    assert inside.pages == outside.pages + 1


def test_a_file_that_is_no_longer_what_one_may_read_is_not_served(
    cast: Cast, meeting: Meeting, items: list[AgendaItem], hang: Hang, work: Work
) -> None:
    made_for(cast.mayor, meeting, work)
    hang(items[0], "Nieuw", a_pdf())
    with pytest.raises(WrongMoment, match="nog niet gemaakt"):
        pack_to_serve(cast.mayor, meeting)


@pytest.mark.parametrize("role", ["other_mayor", "other_secretary", "citizen", "partner"])
def test_who_does_not_see_the_meeting_gets_no_pack(
    cast: Cast, meeting: Meeting, work: Work, role: str
) -> None:
    made_for(cast.mayor, meeting, work)
    stranger = getattr(cast, role)
    for ask in (
        lambda: ask_for_pack(actor=stranger, meeting=meeting),
        lambda: pack_view(stranger, meeting),
        lambda: pack_to_serve(stranger, meeting),
    ):
        with pytest.raises(NotVisible):
            ask()


def test_before_the_agenda_is_sent_only_who_runs_the_table_reads_a_concept(
    cast: Cast, work: Work
) -> None:
    planned = cast.meeting(date(2026, 12, 18))
    place_on_agenda(actor=cast.system, meeting=planned, proposal=cast.proposal())
    with pytest.raises(WrongMoment, match="zodra de agenda verstuurd is"):
        ask_for_pack(actor=cast.mayor, meeting=planned)
    concept = made_for(cast.secretary, planned, work)
    assert "concept, nog niet verstuurd" in pages_of(content_of(concept))[0]


def test_a_file_that_cannot_be_merged_is_listed_with_a_reason(
    cast: Cast, meeting: Meeting, items: list[AgendaItem], hang: Hang, work: Work
) -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    hang(items[0], "Kapot", b"%PDF-1.7 en dan niets", file_name="kapot.pdf")
    hang(items[0], "Leeg", b"", file_name="leeg.pdf")
    hang(items[0], "Werktekst", b"PK", media_type=word, file_name="tekst.docx")
    hang(items[0], "Geen beeld", b"GIF89a", media_type="image/gif", file_name="x.gif")
    pack = made_for(cast.mayor, meeting, work)
    said = " ".join(text_of(content_of(pack)).split())
    assert "kapot.pdf staat niet in deze bundel: dit bestand kon niet gelezen worden" in said
    assert "leeg.pdf staat niet in deze bundel" in said
    assert "tekst.docx staat niet in deze bundel: dit bestand heeft een vorm" in said
    assert "x.gif staat niet in deze bundel" in said
    assert "waarvan 4 alleen vermeld" in said
    assert is_accessible(content_of(pack)) == ACCESSIBLE


def test_the_zip_holds_the_pack_and_every_annex_in_agenda_order(
    cast: Cast, meeting: Meeting, items: list[AgendaItem], hang: Hang, work: Work
) -> None:
    hang(items[1], "Plan", an_image(), media_type="image/png", file_name="../../etc/p:l*an.png")
    hang(items[0], "Kapot", b"niets", file_name="kapot.pdf")
    pack = made_for(cast.mayor, meeting, work)
    with zipfile.ZipFile(pack_file.zip_path(pack.fingerprint)) as packed:
        assert packed.namelist() == [
            "00 Bundel.pdf",
            "01 Laadpalen langs de Dender/01.01 kapot.pdf",
            "02 Fietsroute langs de spoorlijn/02.01 -..-etc-p-l-an.png",
        ]
        assert packed.read("00 Bundel.pdf") == content_of(pack)


def test_asking_twice_makes_it_once(
    cast: Cast, meeting: Meeting, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask_for_pack(actor=cast.mayor, meeting=meeting)
    assert ask_for_pack(actor=cast.mayor, meeting=meeting) == asked
    work()
    asked.refresh_from_db()
    assert asked.state == PackState.READY
    make_pack(asked.pk)  # a second job of the same pack finds nothing to do
    assert AuditEntry.objects.filter(verb="pack.asked").count() == 1


def test_what_breaks_is_told_and_can_be_tried_again(
    cast: Cast, meeting: Meeting, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(pack_file, "merge", lambda *parts: 1 / 0)
        asked = ask_for_pack(actor=cast.mayor, meeting=meeting)
        work()
    asked.refresh_from_db()
    assert (asked.state, asked.problem) == (PackState.FAILED, BROKE)
    assert not pdf_path(asked.fingerprint).exists()
    with pytest.raises(WrongMoment):
        pack_to_serve(cast.mayor, meeting)
    assert made_for(cast.mayor, meeting, work) == asked


def test_a_pack_is_not_made_of_what_its_asker_may_no_longer_read(
    cast: Cast, meeting: Meeting, items: list[AgendaItem], hang: Hang, work: Work
) -> None:
    asked = ask_for_pack(actor=cast.mayor, meeting=meeting)
    hang(items[0], "Intussen", a_pdf())
    work()
    asked.refresh_from_db()
    assert (asked.state, asked.problem) == (PackState.FAILED, CHANGED)


def test_a_pack_whose_maker_fell_away_is_taken_up_again(
    cast: Cast, meeting: Meeting, work: Work, clock: FixedClock
) -> None:
    asked = ask_for_pack(actor=cast.mayor, meeting=meeting)
    DBTaskResult.objects.all().delete()  # its worker was killed: the task is gone
    Pack.objects.filter(pk=asked.pk).update(state=PackState.MAKING, alive_at=clock.now())
    clock.move(seconds=100)
    assert resume_packs() == 0
    clock.move(seconds=30)
    assert resume_packs() == 1
    assert resume_packs() == 0
    work()
    asked.refresh_from_db()
    assert asked.state == PackState.READY


def test_a_file_that_went_missing_is_made_again(cast: Cast, meeting: Meeting, work: Work) -> None:
    pack = made_for(cast.mayor, meeting, work)
    pdf_path(pack.fingerprint).unlink()
    assert not pack_view(cast.mayor, meeting).is_ready
    assert made_for(cast.mayor, meeting, work) == pack


def test_a_half_written_file_never_has_the_name_that_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(descriptor: int) -> None:
        raise OSError("stroom weg")

    monkeypatch.setattr(pack_file.os, "fsync", power_cut)
    with pytest.raises(OSError, match="stroom weg"):
        pack_file.write_whole(tmp_path / "bundel.pdf", b"half")
    assert not (tmp_path / "bundel.pdf").exists()


def test_sending_the_agenda_prepares_a_pack_per_way_of_reading(
    cast: Cast, meeting: Meeting, work: Work
) -> None:
    prepare_packs(actor=cast.secretary, meeting=meeting)
    work()  # asks
    work()  # makes
    [pack] = Pack.objects.all()
    assert pack.state == PackState.READY
    assert pack_to_serve(cast.mayor, meeting) == pack
    for role in ("mayor", "officer", "citizen"):
        with pytest.raises(NotAllowed):
            prepare_packs(actor=getattr(cast, role), meeting=meeting)


def test_packs_of_long_ago_and_of_a_replaced_agenda_are_cleaned(
    cast: Cast, meeting: Meeting, work: Work, clock: FixedClock
) -> None:
    pack = made_for(cast.mayor, meeting, work)
    assert clean_packs() == 0
    clock.move(days=100)
    assert clean_packs() == 1
    assert not pdf_path(pack.fingerprint).exists()


def test_a_newer_version_of_the_agenda_removes_the_older_pack(
    cast: Cast, meeting: Meeting, work: Work, clock: FixedClock
) -> None:
    old = made_for(cast.mayor, meeting, work)
    AgendaVersion.objects.create(
        meeting=meeting, number=2, content=[], convened_at=clock.now(), convened_by=cast.secretary
    )
    new = made_for(cast.mayor, meeting, work)
    assert list(Pack.objects.all()) == [new]
    assert "versie 2" in pages_of(content_of(new))[0]
    assert not pdf_path(old.fingerprint).exists()
