"""One regional info evening for the councillors of the Denderregio, announced and still to come."""

from datetime import time
from functools import partial

from overlegtafel.config.demo.story import Story
from overlegtafel.councillors.models import InfoEvening
from overlegtafel.councillors.services import (
    EveningDetails,
    invite_councillors,
    plan_evening,
    sign_up,
)

TABLE, ABOUT, COMES = "DBO", "A-D07", "raadslid.lede"
TITLE = "Wat spraken uw burgemeesters dit jaar af?"
WORDS = (
    "De covoorzitters lichten toe wat dit jaar is afgesproken en wat naar uw raad komt. De helft "
    "van de avond is voor uw vragen.\n\nOnthaal met koffie vanaf 19 uur."
)
SEATS = 60


def plan_evening_for_councillors(story: Story) -> None:
    """Planned by the secretariat, announced, and one councillor signs up."""
    now, planned = story.scenario.moment, list[InfoEvening]()
    story.plan(now("2026-11-17", "14:00"), partial(_plan, story, planned))
    story.plan(now("2026-11-18", "09:30"), partial(_invite, story, planned))
    story.plan(now("2026-11-18", "20:50"), partial(_come, story, planned))


def _plan(story: Story, planned: list[InfoEvening]) -> None:
    day = story.scenario.day
    details = EveningDetails(
        title=TITLE,
        words=WORDS,
        location="Raadzaal, Lebbeke",
        held_on=day("2026-12-15"),
        starts_at=time(19, 30),
        ends_at=time(21, 30),
        sign_up_until=day("2026-12-10"),
        seats=SEATS,
        agreements=(story.agreements[ABOUT],),
    )
    actor = story.cast.secretary(TABLE)
    planned.append(plan_evening(actor=actor, body=story.tables.bodies[TABLE], details=details))


def _invite(story: Story, planned: list[InfoEvening]) -> None:
    [evening] = planned
    invite_councillors(
        actor=story.cast.secretary(TABLE), evening=evening, expected_revision=evening.revision
    )


def _come(story: Story, planned: list[InfoEvening]) -> None:
    sign_up(actor=story.cast.users[COMES], evening=planned[0])
