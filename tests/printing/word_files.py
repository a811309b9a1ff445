"""Word files for a test: made with python-docx, opened again as text."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from docx import Document


def make_docx(*paragraphs: str, table: Sequence[Sequence[str]] = (), header: str = "") -> bytes:
    """A Word file with these paragraphs, then a table."""
    word = Document()
    if header:
        word.sections[0].header.paragraphs[0].text = header
    for text in paragraphs:
        word.add_paragraph(text)
    if table:
        rows = word.add_table(rows=len(table), cols=len(table[0])).rows
        for row, texts in zip(rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    return saved(word)


def split_runs(*runs: str) -> bytes:
    """One paragraph whose text Word cut in pieces, as it does after a correction."""
    word = Document()
    paragraph = word.add_paragraph()
    for number, text in enumerate(runs):
        paragraph.add_run(text).bold = number % 2 == 1
    return saved(word)


def saved(word: object) -> bytes:
    """The file itself."""
    made = BytesIO()
    word.save(made)  # type: ignore[attr-defined]
    return made.getvalue()


def paragraphs_of(docx: bytes) -> list[str]:
    """The paragraphs that say something, outside tables."""
    return [each.text for each in Document(BytesIO(docx)).paragraphs if each.text.strip()]


def cells_of(docx: bytes) -> list[list[str]]:
    """The rows of the first table."""
    [table, *_] = Document(BytesIO(docx)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def as_office_reads(files: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """The text of each Word file as LibreOffice reads it: started once, for all of them."""
    office = os.environ.get("OFFICE") or shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice ontbreekt: apt-get install libreoffice-writer-nogui"
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    subprocess.run(
        [
            *(office, "--headless", f"-env:UserInstallation=file://{folder}/profile"),
            *("--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder)),
            *(str(folder / f"{name}.docx") for name in files),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: (folder / f"{name}.txt").read_text(encoding="utf-8-sig") for name in files}
