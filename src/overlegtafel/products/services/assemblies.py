"""The general assembly of an association: aligned at the table, decided by each council."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotVisible, Stale
from overlegtafel.common.text import from_word
from overlegtafel.governance.models import GoverningBody
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.organizations.models import Organization
from overlegtafel.products.linking import NOWHERE, Origin, checked_origin, typed
from overlegtafel.products.models import AssemblyItem, GeneralAssembly
from overlegtafel.products.policy import assemblies_visible_to, require_writer
from overlegtafel.products.queries.assemblies import associations_of

MOST_POINTS = 40


@dataclass(frozen=True)
class Point:
    """One point of the assembly's agenda, and what the members say about it together."""

    title: str
    aligned: str = ""


@transaction.atomic
def note_assembly(
    *,
    actor: User,
    body: GoverningBody,
    association: Organization,
    title: str,
    held_on: date,
    location: str = "",
    points: Sequence[Point] = (),
    origin: Origin = NOWHERE,
) -> GeneralAssembly:
    """Note an assembly that members of the table will be represented in.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``, ``Invalid`` for an association in
    which no member takes part.
    """
    links = checked_origin(actor, body, origin)
    require_writer(actor, body, links["dossier"])
    if not associations_of(body, held_on).filter(pk=association.pk).exists():
        raise Invalid("Kies een vereniging waaraan besturen deelnemen.", field="association")
    assembly = GeneralAssembly.objects.create(
        body=body,
        **links,
        association=association,
        title=typed(title, "title", "Schrijf welke vergadering het is.", 200),
        held_on=held_on,
        location=typed(location, "location", "", 200),
        written_by=actor,
        written_at=clock.now(),
    )
    said = _set_points(assembly, points)
    record(
        "assembly.noted",
        assembly,
        actor=actor,
        changes={"held_on": (None, held_on), "items": (None, said)},
        body_id=body.pk,
    )
    return assembly


@transaction.atomic
def change_assembly(
    *,
    actor: User,
    assembly: GeneralAssembly,
    expected_revision: int,
    title: str,
    held_on: date,
    location: str = "",
    points: Sequence[Point] = (),
    item: AgendaItem | None = None,
    agreement: Agreement | None = None,
) -> GeneralAssembly:
    """Set right what belongs to it: its points, where it was aligned, which agreement asks each
    council for the mandate. Raises ``NotVisible``, ``NotAllowed``, ``Stale``, ``Invalid``.
    """
    if not assemblies_visible_to(actor).filter(pk=assembly.pk).exists():
        raise NotVisible
    require_writer(actor, assembly.body, assembly.dossier)
    current = GeneralAssembly.objects.select_for_update().get(pk=assembly.pk)
    if current.revision != expected_revision:
        raise Stale
    links = checked_origin(actor, assembly.body, Origin(assembly.dossier, item, agreement))
    if agreement is not None and not agreement.needs_local_decision:
        raise Invalid("Kies een afspraak waarover elk bestuur beslist.", field="agreement")
    facts = {
        "title": typed(title, "title", "Schrijf welke vergadering het is.", 200),
        "held_on": held_on,
        "location": typed(location, "location", "", 200),
        "item": links["item"],
        "agreement": agreement,
    }
    changes = {
        n: (str(getattr(current, n) or ""), str(v or ""))
        for n, v in facts.items()
        if getattr(current, n) != v
    }
    GeneralAssembly.objects.filter(pk=assembly.pk).update(revision=F("revision") + 1, **facts)
    assembly.refresh_from_db()
    changes["items"] = ("", "; ".join(_set_points(assembly, points)))
    record("assembly.changed", assembly, actor=actor, changes=changes, body_id=assembly.body_id)
    return assembly


def _set_points(assembly: GeneralAssembly, points: Sequence[Point]) -> list[str]:
    if len(points) > MOST_POINTS:
        raise Invalid(f"Hoogstens {MOST_POINTS} punten.", field="points")
    assembly.items.all().delete()
    AssemblyItem.objects.bulk_create(
        AssemblyItem(
            assembly=assembly,
            order=order,
            title=typed(point.title, "points", "Schrijf het punt.", 300),
            aligned=typed(from_word(point.aligned), "points", "", 5_000),
        )
        for order, point in enumerate(points, 1)
    )
    return [point.title for point in points]
