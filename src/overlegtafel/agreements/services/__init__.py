"""Writing what the table agrees: agreements, positions before a meeting, written rounds."""

from overlegtafel.agreements.services.agreements import (
    amend_agreement,
    confirm_agreements_of,
    record_agreement,
    remove_agreement,
    report_execution,
)

__all__ = [
    "amend_agreement",
    "confirm_agreements_of",
    "record_agreement",
    "remove_agreement",
    "report_execution",
]
