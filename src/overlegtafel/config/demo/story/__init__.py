"""What happened in the invented year, by chapter: each notes in the diary who does what, when."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.config.demo.cast import Cast
from overlegtafel.config.demo.scenario import Scenario
from overlegtafel.config.demo.tables import Tables
from overlegtafel.config.demo.working import Working
from overlegtafel.dossiers.models import Dossier
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.proposals.models import Proposal

Plan = Callable[[datetime, Callable[[], object]], None]


@dataclass
class Story:
    """The year, told to the diary by ``plan``; rows made so far are kept by their key."""

    scenario: Scenario
    cast: Cast
    tables: Tables
    working: Working
    plan: Plan
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    items: dict[str, AgendaItem] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    decisions: dict[tuple[str, str], LocalDecision] = field(default_factory=dict)

    def lead(self, body: str) -> User:
        """Who keeps the secretariat of a body."""
        return self.cast.secretary("DBO" if body == "DBO" else "MWO")
