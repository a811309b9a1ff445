"""Writing to the log, and walking it."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry, ChainHead
from overlegtafel.audit.remember import something_happened
from overlegtafel.common import clock


class Capacities:
    """For which organization someone acts at a table; a floor above that knows says so.

    Two organizations may share one secretariat (R32): the log tells which of them acted.
    """

    def __init__(self) -> None:
        self.of: Callable[[User, int], str] = lambda actor, body_id: ""


capacities = Capacities()


def record(
    verb: str,
    subject: models.Model,
    *,
    actor: User,
    changes: dict[str, tuple[Any, Any]] | None = None,
    reason: str = "",
    body_id: int | None = None,
) -> AuditEntry:
    """Add one row to the log. Call it inside the service's transaction, after the write.

    ``verb`` is ``thing.done`` (``meeting.convened``); ``changes`` maps a field to
    ``(old, new)``. The row's digest covers the row before it, so a removed or altered row
    shows in ``broken_links``.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record hoort in de transactie van de service")
    entry = AuditEntry(
        at=clock.now(),
        actor=actor,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_label=str(subject)[:300],
        body_id=body_id,
        changes=json.loads(json.dumps(changes or {}, cls=DjangoJSONEncoder)),
        reason=reason,
        capacity=capacities.of(actor, body_id) if body_id and not actor.is_system else "",
    )
    head, _ = ChainHead.objects.select_for_update().get_or_create(pk=1)
    entry.previous_digest = head.digest
    entry.digest = digest_of(entry)
    entry.save()
    ChainHead.objects.filter(pk=1).update(digest=entry.digest)
    something_happened()
    return entry


def changed(row: object, facts: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What ``facts`` would change in a row: old and new value by field, as ``record`` wants it."""
    return {
        name: (old, value) for name, value in facts.items() if (old := getattr(row, name)) != value
    }


def changed_in_words(row: object, facts: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """As ``changed``, for values that the log can only keep as words."""
    return {
        name: (str(old or ""), str(value or ""))
        for name, (old, value) in changed(row, facts).items()
    }


def digest_of(entry: AuditEntry) -> str:
    """SHA-256 over the entry's content and the digest before it.

    An empty capacity adds nothing, so that lines from before it existed keep their digest.
    """
    content: list[Any] = [
        entry.previous_digest,
        entry.at.astimezone(clock.UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.verb,
        entry.subject_type,
        entry.subject_id,
        entry.subject_label,
        entry.body_id,
        entry.changes,
        entry.reason,
    ]
    if entry.capacity:
        content.append(entry.capacity)
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def broken_links() -> Iterator[str]:
    """Walk the whole log and say, in Dutch, where the chain does not hold."""
    previous = "0" * 64
    for entry in AuditEntry.objects.order_by("id").iterator(chunk_size=2000):
        if entry.previous_digest != previous:
            yield f"logregel {entry.pk}: sluit niet aan op de vorige regel"
        if digest_of(entry) != entry.digest:
            yield f"logregel {entry.pk}: inhoud is gewijzigd"
        previous = entry.digest
    head = ChainHead.objects.filter(pk=1).first()
    if previous != (head.digest if head else "0" * 64):
        yield "einde van het logboek: laatste regels ontbreken"
