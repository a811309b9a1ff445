"""The items of an agenda as a version keeps them, to compare with later."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db.models import Max, Q

from overlegtafel.common.dates import hour
from overlegtafel.dossiers.models import Document
from overlegtafel.meetings.document_policy import shown_on
from overlegtafel.meetings.models import AgendaItem, Meeting


def frozen_agenda(items: Sequence[AgendaItem]) -> list[dict[str, Any]]:
    """The items of one meeting as a version keeps them, stored or prepared: one query.

    Of the note and the annexes only a digest: not everyone who reads the agenda reads those.
    """
    annexes = _annexes_of(items)
    return [
        {
            "proposal": item.proposal_id,
            "order": item.order,
            "title": item.title,
            "function": item.function,
            "category": item.category,
            "brought_by": item.brought_by_words,
            "preparer": item.preparer_label,
            "expected_decision": item.expected_decision,
            "summary": item.summary,
            "note": _digest(item.note),
            "annexes": _digest(annexes.get(item.proposal_id, "")),
        }
        for item in items
    ]


def moment_of(meeting: Meeting) -> dict[str, str]:
    """Day, hours and place of a meeting as a version keeps them."""
    return {
        "day": meeting.held_on.isoformat(),
        "starts_at": hour(meeting.starts_at),
        "ends_at": hour(meeting.ends_at) if meeting.ends_at else "",
        "location": meeting.location,
    }


def _annexes_of(items: Sequence[AgendaItem]) -> dict[int, str]:
    """By proposal its annexes, each with its newest version: another file gives another text."""
    if not items:
        return {}
    shown = Q(annex__proposal__in=[item.proposal_id for item in items]) & shown_on(items[0].meeting)
    rows = (
        Document.objects.filter(shown)
        .annotate(newest=Max("versions__number"))
        .order_by("pk")
        .values_list("annex__proposal", "pk", "newest")
    )
    texts: dict[int, str] = {}
    for proposal, pk, number in rows:
        texts[proposal] = f"{texts.get(proposal, '')}{pk}:{number} "
    return texts


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""
