"""The tables of the two regions: their bodies, seats and roles."""

from dataclasses import dataclass

from overlegtafel.accounts.models import User
from overlegtafel.config.demo.cast import Cast
from overlegtafel.config.demo.scenario import Scenario
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.services import grant_role
from overlegtafel.governance.states import TableRole
from overlegtafel.organizations.models import Classification, Organization
from overlegtafel.organizations.queries import municipalities_on
from overlegtafel.organizations.registration import register_organization

INVENTED = "demo"
_C = Classification

BODIES = {
    "DBO": "denderregio",
    "DADO": "dado",
    "Stuurgroep": "stuurgroep-denderregio",
    "MWO": "midwest",
    "dagelijks bestuur": "dagelijks-bestuur-midwest",
    "zoneraad": "zoneraad-midwest",
    "vervoerregioraad": "vervoerregioraad-roeselare",
    "cluster welzijn": "cluster-welzijn-midwest",
    "cluster milieu": "cluster-milieu-midwest",
    "cluster ICT": "cluster-digitaal-midwest",
}
"""The bodies that play a part, by their slug in the configuration files."""

REGISTERED = {
    "Denderregio": (_C.REFERENCE_REGION, "REFREG11"),
    "Midwest": (_C.REFERENCE_REGION, "REFREG10"),
    "SOLVA": (_C.INTERMUNICIPAL, "KBO0200305493"),
    "DDS": (_C.INTERMUNICIPAL, "KBO0207087872"),
    "DVV Midwest": (_C.INTERMUNICIPAL, "KBO0694591957"),
    "WVI": (_C.INTERMUNICIPAL, "KBO0205157869"),
    "West-Vlaanderen": (_C.PROVINCE, "30000"),
}
"""What the reference files of Flanders name."""

PARTNERS = {
    "welzijnsvereniging": "Welzijnsvereniging (fictief)",
    "BOA-deskundige": "BOA-deskundige (fictief)",
    "studiebureau": "Studiebureau (fictief)",
}
"""Partners of the demo's own."""

BEHALF = {
    "regiocoordinator.dender": "SOLVA",
    "directie.dds": "DDS",
    "welzijnsvereniging": "welzijnsvereniging",
    "energie.solva": "SOLVA",
    "hr.dds": "DDS",
    "expert.boa": "BOA-deskundige",
    "communicatie.dvv": "DVV Midwest",
}
"""In whose name someone works for a table."""

SPEAKS = {
    ("MWO", "communicatie DVV"): "DVV Midwest",
    ("MWO", "linkbewaker"): "Roeselare",
    ("DBO", "linkbewaker"): "Aalst",
}
"""For whom someone speaks whose title does not say it."""


@dataclass
class Tables:
    """The organizations and bodies of the demo by their short key."""

    organizations: dict[str, Organization]
    bodies: dict[str, GoverningBody]

    def organization(self, table: str, label: str) -> Organization:
        """The organization that ``label`` ("AD Lebbeke", "SOLVA en DDS") speaks for."""
        label = SPEAKS.get((table, label), label)
        bare = label.split(" (")[0]
        for key in (label, bare, bare.lower(), bare.split(" ")[0], bare.split(" ")[-1]):
            if key in self.organizations and key != "Midwest":
                return self.organizations[key]
        return self.organizations[table]


def find_organizations(system: User, scenario: Scenario) -> dict[str, Organization]:
    """The municipalities and organizations of the reference files, the bodies of the
    configuration files, and the demo's own partners.
    """
    names = [*scenario.facts["besturen"], "Torhout"]
    found = {each.name: each for each in municipalities_on(scenario.today).filter(name__in=names)}
    for key, (kind, code) in REGISTERED.items():
        found[key] = Organization.objects.get(classification=kind, code=code)
    for key, slug in BODIES.items():
        found[key] = GoverningBody.objects.get(slug=slug).organization
    for key, name in PARTNERS.items():
        found[key] = register_organization(
            actor=system,
            classification=_C.PARTNER,
            code=f"{INVENTED}-{key.lower().replace(' ', '-')}",
            name=name,
            note="Verzonnen of vereenvoudigd voor de demo.",
        )
    return found


def set_tables(cast: Cast, organizations: dict[str, Organization]) -> Tables:
    """The tables as the configuration files set them, with the roles of the demo's people."""
    bodies = {key: GoverningBody.objects.get(slug=slug) for key, slug in BODIES.items()}
    tables = Tables(organizations, bodies)
    _grant_roles(cast, tables)
    return tables


def _grant_roles(cast: Cast, tables: Tables) -> None:
    support, chair, partner = TableRole.SUPPORT, TableRole.CHAIR, TableRole.PARTNER
    for who, role, keys in (
        ("regiocoordinator.dender", support, ("DBO", "DADO", "Stuurgroep")),
        ("directie.dds", support, ("DBO",)),
        ("ad.midwest", support, ("MWO", "dagelijks bestuur", "zoneraad", "vervoerregioraad")),
        ("burgemeester.hamme", chair, ("DBO", "Stuurgroep")),
        ("burgemeester.ninove", chair, ("DBO", "Stuurgroep")),
        ("ad.dendermonde", chair, ("DADO",)),
        ("burgemeester.ingelmunster", chair, ("MWO", "dagelijks bestuur")),
        ("burgemeester.wingene", chair, ("MWO",)),
        ("welzijnsvereniging", partner, ("DBO",)),
        ("energie.solva", partner, ("DBO",)),
        ("hr.dds", partner, ("DBO",)),
        ("expert.boa", partner, ("MWO",)),
        ("communicatie.dvv", partner, ("MWO",)),
    ):
        for key in keys:
            grant_role(
                actor=cast.system,
                body=tables.bodies[key],
                person=cast.people[who],
                role=role,
                organization=tables.organizations[BEHALF[who]] if who in BEHALF else None,
                valid_from=cast.scenario.first_day,
            )
