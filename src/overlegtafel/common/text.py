"""Text that people type: cleaned, and never trusted."""

import re
import unicodedata
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_markdown = MarkdownIt("zero", {"breaks": True}).enable(
    ["list", "emphasis", "heading", "newline", "escape"]
)
_BULLET = re.compile(
    r"^([ \t]*)(?:[•·▪◦‣■●➢\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc][ \t\u00a0]+|o\t[ \t]*)", re.MULTILINE
)
_LINE_ENDS = str.maketrans({"\v": "\n", "\f": "\n", "\u2028": "\n", "\u2029": "\n", "\r": "\n"})
_DROPPED = {"Cc", "Co", "Cs"}
_TAGS = {"p", "br", "ul", "ol", "li", "em", "strong", "h1", "h2", "h3"}


@lru_cache(maxsize=1024)
def render_text(source: str) -> SafeString:
    """Typed text as safe HTML: paragraphs, lists, emphasis and headings, nothing else.

    The source stays as it was typed; tags in it are shown as text. What comes out passes
    nh3, so that a fault in the renderer can't become a hole.
    """
    html = _markdown.render(source).replace("<h1>", "<h3>").replace("</h1>", "</h3>")
    return mark_safe(nh3.clean(html, tags=_TAGS, attributes={}))


def join_dutch(parts: list[str]) -> str:
    """``["a", "b", "c"]`` becomes ``"a, b en c"``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} en {parts[-1]}"


def from_word(text: str) -> str:
    """Text as it was meant when it was pasted from a word processor.

    Every line end is ``\\n``; a bullet at the start of a line becomes ``- ``; control characters
    and signs of a private font go.
    """
    text = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    return "".join(each for each in _BULLET.sub(r"\1- ", text) if each in "\n\t" or is_sign(each))


def is_sign(character: str) -> bool:
    """Whether a character says something: no control character, none of a private font."""
    return unicodedata.category(character) not in _DROPPED
