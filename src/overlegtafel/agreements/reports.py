"""What agreements add to the report of a meeting."""

from typing import Any

from overlegtafel.agreements.models import Agreement
from overlegtafel.common.dates import spoken
from overlegtafel.meetings.models import Meeting


def in_report(meeting: Meeting) -> dict[int, dict[str, Any]]:
    """Per item its agreements, in words: what, who carries out, by when, who decides locally.

    Not what a written round led to later: the meeting did not make that.
    """
    made: dict[int, list[dict[str, Any]]] = {}
    agreements = (
        Agreement.objects.filter(item__meeting=meeting, written_round__isnull=True)
        .select_related("owner")
        .prefetch_related("executors__organization")
        .order_by("reference")
    )
    for agreement in agreements:
        decides = str(agreement.get_competent_body_display())
        made.setdefault(agreement.item_id, []).append(
            {
                "reference": agreement.reference,
                "title": agreement.title,
                "text": agreement.text,
                "owner": str(agreement.owner or ""),
                "executors": [str(each) for each in agreement.executors.all()],
                "due_on": agreement.due_on.isoformat(),
                "until": spoken(agreement.due_on),
                "local_decision": decides if agreement.needs_local_decision else "",
            }
        )
    return {item: {"agreements": rows} for item, rows in made.items()}
