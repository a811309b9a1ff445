"""Filters that put a stand into words or a mark. ``{% load stands %}``.

``{{ line|stand:today }}`` an agreement in a list: ``3 van 14 keurden goed · loopt``.
``{{ decision|stand_spoken }}`` one municipality's row as a sentence.
``{{ decision|short_stand }}`` the same in a word or two: ``goedgekeurd``.
``{{ decision|whose_word }}`` whose word it is: ``volgens de gemeenteraad van Lede``.
``{{ progress|progress_spoken:today }}`` ``9 van 14 keurden goed · loopt``.
``{{ decision|overdue:today }}`` whether its agreement's day is over while it is open.
``{{ numbers|at:key }}`` what a mapping holds for a key.
``{{ decision|mark_name }}`` the mark of a decision, an executor, a meeting or a presence.
"""

from collections.abc import Mapping
from datetime import date

from django import template
from django.db.models import Model

from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.queries import Progress, according_to, spoken_state
from overlegtafel.reporting.tables import AgreementLine
from overlegtafel.workspace import marks

register = template.Library()


@register.filter
def stand(line: AgreementLine, today: date) -> str:
    """How far an agreement is, as a list shows it."""
    return line.spoken(today)


@register.filter
def stand_spoken(decision: LocalDecision) -> str:
    """One municipality's row as a sentence."""
    return spoken_state(decision)


@register.filter
def short_stand(decision: LocalDecision) -> str:
    """One municipality's row in a word or two; where it went when it passed on by a merger."""
    if decision.carried_to is not None:
        return f"overgegaan naar {decision.carried_to.municipality}"
    return decision.get_state_display().lower()


@register.filter
def overdue(decision: LocalDecision, today: date) -> bool:
    """Whether its agreement's day is over while nothing was decided there."""
    return decision.is_overdue(today)


@register.filter
def whose_word(decision: LocalDecision) -> str:
    """Whose word a stand is; the table vouches for none."""
    return according_to(decision)


@register.filter
def progress_spoken(progress: Progress, today: date) -> str:
    """``9 van 14 keurden goed · loopt``."""
    return progress.spoken(today)


@register.filter
def at(numbers: Mapping[int, int], key: int) -> int:
    """What a mapping holds for a key; 0 when nothing."""
    return numbers.get(key, 0)


@register.filter
def passed(decision: LocalDecision, today: date) -> bool:
    """Whether the sitting is over while nothing was recorded since."""
    return decision.is_waiting(today)


@register.filter
def mark_name(row: Model) -> str:
    """The mark of what has a state."""
    return marks.mark_of(row)
