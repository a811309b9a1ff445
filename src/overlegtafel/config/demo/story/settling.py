"""How the tables agreed to work, looked back on it, and what the chair let pass early."""

from datetime import datetime
from functools import partial

from overlegtafel.common import clock
from overlegtafel.config.demo.scenario import Facts
from overlegtafel.config.demo.story import Story
from overlegtafel.config.demo.working import CHAIRS, NOTED, SCORED
from overlegtafel.dossiers.services import (
    take_step,
)
from overlegtafel.dossiers.states import Function


def settle(story: Story, began: datetime) -> None:
    """Charters of the year, who took note, a look back, and what the chair let pass early."""
    now = story.scenario.moment
    for moment, table, facts in story.working.later_charters(began):
        story.plan(moment, partial(story.working.settle, table, facts))
    for count, town in enumerate(NOTED):
        story.plan(
            now("2026-02-02", "16:00", days=2 * count), partial(story.working.take_note, town)
        )
    for count, town in enumerate(SCORED):
        story.plan(now("2026-11-09", "20:00", days=count), partial(story.working.score, town))
    for table, opened, closed in (
        ("MWO", "2026-11-02", "2026-11-12"),
        ("DBO", "2026-11-16", None),
    ):
        since = story.scenario.day("2026-01-01")
        story.plan(now(opened, "09:00"), partial(story.working.begin_evaluation, table, since))
        if closed is not None:
            story.plan(now(closed, "13:30"), partial(story.working.conclude, table))
    story.plan(now("2026-10-01", "11:00"), partial(story.working.share, "MWO"))
    early = story.scenario.texts["override"]
    story.plan(now(early["on"], "09:30"), partial(_go_early, story, early))


def _go_early(story: Story, facts: Facts) -> None:
    take_step(
        actor=story.cast.users[CHAIRS["DBO"]],
        dossier=story.dossiers[facts["dossier"]],
        function=Function.POLICY,
        taken_on=clock.today(),
        reason=facts["reason"],
    )
