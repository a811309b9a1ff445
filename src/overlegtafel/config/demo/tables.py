"""The tables of the two regions: their bodies, seats and roles."""

from dataclasses import dataclass
from datetime import date

from overlegtafel.accounts.models import User
from overlegtafel.config.demo.cast import Cast
from overlegtafel.config.demo.scenario import TABLES, Scenario
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.services import (
    add_seat,
    create_body,
    define_category,
    grant_role,
    set_support,
)
from overlegtafel.governance.states import BodyKind, TableRole
from overlegtafel.organizations.models import Classification, Organization, Post
from overlegtafel.organizations.queries import municipalities_on
from overlegtafel.organizations.registration import register_organization

INVENTED = "demo"
_C = Classification

REGISTERED = {
    "DBO": (_C.MAYORS_CONSULTATION, "BO-DENDER"),
    "MWO": (_C.MAYORS_CONSULTATION, "BO-MIDWEST"),
    "Denderregio": (_C.REFERENCE_REGION, "REFREG11"),
    "Midwest": (_C.REFERENCE_REGION, "REFREG10"),
    "SOLVA": (_C.INTERMUNICIPAL, "KBO0200305493"),
    "DDS": (_C.INTERMUNICIPAL, "KBO0207087872"),
    "DVV Midwest": (_C.INTERMUNICIPAL, "KBO0694591957"),
    "WVI": (_C.INTERMUNICIPAL, "KBO0205157869"),
    "zoneraad": (_C.FIRE_ZONE, "HVZ-WV2"),
    "vervoerregioraad": (_C.TRANSPORT_REGION, "VR11"),
    "West-Vlaanderen": (_C.PROVINCE, "30000"),
}
"""What the reference files of Flanders name."""

INVENTED_ORGANIZATIONS = {
    "DADO": (_C.BODY, "Denderregio Algemeen Directeursoverleg (DADO)"),
    "Stuurgroep": (_C.BODY, "Stuurgroep Regiovorming Denderregio"),
    "dagelijks bestuur": (_C.BODY, "Dagelijks bestuur Midwest"),
    "cluster welzijn": (_C.BODY, "Cluster welzijn Midwest"),
    "cluster milieu": (_C.BODY, "Cluster milieu Midwest"),
    "cluster ICT": (_C.BODY, "Cluster ICT en digitalisering Midwest"),
    "welzijnsvereniging": (_C.PARTNER, "Welzijnsvereniging (fictief)"),
    "BOA-deskundige": (_C.PARTNER, "BOA-deskundige (fictief)"),
    "studiebureau": (_C.PARTNER, "Studiebureau (fictief)"),
}
"""Bodies and partners of the demo's own."""

BEHALF = {
    "welzijnsvereniging": "welzijnsvereniging",
    "energie.solva": "SOLVA",
    "hr.dds": "DDS",
    "expert.boa": "BOA-deskundige",
}
"""In whose name a partner brings something."""


@dataclass
class Tables:
    """The organizations and bodies of the demo by their short key."""

    organizations: dict[str, Organization]
    bodies: dict[str, GoverningBody]

    def organization(self, table: str, label: str) -> Organization:
        """The organization that ``label`` ("AD Lebbeke", "SOLVA en DDS") speaks for."""
        if label == "communicatie DVV":
            label = "DVV Midwest"
        bare = label.split(" (")[0]
        for key in (label, bare, bare.lower(), bare.split(" ")[0], bare.split(" ")[-1]):
            if key in self.organizations and key != "Midwest":
                return self.organizations[key]
        return self.organizations[table]


def find_organizations(system: User, scenario: Scenario) -> dict[str, Organization]:
    """The municipalities and bodies of the reference files, and the demo's own."""
    names = [*scenario.facts["besturen"], "Torhout"]
    found = {each.name: each for each in municipalities_on(scenario.today).filter(name__in=names)}
    for key, (kind, code) in REGISTERED.items():
        found[key] = Organization.objects.get(classification=kind, code=code)
    for key, (kind, name) in INVENTED_ORGANIZATIONS.items():
        found[key] = register_organization(
            actor=system,
            classification=kind,
            code=f"{INVENTED}-{key.lower().replace(' ', '-')}",
            name=name,
            note="Verzonnen of vereenvoudigd voor de demo.",
        )
    return found


def set_tables(cast: Cast, organizations: dict[str, Organization]) -> Tables:
    """Set every table, give the seats, grant the roles."""
    tables = Tables(organizations, {})
    _create_bodies(cast.system, tables)
    _give_seats(cast, tables)
    _grant_roles(cast, tables)
    return tables


def _create_bodies(system: User, tables: Tables) -> None:
    here = tables.organizations
    for key, name, short, slug, kind, prefix, region, purpose, rhythm in (
        (
            "DBO",
            "Denderregio Burgemeestersoverleg",
            "DBO",
            "denderregio",
            BodyKind.MAYORS,
            "A-D",
            "Denderregio",
            "Veertien besturen wegen samen af wat de streek aangaat en volgen op wat ze afspreken.",
            "acht keer per jaar, 9.30 uur",
        ),
        (
            "MWO",
            "Midwestoverleg",
            "Midwestoverleg",
            "midwest",
            BodyKind.MAYORS,
            "A-M",
            "Midwest",
            "Vijftien besturen stemmen af, versterken elkaar en spreken met één stem.",
            "tien keer per jaar, 10 uur, aansluitend op de zoneraad",
        ),
        (
            "DADO",
            "Denderregio Algemeen Directeursoverleg",
            "DADO",
            "dado",
            BodyKind.DIRECTORS,
            "A-DADO",
            "Denderregio",
            "De algemeen directeurs geven advies over wat op het burgemeestersoverleg komt.",
            "maandelijks, 9 uur",
        ),
        (
            "Stuurgroep",
            "Stuurgroep Regiovorming",
            "Stuurgroep",
            "stuurgroep-denderregio",
            BodyKind.STEERING,
            "A-SR",
            "Denderregio",
            "Covoorzitters, SOLVA en DDS stellen de agenda voor.",
            "drie weken vóór elk overleg",
        ),
        (
            "dagelijks bestuur",
            "Dagelijks bestuur Midwest",
            "Dagelijks bestuur",
            "dagelijks-bestuur-midwest",
            BodyKind.STEERING,
            "A-DB",
            "Midwest",
            "Voorzitter, ondervoorzitter en AD bereiden het Midwestoverleg voor.",
            "drie weken vóór elk overleg",
        ),
        (
            "zoneraad",
            "Zoneraad hulpverleningszone Midwest",
            "Zoneraad",
            "zoneraad-midwest",
            BodyKind.FORUM,
            "A-ZR",
            "Midwest",
            "Dertien besturen, net vóór het Midwestoverleg.",
            "maandelijks, 8.30 uur",
        ),
        (
            "vervoerregioraad",
            "Vervoerregioraad Roeselare",
            "Vervoerregioraad",
            "vervoerregioraad-roeselare",
            BodyKind.FORUM,
            "A-VR",
            "Midwest",
            "De vijftien besturen en Torhout, na het Midwestoverleg.",
            "vier keer per jaar, 13.30 uur",
        ),
    ):
        primary = {"Denderregio": "DBO", "Midwest": "MWO"}[region]
        tables.bodies[key] = create_body(
            actor=system,
            organization=here[key],
            name=name,
            short_name=short,
            slug=slug,
            kind=kind,
            agreement_prefix=prefix,
            purpose=purpose,
            rhythm=rhythm,
            region=here[region],
            is_primary=key == primary,
            parent=None if key == primary else tables.bodies[primary],
        )
    dender, midwest = [here["SOLVA"], here["DDS"]], [here["DVV Midwest"]]
    for key in ("DBO", "DADO", "Stuurgroep"):
        set_support(actor=system, body=tables.bodies[key], organizations=dender)
    for key in ("MWO", "dagelijks bestuur"):
        set_support(actor=system, body=tables.bodies[key], organizations=midwest)


def _give_seats(cast: Cast, tables: Tables) -> None:
    dender, midwest = (cast.scenario.municipalities(table) for table in TABLES)
    zone = [name for name in midwest if name not in ("Ledegem", "Wielsbeke")]
    since = cast.scenario.first_day
    for key, category, names in (
        ("DBO", "mayor", dender),
        ("DADO", "director", dender),
        ("MWO", "mayor", midwest),
        ("zoneraad", "mayor", zone),
        ("vervoerregioraad", "mayor", [*midwest, "Torhout"]),
    ):
        for name in names:
            add_seat(
                actor=cast.system,
                body=tables.bodies[key],
                category=category,
                municipality=tables.organizations[name],
                valid_from=since,
            )
    delegate, province = "delegate", "province"
    for key, category, label, counts in (
        ("MWO", province, "Streekgedeputeerde Midwest", False),
        ("MWO", delegate, "AD WVI", False),
        ("MWO", delegate, "AD-afgevaardigde", False),
        ("Stuurgroep", delegate, "Covoorzitter DBO, Dender-Noord", True),
        ("Stuurgroep", delegate, "Covoorzitter DBO, Dender-Zuid", True),
        ("Stuurgroep", delegate, "Directie SOLVA", True),
        ("Stuurgroep", delegate, "Directie DDS", True),
        ("dagelijks bestuur", delegate, "Voorzitter Midwestoverleg", True),
        ("dagelijks bestuur", delegate, "Ondervoorzitter Midwestoverleg", True),
        ("dagelijks bestuur", delegate, "AD-afgevaardigde", True),
    ):
        _seat_of_post(cast.system, tables.bodies[key], category, label, counts, since)


def _seat_of_post(
    system: User,
    body: GoverningBody,
    category: str,
    label: str,
    counts: bool,
    since: date,
) -> None:
    post = Post.objects.get(label=label, mandates__person__user__is_demo=True)
    define_category(actor=system, body=body, key=category, counts=counts)
    add_seat(actor=system, body=body, category=category, post=post, valid_from=since)


def _grant_roles(cast: Cast, tables: Tables) -> None:
    support, chair, partner = TableRole.SUPPORT, TableRole.CHAIR, TableRole.PARTNER
    for who, role, keys in (
        ("regiocoordinator.dender", support, ("DBO", "DADO", "Stuurgroep")),
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
