"""Make the Word template that we ship: ``printing/word/verslag.docx``.

It is a file that a region may start from, so it only uses Word's own styles.
"""

from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt

TARGET = Path(__file__).parents[1] / "src/overlegtafel/printing/word/verslag.docx"


def main() -> None:
    """Write the file."""
    word = Document()
    style = word.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "nl-BE")
    style.element.get_or_add_rPr().append(language)
    word.sections[0].page_width, word.sections[0].page_height = Cm(21), Cm(29.7)
    for side in ("left_margin", "right_margin"):
        setattr(word.sections[0], side, Cm(2.5))
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
    word.core_properties.title, word.core_properties.author = "Verslag", ""
    word.core_properties.comments = ""
    word.save(str(TARGET))


def _agreements(word: object) -> None:
    table = word.add_table(rows=4, cols=3, style="Table Grid")  # type: ignore[attr-defined]
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
