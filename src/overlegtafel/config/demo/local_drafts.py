"""Each municipality's own draft of one agreement: one says it otherwise, two are adopted."""

from functools import partial

from overlegtafel.config.demo.drafts import WHOLE
from overlegtafel.config.demo.story import Story
from overlegtafel.drafting.models import LocalDraft
from overlegtafel.drafting.services import (
    record_adopted_text,
    write_own_text,
)
from overlegtafel.drafting.services.local_drafts import make_now

OTHERWISE = {"Denderleeuw": ("proeftijd", "De proeftijd bedraagt zes maanden.")}
"""Who deviates, where and in which words: the note of its local decision tells the same."""
ADOPTED = ("Denderleeuw", "Lede")
"""Whose council decided, and who recorded the text as it was adopted."""


def plan_local_drafts(story: Story) -> None:
    """Made as soon as the common text is definitive; changed before the council."""
    now = story.scenario.moment
    story.plan(now("2026-10-09", "10:05"), partial(_make, story))
    for name, (key, text) in OTHERWISE.items():
        story.plan(now("2026-11-04", "11:00"), partial(_write, story, name, key, text))
    for count, name in enumerate(ADOPTED):
        story.plan(now("2026-11-20", "15:00", minutes=5 * count), partial(_adopted, story, name))


def _make(story: Story) -> None:
    agreement = story.agreements[WHOLE]
    make_now(agreement.pk, story.cast.users["ad.lebbeke"].pk)


def _draft(story: Story, name: str) -> LocalDraft:
    return LocalDraft.objects.select_related("decision__agreement").get(
        decision=story.decisions[WHOLE, name]
    )


def _write(story: Story, name: str, key: str, text: str) -> None:
    draft = _draft(story, name)
    write_own_text(
        actor=story.cast.officer(name),
        draft=draft,
        key=key,
        text=text,
        expected_revision=draft.revision,
    )


def _adopted(story: Story, name: str) -> None:
    draft = _draft(story, name)
    record_adopted_text(
        actor=story.cast.officer(name), draft=draft, texts={}, expected_revision=draft.revision
    )
