"""Filling in a Word template with a report."""

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from lxml import etree

from overlegtafel.common.errors import Invalid
from overlegtafel.meetings.reports import Content
from overlegtafel.printing.word.checking import TOO_MUCH, opened
from overlegtafel.printing.word.dressing import dress
from overlegtafel.printing.word.fields import EXAMPLE, context_of
from overlegtafel.printing.word.sandbox import ReportEnvironment, TooMuch

DEFAULT = Path(__file__).resolve().parent / "verslag.docx"


class NotRendered(Invalid):
    """A template that could be uploaded, but can't take this report."""


@lru_cache(maxsize=1)
def default_template() -> bytes:
    """The template of ours, for who has none of its own."""
    return DEFAULT.read_bytes()


def report_docx(template: bytes, content: Content, status: str) -> bytes:
    """The report in a Word template. Raises ``NotRendered``."""
    words = context_of(content, status)
    return filled_docx(template, words, title=words["titel"], author=words["overleg"])


def example_docx(template: bytes) -> bytes:
    """The example in a Word template, for a table that never met. Raises ``NotRendered``."""
    return filled_docx(template, EXAMPLE, title=EXAMPLE["titel"], author=EXAMPLE["overleg"])


def filled_docx(template: bytes, words: Mapping[str, Any], *, title: str, author: str) -> bytes:
    """A Word template with these words in its fields. Raises ``NotRendered``."""
    word = opened(template)
    try:
        word.render(dict(words), jinja_env=ReportEnvironment(), autoescape=True)
    except TooMuch:
        raise NotRendered(TOO_MUCH) from None
    except (TemplateError, etree.XMLSyntaxError, ValueError) as error:
        raise NotRendered(
            f"Met dit Word-sjabloon kan het document niet gemaakt worden ({error}). Kijk het na "
            "met de proefknop."
        ) from None
    dress(word)
    properties = word.docx.core_properties
    properties.title, properties.author = title[:255], author[:255]
    properties.language = "nl-BE"
    made = BytesIO()
    word.save(made)
    return made.getvalue()
