"""A file with decisions: looked at row by row before anything is written; broken ones are named."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook
from tests.factories.cast import Cast, Thread
from tests.workspace.conftest import SignIn

from overlegtafel.audit.models import AuditEntry
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.local_decisions.sheets import day_from, read_sheet

PAGE = "/besturen/lede/beslissingen/inlezen/"
HEAD = "Afspraak;Bestuur;Stand;Zitting;College;Bekendgemaakt;Link;Nota\n"


@pytest.fixture
def thread(cast: Cast) -> Thread:
    return cast.thread()


def sheet(lines: str, head: str = HEAD) -> bytes:
    return (head + lines).encode("utf-8-sig")


def book(*rows: list[object]) -> bytes:
    """An XLSX with these rows."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def bring(client: object, content: bytes, name: str = "lede.csv") -> object:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})  # type: ignore[attr-defined]


def confirm(client: object, page: object) -> object:
    form = page.context  # type: ignore[attr-defined]
    return client.post(PAGE, {"looked_at": form["looked_at"]}, follow=True)  # type: ignore[attr-defined]


def test_first_one_sees_what_would_happen_then_it_happens(
    cast: Cast, thread: Thread, as_: SignIn
) -> None:
    client, lede = as_(cast.officer), thread.decisions["Lede"]
    second = cast.thread(title="Sociale huur", held_on=date(2026, 10, 16)).decisions["Lede"]
    lines = (
        "A-D01;Lede;Goedgekeurd;20/11/2026;10-11-2026;;https://lede.example/1;\n"
        "A-D02;Lede;Nog niet bekend;;;;;\n"
        "A-D09;Lede;Gepland;;;;;\n"
    )
    page = bring(client, sheet(lines))
    text = page.text  # type: ignore[attr-defined]
    assert "1 rij wordt vastgelegd, 1 staat er al zo, 1 heeft een fout." in text
    written = (
        "Nog niet bekend → Goedgekeurd, zitting 20 november 2026, college 10 november 2026, link"
    )
    assert f"{written} “https://lede.example/1”" in text
    assert "<b>Afspraak:</b> Van uw bestuur is over “A-D09” niets gevraagd." in text
    lede.refresh_from_db()
    assert lede.revision == 1
    answer = confirm(client, page)
    assert "Ingelezen en vastgelegd: A-D01 goedgekeurd" in answer.text  # type: ignore[attr-defined]
    lede.refresh_from_db()
    second.refresh_from_db()
    assert (lede.state, lede.source, lede.meets_on) == ("approved", "imported", date(2026, 11, 20))
    assert lede.entries.latest("number").reporter_name == "lede.csv"
    assert (second.state, second.revision) == ("unknown", 1)


def test_a_change_is_told_in_its_own_words_not_in_those_of_an_earlier_note(
    cast: Cast, thread: Thread, as_: SignIn
) -> None:
    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="put_on_agenda",
        expected_revision=1,
        meets_on=date(2026, 11, 20),
        note="wacht op advies",
    )
    for note in ("", "wacht op advies"):
        line = f"A-D01;Lede;Goedgekeurd met wijziging;;;;;{note}\n"
        page = bring(as_(cast.officer), sheet(line)).text  # type: ignore[attr-defined]
        assert "<b>Nota:</b> Schrijf in één zin wat er wijzigde." in page
    line = "A-D01;Lede;Goedgekeurd met wijziging;;;;;artikel 3: zes maanden\n"
    page = bring(as_(cast.officer), sheet(line)).text  # type: ignore[attr-defined]
    assert "nota “artikel 3: zes maanden”" in page


def test_an_own_sheet_comes_back_unchanged(cast: Cast, thread: Thread, as_: SignIn) -> None:
    client = as_(cast.officer)
    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="put_on_agenda",
        expected_revision=1,
        meets_on=date(2026, 12, 17),
        note="=1+1",
    )
    for kind in ("csv", "xlsx"):
        blank = client.get(f"/besturen/lede/beslissingen/invulblad.{kind}").content
        page = bring(client, blank, f"blad.{kind}")
        assert "0 rijen worden vastgelegd, 1 staat er al zo, 0 hebben een fout." in page.text  # type: ignore[attr-defined]


def test_an_excel_sheet_with_real_dates_is_read(cast: Cast, thread: Thread, as_: SignIn) -> None:
    client = as_(cast.officer)
    content = book(
        ["Nummer", "Status", "Datum zitting", "Iets anders"],
        ["A-D01", "goedgekeurd", date(2026, 11, 20), "x"],
    )
    page = bring(client, content, "lede.xlsx")
    assert "Deze kolommen lezen we niet: Iets anders." in page.text  # type: ignore[attr-defined]
    confirm(client, page)
    thread.decisions["Lede"].refresh_from_db()
    assert thread.decisions["Lede"].state == "approved"


def test_what_changed_between_looking_and_confirming_is_told(
    cast: Cast, thread: Thread, as_: SignIn
) -> None:
    client, lede = as_(cast.officer), thread.decisions["Lede"]
    page = bring(client, sheet("A-D01;Lede;Uitgesteld;;;;;\n"))
    record_decision(actor=cast.director, decision=lede, verb="plan", expected_revision=1)
    answer = confirm(client, page)
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "Eén rij is niet vastgelegd" in answer.text  # type: ignore[attr-defined]
    lede.refresh_from_db()
    assert lede.state == "planned"


def test_what_was_looked_at_is_of_one_person_and_one_municipality(
    cast: Cast, thread: Thread, as_: SignIn
) -> None:
    page = bring(as_(cast.officer), sheet("A-D01;Lede;Uitgesteld;;;;;\n"))
    for who, status in ((cast.director, 409), (cast.secretary, 403), (cast.other_officer, 404)):
        assert confirm(as_(who), page).status_code == status  # type: ignore[attr-defined]
    altered = as_(cast.officer).post(PAGE, {"looked_at": "x" + page.context["looked_at"]})  # type: ignore[attr-defined]
    assert altered.status_code == 404
    assert LocalDecision.objects.get(pk=thread.decisions["Lede"].pk).revision == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("secretary", 403), ("chair", 403), ("alderman", 403), ("other_officer", 404)],
)
def test_only_the_own_people_bring_a_file(
    cast: Cast, thread: Thread, as_: SignIn, who: str, status: int
) -> None:
    client = as_(getattr(cast, who))
    assert bring(client, sheet("A-D01;Lede;Gepland;;;;;\n")).status_code == status  # type: ignore[attr-defined]
    assert client.get("/besturen/lede/beslissingen/invulblad.csv").status_code == status
    assert thread.decisions["Lede"].entries.count() == 1


def test_what_was_decided_only_gets_its_publication(
    cast: Cast, thread: Thread, as_: SignIn
) -> None:
    client, lede = as_(cast.officer), thread.decisions["Lede"]
    record_decision(
        actor=cast.officer,
        decision=lede,
        verb="approve",
        expected_revision=1,
        meets_on=date(2026, 11, 20),
    )
    refused = bring(client, sheet("A-D01;Lede;Uitgesteld;;;;;\n"))
    assert "Hier staat al vast: goedgekeurd." in refused.text  # type: ignore[attr-defined]
    page = bring(client, sheet("A-D01;Lede;Goedgekeurd;;;2026-11-21;https://lede.example/1;\n"))
    assert "Aangevuld: bekendgemaakt 21 november 2026, link “https" in page.text  # type: ignore[attr-defined]
    confirm(client, page)
    lede.refresh_from_db()
    assert (lede.published_on, lede.state) == (date(2026, 11, 21), "approved")


def _zip(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return out.getvalue()


def _with_part(name: str, data: bytes) -> bytes:
    out = io.BytesIO(book(["Afspraak", "Stand"], ["A-D01", "Gepland"]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def row(**cells: str) -> bytes:
    """One row with something wrong in it."""
    sound = {"Afspraak": "A-D01", "Bestuur": "Lede", "Stand": "Gepland"} | cells
    out = io.StringIO()
    writer = csv.DictWriter(out, sound, delimiter=";")
    writer.writeheader()
    writer.writerow(sound)
    return out.getvalue().encode()


BROKEN: list[tuple[str, Callable[[], bytes], str, str]] = [
    ("leeg", lambda: b"", "x.csv", "Dit bestand is leeg."),
    ("alleen kolomnamen", lambda: sheet(""), "x.csv", "Onder de kolomnamen staat geen enkele rij."),
    ("kolom weg", lambda: b"Afspraak;Nota\nA-D01;x\n", "x.csv", "Deze kolom ontbreekt: “Stand”."),
    (
        "kolom dubbel",
        lambda: b"Afspraak;Stand;Status\nA-D01;Gepland;Gepland\n",
        "x.csv",
        "De kolom “Stand” staat er twee keer in.",
    ),
    ("te groot", lambda: b"a" * (1024 * 1024 + 1), "x.csv", "Dit bestand is groter dan 1 MB."),
    ("te veel rijen", lambda: sheet("A-D01;;Gepland;;;;;\n" * 501), "x.csv", "meer dan 500 rijen"),
    ("te veel kolommen", lambda: b"Afspraak;Stand" + b";x" * 50, "x.csv", "meer dan 40 kolommen"),
    ("programma", lambda: b"MZ\x90\x00", "x.csv", "Dit is geen CSV en geen XLSX."),
    ("oud Excel", lambda: b"\xd0\xcf\x11\xe0" * 9, "x.xls", "Dit is geen CSV en geen XLSX."),
    ("nul in tekst", lambda: b"Afspraak;Stand\nA\0;x\n", "x.csv", "is geen gewone tekst"),
    ("half UTF-16", lambda: b"\xff\xfeA\x00f", "x.csv", "De tekens van dit bestand zijn niet"),
    ("aanhalingsteken", lambda: sheet('A-D01;"Lede;Gepland;;;;;\n'), "x.csv", "sluit niet"),
    ("geen zip", lambda: b"PK\x03\x04 kapot", "x.xlsx", "Dit bestand is beschadigd."),
    ("gewone zip", lambda: _zip(("a.txt", b"x")), "x.xlsx", "geen Office-bestand"),
    ("zipbom", lambda: _zip(("a.xml", b"0" * 21 * 1024 * 1024)), "x.xlsx", "veel groter"),
    ("macro", lambda: _with_part("xl/vbaProject.bin", b"x"), "x.xlsm", "macro"),
    ("link naar buiten", lambda: _with_part("xl/externalLinks/a.xml", b"<a/>"), "x.xlsx", "buiten"),
    (
        "formule in Excel",
        lambda: book(["Afspraak", "Stand", "Nota"], ["A-D01", "Gepland", "=1+1"]),
        "x.xlsx",
        "<b>Nota:</b> Hier staat een formule.",
    ),
    (
        "formule in CSV",
        lambda: row(Nota='=HYPERLINK("https://x")'),
        "x.csv",
        "<b>Nota:</b> Hier staat een formule.",
    ),
    ("geen stand", lambda: row(Stand=""), "x.csv", "<b>Stand:</b> Vul de stand in."),
    (
        "allebei weg",
        lambda: b"Bestuur;Nota\nLede;x\n",
        "x.csv",
        "Deze kolommen ontbreken: “Afspraak” en “Stand”.",
    ),
    ("geen werkblad", lambda: b"geen Excel", "x.xlsx", "Dit bestand is beschadigd."),
    (
        "vreemde stand",
        lambda: row(Stand="ok?"),
        "x.csv",
        "<b>Stand:</b> “ok?” is geen stand. Kies uit: gepland, op de agenda, goedgekeurd,",
    ),
    ("vreemde datum", lambda: row(Zitting="13/13/2026"), "x.csv", "<b>Zitting:</b> “13/13/2026”"),
    ("twee cijfers", lambda: row(College="1/2/26"), "x.csv", "<b>College:</b> “1/2/26” is geen"),
    (
        "toekomst",
        lambda: row(Stand="Goedgekeurd", Zitting="1/12/2026"),
        "x.csv",
        "<b>Zitting:</b> Een beslissing kan niet in de toekomst liggen.",
    ),
    (
        "vóór de afspraak",
        lambda: row(Stand="Goedgekeurd", Zitting="1/11/2026"),
        "x.csv",
        "<b>Zitting:</b> Deze zitting (1 november 2026) valt vóór",
    ),
    (
        "ander bestuur",
        lambda: row(Bestuur="Zele"),
        "x.csv",
        "<b>Bestuur:</b> Dit blad is van",
    ),
    ("geen afspraak", lambda: row(Afspraak=""), "x.csv", "<b>Afspraak:</b> Vul het nummer"),
    ("lange nota", lambda: row(Nota="x" * 301), "x.csv", "<b>Nota:</b> Houd dit korter"),
    (
        "onveilige link",
        lambda: row(Link="javascript:alert(1)"),
        "x.csv",
        "<b>Link:</b> Het adres moet met https:// beginnen.",
    ),
    (
        "twee keer",
        lambda: sheet("A-D01;;Gepland;;;;;\nA-D01;;Uitgesteld;;;;;\n"),
        "x.csv",
        "<b>Afspraak:</b> Deze afspraak staat hoger in het bestand ook al.",
    ),
]


@pytest.mark.parametrize(
    ("content", "name", "sentence"), [each[1:] for each in BROKEN], ids=[each[0] for each in BROKEN]
)
def test_a_broken_file_is_named_and_writes_nothing(
    cast: Cast,
    thread: Thread,
    as_: SignIn,
    content: Callable[[], bytes],
    name: str,
    sentence: str,
) -> None:
    client = as_(cast.officer)
    before = AuditEntry.objects.count()
    page = bring(client, content(), name)
    assert page.status_code in (200, 422)  # type: ignore[attr-defined]
    assert sentence in page.text.replace("&#x27;", "'")  # type: ignore[attr-defined]
    assert AuditEntry.objects.count() == before
    assert thread.decisions["Lede"].entries.count() == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_spreadsheets_here_save_is_read(encoding: str) -> None:
    found = read_sheet("Afspraak;Stand;Nota\nA-D01;Uitgesteld;geïnd\n".encode(encoding), "x.csv")
    assert found.rows[0].cells == {"Afspraak": "A-D01", "Stand": "Uitgesteld", "Nota": "geïnd"}
    assert found.rows[0].number == 2


def test_a_row_is_numbered_as_a_spreadsheet_shows_it() -> None:
    found = read_sheet(b'Afspraak;Stand;Nota\n\nA-D01;Gepland;"een\ntwee"\nA-D02;x;\n', "x.csv")
    assert [(each.number, each.cells["Afspraak"]) for each in found.rows] == [
        (3, "A-D01"),
        (4, "A-D02"),
    ]


@pytest.mark.parametrize(
    "text", ["26/11/2026", "26-11-2026", "26.11.2026", "2026-11-26", "2026-11-26 00:00:00"]
)
def test_a_day_is_read_as_people_here_write_it(text: str) -> None:
    assert day_from(text) == date(2026, 11, 26)


@pytest.mark.parametrize("text", ["26/11/26", "11/26/2026", "2026-02-30", "morgen", "1/1/1826", ""])
def test_a_day_is_never_guessed(text: str) -> None:
    with pytest.raises(ValueError):
        day_from(text)


def test_no_cell_of_our_own_files_is_a_formula(cast: Cast, thread: Thread, as_: SignIn) -> None:
    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="plan",
        expected_revision=1,
        note='=HYPERLINK("https://kwaad.example")',
    )
    page = "/tafels/denderregio/lokale-beslissingen/bestand"
    text = as_(cast.mayor).get(f"{page}.csv").content.decode("utf-8-sig")
    [lede] = [each for each in csv.reader(io.StringIO(text), delimiter=";") if each[3] == "Lede"]
    assert lede[12] == """'=HYPERLINK("https://kwaad.example")"""
    made = load_workbook(io.BytesIO(as_(cast.mayor).get(f"{page}.xlsx").content))
    cells = [cell for line in made.active.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "d", "n"}
    assert lede[12] in [cell.value for cell in cells]
