"""The report in Word, from a template that a region edits in Word itself (R133)."""

from overlegtafel.printing.word.checking import Fault, faults_in
from overlegtafel.printing.word.fields import EXAMPLE, FIELDS, context_of
from overlegtafel.printing.word.rendering import (
    NotRendered,
    default_template,
    example_docx,
    filled_docx,
    report_docx,
)

__all__ = [
    "EXAMPLE",
    "FIELDS",
    "Fault",
    "NotRendered",
    "context_of",
    "default_template",
    "example_docx",
    "faults_in",
    "filled_docx",
    "report_docx",
]
