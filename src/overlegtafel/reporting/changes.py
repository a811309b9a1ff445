"""What changed lately at one's tables, in whole sentences; only of what the actor may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.dates import spoken
from overlegtafel.common.text import join_dutch
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.policy import local_decisions_visible_to
from overlegtafel.local_decisions.states import DecisionState
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.policy import meetings_visible_to
from overlegtafel.reporting.turn import count_in_words

Subject = Meeting | Agreement | LocalDecision
_TYPES = (Meeting, Agreement, LocalDecision)
_PUT_RIGHT = "een registratie recht"
"""A record put right carries its reason in the log; which one it was is read there."""


@dataclass(frozen=True)
class Change:
    """What happened, and to what: ``about`` is the name of ``subject``, which its link opens."""

    at: datetime
    sentence: str
    about: str
    subject: Subject


def changes_for(actor: User, entries: Iterable[AuditEntry], limit: int) -> list[Change]:
    """Rows of the log as sentences, in three queries; what the actor may not see is left out.

    What several municipalities recorded about one agreement on one day is one sentence.
    """
    rows = list(entries)
    subjects = _subjects(actor, rows)
    together: dict[tuple[object, ...], list[tuple[AuditEntry, Subject]]] = {}
    for entry in rows:
        subject = subjects.get((entry.subject_type, entry.subject_id))
        if subject is not None:
            together.setdefault(_kept_together(entry, subject), []).append((entry, subject))
    changes = [_change(group) for group in together.values()]
    return [change for change in changes if change.sentence][:limit]


def _kept_together(entry: AuditEntry, subject: Subject) -> tuple[object, ...]:
    """What makes rows one sentence: the same state of the same agreement on the same day."""
    if isinstance(subject, LocalDecision):
        return subject.agreement_id, _state(entry), bool(entry.reason), timezone.localdate(entry.at)
    return (entry.pk, "alone")


def _change(group: list[tuple[AuditEntry, Subject]]) -> Change:
    entry, subject = group[0]
    towns = [each.municipality.name for _, each in group if isinstance(each, LocalDecision)]
    if isinstance(subject, LocalDecision) and len(towns) > 1:
        agreement = subject.agreement
        return Change(entry.at, _of_many(entry, towns), agreement.title, agreement)
    return Change(entry.at, _sentence(entry, subject), _about(subject), subject)


def _about(subject: Subject) -> str:
    """What a thing is called in a list."""
    match subject:
        case Meeting():
            return f"{subject.body.name}, {spoken(subject.held_on)}"
        case Agreement():
            return subject.title
        case LocalDecision():
            return subject.agreement.title


def _of_many(entry: AuditEntry, towns: list[str]) -> str:
    """What several municipalities recorded, the first three by name."""
    names = list(dict.fromkeys(towns))
    if entry.reason:
        return f"{join_dutch(names)} {'zette' if len(names) == 1 else 'zetten'} {_PUT_RIGHT}"
    if len(names) > 4:
        names = [*names[:3], f"{count_in_words(len(names) - 3)} andere besturen"]
    verb = "legden" if len(names) > 1 else "legde"
    return f"{join_dutch(names)} {verb} vast: {_state(entry)}"


def _state(entry: AuditEntry) -> str:
    """The state that was recorded, in words; empty for anything else."""
    state = str((entry.changes.get("state") or [None, ""])[1])
    known = entry.verb == "local_decision.recorded" and state in DecisionState.values
    return str(DecisionState(state).label).lower() if known else ""


def _subjects(actor: User, rows: list[AuditEntry]) -> dict[tuple[str, int], Subject]:
    """What the rows are about, as far as the actor may see."""
    labels = [model._meta.label_lower for model in _TYPES]
    meetings, agreements, decisions = (
        {row.subject_id for row in rows if row.subject_type == label} for label in labels
    )
    found: dict[tuple[str, int], Subject] = {}
    for meeting in meetings_visible_to(actor).filter(pk__in=meetings).select_related("body"):
        found[labels[0], meeting.pk] = meeting
    for agreement in agreements_visible_to(actor).filter(pk__in=agreements).select_related("body"):
        found[labels[1], agreement.pk] = agreement
    shown = local_decisions_visible_to(actor).filter(pk__in=decisions)
    for decision in shown.select_related("agreement__body", "municipality"):
        found[labels[2], decision.pk] = decision
    return found


def _sentence(entry: AuditEntry, subject: Subject) -> str:
    """What happened, as one tells it."""
    if isinstance(subject, Meeting):
        return {
            "meeting.convened": "De agenda is verstuurd",
            "meeting.closed": "Het verslag ligt klaar in concept",
            "meeting.approved": "Het verslag is goedgekeurd",
        }.get(entry.verb, "")
    if isinstance(subject, Agreement):
        asked = len((entry.changes.get("municipalities") or [None, []])[1] or [])
        return {
            "agreement.confirmed": f"{subject.body.name} maakte een afspraak",
            "local_decisions.opened": f"Beslissing gevraagd aan {asked} besturen",
        }.get(entry.verb, "")
    what = _state(entry)
    if what and entry.reason:
        return f"{subject.municipality.name} zette {_PUT_RIGHT}"
    return f"{subject.municipality.name} legde vast: {what}" if what else ""
