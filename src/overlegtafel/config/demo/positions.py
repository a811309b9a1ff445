"""What mayors thought of an item before a meeting, and what they answered in writing."""

from datetime import date, timedelta
from functools import partial

from overlegtafel.agreements.models import RoundReply, WrittenRound
from overlegtafel.agreements.services import (
    close_round,
    open_round,
    reply_in_round,
    share_position,
    take_position,
    write_remark,
)
from overlegtafel.agreements.states import Basis, RoundAnswer, RoundOutcome, Stance
from overlegtafel.config.demo.story import Story
from overlegtafel.organizations.models import Organization

POSITIONS_ON, ROUND_ON, REMARKED_ON = "DBO 3.1", "DBO 3.3", "DBO 3.2"
MONDAY = "2026-04-20"
"""The week of the meeting: each college sits on its own day."""
COLLEGE_DAYS = ("ma", "di", "wo", "do", "vr")
PERSONAL = ("Zele", "Wichelen", "Haaltert")
RESERVED = {"Zele": "Eerst syndicaal overleg."}
QUESTION = (
    "Het ontwerp van brief is aangepast zoals besproken. Kan de brief zo vertrekken namens het "
    "overleg?"
)
IN_WRITING = {"Geraardsbergen": "Akkoord, als de brief ook de vredegerechten noemt."}
SILENT = "Buggenhout"
CLOSED_AS = "Twaalf besturen steunen, één met voorbehoud; één bestuur onthoudt zich."


def plan_positions(story: Story) -> None:
    """Positions before one meeting, a remark inside one municipality, and a round after it."""
    now, towns = story.scenario.moment, story.scenario.municipalities("DBO")
    for count, name in enumerate(towns):
        days = COLLEGE_DAYS.index(story.scenario.facts["besturen"][name]["collegedag"])
        day = story.scenario.day(MONDAY) + timedelta(days=days)
        moment = now(MONDAY, "19:00", minutes=count, days=days)
        story.plan(moment, partial(_share_position, story, name, day))
    story.plan(now("2026-04-21", "15:00"), partial(_remark, story))
    kept: list[WrittenRound] = []
    story.plan(now("2026-04-27", "10:00"), partial(_ask, story, kept))
    answering = [name for name in towns if name != SILENT]
    for count, name in enumerate(answering):
        moment = now("2026-04-28", "12:00", minutes=9 * count, days=count % 9)
        story.plan(moment, partial(_answer, story, kept, name))
    story.plan(now("2026-05-11", "09:30"), partial(_close, story, kept))


def _share_position(story: Story, name: str, college_on: date) -> None:
    mayor, personal = story.cast.users[f"burgemeester.{name.lower()}"], name in PERSONAL
    position = take_position(
        actor=mayor,
        item=story.items[POSITIONS_ON],
        municipality=_town(story, name),
        stance=Stance.RESERVED if name in RESERVED else Stance.FOR,
        basis=Basis.PERSONAL if personal else Basis.DISCUSSED,
        based_on=None if personal else college_on,
        reservation=RESERVED.get(name, ""),
        expected_revision=0,
    )
    share_position(actor=mayor, position=position)


def _remark(story: Story) -> None:
    """Something that only Dendermonde itself reads."""
    write_remark(
        actor=story.cast.users["ad.dendermonde"],
        item=story.items[REMARKED_ON],
        municipality=_town(story, "Dendermonde"),
        text="De dienst wonen vraagt om de lokale binding van tien jaar niet los te laten.",
    )


def _ask(story: Story, kept: list[WrittenRound]) -> None:
    kept.append(
        open_round(
            actor=story.cast.secretary("DBO"),
            item=story.items[ROUND_ON],
            question=QUESTION,
            due_on=story.scenario.day("2026-05-08"),
        )
    )


def _answer(story: Story, kept: list[WrittenRound], name: str) -> None:
    replies = RoundReply.objects.select_related("round__body")
    reply_in_round(
        actor=story.cast.users[f"burgemeester.{name.lower()}"],
        reply=replies.get(round=kept[0], seat__municipality=_town(story, name)),
        answer=RoundAnswer.RESERVED if name in IN_WRITING else RoundAnswer.YES,
        note=IN_WRITING.get(name, ""),
    )


def _close(story: Story, kept: list[WrittenRound]) -> None:
    close_round(
        actor=story.cast.secretary("DBO"),
        written=kept[0],
        outcome=RoundOutcome.RESERVED,
        outcome_note=CLOSED_AS,
    )


def _town(story: Story, name: str) -> Organization:
    return story.tables.organizations[name]
