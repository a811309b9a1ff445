"""What is public: most approved agendas, most agreements."""

from functools import partial

from overlegtafel.config.demo.scenario import TABLES, Facts
from overlegtafel.config.demo.story import Story
from overlegtafel.publication.services import release_agreement, release_meeting
from overlegtafel.publication.states import LocalDetail


def release(story: Story) -> None:
    """What is public: most approved agendas, most agreements."""
    chosen = story.scenario.texts["releases"]
    for table in TABLES:
        year = story.scenario.meetings(table)
        for number in chosen["meetings"][table]:
            moment = story.scenario.moment(year[number]["datum"], "09:15", days=3)
            story.plan(moment, partial(_release_meeting, story, table, f"{table} {number}"))
    for facts in story.scenario.facts["afspraken"]:
        if facts["id"] in chosen["agreements"]:
            held = story.scenario.meetings(facts["orgaan"])[facts["vergadering"]]["datum"]
            detail = LocalDetail(chosen["agreements"][facts["id"]])
            story.plan(
                story.scenario.moment(held, "09:20", days=14),
                partial(_release_agreement, story, facts, detail),
            )


def _release_meeting(story: Story, table: str, key: str) -> None:
    """An item with internal effects opens only where its agreement does."""
    chosen = story.scenario.texts["releases"]["agreements"]
    released = [made for name, made in story.agreements.items() if name in chosen]
    meeting = story.meetings[key]
    opened = meeting.items.filter(dossier__is_internal=True, agreements__in=released)
    release_meeting(
        actor=story.lead(table),
        meeting=meeting,
        opened=list(opened.distinct().values_list("pk", flat=True)),
    )


def _release_agreement(story: Story, facts: Facts, detail: LocalDetail) -> None:
    release_agreement(
        actor=story.lead(facts["orgaan"]),
        agreement=story.agreements[facts["id"]],
        local_detail=detail,
        despite_internal=True,
    )
