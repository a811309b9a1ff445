"""Starting and closing dossiers."""

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.common.transitions import claim
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.policy import can_open_dossier
from overlegtafel.dossiers.states import MOVES
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Organization


@transaction.atomic
def open_dossier(
    *,
    actor: User,
    body: GoverningBody,
    title: str,
    domain: str,
    reference: str = "",
    summary: str = "",
    owner: Organization | None = None,
    owner_label: str = "",
    preparer_label: str = "",
    is_internal: bool = False,
    is_test_case: bool = False,
) -> Dossier:
    """Start a dossier at a table, with the next number of its series unless one is given.

    Raises ``NotAllowed``.
    """
    if not can_open_dossier(actor, body.pk):
        raise NotAllowed
    GoverningBody.objects.select_for_update().get(pk=body.pk)
    dossier = Dossier.objects.create(
        body=body,
        reference=reference or _next_reference(body),
        title=title,
        domain=domain,
        summary=summary,
        owner=owner,
        owner_label=owner_label,
        preparer_label=preparer_label,
        is_internal=is_internal,
        is_test_case=is_test_case,
    )
    record(
        "dossier.opened", dossier, actor=actor, changes={"title": (None, title)}, body_id=body.pk
    )
    return dossier


@transaction.atomic
def close_dossier(*, actor: User, dossier: Dossier, verb: str, note: str) -> Dossier:
    """Complete, stop or reopen a dossier (a verb of ``MOVES``), with the reason.

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` without a reason.
    """
    if not can_open_dossier(actor, dossier.body_id):
        raise NotAllowed
    if not note.strip():
        raise Invalid("Schrijf waarom, in één zin.", field="note")
    before = claim(dossier, MOVES, verb, closing_note=note)
    record(
        f"dossier.{verb}",
        dossier,
        actor=actor,
        changes={"state": (before, dossier.state)},
        reason=note,
        body_id=dossier.body_id,
    )
    return dossier


def _next_reference(body: GoverningBody) -> str:
    """The next number of the table's dossiers; the caller holds the table's row."""
    series = f"{body.agreement_prefix.removeprefix('A-')}-"
    taken = Dossier.objects.filter(body=body, reference__startswith=series)
    numbers = [
        int(tail)
        for reference in taken.values_list("reference", flat=True)
        if (tail := reference.removeprefix(series)).isdecimal()
    ]
    return f"{series}{max(numbers, default=0) + 1:02d}"
