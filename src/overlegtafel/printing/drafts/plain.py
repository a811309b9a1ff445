"""A draft as plain text per field, for a system that takes nothing else."""

from dataclasses import dataclass

from overlegtafel.drafting.filling import FilledClause
from overlegtafel.drafting.local_texts import TITLE, label_of
from overlegtafel.printing.drafts.paper import DraftPaper
from overlegtafel.printing.word.fields import PARAGRAPH, plain


@dataclass(frozen=True)
class PlainField:
    """One field to paste: what it is, and its words without any notation."""

    key: str
    label: str
    text: str


def plain_text(source: str) -> str:
    """Typed text as plain paragraphs, an empty line between two."""
    return plain(source).replace(PARAGRAPH, "\n\n")


def plain_fields(paper: DraftPaper) -> list[PlainField]:
    """Every field, in the order in which decision software asks them."""

    def field(clause: FilledClause) -> PlainField:
        return PlainField(clause.key, label_of(clause), plain_text(clause.text))

    return [
        PlainField(TITLE, "Titel", paper.filled.title),
        *(field(each) for each in paper.text_clauses),
        *(field(each) for each in paper.articles),
        *(field(each) for each in paper.filled.annexes),
    ]


def draft_text(paper: DraftPaper) -> bytes:
    """All fields in one text file."""
    filled = paper.filled
    parts = [f"{paper.body_title} van {filled.municipality}", paper.origin]
    parts += [f"== {each.label} ==\n\n{each.text}" for each in plain_fields(paper)]
    return ("\ufeff" + "\n\n".join(parts) + "\n").replace("\n", "\r\n").encode()
