"""What the tables work on: each dossier opens, some close with a lesson."""

from functools import partial

from overlegtafel.config.demo.scenario import NO_PREPARER, Facts
from overlegtafel.config.demo.story import Story
from overlegtafel.dossiers.services import (
    LessonWords,
    close_dossier,
    note_finding,
    open_dossier,
)


def open_dossiers(story: Story, table: str) -> None:
    """Each dossier opens a week before its first proposal is due."""
    first: dict[str, str] = {}
    for meeting in story.scenario.meetings(table):
        for item in meeting["punten"]:
            first.setdefault(item["dossier"] or "", meeting["voorstellen_tot"])
    regions = {"DBO": "Denderregio", "MWO": "Midwest"}
    for facts in story.scenario.facts["dossiers"]:
        if facts["regio"] == regions[table]:
            moment = story.scenario.moment(first[facts["id"]], "08:45", days=-7)
            story.plan(moment, partial(_open_dossier, story, table, facts))


def _open_dossier(story: Story, table: str, facts: Facts) -> None:
    preparer = facts["voorbereider"]
    story.dossiers[facts["id"]] = open_dossier(
        actor=story.cast.secretary(table),
        body=story.tables.bodies[table],
        reference=facts["id"],
        title=facts["titel"],
        summary=facts["samenvatting"],
        domain=facts["domein"],
        owner=story.tables.organization(table, facts["eigenaar"]),
        owner_label=facts["eigenaar"],
        preparer_label="" if preparer in NO_PREPARER else preparer,
        is_internal=facts["intern"] == "ja",
        is_test_case=facts["testcase"] == "ja",
    )


def close_dossiers(story: Story) -> None:
    """What was finished or stopped."""
    for reference, facts in story.scenario.texts["closings"].items():
        table = "DBO" if reference.startswith("D") else "MWO"
        story.plan(
            story.scenario.moment(facts["on"], "15:00"),
            partial(_close_dossier, story, table, reference, facts),
        )


def _close_dossier(story: Story, table: str, reference: str, facts: Facts) -> None:
    dossier, secretary = story.dossiers[reference], story.cast.secretary(table)
    for text in facts.get("findings", ()):
        note_finding(actor=secretary, dossier=dossier, text=text)
    close_dossier(
        actor=secretary,
        dossier=dossier,
        verb=facts["verb"],
        note=facts["note"],
        lesson=LessonWords(**facts["lesson"]) if "lesson" in facts else None,
        is_shared=facts.get("shared", False),
    )
