"""Who is who in the demo. People are roles, never names; one login each."""

from dataclasses import dataclass, field

from overlegtafel.accounts.models import User
from overlegtafel.accounts.services import create_account
from overlegtafel.config.demo.scenario import TABLES, Scenario
from overlegtafel.governance.services import appoint
from overlegtafel.organizations.models import Organization, Person, PostRole
from overlegtafel.organizations.registration import register_person

DOMAIN = "demo.overlegtafel.example"

PICKER: tuple[tuple[str, str, str], ...] = (
    ("regiocoordinator.dender", "Secretariaat", "Zet de agenda klaar en volgt 14 besturen op"),
    ("directie.dds", "Secretariaat", "Deelt het secretariaat van het DBO, namens DDS"),
    ("ad.midwest", "Secretariaat", "Leidt het secretariaat van het Midwestoverleg"),
    ("starter", "Secretariaat", "Richt een nieuw overleg op, van nul"),
    ("burgemeester.hamme", "Voorzitters", "Covoorzitter van het DBO, Dender-Noord"),
    ("burgemeester.ninove", "Voorzitters", "Covoorzitter van het DBO, Dender-Zuid"),
    ("burgemeester.ingelmunster", "Voorzitters", "Voorzitter van het Midwestoverleg"),
    ("burgemeester.wingene", "Voorzitters", "Ondervoorzitter van het Midwestoverleg"),
    ("burgemeester.lede", "Burgemeesters", "Bracht net een voorstel aan"),
    ("burgemeester.aalst", "Burgemeesters", "Raadsbeslissing op 24 november 2026"),
    ("burgemeester.zele", "Burgemeesters", "Stelde een lokale beslissing uit"),
    ("burgemeester.tielt", "Burgemeesters", "Een ander overleg: ziet niets van de Denderregio"),
    ("ad.lebbeke", "Algemeen directeurs", "Trekt de afspraak over regiomobiliteit"),
    ("ad.haaltert", "Algemeen directeurs", "Raadsbeslissing op 23 november 2026"),
    ("ad.hooglede", "Algemeen directeurs", "Ook AD-afgevaardigde op het Midwestoverleg"),
    ("dossier.lebbeke", "Dossierbehandelaars", "Legt de lokale beslissingen van Lebbeke vast"),
    ("dossier.ninove", "Dossierbehandelaars", "Legt de lokale beslissingen van Ninove vast"),
    ("dossier.denderleeuw", "Dossierbehandelaars", "Legde een goedkeuring met wijziging vast"),
    ("dossier.tielt", "Dossierbehandelaars", "Plant de energiestrategie op de raad van Tielt"),
    ("schepen.dendermonde", "Schepenen en raadsleden", "Schepen wonen van Dendermonde"),
    ("schepen.roeselare", "Schepenen en raadsleden", "Schepen mobiliteit van Roeselare"),
    ("raadslid.lede", "Schepenen en raadsleden", "Stelde een vraag over regiomobiliteit"),
    ("raadslid.tielt", "Schepenen en raadsleden", "Leest de raadsbrief, en wat naar de raad komt"),
    ("welzijnsvereniging", "Partners en experts", "Brengt aan, ziet alleen eigen voorstellen"),
    ("expert.boa", "Partners en experts", "Gast op één punt van het Midwestoverleg"),
    ("energie.solva", "Partners en experts", "Energie-expert van SOLVA"),
    ("hr.dds", "Partners en experts", "HR-expert van DDS, bereidt regiomobiliteit voor"),
    ("communicatie.dvv", "Partners en experts", "Meldt hoever DVV Midwest staat"),
    ("streekgedeputeerde.midwest", "Provincie en verenigingen", "Telt niet mee als lid"),
    ("ad.wvi", "Provincie en verenigingen", "Zetel op het overleg én medewerker van WVI"),
)
"""The accounts that the sign-in page offers, in order: address, group, what it shows."""
FOUNDER = "starter"
"""Who may set up a new table."""

_TYPED_BY = {
    ("DBO", "covoorzitters"): "burgemeester.hamme",
    ("DBO", "linkbewaker"): "burgemeester.aalst",
    ("MWO", "Voorzitter"): "burgemeester.ingelmunster",
    ("MWO", "linkbewaker"): "burgemeester.roeselare",
    ("MWO", "DVV Midwest"): "communicatie.dvv",
    ("MWO", "communicatie DVV"): "communicatie.dvv",
}
"""Who types what someone brings whose title does not say it."""


@dataclass
class Cast:
    """The people of the demo by the first part of their address."""

    scenario: Scenario
    system: User
    users: dict[str, User] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def enter(self, key: str, name: str) -> Person:
        """Make someone's login and person."""
        offered = {each[0]: (order, each) for order, each in enumerate(PICKER, 1)}
        order, (_, group, note) = offered.get(key, (0, ("", "", "")))
        user = create_account(
            email=f"{key}@{DOMAIN}",
            name=name,
            is_demo=True,
            demo_order=order,
            demo_group=group,
            demo_note=note,
            may_found_tables=key == FOUNDER,
        )
        self.users[key] = user
        self.people[key] = register_person(actor=self.system, name=name, user=user)
        return self.people[key]

    def hold(self, key: str, organization: Organization, role: PostRole, label: str) -> None:
        """Let someone hold a post from the start of the term."""
        appoint(
            actor=self.system,
            person=self.people[key],
            organization=organization,
            role=role,
            label=label,
            valid_from=self.scenario.first_day,
        )

    def employ(self, key: str, name: str, organization: Organization, role: PostRole) -> None:
        """Someone with one post, titled as the person is called."""
        self.enter(key, name)
        self.hold(key, organization, role, name)

    def proposer(self, table: str, label: str) -> User:
        """Who types a proposal that ``label`` brings."""
        words = label.split(" ", 1)
        place = words[1].lower() if len(words) > 1 else ""
        by_title = {"Burgemeester": f"burgemeester.{place}", "AD": f"ad.{place}"}
        known = by_title.get(words[0], f"ad.{place.removeprefix('bestuur ')}")
        if (table, label) in _TYPED_BY:
            return self.users[_TYPED_BY[table, label]]
        if "(partner)" in label:
            return self.users["welzijnsvereniging"]
        return self.users.get(known, self.secretary(table))

    def secretary(self, table: str) -> User:
        """Who runs the table."""
        return self.users["regiocoordinator.dender" if table == "DBO" else "ad.midwest"]

    def director(self, municipality: str) -> User:
        """The general director of a municipality."""
        return self.users[f"ad.{municipality.lower()}"]

    def officer(self, municipality: str) -> User:
        """The officer of a municipality."""
        return self.users[f"dossier.{municipality.lower()}"]


def enter_local_people(cast: Cast, organizations: dict[str, Organization]) -> None:
    """A mayor, a director and an officer in each municipality, and some more in a few."""
    for table in TABLES:
        for name in cast.scenario.municipalities(table):
            here, slug = organizations[name], name.lower()
            cast.employ(f"burgemeester.{slug}", f"Burgemeester {name}", here, PostRole.MAYOR)
            cast.employ(f"ad.{slug}", f"AD {name}", here, PostRole.DIRECTOR)
            cast.employ(f"dossier.{slug}", f"Dossierbehandelaar {name}", here, PostRole.OFFICER)
    more = (
        ("burgemeester.torhout", "Burgemeester Torhout", "Torhout", PostRole.MAYOR),
        ("schepen.dendermonde", "Schepen wonen Dendermonde", "Dendermonde", PostRole.ALDERMAN),
        ("schepen.roeselare", "Schepen mobiliteit Roeselare", "Roeselare", PostRole.ALDERMAN),
        ("raadslid.lede", "Raadslid Lede", "Lede", PostRole.COUNCILLOR),
        ("raadslid.tielt", "Raadslid Tielt", "Tielt", PostRole.COUNCILLOR),
    )
    for key, title, place, role in more:
        cast.employ(key, title, organizations[place], role)


def enter_regional_people(cast: Cast, organizations: dict[str, Organization]) -> None:
    """Secretariats, experts, partners, the province; and who still has to begin."""
    cast.enter(FOUNDER, "Streekcoördinator in spe")
    staff, expert = PostRole.STAFF, PostRole.EXPERT
    for key, title, place, role in (
        ("regiocoordinator.dender", "Regiocoördinator Dender", "SOLVA", staff),
        ("ad.midwest", "AD Midwest", "DVV Midwest", staff),
        ("directie.solva", "Directie SOLVA", "SOLVA", staff),
        ("directie.dds", "Directie DDS", "DDS", staff),
        ("energie.solva", "Expert energie SOLVA", "SOLVA", expert),
        ("hr.dds", "HR-expert DDS", "DDS", expert),
        ("communicatie.dvv", "Communicatie DVV Midwest", "DVV Midwest", staff),
        ("welzijnsvereniging", "Projectleider welzijnsvereniging", "welzijnsvereniging", staff),
        ("expert.boa", "Expert BOA", "BOA-deskundige", expert),
        ("ad.wvi", "AD WVI", "WVI", staff),
        (
            "streekgedeputeerde.midwest",
            "Streekgedeputeerde Midwest",
            "West-Vlaanderen",
            PostRole.DEPUTY,
        ),
    ):
        cast.employ(key, title, organizations[place], role)
    for key, place, title in (
        ("burgemeester.hamme", "DBO", "Covoorzitter DBO, Dender-Noord"),
        ("burgemeester.ninove", "DBO", "Covoorzitter DBO, Dender-Zuid"),
        ("burgemeester.ingelmunster", "MWO", "Voorzitter Midwestoverleg"),
        ("burgemeester.wingene", "MWO", "Ondervoorzitter Midwestoverleg"),
    ):
        cast.hold(key, organizations[place], PostRole.CHAIR, title)
    cast.hold("ad.dendermonde", organizations["DBO"], PostRole.MEMBER, "Afgevaardigde van het DADO")
    cast.hold("ad.hooglede", organizations["MWO"], staff, "AD-afgevaardigde")
