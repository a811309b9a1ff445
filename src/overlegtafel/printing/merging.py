"""Annexes become pages of the pack: drawn into the pages that the template kept free for them.

Nothing of an annex but what its pages show comes along: no script, form, attachment or action.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageOps

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
MARGIN, HEAD, FOOT = 12 * MM, 22 * MM, 17 * MM
"""Left free around an annex on its page, for its heading and the page number (``pack.typ``)."""
LONGEST_SIDE = 2600
"""Pixels: an image prints sharp at A4, and a huge one does not fill the memory."""
MOST_PIXELS = 120_000_000
MOST_PAGES = 1500
PASSWORD = "is met een wachtwoord beveiligd"
BROKEN = "kon niet gelezen worden"
LONG = f"telt meer dan {MOST_PAGES} bladzijden"
OTHER = "heeft een vorm die niet afgedrukt wordt"


class NotMergeable(Exception):
    """Why a file is listed instead of merged, in words that follow "dit bestand"."""


@dataclass
class Sheets:
    """The pages of one annex. ``landscape`` per page, ``spoken`` whether a page holds text."""

    source: Pdf
    landscape: list[bool] = field(default_factory=list)
    has_text: list[bool] = field(default_factory=list)


def sheets_of(content: bytes, media_type: str) -> Sheets:
    """The pages of a PDF or an image. Raises ``NotMergeable``."""
    if media_type == "application/pdf":
        return _of_pdf(content)
    if media_type in ("image/jpeg", "image/png", "image/gif", "image/webp", "image/tiff"):
        return _of_pdf(_image_as_pdf(content))
    raise NotMergeable(OTHER)


def _of_pdf(content: bytes) -> Sheets:
    try:
        source = pikepdf.open(BytesIO(content))
        if not 0 < len(source.pages) <= MOST_PAGES:
            raise NotMergeable(LONG if len(source.pages) else BROKEN)
        if "/AcroForm" in source.Root:
            source.generate_appearance_streams()
        source.flatten_annotations("print")
        found = Sheets(source)
        tagged = "/StructTreeRoot" in source.Root
        for page in source.pages:
            if tagged:
                _without_tags(source, page)
            found.landscape.append(_is_landscape(page))
            found.has_text.append(_has_text(page))
    except pikepdf.PasswordError as error:
        raise NotMergeable(PASSWORD) from error
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise NotMergeable(BROKEN) from error
    except (RuntimeError, OverflowError, RecursionError) as error:
        raise NotMergeable(BROKEN) from error
    return found


def _is_landscape(page: pikepdf.Page) -> bool:
    left, low, right, high = (float(each) for each in page.trimbox)
    wide, tall = abs(right - left), abs(high - low)
    if wide < 1 or tall < 1:
        raise NotMergeable(BROKEN)
    turned = int(page.obj.get("/Rotate", 0)) % 180 == 90
    return (tall > wide) if turned else (wide > tall)


def _has_text(page: pikepdf.Page) -> bool:
    """Whether a font is at hand on the page; a scan without text layer has none."""
    resources = page.obj.get("/Resources", Dictionary())
    return len(resources.get("/Font", Dictionary())) > 0


def _without_tags(source: Pdf, page: pikepdf.Page) -> None:
    """Take the page's own marks away: their tree does not come along."""
    kept: list[Any] = []
    for each in pikepdf.parse_content_stream(page):
        operands, name = each.operands, str(each.operator)
        if name in ("BDC", "DP") and len(operands) == 2 and _is_tag(operands[1]):
            plain = "BMC" if name == "BDC" else "MP"
            marks: list[Any] = [Name("/Span")]
            kept.append((marks, pikepdf.Operator(plain)))
        else:
            kept.append(each)
    page.obj.Contents = source.make_stream(pikepdf.unparse_content_stream(kept))


def _is_tag(properties: Any) -> bool:
    return isinstance(properties, Dictionary) and "/MCID" in properties


def _image_as_pdf(content: bytes) -> bytes:
    """An image as one page, upright, on white, no larger than prints sharp."""
    try:
        with Image.open(BytesIO(content)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NotMergeable("is een te groot beeld om af te drukken")
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            if upright.mode not in ("RGB", "L", "1"):
                rgba = upright.convert("RGBA")
                upright = Image.new("RGB", rgba.size, "white")
                upright.paste(rgba, mask=rgba.getchannel("A"))
            made = BytesIO()
            upright.save(made, "PDF", resolution=150.0, quality=88)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotMergeable(BROKEN) from error
    return made.getvalue()


@dataclass(frozen=True)
class Placed:
    """An annex and where it goes: ``first`` counts from 0; ``name`` is said for a page of image."""

    sheets: Sheets
    first: int
    name: str


def merge(paper: bytes, annexes: Sequence[Placed]) -> Pdf:
    """The typeset pack with the annexes drawn into the pages kept free for them.

    Our own pages keep their tags. Each annex page becomes one element right after its heading:
    a paragraph where it has text of its own, else a figure with words. What others made is not
    checked, so that the file no longer says of itself that it is PDF/UA and PDF/A.
    """
    pack = pikepdf.open(BytesIO(paper))
    parents = pikepdf.NumberTree(pack.Root.StructTreeRoot.ParentTree)
    for annex in annexes:
        count = len(annex.sheets.landscape)
        for number, page in enumerate(annex.sheets.source.pages):
            words = f"{annex.name}, bladzijde {number + 1} van {count}"
            tag = "P" if annex.sheets.has_text[number] else "Figure"
            target = pack.pages[annex.first + number]
            mark = _tell(pack, parents, target, tag, words)
            _draw(pack, target, page, f"/{tag} <</MCID {mark}>> BDC")
    if annexes:
        _claim_nothing(pack)
    return pack


def _draw(pack: Pdf, target: pikepdf.Page, page: pikepdf.Page, begin: str) -> None:
    form = pack.copy_foreign(page.as_form_xobject())
    name = target.add_resource(form, Name.XObject)
    wide, tall = float(target.mediabox[2]), float(target.mediabox[3])
    room = pikepdf.Rectangle(MARGIN, FOOT, wide - MARGIN, tall - HEAD)
    drawn = target.calc_form_xobject_placement(form, name, room, allow_expand=False)
    target.contents_add(f"{begin}\n".encode() + drawn + b"\nEMC\n")


def _tell(pack: Pdf, parents: pikepdf.NumberTree, page: pikepdf.Page, tag: str, words: str) -> int:
    """Add an element for the page's annex after what stands there already; return its mark."""
    marks = parents[int(page.obj.StructParents)]
    before = next(each for each in reversed(list(marks)) if each is not None)
    while before.get("/P") is not None and before.P.get("/S") not in (Name.Document, Name.Sect):
        before = before.P
    parent = before.P
    element = pack.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name("/" + tag), P=parent, Pg=page.obj, K=len(marks))
    )
    if tag == "Figure":
        element.Alt = words
    siblings = parent.K if isinstance(parent.K, Array) else Array([parent.K])
    at = [each.objgen for each in siblings].index(before.objgen)
    parent.K = Array([*list(siblings)[: at + 1], element, *list(siblings)[at + 1 :]])
    marks.append(element)
    return len(marks) - 1


def _claim_nothing(pack: Pdf) -> None:
    with pack.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        for claim in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part"):
            if claim in about:
                del about[claim]
