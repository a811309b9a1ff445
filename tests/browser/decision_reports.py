"""What 14 municipalities report, by five ways, until the page says what the demo's table says."""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from django.test import Client
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from tests.browser.decision_drafts import AGREEMENT, Shot, own_draft
from tests.browser.decision_stage import TOWNS, Post, Stage, client_of
from tests.conftest import FixedClock

from overlegtafel.local_decisions.models import LocalDecision

API = "/api/v1/reporting/decisions"
COLUMNS = ("Bestuur", "Stand", "College", "Zitting", "Bekendgemaakt", "Wijkt af", "Bron", "Nota")
ON_AGENDA, BY_FORM, BY_LINK, BY_FILE, BY_SYSTEM = (
    "op de agenda",
    "ingevuld door het bestuur",
    "via de link in een mail",
    "ingelezen uit een bestand van het bestuur",
    "gemeld door het systeem van het bestuur",
)
WITH_CHANGE = "goedgekeurd met wijziging"
LEDE = (
    "clausule letterlijk overgenomen; trekt overgangsregel in; beheersovereenkomst nog niet "
    "getekend"
)
ZELE = "syndicaal overleg niet rond; nieuwe datum december"
DENDERLEEUW = "artikel 3: proeftijd 6 i.p.v. 3 maanden"
TABLE: tuple[tuple[str, str, str, str, str, str, str, str], ...] = (
    ("Aalst", ON_AGENDA, "19/10", "24/11", "", BY_FILE, "5/11", "ook RMW op dezelfde avond"),
    ("Berlare", ON_AGENDA, "27/10", "25/11", "", BY_LINK, "6/11", ""),
    ("Buggenhout", ON_AGENDA, "2/11", "26/11", "", BY_FORM, "5/11", ""),
    ("Denderleeuw", WITH_CHANGE, "20/10", "19/11", "", BY_FORM, "20/11", DENDERLEEUW),
    ("Dendermonde", "goedgekeurd", "26/10", "18/11", "20/11", BY_SYSTEM, "19/11", ""),
    ("Erpe-Mere", ON_AGENDA, "3/11", "30/11", "", BY_LINK, "6/11", ""),
    ("Geraardsbergen", ON_AGENDA, "19/10", "24/11", "", BY_FILE, "5/11", ""),
    ("Haaltert", ON_AGENDA, "28/10", "23/11", "", BY_LINK, "6/11", "staat op de raad van november"),
    ("Hamme", ON_AGENDA, "4/11", "25/11", "", BY_FORM, "5/11", ""),
    ("Lebbeke", ON_AGENDA, "22/10", "26/11", "", BY_FORM, "5/11", ""),
    ("Lede", "goedgekeurd", "27/10", "19/11", "", BY_LINK, "20/11", LEDE),
    ("Ninove", ON_AGENDA, "2/11", "26/11", "", BY_SYSTEM, "5/11", ""),
    ("Wichelen", ON_AGENDA, "22/10", "25/11", "", BY_LINK, "6/11", ""),
    ("Zele", "uitgesteld", "27/10", "17/12", "", BY_FORM, "17/11", ZELE),
)
"""``demo.md`` section 8, D-01, with how and when each was told last; all in 2026."""
BY_TOWN = {row[0]: row for row in TABLE}
ANSWERED = (
    *("Aalst", "Buggenhout", "Denderleeuw", "Dendermonde", "Geraardsbergen"),
    *("Hamme", "Lebbeke", "Ninove"),
)
SILENT = tuple(town for town in TOWNS if town not in ANSWERED)
MONTHS = {"9": "sep", "10": "okt", "11": "nov", "12": "dec"}
WHOLE_MONTHS = {"10": "oktober", "11": "november"}


@dataclass
class Reporting:
    """Who tells what. ``shot`` is called at what is worth a picture."""

    stage: Stage
    post: Post
    clock: FixedClock
    secretary: Page
    officer: Callable[[str], Page]
    phone_of: Callable[[str], Page]
    by_link: Page
    system: Page
    mayor: Page
    shot: Shot

    def all_steps(self, deviate: Callable[[], None]) -> None:
        """From the colleges of October to the reference day."""
        self.clock.travel_to("2026-11-05 09:00")
        self.by_form()
        deviate()
        self.by_bulk_form()
        self.by_files()
        self.by_systems()
        self.remind_the_silent()
        self.postpone()
        self.decide()
        self.read_the_matrix()

    # -- the five ways ------------------------------------------------------------------------

    def by_form(self) -> None:
        """One decision on its own page."""
        page = self.officer("Denderleeuw")
        page.goto(f"{AGREEMENT}besturen/denderleeuw/")
        page.get_by_label("Het staat op de agenda").check()
        page.get_by_label("Op het college").fill("2026-10-20")
        page.get_by_label("Datum van de zitting").fill("2026-11-19")
        self.shot(page, "formulier")
        page.get_by_role("button", name="Vastleggen").click()
        expect(page.get_by_text("op de agenda").first).to_be_visible()
        typed = {"verb": "put_on_agenda", **days_of("Lebbeke")}
        answer = client_of(self.stage.officer("Lebbeke")).post(
            f"{AGREEMENT}besturen/lebbeke/", typed | {"revision": self._row("Lebbeke").revision}
        )
        assert answer.status_code == 302, answer.text

    def by_bulk_form(self) -> None:
        """All that is open on one page."""
        page = self.officer("Hamme")
        page.goto("/besturen/hamme/")
        page.get_by_role("link", name="Alles op één pagina vastleggen").click()
        row = page.locator("fieldset.decision-row")
        row.get_by_label("Wat gebeurde er?").select_option("put_on_agenda")
        row.get_by_label("Op het college").fill("2026-11-04")
        row.get_by_label("Zitting").fill("2026-11-25")
        self.shot(page, "alles-op-een-pagina")
        page.get_by_role("button", name="Alles wat u invulde vastleggen").click()
        expect(page.get_by_text("Vastgelegd: A-D07 op de agenda")).to_be_visible()
        row_ = self._row("Buggenhout")
        typed = {"verb": "put_on_agenda", "revision": row_.revision, **days_of("Buggenhout")}
        sent = {f"d{row_.pk}-{name}": value for name, value in typed.items()}
        client = client_of(self.stage.director("Buggenhout"))
        answer = client.post("/besturen/buggenhout/beslissingen/", sent | {"rij": row_.pk})
        assert answer.status_code == 302, answer.text

    def by_files(self) -> None:
        """The sheet comes out, is filled in and goes in, first on trial: as CSV and as XLSX."""
        page = self._on_import("Aalst")
        lines = list(
            csv.DictReader(StringIO(self._sheet(page, "CSV").decode("utf-8-sig")), delimiter=";")
        )
        [row] = lines
        row |= {"Stand": "Op de agenda", "College": "19/10/2026", "Zitting": "24/11/2026"}
        row["Nota"] = "ook RMW op dezelfde avond"
        out = StringIO(newline="")
        writer = csv.DictWriter(out, row, delimiter=";")
        writer.writeheader()
        writer.writerow(row)
        self._bring_in(page, "aalst.csv", out.getvalue().encode("utf-8-sig"))
        page = self._on_import("Geraardsbergen")
        book = load_workbook(BytesIO(self._sheet(page, "Invulblad (Excel)")))
        sheet = book.worksheets[0]
        where = {cell.value: cell.column for cell in sheet[1]}
        for name, value in (
            ("Stand", "Op de agenda"),
            ("College", date(2026, 10, 19)),
            ("Zitting", date(2026, 11, 24)),
        ):
            sheet.cell(2, where[name]).value = value
        filled = BytesIO()
        book.save(filled)
        self._bring_in(page, "geraardsbergen.xlsx", filled.getvalue())

    def _on_import(self, town: str) -> Page:
        page = self.officer(town)
        page.goto(f"/besturen/{town.lower()}/")
        page.get_by_role("link", name="Een bestand inlezen").click()
        return page

    def _sheet(self, page: Page, name: str) -> bytes:
        with page.expect_download() as coming:
            page.get_by_role("link", name=name, exact=True).click()
        return Path(coming.value.path()).read_bytes()

    def _bring_in(self, page: Page, name: str, content: bytes) -> None:
        town = name.split(".")[0].capitalize()
        before = self._row(town)
        chosen = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        page.get_by_label("Bestand (verplicht)").set_input_files(chosen)
        page.get_by_role("button", name="Bekijk wat er zou gebeuren").click()
        expect(page.get_by_text("1 rij wordt vastgelegd, 0 staan er al zo")).to_be_visible()
        self.shot(page, f"inlezen-{name.split('.')[-1]}")
        assert self._row(town).revision == before.revision
        page.get_by_role("button", name="1 rij vastleggen").click()
        expect(page.get_by_text("Ingelezen en vastgelegd: A-D07 op de agenda")).to_be_visible()

    def by_systems(self) -> None:
        """A director couples the decision system, which then reports by itself, once."""
        page = self.officer("Dendermonde")
        secret = self._couple(page)
        self.shot(page, "koppeling-gemaakt")
        said = {"verb": "put_on_agenda", **days_of("Dendermonde")}
        assert self._reports(secret, "1", said)["state"] == "on_agenda"
        assert self._reports(secret, "1", said)["revision"] == 2  # the same key happens once
        made = client_of(self.stage.director("Ninove")).post(
            "/besturen/ninove/koppelingen/",
            {"name": "Notulensysteem", "scope": "report", "expires_on": "2027-11-01"},
        )
        [ninove] = set(re.findall(r"ovt_[\w-]+(?=\")", made.text))
        self._reports(ninove, "1", {"verb": "put_on_agenda", **days_of("Ninove")})
        self.secret = secret

    def _couple(self, page: Page) -> str:
        page.goto("/besturen/dendermonde/koppelingen/")
        page.get_by_label("Welk systeem?").fill("Notulensysteem Dendermonde")
        page.get_by_role("button", name="Maak de koppeling").click()
        return page.get_by_label("Sleutel: u ziet hem alleen nu").input_value()

    def _reports(self, secret: str, key: str, said: dict[str, str]) -> dict[str, Any]:
        head = {"Authorization": f"Bearer {secret}"}
        request = self.system.request
        asked = request.get(f"{self.post.site}{API}?state=all", headers=head).json()
        [row] = asked["items"]
        answer = request.post(
            f"{self.post.site}{API}/{row['id']}/reports",
            headers=head | {"Idempotency-Key": key, "Content-Type": "application/json"},
            data=json.dumps(said),
        )
        assert answer.status == 200, answer.text()
        found: dict[str, Any] = answer.json()
        return found

    def remind_the_silent(self) -> None:
        """Who said nothing gets a mail, and only those; the link in it is enough to answer."""
        self.post.arrives()
        self.clock.travel_to("2026-11-06 09:00")
        page = self.secretary
        page.goto(f"{AGREEMENT}stand/")
        expect(page.get_by_text("Van 6 besturen is nog niets gehoord.")).to_be_visible()
        page.get_by_role("link", name="Herinneren").click()
        names = page.locator("tbody th").all_inner_texts()
        assert tuple(names) == SILENT
        self.shot(page, "herinneren")
        page.get_by_role("button", name="Herinner 6 besturen").click()
        expect(page.get_by_text("De herinnering vertrekt")).to_be_visible()
        mails = self.post.arrives()
        wanted = {f"{who}.{town.lower()}" for who in ("ad", "dossier") for town in SILENT}
        assert self.post.keys(mails) == wanted
        phone = self.by_link
        phone.goto(self.post.link_to("dossier.lede", mails))
        phone.get_by_label("Het staat op de agenda").check()
        phone.get_by_label("Op het college").fill("2026-10-27")
        phone.get_by_label("Datum van de zitting").fill("2026-11-19")
        self.shot(phone, "link-telefoon")
        phone.get_by_role("button", name="Vastleggen").click()
        expect(phone.get_by_text("Dank u, het is vastgelegd")).to_be_visible()
        for town in SILENT:
            if town != "Lede":
                self._answer_by_link(self.post.link_to(f"dossier.{town.lower()}", mails), town)

    def _answer_by_link(self, link: str, town: str) -> None:
        typed = {"verb": "plan" if town == "Zele" else "put_on_agenda", "revision": "1"}
        typed |= days_of(town) | {"note": "" if town == "Zele" else BY_TOWN[town][7]}
        answer = Client().post(link.removeprefix(self.post.site), typed)
        assert "Dank u, het is vastgelegd" in answer.text, (town, answer.text)

    # -- the councils -------------------------------------------------------------------------

    def postpone(self) -> None:
        """Zele puts it off, on a phone."""
        self.clock.travel_to("2026-11-17 11:30")
        page = self.phone_of("Zele")
        page.goto("/besturen/zele/beslissingen/")
        row = page.locator("fieldset.decision-row")
        row.get_by_label("Wat gebeurde er?").select_option("postpone")
        row.get_by_label("Zitting").fill("2026-12-17")
        row.get_by_label("Nota").fill(ZELE)
        self.shot(page, "uitstellen-telefoon")
        page.get_by_role("button", name="Alles wat u invulde vastleggen").click()
        expect(page.get_by_text("Vastgelegd: A-D07 uitgesteld")).to_be_visible()

    def decide(self) -> None:
        """A system reports and later publishes; a form tells a change; a reminded link the last."""
        self.clock.travel_to("2026-11-19 09:00")
        self._reports(self.secret, "2", {"verb": "approve", **days_of("Dendermonde")})
        self.clock.travel_to("2026-11-20 10:00")
        self._reports(self.secret, "3", {"verb": "publish", "published_on": "2026-11-20"})
        page = self.officer("Denderleeuw")
        page.goto(f"{AGREEMENT}besturen/denderleeuw/")
        page.get_by_label("Het is goedgekeurd met een wijziging").check()
        page.get_by_label("Nota").fill(DENDERLEEUW)
        page.get_by_role("button", name="Vastleggen").click()
        page.goto(own_draft("denderleeuw"))
        page.get_by_role("link", name="Vastleggen wat er aangenomen is").click()
        self.shot(page, "aangenomen-vastleggen")
        page.get_by_role("button", name="Vastleggen").click()
        expect(page.get_by_text("Aangenomen tekst", exact=False).first).to_be_visible()
        self.post.arrives()
        page = self.secretary
        page.goto(f"{AGREEMENT}stand/herinneren/")
        assert page.locator("tbody th").all_inner_texts() == ["Lede"]
        expect(page.get_by_text("zitting van 19 november 2026 is voorbij")).to_be_visible()
        page.get_by_role("button", name="Herinner 1 bestuur").click()
        mails = self.post.arrives()
        assert self.post.keys(mails) == {"ad.lede", "dossier.lede"}
        phone = self.by_link
        phone.goto(self.post.link_to("dossier.lede", mails))
        phone.get_by_label("Het is goedgekeurd", exact=True).check()
        phone.get_by_label("Nota").fill(LEDE)
        phone.get_by_role("button", name="Vastleggen").click()
        self.shot(phone, "link-bedankt")
        expect(phone.get_by_text("Dank u, het is vastgelegd")).to_be_visible()

    # -- the matrix ---------------------------------------------------------------------------

    def read_the_matrix(self) -> None:
        """The page, its file and the page of the mayor say what the demo's table says."""
        self.clock.travel_to("2026-11-23 10:00")
        page = self.secretary
        page.goto(f"{AGREEMENT}stand/")
        self.shot(page, "matrix")
        expect(page.get_by_text("3 van 14 besturen keurden goed")).to_be_visible()
        expect(page.get_by_text("nog niets gehoord.")).to_have_count(0)
        expect(page.get_by_role("link", name="Herinneren")).to_have_count(0)
        cells = page.locator("section.as-table tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
        )
        assert [tuple(each) for each in cells] == [on_the_page(row) for row in TABLE]
        with page.expect_download() as coming:
            page.get_by_role("link", name="CSV", exact=True).click()
        text = Path(coming.value.path()).read_text(encoding="utf-8-sig")
        saved = [
            tuple(row[name] for name in COLUMNS if name != "Wijkt af")
            for row in csv.DictReader(StringIO(text), delimiter=";")
        ]
        assert saved == [in_the_file(row) for row in TABLE]
        self._differs_in_words()
        self.mayor.goto(AGREEMENT)
        expect(self.mayor.get_by_text("3 van 14").first).to_be_visible()
        self.shot(self.mayor, "afspraak-telefoon")
        self.mayor.goto("/tafels/denderregio/lokale-beslissingen/")
        counted = "10 op de agenda, 2 goedgekeurd, 1 goedgekeurd met wijziging, 1 uitgesteld"
        expect(self.mayor.get_by_text(counted).first).to_be_visible()
        self.shot(self.mayor, "alle-afspraken-telefoon")

    def _differs_in_words(self) -> None:
        """What Denderleeuw adopted beside what was agreed."""
        page = self.secretary
        page.goto(own_draft("denderleeuw"))
        self.shot(page, "verschil-in-woorden")
        changed = page.locator(".words-changed")
        expect(changed).to_have_count(1)
        expect(changed.locator("del")).to_have_text("weg: drie")
        expect(changed.locator("ins")).to_have_text("nieuw: zes")

    def _row(self, town: str) -> LocalDecision:
        return LocalDecision.objects.get(municipality__name=town)


def days_of(town: str) -> dict[str, str]:
    """The college and the council of a municipality; Zele first planned its own of November."""
    _, _, college, council, *_ = BY_TOWN[town]
    council = "26/11" if town == "Zele" else council
    return {"college_on": iso(college), "meets_on": iso(council)}


def iso(day: str) -> str:
    """``5/11`` as the database writes it."""
    number, month = day.split("/")
    return f"2026-{month:0>2}-{number:0>2}"


def short(day: str) -> str:
    """``5/11`` as a page says it."""
    number, month = day.split("/")
    return f"{number} {MONTHS[month]}"


def on_the_page(row: tuple[str, ...]) -> tuple[str, ...]:
    """A row of the table as the page has to show it."""
    town, state, college, council, published, source, told, note = row
    number, month = told.split("/")
    differs = "met wijziging, 1 deel van het ontwerp" if state == WITH_CHANGE else ""
    return (
        town,
        f"{state}\n{whose_word(town, state)}",
        f"was op {short(college)}",
        short(council),
        short(published) if published else "",
        differs,
        f"{source}, {number} {WHOLE_MONTHS[month]} 2026",
        note,
    )


def in_the_file(row: tuple[str, ...]) -> tuple[str, ...]:
    """A row of the table as the file has to hold it."""
    town, state, college, council, published, source, _, note = row

    def written(day: str) -> str:
        return re.sub(r"(\d+)-(\d+)-(\d+)", r"\3/\2/\1", iso(day)) if day else ""

    days = (written(college), written(council), written(published))
    told = f"{whose_word(town, state)}, {source}"
    return (town, state.capitalize(), *days, told, note)


def whose_word(town: str, state: str) -> str:
    """The council's word once it decided, the municipality's while it plans."""
    decided = state.startswith("goedgekeurd")
    return f"volgens de gemeenteraad van {town}" if decided else f"volgens {town}"
