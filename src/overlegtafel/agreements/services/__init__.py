"""Writing what the table agrees: agreements, positions before a meeting, written rounds."""

from overlegtafel.agreements.services.agreements import (
    amend_agreement,
    confirm_agreements_of,
    record_agreement,
    remove_agreement,
    report_execution,
)
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
    "close_round",
    "confirm_agreements_of",
    "open_round",
    "record_agreement",
    "remind_in_round",
    "remove_agreement",
    "reply_in_round",
    "report_execution",
    "share_position",
    "share_remark",
    "take_position",
    "withdraw_remark",
    "write_remark",
]
