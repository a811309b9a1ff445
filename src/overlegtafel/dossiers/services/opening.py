"""Starting a dossier, and writing at it."""

from typing import Any

from django.db import transaction
from django.db.models import F, Q

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.dossiers.models import Document, Dossier
from overlegtafel.dossiers.policy import can_open_dossier, require_hand
from overlegtafel.dossiers.services.documents import write_openness
from overlegtafel.dossiers.states import DossierState
from overlegtafel.governance.charters import charter_on
from overlegtafel.governance.models import Charter, GoverningBody
from overlegtafel.governance.policy import require
from overlegtafel.governance.states import Openness, Task
from overlegtafel.organizations.models import Organization

TEXT = ("title", "summary", "owner_contact")
"""What the owner writes too."""
SETTINGS = ("domain", "is_internal", "parent", "is_test_case", "charter")
"""What only who runs the table's dossiers settles."""


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
    owner_contact: str = "",
    preparer_label: str = "",
    parent: Dossier | None = None,
    is_internal: bool = False,
    is_test_case: bool = False,
) -> Dossier:
    """Start a dossier at a table, with the next number of its series unless one is given.

    A test case tests the charter of today; a part of a dossier with internal effects has them
    too. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` for a part of a part.
    """
    require(actor, body, Task.DOSSIERS)
    today = clock.today()
    _check_parent(body, None, parent)
    GoverningBody.objects.select_for_update().get(pk=body.pk)
    dossier = Dossier.objects.create(
        body=body,
        reference=reference or _next_reference(body),
        title=title,
        domain=domain,
        summary=summary,
        owner=owner,
        owner_label=owner_label,
        owner_contact=owner_contact,
        owner_since=today if owner or owner_label else None,
        preparer_label=preparer_label,
        parent=parent,
        is_internal=is_internal or (parent is not None and parent.is_internal),
        is_test_case=is_test_case,
        charter=charter_on(body.pk, today) if is_test_case else None,
    )
    record(
        "dossier.opened", dossier, actor=actor, changes={"title": (None, title)}, body_id=body.pk
    )
    return dossier


@transaction.atomic
def edit_dossier(
    *, actor: User, dossier: Dossier, expected_revision: int, **content: Any
) -> Dossier:
    """Rewrite an open dossier: the owner its ``TEXT``, who runs the table also ``SETTINGS``.

    Raises ``NotAllowed``, ``WrongMoment`` once it is closed, ``Stale`` when someone saved since
    ``expected_revision``, ``Invalid``.
    """
    require_hand(actor, dossier)
    unknown = set(content) - {*TEXT, *SETTINGS}
    if unknown:
        raise TypeError(f"geen veld van een dossier: {sorted(unknown)}")
    current = Dossier.objects.select_for_update().get(pk=dossier.pk)
    refuse_closed(current)
    if current.revision != expected_revision:
        raise Stale
    new = {name: value for name, value in content.items() if getattr(current, name) != value}
    if set(new) & set(SETTINGS):
        if not can_open_dossier(actor, dossier.body):
            raise NotAllowed
        _check_settings(current, new)
    changes = {
        name: (_loggable(old), _loggable(value))
        for name, value in new.items()
        if (old := getattr(current, name)) != value
    }
    Dossier.objects.filter(pk=dossier.pk).update(revision=F("revision") + 1, **new)
    if new.get("is_internal"):
        Dossier.objects.filter(parent=dossier.pk).update(is_internal=True)
    dossier.refresh_from_db()
    if "is_internal" in new:
        _move_documents(actor, dossier)
    if changes:
        record("dossier.edited", dossier, actor=actor, changes=changes, body_id=dossier.body_id)
    return dossier


def _move_documents(actor: User, dossier: Dossier) -> None:
    """Let the documents that follow a dossier, or a part of it, stay inside or come out with it."""
    held = Q(dossier=dossier)
    if dossier.is_internal:
        held |= Q(dossier__parent=dossier)
    level = Openness.MEMBERS if dossier.is_internal else Openness.LOCAL
    follow = Document.objects.filter(held, is_inherited=True, released_at__isnull=True)
    for document in follow.exclude(openness=level):
        write_openness(actor=actor, document=document, openness=level, is_inherited=True)


def refuse_closed(dossier: Dossier) -> None:
    """Raise ``WrongMoment`` for a dossier that does not run any more."""
    if dossier.state != DossierState.OPEN:
        stands = dossier.get_state_display().lower()
        raise WrongMoment(f"Dit dossier is {stands}. Neem het eerst weer op.")


def _check_settings(current: Dossier, new: dict[str, Any]) -> None:
    """Let the new settings hold together; a test case without a version tests today's."""
    parent = new.get("parent", current.parent)
    _check_parent(current.body, current, parent)
    if parent is not None and parent.is_internal and not new.get("is_internal", True):
        raise Invalid(
            f"Het hoofddossier {parent.reference} heeft interne effecten, dus dit ook.",
            field="is_internal",
        )
    if parent is not None and parent.is_internal:
        new["is_internal"] = True
    charter = new.get("charter", current.charter)
    if charter is not None and charter.body_id != current.body_id:
        raise Invalid("Deze afsprakennota hoort bij een ander overleg.", field="charter")
    if not new.get("is_test_case", current.is_test_case):
        new["charter"] = None
    elif charter is None:
        new["charter"] = charter_on(current.body_id, clock.today())


def _check_parent(body: GoverningBody, dossier: Dossier | None, parent: Dossier | None) -> None:
    """One level: a part hangs under a dossier of the same table that is itself no part."""
    if parent is None:
        return
    if parent.body_id != body.pk:
        raise Invalid("Dit dossier hoort bij een ander overleg.", field="parent")
    if parent.parent_id is not None:
        raise Invalid(f"{parent.reference} is zelf een deeldossier.", field="parent")
    if dossier is not None and (parent.pk == dossier.pk or dossier.parts.exists()):
        raise Invalid("Dit dossier heeft zelf deeldossiers, of is het zelf.", field="parent")


def _loggable(value: Any) -> Any:
    """A value as the log keeps it: a dossier or a version by its name."""
    return str(value) if isinstance(value, Dossier | Charter) else value


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
