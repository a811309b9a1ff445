"""The signs of ``marks`` in a filled-in Word file become runs, list items and links of Word."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docxtpl import DocxTemplate

from overlegtafel.printing.word import marks

Element = Any
_OURS = re.compile(f"[{marks.FIRST}-{marks.LAST}]")
_PIECES = re.compile(f"([{marks.FIRST}-{marks.LAST}])")
_INDENT = 360
"""Twentieths of a point that each level of a list lies deeper."""


def dress(word: DocxTemplate) -> None:
    """Give what was typed its looks, in the body, the headers and the footers."""
    body = word.docx.part
    lists = _Lists(body)
    for part in list(body.package.iter_parts()):
        root = getattr(part, "_element", None)
        if root is None:
            continue
        for paragraph in list(root.iter(qn("w:p"))):
            if _OURS.search("".join(each.text or "" for each in paragraph.iter(qn("w:t")))):
                _list_item(paragraph, lists if part is body else None)
                _runs(paragraph, part if part is body else None)
        _clear(root)


def _list_item(paragraph: Element, lists: "_Lists | None") -> None:
    """Make the paragraph an item of a list, if a sign of one stands at its beginning."""
    texts = [each for each in paragraph.iter(qn("w:t")) if each.text]
    first = texts[0]
    sign = ord(first.text.lstrip()[:1] or " ")
    kind, level = sign & 0xFFFF0, sign & 0xF
    if lists is None or kind not in (marks.BULLET, marks.ORDERED, marks.RESTART, marks.WITHIN):
        return
    lists.place(paragraph, kind, level)
    first.text = re.sub(f"^.*?{marks.ITEM_END}|^\\s*{chr(sign)}", "", first.text, count=1)


def _runs(paragraph: Element, part: Any) -> None:
    """Cut the runs of a paragraph where the style changes; a link becomes one of its own.

    ``part`` takes the address of a link; without it the address stays text.
    """
    bold = italic = False
    address: Element | None = None
    for run in list(paragraph.iter(qn("w:r"))):
        said = "".join(each.text or "" for each in run.iter(qn("w:t")))
        if not (bold or italic or _OURS.search(said)):
            continue
        after, may_link = run, part is not None and run.getparent() is paragraph
        for child in list(run):
            if child.tag == qn("w:rPr"):
                continue
            for piece in _PIECES.split(child.text or "") if child.tag == qn("w:t") else (child,):
                style = marks.style_of(piece) if piece in _SIGNS else None
                if style is not None:
                    bold, italic = style
                elif piece == marks.LINK and may_link:
                    address = OxmlElement("w:hyperlink")
                    after.addnext(address)
                    after = address
                elif piece == marks.LINK_END and address is not None:
                    _aim(address, part)
                    address = None
                elif piece in _SIGNS or piece == "":
                    continue
                else:
                    into = _like(run, bold=bold, italic=italic, link=address is not None)
                    into.append(_text(piece) if isinstance(piece, str) else piece)
                    if address is not None:
                        address.append(into)
                    else:
                        after.addnext(into)
                        after = into
        run.getparent().remove(run)


_SIGNS = frozenset(chr(each) for each in range(ord(marks.FIRST), ord(marks.LAST) + 1))


def _like(run: Element, *, bold: bool, italic: bool, link: bool) -> Element:
    """An empty run that looks as ``run`` does, with this on top."""
    made = OxmlElement("w:r")
    looks = run.find(qn("w:rPr"))
    if looks is not None:
        made.append(deepcopy(looks))
    if bold or italic or link:
        font = made.get_or_add_rPr()
        if bold:
            font.get_or_add_b()
        if italic:
            font.get_or_add_i()
        if link:
            font.get_or_add_color().set(qn("w:val"), "0B5C62")
            font.get_or_add_u().set(qn("w:val"), "single")
    return made


def _text(words: str) -> Element:
    made = OxmlElement("w:t")
    made.text = words
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _aim(link: Element, part: Any) -> None:
    address = "".join(each.text or "" for each in link.iter(qn("w:t")))
    link.set(qn("r:id"), part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))


def _clear(root: Element) -> None:
    """Drop what is left of our signs: in a title of a picture, in a field of Word's own."""
    for each in root.iter():
        if each.text and _OURS.search(each.text):
            each.text = marks.without_marks(each.text)
        for name, value in each.attrib.items():
            if _OURS.search(value):
                each.set(name, marks.without_marks(value))


class _Lists:
    """The lists of one document: made when the first is asked, a number for each numbered one."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self._numbering: Element | None = None
        self._shapes: dict[str, int] = {}
        self._bullets = 0
        self._running: dict[int, int] = {}

    def place(self, paragraph: Element, kind: int, level: int) -> None:
        """Make ``paragraph`` an item of the list that runs at ``level``."""
        looks = paragraph.get_or_add_pPr()
        if kind == marks.WITHIN:
            looks.get_or_add_ind().set(qn("w:left"), str(_INDENT * (level + 1)))
            return
        if kind == marks.BULLET:
            self._bullets = number = self._bullets or self._list("bullet")
        else:
            if kind == marks.RESTART or level not in self._running:
                self._running[level] = self._list("decimal")
            number = self._running[level]
        numbered = looks.get_or_add_numPr()
        numbered.get_or_add_ilvl().val = level
        numbered.get_or_add_numId().val = number

    def _list(self, shape: str) -> int:
        """A new list of this shape, counting from one."""
        root = self._root()
        if shape not in self._shapes:
            self._shapes[shape] = made = _next(root, "w:abstractNum", "w:abstractNumId")
            lists = root.findall(qn("w:num"))
            drawn = _shape(made, shape)
            lists[0].addprevious(drawn) if lists else root.append(drawn)
        number = _next(root, "w:num", "w:numId")
        restart = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
            for level in range(marks.DEEPEST + 1)
        )
        last = [*root.findall(qn("w:abstractNum")), *root.findall(qn("w:num"))][-1]
        last.addnext(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId '
                f'w:val="{self._shapes[shape]}"/>{restart}</w:num>'
            )
        )
        return number

    def _root(self) -> Element:
        if self._numbering is None:
            try:
                part = self._body.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
            except KeyError:
                empty = f"<w:numbering {nsdecls('w')}/>".encode()
                place = PackURI("/word/numbering.xml")
                kind = CONTENT_TYPE.WML_NUMBERING
                part = NumberingPart.load(place, kind, empty, self._body.package)
                self._body.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
            self._numbering = part.element
        return self._numbering


def _next(root: Element, tag: str, name: str) -> int:
    return max([0, *(int(each.get(qn(name))) for each in root.findall(qn(tag)))]) + 1


def _shape(number: int, shape: str) -> Element:
    """How the levels of a list look: points, or figures with a point."""
    return parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
        f'<w:multiLevelType w:val="hybridMultilevel"/>{"".join(_levels(shape))}</w:abstractNum>'
    )


def _levels(shape: str) -> Iterator[str]:
    for level in range(marks.DEEPEST + 1):
        sign = "•" if shape == "bullet" else f"%{level + 1}."
        yield (
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/>'
            f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/><w:pPr>'
            f'<w:ind w:left="{_INDENT * (level + 1)}" w:hanging="{_INDENT}"/></w:pPr></w:lvl>'
        )
