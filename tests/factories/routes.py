"""Bodies around a table, and a charter whose route goes over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.factories.cast import Cast, make_person

from overlegtafel.accounts.models import User
from overlegtafel.governance.models import Charter, GoverningBody
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.services import (
    add_seat,
    adopt_charter,
    create_body,
    draft_charter,
    grant_role,
    save_charter,
)
from overlegtafel.governance.states import BodyKind, TableRole
from overlegtafel.organizations.models import Classification, Organization


@dataclass
class Around:
    """Two bodies before the table, each with who leads it."""

    directors: GoverningBody
    steering: GoverningBody
    director_lead: User
    steering_lead: User


def make_body(cast: Cast, name: str, slug: str, kind: BodyKind, **facts: Any) -> GoverningBody:
    """A body of the cast's region, or of none."""
    organization = Organization.objects.create(
        classification=Classification.BODY, code=slug, name=name, slug=slug
    )
    return create_body(
        actor=cast.system,
        organization=organization,
        name=name,
        short_name=name[:30],
        slug=slug,
        kind=kind,
        agreement_prefix=slug[:10],
        **{"region": cast.table.region, **facts},
    )


def make_around(cast: Cast) -> Around:
    """DADO advises and the Stuurgroep screens; Aalst has a seat in the Stuurgroep."""
    directors = make_body(cast, "DADO", "dado", BodyKind.DIRECTORS)
    steering = make_body(cast, "Stuurgroep", "stuurgroep", BodyKind.STEERING)
    leads = []
    for body in (directors, steering):
        lead = make_person(cast.system, f"Trekker {body.name}")
        grant_role(actor=cast.system, body=body, person=lead.person, role=TableRole.SUPPORT)
        leads.append(lead)
    add_seat(actor=cast.system, body=steering, category="mayor", municipality=cast.towns["Aalst"])
    return Around(directors, steering, *leads)


def settle(
    cast: Cast, body: GoverningBody | None = None, valid_from: date | None = None, **rules: Any
) -> Charter:
    """A charter in force with these settings, as its document has them."""
    table = body or cast.table
    draft = draft_charter(actor=cast.system, body=table)
    saved = save_charter(
        actor=cast.system,
        charter=draft,
        expected_revision=draft.revision,
        rules=CharterRules.model_validate(rules),
    )
    day = valid_from or date(2026, 1, 1)
    return adopt_charter(actor=cast.system, charter=saved, valid_from=day, adopted_on=day)


def route(*steps: tuple[str, str]) -> dict[str, Any]:
    """The agendering part of a charter with this route of (slug, does)."""
    return {"agendering": {"route": [{"body": body, "does": does} for body, does in steps]}}


USUAL: Sequence[tuple[str, str]] = (("dado", "advises"), ("stuurgroep", "screens"))
