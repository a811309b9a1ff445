"""A package for college or council as a file: Word, PDF, HTML, and fields to copy (R44, R137).

All from the one text; whoever composes it decides what is in it.
"""

import io
from dataclasses import asdict

from django.utils.html import format_html, format_html_join
from docx import Document

from overlegtafel.common.dates import spoken
from overlegtafel.feedback.text import PackageText
from overlegtafel.printing.typesetting import typeset

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OWN = "Uit het eigen bestuur"
ALOUD = "Om voor te lezen"
Part = tuple[str, str, list[tuple[str, str]]]
"""A heading, a sentence under it, and points of two texts each."""


def package_docx(text: PackageText) -> bytes:
    """In Word, with real headings: one page to read out, then what to attach."""
    document = Document()
    document.core_properties.title = text.title
    document.core_properties.language = "nl-BE"
    document.core_properties.author = text.municipality
    document.add_heading(text.title, level=1)
    document.add_paragraph(_about(text))
    document.add_heading(ALOUD, level=2)
    for sentence in text.aloud:
        document.add_paragraph(sentence)
    document.add_page_break()  # type: ignore[no-untyped-call]
    for section in text.sections:
        document.add_heading(section.heading, level=2)
        if section.sentence:
            document.add_paragraph(section.sentence)
        for line in section.lines:
            document.add_paragraph(_words(line.text, line.detail), style="List Bullet")
    if text.own_text:
        document.add_heading(OWN, level=2)
        for paragraph in _paragraphs(text.own_text):
            document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def package_pdf(text: PackageText) -> bytes:
    """The same on paper, tagged."""
    data = {
        **asdict(text),
        "own": _paragraphs(text.own_text),
        "for_whom": _about(text),
        "own_heading": OWN,
        "aloud_heading": ALOUD,
    }
    return typeset("package", data, title=text.title, author=text.municipality)


def package_html(text: PackageText) -> bytes:
    """One page without anything from elsewhere, to paste into a decision system."""
    sections = format_html_join("\n", "{}", ((_section(each),) for each in _parts(text)))
    page = format_html(
        '<!doctype html>\n<html lang="nl-BE"><head><meta charset="utf-8"><title>{}</title></head>\n'
        "<body><h1>{}</h1>\n<p>{}</p>\n{}\n</body></html>\n",
        text.title,
        text.title,
        _about(text),
        sections,
    )
    return str(page).encode()


def fields_of(text: PackageText) -> list[tuple[str, str]]:
    """What a decision system that takes only plain text asks for, field by field."""
    return [
        ("Titel", text.title),
        ("Toelichting", "\n".join(text.aloud)),
        *(
            (heading, "\n".join(f"- {_words(*line)}" for line in lines) or sentence)
            for heading, sentence, lines in _parts(text)[1:]
        ),
        ("Voorstel", text.proposal),
    ]


def _parts(text: PackageText) -> list[Part]:
    """Heading, sentence and points of each part, the one to read out first."""
    found: list[Part] = [(ALOUD, "\n".join(text.aloud), [])]
    found += [
        (each.heading, each.sentence, [(line.text, line.detail) for line in each.lines])
        for each in text.sections
    ]
    if text.own_text:
        found.append((OWN, text.own_text, []))
    return found


def _section(part: Part) -> str:
    heading, sentence, lines = part
    points = format_html_join("", "<li>{}</li>", ((_words(*line),) for line in lines))
    return format_html(
        "<h2>{}</h2>{}{}",
        heading,
        format_html_join("", "<p>{}</p>", ((each,) for each in _paragraphs(sentence))),
        format_html("<ul>{}</ul>", points) if lines else "",
    )


def _words(text: str, detail: str) -> str:
    return f"{text} ({detail})" if detail else text


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in text.splitlines() if each.strip()]


def _about(text: PackageText) -> str:
    whose = f"Voor {'het' if text.organ == 'college' else 'de'} {text.organ.label}"
    made = f", opgemaakt op {spoken(text.made_on)}" if text.made_on else ""
    return f"{whose} van {text.municipality}{made}. {text.proposal}"
