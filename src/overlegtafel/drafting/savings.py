"""Who saved something in a common draft last, as the log has it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.drafting.models import DraftRemark, MasterDraft


@dataclass(frozen=True)
class Saving:
    """Who saved something in a draft, and when."""

    by: User
    at: datetime


def last_saving(draft: MasterDraft, text: str) -> Saving | None:
    """Who saved this text in a draft last, by the log; else who saved anything in it last."""
    remarks = DraftRemark.objects.filter(round__draft=draft).values("pk")
    entries = list(
        AuditEntry.objects.filter(
            Q(subject_type="drafting.masterdraft", subject_id=draft.pk, verb__in=_WRITING)
            | Q(subject_type="drafting.draftremark", subject_id__in=remarks, verb=_ANSWERING)
        )
        .select_related("actor")
        .order_by("-id")[:20]
    )
    about = (each for each in entries if text and text in _written(each))
    found = next(about, entries[0] if entries else None)
    return Saving(found.actor, found.at) if found else None


_WRITING = ("draft.written", "draft.columns_set")
_ANSWERING = "draft_remark.answered"


def _written(entry: AuditEntry) -> str:
    """What stands in the log as written: title, texts and amount."""
    news = (entry.changes.get(name) for name in ("title", "text", "cost"))
    return "\n".join(str(each[1]) for each in news if each)
