"""A document's bytes as an answer: shown or kept by the browser, never run by it."""

from typing import Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import content_disposition_header, parse_etags

from overlegtafel.dossiers import storage
from overlegtafel.dossiers.states import FileKind


class KeptFile(Protocol):
    """What is known of a file that is kept: a version of a document, or what was released of it."""

    @property
    def kind(self) -> str:
        """A value of ``FileKind``."""

    @property
    def name(self) -> str:
        """Under which name people get it."""

    @property
    def checksum(self) -> str:
        """Under which checksum it is kept."""


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileKind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileKind.PPTX: f"{_OFFICE}.presentationml.presentation",
    FileKind.ODT: f"{_OPEN}.text",
    FileKind.ODS: f"{_OPEN}.spreadsheet",
    FileKind.ODP: f"{_OPEN}.presentation",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.TEXT: "text/plain; charset=utf-8",
    FileKind.CSV: "text/csv; charset=utf-8",
}
SHOWN = (FileKind.PDF, FileKind.PNG, FileKind.JPEG)
"""What a browser shows without running it; all else is kept as a file."""
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# A sandbox keeps browsers from showing a PDF at all; what runs was taken out of it before.
_POLICY = {FileKind.PDF: f"{_NOTHING}; object-src 'self'; style-src 'unsafe-inline'"}


def file_answer(request: HttpRequest, file: KeptFile) -> HttpResponse:
    """The bytes of a file, for who was found to have the right to it.

    Kept by the own browser only, which asks again each time, so that a lost right counts.
    """
    kind, etag = FileKind(file.kind), f'"{file.checksum}"'
    seen = [
        each.removeprefix("W/") for each in parse_etags(request.headers.get("If-None-Match", ""))
    ]
    if etag in seen:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = HttpResponse(storage.read(file.checksum), content_type=MEDIA_TYPES[kind])
        answer["Content-Encoding"] = "identity"  # packed already: leave it as it is
    answer["Content-Disposition"] = content_disposition_header(kind not in SHOWN, file.name) or ""
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = _POLICY.get(kind, f"{_NOTHING}; sandbox")
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer
