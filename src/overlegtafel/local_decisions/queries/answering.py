"""Who answers for a municipality, and who still owes an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.common import clock
from overlegtafel.common.models import valid_on
from overlegtafel.common.text import join_dutch
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.states import DecisionState, TermKey
from overlegtafel.local_decisions.terms import terms_on
from overlegtafel.organizations.models import Mandate, PostRole

ASKED = (PostRole.DIRECTOR, PostRole.OFFICER)
"""Who prepares a decision in each municipality, and so hears that one is asked."""


def answerers_of(municipality_ids: Iterable[int], day: date) -> dict[int, list[User]]:
    """Per municipality who answers for it and has a login: one query, whatever the number."""
    mandates = (
        Mandate.objects.filter(
            valid_on(day),
            post__role__in=ASKED,
            post__organization__in=list(municipality_ids),
            person__user__is_active=True,
        )
        .select_related("person__user", "post")
        .order_by("person__user__pk")
    )
    found: dict[int, list[User]] = {}
    for mandate in mandates:
        people = found.setdefault(mandate.post.organization_id, [])
        user = mandate.person.user
        if user is not None and user not in people:
            people.append(user)
    return found


@dataclass(frozen=True)
class Reminder:
    """One municipality that owes an answer: whom we would write, and from which day again.

    ``free_from`` is empty while it was never reminded. Nobody to write to is shown, not skipped.
    """

    decision: LocalDecision
    people: list[User]
    free_from: date | None
    today: date

    @property
    def too_soon(self) -> bool:
        """Whether the interval since the last reminder is not over."""
        return self.free_from is not None and self.free_from > self.today

    @property
    def leaves(self) -> bool:
        """Whether this one gets a mail now."""
        return bool(self.people) and not self.too_soon


def reminders_of(agreement: Agreement, today: date) -> list[Reminder]:
    """Every municipality that owes an answer about an agreement, by name (R13)."""
    rows = agreement.local_decisions.select_related("municipality").order_by("municipality__name")
    owing = [each for each in rows if each.awaits_answer(today)]
    people = answerers_of([each.municipality_id for each in owing], today)
    return [
        Reminder(each, people.get(each.municipality_id, []), free_from(each), today)
        for each in owing
    ]


def owed_in_words(decisions: Iterable[LocalDecision], today: date) -> list[str]:
    """Why answers are owed, a sentence for each reason, with the names behind it (R13).

    Nothing heard, and a sitting that is over of which the outcome is not known, are two things.
    """
    unheard, over = [], []
    for each in decisions:
        if each.is_waiting(today):
            over.append(each.municipality.name)
        elif each.awaits_answer(today):
            unheard.append(each.municipality.name)
    told = []
    if unheard:
        told.append(f"Van {_counted(unheard)} is nog niets gehoord")
    if over:
        told.append(f"Van {_counted(over)} is de zitting voorbij en de uitkomst nog niet bekend")
    return [f"{sentence}." for sentence in told]


def _counted(names: list[str]) -> str:
    """Up to three by name, and how many when there are more."""
    return join_dutch(names) if len(names) <= 3 else f"{len(names)} besturen"


def last_reminded_before(today: date) -> date:
    """Who was reminded later than this is left alone today."""
    return terms_on(today)[TermKey.REMINDER_INTERVAL].before(today)


def silent(today: date, unheard_since: date, prefix: str = "") -> Q:
    """The rows of which an answer is owed for some time: nothing was heard since a day, or the
    sitting is over (R13).
    """
    unheard = {"state": DecisionState.UNKNOWN, "state_since__date__lte": unheard_since}
    over = {"state__in": (DecisionState.PLANNED, DecisionState.ON_AGENDA), "meets_on__lt": today}

    def at(facts: dict[str, Any]) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in facts.items()})

    return at(unheard) | at(over)


def free_from(decision: LocalDecision) -> date | None:
    """The first day on which a municipality may be reminded again; ``None`` when never reminded."""
    if decision.reminded_at is None:
        return None
    interval = terms_on(clock.today())[TermKey.REMINDER_INTERVAL]
    return interval.after(timezone.localdate(decision.reminded_at))
