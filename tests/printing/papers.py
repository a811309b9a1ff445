"""Reading a PDF back in a test."""

from io import BytesIO

import pikepdf
from pdfminer.high_level import extract_text


def text_of(pdf: bytes) -> str:
    """All text, in reading order of the page."""
    return extract_text(BytesIO(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """The text per page, with single spaces."""
    return [" ".join(page.split()) for page in text_of(pdf).split("\f")[:-1]]


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


def bookmarks_of(pdf: bytes) -> list[tuple[str, int]]:
    """Title and page (from 1) of every bookmark, in order."""
    paper = opened(pdf)
    pages = [page.obj.objgen for page in paper.pages]
    found: list[tuple[str, int]] = []

    def walk(items: list[pikepdf.OutlineItem]) -> None:
        for item in items:
            found.append((item.title, pages.index(item.destination[0].objgen) + 1))
            walk(item.children)

    with paper.open_outline() as outline:
        walk(outline.root)
    return found


def elements_of(pdf: bytes) -> list[tuple[str, str]]:
    """Tag and alternative text of every element of the structure, in reading order."""
    paper = opened(pdf)
    found: list[tuple[str, str]] = []

    def walk(node: object) -> None:
        if isinstance(node, pikepdf.Array):
            for each in node:
                walk(each)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append((str(node.S).lstrip("/"), str(node.get("/Alt", ""))))
            walk(node.get("/K"))

    walk(paper.Root.StructTreeRoot.K)
    return found
