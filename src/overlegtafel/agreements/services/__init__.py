"""Writing what the table agrees: agreements, positions before a meeting, written rounds."""

from overlegtafel.agreements.services.agreements import (
    amend_agreement,
    confirm_agreements_of,
    record_agreement,
    remove_agreement,
)
from overlegtafel.agreements.services.execution import (
    classify_agreement,
    prove_execution,
    report_execution,
    tell_what_is_late,
)
from overlegtafel.agreements.services.follow_up import bring_overdue
from overlegtafel.agreements.services.positions import (
    share_position,
    share_remark,
    take_position,
    withdraw_remark,
    write_remark,
)
from overlegtafel.agreements.services.rounds import (
    agree_in_round,
    close_round,
    open_round,
    remind_in_round,
    reply_in_round,
)

__all__ = [
    "agree_in_round",
    "amend_agreement",
    "bring_overdue",
    "classify_agreement",
    "close_round",
    "confirm_agreements_of",
    "open_round",
    "prove_execution",
    "record_agreement",
    "remind_in_round",
    "remove_agreement",
    "reply_in_round",
    "report_execution",
    "share_position",
    "share_remark",
    "take_position",
    "tell_what_is_late",
    "withdraw_remark",
    "write_remark",
]
