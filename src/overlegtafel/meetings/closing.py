"""What must hold before minutes close. Floors above add their own checks when they load."""

from collections.abc import Callable

from overlegtafel.accounts.models import User
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.readiness import rules_of
from overlegtafel.meetings.states import Outcome, Presence

Check = Callable[[Meeting], list[str]]
Follower = Callable[[User, Meeting], None]

checks: list[Check] = []
followers: list[Follower] = []
_SENTENCE_ASKED = {
    Outcome.REFERRED: "schrijf naar wie het doorverwezen is",
    Outcome.POSITION: "schrijf in één zin welk standpunt",
}
"""Outcomes that say nothing by themselves to who was not there."""


def missing_words(outcome: str, outcome_note: str) -> str:
    """What an item's outcome still lacks; empty when it is whole."""
    if not outcome:
        return "kies een uitkomst"
    return "" if outcome_note.strip() else _SENTENCE_ASKED.get(Outcome(outcome), "")


def presence_objection(meeting: Meeting) -> str:
    """What the charter's minimum says of a meeting that made agreements; empty when it holds.

    Only members count, present or replaced: no guests, no standing participants (R27, R86).
    """
    least = rules_of(meeting).ratification.minimum_present
    if not least or not meeting.items.filter(outcome=Outcome.AGREEMENT).exists():
        return ""
    there = meeting.attendances.filter(
        seat__category__counts=True, presence__in=[Presence.PRESENT, Presence.REPLACED]
    ).count()
    if there >= least:
        return ""
    return (
        f"Voor een afspraak zijn volgens de afsprakennota minstens {least} leden aanwezig of "
        f"vervangen; genoteerd zijn er {there}. Vul de aanwezigheid aan, of verdaag het punt."
    )


def objections(meeting: Meeting) -> list[str]:
    """Why the minutes can't be closed yet, in Dutch sentences; empty when they can."""
    missing = [
        f"Punt {item.order}, “{item.title}”: {words}."
        for item in meeting.items.order_by("order")
        if (words := missing_words(item.outcome, item.outcome_note))
    ]
    if presence := presence_objection(meeting):
        missing.append(presence)
    return missing + [sentence for check in checks for sentence in check(meeting)]
