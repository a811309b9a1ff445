"""One meeting from the rhythm of a year to the released report, each step by its own person.

What is asked of the reader comes from the pages and from the mails as the mail server got them:
``post_arrives`` sends what waits, and follows every link in it at once.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage

import vobject
from django.test import Client
from django_tasks_db.models import DBTaskResult
from docx import Document
from playwright.sync_api import Page, expect
from tests.conftest import FixedClock
from tests.outbox.conftest import MailServer
from tests.printing.conftest import a_pdf
from tests.printing.papers import pages_of

from overlegtafel.accounts.models import User
from overlegtafel.outbox.services import send_pending

Shot = Callable[[Page, str], None]
CHARGING, YOUTH, POOL = "Laadpalen langs de Dender", "Jeugdhuizen", "Zwembad van de streek"
LINK = re.compile(r"https?://\S+")


@dataclass
class MeetingCycle:
    """Who does what, at the table of the cast. ``shot`` is called at what is worth a picture."""

    secretary: Page
    chair: Page
    by_link: Page
    stands_in: Page
    phone: Page
    guest: Page
    director: Page
    post: MailServer
    clock: FixedClock
    site: str
    shot: Shot = lambda page, name: None
    read: int = 0
    invitations: dict[str, str] = field(default_factory=dict)
    letters: list[tuple[str, EmailMessage]] = field(default_factory=list)
    table: str = "/tafels/denderregio/"
    meeting: str = "/tafels/denderregio/vergaderingen/2027-01-21/"
    following: str = "/tafels/denderregio/vergaderingen/2027-02-18/"

    def all_steps(self) -> None:
        """From the year calendar to the release."""
        self.plan_the_year()
        self.bring()
        self.screen()
        self.complete()
        self.convene()
        self.answer()
        self.prepare()
        self.supplement()
        self.read_the_pack()
        self.hold()
        self.close_and_have_read()
        self.approve_at_the_next()
        self.download_and_release()

    # -- the post -----------------------------------------------------------------------------

    def post_arrives(self) -> dict[str, str]:
        """Send what waits. The text of what came in, by recipient; every link was followed."""
        report = send_pending()
        assert (report.failed, report.uncertain) == (0, 0)
        new, self.read = self.post.mails[self.read :], len(self.post.mails)
        arrived: dict[str, str] = {}
        for [to], mail in new:
            body = mail.get_body(("plain",))
            assert body is not None
            arrived[to] = arrived.get(to, "") + body.get_content().replace("\r\n", "\n")
            self.letters.append((to, mail))
            self._follow(to, arrived[to] + str(mail.get("List-Unsubscribe", "")))
        return arrived

    def _follow(self, to: str, text: str) -> None:
        """A link opens for who has it: as anyone, or else for the recipient who signs in."""
        links = {link.rstrip(">.,") for link in LINK.findall(text)}
        assert links
        for link in links:
            assert link.startswith(self.site)
            answer = self.guest.request.get(link)
            if "/account/login/" in answer.url:
                client = Client()
                client.force_login(User.objects.get(email=to))
                assert client.get(link.removeprefix(self.site)).status_code == 200, link
            else:
                assert answer.status == 200, link

    def link(self, text: str, part: str) -> str:
        """The one link in a mail whose address has ``part``."""
        [found] = {link for link in LINK.findall(text) if part in link}
        return found

    # -- before -------------------------------------------------------------------------------

    def plan_the_year(self) -> None:
        """The secretary plans the year from a rhythm."""
        page = self.secretary
        page.goto(f"{self.table}vergaderingen/")
        page.get_by_role("link", name="Jaarkalender").click()
        page.get_by_label("Jaar").select_option("2027")
        page.get_by_label("Beginuur").fill("09:30")
        page.get_by_label("Plaats").fill("Raadzaal")
        page.get_by_role("button", name="Data bekijken").click()
        self.shot(page, "jaarkalender")
        expect(page.get_by_label("donderdag 21 januari 2027", exact=True)).to_be_checked()
        expect(page.get_by_label("donderdag 15 juli 2027")).to_have_count(0)
        page.get_by_role("button", name="Aangevinkte data plannen").click()
        expect(page.get_by_text("vergaderingen op de kalender")).to_be_visible()

    def bring(self) -> None:
        """A mayor brings an item with a document; the chair asks for an exchange."""
        page = self.phone
        page.goto(f"{self.table}voorstellen/nieuw/")
        page.get_by_label("Titel").fill(CHARGING)
        page.get_by_label("In één zin").fill("Elk bestuur kiest nu alleen.")
        page.get_by_role("radio", name=re.compile("^Beleid")).check()
        page.get_by_text("Bij afstemming en beleid: waarom, en welke categorie").click()
        page.get_by_label("Er stelt zich een uitdaging").check()
        page.get_by_label("Regionale projectontwikkeling").check()
        page.get_by_role("button", name="Indienen").click()
        page.get_by_role("link", name="Document toevoegen").click()
        raming = {"name": "Raming.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
        page.get_by_label("Bestand").set_input_files(raming)
        page.get_by_role("button", name="Toevoegen").click()
        expect(page.get_by_text("Raming").first).to_be_visible()
        self.shot(page, "voorstel-met-document")
        page = self.chair
        page.goto(f"{self.table}voorstellen/nieuw/")
        page.get_by_label("Titel").fill(YOUTH)
        page.get_by_label("In één zin").fill("Hoe houdt u een jeugdhuis open?")
        page.get_by_label("Uitwisseling").check()
        page.get_by_role("button", name="Indienen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(YOUTH)

    def screen(self) -> None:
        """The secretary judges both, and puts them on the agenda."""
        self.post_arrives()
        page = self.secretary
        for title in (CHARGING, YOUTH):
            page.goto(f"{self.table}voorstellen/")
            page.get_by_role("link", name=title).click()
            page.get_by_label("Op een agenda plaatsen").check()
            choice = page.get_by_label("Op de agenda van")
            choice.select_option(choice.locator("option").nth(1).get_attribute("value"))
            if title == CHARGING:
                page.get_by_label("Wie bereidt het voor?").fill("Dienst energie")
            self.shot(page, "beoordelen")
            page.get_by_role("button", name="Antwoord bewaren").click()
            expect(page.get_by_text("op de agenda").first).to_be_visible()
        self.post_arrives()

    def complete(self) -> None:
        """What an item lacks is said, with a link to mend it."""
        page = self.secretary
        page.goto(f"{self.meeting}oproepen/")
        self.shot(page, "onvolledig")
        expect(page.get_by_role("heading", name="kan nog niet vertrekken")).to_be_visible()
        expect(page.get_by_role("button", name="Versturen naar")).to_be_disabled()
        page.get_by_role("link", name=CHARGING).first.click()
        page.get_by_label("Welke lokale beslissing verwacht u?").select_option("council")
        page.get_by_label("Nota").fill("Tien laadpalen per gemeente.")
        page.get_by_role("button", name="Bewaren").click()

    def convene(self) -> None:
        """Who gets what is shown, then sent: a mail with a calendar file for each seat."""
        page = self.secretary
        page.goto(f"{self.meeting}oproepen/")
        self.shot(page, "agenda-versturen")
        expect(page.get_by_text("4 van 5 zetels krijgen een mail")).to_be_visible()
        expect(page.get_by_text("burgemeester.aalst@example.org")).to_be_visible()
        page.get_by_role("button", name="Versturen naar 4 ontvangers").click()
        expect(page.get_by_text("Opgeroepen").first).to_be_visible()
        self.shot(page, "opgeroepen")
        self.invitations = self.post_arrives()
        assert sorted(self.invitations) == [
            f"burgemeester.{town}@example.org" for town in ("aalst", "lede", "ninove", "zele")
        ]
        [mail] = [mail for to, mail in self.letters if "aalst" in to]
        [file] = mail.iter_attachments()
        event = vobject.readOne(file.get_content()).vevent
        assert event.summary.value.startswith("Denderregio")
        assert event.dtstart.value.isoformat() == "2027-01-21T09:30:00+01:00"
        assert event.location.value == "Raadzaal"

    def answer(self) -> None:
        """One mayor says yes with the link, another sends an alderman, who opens the meeting."""
        page = self.by_link
        page.goto(self.link(self.invitations["burgemeester.aalst@example.org"], "/antwoord/"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Komt u?")
        page.get_by_label("Ja, ik kom").check()
        self.shot(page, "antwoorden")
        page.get_by_role("button", name="Antwoord bewaren").click()
        expect(page.get_by_text("Dank u, uw antwoord is genoteerd.")).to_be_visible()
        page.goto(self.link(self.invitations["burgemeester.zele@example.org"], "/antwoord/"))
        page.get_by_label("vervangen").check()
        page.get_by_label("Wie komt in uw plaats?").fill("Schepen Zele")
        page.get_by_label("E-mailadres van wie").fill("schepen@example.org")
        page.get_by_role("button", name="Antwoord bewaren").click()
        expect(page.get_by_text("laat zich vervangen").first).to_be_visible()
        mails = self.post_arrives()
        page = self.stands_in
        page.goto(self.link(mails["schepen@example.org"], "/vergadering/"))
        expect(page.get_by_text("u neemt hier de plaats in van Burgemeester Zele")).to_be_visible()
        expect(page.get_by_role("heading", name=CHARGING)).to_be_visible()
        self.shot(page, "vervanger")
        self.is_kept_out(page, f"{self.table}afspraken/")
        page = self.secretary
        page.goto(self.meeting)
        page.get_by_role("link", name="Wie antwoordde").click()
        self.shot(page, "wie-antwoordde")
        expect(page.get_by_text("Schepen Zele").first).to_be_visible()

    def is_kept_out(self, page: Page, address: str) -> None:
        """Another address asks to sign in."""
        page.goto(address)
        expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()

    def prepare(self) -> None:
        """A mayor shares a position on a phone, a director fills a row, an expert is invited."""
        page = self.phone
        page.goto("/mijn-tafel/")
        self.shot(page, "mijn-tafel-telefoon")
        page.get_by_role("link", name=re.compile("Standpunt van uw bestuur")).first.click()
        page.get_by_role("link", name="Standpunt van Lede schrijven").click()
        page.get_by_label("voor, met voorbehoud").check()
        page.get_by_label("Voorbehoud, in woorden").fill("Als de prijs vaststaat.")
        page.get_by_label("collegebesluit").check()
        page.get_by_label("Datum van college of raad").fill("2026-11-17")
        self.shot(page, "standpunt-telefoon")
        page.get_by_role("button", name="Bewaren en delen met de tafel").click()
        self.chair.goto(self.meeting)
        self.chair.get_by_role("link", name="Standpunten en terugkoppeling bij punt 1").click()
        expect(self.chair.get_by_text("Als de prijs vaststaat.").first).to_be_visible()
        expect(
            self.chair.get_by_text("1 van 5 besproken in het college, waarvan 1 met mandaat").first
        ).to_be_visible()
        self.shot(self.chair, "standpunten-voorzitter")
        page = self.director
        page.goto(self.meeting)
        page.get_by_role("link", name="Uitwisselingsronde").first.click()
        page.get_by_role("link", name="Rij van Lede invullen").click()
        page.get_by_label("Hoe pakt uw bestuur dit nu aan?").fill("Met vrijwilligers.")
        page.get_by_role("button", name="Bewaren").click()
        expect(page.get_by_text("1 van 5 besturen deelden hun aanpak")).to_be_visible()
        self.shot(page, "uitwisseling")
        self.invite_the_guest()

    def invite_the_guest(self) -> None:
        """The expert's link opens one item."""
        page = self.secretary
        page.goto(self.meeting)
        page.get_by_text("Meer bij punt 1").click()
        page.get_by_role("link", name="Gast uitnodigen bij punt 1").click()
        page.get_by_label("Naam").fill("Expert Laden")
        page.get_by_label("E-mailadres").fill("expert@example.org")
        page.get_by_role("button", name="Uitnodigen").click()
        expect(page.get_by_text("Expert Laden is uitgenodigd")).to_be_visible()
        mails = self.post_arrives()
        page = self.guest
        page.goto(self.link(mails["expert@example.org"], "/gast/"))
        expect(page.get_by_role("heading", level=1)).to_have_text(CHARGING)
        expect(page.get_by_text(YOUTH)).to_have_count(0)
        self.shot(page, "gast")
        self.is_kept_out(page, self.meeting)

    def supplement(self) -> None:
        """An item comes late: version 2, with the differences in the mail and on the page."""
        page = self.chair
        page.goto(f"{self.table}voorstellen/nieuw/")
        page.get_by_label("Titel").fill(POOL)
        page.get_by_label("In één zin").fill("Wie bouwt er nog?")
        page.get_by_label("Uitwisseling").check()
        page.get_by_role("button", name="Indienen").click()
        page = self.secretary
        page.goto(self.meeting)
        page.get_by_role("link", name="Agenda aanvullen").click()
        page.get_by_role("button", name=re.compile(f"Klaarzetten.*{POOL}")).click()
        self.shot(page, "aanvulling")
        page.get_by_role("link", name="Versie 2 nakijken").click()
        self.shot(page, "versie-2")
        page.get_by_role("button", name="Versie 2 versturen naar 4 ontvangers").click()
        mails = self.post_arrives()
        assert "dit is versie 2" in mails["burgemeester.aalst@example.org"]
        assert POOL in mails["burgemeester.aalst@example.org"].partition("Agenda (versie 2)")[0]
        page = self.phone
        page.goto(self.meeting)
        expect(page.get_by_text("Nieuw sinds versie 1")).to_be_visible()
        expect(
            page.locator("li").filter(has_text=POOL).get_by_text("nieuw", exact=True)
        ).to_be_visible()
        self.shot(page, "nieuw-telefoon")
        page.get_by_role("button", name="Ik las dit").click()
        expect(page.get_by_text("Nieuw sinds versie 1")).to_have_count(0)

    def read_the_pack(self) -> None:
        """The pack is asked, made by the worker, and read back: its pages are those on screen."""
        page = self.phone
        page.get_by_role("link", name="Bundel").click()
        page.get_by_role("button", name="Bundel maken").click()
        expect(page.get_by_text("wacht om gemaakt te worden")).to_be_visible()
        self.worker_works()
        expect(page.get_by_text("Klaar:")).to_be_visible()
        self.shot(page, "bundel-telefoon")
        address = page.get_by_role("link", name="Bundel openen").get_attribute("href")
        paper = pages_of(page.request.get(f"{self.site}{address}").body())
        shown = re.findall(r"blz\. (\d+)", page.locator("#bundel-inhoud").inner_text())
        wanted = [f"1. {CHARGING}", "Bijlage 1.1: Raming", f"2. {YOUTH}", f"3. {POOL}"]
        assert len(shown) == len(wanted)
        for number, words in zip(shown, wanted, strict=True):
            assert words in paper[int(number) - 1]
        page.goto(self.meeting)
        for number in (shown[0], *shown[2:]):
            expect(page.get_by_text(f"blz. {number}").first).to_be_visible()

    def worker_works(self) -> None:
        """Do what waits in the queue, as ``manage.py work`` does."""
        while waiting := DBTaskResult.objects.ready().first():
            waiting.task.call(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
            waiting.delete()

    # -- the day itself -----------------------------------------------------------------------

    def hold(self) -> None:
        """Presence, minutes as typed, an agreement out of a line, a poll."""
        self.clock.travel_to("2027-01-21 09:30")
        page = self.secretary
        page.goto(self.meeting)
        page.get_by_role("button", name="Vergadering openen").click()
        page.get_by_role("link", name="Aanwezigheid noteren").click()
        self.shot(page, "aanwezigheid")
        page.get_by_role("button", name="Bewaren, en de rest is aanwezig").click()
        self.shot(page, "aan-de-gang")
        page.get_by_role("link", name="Verslag bij punt 1 schrijven").click()
        text = page.get_by_label("Verslag", exact=True)
        text.fill("Wij kopen samen laadpalen in.")
        text.press("Alt+a")
        expect(page.locator("#made_title")).to_have_value("Wij kopen samen laadpalen in.")
        page.locator("#made_everyone").check()
        page.locator("#made_due_on").fill("2027-06-30")
        page.locator("#made_competent_body").select_option("council")
        self.shot(page, "afspraak-uit-regel")
        page.locator("#uit-de-regel").get_by_role("button", name="Afspraak opschrijven").click()
        expect(text).to_have_value("Wij kopen samen laadpalen in. [A-D01]")
        expect(page.locator("#bewaard")).to_contain_text("Bewaard om")
        page.get_by_role("link", name="Peiling noteren").click()
        page.get_by_label("Vraag").fill("Start in maart?")
        counts = page.get_by_label("Aantal")
        counts.nth(0).fill("3")
        self.shot(page, "peiling")
        page.get_by_role("button", name="Peiling bewaren").click()
        expect(page.get_by_text("Peiling, niet bindend").first).to_be_visible()
        self.shot(page, "verslag-schrijven")
        for number in (2, 3):
            page.get_by_role("link", name=re.compile("›$")).click()
            page.get_by_label("Verslag", exact=True).fill(f"Gedeeld bij punt {number}.")
            page.get_by_label("kennisname", exact=True).check()
            expect(page.locator("#bewaard")).to_contain_text("Bewaard om")

    def close_and_have_read(self) -> None:
        """The concept goes to the members; a mayor remarks, the secretary answers."""
        page = self.secretary
        page.goto(self.meeting)
        page.get_by_role("button", name="Verslag afsluiten").click()
        page.get_by_role("link", name="Verslag lezen").click()
        self.shot(page, "conceptverslag")
        page.get_by_role("link", name="Concept naar de leden sturen").click()
        self.shot(page, "concept-versturen")
        page.get_by_role("button", name="Versturen naar 4 leden").click()
        mails = self.post_arrives()
        phone = self.phone
        phone.goto(self.link(mails["burgemeester.lede@example.org"], "/verslag/"))
        phone.get_by_text("Opmerking bij punt 1").click()
        phone.get_by_label("Uw opmerking").first.fill("Lede vroeg eerst een raming.")
        self.shot(phone, "opmerking-telefoon")
        phone.get_by_role("button", name="Opmerking noteren").first.click()
        self.post_arrives()
        page.goto("/mijn-tafel/")
        self.shot(page, "mijn-tafel-na-opmerking")
        mine = page.locator("li").filter(has_text="Opmerkingen bij het verslag beantwoorden")
        expect(mine).not_to_contain_text("uiterlijk")
        page.goto(f"{self.meeting}verslag/")
        page.get_by_role("link", name="1 opmerking beantwoorden").click()
        page.get_by_role("link", name=f"Punt 1. {CHARGING}").click()
        page.get_by_label("Verslag van dit punt").fill(
            "Lede vraagt eerst een raming. Wij kopen samen laadpalen in. [A-D01]"
        )
        page.get_by_role("textbox", name=re.compile("^Antwoord")).fill("Aangevuld.")
        self.shot(page, "opmerking-beantwoorden")
        page.get_by_role("button", name="Verslag aanpassen").click()
        mails = self.post_arrives()
        assert "Aangevuld." in mails["burgemeester.lede@example.org"]

    def approve_at_the_next(self) -> None:
        """The report is the first item of the next meeting, approved in one click."""
        page = self.secretary
        page.goto(f"{self.following}agenda/")
        expect(
            page.get_by_role("heading", name="1. Goedkeuring van het verslag van 21 januari 2027")
        ).to_be_visible()
        self.shot(page, "volgende-agenda")
        page.goto(f"{self.following}oproepen/")
        page.get_by_role("button", name="Versturen naar 4 ontvangers").click()
        self.post_arrives()
        self.clock.travel_to("2027-02-18 09:30")
        page.goto(self.following)
        page.get_by_role("button", name="Vergadering openen").click()
        chair = self.chair
        chair.goto(self.following)
        self.shot(chair, "volgende-vergadering")
        chair.get_by_role("button", name="Verslag goedkeuren").click()
        self.post_arrives()
        chair.goto(f"{self.meeting}verslag/")
        expect(
            chair.get_by_text("versie 1, op de vergadering van 18 februari 2027")
        ).to_be_visible()

    def download_and_release(self) -> None:
        """The report as PDF and in Word says the same; then the outcome goes public."""
        page = self.secretary
        page.goto(f"{self.meeting}verslag/")
        self.shot(page, "goedgekeurd-verslag")
        expect(
            page.get_by_role("article").get_by_role("link", name="A-D01", exact=True)
        ).to_be_visible()
        said = "Lede vraagt eerst een raming. Wij kopen samen laadpalen in."
        with page.expect_download() as coming:
            page.get_by_role("link", name="In Word").click()
        document = Document(coming.value.path())
        assert any(said in each.text for each in document.paragraphs)
        address = page.get_by_role("link", name="Als PDF").get_attribute("href")
        paper = " ".join(pages_of(page.request.get(f"{self.site}{address}").body()))
        assert said in paper
        assert "Start in maart?" in paper
        page.goto(self.meeting)
        page.get_by_text("Meer met deze vergadering").click()
        page.get_by_role("link", name="Vrijgeven").click()
        self.shot(page, "vrijgeven")
        page.get_by_role("button", name="Vrijgeven").click()
        self.shot(page, "vrijgegeven")
        expect(page.get_by_text("versie 1, op 18 februari 2027")).to_be_visible()
