"""How the two tables settle, look back and learn during the year, through the services."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

import yaml

from overlegtafel.common import clock
from overlegtafel.config.demo.cast import Cast
from overlegtafel.config.demo.scenario import HERE, TABLES, Scenario
from overlegtafel.config.demo.tables import Tables
from overlegtafel.governance.charters import charter_on
from overlegtafel.governance.models import Charter, Evaluation
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.services import adopt_charter, draft_charter, save_charter
from overlegtafel.governance.services.evaluations import (
    acknowledge_charter,
    answer_evaluation,
    assess,
    close_evaluation,
    open_evaluation,
)
from overlegtafel.governance.services.sharing import share_piece
from overlegtafel.governance.standards import assessment_statements
from overlegtafel.governance.states import CharterState
from overlegtafel.reporting.sharing import pieces_to_share
from overlegtafel.reporting.working import evaluation_figures

CHAIRS = {"DBO": "burgemeester.hamme", "MWO": "burgemeester.ingelmunster"}
NOTED = (
    "Aalst",
    "Berlare",
    "Dendermonde",
    "Hamme",
    "Lebbeke",
    "Lede",
    "Ninove",
    "Wichelen",
    "Zele",
)
"""Whose college took note of the DBO's ambition."""
SCORED = {"Aalst": 4, "Hamme": 5, "Lebbeke": 4, "Lede": 3, "Ninove": 4, "Wichelen": 4, "Zele": 3}
"""Which mayors filled in the self-assessment, and how they feel on the whole."""
_WORDS = ("ambition", "agendering", "preparation", "ratification", "execution")


@dataclass
class Working:
    """The charters, evaluations and shared pieces of both tables."""

    scenario: Scenario
    cast: Cast
    tables: Tables
    evaluations: dict[str, Evaluation] = field(default_factory=dict)

    @cached_property
    def versions(self) -> dict[str, list[dict[str, Any]]]:
        """What the demo's file says of each version."""
        found: dict[str, list[dict[str, Any]]] = yaml.safe_load(
            (HERE / "charters.yaml").read_text(encoding="utf-8")
        )
        return found

    def earlier_charters(self, before: datetime) -> None:
        """The versions that were there before the year began, each on its own day."""
        for table in TABLES:
            for facts in self.versions[table]:
                if "adopted" in facts and self._moment(facts) < before:
                    with clock.at(self._moment(facts)):
                        self.settle(table, facts)

    def later_charters(self, after: datetime) -> list[tuple[datetime, str, dict[str, Any]]]:
        """The versions of the year itself: when, which table, what."""
        return [
            (self._moment(facts), table, facts)
            for table in TABLES
            for facts in self.versions[table]
            if "adopted" in facts and self._moment(facts) >= after
        ]

    def _moment(self, facts: dict[str, Any]) -> datetime:
        return self.scenario.moment(facts["adopted"].isoformat(), "11:30")

    def settle(self, table: str, facts: dict[str, Any]) -> Charter:
        """Write one version and, when it has a day, adopt it."""
        body = self.tables.bodies[table]
        in_term = clock.today() >= self.scenario.first_day
        chair = self.cast.users[CHAIRS[table]] if in_term else self.cast.system
        draft = Charter.objects.filter(body=body, state=CharterState.DRAFT).first()
        if draft is None:
            last = charter_on(body.pk, clock.today())
            evaluation = self.evaluations.get(table)
            draft = draft_charter(actor=chair, body=body, based_on=last, from_evaluation=evaluation)
        rules = _merged(draft.rules.model_dump(mode="json"), facts.get("rules", {}))
        draft = save_charter(
            actor=chair,
            charter=draft,
            expected_revision=draft.revision,
            rules=CharterRules.model_validate(rules),
            is_public=facts.get("is_public"),
            **{name: facts[name] for name in _WORDS if name in facts},
        )
        if "adopted" not in facts:
            return draft
        return adopt_charter(
            actor=chair,
            charter=draft,
            valid_from=clock.today(),
            adopted_on=clock.today(),
            adopted_at_meeting=facts["at"],
        )

    def take_note(self, town: str) -> None:
        """A college takes note of the DBO's ambition."""
        charter = charter_on(self.tables.bodies["DBO"].pk, clock.today())
        if charter is not None:
            acknowledge_charter(
                actor=self.cast.director(town),
                charter=charter,
                organization=self.tables.organizations[town],
                noted_on=clock.today(),
            )

    def score(self, town: str) -> None:
        """A mayor says how the table works."""
        feeling = SCORED[town]
        scores = {
            key: min(5, max(1, feeling + (number % 3) - 1))
            for number, key in enumerate(assessment_statements())
        }
        actor = self.cast.users[f"burgemeester.{town.lower()}"]
        assess(actor=actor, body=self.tables.bodies["DBO"], scores=scores)

    def begin_evaluation(self, table: str, since: date) -> None:
        """Start looking back on the agenda since a day."""
        evaluation = open_evaluation(
            actor=self.cast.secretary(table),
            body=self.tables.bodies[table],
            period_from=since,
            period_to=clock.today(),
        )
        self.evaluations[table] = answer_evaluation(
            actor=self.cast.secretary(table),
            evaluation=evaluation,
            answers=self.scenario.texts["evaluations"][table]["answers"],
            expected_revision=evaluation.revision,
        )

    def conclude(self, table: str) -> None:
        """Close the evaluation with what was concluded, and write the change down as a draft."""
        evaluation = self.evaluations[table]
        told = self.scenario.texts["evaluations"][table]
        self.evaluations[table] = close_evaluation(
            actor=self.cast.secretary(table),
            evaluation=evaluation,
            conclusions=told["conclusions"],
            next_on=self.scenario.day(told["next"]),
            figures=evaluation_figures(
                self.tables.bodies[table], evaluation.period_from, evaluation.period_to
            ),
        )
        for facts in self.versions[table]:
            if facts.get("draft"):
                self.settle(table, facts)

    def share(self, table: str) -> None:
        """Release the charter to the other regions."""
        kind, title, content = pieces_to_share(self.tables.bodies[table])["charter"]
        share_piece(
            actor=self.cast.users[CHAIRS[table]],
            body=self.tables.bodies[table],
            kind=kind,
            title=title,
            content=content,
        )


def _merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """``old`` with what ``new`` says: parts within parts, lists as a whole."""
    found = dict(old)
    for key, value in new.items():
        part = found.get(key)
        found[key] = (
            _merged(part, value) if isinstance(part, dict) and isinstance(value, dict) else value
        )
    return found
