"""From the agreement to 14 local drafts: written, remarked on, answered, made, taken along."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from django.test import Client
from django_tasks_db.models import DBTaskResult
from docx import Document
from playwright.sync_api import Page, expect
from tests.browser.decision_stage import TOWNS, Post, Stage, client_of, told_draft
from tests.conftest import FixedClock
from tests.printing.test_local_draft_files import HOLDS, NOT_YET, said_in
from tests.printing.word_files import as_office_reads
from tests.rdfa import triples_of, violations

from overlegtafel.drafting.models import DraftRemark

Shot = Callable[[Page, str], None]
AGREEMENT = "/tafels/denderregio/afspraken/A-D07/"
DRAFT = f"{AGREEMENT}ontwerp/gemeenteraad/"
KEYS = {
    "overgang": "artikel_1",
    "ancienniteit": "article_1",
    "proeftijd": "article_2",
    "overeenkomst": "article_3",
    "bijlage": "annex_1",
}
"""What the page calls the clauses that were written there."""
COSTS = (
    "{{gemeente}} telt {{inwoners}} inwoners en {{personeelsleden}} personeelsleden. Het draagt "
    "{{aandeel}} bij in de opvolging, van {{bedrag}} voor alle besturen samen."
)
STAFF = {town: 6103 + 107 * number for number, town in enumerate(TOWNS)}
"""Invented, each with four digits that stand nowhere else."""
OTHERWISE = "De proeftijd bedraagt zes maanden."


@dataclass
class Drafting:
    """Who does what. ``shot`` is called at what is worth a picture."""

    stage: Stage
    post: Post
    clock: FixedClock
    owner: Page
    owner_phone: Page
    phone: Page
    desktop: Page
    secretary: Page
    deviating: Page
    folder: Path
    shot: Shot
    told: dict[str, Any] = field(default_factory=told_draft)
    figures: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def all_steps(self) -> None:
        """From the agreement to the files of 14 drafts."""
        self.write()
        self.share_the_cost()
        self.ask()
        self.remark()
        self.answer()
        self.finish()
        self.make_drafts()
        self.read_the_files()

    # -- the common draft ---------------------------------------------------------------------

    def write(self) -> None:
        """Lebbeke begins at the agreement and writes nine clauses."""
        self.clock.travel_to("2026-09-21 10:00")
        page = self.owner
        page.goto(AGREEMENT)
        self.shot(page, "afspraak")
        page.get_by_role("button", name="Ontwerp beginnen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Ontwerp schrijven")
        page.get_by_label("Titel van de beslissing").fill(self.told["title"])
        page.get_by_role("button", name="Titel bewaren").click()
        expect(page.get_by_text("De titel is bewaard.")).to_be_visible()
        for clause in self.told["clauses"]:
            self._clause(clause["kind"], clause["key"], clause.get("heading", ""), clause["from"])
        self._clause("article", "kosten", "Kosten", COSTS)
        headings = page.locator("ol.draft-clauses h3").all_inner_texts()
        assert headings == [
            "Feiten en context",
            "Juridische grond",
            "Motivering",
            "Artikel 1. Overgang",
            "Artikel 2. Anciënniteit",
            "Artikel 3. Proeftijd",
            "Artikel 4. Beheersovereenkomst",
            "Artikel 5. Kosten",
            "Bijlage 1. Beheersovereenkomst regiomobiliteit",
        ]
        self.shot(page, "ontwerp-schrijven")

    def _clause(self, kind: str, key: str, heading: str, text: str) -> None:
        page = self.owner
        if key in ("feiten", "grond", "motivering", "overgang"):  # every draft begins with these
            page.goto(f"{DRAFT}schrijven/clausule/{KEYS.get(key, key)}/")
        else:
            page.get_by_label("Nieuwe clausule").select_option(kind)
            page.get_by_role("button", name="Toevoegen").click()
        page.get_by_label("Opschrift").fill(heading)
        page.get_by_label(re.compile("^Tekst")).fill(text)
        page.get_by_role("button", name="Bewaren", exact=True).click()
        expect(page.get_by_text("is bewaard.")).to_be_visible()

    def share_the_cost(self) -> None:
        """An own column from a CSV, an amount by inhabitants: together exactly the amount."""
        page = self.owner
        page.get_by_role("link", name="Bedrag verdelen en eigen velden per bestuur").click()
        lines = ["bestuur;Personeelsleden", *(f"{town};{count}" for town, count in STAFF.items())]
        sheet = "\n".join(lines).encode()
        chosen = {"name": "personeel.csv", "mimeType": "text/csv", "buffer": sheet}
        page.get_by_label("CSV-bestand").set_input_files(chosen)
        page.get_by_role("button", name="Bestand nakijken").click()
        expect(page.get_by_text("1 kolom voor 14 besturen.")).to_be_visible()
        self.shot(page, "csv-nakijken")
        page.get_by_role("button", name="Overnemen", exact=True).click()
        page.get_by_label("Te verdelen bedrag").fill("42.000,00")
        page.get_by_label("volgens inwoners").check()
        page.get_by_role("button", name="Verdeling bewaren").click()
        expect(page.get_by_text("Samen: 42.000,00 euro.")).to_be_visible()
        self.shot(page, "velden-per-bestuur")
        rows = page.locator("section:has(#per-bestuur) tbody tr")
        for row in rows.all():
            town, *cells, _ = row.locator("th, td").all_inner_texts()
            self.figures[town] = tuple(cells)
        assert sorted(self.figures) == sorted(TOWNS)
        shares = [
            euros(cell) for cells in self.figures.values() for cell in cells if "euro" in cell
        ]
        assert (len(shares), sum(shares)) == (14, Decimal("42000.00"))
        page.goto(f"{DRAFT}voorbeeld/?bestuur=zele")
        expect(page.get_by_text("Zele telt")).to_be_visible()
        self.shot(page, "bekijk-als-zele")

    # -- the feedback round -------------------------------------------------------------------

    def ask(self) -> None:
        """The round opens: each director and officer gets a mail."""
        self.clock.travel_to("2026-09-22 09:00")
        page = self.owner
        page.goto(f"{DRAFT}feedback/openen/")
        page.get_by_label("Opmerkingen tot en met").fill("2026-10-05")
        page.get_by_label("In één zin").fill("Welke proeftijd past in uw regeling?")
        self.shot(page, "feedback-openen")
        page.get_by_role("button", name="Versturen en opmerkingen vragen").click()
        expect(page.get_by_text("De feedbackronde loopt")).to_be_visible()
        mails = self.post.arrives()
        assert self.post.keys(mails) == {f"{who}.{town.lower()}" for who in WHO for town in TOWNS}

    def remark(self) -> None:
        """38 remarks of 13 municipalities: one on a phone, one at a desk; and one stays inside."""
        self.clock.travel_to("2026-09-24 14:00")
        said = self.told["remarks"]
        assert len(said) == 38
        self._remark_by_page(self.phone, said[0], "opmerking-telefoon")
        self._remark_by_page(self.desktop, said[35], "opmerking-bureau")
        for each in [*said[1:35], *said[36:]]:
            self._remark_by_form(each, "send")
        [inside] = self.told["inside"]
        self._remark_by_form(inside, "keep")
        page = self.owner
        page.goto(DRAFT)
        page.get_by_role("button", name="Geen opmerkingen").click()
        page.goto(DRAFT)
        expect(page.get_by_text("14 van 14 antwoordden")).to_be_visible()
        self.shot(page, "wie-antwoordde")
        page.goto(f"{DRAFT}opmerkingen/")
        assert page.locator("tr[id^=opmerking-]").count() == 38
        expect(page.get_by_text(inside[2])).to_have_count(0)
        self.shot(page, "opmerkingen")

    def _remark_by_page(self, page: Page, said: list[str], name: str) -> None:
        town, key, text, *_ = said
        page.goto(f"{DRAFT}feedback/{town.lower()}/")
        section = page.locator(f"#c-{KEYS.get(key, key) or 'geheel'}")
        section.get_by_text("Opmerking schrijven").click()
        section.get_by_label("Uw opmerking").fill(text)
        self.shot(page, name)
        section.get_by_role("button", name="Bezorgen aan de trekker").click()
        expect(page.get_by_text(text)).to_be_visible()

    def _remark_by_form(self, said: list[str], verb: str) -> None:
        town, key, text, *_ = said
        client = client_of(self.stage.director(town))
        clause = KEYS.get(key, key) or "geheel"
        typed = {f"{clause}-text": text, verb: clause}
        answer = client.post(f"{DRAFT}feedback/{town.lower()}/", typed)
        assert answer.status_code == 302, (said, answer.text)

    def answer(self) -> None:
        """Each one answered: taken up with the new words, or not with the reason."""
        self.clock.travel_to("2026-10-07 09:00")
        page = self.owner
        page.goto(DRAFT)
        page.get_by_role("button", name="Feedbackronde afsluiten").click()
        expect(page.get_by_text("Nog 38 te beantwoorden.")).to_be_visible()
        self.shot(page, "te-beantwoorden")
        mails = self.post.arrives()
        assert self.post.keys(mails) == {f"{who}.lebbeke" for who in ("burgemeester", *WHO)}
        refused, taken_up = self.told["remarks"][9], self.told["remarks"][1]
        self._answer_by_page(page, refused, "antwoord-bureau")
        self._answer_by_page(self.owner_phone, taken_up, "antwoord-telefoon")
        client = client_of(self.stage.director("Lebbeke"))
        for said in self.told["remarks"]:
            if said not in (refused, taken_up):
                self._answer_by_form(client, said)
        outcomes = list(DraftRemark.objects.values_list("outcome", flat=True))
        assert {each: outcomes.count(each) for each in set(outcomes)} == {
            "taken_up": 22,
            "not_taken_up": 16,
            "": 1,
        }

    def _found(self, said: list[str]) -> DraftRemark:
        town, key, text, *_ = said
        return DraftRemark.objects.get(
            municipality__name=town, clause=KEYS.get(key, key), text=text
        )

    def _new_text(self, key: str) -> str:
        clause = next((each for each in self.told["clauses"] if each["key"] == key), {})
        return str(clause.get("to", clause.get("from", "")))

    def _answer_by_page(self, page: Page, said: list[str], name: str) -> None:
        _, key, _, outcome, reason = said
        page.goto(f"{DRAFT}opmerkingen/{self._found(said).pk}/")
        label = "overgenomen" if outcome == "taken_up" else "niet overgenomen"
        page.get_by_label(label, exact=True).check()
        page.get_by_label("Reden, of wat u ermee doet").fill(reason)
        if outcome == "taken_up":
            page.get_by_label("Tekst van de clausule").fill(self._new_text(key))
        self.shot(page, name)
        page.get_by_role("button", name="Bewaren").click()
        expect(page.get_by_text("Bewaard. Nog")).to_be_visible()

    def _answer_by_form(self, client: Client, said: list[str]) -> None:
        _, key, _, outcome, reason = said
        typed = {"outcome": outcome, "reason": reason, "new_text": self._new_text(key)}
        typed["unchanged"] = "on"
        answer = client.post(f"{DRAFT}opmerkingen/{self._found(said).pk}/", typed)
        assert answer.status_code == 302, (said, answer.text)

    def finish(self) -> None:
        """The definitive version; every municipality gets every remark with its answer."""
        self.clock.travel_to("2026-10-09 10:00")
        page = self.owner
        page.goto(f"{DRAFT}definitief/")
        page.get_by_label("Wat is er nieuw").fill("Drie maanden, akkoord van beide besturen.")
        self.shot(page, "definitief-maken")
        page.get_by_role("button", name="Definitief maken").click()
        expect(page.get_by_text("Versie 2 is voor iedereen dezelfde.")).to_be_visible()
        self.shot(page, "ontwerp-definitief")
        page.goto(f"{DRAFT}versies/")
        expect(page.locator("del", has_text="zes").first).to_be_visible()
        expect(page.locator("ins", has_text="drie").first).to_be_visible()
        self.shot(page, "versies-vergelijken")
        mails = self.post.arrives()
        assert self.post.keys(mails) == {f"{who}.{town.lower()}" for who in WHO for town in TOWNS}
        [inside] = self.told["inside"]
        for text in mails.values():
            assert "alle opmerkingen (38)" in text
            for _, _, words, _, reason in self.told["remarks"]:
                assert words in text and reason in text
            assert inside[2] not in text

    # -- the local drafts ---------------------------------------------------------------------

    def make_drafts(self) -> None:
        """The worker makes them; the secretariat sees 14, each municipality its own."""
        page = self.secretary
        page.goto(f"{AGREEMENT}ontwerpen/")
        expect(page.get_by_text("nog niet gemaakt")).to_have_count(14)
        worker_works()
        page.reload()
        expect(page.get_by_text("14 van 14 ontwerpen gemaakt; 0 wijken af.")).to_be_visible()
        self.shot(page, "ontwerpen-per-bestuur")
        own = self.deviating
        own.goto(own_draft("denderleeuw"))
        expect(own.get_by_role("heading", level=1)).to_contain_text("Denderleeuw")
        self.shot(own, "eigen-ontwerp")
        neighbour = client_of(self.stage.officer("Aalst"))
        assert neighbour.get(own_draft("denderleeuw")).status_code in (403, 404)

    def read_the_files(self) -> None:
        """Each file opened by a program of others; none with another's name or figure."""
        words: dict[str, bytes] = {}
        for town in TOWNS:
            files = self._files_of(town)
            assert sorted(files) == ["docx", "html", "pdf", "txt"]
            for kind, content in files.items():
                self._holds_its_own_only(town, kind, said_in(kind, content))
            words[town] = files["docx"]
            paragraphs = [each.text for each in Document(BytesIO(files["docx"])).paragraphs]
            assert any("De proeftijd bedraagt drie maanden." in each for each in paragraphs)
            self._is_linked_data(town, files["html"])
        read = as_office_reads(words, self.folder)
        for town in TOWNS:
            assert f"{town} telt " in read[town]
            assert "Artikel 5" in read[town]
            assert "{{" not in read[town] and "{%" not in read[town]

    def _files_of(self, town: str) -> dict[str, bytes]:
        """What the director takes along, by kind."""
        client = client_of(self.stage.director(town))
        answer = client.get(f"{AGREEMENT}besturen/{town.lower()}/ontwerpen.zip")
        with zipfile.ZipFile(BytesIO(answer.content)) as packed:
            return {name.rsplit(".", 1)[-1]: packed.read(name) for name in packed.namelist()}

    def _holds_its_own_only(self, town: str, kind: str, said: str) -> None:
        bare = " ".join(said.split())
        assert town in bare
        for figure in self.figures[town]:
            assert figure.removesuffix(" euro") in bare, (town, kind, figure)
        own = set(self.figures[town])
        others = [name for name in TOWNS if name != town]
        foreign = [*others, *(name.lower() for name in others)]
        foreign += [self.stage.organizations[name].code for name in others]
        foreign += [cell for name in others for cell in self.figures[name] if cell not in own]
        foreign += [str(STAFF[name]) for name in others]
        there = [each for each in foreign if each in said]  # quick, before the edges are looked at
        found = [each for each in there if re.search(rf"(?<![\w.,-]){re.escape(each)}\b", said)]
        assert found == [], (town, kind)

    def _is_linked_data(self, town: str, html: bytes) -> None:
        address = f"{self.post.site}{own_draft(town.lower())}"
        graph = triples_of(html, address)
        assert len(graph) > 30
        for name in sorted(HOLDS):
            assert violations(graph, name) == set(), (town, name)
        for name, expected in NOT_YET.items() if town == "Lede" else ():
            assert violations(graph, name) == expected, name

    def deviate(self) -> None:
        """Denderleeuw says the third article of its draft otherwise."""
        page = self.deviating
        page.goto(own_draft("denderleeuw"))
        page.get_by_role("link", name=re.compile("Anders schrijven.*Proeftijd")).click()
        page.get_by_label("Tekst van uw bestuur").fill(OTHERWISE)
        self.shot(page, "anders-schrijven")
        page.get_by_role("button", name="Bewaren").click()
        expect(page.get_by_text("wijkt af").first).to_be_visible()
        self.shot(page, "wijkt-af")


WHO = ("ad", "dossier")
"""Who prepares decisions in each municipality, and so gets a mail."""


def own_draft(slug: str) -> str:
    """Where one municipality's draft stands."""
    return f"{AGREEMENT}besturen/{slug}/ontwerp/gemeenteraad/"


def euros(cell: str) -> Decimal:
    """``1.234,56 euro`` as a number."""
    return Decimal(cell.removesuffix(" euro").replace(".", "").replace(",", "."))


def worker_works() -> None:
    """Do what waits in the queue, as ``manage.py work`` does."""
    while waiting := DBTaskResult.objects.ready().first():
        waiting.task.call(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
        waiting.delete()
