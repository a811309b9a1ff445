"""Writing what each municipality's own bodies do."""

from overlegtafel.local_decisions.services.decisions import (
    members_asked,
    note_publication,
    open_local_decisions,
    record_decision,
)

__all__ = ["members_asked", "note_publication", "open_local_decisions", "record_decision"]
