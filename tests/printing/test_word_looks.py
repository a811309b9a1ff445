"""What someone typed bold, italic, as a list or with a link, is so in Word too."""

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from tests.printing.test_word import CONTENT
from tests.printing.word_files import make_docx, saved

from overlegtafel.printing.word import default_template, report_docx
from overlegtafel.printing.word.fields import plain, rich

MINUTES = (
    "Gewoon, **vet**, *schuin* en ***beide***.\n"
    "## Kop *hier*\n\n"
    "Zie https://lede.be/plan?a=1&b=2, of **https://aalst.be**.\n\n"
    "- één\n  - **dieper**\n- twee\n\n  nog bij twee\n\n"
    "1. eerst\n2. dan\n\nTussen.\n\n1. opnieuw"
)
INLINE = "{% for punt in punten %}{{ punt.verslag }}{% endfor %}"
LOOP = ("{%p for punt in punten %}", "{{ punt.verslag }}", "{%p endfor %}")
Run = tuple[str, bool, bool]


def filled(template: bytes, minutes: str = MINUTES) -> Any:
    """The report with this text as its only minutes, opened again."""
    item = CONTENT["items"][0] | {"minutes": minutes}
    return Document(BytesIO(report_docx(template, CONTENT | {"items": [item]}, "Concept")))


def runs_of(paragraph: Paragraph) -> list[Run]:
    """Its words with bold and italic, as Word shows them."""
    return [(run.text, bool(run.bold), bool(run.italic)) for run in paragraph.runs if run.text]


def starting(word: Any, text: str) -> Paragraph:
    """The one paragraph that begins so."""
    [found] = [each for each in word.paragraphs if each.text.startswith(text)]
    return found


def list_of(paragraph: Paragraph) -> tuple[int, int] | None:
    """Level and number of the list a paragraph is an item of."""
    numbered = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
    return (numbered.ilvl.val, numbered.numId.val) if numbered is not None else None


@pytest.mark.parametrize("template", [make_docx(*LOOP), default_template()])
def test_emphasis_lists_and_links_survive(template: bytes) -> None:
    word = filled(template)
    assert runs_of(starting(word, "Gewoon")) == [
        ("Gewoon, ", False, False),
        ("vet", True, False),
        (", ", False, False),
        ("schuin", False, True),
        (" en ", False, False),
        ("beide", True, True),
        (".", False, False),
    ]
    assert runs_of(starting(word, "Kop")) == [("Kop ", True, False), ("hier", True, True)]
    linked = starting(word, "Zie")
    assert linked.text == "Zie https://lede.be/plan?a=1&b=2, of https://aalst.be."
    assert [(each.address, bool(each.runs[0].bold)) for each in linked.hyperlinks] == [
        ("https://lede.be/plan?a=1&b=2", False),
        ("https://aalst.be", True),
    ]
    names = ("één", "dieper", "twee", "eerst", "dan", "opnieuw")
    levels = {name: list_of(starting(word, name)) for name in names}
    one, deeper, two, first, then, again = levels.values()
    assert one and deeper and two and first and then and again
    assert (one, deeper[0]) == (two, 1)
    assert first == then
    assert len({one[1], first[1], again[1]}) == 3
    assert list_of(starting(word, "nog bij twee")) is None
    assert starting(word, "nog bij twee").paragraph_format.left_indent
    shapes = word.part.numbering_part.element.findall(f".//{qn('w:lvlText')}")
    assert {"•", "%1."} <= {each.get(qn("w:val")) for each in shapes}


def test_what_stands_around_a_field_keeps_its_own_looks() -> None:
    word = Document()
    around = word.add_paragraph()
    around.add_run("Verslag: ").italic = True
    around.add_run(INLINE).bold = True
    around.add_run(" Einde.")
    made = filled(saved(word), "- *één*\n- twee")
    assert runs_of(made.paragraphs[0]) == [
        ("Verslag: ", False, True),
        ("• ", True, False),
        ("één", True, True),
    ]
    assert runs_of(made.paragraphs[1]) == [("twee", True, False), (" Einde.", False, False)]


def test_a_heading_over_the_page_and_a_file_without_lists_take_it_too() -> None:
    word = Document()
    word.sections[0].header.paragraphs[0].text = INLINE
    made = filled(saved(word), "**vet**, https://lede.be\n\n- één")
    head = made.sections[0].header.paragraphs
    assert runs_of(head[0]) == [
        ("vet", True, False),
        (", ", False, False),
        ("https://lede.be", False, False),
    ]
    assert head[1].text == "• één"


def test_no_sign_of_ours_stays_nor_can_be_typed() -> None:
    typed = "a\U000f0001b\U000f0010c\U000f0004d"
    assert rich(typed) == "abcd"
    assert rich("**v**\n\n- i") != plain("**v**\n\n- i") == "v\a• i"
    for template in (make_docx(*LOOP), make_docx(INLINE.replace("verslag", "verslag|upper|trim"))):
        made = filled(template, f"{MINUTES}{typed}")
        assert "vet" in made.element.xml.lower()
        text = made.element.xml + made.part.numbering_part.element.xml
        assert not [sign for sign in text if 0xF0000 <= ord(sign) <= 0xF00FF]
