"""Whatever happens in whatever order: the figure is a recount, no line of history is lost, and
nobody sees an outcome who may not.

Outcomes, corrections, publications, new versions of the common draft, mergers and new colleges.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.factories.drafts import draft_of, owner_of_draft
from tests.factories.local_drafts import final

from overlegtafel.audit.remember import forget
from overlegtafel.common.errors import DomainError
from overlegtafel.drafting.models import LocalDraft, MasterDraft
from overlegtafel.drafting.services import rewrite_draft
from overlegtafel.drafting.services.local_drafts import make_now
from overlegtafel.local_decisions.models import DecisionEntry, LocalDecision
from overlegtafel.local_decisions.policy import local_decisions_visible_to
from overlegtafel.local_decisions.queries import progress_of
from overlegtafel.local_decisions.services import (
    install_college,
    note_publication,
    record_decision,
)
from overlegtafel.local_decisions.states import DECIDED, MOVES, DecisionState
from overlegtafel.organizations.mergers import merge_municipalities, register_merged_municipality
from overlegtafel.organizations.models import Organization
from overlegtafel.reporting.integrity import CHECKS

pytestmark = pytest.mark.django_db

STRANGERS = ("other_mayor", "other_secretary", "citizen", "partner")
STEPS = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 40)), min_size=4, max_size=14)


class Region:
    """One agreement with its draft, five municipalities, and what may befall them."""

    def __init__(self, cast: Cast, clock: FixedClock) -> None:
        self.cast, self.clock = cast, clock
        self.master = draft_of(cast, owner_of_draft(cast))
        self.agreement = self.master.agreement
        final(cast, self.master)
        make_now(self.agreement.pk, cast.system.pk)
        self.mergers = 0

    @property
    def rows(self) -> list[LocalDecision]:
        """The rows as a request reads them."""
        found = LocalDecision.objects.filter(agreement=self.agreement).order_by("pk")
        return list(found.select_related("agreement__item__meeting", "municipality"))

    def steps(self, which: int) -> list[Callable[[], object]]:
        """What can happen now, to the row or the town of that number."""
        rows = self.rows
        row, town = rows[which % len(rows)], rows[which % len(rows)].municipality
        today = self.clock.moment.date()
        verbs: list[Callable[[], object]] = [
            lambda verb=verb: record_decision(  # type: ignore[misc]
                actor=self.cast.system,
                decision=row,
                verb=verb,
                expected_revision=row.revision,
                meets_on=today,
                note="nota",
            )
            for verb in MOVES
        ]
        return [
            *verbs,
            lambda: note_publication(
                actor=self.cast.system,
                decision=row,
                expected_revision=row.revision,
                published_on=today,
            ),
            self.next_version,
            lambda: self.merge(which),
            lambda: install_college(actor=self.cast.system, municipality=town, installed_on=today),
            lambda: self.clock.move(days=9),
        ]

    def next_version(self) -> None:
        """The owner rewrites the common text; undecided municipalities get it."""
        master = MasterDraft.objects.get(pk=self.master.pk)
        final(self.cast, rewrite_draft(actor=self.cast.system, draft=master))
        make_now(self.agreement.pk, self.cast.system.pk)

    def merge(self, which: int) -> None:
        """Two that still exist become a new one, or the second absorbs the first."""
        today = self.clock.moment.date()
        alive = list(
            Organization.objects.filter(
                pk__in=[row.municipality_id for row in self.rows], valid_to__isnull=True
            ).order_by("pk")
        )
        if len(alive) < 2:
            return
        self.mergers += 1
        first, second = alive[which % len(alive)], alive[(which + 1) % len(alive)]
        heir, towns = second, [first]
        if which % 2:
            towns = [first, second]
            heir = register_merged_municipality(
                actor=self.cast.system,
                name=f"Nieuwstad {self.mergers}",
                code=f"4199{self.mergers}",
                effective_on=today,
                source="Verzonnen",
            )
        merge_municipalities(
            actor=self.cast.system,
            predecessors=towns,
            successor=heir,
            effective_on=today,
            source="Verzonnen",
        )


def naive(rows: list[LocalDecision]) -> tuple[int, int]:
    """ "n van m" counted one by one."""
    approved = total = 0
    for row in rows:
        if row.state != "not_applicable":
            total += 1
        if row.state in ("approved", "approved_with_change"):
            approved += 1
    return approved, total


def history() -> set[tuple[object, ...]]:
    """Every line of every history, with what it says."""
    lines = DecisionEntry.objects.values_list("decision", "number", "verb", "state", "note", "pk")
    return set(lines)


def seen_by(cast: Cast, name: str) -> list[LocalDecision]:
    forget()
    return list(local_decisions_visible_to(cast.fresh(getattr(cast, name))))


@given(steps=STEPS)
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # a step takes long to bring about
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_figures_histories_and_walls_hold(
    cast: Cast, clock: FixedClock, steps: list[tuple[int, int]]
) -> None:
    clock.travel_to("2026-12-01 10:00")
    with transaction.atomic():
        region = Region(cast, clock)
        for step, which in steps:
            possible = region.steps(which)
            before, texts = history(), decided_texts()
            try:
                with transaction.atomic():
                    possible[step % len(possible)]()
            except DomainError:
                assert history() == before
            assert before <= history()
            assert texts.items() <= decided_texts().items() | changed_since(texts).items()
            figure = progress_of([region.agreement.pk])[region.agreement.pk]
            assert (figure.approved, figure.total) == naive(region.rows)
        differences = {label: list(check()) for label, check in CHECKS}
        assert {label: found for label, found in differences.items() if found} == {}
        for name in STRANGERS:
            assert seen_by(cast, name) == []
        public = (DecisionState.ON_AGENDA, *DECIDED)
        for row in seen_by(cast, "councillor"):
            assert (row.municipality.name, row.state in public) == ("Lede", True)
        transaction.set_rollback(True)


def decided_texts() -> dict[int, str]:
    """The local draft of each municipality that decided, by its row."""
    drafts = LocalDraft.objects.filter(decision__state__in=DECIDED).order_by("pk")
    return {each.pk: str((each.version_id, each.content)) for each in drafts}


def changed_since(texts: dict[int, str]) -> dict[int, str]:
    """The drafts whose record was taken back meanwhile: those may change again."""
    open_again = LocalDraft.objects.filter(pk__in=texts).exclude(decision__state__in=DECIDED)
    return {each: texts[each] for each in open_again.values_list("pk", flat=True)}


def test_a_day_is_a_day(clock: FixedClock) -> None:
    """The walk's own instrument: nine days further is nine days further."""
    before = clock.moment.date()
    clock.move(days=9)
    assert clock.moment.date() - before == timedelta(days=9)
    assert before == date(2026, 11, 23)
