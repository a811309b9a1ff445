"""Running dossiers holds to the role sheet (R87 to R90); what was treated before has its path."""

from importlib import import_module

import pytest
from django.apps import apps
from tests.factories.cast import Cast
from tests.factories.routes import settle

from overlegtafel.common.errors import NotAllowed, WrongMoment
from overlegtafel.dossiers.models import FunctionStep
from overlegtafel.dossiers.services import close_dossier, open_dossier
from overlegtafel.governance.services import ask_clearance, give_clearance
from overlegtafel.governance.states import Task


def test_staff_that_does_not_run_dossiers_opens_and_closes_none(cast: Cast) -> None:
    settle(cast, support={"tasks": {"dossiers": "never"}})
    with pytest.raises(NotAllowed, match="doet"):
        open_dossier(actor=cast.secretary, body=cast.table, title="Nieuw", domain="wonen")
    with pytest.raises(NotAllowed):
        close_dossier(actor=cast.secretary, dossier=cast.dossier, verb="complete", note="Klaar.")
    assert open_dossier(actor=cast.chair, body=cast.table, title="Nieuw", domain="wonen").pk


def test_staff_closes_after_the_chair_when_the_charter_says_so(cast: Cast) -> None:
    settle(cast, support={"tasks": {"dossiers": "after_chair"}})
    with pytest.raises(WrongMoment, match="na akkoord van de voorzitter"):
        close_dossier(actor=cast.secretary, dossier=cast.dossier, verb="complete", note="Klaar.")
    asked = {"body": cast.table, "task": Task.DOSSIERS, "subject": cast.dossier}
    ask_clearance(actor=cast.secretary, **asked)  # type: ignore[arg-type]
    give_clearance(actor=cast.chair, **asked)  # type: ignore[arg-type]
    closed = close_dossier(
        actor=cast.secretary, dossier=cast.dossier, verb="complete", note="Klaar."
    )
    assert closed.state == "completed"


def test_what_was_treated_before_paths_were_kept_becomes_its_steps(cast: Cast) -> None:
    cast.thread("closed", dossier=cast.dossier)
    FunctionStep.objects.all().delete()
    migration = import_module("overlegtafel.meetings.migrations.0003_steps_of_past_meetings")
    migration.write_steps(apps, None)
    [step] = cast.dossier.steps.all()
    assert (step.to_function, step.taken_on.isoformat()) == ("alignment", "2026-11-20")
    assert step.recorded_by == cast.secretary
