"""Who may take a set of tables along as a file, and what of it they read."""

from collections.abc import Iterable

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import NotAllowed
from overlegtafel.governance.configuration.schema import BodyPart
from overlegtafel.governance.configuration.writing import (
    bodies_with,
    configuration_file,
    parts_of,
)
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import authority_of, can_lead
from overlegtafel.governance.states import Authority, Task


def heads_of(bodies: Iterable[GoverningBody]) -> list[GoverningBody]:
    """The tables that speak for a set: the region's primary one, else those under no other."""
    everyone = list(bodies)
    here = {each.pk for each in everyone}
    primary = [each for each in everyone if each.is_primary]
    return primary or [each for each in everyone if each.parent_id not in here]


def may_export(actor: User, bodies: Iterable[GoverningBody]) -> bool:
    """Whether the actor may take this set along: who runs (one of) its heads."""
    return any(can_lead(actor, each.pk) for each in heads_of(bodies))


def export_for(*, actor: User, body: GoverningBody) -> str:
    """The configuration of the set a table is in, as YAML, as far as the actor reads it.

    Of a body that the actor doesn't run, the charters, start path and who is involved stay out: a
    file without them changes nothing there. A draft goes along with who writes it. Raises
    ``NotAllowed``.
    """
    region, bodies = bodies_with(body)
    if not may_export(actor, bodies):
        raise NotAllowed("De configuratie bewaart wie het overleg van de regio begeleidt.")
    parts = zip(bodies, parts_of(bodies), strict=True)
    return configuration_file(region, [_read_by(actor, each, part) for each, part in parts])


def _read_by(actor: User, body: GoverningBody, part: BodyPart) -> BodyPart:
    if not can_lead(actor, body.pk):
        return part.model_copy(update={"charters": (), "start_path": None, "involved": ()})
    if authority_of(actor, body, Task.CHARTER) != Authority.NEVER:
        return part
    adopted = tuple(each for each in part.charters if each.adopted_on)
    return part.model_copy(update={"charters": adopted})
