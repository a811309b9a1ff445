"""Files for and from a spreadsheet: one way to write them, one way to read what comes in."""

from overlegtafel.common.sheets.reading import (
    IS_FORMULA,
    MOST_ROWS,
    Line,
    as_text,
    check_size,
    clean,
    faults_in,
    lines_of,
    plain,
    unquoted,
    where,
    within,
)
from overlegtafel.common.sheets.writing import (
    CSV,
    KINDS,
    XLSX,
    Cell,
    as_csv,
    harmless,
    table_as,
)

__all__ = [
    "CSV",
    "IS_FORMULA",
    "KINDS",
    "MOST_ROWS",
    "XLSX",
    "Cell",
    "Line",
    "as_csv",
    "as_text",
    "check_size",
    "clean",
    "faults_in",
    "harmless",
    "lines_of",
    "plain",
    "table_as",
    "unquoted",
    "where",
    "within",
]
