"""Writing what each municipality's own bodies do."""

from overlegtafel.local_decisions.services.couplings import (
    drop_old_keys,
    make_token,
    note_use,
    report_by_token,
    revoke_token,
)
from overlegtafel.local_decisions.services.decisions import (
    members_asked,
    note_publication,
    open_local_decisions,
    record_decision,
)
from overlegtafel.local_decisions.services.installations import install_college, reconfirm
from overlegtafel.local_decisions.services.link_sheets import keep_link_sheet
from overlegtafel.local_decisions.services.published import FromPublication, record_published
from overlegtafel.local_decisions.services.reminders import remind_unanswered
from overlegtafel.local_decisions.services.several import (
    PUBLISH,
    Report,
    Reported,
    record_one,
    record_several,
)
from overlegtafel.local_decisions.services.terms import set_term

__all__ = [
    "PUBLISH",
    "FromPublication",
    "Report",
    "Reported",
    "drop_old_keys",
    "install_college",
    "keep_link_sheet",
    "make_token",
    "members_asked",
    "note_publication",
    "note_use",
    "open_local_decisions",
    "reconfirm",
    "record_decision",
    "record_one",
    "record_published",
    "record_several",
    "remind_unanswered",
    "report_by_token",
    "revoke_token",
    "set_term",
]
