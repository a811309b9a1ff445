"""What the log knows about one thing, in plain Dutch."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q

from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.audit.models import AuditEntry
from overlegtafel.dossiers.models import Dossier
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.reporting.words import ChangedField, changed_fields, verb_words


@dataclass(frozen=True)
class Line:
    """One thing that was done: who, when, what, and old and new per field."""

    at: datetime
    who: str
    what: str
    about: str
    changes: list[str]
    reason: str


def history_of_decision(decision: LocalDecision) -> list[Line]:
    """Everything recorded about one municipality's row, newest first."""
    return _lines(_about(decision))


def history_of_agreement(agreement: Agreement, executors: Iterable[Executor]) -> list[Line]:
    """Everything done with an agreement and by its executors, newest first."""
    wanted = _about(agreement)
    ids = [executor.pk for executor in executors]
    if ids:
        wanted |= Q(subject_type=Executor._meta.label_lower, subject_id__in=ids)
    return _lines(wanted)


def history_of_dossier(dossier: Dossier) -> list[Line]:
    """Everything done with a dossier itself, newest first."""
    return _lines(_about(dossier))


def _about(row: models.Model) -> Q:
    return Q(subject_type=row._meta.label_lower, subject_id=row.pk)


def _lines(wanted: Q) -> list[Line]:
    entries = AuditEntry.objects.filter(wanted).select_related("actor").order_by("-id")[:200]
    return [
        Line(
            entry.at,
            entry.actor.name,
            verb_words(entry),
            entry.subject_label if entry.verb == "execution.reported" else "",
            [_change(field) for field in changed_fields(entry) if field.old != field.new],
            entry.reason,
        )
        for entry in entries
    ]


def _change(field: ChangedField) -> str:
    if field.is_long:
        return f"{field.name} herschreven"
    if not field.old:
        return f"{field.name}: {field.new}"
    return f"{field.name}: {field.old} → {field.new or 'leeg'}"
