"""Make the Word templates that we ship: ``verslag.docx`` and ``ontwerp.docx``.

They are files that a region may start from, so they only use Word's own styles.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt

FOLDER = Path(__file__).parents[1] / "src/overlegtafel/printing/word"


def main() -> None:
    """Write the files."""
    _report()
    _draft()


def _empty() -> Any:
    """A sheet in Dutch, with the margins of ours."""
    word = Document()
    style = word.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "nl-BE")
    style.element.get_or_add_rPr().append(language)
    word.sections[0].page_width, word.sections[0].page_height = Cm(21), Cm(29.7)
    for side in ("left_margin", "right_margin"):
        setattr(word.sections[0], side, Cm(2.5))
    return word


def _report() -> None:
    word = _empty()
    word.sections[0].footer.paragraphs[0].text = "{{ overleg }}, {{ datum }} · {{ stand }}"
    word.add_heading("{{ titel }}", 0)
    word.add_paragraph("{{ stand }}")
    word.add_paragraph("{{ datum }}, {{ uur }} uur, {{ plaats }}")
    word.add_heading("Wie er was", 1)
    for line in (
        "{%p for groep in aanwezigheid %}",
        "{{ groep.soort }}: {{ groep.wie }}",
        "{%p endfor %}",
        "{%p for punt in punten %}",
    ):
        word.add_paragraph(line)
    word.add_heading("{{ punt.nummer }}. {{ punt.titel }}", 1)
    for line in (
        "{%p if punt.samenvatting %}",
        "{{ punt.samenvatting }}",
        "{%p endif %}",
        "{%p if punt.verslag %}",
        "{{ punt.verslag }}",
        "{%p endif %}",
        "{%p if punt.uitkomst %}",
        "Uitkomst: {{ punt.uitkomst }}. {{ punt.uitkomst_zin }}",
        "{%p endif %}",
        "{%p for peiling in punt.peilingen %}",
        "{{ peiling.vraag }} ({{ peiling.soort }}): {{ peiling.antwoorden }}",
        "{%p endfor %}",
        "{%p if punt.afspraken %}",
    ):
        word.add_paragraph(line)
    _agreements(word)
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p endfor %}")
    _save(word, "Verslag", "verslag.docx")


def _draft() -> None:
    word = _empty()
    word.sections[0].footer.paragraphs[0].text = "{{ bestuur }} · {{ orgaan }} · {{ stand }}"
    word.add_paragraph("{{ orgaan }} van {{ bestuur }}")
    word.add_heading("{{ titel }}", 0)
    for line in ("{{ stand }}", "{%p if zitting %}", "Zitting van {{ zitting }}", "{%p endif %}"):
        word.add_paragraph(line)
    for name in ("feiten", "juridische_grond", "motivering"):
        _each(word, name, "deel", 1)
    word.add_heading("{{ orgaan }} beslist:", 1)
    _each(word, "artikelen", "artikel", 2)
    _each(word, "bijlagen", "bijlage", 1)
    word.add_paragraph("{{ herkomst }}")
    _save(word, "Ontwerp", "ontwerp.docx")


def _each(word: Any, rows: str, row: str, level: int) -> None:
    """A loop over clauses: heading and text of each."""
    word.add_paragraph(f"{{%p for {row} in {rows} %}}")
    word.add_heading(f"{{{{ {row}.kop }}}}", level)
    word.add_paragraph(f"{{{{ {row}.tekst }}}}")
    word.add_paragraph("{%p endfor %}")


def _save(word: Any, title: str, name: str) -> None:
    properties = word.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    word.save(str(FOLDER / name))


def _agreements(word: Any) -> None:
    table = word.add_table(rows=4, cols=3, style="Table Grid")
    rows = (
        ("Afspraak", "Uitvoerder", "Uiterlijk"),
        ("{%tr for afspraak in punt.afspraken %}", "", ""),
        (
            "{{ afspraak.nummer }} {{ afspraak.titel }}",
            "{{ afspraak.uitvoerders }}",
            "{{ afspraak.uiterlijk }}",
        ),
        ("{%tr endfor %}", "", ""),
    )
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)


if __name__ == "__main__":
    main()
