"""The files of local drafts: one of a kind, or all of a municipality or an agreement as a ZIP."""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO

from overlegtafel.drafting.models import LocalDraft
from overlegtafel.drafting.queries import ADDRESSES
from overlegtafel.printing.drafts.annotated import draft_html
from overlegtafel.printing.drafts.paper import DraftPaper, draft_pdf, paper_of
from overlegtafel.printing.drafts.plain import draft_text
from overlegtafel.printing.drafts.word import draft_docx
from overlegtafel.printing.pack_file import safe_name
from overlegtafel.printing.word import NotRendered

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
}
"""The forms of a draft, by the ending of their file."""


def draft_file(kind: str, paper: DraftPaper, template: bytes) -> bytes:
    """One draft in one form. Raises ``NotRendered`` for a Word template that can't take it."""
    if kind == "docx":
        return draft_docx(template, paper)
    makers: dict[str, Callable[[DraftPaper], bytes]] = {
        "html": draft_html,
        "pdf": draft_pdf,
        "txt": draft_text,
    }
    return makers[kind](paper)


def file_name(draft: LocalDraft, kind: str) -> str:
    """``Ontwerp A-01 Gemeente gemeenteraad.docx``: it says whose it is."""
    decision = draft.decision
    body = dict(ADDRESSES)[draft.body]  # type: ignore[index]
    said = f"Ontwerp {decision.agreement.reference} {decision.municipality.name} {body}.{kind}"
    return safe_name(said, 120)


def zipped(
    drafts: Iterable[LocalDraft],
    templates: Mapping[int, bytes],
    *,
    in_folders: bool,
    alive: Callable[[int], None] = lambda done: None,
) -> bytes:
    """Every form of these drafts; a folder per municipality when asked.

    A Word template that can't take a draft is told in a text file beside the other forms.
    ``alive`` hears after each draft how many are done.
    """
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for done, draft in enumerate(drafts, 1):
            town = safe_name(draft.decision.municipality.name, 80)
            folder = f"{town}/" if in_folders else ""
            paper = paper_of(draft)
            for kind in MEDIA_TYPES:
                name = folder + file_name(draft, kind)
                try:
                    packed.writestr(name, draft_file(kind, paper, templates[draft.pk]))
                except NotRendered as refusal:
                    packed.writestr(f"{name} ontbreekt.txt", refusal.sentence)
            alive(done)
    return made.getvalue()
