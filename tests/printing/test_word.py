"""Reports in a region's own Word template: filled in, opened elsewhere, faults told with place."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from tests.printing.word_files import (
    as_office_reads,
    cells_of,
    make_docx,
    paragraphs_of,
    split_runs,
)

from overlegtafel.printing.word import (
    EXAMPLE,
    FIELDS,
    NotRendered,
    context_of,
    default_template,
    example_docx,
    faults_in,
    report_docx,
)

CONTENT: dict[str, Any] = {
    "table": "Denderregio & co",
    "day": "vrijdag 20 november 2026",
    "hour": "9.30",
    "location": "Lede",
    "theme": "",
    "presence": [
        {"seat": "Lede", "holder": "An", "words": "aanwezig", "replaced_by": "", "counts": True}
    ],
    "items": [
        {
            "id": 1,
            "order": 1,
            "title": "Laadpalen <script>alert(1)</script>",
            "summary": "",
            "minutes": "Eerst dit.\n\nDan dat:\n\n- één\n- twee & {{ titel }}",
            "outcome": "afspraak",
            "outcome_note": "Samen.",
            "presence": [],
            "polls": [],
            "agreements": [
                {
                    "reference": f"A-{number}",
                    "title": f"Afspraak {number}",
                    "text": "",
                    "executors": ["Aalst", "Lede"],
                    "until": "31 december 2026",
                    "local_decision": "",
                }
                for number in (1, 2)
            ],
        }
    ],
}
SIMPLE = make_docx("{{ titel }}", "{{ stand }}", header="{{ overleg }}")
LOOPS = make_docx(
    "{%p for punt in punten %}",
    "{{ punt.nummer }}. {{ punt.titel }}",
    "{{ punt.verslag }}",
    "{%p if punt.uitkomst %}",
    "Uitkomst: {{ punt.uitkomst }}",
    "{%p endif %}",
    "{%p endfor %}",
    table=[
        ("Afspraak", "Wie"),
        ("{%tr for punt in punten %}", ""),
        ("{%tr for afspraak in punt.afspraken %}", ""),
        ("{{ afspraak.nummer }}", "{{ afspraak.uitvoerders }}"),
        ("{%tr endfor %}", ""),
        ("{%tr endfor %}", ""),
    ],
)
BROKEN = make_docx("{%p for punt in punten %}", "Punt {{ punt.naam }}")


def only_fault(template: bytes) -> str:
    """The one thing that is wrong."""
    [fault] = faults_in(template)
    return str(fault)


def test_libreoffice_reads_what_was_filled_in(tmp_path: Path) -> None:
    """Three templates: simple, with loops and a table, and one that is refused before it."""
    assert "deze lus wordt nergens gesloten" in only_fault(BROKEN)
    with pytest.raises(NotRendered):
        report_docx(BROKEN, CONTENT, "Concept")
    made = {
        "simple": report_docx(SIMPLE, CONTENT, "Concept"),
        "loops": report_docx(LOOPS, CONTENT, "Concept"),
        "ours": report_docx(default_template(), CONTENT, "Concept"),
    }
    read = as_office_reads(made, tmp_path)
    assert read["simple"].split("\n")[:2] == [
        "Verslag Denderregio & co, vrijdag 20 november 2026",
        "Concept",
    ]
    lines = read["loops"].split("\n")
    assert lines[:6] == [
        "1. Laadpalen <script>alert(1)</script>",
        "Eerst dit.",
        "Dan dat:",
        "    • één",
        "    • twee & {{ titel }}",
        "Uitkomst: afspraak",
    ]
    assert [line for line in lines if line.startswith("A-")] == ["A-1", "A-2"]
    assert "Aanwezig: Lede (An)" in read["ours"]
    assert "A-2 Afspraak 2" in read["ours"]
    assert "{%" not in "".join(read.values())


def test_text_is_escaped_and_keeps_its_paragraphs() -> None:
    made = report_docx(LOOPS, CONTENT, "Concept")
    assert paragraphs_of(made)[0] == "1. Laadpalen <script>alert(1)</script>"
    assert paragraphs_of(made)[1:5] == ["Eerst dit.", "Dan dat:", "één", "twee & {{ titel }}"]
    assert cells_of(made) == [["Afspraak", "Wie"], ["A-1", "Aalst, Lede"], ["A-2", "Aalst, Lede"]]


def test_what_no_word_file_can_hold_is_left_out() -> None:
    dirty = CONTENT | {"table": "Den\x0bder\x00re\ufffegio\U0001f600"}
    made = report_docx(SIMPLE, dirty, "Concept")
    assert paragraphs_of(made)[0].startswith("Verslag Denderregio\U0001f600,")


def test_what_word_cut_in_runs_is_still_filled_in() -> None:
    template = split_runs("Hallo {", "{ ti", "tel }", "}!")
    assert faults_in(template) == []
    [line] = paragraphs_of(report_docx(template, CONTENT, ""))
    assert line == "Hallo Verslag Denderregio & co, vrijdag 20 november 2026!"


def test_every_field_has_an_example_and_is_filled_in_from_a_report() -> None:
    def names(here: dict[str, Any], before: str = "") -> set[str]:
        found = set()
        for name, value in here.items():
            found.add(before + name)
            if isinstance(value, list):
                found |= names(value[0], f"{before}{name}.")
        return found

    polled = CONTENT | {
        "items": [
            CONTENT["items"][0]
            | {"polls": [{"question": "Nu?", "label": "peiling", "answers": []}]}
        ]
    }
    assert names(EXAMPLE) == set(FIELDS)
    assert names(context_of(polled, "")) == set(FIELDS)


def test_our_own_template_has_no_fault() -> None:
    assert faults_in(default_template()) == []
    assert "We kopen samen laadpalen aan" in str(cells_of(example_docx(default_template())))


FAULTS = {
    "{{ titel }": "in de tekst, bij “{{ titel }”: wat met {{ begint, sluit in dezelfde alinea",
    "Op {{ dag }}": "bij “Op {{ dag }}”: “dag” kennen we niet",
    "{% endfor %}": "sluit een lus die niet open staat",
    "{% if titel %}": "deze voorwaarde wordt nergens gesloten: {% endif %} ontbreekt",
    "{%tr for a in punten %}": "hoort in een rij van een tabel",
    "{% blah %}": "{% blah … %} kennen we niet",
    "{{ titel titel }}": "wat tussen de accolades staat, begrijpen we niet",
    "titel }}": "er staat }}, maar {{ ontbreekt ervoor",
    # what may not be
    "{{ titel.__class__.__mro__ }}": "“__class__” kennen we niet",
    "{{ titel['__class__'] }}": "“__class__” kennen we niet",
    "{{ ''.join(['a']) }}": "iets oproepen met haakjes kan hier niet",
    "{{ range(9) }}": "iets oproepen met haakjes kan hier niet",
    "{{ 'a' * 999999999 }}": "rekenen of iets anders dan invullen kan hier niet",
    "{% set a = 1 %}": "zelf een waarde bewaren",
    "{% include '/etc/passwd' %}": "een ander bestand invoegen",
    "{% macro a() %}{{ a() }}{% endmacro %}": "kan hier niet",
    "{{ titel|safe }}": "de bewerking “|safe” bestaat hier niet",
    "{{ titel|attr('x') }}": "de bewerking “|attr” bestaat hier niet",
    "{{ self }}": "kan hier niet",
    "{{ config }}{{ request }}": "kennen we niet",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_told_in_dutch_with_its_place(text: str) -> None:
    faults = faults_in(make_docx("Eerst iets goeds.", text))
    assert FAULTS[text] in str(faults[0])
    assert faults[0].place.startswith("in de tekst, bij “")


def test_a_fault_in_a_table_or_a_header_says_so() -> None:
    cell = only_fault(make_docx("Goed.", table=[("Naam", "{{ naam }}")]))
    assert cell.startswith("in de tekst, in een tabel, bij “{{ naam }}”")
    assert only_fault(make_docx("Goed.", header="{{ naam }}")).startswith("in de koptekst, bij")


def test_all_unknown_names_are_told_at_once() -> None:
    template = make_docx(
        "{{ een }}", "{%p for punt in punten %}", "{{ punt.twee }}", "{%p endfor %}"
    )
    assert ["een" in str(each) or "twee" in str(each) for each in faults_in(template)] == [True] * 2


def test_loops_in_loops_do_not_run_on() -> None:
    """Five loops over sixty items would go round 777 million times."""
    names = "abcde"
    nested = "".join(f"{{% for {each} in punten %}}" for each in names)
    template = make_docx(nested + "x" + "{% endfor %}" * len(names))
    many = CONTENT | {"items": CONTENT["items"] * 60}
    assert faults_in(template) == []
    with pytest.raises(NotRendered, match="lussen in lussen"):
        report_docx(template, many, "")


def test_a_template_does_not_make_more_than_a_report_can_hold() -> None:
    template = make_docx("{%p for a in punten %}", "{{ a.verslag }}" * 200, "{%p endfor %}")
    long = CONTENT["items"][0] | {"minutes": "woord " * 8000}
    with pytest.raises(NotRendered):
        report_docx(template, CONTENT | {"items": [long] * 60}, "")


def _with(template: bytes, name: str, content: bytes) -> bytes:
    made = BytesIO(template)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, content)
    return made.getvalue()


HOSTILE = {
    "macro's": _with(SIMPLE, "word/vbaProject.bin", b"x"),
    "no zip": b"%PDF-1.7 {{ titel }}",
    "empty": b"",
    "no word": _with(make_docx("x")[:0], "leeg.txt", b"x"),
    "too big": b"PK" + b"x" * 2_000_001,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_is_no_safe_word_file_is_refused(kind: str) -> None:
    sentence = only_fault(HOSTILE[kind])
    assert sentence.endswith(".")
    assert "Traceback" not in sentence
