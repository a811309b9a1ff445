"""Reads about documents: those of an item, a proposal, a dossier, with why one reads them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import NotVisible
from overlegtafel.dossiers import storage
from overlegtafel.dossiers.models import Document, DocumentVersion, Dossier
from overlegtafel.dossiers.policy import owns
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.standing import Standing
from overlegtafel.governance.states import Openness
from overlegtafel.meetings.document_policy import (
    WIDE,
    documents_visible_to,
    guest_items,
    shown_at,
    shown_on,
)
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.organizations.models import PostRole
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import can_edit, prepares

_VERSIONS = DocumentVersion.objects.select_related("uploaded_by")


@dataclass(frozen=True)
class DocumentLine:
    """One document as a list shows it: its newest version, and why the reader sees it."""

    document: Document
    version: DocumentVersion
    why: str

    @property
    def earlier(self) -> list[DocumentVersion]:
        """The versions it replaced, newest first."""
        return self.document.earlier


def documents_of(actor: User, item: AgendaItem) -> list[Document]:
    """The documents of an item that the actor reads, in order, with their versions: two queries.

    ``each.current`` is the version that counts; ``bytes_of`` reads it.
    """
    return list(_whole(documents_visible_to(actor).filter(shown_at(item))))


def bytes_of(version: DocumentVersion) -> bytes:
    """What is kept of a version. Ask only for a version of a document that the reader may see."""
    return storage.read(version.checksum)


def lines_of_item(actor: User, item: AgendaItem) -> list[DocumentLine]:
    """The documents of an item, as a list shows them."""
    return _lines(actor, documents_of(actor, item))


def lines_of_items(
    actor: User, meeting: Meeting, items: list[AgendaItem]
) -> dict[int, list[DocumentLine]]:
    """The same for all items of a meeting at once, by the item's id: two queries."""
    proposals = {item.proposal_id: item for item in items}
    if not proposals:
        return {}
    found = documents_visible_to(actor).filter(Q(annex__proposal__in=proposals) & shown_on(meeting))
    lines: dict[int, list[DocumentLine]] = {}
    for line in _lines(actor, _whole(found)):
        item = proposals[line.document.annex.proposal_id]
        lines.setdefault(item.pk, []).append(line)
    return lines


def open_documents(meeting: Meeting, items: Iterable[AgendaItem]) -> dict[int, list[Document]]:
    """The documents of items that are open to everyone, by the item's id: what a release takes."""
    proposals = {item.proposal_id: item.pk for item in items}
    found = Document.objects.filter(
        Q(annex__proposal__in=proposals) & shown_on(meeting), openness=Openness.PUBLIC
    )
    documents: dict[int, list[Document]] = {}
    for each in _whole(found):
        documents.setdefault(proposals[each.annex.proposal_id], []).append(each)
    return documents


def lines_of_proposal(actor: User, proposal: Proposal) -> list[DocumentLine]:
    """All documents of a proposal."""
    found = documents_visible_to(actor).filter(annex__proposal=proposal)
    return _lines(actor, _whole(found))


def lines_of_dossier(actor: User, dossier: Dossier) -> list[DocumentLine]:
    """The documents of a dossier: its own, then those of what was brought in it."""
    found = documents_visible_to(actor).filter(
        Q(dossier=dossier) | Q(annex__proposal__dossier=dossier)
    )
    return _lines(actor, sorted(_whole(found), key=lambda each: each.dossier is None))


def document_at(actor: User, slug: str, pk: int) -> Document:
    """One document under the address of its table. Raises ``NotVisible``."""
    found = _whole(documents_visible_to(actor).filter(body__slug=slug, pk=pk)).first()
    if found is None:
        raise NotVisible
    return found


def version_at(actor: User, slug: str, pk: int, number: int) -> DocumentVersion:
    """One version of a document. Raises ``NotVisible``."""
    document = document_at(actor, slug, pk)
    for version in document.versions.all():
        if version.number == number:
            return version
    raise NotVisible


def line_of(actor: User, document: Document) -> DocumentLine:
    """One document as a list shows it."""
    return _lines(actor, [document])[0]


def _whole(documents: QuerySet[Document]) -> QuerySet[Document]:
    """With all that a page shows of them: two queries."""
    return (
        documents.select_related(
            "body",
            "dossier__body",
            "added_by",
            "annex__proposal__body",
            "annex__proposal__dossier",
            "annex__item__meeting",
        )
        .prefetch_related(Prefetch("versions", _VERSIONS))
        .order_by("annex__order", "pk")
    )


def _lines(actor: User, documents: Iterable[Document]) -> list[DocumentLine]:
    """Each with the right by which the actor reads it, in words that follow "U leest dit"."""
    standing = standing_of(actor)
    lines, at_invited = [], None
    for document in documents:
        why = _by_itself(actor, document) or _by_table(standing, document)
        if not why:
            at_invited = bool(guest_items(actor)) if at_invited is None else at_invited
            why = _by_place(actor, document, at_invited)
        lines.append(DocumentLine(document, document.current, why))
    return lines


def _by_itself(actor: User, document: Document) -> str:
    if document.released_at is not None:
        return "omdat het vrijgegeven is: iedereen mag het lezen"
    return "omdat u het zelf toevoegde" if document.added_by_id == actor.pk else ""


def _by_table(standing: Standing, document: Document) -> str:
    """Why someone at or around the table reads it; empty when the level keeps it from them."""
    body, level, name = document.body_id, document.openness, document.body.short_name
    if body in standing.chairs:
        return f"omdat u {name} voorzit"
    if body in standing.supports:
        return f"omdat u {name} begeleidt"
    if body in standing.closed_of:
        return f"omdat u aan tafel zit bij {name}"
    if body in standing.insider_of and level != Openness.TABLE:
        if standing.organizations([PostRole.DIRECTOR]):
            return f"omdat u algemeen directeur bent bij een lid van {name}"
        return f"omdat u {name} met een ander overleg verbindt"
    if body in standing.circle_of and level in WIDE:
        if body in standing.sits_at:
            return f"omdat u aan tafel zit bij {name}"
        if standing.local_circle:
            return f"omdat u werkt of een mandaat hebt bij een lid van {name}"
        return f"omdat u werkt bij wie {name} begeleidt"
    return ""


def _by_place(actor: User, document: Document, at_invited: bool) -> str:
    """Why someone reads it who is let in for this one thing."""
    dossier = document.dossier
    if dossier is not None:
        if owns(actor, dossier):
            return "omdat dit dossier van uw organisatie is"
        return "omdat uw organisatie dit dossier mee voorbereidt"
    proposal = document.annex.proposal
    if can_edit(actor, proposal):
        return "omdat u dit punt aanbrengt"
    if prepares(actor, proposal):
        return "omdat uw organisatie dit punt voorbereidt"
    if at_invited:
        return "omdat u bij dit punt te gast bent"
    return "omdat u op deze vergadering iemands plaats inneemt"
