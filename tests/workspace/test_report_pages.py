"""The report on screen: read, remarked, answered, approved, reopened, in Word."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import FixedClock
from tests.factories.cast import Cast, Thread
from tests.printing.papers import text_of
from tests.printing.word_files import make_docx, paragraphs_of
from tests.workspace.conftest import SignIn
from tests.workspace.sizes import SIZES

from overlegtafel.meetings.models import AgendaItem, Meeting, ReportRemark
from overlegtafel.meetings.services import (
    approve_minutes,
    remark_on_report,
    reopen_report,
    send_concept,
)
from overlegtafel.meetings.states import MeetingState
from overlegtafel.printing.models import WordTemplate

DAY = "/tafels/denderregio/vergaderingen/2026-11-20/"
REPORT = f"{DAY}verslag/"
WORD = "/tafels/denderregio/verslagsjabloon/"
SAID = "De burgemeesters delen de vraag."


def reported(cast: Cast) -> Thread:
    """A meeting with a concept report."""
    return cast.thread("closed")


def approved(cast: Cast) -> Meeting:
    """A meeting with an approved report."""
    meeting = reported(cast).meeting
    assert meeting is not None
    return approve_minutes(actor=cast.secretary, meeting=meeting)


def test_a_mayor_reads_the_concept_and_remarks_beside_the_item(cast: Cast, as_: SignIn) -> None:
    thread = reported(cast)
    assert thread.item is not None
    client = as_(cast.mayor)
    page = client.get(REPORT).text
    assert "Dit is een concept" in page
    assert SAID in page
    assert "Uitvoerder: Aalst, Lede; uiterlijk 31 december 2026" in page
    answer = client.post(
        f"{REPORT}{thread.item.pk}/opmerking/", {"text": "Het waren er <b>vijf</b>."}, follow=True
    )
    assert "Uw opmerking bij punt 1 is genoteerd." in answer.text
    assert "Het waren er &lt;b&gt;vijf&lt;/b&gt;." in answer.text
    assert ReportRemark.objects.get().author == cast.mayor


def test_an_empty_remark_and_one_too_long_come_back_as_typed(cast: Cast, as_: SignIn) -> None:
    thread = reported(cast)
    assert thread.item is not None
    address = f"{REPORT}{thread.item.pk}/opmerking/"
    assert as_(cast.mayor).post(address, {"text": " "}).status_code == 422
    long = as_(cast.mayor).post(address, {"text": "lang " * 1001})
    assert long.status_code == 422
    assert "lang lang" in long.text
    assert "hoogstens 5000 tekens" in long.text
    assert not ReportRemark.objects.exists()


@pytest.mark.parametrize("who", ["officer", "alderman", "other_mayor", "citizen", "partner"])
def test_who_may_not_reads_no_concept_nor_its_files(cast: Cast, as_: SignIn, who: str) -> None:
    thread = reported(cast)
    assert thread.item is not None
    client = as_(getattr(cast, who))
    for address in (REPORT, f"{REPORT}pdf/", f"{REPORT}word/"):
        assert client.get(address).status_code == 404
    assert client.post(f"{REPORT}{thread.item.pk}/opmerking/", {"text": "x"}).status_code == 404


def test_the_wider_circle_reads_what_is_approved_also_as_files_and_old_versions(
    cast: Cast, as_: SignIn
) -> None:
    meeting = approved(cast)
    client = as_(cast.officer)
    assert "goedgekeurd op 23 november 2026, versie 1" in client.get(REPORT).text
    pdf = client.get(f"{REPORT}pdf/")
    assert pdf["Content-Disposition"] == (
        'attachment; filename="verslag-denderregio-2026-11-20.pdf"'
    )
    assert SAID in " ".join(text_of(pdf.content).split())
    assert SAID in paragraphs_of(client.get(f"{REPORT}word/").content)
    reopen_report(actor=cast.secretary, meeting=meeting, reason="Een fout.")
    AgendaItem.objects.filter(meeting=meeting).update(minutes="Nog niet klaar.")
    assert "wordt nu verbeterd" in client.get(REPORT).text
    for address in (REPORT, f"{REPORT}versies/1/"):
        page = client.get(address).text
        assert SAID in page
        assert "Nog niet klaar" not in page
    assert client.get(f"{REPORT}versies/2/").status_code == 404
    assert as_(cast.other_mayor).get(f"{REPORT}versies/1/").status_code == 404


def test_words_that_are_closed_stand_on_neither_page(cast: Cast, as_: SignIn) -> None:
    meeting = approved(cast)
    AgendaItem.objects.filter(meeting=meeting).update(openness="table")
    reopen_report(actor=cast.secretary, meeting=meeting, reason="Besloten.")
    approve_minutes(actor=cast.secretary, meeting=meeting)
    for address in (REPORT, DAY):
        assert SAID in as_(cast.mayor).get(address).text
        assert SAID not in as_(cast.officer).get(address).text


def test_a_report_that_does_not_exist_yet_is_not_found(cast: Cast, as_: SignIn) -> None:
    cast.thread("convened")
    for address in ("", "pdf/", "word/", "versies/1/"):
        assert as_(cast.secretary).get(REPORT + address).status_code == 404


def test_the_secretary_sees_who_gets_the_concept_and_sends_it(cast: Cast, as_: SignIn) -> None:
    reported(cast)
    client = as_(cast.secretary)
    page = client.get(f"{REPORT}versturen/").text
    assert "burgemeester.lede@example.org" in page
    assert 'value="2026-12-07"' in page  # ten working days after Monday 23 November
    sent = client.post(f"{REPORT}versturen/", {"remarks_until": "2026-12-07"}, follow=True)
    assert "verstuurd naar 2 leden; zij reageren tot en met 7 december 2026" in sent.text
    past = client.post(f"{REPORT}versturen/", {"remarks_until": "2026-11-01"})
    assert past.status_code == 422
    assert as_(cast.mayor).get(f"{REPORT}versturen/").status_code == 403


def test_mijn_tafel_asks_the_members_to_read_and_the_secretary_to_answer(
    cast: Cast, as_: SignIn, clock: FixedClock
) -> None:
    thread = reported(cast)
    send_concept(actor=cast.secretary, meeting=thread.meeting, remarks_until=date(2026, 12, 7))
    asked = "Verslag nalezen"
    page = as_(cast.mayor).get("/mijn-tafel/").text
    assert asked in page and "uiterlijk 7 december 2026" in page
    assert f'href="{REPORT}"' in page
    assert asked not in as_(cast.officer).get("/mijn-tafel/").text
    assert asked not in as_(cast.other_mayor).get("/mijn-tafel/").text
    remark_on_report(actor=cast.mayor, item=thread.item, text="Anders.")
    secretary = as_(cast.secretary).get("/mijn-tafel/").text
    assert "Opmerkingen bij het verslag beantwoorden" in secretary
    clock.travel_to("2026-12-08 10:00")
    assert asked not in as_(cast.mayor).get("/mijn-tafel/").text


def test_the_secretary_corrects_the_minutes_from_a_remark_or_answers(
    cast: Cast, as_: SignIn
) -> None:
    thread = reported(cast)
    assert thread.item is not None
    first = remark_on_report(actor=cast.mayor, item=thread.item, text="Het waren er vijf.")
    second = remark_on_report(actor=cast.director, item=thread.item, text="En lang.")
    client, list_ = as_(cast.secretary), f"{REPORT}opmerkingen/"
    assert client.get(list_).text.count("list-title") == 2
    revision = AgendaItem.objects.get(pk=thread.item.pk).revision
    typed = {"minutes": "Vijf delen de vraag.", "answer": "", "revision": revision, "accept": "1"}
    done = client.post(f"{list_}{first.pk}/", typed, follow=True)
    assert "De opmerking is verwerkt in het verslag." in done.text
    stale = client.post(f"{list_}{second.pk}/", typed | {"minutes": "Mijn tekst."})
    assert stale.status_code == 409
    assert "Mijn tekst." in stale.text
    empty = client.post(f"{list_}{second.pk}/", {"answer": "", "revision": revision})
    assert empty.status_code == 422
    client.post(f"{list_}{second.pk}/", {"answer": "Zo was het.", "revision": revision})
    page = as_(cast.mayor).get(REPORT).text
    assert "Vijf delen de vraag." in page
    assert "Zo was het." in page
    assert client.get(f"{list_}{second.pk}/").status_code == 409
    assert as_(cast.mayor).get(list_).status_code == 403


def test_one_click_on_its_item_at_the_next_meeting_approves(cast: Cast, as_: SignIn) -> None:
    reported(cast)
    following = cast.meeting(date(2026, 12, 18))
    Meeting.objects.filter(pk=following.pk).update(state=MeetingState.IN_SESSION)
    item = following.items.get()
    client = as_(cast.secretary)
    page = client.get("/tafels/denderregio/vergaderingen/2026-12-18/").text
    assert "Verslag goedkeuren" in page
    assert f'value="{item.pk}"' in page
    done = client.post(f"{DAY}goedkeuren/", {"item": item.pk}, follow=True)
    assert "Het verslag van 20 november 2026 is goedgekeurd" in done.text
    assert done.redirect_chain[-1][0].startswith("/tafels/denderregio/vergaderingen/2026-12-18/")
    for wrong in ("999999", "x", "9" * 30):
        assert client.post(f"{DAY}goedkeuren/", {"item": wrong}).status_code == 404
    assert as_(cast.mayor).post(f"{DAY}goedkeuren/", {"item": item.pk}).status_code == 403


def test_reopening_asks_why_and_the_history_says_it(cast: Cast, as_: SignIn) -> None:
    approved(cast)
    client = as_(cast.secretary)
    assert "2 personen kregen deze versie" in client.get(f"{REPORT}heropenen/").text
    assert client.post(f"{REPORT}heropenen/", {"reason": ""}).status_code == 422
    client.post(f"{REPORT}heropenen/", {"reason": "Verkeerd bedrag."})
    assert client.get(f"{REPORT}heropenen/").status_code == 409
    assert "Verkeerd bedrag." in as_(cast.mayor).get(REPORT).text


def test_the_text_of_an_item_and_where_it_comes(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("closed")
    assert thread.item is not None
    address = f"{DAY}punten/{thread.item.pk}/tekst/"
    client = as_(cast.secretary)
    page = client.get(address).text
    assert "verstuurd als versie 1 op" in page
    item = AgendaItem.objects.get(pk=thread.item.pk)
    typed = {
        "title": "Samen laden",
        "summary": "Kort.",
        "was_title": item.title,
        "was_summary": item.summary.replace("\n", "\r\n"),
    }
    assert client.post(address, typed).status_code == 302
    assert "Samen laden" in as_(cast.mayor).get(REPORT).text
    stale = client.post(address, typed | {"title": "Nog anders"})
    assert stale.status_code == 409
    assert "Nog anders" in stale.text
    assert as_(cast.mayor).get(address).status_code == 403


def test_a_word_template_is_tried_before_it_is_kept(cast: Cast, as_: SignIn) -> None:
    reported(cast)
    client = as_(cast.secretary)

    def upload(content: bytes) -> object:
        file = SimpleUploadedFile("../../Huisstijl Dender.docx", content)
        return client.post(WORD, {"file": file}, follow=True)

    refused = upload(make_docx("Beste {{ naam }}"))
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "In de tekst, bij “Beste {{ naam }}”" in refused.text  # type: ignore[attr-defined]
    assert not WordTemplate.objects.exists()
    kept = upload(make_docx("Huisstijl: {{ titel }}"))
    assert "is nagekeken en bewaard" in kept.text  # type: ignore[attr-defined]
    assert "/" not in WordTemplate.objects.get().name
    for address in (f"{WORD}proef/", f"{REPORT}word/"):
        [line] = paragraphs_of(client.get(address).content)
        assert line.startswith("Huisstijl: Verslag Denderregio")
    assert paragraphs_of(client.get(f"{WORD}bestand/").content) == ["Huisstijl: {{ titel }}"]
    client.post(WORD, {"verb": "drop"})
    assert SAID in paragraphs_of(client.get(f"{REPORT}word/").content)
    assert client.post(WORD, {}).status_code == 422


def test_a_trial_without_any_meeting_uses_the_example(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    assert "Proef met een voorbeeld" in client.get(WORD).text
    assert "Eerste" not in str(paragraphs_of(client.get(f"{WORD}proef/").content))
    for who, status in (("mayor", 403), ("officer", 403), ("other_secretary", 404)):
        assert as_(getattr(cast, who)).get(WORD).status_code == status
        assert as_(getattr(cast, who)).post(WORD, {"verb": "drop"}).status_code == status


@pytest.mark.parametrize("size", SIZES)
def test_the_report_costs_the_same_at_any_size(cast: Cast, as_: SignIn, size: int) -> None:
    thread = reported(cast)
    assert thread.item is not None
    for number in range(size):
        remark_on_report(actor=cast.mayor, item=thread.item, text=f"Opmerking {number}")
    client = as_(cast.mayor)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(REPORT).status_code == 200
    assert len(queries) == 21
