"""The log of one table, for who runs it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import NotAllowed
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_lead
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import proposals_visible_to
from overlegtafel.reporting.words import KINDS, ChangedField, changed_fields, verb_words

UNNAMED = {"councillor_question.asked": "Een raadslid"}
"""Who did it stays out of what the lead of a table reads: the question itself names only a town."""


@dataclass(frozen=True)
class LogLine:
    """One thing that was done: who, when, what, about what, why, and what changed.

    ``facts`` fit on a line; ``texts`` are long and fold away.
    """

    at: datetime
    who: str
    what: str
    about: str
    reason: str
    facts: list[ChangedField]
    texts: list[ChangedField]


def log_of(actor: User, body: GoverningBody, kind: str = "") -> QuerySet[AuditEntry]:
    """The table's log, newest first; ``kind`` is one of ``KINDS``. Raises ``NotAllowed``.

    A proposal that was never sent stays between who writes it, in the log too.
    """
    if not can_lead(actor, body.pk):
        raise NotAllowed("Het logboek is er voor secretariaat en voorzitter.")
    seen = proposals_visible_to(actor).values("pk")
    unsent = Proposal.objects.filter(body=body, submitted_at=None).exclude(pk__in=seen)
    entries = (
        AuditEntry.objects.filter(body_id=body.pk)
        .exclude(subject_type=Proposal._meta.label_lower, subject_id__in=unsent.values("pk"))
        .select_related("actor")
        .order_by("-id")
    )
    if kind in KINDS:
        wanted = Q()
        for prefix in KINDS[kind][1]:
            wanted |= Q(verb__startswith=prefix)
        entries = entries.filter(wanted)
    return entries


def log_lines(entries: Iterable[AuditEntry]) -> list[LogLine]:
    """Rows of the log in plain words: no query, however many."""
    return [_line(entry) for entry in entries]


def _line(entry: AuditEntry) -> LogLine:
    changed = changed_fields(entry)
    return LogLine(
        at=entry.at,
        who=UNNAMED.get(entry.verb) or entry.actor.name,
        what=verb_words(entry),
        about=entry.subject_label,
        reason=entry.reason,
        facts=[each for each in changed if not each.is_long],
        texts=[each for each in changed if each.is_long],
    )
