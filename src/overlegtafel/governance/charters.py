"""Which charter holds for a table on a day, and what it settles."""

from collections.abc import Mapping
from datetime import date

from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.common import clock
from overlegtafel.governance.models import Charter, GoverningBody
from overlegtafel.governance.rules import SIMPLE, CharterRules
from overlegtafel.governance.states import CharterState


@until_the_log_moves(size=500)
def charter_on(body_id: int, day: date) -> Charter | None:
    """The adopted version in force on a day: the last one that took effect by then."""
    return (
        Charter.objects.filter(body=body_id, state=CharterState.ADOPTED, valid_from__lte=day)
        .order_by("-valid_from")
        .first()
    )


@until_the_log_moves(size=500)
def rules_for(body_id: int, day: date) -> CharterRules:
    """What the charter of that day settles; the simplest rules when there is none."""
    charter = charter_on(body_id, day)
    return charter.rules if charter else SIMPLE


@until_the_log_moves(size=500)
def rules_of_all(body_ids: frozenset[int], day: date) -> Mapping[int, CharterRules]:
    """As ``rules_for``, of several tables at once: one query."""
    if len(body_ids) == 1:
        return {pk: rules_for(pk, day) for pk in body_ids}
    adopted = Charter.objects.filter(
        body__in=body_ids, state=CharterState.ADOPTED, valid_from__lte=day
    )
    last = {charter.body_id: charter for charter in adopted.order_by("valid_from")}
    return {pk: last[pk].rules if pk in last else SIMPLE for pk in body_ids}


def rules_under(charter: Charter | None) -> CharterRules:
    """What one version settles: meetings and items stay under theirs."""
    return charter.rules if charter else SIMPLE


def current_rules(body: GoverningBody) -> CharterRules:
    """The rules of today."""
    return rules_for(body.pk, clock.today())
