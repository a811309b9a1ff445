"""The link sheets of the demo: invented, by function and never by name.

Only the kind of software is a fact: it comes from the public start list that is shipped along.
"""

from overlegtafel.accounts.models import User
from overlegtafel.config.demo.scenario import Scenario
from overlegtafel.config.demo.tables import Tables
from overlegtafel.local_decisions.link_sheets import known_platform
from overlegtafel.local_decisions.services import keep_link_sheet
from overlegtafel.local_decisions.states import DecisionPlatform

COLLEGE_LEADS = {"Aalst": 5, "Ninove": 3, "Roeselare": 5, "Staden": 3}
COUNCIL_LEADS = {"Wichelen": 4}
"""Working days of who asks for another lead than the term of the site."""


def keep_link_sheets(system: User, scenario: Scenario, tables: Tables) -> None:
    """One sheet for each of the municipalities."""
    for name in scenario.facts["besturen"]:
        municipality = tables.organizations[name]
        known = known_platform(municipality)
        keep_link_sheet(
            actor=system,
            municipality=municipality,
            expected_revision=0,
            prepares="de dossierbehandelaar, nagelezen door de algemeen directeur",
            contacts=f"Dossierbehandelaar {name}\nAlgemeen directeur {name}",
            receives_reports=f"Burgemeester {name}\nAlgemeen directeur {name}\nSecretariaat {name}",
            college_lead=COLLEGE_LEADS.get(name),
            council_lead=COUNCIL_LEADS.get(name),
            platform=known.platform if known else DecisionPlatform.UNKNOWN,
            note="Verzonnen voor de demo; alleen de software komt uit een openbare lijst.",
        )
