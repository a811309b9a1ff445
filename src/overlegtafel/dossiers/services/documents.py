"""Writing documents. Called by the services of ``meetings``, which know where one belongs."""

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, WrongMoment
from overlegtafel.dossiers import storage
from overlegtafel.dossiers.content_checks import CheckedFile
from overlegtafel.dossiers.models import Document, DocumentVersion, Dossier
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.states import Openness


@transaction.atomic
def write_document(
    *,
    actor: User,
    body: GoverningBody,
    title: str,
    file: CheckedFile,
    openness: Openness,
    is_inherited: bool,
    dossier: Dossier | None = None,
) -> Document:
    """Keep a new document with its first version. Raises ``Invalid``."""
    if not title.strip():
        raise Invalid("Geef het document een titel.", field="title")
    document = Document.objects.create(
        body=body,
        dossier=dossier,
        title=title.strip(),
        openness=openness,
        is_inherited=is_inherited,
        added_by=actor,
        added_at=clock.now(),
    )
    version = _write(actor, document, 1, file)
    record(
        "document.added",
        document,
        actor=actor,
        changes={"openness": (None, openness), "checksum": (None, version.checksum)},
        body_id=body.pk,
    )
    return document


@transaction.atomic
def write_version(*, actor: User, document: Document, file: CheckedFile) -> DocumentVersion:
    """Keep a next version; the ones before it stay. Raises ``Invalid`` for the same bytes."""
    Document.objects.select_for_update().get(pk=document.pk)
    last = document.versions.order_by("-number").first()
    assert last is not None
    version = _write(actor, document, last.number + 1, file)
    if version.checksum == last.checksum:
        raise Invalid("Dit bestand is hetzelfde als de laatste versie.", field="file")
    record(
        "document.version_added",
        document,
        actor=actor,
        changes={
            "number": (last.number, version.number),
            "checksum": (last.checksum, version.checksum),
        },
        body_id=document.body_id,
    )
    return version


@transaction.atomic
def write_openness(
    *, actor: User, document: Document, openness: Openness, is_inherited: bool, reason: str = ""
) -> Document:
    """Let others read it: opening up or, before it is released, closing again (R8).

    Raises ``WrongMoment`` for closing what was released: a correction is a new version.
    """
    current = Document.objects.select_for_update().get(pk=document.pk)
    before = Openness(current.openness)
    if current.released_at is not None and openness != before:
        raise WrongMoment(
            "Dit document is vrijgegeven en blijft openbaar. Verbeteren kan met een nieuwe versie."
        )
    Document.objects.filter(pk=document.pk).update(openness=openness, is_inherited=is_inherited)
    document.openness, document.is_inherited = openness, is_inherited
    if openness != before:
        record(
            "document.opened" if is_wider(openness, before) else "document.closed",
            document,
            actor=actor,
            changes={"openness": (before, openness)},
            reason=reason,
            body_id=document.body_id,
        )
    return document


@transaction.atomic
def release_document(*, actor: User, document: Document) -> Document:
    """Keep that an open document went out to everyone: from then on it never closes (R8)."""
    now = clock.now()
    held = Document.objects.filter(
        pk=document.pk, released_at__isnull=True, openness=Openness.PUBLIC
    )
    if held.update(released_at=now):
        document.released_at = now
        record(
            "document.released",
            document,
            actor=actor,
            changes={"released_at": (None, now)},
            body_id=document.body_id,
        )
    return document


@transaction.atomic
def erase_document(*, actor: User, document: Document) -> None:
    """Take a document away with its versions. What was released stays. Raises ``WrongMoment``."""
    current = Document.objects.select_for_update().get(pk=document.pk)
    if current.released_at is not None or current.refusals.exists():
        raise WrongMoment("Dit document is vrijgegeven of geweigerd op vraag: het blijft bewaard.")
    record("document.removed", document, actor=actor, body_id=document.body_id)
    current.delete()


def is_wider(openness: str, than: str) -> bool:
    """Whether more people read at the first level than at the second."""
    order = Openness.values
    return order.index(openness) > order.index(than)


def _write(actor: User, document: Document, number: int, file: CheckedFile) -> DocumentVersion:
    return DocumentVersion.objects.create(
        document=document,
        number=number,
        name=file.name,
        kind=file.kind,
        size=len(file.content),
        checksum=storage.keep(file.content),
        made_harmless=file.made_harmless,
        uploaded_by=actor,
        uploaded_at=clock.now(),
    )
