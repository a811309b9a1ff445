"""Plain text and CSV: nothing that a browser or a spreadsheet would run."""

import csv
import io
import re

from overlegtafel.dossiers.content_checks.verdict import RefusedFile
from overlegtafel.dossiers.states import FileKind

_MARKUP = re.compile(
    r"<\s*(!doctype|\?xml|\?php|%|html|head|body|script|svg|iframe|object|embed|meta|math|img)\b"
    r"|<\?=",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"^\s*(#!|@echo off|GIF8\da|MZ|%!PS|\{\\rtf)", re.IGNORECASE)
_FORMULA = re.compile(r"^\s*(=|@|[+\-](?![\d.,\s]*[\d%€ ]*$)\S*[(!|])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def check_text(content: bytes, kind: FileKind) -> tuple[bytes, str]:
    """The text as UTF-8. Raises ``RefusedFile`` for what is no text, or more than text."""
    text = _decoded(content)
    if _CONTROL.search(text) or _SCRIPT.match(text):
        raise RefusedFile("Dit bestand is geen gewone tekst. Voeg het toe als PDF.")
    if _MARKUP.search(text):
        raise RefusedFile("In dit tekstbestand staat code van een webpagina. Voeg het toe als PDF.")
    if kind == FileKind.CSV and _has_formula(text):
        raise RefusedFile(
            "In dit CSV-bestand staat een formule. Bewaar alleen de waarden en probeer opnieuw."
        )
    return text.encode(), ""


def _decoded(content: bytes) -> str:
    has_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    codes = ("utf-16",) if has_mark else ("utf-8", "cp1252")
    for code in codes:
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    raise RefusedFile("Dit bestand is geen gewone tekst. Voeg het toe als PDF.")


def _has_formula(text: str) -> bool:
    sample = text.lstrip("\ufeff")
    for delimiter in (";", ",", "\t"):
        try:
            rows = csv.reader(io.StringIO(sample), delimiter=delimiter)
            if any(_FORMULA.match(cell) for row in rows for cell in row):
                return True
        except csv.Error:
            raise RefusedFile("Dit CSV-bestand is niet te lezen. Bewaar het opnieuw.") from None
    return False
