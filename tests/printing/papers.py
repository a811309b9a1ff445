"""Reading a PDF back in a test."""

from io import BytesIO

import pikepdf
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTTextContainer


def text_of(pdf: bytes) -> str:
    """All text, in reading order of the page."""
    return extract_text(BytesIO(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """The text per page, with single spaces."""
    return [
        " ".join(
            " ".join(each.get_text() for each in page if isinstance(each, LTTextContainer)).split()
        )
        for page in extract_pages(BytesIO(pdf))
    ]


def opened(pdf: bytes) -> pikepdf.Pdf:
    """The file as objects."""
    return pikepdf.open(BytesIO(pdf))


def is_accessible(pdf: bytes) -> dict[str, object]:
    """What a reader for blind people looks for first."""
    paper = opened(pdf)
    root = paper.Root
    return {
        "tagged": bool(root.MarkInfo.Marked),
        "has structure": len(root.StructTreeRoot.K) > 0,
        "language": str(root.Lang),
        "shows its title": bool(root.ViewerPreferences.DisplayDocTitle),
    }


ACCESSIBLE = {
    "tagged": True,
    "has structure": True,
    "language": "nl-BE",
    "shows its title": True,
}
