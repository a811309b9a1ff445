"""The eight steps of the thread, done by hand: each as its own person, by what the page says."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import Page, expect

Shot = Callable[[Page, str], None]


@dataclass
class Walk:
    """Who does what, at which table. ``shot`` is called at every page worth a picture."""

    mayor: Page
    secretary: Page
    officer: Page
    director: Page
    table: str
    town: str
    members: int
    today: date
    title: str = "Samen laadpalen kopen"
    shot: Shot = lambda page, name: None
    first_holder: str = "het secretariaat"
    point: int = 1

    def all_steps(self) -> None:
        """From proposal to feedback list."""
        self.all_steps_but_feedback()
        self.read_feedback()

    def all_steps_but_feedback(self) -> None:
        """From proposal to a recorded local decision."""
        self.propose()
        self.plan_and_accept()
        self.convene()
        self.hold()
        self.write_minutes()
        self.close_and_approve()
        self.open_decisions()
        self.record_decision()

    @property
    def meeting(self) -> str:
        """The address of the meeting."""
        return f"/tafels/{self.table}/vergaderingen/{self.today.isoformat()}/"

    def propose(self) -> None:
        """1. A mayor brings something."""
        page = self.mayor
        page.goto("/mijn-tafel/")
        self.shot(page, "mijn-tafel-burgemeester")
        page.goto(f"/tafels/{self.table}/voorstellen/")
        page.get_by_role("link", name="Voorstel aanbrengen").click()
        page.get_by_label("Titel").fill(self.title)
        page.get_by_label("In één zin").fill("Elk bestuur koopt nu apart; samen kan het goedkoper.")
        page.get_by_label("Afstemming").check()
        page.get_by_text("Bij afstemming en beleid: waarom, en welke categorie").click()
        page.get_by_label("Er stelt zich een uitdaging").check()
        page.get_by_label("Regionale projectontwikkeling").check()
        self.shot(page, "voorstel-aanbrengen")
        page.get_by_role("button", name="Indienen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(self.title)
        expect(page.get_by_text(f"Bij wie ligt het? Bij {self.first_holder}")).to_be_visible()

    def plan_and_accept(self) -> None:
        """2. The secretariat plans a meeting and accepts the proposal on its agenda."""
        self.plan()
        self.accept()

    def plan(self) -> None:
        """A meeting today."""
        page = self.secretary
        page.goto(f"/tafels/{self.table}/vergaderingen/")
        page.get_by_role("link", name="Vergadering plannen").click()
        page.get_by_label("Datum").fill(self.today.isoformat())
        page.get_by_label("Beginuur").fill("09:30")
        page.get_by_label("Plaats").fill("Raadzaal")
        page.get_by_role("button", name="Op de kalender zetten").click()

    def accept(self) -> None:
        """From the pool onto the agenda."""
        page = self.secretary
        page.goto(f"/tafels/{self.table}/voorstellen/")
        page.get_by_role("link", name=self.title).click()
        self.shot(page, "voorstel-beoordelen")
        page.get_by_label("Op een agenda plaatsen").check()
        choice = page.get_by_label("Op de agenda van")
        value = choice.locator("option").nth(1).get_attribute("value")
        choice.select_option(value)
        page.get_by_label("Wie bereidt het voor?").fill("Dienst energie")
        page.get_by_role("button", name="Antwoord bewaren").click()
        expect(page.get_by_text("Staat nu als punt 1 op de agenda")).to_be_visible()

    def convene(self) -> None:
        """3. The agenda is frozen and sent."""
        page = self.secretary
        page.goto(f"{self.meeting}agenda/")
        self.shot(page, "agenda-maken")
        page.get_by_role("link", name="Agenda versturen").click()
        self.shot(page, "agenda-versturen")
        page.get_by_role("button", name="Versturen").click()
        expect(page.get_by_role("button", name="Vergadering openen")).to_be_visible()

    def hold(self) -> None:
        """4a. The meeting opens; who is there is written down."""
        page = self.secretary
        page.get_by_role("button", name="Vergadering openen").click()
        page.get_by_role("link", name="Aanwezigheid noteren").click()
        self.shot(page, "aanwezigheid")
        page.get_by_role("button", name="Bewaren, en de rest is aanwezig").click()
        expect(page.get_by_role("button", name="Verslag afsluiten")).to_be_visible()
        self.shot(page, "vergadering")

    def write_minutes(self) -> None:
        """4b. Minutes, an agreement with executors and a date, an outcome."""
        page = self.secretary
        page.goto(self.meeting)
        page.get_by_role("link", name=f"Verslag bij punt {self.point} schrijven").click()
        page.get_by_role("link", name="Afspraak opschrijven").click()
        page.get_by_role("textbox", name="Afspraak").fill("Eén bestek voor laadpalen")
        page.get_by_label("Alle leden").check()
        page.get_by_label("Uiterlijk").fill(f"{self.today.year + 1}-03-31")
        page.get_by_label("Wie beslist lokaal?").select_option("council")
        self.shot(page, "afspraak-opschrijven")
        beside = page.get_by_role("button", name="Afspraak opschrijven")
        on_own_page = page.get_by_role("button", name="Bewaren", exact=True)
        (beside if beside.count() else on_own_page).click()
        expect(page.get_by_text("is opgeschreven")).to_be_visible()
        page.get_by_label("Verslag").fill("Wij kiezen voor één bestek.\n\n- Aalst trekt het")
        page.get_by_label("afspraak", exact=True).check()
        self.shot(page, "verslag-schrijven")
        page.get_by_role("button", name="Bewaren").first.click()
        expect(page.locator("#bewaard")).to_contain_text("Bewaard om")

    def close_and_approve(self) -> None:
        """4c. The minutes close, and are approved."""
        page = self.secretary
        page.goto(self.meeting)
        page.get_by_role("button", name="Verslag afsluiten").click()
        page.get_by_role("button", name="Verslag goedkeuren").click()
        expect(page.get_by_text("Verslag goedgekeurd").first).to_be_visible()

    def open_decisions(self) -> None:
        """5. Every member municipality gets its own decision to take."""
        page = self.secretary
        page.goto(f"/tafels/{self.table}/afspraken/")
        page.get_by_role("link", name="Eén bestek voor laadpalen").click()
        page.get_by_role("link", name="Lokale beslissingen openen").click()
        self.shot(page, "lokale-beslissingen-openen")
        page.get_by_role("button", name="Openen").click()
        expect(page.get_by_text(f"van {self.members}").first).to_be_visible()

    def record_decision(self) -> None:
        """6 and 7. A local officer records; the figure follows by itself."""
        page = self.officer
        page.goto("/mijn-tafel/")
        page.get_by_role("link", name="Eén bestek voor laadpalen").first.click()
        self.shot(page, "afspraak-aan-mij")
        page.get_by_role("link", name=f"Beslissing van {self.town} vastleggen").click()
        page.get_by_label("Het is goedgekeurd", exact=True).check()
        page.get_by_label("Datum van de zitting").fill(self.today.isoformat())
        self.shot(page, "beslissing-vastleggen")
        page.get_by_role("button", name="Vastleggen").click()
        seat = page.get_by_role("link", name=f"{self.town}: goedgekeurd door").first
        expect(seat).to_be_visible()
        self.shot(page, "afspraak-stand")

    def read_feedback(self) -> None:
        """8. The director reads what the last meeting asks."""
        page = self.director
        page.goto(f"/besturen/{self.town.lower()}/")
        expect(page.get_by_text("Eén bestek voor laadpalen").first).to_be_visible()
        self.shot(page, "terugkoppeling")


@dataclass
class CharterWalk(Walk):
    """The same where a charter says more: a route with advice, a last day, the chair's go-ahead.

    The table is the demo's DBO; ``chair`` chairs it.
    """

    chair: Page = field(kw_only=True)
    first_holder: str = "Denderregio Algemeen Directeursoverleg"
    point: int = 2

    def accept(self) -> None:
        """Over the bodies on its route; then, as it is late, by the chair with a reason."""
        page = self.secretary
        page.goto(f"/tafels/{self.table}/voorstellen/")
        page.get_by_role("link", name=self.title).click()
        page.get_by_label("Advies geven").check()
        page.get_by_label("Gunstig advies", exact=True).check()
        page.get_by_label("Toelichting").fill("Begin bij de parkings van de gemeentehuizen.")
        self.shot(page, "voorstel-advies")
        page.get_by_role("button", name="Antwoord bewaren").click()
        expect(page.get_by_text("Bij wie ligt het? Bij Stuurgroep Regiovorming")).to_be_visible()
        page.get_by_label("Aanvaarden en doorgeven").check()
        page.get_by_role("button", name="Antwoord bewaren").click()
        self.shot(page, "voorstel-beoordelen")
        page.goto(f"{self.meeting}agenda/")
        page.get_by_role("button", name=re.compile("Vraag het de voorzitter.*laadpalen")).click()
        chair = self.chair
        chair.goto(f"{self.meeting}agenda/")
        mine = chair.get_by_role("listitem").filter(has=chair.get_by_text(self.title))
        mine.get_by_label("Wie bereidt het voor?").fill("Dienst energie Lede")
        mine.get_by_label("Waarom komt dit er nog bij?").fill(
            "De groepsaankoop sluit eind deze maand."
        )
        mine.get_by_role("button", name="Op de agenda").click()
        expect(chair.get_by_text("Na de uiterste dag aanvaard:")).to_be_visible()

    def convene(self) -> None:
        """The chair lets the agenda go out, and only then it is sent."""
        page = self.secretary
        page.goto(f"{self.meeting}agenda/")
        page.get_by_role("button", name="Vraag akkoord van de voorzitter").click()
        chair = self.chair
        chair.goto(f"{self.meeting}agenda/")
        self.shot(chair, "agenda-akkoord")
        chair.get_by_role("button", name="Akkoord geven").click()
        super().convene()

    def write_minutes(self) -> None:
        """First the standing item, then what was brought."""
        page = self.secretary
        page.goto(self.meeting)
        page.get_by_role("link", name="Verslag bij punt 1 schrijven").click()
        page.get_by_label("Verslag").fill("Geen nieuws deze maand.")
        page.get_by_label("kennisname", exact=True).check()
        page.get_by_role("button", name="Bewaren").first.click()
        expect(page.locator("#bewaard")).to_contain_text("Bewaard om")
        super().write_minutes()

    def close_and_approve(self) -> None:
        """The secretariat closes the minutes; the chair approves them."""
        page, chair = self.secretary, self.chair
        page.goto(self.meeting)
        page.get_by_role("button", name="Verslag afsluiten").click()
        chair.goto(self.meeting)
        chair.get_by_role("button", name="Verslag goedkeuren").click()
        expect(chair.get_by_text("Verslag goedgekeurd").first).to_be_visible()
