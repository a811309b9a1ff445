"""What is brought to the tables, the bodies it travels along, and the pool of what waits."""

from functools import partial
from typing import Any

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.config.demo.scenario import NO_PREPARER, Facts
from overlegtafel.config.demo.story import Story
from overlegtafel.dossiers.states import Category, Function, Reason
from overlegtafel.governance.states import Does
from overlegtafel.proposals.models import Passage, Proposal
from overlegtafel.proposals.queries import current_passage
from overlegtafel.proposals.services import (
    advise,
    draft_proposal,
    pass_on,
    postpone_proposal,
    refuse_proposal,
    return_proposal,
    submit_proposal,
    withdraw_proposal,
)
from overlegtafel.proposals.states import PassageOutcome

FUNCTIONS = {
    "uitwisseling": Function.EXCHANGE,
    "afstemming": Function.ALIGNMENT,
    "beleid": Function.POLICY,
}
REASONS = {
    "regionale info": Reason.INFORMATION,
    "uitdaging": Reason.CHALLENGE,
    "politiek wegen": Reason.POLITICAL,
}
CATEGORIES = {
    "1": Category.INFORMATION,
    "2": Category.STEERING,
    "3": Category.PROJECT,
    "4": Category.STRATEGY,
}


def propose_item(story: Story, table: str, label: str, item: Facts, on: str) -> None:
    """Someone brings an item of a meeting to the table."""
    story.proposals[label] = _propose(
        story,
        table,
        by=item["aanbrenger"],
        title=story.scenario.title(item["titel"], on),
        summary=story.scenario.texts["items"][label]["summary"],
        function=FUNCTIONS[item["functie"]],
        category=CATEGORIES[item["categorie"][0]],
        reasons=tuple(REASONS[each] for each in item["aanleiding"]),
        dossier=story.dossiers[item["dossier"]] if item["dossier"] else None,
        preparer="" if item["voorbereider"] in NO_PREPARER else item["voorbereider"],
        expected_decision=_expected(story, item),
    )


def _expected(story: Story, item: Facts) -> str:
    """Which local decision a policy item expects: the one that its agreement asked."""
    if item["functie"] != "beleid":
        return ""
    for reference, wording in story.scenario.texts["agreements"].items():
        if f"afspraak {reference}:" in item["uitkomst"]:
            return str(wording.get("competent_body", CompetentBody.NONE))
    return CompetentBody.NONE.value


def _propose(
    story: Story,
    table: str,
    *,
    by: str,
    summary: str,
    preparer: str,
    send: bool = True,
    **content: Any,
) -> Proposal:
    actor = story.cast.proposer(table, by)
    proposal = draft_proposal(
        actor=actor,
        body=story.tables.bodies[table],
        brought_by=story.tables.organization(table, by),
        brought_by_label=by[0].upper() + by[1:],
        preparer_label=preparer,
        summary=story.scenario.words(summary),
        **content,
    )
    return submit_proposal(actor=actor, proposal=proposal) if send else proposal


def travel(story: Story, table: str, label: str) -> None:
    """Over the bodies on its route: each advises or passes it on."""
    proposal = story.proposals[label]
    while (passage := current_passage(proposal)) is not None:
        if passage.does == Does.ADVISES:
            _advise(story, passage, label)
        else:
            pass_on(actor=story.lead(table), passage=passage)


def _advise(story: Story, passage: Passage, label: str) -> None:
    said = story.scenario.texts["advice"].get(label, {})
    advise(
        actor=story.cast.users["ad.dendermonde"],
        passage=passage,
        outcome=PassageOutcome(said.get("outcome", PassageOutcome.IN_FAVOUR)),
        advice=said.get("advice", ""),
    )


def fill_pool(story: Story) -> None:
    """Proposals that were refused, sent back or put off, and those that wait now."""
    for facts in story.scenario.texts["pool"]:
        kept: list[Proposal] = []
        story.plan(
            story.scenario.moment(facts["on"], "11:20"),
            partial(_pool_proposal, story, facts, kept),
        )
        if "verb" in facts:
            moment = story.scenario.moment(facts["answered_on"], "14:40")
            story.plan(moment, partial(_answer, story, facts, kept))
    story.plan(story.scenario.moment("2026-11-20", "16:45"), partial(_replace_late_report, story))


def _pool_proposal(story: Story, facts: Facts, kept: list[Proposal]) -> None:
    kept.append(
        _propose(
            story,
            facts["body"],
            by=facts["by"],
            title=facts["title"],
            summary=facts["summary"],
            function=Function(facts["function"]),
            category=facts["category"],
            reasons=tuple(Reason(each) for each in facts["reasons"]),
            preparer=facts.get("preparer", ""),
            send=not facts.get("draft"),
        )
    )


def _answer(story: Story, facts: Facts, kept: list[Proposal]) -> None:
    lead, answer = story.lead(facts["body"]), facts["answer"]
    passage = current_passage(kept[0])
    if passage is not None and passage.does == Does.ADVISES:
        _advise(story, passage, "")
    if facts["verb"] == "postpone":
        until = story.scenario.day(facts["until"])
        postpone_proposal(actor=lead, proposal=kept[0], until=until, answer=answer)
    else:
        act = {"refuse": refuse_proposal, "return": return_proposal}[facts["verb"]]
        act(actor=lead, proposal=kept[0], answer=answer)


def _replace_late_report(story: Story) -> None:
    """The deferred report comes back as the partner's own item, so the old one goes."""
    withdraw_proposal(
        actor=story.cast.secretary("DBO"),
        proposal=Proposal.objects.get(pk=story.proposals["DBO 7.3"].pk),
    )
