"""In which way the municipalities of the demo told what they did; the others filled in the form."""

from typing import Any

from overlegtafel.local_decisions.states import Source

_FILE = "beslissingen.xlsx"
_WAYS: dict[str, dict[str, Any]] = {
    "Dendermonde": {"source": Source.BY_LINK},
    "Zele": {"source": Source.BY_LINK},
    "Denderleeuw": {"source": Source.IMPORTED, "reporter_name": _FILE},
    "Berlare": {"source": Source.IMPORTED, "reporter_name": _FILE},
}


def way_of(name: str) -> dict[str, Any]:
    """How a municipality reports, as ``record_decision`` takes it."""
    return _WAYS.get(name, {})
