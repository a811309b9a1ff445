"""What the log knows about one thing, in plain Dutch."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q

from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.agreements.states import AgreementState, CompetentBody, ExecutionState
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.dates import spoken
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.states import DecisionState

_VERBS = {
    "agreement.recorded": "schreef de afspraak op",
    "agreement.amended": "wijzigde de afspraak",
    "agreement.confirmed": "sloot het verslag af: de afspraak is gemaakt",
    "agreement.released": "gaf de afspraak vrij",
    "execution.reported": "meldde de uitvoering",
    "local_decisions.opened": "opende de lokale beslissingen",
    "local_decision.recorded": "legde vast",
}
_FIELDS = {
    "title": "titel",
    "text": "tekst",
    "due_on": "uiterlijk",
    "competent_body": "wie beslist",
    "owner": "trekker",
    "executors": "uitvoerders",
    "municipalities": "besturen",
    "state": "stand",
    "college_on": "op het college",
    "meets_on": "zitting",
    "published_on": "bekendgemaakt",
    "link": "link",
    "note": "nota",
    "done_on": "uitgevoerd op",
    "release": "versie",
    "local_detail": "zichtbaar voor iedereen",
}
_WORDS: dict[str, str] = {
    **{str(value): str(label) for value, label in AgreementState.choices},
    **{str(value): str(label) for value, label in CompetentBody.choices},
    **{str(value): str(label) for value, label in ExecutionState.choices},
    **{str(value): str(label) for value, label in DecisionState.choices},
    "figures": "het aantal",
    "per_municipality": "de stand per bestuur",
}
_WORDS.pop("none")


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


def _about(row: models.Model) -> Q:
    return Q(subject_type=row._meta.label_lower, subject_id=row.pk)


def _lines(wanted: Q) -> list[Line]:
    entries = AuditEntry.objects.filter(wanted).select_related("actor").order_by("-id")[:200]
    return [
        Line(
            entry.at,
            entry.actor.name,
            _VERBS.get(entry.verb, entry.verb),
            entry.subject_label if entry.verb == "execution.reported" else "",
            [_change(name, old, new) for name, (old, new) in entry.changes.items() if old or new],
            entry.reason,
        )
        for entry in entries
    ]


def _change(name: str, old: Any, new: Any) -> str:
    field = _FIELDS.get(name, name)
    if old in (None, "", []):
        return f"{field}: {_value(new)}"
    if name == "text":
        return f"{field} herschreven"
    return f"{field}: {_value(old)} → {_value(new)}"


def _value(value: Any) -> str:
    if value in (None, "", []):
        return "leeg"
    if isinstance(value, list):
        return ", ".join(_value(each) for each in value)
    text = str(value)
    if text == "none":
        return "niets"
    try:
        return spoken(date.fromisoformat(text))
    except ValueError:
        return _WORDS.get(text, text)
