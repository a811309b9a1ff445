"""What someone is on a day: the mandates and roles that standing and words both start from."""

from datetime import date

from overlegtafel.accounts.models import User
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import RoleGrant
from overlegtafel.organizations.models import Mandate


@until_the_log_moves(size=2000)
def mandates_of(actor: User, day: date) -> tuple[Mandate, ...]:
    """The actor's mandates, each with its post, by the post's name: one query."""
    held = Mandate.objects.filter(valid_on(day), person__user=actor).select_related("post")
    return tuple(held.order_by("post__label"))


@until_the_log_moves(size=2000)
def grants_of(actor: User, day: date) -> tuple[RoleGrant, ...]:
    """The actor's roles, each with its body: one query."""
    grants = RoleGrant.objects.filter(valid_on(day), person__user=actor)
    return tuple(grants.select_related("body"))
