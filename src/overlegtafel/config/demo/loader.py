"""Plays the invented year through the product's own services, in the order it happened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, WrongMoment
from overlegtafel.config.demo.article8 import plan_registers
from overlegtafel.config.demo.cast import Cast, enter_local_people, enter_regional_people
from overlegtafel.config.demo.councillors import plan_councillors
from overlegtafel.config.demo.documents import plan_documents
from overlegtafel.config.demo.drafts import plan_drafts
from overlegtafel.config.demo.exchange import plan_exchange
from overlegtafel.config.demo.horizon import note_what_comes
from overlegtafel.config.demo.info_evenings import plan_evening_for_councillors
from overlegtafel.config.demo.link_sheets import keep_link_sheets
from overlegtafel.config.demo.local_drafts import plan_local_drafts
from overlegtafel.config.demo.positions import plan_positions
from overlegtafel.config.demo.products import plan_products
from overlegtafel.config.demo.scenario import TABLES, Scenario
from overlegtafel.config.demo.sittings import keep_sittings
from overlegtafel.config.demo.story import Story
from overlegtafel.config.demo.story.agreements import carry_out
from overlegtafel.config.demo.story.dossiers import close_dossiers, open_dossiers
from overlegtafel.config.demo.story.local_decisions import decide_locally
from overlegtafel.config.demo.story.meetings import meet
from overlegtafel.config.demo.story.proposals import fill_pool
from overlegtafel.config.demo.story.publication import release
from overlegtafel.config.demo.story.settling import settle
from overlegtafel.config.demo.tables import find_organizations, set_tables
from overlegtafel.config.demo.working import Working
from overlegtafel.governance.configuration.packaged import import_packaged
from overlegtafel.organizations.models import Organization
from overlegtafel.outbox.services import settle_invented


def load_demo() -> bool:
    """Load the demo once, with its reference day on today; ``False`` when it is there already.

    One transaction. Raises ``NotAllowed`` outside demo mode, ``WrongMoment`` when the reference
    files of Flanders are not loaded yet.
    """
    if not settings.DEMO_MODE:
        raise NotAllowed("Demogegevens horen niet in productie.")
    with transaction.atomic():
        if User.objects.filter(is_demo=True).exists():
            return False
        if not Organization.objects.filter(code="BO-DENDER").exists():
            raise WrongMoment("Laad eerst de referentiegegevens: manage.py load_flanders.")
        _play(Scenario(clock.today()))
        settle_invented()
    return True


def _play(scenario: Scenario) -> None:
    system = User.objects.system()
    diary = Diary()
    cast = Cast(scenario, system)
    began = scenario.moment("2025-12-01", "09:00")
    with clock.at(scenario.moment("2023-01-02", "09:00")):
        import_packaged()
        organizations = find_organizations(system, scenario)
        enter_local_people(cast, organizations)
        enter_regional_people(cast, organizations)
        tables = set_tables(cast, organizations)
        keep_sittings(system, scenario, tables)
        keep_link_sheets(system, scenario, tables)
    working = Working(scenario, cast, tables)
    working.earlier_charters(began)
    story = Story(scenario, cast, tables, working, diary.plan)
    settle(story, began)
    for table in TABLES:
        open_dossiers(story, table)
        meet(story, table)
    plan_positions(story)
    plan_exchange(story)
    plan_documents(story)
    plan_councillors(story)
    plan_evening_for_councillors(story)
    fill_pool(story)
    carry_out(story)
    decide_locally(story)
    plan_drafts(story)
    plan_local_drafts(story)
    close_dossiers(story)
    release(story)
    plan_products(story)
    diary.plan(
        scenario.moment("2026-11-20", "16:00"), lambda: note_what_comes(cast, scenario, tables)
    )
    plan_registers(cast, scenario, tables, diary.plan)
    diary.play(until=clock.now())


@dataclass
class Diary:
    """What happens when: entries in any order, played in order of time."""

    entries: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)

    def plan(self, moment: datetime, act: Callable[[], object]) -> None:
        """Note that ``act`` happens at ``moment``; at one moment, first noted goes first."""
        self.entries.append((moment, len(self.entries), act))

    def play(self, *, until: datetime) -> None:
        """Let everything happen, each at its own moment, nothing later than ``until``."""
        for moment, _, act in sorted(self.entries, key=lambda entry: entry[:2]):
            with clock.at(min(moment, until)):
                act()
