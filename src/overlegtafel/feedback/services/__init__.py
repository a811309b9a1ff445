"""The only place that writes what went to a local agenda."""

from overlegtafel.feedback.services.items import (
    answer_counting,
    drop_item,
    finish_item,
    record_item,
    replan_item,
    warn_ahead,
)
from overlegtafel.feedback.services.packages import keep_package, put_on_agenda

__all__ = [
    "answer_counting",
    "drop_item",
    "finish_item",
    "keep_package",
    "put_on_agenda",
    "record_item",
    "replan_item",
    "warn_ahead",
]
