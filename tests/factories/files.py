"""Files as people send them, sound ones: made here, so that no test needs a file of its own."""

import io
import zipfile
from collections.abc import Mapping

import pikepdf
from PIL import Image

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "application/vnd.openxmlformats-officedocument"
_WHERE = {
    "docx": ("word/document.xml", f"{_MAIN}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{_MAIN}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{_MAIN}.presentationml.presentation.main+xml"),
}
_ODF = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}


def archive(parts: Mapping[str, bytes | str], *, stored: tuple[str, ...] = ()) -> bytes:
    """A ZIP with these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            made.writestr(zipfile.ZipInfo(name), content, compress_type=how)
    return written.getvalue()


def relations(*rows: tuple[str, str, str]) -> str:
    """A .rels part: of each row its kind, target and mode."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{kind}{row[0]}" Target="{row[1]}"'
        f"{f' TargetMode={chr(34)}{row[2]}{chr(34)}' if row[2] else ''}/>"
        for number, row in enumerate(rows)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{XML}<Relationships xmlns="{space}">{inside}</Relationships>'


def ooxml(kind: str = "docx", extra: Mapping[str, bytes | str] | None = None) -> bytes:
    """A small Word, Excel or PowerPoint file; ``extra`` adds parts or takes their place."""
    main, content_type = _WHERE[kind]
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return archive(
        {
            "[Content_Types].xml": f'{XML}<Types xmlns="{types}"><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/{main}" '
            f'ContentType="{content_type}"/></Types>',
            "_rels/.rels": relations(("officeDocument", main, "")),
            main: f"{XML}<main><p>Laadpalen langs de Dender</p></main>",
            **(extra or {}),
        }
    )


def odf(kind: str = "odt", extra: Mapping[str, bytes | str] | None = None) -> bytes:
    """A small OpenDocument file."""
    return archive(
        {
            "mimetype": _ODF[kind],
            "content.xml": f"{XML}<content><p>Laadpalen</p></content>",
            "META-INF/manifest.xml": f"{XML}<manifest/>",
            **(extra or {}),
        },
        stored=("mimetype",),
    )


def sound_pdf(pages: int = 1) -> bytes:
    """A PDF with nothing but blank pages."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        return saved(pdf)


def saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    """The bytes of a PDF."""
    written = io.BytesIO()
    pdf.save(written, **how)  # type: ignore[arg-type]
    return written.getvalue()


def picture(kind: str = "PNG", **how: object) -> bytes:
    """A small photo."""
    written = io.BytesIO()
    Image.new("RGB", (12, 8), "teal").save(written, kind, **how)
    return written.getvalue()
