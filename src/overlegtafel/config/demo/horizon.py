"""What comes towards the two tables: links with fora, a project, things on their way."""

from django.utils.text import slugify

from overlegtafel.config.demo.cast import Cast
from overlegtafel.config.demo.scenario import Scenario
from overlegtafel.config.demo.tables import Tables
from overlegtafel.dossiers.models import Dossier
from overlegtafel.horizon.services import link_forum, name_guard, note_entry, set_rhythm
from overlegtafel.organizations.models import Classification
from overlegtafel.organizations.queries import group_by_slug, municipality_by_slug

SECRETARIES = {"DBO": "regiocoordinator.dender", "MWO": "ad.midwest"}
GUARDED = {
    "DBO": {"Dender": "Aalst", "Vlaamse Ardennen": "Geraardsbergen", "Waasland": "Zele"},
    "MWO": {"Roeselare": "Roeselare"},
}
"""Which municipality guards the link with which transport region; each sits in both."""
ARRANGEMENT = (
    "De vervoerregioraad beslist; dit overleg geeft vragen mee en hoort na elke raad wat er speelt."
)
COMING = (
    ("DBO", "Nieuwe oproep slimme regio's", "Aankondiging van het agentschap", "2027-03-15"),
    ("DBO", "Hervorming van de eerstelijnszones", "Nota van de Vlaamse Regering", "2027-05-01"),
    ("MWO", "Nieuw vervoerplan voor het flexvervoer", "Vervoerregioraad", "2027-04-22"),
)
PROJECTS = {"D-09": 3}
"""Dossiers that report to the table, and how often, in months (R126)."""


def note_what_comes(cast: Cast, scenario: Scenario, tables: Tables) -> None:
    """Links with their guards, what is on its way and the rhythm of projects."""
    for table, guarded in GUARDED.items():
        for region, town in guarded.items():
            link = link_forum(
                actor=cast.users[SECRETARIES[table]],
                body=tables.bodies[table],
                forum=group_by_slug(Classification.TRANSPORT_REGION, slugify(region)),
                arrangement=ARRANGEMENT,
                brings_news=False,
            )
            name_guard(
                actor=cast.users[SECRETARIES[table]],
                link=link,
                municipality=municipality_by_slug(slugify(town)),
            )
    for table, title, source, day in COMING:
        note_entry(
            actor=cast.users[SECRETARIES[table]],
            body=tables.bodies[table],
            title=title,
            source=source,
            expected_on=scenario.day(day),
        )
    for reference, months in PROJECTS.items():
        dossier = Dossier.objects.select_related("body").get(reference=reference)
        set_rhythm(actor=cast.users[SECRETARIES["DBO"]], dossier=dossier, every_months=months)
