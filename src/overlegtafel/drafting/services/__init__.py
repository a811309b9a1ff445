"""Writing common drafts and their feedback rounds."""

from overlegtafel.drafting.services.local_drafts import (
    make_local_drafts,
    record_adopted_text,
    take_over_version,
    write_own_text,
)
from overlegtafel.drafting.services.masters import (
    drop_version,
    finish_draft,
    rewrite_draft,
    set_columns,
    start_draft,
    write_draft,
)
from overlegtafel.drafting.services.remarks import (
    answer_remark,
    say_nothing,
    send_remark,
    withdraw_draft_remark,
    write_draft_remark,
)
from overlegtafel.drafting.services.rounds import (
    close_feedback,
    close_past_rounds,
    open_feedback,
    remind_feedback,
)

__all__ = [
    "answer_remark",
    "close_feedback",
    "close_past_rounds",
    "drop_version",
    "finish_draft",
    "make_local_drafts",
    "open_feedback",
    "record_adopted_text",
    "remind_feedback",
    "rewrite_draft",
    "say_nothing",
    "send_remark",
    "set_columns",
    "start_draft",
    "take_over_version",
    "withdraw_draft_remark",
    "write_draft",
    "write_draft_remark",
    "write_own_text",
]
