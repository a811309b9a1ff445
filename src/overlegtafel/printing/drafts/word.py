"""A draft in Word, from the template of its municipality, else of its table, else ours."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from overlegtafel.common.dates import spoken
from overlegtafel.drafting.filling import FilledClause
from overlegtafel.drafting.local_texts import label_of
from overlegtafel.drafting.states import ClauseKind
from overlegtafel.printing.drafts.paper import STATUS, DraftPaper
from overlegtafel.printing.word import filled_docx
from overlegtafel.printing.word.fields import example_of, line, rich

DEFAULT = Path(__file__).resolve().parents[1] / "word" / "ontwerp.docx"
_LISTS = {
    "feiten": ClauseKind.FACTS,
    "juridische_grond": ClauseKind.LEGAL_GROUND,
    "motivering": ClauseKind.MOTIVATION,
}

FIELDS: dict[str, tuple[str, str]] = {
    "titel": ("de titel van het ontwerp", "Samen laadpalen aankopen: goedkeuring"),
    "bestuur": ("de naam van het bestuur", "Gemeente"),
    "orgaan": ("wie beslist", "De gemeenteraad"),
    "zitting": ("de dag van de zitting, of leeg", "26 november 2026"),
    "stand": ("dat het een ontwerp is", STATUS),
    "overleg": ("de naam van het overleg", "Burgemeestersoverleg"),
    "afspraak": ("het nummer van de afspraak", "A-01"),
    "versie": ("de versie van de gemeenschappelijke tekst", "2"),
    "herkomst": (
        "waar het ontwerp vandaan komt, in één regel",
        "Ontwerp bij afspraak A-01 van Burgemeestersoverleg, versie 2.",
    ),
    "feiten": ("lijst: feiten en context", ""),
    "feiten.kop": ("het opschrift", "Feiten en context"),
    "feiten.tekst": ("de tekst", "Elk bestuur kiest nu alleen."),
    "juridische_grond": ("lijst: de juridische grond", ""),
    "juridische_grond.kop": ("het opschrift", "Juridische grond"),
    "juridische_grond.tekst": ("de tekst", "Decreet over het lokaal bestuur."),
    "motivering": ("lijst: de motivering", ""),
    "motivering.kop": ("het opschrift", "Motivering"),
    "motivering.tekst": ("de tekst", "Samen is het goedkoper."),
    "artikelen": ("lijst: de artikelen in volgorde", ""),
    "artikelen.nummer": ("het nummer", "1"),
    "artikelen.kop": ("het nummer met het opschrift", "Artikel 1. Aankoop"),
    "artikelen.tekst": ("de tekst", "De raad keurt de aankoop goed."),
    "bijlagen": ("lijst: de bijlagen", ""),
    "bijlagen.kop": ("het opschrift", "Bijlage 1. Raming"),
    "bijlagen.tekst": ("de tekst", "De raming."),
}
"""Every name, what it means and an example. A name with a dot is of one row of that list."""

EXAMPLE: dict[str, Any] = example_of(FIELDS)
"""A draft in which every list has a row: what a template is tried on."""


@lru_cache(maxsize=1)
def default_template() -> bytes:
    """The template of ours, for who has none of its own."""
    return DEFAULT.read_bytes()


def context_of(paper: DraftPaper) -> dict[str, Any]:
    """What a template inserts: our names, text in which a paragraph stays a paragraph."""
    filled = paper.filled
    return {
        "titel": line(filled.title),
        "bestuur": line(filled.municipality),
        "orgaan": line(paper.body_title),
        "zitting": spoken(filled.sitting_on) if filled.sitting_on else "",
        "stand": paper.status,
        "overleg": line(filled.table_name),
        "afspraak": line(filled.reference),
        "versie": str(filled.version_number),
        "herkomst": line(paper.origin),
        **{
            name: [_row(each) for each in filled.clauses if each.kind == kind]
            for name, kind in _LISTS.items()
        },
        "artikelen": [_row(each) for each in paper.articles],
        "bijlagen": [_row(each) for each in filled.annexes],
    }


def draft_docx(template: bytes, paper: DraftPaper) -> bytes:
    """The draft in a Word template. Raises ``NotRendered``."""
    words = context_of(paper)
    return filled_docx(template, words, title=words["titel"], author=words["bestuur"])


def draft_example_docx(template: bytes) -> bytes:
    """The example in a Word template. Raises ``NotRendered``."""
    return filled_docx(template, EXAMPLE, title=EXAMPLE["titel"], author=EXAMPLE["bestuur"])


def _row(clause: FilledClause) -> dict[str, str]:
    return {
        "nummer": str(clause.number or ""),
        "kop": line(label_of(clause)),
        "tekst": rich(clause.text),
    }
