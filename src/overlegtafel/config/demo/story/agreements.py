"""What the tables agreed, and how far who carries it out is."""

from datetime import date
from functools import partial

from overlegtafel.agreements.models import Executor
from overlegtafel.agreements.services import record_agreement, report_execution
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.config.demo.scenario import Facts
from overlegtafel.config.demo.story import Story
from overlegtafel.organizations.models import Organization


def agree(story: Story, table: str, label: str, facts: Facts) -> None:
    """The table agrees on an item, as its minutes say."""
    wording = story.scenario.texts["agreements"][facts["id"]]
    owner = wording.get("owner")
    agreement = record_agreement(
        actor=story.lead(table),
        item=story.items[label],
        reference=facts["id"],
        title=wording.get("title", facts["tekst"]),
        text=wording["text"],
        due_on=story.scenario.day(facts["termijn"]),
        executors=_executors(story, table, wording),
        competent_body=CompetentBody(wording.get("competent_body", CompetentBody.NONE)),
        owner=story.tables.organization(table, owner) if owner else None,
    )
    story.agreements[facts["id"]] = agreement


def _executors(story: Story, table: str, wording: Facts) -> list[tuple[Organization, str]]:
    executors = []
    for label in wording["executors"]:
        names = story.scenario.municipalities(table) if label == "besturen" else [label]
        for name in names:
            organization = story.tables.organization(table, name)
            executors.append((organization, wording.get("executor_note", "")))
    return executors


def carry_out(story: Story) -> None:
    """How far the executors are, where no local decision says so."""
    for facts in story.scenario.facts["afspraken"]:
        wording = story.scenario.texts["agreements"][facts["id"]]
        held = story.scenario.meetings(facts["orgaan"])[facts["vergadering"]]["datum"]
        names = [each.name for each, _ in _executors(story, facts["orgaan"], wording)]
        if facts["status"] == "uitgevoerd":
            span = (story.scenario.day(facts["termijn"]) - story.scenario.day(held)).days
            for count, name in enumerate(names, 1):
                after = max(span * count // (len(names) + 1), 2)
                moment = story.scenario.moment(held, "11:00", minutes=count, days=after)
                story.plan(moment, partial(report, story, facts["id"], name, "finish"))
        elif facts["status"] != "open" and wording.get("owner") != "Dendermonde":
            owner = story.tables.organization(facts["orgaan"], wording["owner"])
            moment = story.scenario.moment(held, "11:00", days=4)
            story.plan(moment, partial(report, story, facts["id"], owner.name, "start"))


def report(
    story: Story, reference: str, name: str, verb: str, day: date | None = None, evidence: str = ""
) -> None:
    """An executor says how far it is."""
    agreement = story.agreements[reference]
    executor = Executor.objects.select_related("agreement").get(
        agreement=agreement, organization__name=name
    )
    table = "DBO" if reference.startswith("A-D") else "MWO"
    actor = story.cast.users.get(f"ad.{name.lower()}", story.cast.secretary(table))
    report_execution(actor=actor, executor=executor, verb=verb, done_on=day, evidence=evidence)
