"""What hangs on an agenda item, as the pack needs it: whatever keeps the files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.conf import settings
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.dossiers.models import Document, DocumentVersion
from overlegtafel.dossiers.states import FileKind
from overlegtafel.meetings.document_queries import DocumentLine, bytes_of, lines_of_items
from overlegtafel.meetings.models import AgendaItem, Meeting

MEDIA_TYPES: dict[str, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}
"""What is merged; every other kind is listed."""


@dataclass(frozen=True)
class Annex:
    """One file that the reader may see. ``key`` names this version of it and no other.

    ``read`` gives its bytes; it may raise ``OSError``. ``address`` is its page on this site.
    """

    key: str
    title: str
    file_name: str
    media_type: str
    read: Callable[[], bytes] = field(compare=False)
    openness: str = ""
    address: str = ""


def annexes_of(
    actor: User,
    meeting: Meeting,
    items: Sequence[AgendaItem],
    documents: Mapping[int, list[DocumentLine]] | None = None,
) -> dict[int, list[Annex]]:
    """The annexes of each item that the actor may read, in order, by the item's id.

    ``documents`` are those that a page read for the actor already; else two queries.
    """
    if documents is None:
        documents = lines_of_items(actor, meeting, list(items))
    return {item: [_annex(line) for line in lines] for item, lines in documents.items()}


def key_of(document: Document, version: DocumentVersion) -> str:
    """The name of one version of a document in a pack."""
    return f"{document.pk}-v{version.number}"


def _annex(line: DocumentLine) -> Annex:
    document, version = line.document, line.version
    page = reverse("document", args=[document.body.slug, document.pk])
    return Annex(
        key=key_of(document, version),
        title=document.title,
        file_name=version.name,
        media_type=MEDIA_TYPES.get(version.kind, "application/octet-stream"),
        read=partial(bytes_of, version),
        openness=str(document.get_openness_display()),
        address=f"{settings.SITE_ADDRESS}{page}",
    )
