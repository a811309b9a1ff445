"""Data becomes an accessible PDF, and stays text whatever signs it holds."""

import pytest
from tests.printing.papers import ACCESSIBLE, is_accessible, opened, text_of

from overlegtafel.printing.typesetting import printable, typed, typeset

HOSTILE = [
    '#eval("1+1") #import "x"',
    "*vet _schuin_ `code` $x^2$",
    "@verwijzing <label> [blok] {code} // geen commentaar",
    '"; #panic() //',
    "C:\\map\\bestand &amp; <script>alert(1)</script>",
]


def plain(text: str, title: str = "Titel") -> bytes:
    return typeset("plain", {"text": typed(text)}, title=title, author="Secretariaat")


def test_a_text_becomes_a_tagged_pdf_in_dutch_to_be_kept() -> None:
    pdf = plain("Een *eerste* regel.")
    assert is_accessible(pdf) == ACCESSIBLE
    paper = opened(pdf)
    with paper.open_metadata() as about:
        assert about["dc:title"] == "Titel"
        assert about["dc:creator"] == ["Secretariaat"]
        assert (about["pdfuaid:part"], about["pdfaid:part"]) == ("1", "2")
        assert about["pdfaid:conformance"] == "A"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_signs_of_the_typesetter_stay_text(hostile: str) -> None:
    pdf = typeset(
        "plain",
        {"text": [{"kind": "paragraph", "words": [word(hostile)]}]},
        title=hostile,
        author="Secretariaat",
    )
    assert "".join(text_of(pdf).split()).count("".join(hostile.split())) == 2


def word(text: str) -> dict[str, object]:
    return {"text": text, "bold": False, "italic": False}


def test_typed_text_keeps_its_paragraphs_lists_and_emphasis() -> None:
    nodes = typed("Een **vet** woord\ntweede regel\n\n- a\n- b\n  1. c\n\n# Kop")
    assert [node["kind"] for node in nodes] == ["paragraph", "list", "heading"]
    words = [(each["text"], each["bold"]) for each in nodes[0]["words"]]
    assert words == [
        ("Een ", False),
        ("vet", True),
        (" woord", False),
        ("\n", False),
        ("tweede regel", False),
    ]
    assert [len(item) for item in nodes[1]["items"]] == [1, 2]
    assert nodes[1]["items"][1][1]["ordered"] is True


def test_what_no_font_draws_becomes_a_box_and_the_rest_is_printed() -> None:
    assert printable("Goed 😀 中\x07\u200b\ud800 é") == "Goed 😀 □ é"
    said = text_of(plain("Emoji 😀, Grieks αβγ, Arabisch مرحبا, Hebreeuws שלום, Chinees 中文."))
    assert "Emoji 😀, Grieks αβγ" in said
    assert "Chinees □□" in said


def test_a_note_of_ten_thousand_signs_runs_over_pages() -> None:
    pdf = plain("woord " * 1666 + "einde.")
    assert len(opened(pdf).pages) == 3
    assert text_of(pdf).count("woord") == 1666


def test_a_text_without_title_still_has_one() -> None:
    paper = opened(plain("Tekst.", title=""))
    with paper.open_metadata() as about:
        assert about["dc:title"] == "Zonder titel"
