"""The report as a PDF: accessible, whole, and with hostile text as text."""

from typing import Any

from tests.factories.cast import Cast
from tests.printing.papers import ACCESSIBLE, bookmarks_of, is_accessible, opened, text_of

from overlegtafel.meetings.models import AgendaItem, Poll
from overlegtafel.meetings.reports import content_of
from overlegtafel.meetings.services import approve_minutes
from overlegtafel.printing.reports import report_pdf

HOSTILE = '#eval("1+1") $x$ \\ {{ titel }} <script>alert(1)</script> @label *niet vet'


def words(pdf: bytes) -> str:
    """All text with single spaces."""
    return " ".join(text_of(pdf).split())


def reported(cast: Cast, **facts: Any) -> Any:
    """A concept report with one item changed by ``facts``."""
    thread = cast.thread("closed")
    assert thread.meeting is not None
    assert thread.item is not None
    if facts:
        AgendaItem.objects.filter(pk=thread.item.pk).update(**facts)
    return thread.meeting


def test_it_is_accessible_with_a_title_a_language_and_tags(cast: Cast) -> None:
    meeting = reported(cast)
    pdf = report_pdf(content_of(meeting), None, is_approved=False)
    assert is_accessible(pdf) == ACCESSIBLE
    metadata = str(opened(pdf).open_metadata())
    assert "Verslag Denderregio Burgemeestersoverleg, vrijdag 20 november 2026" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert ("1. Laadpalen langs de Dender", 1) in bookmarks_of(pdf)


def test_it_says_who_agreed_what_by_when_and_that_it_is_a_concept(cast: Cast) -> None:
    meeting = reported(cast)
    meeting.location = "Gemeentehuis Lede"
    said = words(report_pdf(content_of(meeting), None, is_approved=False))
    for sentence in (
        "Concept: nog niet goedgekeurd",
        "Vrijdag 20 november 2026, 9.30 uur, Gemeentehuis Lede",
        "De burgemeesters delen de vraag.",
        "Uitkomst: afspraak",
        "Uitvoerder: Aalst en Lede; uiterlijk 31 december 2026; lokale beslissing door: gemeente",
    ):
        assert sentence in said


def test_an_approved_one_names_its_version_and_checksum(cast: Cast) -> None:
    meeting = approve_minutes(actor=cast.secretary, meeting=reported(cast))
    version = meeting.report_versions.get()
    said = words(report_pdf(version.content, version, is_approved=True))
    assert "Goedgekeurd op 23 november 2026, versie 1" in said
    assert version.checksum in said.replace(" ", "")
    assert "Concept" not in said


def test_hostile_text_stays_text(cast: Cast) -> None:
    meeting = reported(cast, title=HOSTILE[:200], minutes=HOSTILE, summary=HOSTILE)
    said = words(report_pdf(content_of(meeting), None, is_approved=False))
    assert said.count(HOSTILE) == 3


def test_a_poll_says_that_it_binds_nobody_and_a_withheld_item_says_nothing(cast: Cast) -> None:
    meeting = reported(cast, no_report=True, minutes="")
    Poll.objects.create(
        item=meeting.items.get(),
        question="Nu al beginnen?",
        options=["ja", "neen"],
        counts=[4, 1],
        held_at=meeting.state_since,
        held_by=cast.secretary,
    )
    said = words(report_pdf(content_of(meeting), None, is_approved=False))
    assert "Nu al beginnen? (peiling, niet bindend): ja 4, neen 1" in said
    assert "Van dit punt is er geen verslag." in said
