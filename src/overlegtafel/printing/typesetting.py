"""Paper: a Typst template of ours and data become an accessible PDF.

What people type only ever enters as data (a JSON file beside the template), never as source: to
Typst it is text, whatever signs it holds.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import typst

from overlegtafel.common import clock
from overlegtafel.common.text import is_sign, render_text

TEMPLATES = Path(__file__).resolve().parent / "typst"
FONTS = TEMPLATES / "fonts"
Standard = Literal["1.7", "a-2a", "a-2b", "a-2u", "a-3a", "ua-1"]
ACCESSIBLE: tuple[Standard, ...] = ("ua-1", "a-2a")
"""PDF/UA-1 (tagged, with a language and a title) and PDF/A-2a (to be kept)."""
NOT_PRINTABLE = "□"
"""Stands where a sign has no picture in our fonts: a PDF/UA file may not hold such a sign."""

Node = dict[str, Any]
"""A piece of typed text as the templates draw it; see ``typed``."""


def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    title: str,
    author: str,
    images: Mapping[str, bytes] | None = None,
    standards: Sequence[Standard] = ACCESSIBLE,
    made_at: datetime | None = None,
) -> bytes:
    """The PDF of ``typst/<template>.typ`` over ``data``, in Dutch, tagged.

    The template reads ``json("data.json")``, in which every text is made printable first, and
    ``images`` by their names. Raises ``typst.TypstError`` when the template is at fault.
    """
    paper = _paper(template, data, title=title, author=author, images=images)
    return _compiled(paper, standards, made_at)


def typeset_with_places(
    template: str, data: Mapping[str, Any], *, title: str, author: str
) -> tuple[bytes, dict[str, int]]:
    """The same PDF, and on which page each thing stands that the template marked.

    A mark is ``metadata((name: .., page: ..))`` with the label ``<place>``.
    """
    # A compiler of the wheel answers once: the second asks the page numbers, from its cache.
    pdf = typeset(template, data, title=title, author=author)
    paper = _paper(template, data, title=title, author=author, images=None)
    marks = json.loads(paper.query("<place>", field="value"))
    return pdf, {mark["name"]: mark["page"] for mark in marks}


def _compiled(
    paper: typst.Compiler, standards: Sequence[Standard], made_at: datetime | None
) -> bytes:
    moment = (made_at or clock.now()).astimezone(UTC).replace(microsecond=0)
    pdf = paper.compile(format="pdf", pdf_standards=list(standards), timestamp=moment)
    assert isinstance(pdf, bytes)
    return pdf


def _paper(
    template: str,
    data: Mapping[str, Any],
    *,
    title: str,
    author: str,
    images: Mapping[str, bytes] | None,
) -> typst.Compiler:
    about = {"title": title or "Zonder titel", "author": author}
    content = json.dumps(printable_in({**data, "about": about}), default=str)
    files = {
        "main.typ": _source(template),
        "house.typ": _source("house"),
        "data.json": content.encode(),
        **(images or {}),
    }
    # The wheel takes a set of files too, though its types don't say so.
    return typst.Compiler(files, font_paths=_fonts(), ignore_system_fonts=True)  # type: ignore[type-var]


@lru_cache(maxsize=16)
def _source(template: str) -> bytes:
    return (TEMPLATES / f"{template}.typ").read_bytes()


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


def typed(source: str) -> list[Node]:
    """Typed text as nodes: the same paragraphs, lists, emphasis and headings as on screen.

    A node is ``{"kind": "paragraph" | "heading", "words": [...]}`` or ``{"kind": "list",
    "ordered": .., "items": [[node, ..], ..]}``; a word is ``{"text", "bold", "italic"}``, in
    which ``"\\n"`` is a line end.
    """
    reader = _Reader()
    reader.feed(str(render_text(source)))
    reader.close()
    return reader.nodes


class _Reader(HTMLParser):
    """Reads the few tags that ``render_text`` lets through."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[Node] = []
        self._into: list[list[Node]] = [self.nodes]
        self._words: list[Node] | None = None
        self._bold = self._italic = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "h1", "h2", "h3"):
            self._begin("paragraph" if tag == "p" else "heading")
        elif tag in ("ul", "ol"):
            self._words = None
            node: Node = {"kind": "list", "ordered": tag == "ol", "items": []}
            self._into[-1].append(node)
            self._into.append(node["items"])
        elif tag == "li":
            item: list[Node] = []
            self._into[-1].append(item)  # type: ignore[arg-type]
            self._into.append(item)
        elif tag == "br":
            self.handle_data("\n")
        self._bold += tag == "strong"
        self._italic += tag == "em"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "h1", "h2", "h3"):
            self._words = None
        elif tag in ("ul", "ol", "li"):
            self._words = None
            self._into.pop()
        self._bold -= tag == "strong"
        self._italic -= tag == "em"

    def handle_data(self, data: str) -> None:
        if self._words is None:
            if not data.strip():
                return
            self._begin("paragraph")
        assert self._words is not None
        text = data
        if data != "\n":
            text = data.replace("\n", " ")
            if self._words and self._words[-1]["text"] == "\n":
                text = text.lstrip()  # the line end of the source, after its <br>
        if text:
            self._words.append({"text": text, "bold": self._bold > 0, "italic": self._italic > 0})

    def _begin(self, kind: str) -> None:
        self._words = []
        self._into[-1].append({"kind": kind, "words": self._words})


def printable_in(value: Any) -> Any:
    """The same value with every text in it made printable, keys left alone."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: printable_in(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [printable_in(each) for each in value]
    return value


def printable(text: str) -> str:
    """The text with a box for each sign that our fonts can't draw; control characters go."""
    if text.isascii() and text.isprintable():
        return text
    signs = _signs()
    return "".join(
        each if each in "\n\t" or ord(each) in signs else NOT_PRINTABLE
        for each in text
        if each in "\n\t" or (is_sign(each) and not _says_nothing(each))
    )


def _says_nothing(sign: str) -> bool:
    """Joiners, direction marks and variants: they steer other signs, and have no picture."""
    code = ord(sign)
    return (
        0x200B <= code <= 0x200F
        or 0x202A <= code <= 0x202E
        or 0x2060 <= code <= 0x206F
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0000 <= code <= 0xE0FFF
        or code == 0xFEFF
    )


@lru_cache(maxsize=1)
def _signs() -> frozenset[int]:
    """Every sign that the widest of our fonts draws: its table ``cmap``, format 12.

    The text face is Libertinus, inside the Typst wheel; what it lacks is drawn in DejaVu Sans.
    """
    font = (FONTS / "DejaVuSans.ttf").read_bytes()
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * each) for each in range(tables))
    cmap = next(offset for name, _, offset, _ in entries if name == b"cmap")
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    found: set[int] = set()
    for each in range(count):
        (start,) = struct.unpack_from(">I", font, cmap + 4 + 8 * each + 4)
        at = cmap + start
        if struct.unpack_from(">H", font, at) == (12,):
            (groups,) = struct.unpack_from(">I", font, at + 12)
            for group in range(groups):
                first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * group)
                found.update(range(first, last + 1))
    return frozenset(found)
