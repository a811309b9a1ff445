"""The pages and files of documents: added by hand, given back safely, leaked to nobody."""

from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.conftest import FixedClock
from tests.factories.cast import Cast, Thread
from tests.factories.files import ooxml, picture, sound_pdf
from tests.workspace.conftest import SignIn

from overlegtafel.dossiers.content_checks import check_file
from overlegtafel.dossiers.models import AccessRefusal, Document
from overlegtafel.governance.states import Openness
from overlegtafel.meetings.guests import guest_link
from overlegtafel.meetings.models import GuestInvitation
from overlegtafel.meetings.services import (
    add_annex,
    add_to_dossier,
    add_version,
    set_document_openness,
    set_item_openness,
)
from overlegtafel.outbox.models import Message
from overlegtafel.publication.services import release_meeting

TABLE = "/tafels/denderregio/"
DOSSIER = f"{TABLE}dossiers/D-01/"
SECRET = "Geheim-Z9W"


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def kept(cast: Cast, content: bytes = b"Een bijlage.", name: str = "bijlage.txt") -> Document:
    return add_to_dossier(
        actor=cast.secretary,
        dossier=cast.dossier,
        title="Bijlage",
        file=check_file(content, name),
    )


def address(document: Document, page: str = "") -> str:
    return f"{TABLE}documenten/{document.pk}/{page}"


def places(thread: Thread) -> list[str]:
    """The three pages with a form to add a document."""
    assert thread.item and thread.meeting
    day = thread.meeting.held_on.isoformat()
    return [
        f"{TABLE}voorstellen/{thread.proposal.pk}/documenten/toevoegen/",
        f"{TABLE}vergaderingen/{day}/punten/{thread.item.pk}/documenten/toevoegen/",
        f"{DOSSIER}documenten/toevoegen/",
    ]


def test_a_document_is_added_from_a_proposal_an_item_and_a_dossier(cast: Cast, as_: SignIn) -> None:
    thread, client = cast.thread("placed"), as_(cast.secretary)
    for number, place in enumerate(places(thread), 1):
        sent = {"file": upload(sound_pdf(number), "Raming 2027.pdf"), "title": f"Raming {number}"}
        answer = client.post(place, sent, follow=True)
        assert answer.status_code == 200 and f"“Raming {number}” is toegevoegd." in answer.text
        assert f"Raming {number}</a>" in answer.text and "PDF," in answer.text
        assert "U leest dit omdat u het zelf toevoegde." in answer.text
    assert Document.objects.filter(is_inherited=True, openness=Openness.LOCAL).count() == 3


def test_without_a_title_the_file_gives_it(cast: Cast, as_: SignIn) -> None:
    sent = {"file": upload(ooxml(), "Nota laadpalen.docx")}
    as_(cast.secretary).post(f"{DOSSIER}documenten/toevoegen/", sent)
    assert Document.objects.get().title == "Nota laadpalen"


def test_a_refused_file_keeps_what_was_typed_and_says_why_beside_it(
    cast: Cast, as_: SignIn
) -> None:
    thread, client = cast.thread("placed"), as_(cast.secretary)
    for place in places(thread):
        sent = {"file": upload(b"MZ" * 40, "nota.pdf"), "title": "Mijn nota", "openness": "table"}
        answer = client.post(place, sent)
        assert answer.status_code == 422
        assert "Dit is een programma. Programma&#x27;s nemen we niet op." in answer.text
        assert 'value="Mijn nota"' in answer.text
        assert 'value="table" id="id_openness_1" checked' in " ".join(answer.text.split())
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Kies een bestand."),
        ({"file": ("leeg.pdf", b"")}, "Dit bestand is leeg."),
        ({"file": ("a.txt", b"x"), "title": "x" * 300}, "Houd dit korter"),
        ({"file": ("a.txt", b"x"), "title": "x" * 300}, "Kies het bestand opnieuw"),
        ({"file": ("a.txt", b"x"), "openness": "alien"}, "Kies wie dit mag lezen."),
    ],
)
def test_each_fault_is_told(cast: Cast, as_: SignIn, sent: dict[str, Any], said: str) -> None:
    if "file" in sent:
        name, content = sent["file"]
        sent = sent | {"file": upload(content, name)}
    answer = as_(cast.secretary).post(f"{DOSSIER}documenten/toevoegen/", sent)
    assert answer.status_code == 422 and said in answer.text


def test_what_was_taken_out_of_a_file_is_told_at_once(cast: Cast, as_: SignIn) -> None:
    photo = picture("JPEG", comment=b"Gemaakt door Jan")
    sent = {"file": upload(photo, "foto.jpg"), "title": "Kaart"}
    answer = as_(cast.secretary).post(f"{DOSSIER}documenten/toevoegen/", sent, follow=True)
    assert "Onschadelijk gemaakt, dit is eraf: plaats- en toestelgegevens" in answer.text


def test_a_document_has_a_page_with_its_versions(cast: Cast, as_: SignIn) -> None:
    document, client = kept(cast), as_(cast.secretary)
    sent = {"file": upload(b"Beter.", "bijlage.txt")}
    assert client.post(address(document, "versie/"), sent).status_code == 302
    page = client.get(address(document)).text
    assert "geldt nu" in page and "vervangen" in page and "door Regiocoördinator Dender" in page
    assert client.get(address(document, "bestand/1/")).content == b"Een bijlage."
    assert client.get(address(document, "bestand/2/")).content == b"Beter."
    assert client.get(address(document, "bestand/3/")).status_code == 404
    same = {"file": upload(b"Beter.", "bijlage.txt")}
    assert client.post(address(document, "versie/"), same).status_code == 422


INLINE = {
    "nota.pdf": (sound_pdf(), "application/pdf", "inline"),
    "kaart.png": (picture(), "image/png", "inline"),
    "foto.jpg": (picture("JPEG"), "image/jpeg", "inline"),
    "nota.docx": (ooxml(), "application/vnd.openxml", "attachment"),
    "nota.txt": (b"Tekst.", "text/plain; charset=utf-8", "attachment"),
    "cijfers.csv": (b"a;b\n1;2\n", "text/csv; charset=utf-8", "attachment"),
}


@pytest.mark.parametrize("name", INLINE)
def test_a_file_is_given_back_so_that_no_browser_runs_it(
    cast: Cast, as_: SignIn, name: str
) -> None:
    content, media_type, how = INLINE[name]
    document = kept(cast, content, name)
    answer = as_(cast.mayor).get(address(document, "bestand/1/"))
    assert answer["Content-Type"].startswith(media_type)
    assert answer["Content-Disposition"] == f'{how}; filename="{name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "script" not in policy
    assert ("sandbox" in policy) == (name != "nota.pdf")
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert len(answer.content) == document.current.size


def test_a_name_in_any_script_comes_back_whole(cast: Cast, as_: SignIn) -> None:
    document = kept(cast, b"x", "Réunion “Dender” €.txt")
    answer = as_(cast.mayor).get(address(document, "bestand/1/"))
    wanted = quote("Réunion “Dender” €.txt", safe="")
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{wanted}"


def test_a_browser_that_has_it_asks_again_and_gets_no_bytes(cast: Cast, as_: SignIn) -> None:
    document, client = kept(cast), as_(cast.officer)
    first = client.get(address(document, "bestand/1/"))
    seen = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    again = client.get(address(document, "bestand/1/"), **seen)
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(address(document, "bestand/1/"))
    assert head["Content-Length"] == str(document.current.size)
    set_document_openness(actor=cast.secretary, document=document, openness=Openness.MEMBERS)
    assert client.get(address(document, "bestand/1/"), **seen).status_code == 404


def hidden(cast: Cast) -> tuple[Thread, list[Document]]:
    """Secret documents at an item and at its dossier, in a name, a title and a text."""
    thread = cast.thread("decisions", dossier=cast.dossier)
    file = check_file(f"{SECRET} inhoud".encode(), f"{SECRET} bestand.txt")
    facts: dict[str, Any] = {
        "actor": cast.secretary,
        "title": f"{SECRET} titel",
        "file": file,
        "openness": Openness.TABLE,
    }
    made = [
        add_annex(proposal=thread.proposal, **facts),
        add_to_dossier(dossier=cast.dossier, **facts),
    ]
    better = check_file(f"{SECRET} beter".encode(), f"{SECRET} beter.txt")
    for document in made:
        add_version(actor=cast.secretary, document=document, file=better)
    return thread, made


@pytest.mark.parametrize(
    "who",
    [
        *("director", "officer", "other_officer", "alderman", "councillor", "partner"),
        *("other_mayor", "other_secretary", "citizen"),
    ],
)
def test_a_secret_document_leaks_nowhere(cast: Cast, as_: SignIn, who: str) -> None:
    thread, made = hidden(cast)
    assert thread.meeting and thread.item and thread.agreement
    client = as_(getattr(cast, who))
    for document in made:
        for page in ("", "bestand/1/", "bestand/2/", "versie/", "lezers/", "weghalen/"):
            answer = client.get(address(document, page))
            assert answer.status_code == 404 and SECRET not in answer.text
        assert client.post(address(document, "weghalen/")).status_code == 404
        assert client.get(f"/tafels/midwest/documenten/{document.pk}/").status_code == 404
    for page in (
        f"{TABLE}vergaderingen/{thread.meeting.held_on.isoformat()}/",
        f"{TABLE}voorstellen/{thread.proposal.pk}/",
        f"{TABLE}afspraken/{thread.agreement.reference}/",
        f"{TABLE}logboek/",
        f"{TABLE}dossiers/",
        DOSSIER,
        TABLE,
        "/mijn-tafel/",
        "/",
        TABLE.replace("/tafels/", "/overleggen/"),
    ):
        assert SECRET not in client.get(page, follow=True).text, page
    assert not any(SECRET in f"{each.subject}{each.text}" for each in Message.objects.all())


def test_without_signing_in_nothing_opens(cast: Cast) -> None:
    document = kept(cast)
    for page in ("", "bestand/1/", "versie/", "lezers/", "weghalen/", "weigering/"):
        answer = Client().get(address(document, page))
        assert answer.status_code == 302 and answer["Location"].startswith("/account/")


def test_a_partner_reads_what_it_prepares_without_the_tables_menu(cast: Cast, as_: SignIn) -> None:
    proposal = cast.proposal(prepared_by=cast.partner_organization)
    shown = add_annex(
        actor=cast.secretary,
        proposal=proposal,
        title="Open bijlage",
        file=check_file(b"x", "open.txt"),
    )
    closed = add_annex(
        actor=cast.secretary,
        proposal=proposal,
        title=f"{SECRET} bijlage",
        file=check_file(b"y", "dicht.txt"),
        openness=Openness.TABLE,
    )
    client = as_(cast.partner)
    page = client.get(f"{TABLE}voorstellen/{proposal.pk}/").text
    assert "Open bijlage" in page and SECRET not in page
    assert "omdat uw organisatie dit punt voorbereidt" in page
    assert client.get(address(shown, "bestand/1/")).status_code == 200
    assert client.get(address(closed)).status_code == 404
    sent = {"file": upload(b"z", "eigen.txt"), "title": "Eigen bijlage"}
    add = f"{TABLE}voorstellen/{proposal.pk}/documenten/toevoegen/"
    assert "Eigen bijlage" in client.post(add, sent, follow=True).text


def test_opening_up_is_offered_to_who_releases_only(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("placed")
    document = add_annex(
        actor=cast.mayor, proposal=thread.proposal, title="Cijfers", file=check_file(b"x", "c.txt")
    )
    mayor, secretary = as_(cast.mayor), as_(cast.secretary)
    assert 'value="public"' not in mayor.get(address(document, "lezers/")).text
    assert mayor.post(address(document, "lezers/"), {"openness": "public"}).status_code == 422
    wanted = {"openness": "public", "reason": "Gevraagd door de pers."}
    answer = secretary.post(address(document, "lezers/"), wanted, follow=True)
    assert "“Cijfers” is nu voor: openbaar." in answer.text
    assert secretary.post(address(document, "lezers/"), {"openness": ""}).status_code == 302
    document.refresh_from_db()
    assert document.is_inherited and document.openness == Openness.LOCAL


def test_the_documents_of_an_item_follow_it(cast: Cast, as_: SignIn) -> None:
    thread, client = cast.thread("convened"), as_(cast.secretary)
    assert thread.meeting and thread.item
    document = add_annex(
        actor=cast.secretary,
        proposal=thread.proposal,
        title="Cijfers",
        file=check_file(b"x", "c.txt"),
    )
    page = (
        f"{TABLE}vergaderingen/{thread.meeting.held_on.isoformat()}/punten/{thread.item.pk}/lezers/"
    )
    assert "zoals de afsprakennota: lokale besturen" in client.get(page).text
    assert client.post(page, {"openness": "members"}).status_code == 302
    assert as_(cast.officer).get(address(document)).status_code == 404
    assert as_(cast.director).get(address(document)).status_code == 200
    assert as_(cast.mayor).get(page).status_code == 403


def test_a_refusal_is_written_down_with_its_ground(cast: Cast, as_: SignIn) -> None:
    document, client = kept(cast), as_(cast.secretary)
    page = address(document, "weigering/")
    assert "II.48" in client.get(page).text
    empty = client.post(page, {"explanation": "Nog niet af."})
    assert empty.status_code == 422 and "Nog niet af." in empty.text
    facts = {
        "asked_on": "2026-11-10",
        "refused_on": "2026-11-20",
        "ground": "unfinished",
        "explanation": "Nog niet af.",
    }
    assert "Het document is niet af" in client.post(page, facts, follow=True).text
    assert AccessRefusal.objects.get().refused_on == date(2026, 11, 20)
    assert "Nog niet af." not in as_(cast.mayor).get(address(document)).text
    assert as_(cast.mayor).get(page).status_code == 403


def test_a_document_goes_away_after_asking(cast: Cast, as_: SignIn) -> None:
    document, client = kept(cast), as_(cast.secretary)
    assert "Dit document weghalen?" in client.get(address(document, "weghalen/")).text
    assert "is weggehaald" in client.post(address(document, "weghalen/"), follow=True).text
    assert client.get(address(document)).status_code == 404


def test_an_open_document_goes_out_with_its_meeting_and_stays(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("convened")
    assert thread.meeting
    facts: dict[str, Any] = {"actor": cast.secretary, "proposal": thread.proposal}
    opened, closed = (
        add_annex(title=title, file=check_file(text, "a.txt"), openness=openness, **facts)
        for title, text, openness in (
            ("Open raming", b"open", Openness.PUBLIC),
            (f"{SECRET} raming", b"dicht", None),
        )
    )
    page = f"/openbaar/denderregio/vergaderingen/{thread.meeting.held_on.isoformat()}/"
    file = f"{page}documenten/{opened.current.checksum}/"
    assert Client().get(file).status_code == 404
    release_meeting(actor=cast.secretary, meeting=thread.meeting)
    shown = Client().get(page).text
    assert "Open raming" in shown and SECRET not in shown
    assert Client().get(file).content == b"open"
    assert Client().get(f"{page}documenten/{closed.current.checksum}/").status_code == 404
    opened.refresh_from_db()
    closed.refresh_from_db()
    assert opened.released_at is not None and closed.released_at is None
    answer = as_(cast.secretary).post(address(opened, "lezers/"), {"openness": "table"})
    assert answer.status_code == 409 and "blijft openbaar" in answer.text
    better = check_file(b"beter", "a.txt")
    add_version(actor=cast.secretary, document=opened, file=better)
    assert Client().get(file).content == b"open"
    release_meeting(actor=cast.secretary, meeting=thread.meeting)
    assert Client().get(file).status_code == 404
    next_file = f"{page}documenten/{opened.current.checksum}/"
    assert Client().get(next_file).content == b"beter"


def test_a_closed_item_goes_out_as_no_more_than_a_line(cast: Cast) -> None:
    thread = cast.thread("convened", title=f"{SECRET} punt")
    assert thread.meeting and thread.item
    set_item_openness(actor=cast.secretary, item=thread.item, openness=Openness.TABLE)
    add_annex(
        actor=cast.secretary,
        proposal=thread.proposal,
        title=f"{SECRET} open",
        file=check_file(b"x", "a.txt"),
        openness=Openness.PUBLIC,
    )
    release_meeting(actor=cast.secretary, meeting=thread.meeting)
    page = f"/openbaar/denderregio/vergaderingen/{thread.meeting.held_on.isoformat()}/"
    assert SECRET not in Client().get(page).text
    assert not Document.objects.filter(released_at__isnull=False).exists()


def test_a_guests_link_opens_the_open_files_of_that_item_only(
    cast: Cast, clock: FixedClock
) -> None:
    thread, other = cast.thread("convened"), cast.thread("convened", held_on=date(2026, 10, 16))
    facts: dict[str, Any] = {"actor": cast.secretary, "file": check_file(b"x", "a.txt")}
    shown = add_annex(proposal=thread.proposal, title="Voor de gast", **facts)
    closed = add_annex(
        proposal=thread.proposal, title=f"{SECRET} a", openness=Openness.MEMBERS, **facts
    )
    elsewhere = add_annex(proposal=other.proposal, title=f"{SECRET} b", **facts)
    guest = GuestInvitation.objects.create(
        item=thread.item,
        user=cast.citizen,
        name="Expert",
        invited_by=cast.secretary,
        invited_at=clock.now(),
    )
    page = "/" + guest_link(guest).split("/", 3)[3]
    text = Client().get(page).text
    assert "Voor de gast" in text and "omdat u bij dit punt te gast bent" in text
    assert SECRET not in text
    assert Client().get(f"{page}{shown.pk}/1/").content == b"x"
    for document in (closed, elsewhere):
        assert Client().get(f"{page}{document.pk}/1/").status_code == 404
    GuestInvitation.objects.update(revoked_at=clock.now())
    assert Client().get(f"{page}{shown.pk}/1/").status_code == 410
