"""The named cast: one small Denderregio table with everyone around it, and a stranger's region.

Everything is made through the services, so that a test starts from what the product itself can
make. ``cast.thread()`` runs a proposal as far along the thread as a test needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

import pytest
from tests.copied_rows import made_once

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.services import record_agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.services import open_dossier
from overlegtafel.dossiers.states import Category, Function, Reason
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.services import add_seat, appoint, create_body, grant_role
from overlegtafel.governance.states import BodyKind, TableRole
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.services import open_local_decisions
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.services import (
    close_meeting,
    convene_meeting,
    open_meeting,
    place_on_agenda,
    plan_meeting,
    save_minutes,
)
from overlegtafel.meetings.states import Outcome
from overlegtafel.organizations.models import Classification, Organization, Person, PostRole
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.services import draft_proposal, submit_proposal

MEETING_DAY = date(2026, 11, 20)
MEMBERS = {
    "Aalst": "41002",
    "Lebbeke": "42011",
    "Lede": "41034",
    "Ninove": "41048",
    "Zele": "42028",
}
STEPS = ("proposed", "placed", "convened", "open", "agreed", "closed", "decisions")


@dataclass
class Thread:
    """How far ``cast.thread()`` came; what was not reached is not set."""

    proposal: Proposal
    meeting: Meeting | None = None
    item: AgendaItem | None = None
    agreement: Agreement | None = None
    decisions: dict[str, LocalDecision] = field(default_factory=dict)


@dataclass
class Cast:
    """Everyone and everything a test needs, by the names of the domain."""

    system: User
    table: GoverningBody
    other_table: GoverningBody
    towns: dict[str, Organization]
    support: Organization
    secretary: User
    second_secretary: User
    chair: User
    mayor: User
    director: User
    officer: User
    other_officer: User
    alderman: User
    councillor: User
    partner: User
    partner_organization: Organization
    other_mayor: User
    other_secretary: User
    citizen: User
    dossier: Dossier

    def fresh(self, user: User) -> User:
        """The same user read again, so that a change of mandate is seen."""
        return User.objects.get(pk=user.pk)

    def proposal(
        self,
        *,
        title: str = "Laadpalen langs de Dender",
        by: User | None = None,
        town: str = "Lede",
        submitted: bool = True,
        dossier: Dossier | None = None,
        preparer_label: str = "AD Lede",
        **content: Any,
    ) -> Proposal:
        """A proposal of a mayor, sent unless ``submitted`` is false."""
        actor = by or self.mayor
        proposal = draft_proposal(
            actor=actor,
            body=self.table,
            title=title,
            brought_by=self.towns[town],
            dossier=dossier,
            preparer_label=preparer_label,
            **{
                "summary": "Elk bestuur kiest nu alleen; samen kan het goedkoper.",
                "function": Function.ALIGNMENT,
                "category": Category.PROJECT,
                "reasons": (Reason.CHALLENGE,),
                **content,
            },
        )
        return submit_proposal(actor=actor, proposal=proposal) if submitted else proposal

    def meeting(
        self, held_on: date = MEETING_DAY, body: GoverningBody | None = None, **facts: Any
    ) -> Meeting:
        """A planned meeting of the table."""
        return plan_meeting(
            actor=self.system,
            body=body or self.table,
            held_on=held_on,
            **{"starts_at": time(9, 30), **facts},
        )

    def thread(
        self,
        until: str = "decisions",
        *,
        title: str = "Laadpalen langs de Dender",
        held_on: date = MEETING_DAY,
        due_on: date = date(2026, 12, 31),
        competent_body: CompetentBody = CompetentBody.COUNCIL,
        executors: Sequence[str] = ("Aalst", "Lede"),
        dossier: Dossier | None = None,
    ) -> Thread:
        """Run a new proposal to one of ``STEPS``."""
        last = STEPS.index(until)
        thread = Thread(self.proposal(title=title, dossier=dossier))
        if last < 1:
            return thread
        thread.meeting = self.meeting(held_on)
        thread.item = place_on_agenda(
            actor=self.secretary, meeting=thread.meeting, proposal=thread.proposal
        )
        if last >= 2:
            convene_meeting(actor=self.secretary, meeting=thread.meeting)
        if last >= 3:
            open_meeting(actor=self.secretary, meeting=thread.meeting)
        if last >= 4:
            self._agree(thread, title, due_on, competent_body, executors)
        if last >= 5:
            close_meeting(actor=self.secretary, meeting=thread.meeting)
            assert thread.agreement is not None
            thread.agreement.refresh_from_db()
        if last >= 6 and thread.agreement:
            rows = open_local_decisions(actor=self.secretary, agreement=thread.agreement)
            thread.decisions = {row.municipality.name: row for row in rows}
        return thread

    def _agree(
        self,
        thread: Thread,
        title: str,
        due_on: date,
        competent_body: CompetentBody,
        executors: Sequence[str],
    ) -> None:
        assert thread.item is not None
        thread.agreement = record_agreement(
            actor=self.secretary,
            item=thread.item,
            title=title,
            due_on=due_on,
            competent_body=competent_body,
            executors=[(self.towns[name], "") for name in executors],
        )
        thread.item = save_minutes(
            actor=self.secretary,
            item=thread.item,
            minutes="De burgemeesters delen de vraag.",
            outcome=Outcome.AGREEMENT,
            expected_revision=thread.item.revision,
        )


def make_town(name: str, nis: str) -> Organization:
    """A municipality with its real code, so that its shape is found."""
    return Organization.objects.create(
        classification=Classification.MUNICIPALITY, code=nis, name=name, slug=name.lower()
    )


def make_person(
    system: User, label: str, organization: Organization | None = None, role: PostRole | None = None
) -> User:
    """Someone with a login, and a post when one is named."""
    local = label.lower().replace(" ", ".")
    user = User.objects.create_user(
        f"{local}@example.org", password="een lang wachtwoord", name=label
    )
    person = Person.objects.create(name=label, user=user)
    if organization is not None and role is not None:
        appoint(actor=system, person=person, organization=organization, role=role, label=label)
    return user


def make_table(
    system: User, name: str, slug: str, towns: Sequence[Organization], prefix: str
) -> GoverningBody:
    """A mayors' table with a region of its own and a seat for each town."""
    region = Organization.objects.create(
        classification=Classification.REFERENCE_REGION, code=slug, name=name, slug=slug
    )
    organization = Organization.objects.create(
        classification=Classification.MAYORS_CONSULTATION,
        code=f"BO-{slug}",
        name=f"{name} burgemeestersoverleg",
        slug=slug,
    )
    body = create_body(
        actor=system,
        organization=organization,
        name=f"{name} Burgemeestersoverleg",
        short_name=name,
        slug=slug,
        kind=BodyKind.MAYORS,
        agreement_prefix=prefix,
        region=region,
        is_primary=True,
    )
    for town in towns:
        add_seat(actor=system, body=body, category="mayor", municipality=town)
    return body


def make_cast() -> Cast:
    """The whole cast."""
    system = User.objects.system()
    towns = {name: make_town(name, nis) for name, nis in MEMBERS.items()}
    strangers = [make_town("Tielt", "37022"), make_town("Roeselare", "36015")]
    table = make_table(system, "Denderregio", "denderregio", list(towns.values()), "A-D")
    other = make_table(system, "Midwest", "midwest", strangers, "A-M")
    support = Organization.objects.create(
        classification=Classification.INTERMUNICIPAL, code="solva", name="SOLVA", slug="solva"
    )
    partner_organization = Organization.objects.create(
        classification=Classification.PARTNER, code="zorg", name="Zorgzaam vzw", slug="zorgzaam"
    )
    table.support_organizations.add(support)
    roles = {
        "secretary": ("Regiocoördinator Dender", table, TableRole.SUPPORT),
        "second_secretary": ("Secretaris DDS", table, TableRole.SUPPORT),
        "partner": ("Directeur Zorgzaam", table, TableRole.PARTNER),
        "other_secretary": ("AD Midwest", other, TableRole.SUPPORT),
    }
    people: dict[str, User] = {}
    for key, (label, body, role) in roles.items():
        people[key] = make_person(system, label)
        grant_role(
            actor=system,
            body=body,
            person=people[key].person,
            role=role,
            organization=partner_organization if role == TableRole.PARTNER else support,
        )
    posts = {
        "chair": ("Burgemeester Ninove", towns["Ninove"], PostRole.MAYOR),
        "mayor": ("Burgemeester Lede", towns["Lede"], PostRole.MAYOR),
        "director": ("AD Lede", towns["Lede"], PostRole.DIRECTOR),
        "officer": ("Dossierbehandelaar Lede", towns["Lede"], PostRole.OFFICER),
        "other_officer": ("Dossierbehandelaar Ninove", towns["Ninove"], PostRole.OFFICER),
        "alderman": ("Schepen Lede", towns["Lede"], PostRole.ALDERMAN),
        "councillor": ("Raadslid Lede", towns["Lede"], PostRole.COUNCILLOR),
        "other_mayor": ("Burgemeester Tielt", strangers[0], PostRole.MAYOR),
    }
    for key, (label, organization, post) in posts.items():
        people[key] = make_person(system, label, organization, post)
    grant_role(actor=system, body=table, person=people["chair"].person, role=TableRole.CHAIR)
    people["citizen"] = make_person(system, "Burger")
    dossier = open_dossier(
        actor=people["secretary"],
        body=table,
        reference="D-01",
        title="Rechtspositieregeling en regiomobiliteit",
        domain="personeel",
        owner=towns["Lebbeke"],
    )
    return Cast(
        system=system,
        table=table,
        other_table=other,
        towns=towns,
        support=support,
        partner_organization=partner_organization,
        dossier=dossier,
        **people,
    )


@pytest.fixture
def cast(db: None) -> Cast:
    """The named cast, made through the services."""
    return made_once("cast", make_cast)
