"""What is wrong with a Word template, in plain words, with the place in it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError
from lxml import etree

from overlegtafel.dossiers.content_checks import RefusedFile, check_file
from overlegtafel.dossiers.states import FileKind
from overlegtafel.printing.word.fields import EXAMPLE
from overlegtafel.printing.word.sandbox import NotAllowedHere, ReportEnvironment, TooMuch

MAX_BYTES = 2_000_000
MAX_XML = 4_000_000
_SHOWN = 70
_OPENS = {"for": "lus", "if": "voorwaarde"}
_STEP = re.compile(r"\{%-?\s*(for|if|endfor|endif)\b")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where, and what to do about it."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


@dataclass(frozen=True)
class Part:
    """One text of the file, each paragraph on a line of its own, as the renderer reads it."""

    name: str
    lines: tuple[str, ...]

    @property
    def source(self) -> str:
        """What Jinja reads."""
        return "\n".join(self.lines)

    def place(self, line: int) -> str:
        """Where a line (from 1) stands, in words of the template itself."""
        index = min(max(line, 1), len(self.lines)) - 1
        before = "".join(self.lines[:index])
        within = before + self.lines[index]
        in_table = max(text.count("<w:tbl>") - text.count("</w:tbl>") for text in (before, within))
        words = self.lines[index]
        for near in (index, *range(index - 1, -1, -1)):
            words = _words(self.lines[near])
            if words:
                break
        where = f"{self.name}, in een tabel" if in_table > 0 else self.name
        return f"{where}, bij “{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”"


def faults_in(template: bytes, example: Mapping[str, Any] = EXAMPLE) -> list[Fault]:
    """Everything that keeps the file from being a template; empty when it is one.

    It is tried on an example in which every list has a row: that of a report, unless told.
    """
    if len(template) > MAX_BYTES:
        return [Fault("", "Het bestand is groter dan 2 MB. Verklein de afbeeldingen erin.")]
    try:
        checked = check_file(template, "sjabloon.docx")
    except RefusedFile as refusal:
        return [Fault("", refusal.sentence)]
    if checked.kind != FileKind.DOCX:
        return [Fault("", "Dit is geen Word-bestand. Bewaar het in Word als .docx.")]
    word = opened(template)
    raw = [fault for name, xml in raw_parts(word) for fault in _unclosed(name, xml)]
    if raw:
        return raw
    parts = list(read_parts(word))
    if sum(len(part.source) for part in parts) > MAX_XML:
        return [Fault("", "Het document is te lang voor een sjabloon.")]
    return [fault for part in parts for fault in _faults_of(part, example)]


def opened(template: bytes) -> DocxTemplate:
    """The file, ready to be read."""
    word = DocxTemplate(BytesIO(template))
    word.init_docx()
    return word


def raw_parts(word: DocxTemplate) -> Iterator[tuple[str, str]]:
    """The body, the headers and the footers, as they are in the file."""
    yield "in de tekst", word.get_xml()
    for name, uri in (("in de koptekst", word.HEADER_URI), ("in de voettekst", word.FOOTER_URI)):
        for _, part in word.get_headers_footers(uri):
            yield name, word.get_part_xml(part)


def read_parts(word: DocxTemplate) -> Iterator[Part]:
    """The same, with Word's own marks taken out of what we fill in."""
    for name, xml in raw_parts(word):
        lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", word.patch_xml(xml))
        yield Part(name, tuple(lines.split("\n")))


def _unclosed(name: str, xml: str) -> Iterator[Fault]:
    """What opens in a paragraph and does not close in it, however Word split it in runs."""
    for paragraph in etree.fromstring(xml.encode()).iter(qn("w:p")):
        text = "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        in_table = any(True for _ in paragraph.iterancestors(qn("w:tc")))
        where = f"{name}, in een tabel" if in_table else name
        rest = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", " ", text)
        found = re.search(r"\{\{|\{%|\{#|\}\}|%\}|#\}", rest)
        if found is None:
            continue
        sign = found.group()
        opens = sign[0] == "{"
        other = {"{{": "}}", "{%": "%}", "{#": "#}", "}}": "{{", "%}": "{%", "#}": "{#"}[sign]
        yield Fault(
            f"{where}, bij “{text.strip()[:_SHOWN]}”",
            f"wat met {sign} begint, sluit in dezelfde alinea niet met {other}."
            if opens
            else f"er staat {sign}, maar {other} ontbreekt ervoor.",
        )


def _faults_of(part: Part, example: Mapping[str, Any]) -> list[Fault]:
    steps = list(_steps(part))
    if steps:
        return steps
    environment = ReportEnvironment()
    try:
        made = environment.from_string(part.source).render(example)
        etree.fromstring(made.encode())
    except NotAllowedHere as error:
        return [Fault(part.place(error.lineno), _refused(error.message or ""))]
    except TemplateSyntaxError as error:
        return [Fault(part.place(error.lineno), _dutch(error.message or ""))]
    except TooMuch:
        return [Fault("", TOO_MUCH)]
    except etree.XMLSyntaxError:
        return [Fault(part.name, BROKEN)]
    except Exception as error:
        return [Fault(part.name, f"dit kan niet ingevuld worden ({type(error).__name__}).")]
    return [
        Fault(part.place(line), f"“{name}” kennen we niet. Kijk bij de velden hoe het heet.")
        for line, name in sorted(environment.missing)
    ]


TOO_MUCH = "Dit sjabloon herhaalt te veel: lussen in lussen maken het verslag eindeloos lang."
BROKEN = (
    "na het invullen is dit geen geldig Word-document. Zet een lus of voorwaarde die over meer "
    "alinea's gaat als {%p for … %} en {%p endfor %} elk alleen op een regel, of als {%tr … %} "
    "alleen in een rij van een tabel."
)


def _steps(part: Part) -> Iterator[Fault]:
    """Loops and conditions that don't close, or close what is not open, each at its place."""
    stack: list[tuple[str, int]] = []
    for number, line in enumerate(part.lines, 1):
        for step in _STEP.findall(line):
            if not step.startswith("end"):
                stack.append((step, number))
            elif stack and stack[-1][0] == step[3:]:
                stack.pop()
            else:
                yield Fault(
                    part.place(number),
                    f"{{% {step} %}} sluit een {_OPENS[step[3:]]} die niet "
                    "open staat, of die te vroeg gesloten wordt.",
                )
                return
    for step, number in stack:
        yield Fault(
            part.place(number),
            f"deze {_OPENS[step]} wordt nergens gesloten: {{% end{step} %}} ontbreekt.",
        )


def _words(line: str) -> str:
    return " ".join(_TAG.sub("", line).split())


_KINDS = {
    "Call": "iets oproepen met haakjes",
    "Assign": "zelf een waarde bewaren ({% set … %})",
    "AssignBlock": "zelf een waarde bewaren ({% set … %})",
    "Include": "een ander bestand invoegen",
    "Import": "een ander bestand invoegen",
    "FromImport": "een ander bestand invoegen",
    "Extends": "een ander bestand invoegen",
    "Macro": "zelf een macro schrijven",
}


def _refused(what: str) -> str:
    if what.startswith("|"):
        return f"de bewerking “{what}” bestaat hier niet."
    return f"{_KINDS.get(what, 'rekenen of iets anders dan invullen')} kan hier niet."


def _dutch(message: str) -> str:
    """What Jinja says, in words of the task."""
    unknown = re.search(r"unknown tag '(\w+)'", message)
    if unknown and unknown.group(1) in ("tr", "tc"):
        return f"{{%{unknown.group(1)} … %}} hoort in een rij van een tabel."
    if unknown:
        return f"{{% {unknown.group(1)} … %}} kennen we niet."
    filtered = re.search(r"No (?:filter|test) named '(\w+)'", message)
    if filtered:
        return f"de bewerking “|{filtered.group(1)}” bestaat hier niet."
    return f"wat tussen de accolades staat, begrijpen we niet ({message})."
