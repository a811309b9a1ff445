"""What may follow what on a dossier's way: exchange, alignment, policy (R2, R3)."""

from overlegtafel.common.errors import WrongMoment
from overlegtafel.dossiers.models import Dossier, FunctionStep
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.states import FunctionModel

EARLY = (
    "In dit overleg komt beleid na afstemming, en over dit dossier is nog niet afgestemd. "
    "De voorzitter kan daar met een reden van afwijken, bij het dossier zelf."
)


class TooEarly(WrongMoment):
    """Policy in a dossier that was not aligned yet: 409."""

    default = EARLY


def function_now(dossier: Dossier) -> str:
    """In which function the dossier is; empty before its first step."""
    last = FunctionStep.objects.filter(dossier=dossier).order_by("-id").first()
    return last.to_function if last else ""


def is_early(dossier: Dossier | None, function: str, rules: CharterRules) -> bool:
    """Whether this would be policy before a recorded alignment, where functions are steps.

    A step to policy that the chair overrode opens the way for what follows.
    """
    if (
        dossier is None
        or function != Function.POLICY
        or rules.function_model != FunctionModel.STEPS
    ):
        return False
    came = FunctionStep.objects.filter(
        dossier=dossier, to_function__in=[Function.ALIGNMENT, Function.POLICY]
    )
    return not came.exists()


def refuse_early(dossier: Dossier | None, function: str, rules: CharterRules) -> None:
    """Raise ``TooEarly`` for policy that comes before alignment."""
    if is_early(dossier, function, rules):
        raise TooEarly
