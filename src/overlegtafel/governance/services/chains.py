"""Meetings on one day, one after the other (R75)."""

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common.errors import Invalid
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import require
from overlegtafel.governance.states import Task


@transaction.atomic
def set_chain(*, actor: User, body: GoverningBody, follows: GoverningBody | None) -> GoverningBody:
    """Say after whose meeting this table meets, each with its own members; ``None`` for nobody's.

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` when the chain would bite its own tail.
    """
    require(actor, body, Task.COMPOSE)
    link = follows
    while link is not None:
        if link.pk == body.pk:
            raise Invalid("Zo volgt een overleg op zichzelf.", field="follows")
        link = link.follows
    if body.follows == follows:
        return body
    before, body.follows = body.follows, follows
    body.save(update_fields=["follows"])
    record(
        "body.changed",
        body,
        actor=actor,
        changes={"follows": (before and before.name, follows and follows.name)},
        body_id=body.pk,
    )
    return body
