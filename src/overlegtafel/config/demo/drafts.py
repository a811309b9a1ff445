"""The common drafts of the demo: one that went the whole way, one in its feedback round."""

from collections.abc import Iterable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from overlegtafel.config.demo.scenario import Facts
from overlegtafel.config.demo.story import Story
from overlegtafel.drafting.content import Clause, Cost, DraftContent
from overlegtafel.drafting.models import DraftRemark, FeedbackRound, MasterDraft
from overlegtafel.drafting.services import (
    answer_remark,
    close_feedback,
    finish_draft,
    open_feedback,
    say_nothing,
    start_draft,
    write_draft,
    write_draft_remark,
)
from overlegtafel.drafting.states import ClauseKind, CostKey

WHOLE, RUNNING = "A-D07", "A-D09"
OWNERS = {WHOLE: "ad.lebbeke", RUNNING: "energie.solva"}
FIRST_DAY, LAST_DAY, STILL_OPEN_UNTIL = "2026-09-22", "2026-10-05", "2026-12-04"
NEWS = "Drie maanden proeftijd, akkoord van beide besturen, tekenen na de raad."
ASKED = "Kijk vooral naar artikel 3: welke proeftijd past in uw regeling?"
_FILE = Path(__file__).with_name("drafts.yaml")


def plan_drafts(story: Story) -> None:
    """Both drafts, each remark at a moment of its own."""
    told: Facts = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    now = story.scenario.moment
    whole, running = told[WHOLE], told[RUNNING]
    story.plan(now("2026-09-21", "10:00"), partial(_write, story, WHOLE, whole))
    story.plan(now(FIRST_DAY, "09:00"), partial(_ask, story, WHOLE, LAST_DAY, ASKED))
    for count, said in enumerate(whole["remarks"]):
        moment = now(FIRST_DAY, "13:00", minutes=7 * count, days=1 + count % 9)
        story.plan(moment, partial(_remark, story, WHOLE, said, send=True))
    story.plan(now("2026-09-24", "15:00"), partial(_say_the_rest, story, WHOLE, whole))
    story.plan(now("2026-10-06", "08:30"), partial(_close, story))
    for count, said in enumerate(whole["remarks"]):
        moment = now("2026-10-07", "09:00", minutes=4 * count)
        story.plan(moment, partial(_answer, story, said, _new_text(whole, said)))
    story.plan(now("2026-10-09", "10:00"), partial(_finish, story))
    story.plan(now("2026-11-20", "14:30"), partial(_write, story, RUNNING, running))
    story.plan(now("2026-11-20", "15:30"), partial(_ask, story, RUNNING, STILL_OPEN_UNTIL, ""))
    for said in running["remarks"]:
        story.plan(now("2026-11-23", "08:40"), partial(_remark, story, RUNNING, said, send=True))
    story.plan(now("2026-11-23", "08:50"), partial(_say_the_rest, story, RUNNING, running))


def _content(facts: Facts, version: str) -> DraftContent:
    """The words of the first (``from``) or the second (``to``) version."""
    clauses = tuple(
        Clause(
            key=each["key"],
            kind=ClauseKind(each["kind"]),
            heading=each.get("heading", ""),
            text=each.get(version, each["from"]),
        )
        for each in facts["clauses"]
    )
    amount = facts.get("amount")
    cost = Cost(amount=Decimal(amount), key=CostKey.INHABITANTS) if amount else None
    return DraftContent(title=facts["title"], clauses=clauses, cost=cost)


def _new_text(facts: Facts, said: list[str]) -> str | None:
    clause: Facts = next((e for e in facts["clauses"] if e["key"] == said[1]), {})
    return clause.get("to") if said[3] == "taken_up" else None


def _draft(story: Story, reference: str) -> MasterDraft:
    agreement = story.agreements[reference]
    return MasterDraft.objects.select_related(
        "agreement__body", "agreement__owner", "agreement__item__meeting"
    ).get(agreement=agreement)


def _round(story: Story, reference: str) -> FeedbackRound:
    draft = _draft(story, reference)
    found = draft.rounds.select_related("version").get()
    found.draft = found.version.draft = draft
    return found


def _write(story: Story, reference: str, facts: Facts) -> None:
    owner, agreement = story.cast.users[OWNERS[reference]], story.agreements[reference]
    agreement.refresh_from_db()
    draft = start_draft(actor=owner, agreement=agreement, deciding_body=agreement.competent_body)
    write_draft(
        actor=owner,
        draft=draft,
        content=_content(facts, "from"),
        expected_revision=draft.revision,
    )


def _ask(story: Story, reference: str, last_day: str, note: str) -> None:
    draft = _draft(story, reference)
    open_feedback(
        actor=story.cast.users[OWNERS[reference]],
        draft=draft,
        last_day=story.scenario.day(last_day),
        note=note,
        expected_revision=draft.revision,
    )


def _remark(story: Story, reference: str, said: Iterable[Any], *, send: bool) -> None:
    name, clause, text, *_ = said
    write_draft_remark(
        actor=story.cast.users[f"ad.{name.lower()}"],
        round_=_round(story, reference),
        municipality=story.tables.organizations[name],
        text=text,
        clause=clause,
        send=send,
    )


def _say_the_rest(story: Story, reference: str, facts: Facts) -> None:
    """What stays inside a municipality, and who has nothing to remark."""
    for said in facts["inside"]:
        _remark(story, reference, said, send=False)
    for name in facts["nothing"]:
        say_nothing(
            actor=story.cast.users[f"ad.{name.lower()}"],
            round_=_round(story, reference),
            municipality=story.tables.organizations[name],
        )


def _close(story: Story) -> None:
    close_feedback(actor=story.cast.users[OWNERS[WHOLE]], round_=_round(story, WHOLE))


def _answer(story: Story, said: list[str], new_text: str | None) -> None:
    name, clause, text, outcome, reason = said
    round_ = _round(story, WHOLE)
    remark = DraftRemark.objects.get(
        round=round_, municipality=story.tables.organizations[name], clause=clause, text=text
    )
    remark.round = round_
    answer_remark(
        actor=story.cast.users[OWNERS[WHOLE]],
        remark=remark,
        outcome=outcome,
        reason=reason,
        new_text=new_text,
    )


def _finish(story: Story) -> None:
    draft = _draft(story, WHOLE)
    finish_draft(
        actor=story.cast.users[OWNERS[WHOLE]],
        draft=draft,
        note=NEWS,
        expected_revision=draft.revision,
    )
