"""The table of the Denderregio on the day that it made A-D07; nothing of the demo's year.

Flanders, the 14 municipalities with their people and their sittings, one meeting with one
agreement. What happens next is up to the test.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import yaml
from django.db import transaction
from django.test import Client
from tests.conftest import FixedClock
from tests.outbox.conftest import MailServer

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.services import record_agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.config.demo.cast import DOMAIN, Cast, enter_local_people, enter_regional_people
from overlegtafel.config.demo.scenario import HERE, Scenario
from overlegtafel.config.demo.sittings import keep_sittings
from overlegtafel.config.demo.tables import find_organizations, set_tables
from overlegtafel.dossiers.services import open_dossier
from overlegtafel.dossiers.states import Category, Function, Reason
from overlegtafel.governance.configuration.packaged import import_packaged
from overlegtafel.governance.models import GoverningBody
from overlegtafel.local_decisions.services import open_local_decisions
from overlegtafel.meetings.services import (
    close_meeting,
    convene_meeting,
    open_meeting,
    place_on_agenda,
    plan_meeting,
    save_minutes,
)
from overlegtafel.meetings.states import Outcome
from overlegtafel.organizations.models import Organization
from overlegtafel.organizations.services import load_flanders
from overlegtafel.outbox.services import send_pending
from overlegtafel.proposals.services import draft_proposal, submit_proposal

REFERENCE_DAY = date(2026, 11, 23)
MADE_ON = date(2026, 9, 18)
LINK = re.compile(r"https?://\S+/beslissing/\S+")
TITLE = "Dezelfde clausule regiomobiliteit in elke rechtspositieregeling"
TOWNS = (
    *("Aalst", "Berlare", "Buggenhout", "Denderleeuw", "Dendermonde", "Erpe-Mere"),
    *("Geraardsbergen", "Haaltert", "Hamme", "Lebbeke", "Lede", "Ninove", "Wichelen", "Zele"),
)


@dataclass
class Stage:
    """The people by the first part of their address, and the agreement."""

    cast: Cast
    body: GoverningBody
    organizations: dict[str, Organization]
    agreement: Agreement

    def director(self, town: str) -> User:
        """The general director of a municipality."""
        return self.cast.director(town)

    def officer(self, town: str) -> User:
        """The officer of a municipality."""
        return self.cast.officer(town)

    @property
    def secretary(self) -> User:
        """Who runs the table."""
        return self.cast.secretary("DBO")


@dataclass
class Post:
    """What the mail server got, read in parts."""

    server: MailServer
    site: str
    read: int = 0

    def arrives(self) -> dict[str, str]:
        """Send what waits: the text of what came in, by recipient."""
        report = send_pending()
        assert (report.failed, report.uncertain) == (0, 0)
        new, self.read = self.server.mails[self.read :], len(self.server.mails)
        arrived: dict[str, str] = {}
        for [to], mail in new:
            body = mail.get_body(("plain",))
            assert body is not None
            arrived[to] = arrived.get(to, "") + body.get_content().replace("\r\n", "\n")
        return arrived

    def keys(self, mails: dict[str, str]) -> set[str]:
        """The recipients by the first part of their address."""
        return {address.removesuffix(f"@{DOMAIN}") for address in mails}

    def link_to(self, key: str, mails: dict[str, str]) -> str:
        """The one link with which someone reports."""
        [found] = set(LINK.findall(mails[f"{key}@{DOMAIN}"]))
        assert found.startswith(self.site)
        return str(found)


def client_of(user: User) -> Client:
    """Someone's browser without a screen."""
    client = Client()
    client.force_login(user)
    return client


def told_draft() -> dict[str, Any]:
    """The words of the common draft and what was said about it (``demo.md``, section 10)."""
    told = yaml.safe_load((HERE / "drafts.yaml").read_text(encoding="utf-8"))
    found: dict[str, Any] = told["A-D07"]
    return found


@transaction.atomic
def set_stage(clock: FixedClock) -> Stage:
    """From nothing to the agreement, and each municipality asked to decide."""
    clock.travel_to("2026-01-05 09:00")
    system, scenario = User.objects.system(), Scenario(REFERENCE_DAY)
    load_flanders(actor=system)
    import_packaged()
    organizations = find_organizations(system, scenario)
    cast = Cast(scenario, system)
    enter_local_people(cast, organizations)
    enter_regional_people(cast, organizations)
    tables = set_tables(cast, organizations)
    keep_sittings(system, scenario, tables)
    body = tables.bodies["DBO"]
    clock.travel_to("2026-09-01 10:00")
    agreement = _agree(clock, system, body, organizations)
    clock.travel_to("2026-09-18 13:00")
    open_local_decisions(actor=cast.secretary("DBO"), agreement=agreement)
    return Stage(cast, body, organizations, agreement)


def _agree(
    clock: FixedClock, system: User, body: GoverningBody, organizations: dict[str, Organization]
) -> Agreement:
    """One meeting with one item, and what it agreed."""
    owner = organizations["Lebbeke"]
    dossier = open_dossier(
        actor=system,
        body=body,
        reference="D-01",
        title="Rechtspositieregeling en regiomobiliteit",
        domain="personeel",
        owner=owner,
        owner_label="Lokaal bestuur Lebbeke",
        preparer_label="HR-expert DDS",
        is_internal=True,
    )
    meeting = plan_meeting(actor=system, body=body, held_on=MADE_ON, starts_at=time(9, 30))
    proposal = draft_proposal(
        actor=system,
        body=body,
        title="Regiomobiliteit: uniforme clausule",
        summary="Personeel kan tussen de deelnemende besturen van werkplek wisselen.",
        function=Function.ALIGNMENT,
        category=Category.PROJECT,
        reasons=(Reason.CHALLENGE, Reason.POLITICAL),
        dossier=dossier,
        brought_by=owner,
        preparer_label="HR-expert DDS",
    )
    submit_proposal(actor=system, proposal=proposal)
    item = place_on_agenda(actor=system, meeting=meeting, proposal=proposal)
    convene_meeting(actor=system, meeting=meeting)
    clock.travel_to("2026-09-18 09:30")
    open_meeting(actor=system, meeting=meeting)
    item.meeting = meeting
    save_minutes(
        actor=system,
        item=item,
        minutes="De veertien besturen nemen dezelfde clausule op.",
        outcome=Outcome.AGREEMENT,
        expected_revision=item.revision,
    )
    agreement = record_agreement(
        actor=system,
        item=item,
        reference="A-D07",
        title=TITLE,
        text="De veertien besturen sluiten samen één beheersovereenkomst.",
        due_on=date(2026, 12, 31),
        competent_body=CompetentBody.COUNCIL,
        executors=[(organizations[town], "") for town in TOWNS],
        owner=owner,
    )
    close_meeting(actor=system, meeting=meeting)
    agreement.refresh_from_db()
    return agreement
