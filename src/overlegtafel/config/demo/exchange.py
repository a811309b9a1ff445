"""A few rows of an exchange round, recognizably invented, and the answers to one invitation.

The scenario says that twelve rows were filled and gives no texts; what a municipality shares is not
made up for it.
"""

from functools import partial

from overlegtafel.config.demo.story import Story
from overlegtafel.meetings.models import Attendance
from overlegtafel.meetings.services import answer_invitation, fill_exchange_row
from overlegtafel.meetings.states import ReplyAnswer

ROUND_ON, ANSWERED_ON = "DBO 1.1", "DBO 7"
ROWS = ("Aalst", "Hamme", "Lede")
APPROACH = "Demorij: hier schrijft {town} hoe het nu verdeeld wordt."
PLAN = "Demorij: en hier wat {town} van plan is."
NOT_COMING = ("Zele",)
SILENT = ("Wichelen", "Buggenhout")


def plan_exchange(story: Story) -> None:
    """Rows before one meeting, and who answered before another."""
    now = story.scenario.moment
    for count, name in enumerate(ROWS):
        moment = now("2026-01-13", "10:00", minutes=11 * count)
        story.plan(moment, partial(_fill, story, name))
    for count, name in enumerate(story.scenario.municipalities("DBO")):
        if name not in SILENT:
            moment = now("2026-11-13", "08:30", minutes=23 * count)
            story.plan(moment, partial(_answer, story, name))


def _fill(story: Story, name: str) -> None:
    fill_exchange_row(
        actor=story.cast.director(name),
        item=story.items[ROUND_ON],
        municipality=story.tables.organizations[name],
        expected_revision=0,
        approach=APPROACH.format(town=name),
        plan=PLAN.format(town=name),
        contact=f"Dienst kind en gezin {name}",
    )


def _answer(story: Story, name: str) -> None:
    place = Attendance.objects.select_related("meeting__body", "seat__category").get(
        meeting=story.meetings[ANSWERED_ON], seat__municipality__name=name
    )
    answer_invitation(
        actor=story.cast.users[f"burgemeester.{name.lower()}"],
        attendance=place,
        answer=ReplyAnswer.NO if name in NOT_COMING else ReplyAnswer.YES,
    )
