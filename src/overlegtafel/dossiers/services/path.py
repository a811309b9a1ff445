"""A dossier that goes from one function to another (R2, R3)."""

from datetime import date

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, WrongMoment
from overlegtafel.dossiers.models import Dossier, FunctionStep
from overlegtafel.dossiers.path import TooEarly, function_now, is_early
from overlegtafel.dossiers.services.opening import refuse_closed
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.policy import require, standing_of
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.states import Task

_ORDER = list(Function)
_NO_ALIGNMENT = "Zo behandeld op de vergadering, zonder afstemming vooraf."


@transaction.atomic
def take_step(
    *, actor: User, dossier: Dossier, function: Function, taken_on: date, reason: str = ""
) -> FunctionStep:
    """Bring a dossier into another function on a day; going back asks a reason.

    Where functions are steps, policy comes after a recorded alignment; the chair may go before
    it with a reason, which is written down as an override. Raises ``NotAllowed``,
    ``WrongMoment`` (``TooEarly``), ``Invalid``.
    """
    body = dossier.body
    require(actor, body, Task.DOSSIERS, dossier)
    refuse_closed(Dossier.objects.select_for_update().get(pk=dossier.pk))
    before = function_now(dossier)
    if before == function:
        raise WrongMoment(f"Dit dossier is al in {Function(function).label}.")
    if taken_on > clock.today():
        raise Invalid("Die dag moet nog komen.", field="taken_on")
    early = is_early(dossier, function, current_rules(body))
    if early:
        if not (actor.is_system or body.pk in standing_of(actor).chairs):
            raise TooEarly
        if not reason.strip():
            raise Invalid(
                "Over dit dossier is nog niet afgestemd. Schrijf waarom u daarvan afwijkt.",
                field="reason",
            )
    if before and _ORDER.index(function) < _ORDER.index(Function(before)) and not reason.strip():
        raise Invalid("Schrijf waarom het dossier teruggaat.", field="reason")
    return _write(actor, dossier, before, function, taken_on, reason, is_override=early)


def follow_item(
    *,
    actor: User,
    dossier: Dossier,
    function: Function,
    taken_on: date,
    title: str,
    rules: CharterRules,
) -> FunctionStep | None:
    """Write down the step that treating an item at a meeting was; ``None`` when it was none.

    Runs inside the closing of that meeting, so it never refuses: what happened, happened.
    """
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    before = function_now(dossier)
    if before == function:
        return None
    reason = ""
    if before and _ORDER.index(function) < _ORDER.index(Function(before)):
        reason = f"Op de vergadering behandeld als {Function(function).label}: {title}"
    elif is_early(dossier, function, rules):
        reason = _NO_ALIGNMENT
    return _write(actor, dossier, before, function, taken_on, reason, is_override=False)


def _write(
    actor: User,
    dossier: Dossier,
    before: str,
    function: Function,
    taken_on: date,
    reason: str,
    *,
    is_override: bool,
) -> FunctionStep:
    step = FunctionStep.objects.create(
        dossier=dossier,
        from_function=before,
        to_function=function,
        taken_on=taken_on,
        reason=reason,
        is_override=is_override,
        recorded_by=actor,
        recorded_at=clock.now(),
    )
    record(
        "dossier.step_overridden" if is_override else "dossier.step_taken",
        dossier,
        actor=actor,
        changes={"function": (before, function), "taken_on": (None, taken_on)},
        reason=reason,
        body_id=dossier.body_id,
    )
    return step
