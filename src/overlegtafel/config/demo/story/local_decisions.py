"""What each municipality decided, asked after the meeting and at its own pace."""

from datetime import datetime
from functools import partial

from overlegtafel.config.demo.scenario import Facts
from overlegtafel.config.demo.story import Story
from overlegtafel.config.demo.story.agreements import report
from overlegtafel.config.demo.ways import way_of
from overlegtafel.local_decisions.services import open_local_decisions, record_decision

VERBS = {
    "goedgekeurd": "approve",
    "goedgekeurd, wijkt af": "approve_with_change",
    "op agenda GR": "put_on_agenda",
    "op agenda CBS": "put_on_agenda",
    "gepland": "plan",
    "CBS akkoord, GR gepland": "plan",
    "uitgesteld": "postpone",
}
POSTPONED_ON = {"Zele": "2026-11-17", "Wielsbeke": "2026-10-01"}
SIGNED = ("Dendermonde", "Denderleeuw")
"""Who signed the management agreement of A-D07 after its own council."""


def decide_locally(story: Story) -> None:
    """Asked after the meeting; then each municipality at its own pace."""
    for facts in story.scenario.facts["afspraken"]:
        if "competent_body" in story.scenario.texts["agreements"][facts["id"]]:
            held = story.scenario.meetings(facts["orgaan"])[facts["vergadering"]]["datum"]
            moment = story.scenario.moment(held, "13:00")
            story.plan(moment, partial(_open_decisions, story, facts))
    for count, row in enumerate(story.scenario.facts["lokaal"]):
        verb = VERBS[row["status"]]
        if verb != "plan" and row["orgaan"] == "GR":
            moment = story.scenario.moment(row["cbs"], "16:30", minutes=count)
            story.plan(moment, partial(_decide, story, row, "plan"))
        story.plan(_recorded_at(story, row, verb, count), partial(_decide, story, row, verb))


def _recorded_at(story: Story, row: Facts, verb: str, count: int) -> datetime:
    now = story.scenario.moment
    if verb.startswith("approve"):
        if row["bekend"]:
            return now(row["bekend"], "10:00", minutes=count)
        return now(row["gr"], "09:00", minutes=count, days=1)
    if verb == "plan" and row["status"] != "gepland":
        return now(row["cbs"], "11:00", days=3)
    if verb == "postpone":
        return now(POSTPONED_ON[row["bestuur"]], "11:30")
    if verb == "put_on_agenda" and row["orgaan"] == "GR":
        return now(row["oproeping_uiterlijk"], "14:00", minutes=count, days=-1)
    return now("2026-11-20", "13:30", minutes=3 * count)


def _open_decisions(story: Story, facts: Facts) -> None:
    reference, table = facts["id"], facts["orgaan"]
    only = story.scenario.texts["agreements"][reference].get("only")
    rows = open_local_decisions(
        actor=story.lead(table),
        agreement=story.agreements[reference],
        only=[story.tables.organizations[name].pk for name in only] if only else None,
    )
    for row in rows:
        story.decisions[reference, row.municipality.name] = row


def _decide(story: Story, row: Facts, verb: str) -> None:
    reference, name = row["afspraak"], row["bestuur"]
    decision = story.decisions[reference, name]
    day = story.scenario.day_or_none
    final = verb == VERBS[row["status"]]
    sitting = row["gr"] if row["orgaan"] == "GR" else row["cbs"]
    record_decision(
        actor=story.cast.officer(name),
        decision=decision,
        verb=verb,
        expected_revision=decision.revision,
        meets_on=day(sitting) if final or row["status"] != "uitgesteld" else None,
        college_on=day(row["cbs"]),
        published_on=day(row["bekend"]) if final else None,
        note=row["nota"] if final else "",
        **way_of(name),
    )
    if verb.startswith("approve") and (reference != "A-D07" or name in SIGNED):
        evidence = "collegebeslissing" if row["orgaan"] == "CBS" else "raadsbeslissing"
        if reference == "A-D07":
            evidence += " en getekende beheersovereenkomst"
        report(story, reference, name, "finish", decision.meets_on, evidence)
