"""Documents at a dossier, a proposal or an item: added, replaced, opened, taken away (R8)."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, WrongMoment
from overlegtafel.dossiers.content_checks import CheckedFile
from overlegtafel.dossiers.grounds import BY_KEY
from overlegtafel.dossiers.models import AccessRefusal, Document, DocumentVersion, Dossier
from overlegtafel.dossiers.policy import require_hand
from overlegtafel.dossiers.services import (
    erase_document,
    is_wider,
    write_document,
    write_openness,
    write_version,
)
from overlegtafel.dossiers.states import DossierState
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import require
from overlegtafel.governance.states import Openness, Task
from overlegtafel.meetings.document_levels import (
    inherited_level,
    level_of_dossier,
    level_of_proposal,
)
from overlegtafel.meetings.document_policy import (
    documents_visible_to,
    is_sent,
    require_annexing,
    require_change,
    sent_item,
)
from overlegtafel.meetings.models import AgendaItem, Annex, Meeting
from overlegtafel.meetings.queries import item_to_prepare
from overlegtafel.meetings.services.holding import authorise, clear_again
from overlegtafel.meetings.states import MeetingState
from overlegtafel.proposals.models import Proposal


@transaction.atomic
def add_annex(
    *,
    actor: User,
    proposal: Proposal,
    title: str,
    file: CheckedFile,
    openness: Openness | None = None,
    item: AgendaItem | None = None,
) -> Document:
    """Add a document to a proposal, or to its ``item`` on an agenda that was sent.

    Until then it goes where the proposal goes, and what the chair cleared is to be cleared
    again. Without ``openness`` it follows the item. Raises ``NotAllowed``, ``WrongMoment`` at a
    meeting whose report is approved, ``Invalid``.
    """
    planned, item = item_to_prepare(proposal), item or sent_item(proposal)
    if item is not None and item.meeting.state == MeetingState.PLANNED:
        item = None
    meeting = item.meeting if item else planned.meeting if planned else None
    require_annexing(actor, proposal, meeting)
    if item is not None:
        _refuse_shut(item.meeting)
    if meeting is not None:
        _clear_again(actor, meeting)
    level = level_of_proposal(proposal)
    document = write_document(
        actor=actor,
        body=proposal.body,
        title=title,
        file=file,
        openness=_chosen(actor, proposal.body, level, openness),
        is_inherited=openness is None,
    )
    last = Annex.objects.filter(proposal=proposal).aggregate(last=Max("order"))["last"] or 0
    Annex.objects.create(
        document=document, proposal=proposal, item=item, order=last + 1, added_on=clock.today()
    )
    return document


@transaction.atomic
def add_to_dossier(
    *,
    actor: User,
    dossier: Dossier,
    title: str,
    file: CheckedFile,
    openness: Openness | None = None,
) -> Document:
    """Add one to a dossier that runs. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``."""
    require_hand(actor, dossier)
    if Dossier.objects.select_for_update().get(pk=dossier.pk).state != DossierState.OPEN:
        raise WrongMoment("Dit dossier is afgesloten. Neem het eerst weer op.")
    return write_document(
        actor=actor,
        body=dossier.body,
        title=title,
        file=file,
        openness=_chosen(actor, dossier.body, level_of_dossier(dossier), openness),
        is_inherited=openness is None,
        dossier=dossier,
    )


@transaction.atomic
def add_version(*, actor: User, document: Document, file: CheckedFile) -> DocumentVersion:
    """Put a next version in the place of the last one, which stays to be read as replaced.

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` for the same file.
    """
    _hold(actor, document)
    if document.dossier is None:
        proposal = document.annex.proposal
        planned, sent = item_to_prepare(proposal), document.annex.item or sent_item(proposal)
        for each in (planned, sent):
            if each is not None:
                _clear_again(actor, each.meeting)
    return write_version(actor=actor, document=document, file=file)


@transaction.atomic
def remove_document(*, actor: User, document: Document) -> None:
    """Take a document away, as long as no agenda with it went out.

    Raises ``NotAllowed``, ``WrongMoment``.
    """
    _hold(actor, document)
    if document.dossier is None and is_sent(document.annex.proposal):
        raise WrongMoment(
            "De agenda met dit document is verstuurd: het blijft. Verbeteren kan met een nieuwe "
            "versie."
        )
    erase_document(actor=actor, document=document)


@transaction.atomic
def move_annex(*, actor: User, annex: Annex, step: int) -> None:
    """Move an annex one up (``step`` -1) or down (1) among those the actor reads, until its
    agenda is sent; at the end it stays.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``.
    """
    require_change(actor, annex.document)
    # Held first, so that of two people who move at once the second sees the order of the first.
    held = Annex.objects.select_for_update().filter(proposal=annex.proposal)
    ordered = list(held.order_by("order", "id").values_list("document", flat=True))
    if is_sent(annex.proposal):
        raise WrongMoment("De agenda met dit document is verstuurd: de volgorde blijft.")
    read = set(documents_visible_to(actor).filter(pk__in=ordered).values_list("pk", flat=True))
    if annex.document_id not in read:
        raise NotVisible
    seen = [pk for pk in ordered if pk in read]
    there = seen.index(annex.document_id) + step
    if step == 0 or not 0 <= there < len(seen):
        return
    _hold(actor, annex.document)
    here, there = ordered.index(annex.document_id), ordered.index(seen[there])
    ordered.insert(there, ordered.pop(here))
    for order, pk in enumerate(ordered, 1):
        Annex.objects.filter(document=pk).exclude(order=order).update(order=order)
    record(
        "document.moved",
        annex.document,
        actor=actor,
        changes={"order": (here + 1, there + 1)},
        body_id=annex.document.body_id,
    )


@transaction.atomic
def set_document_openness(
    *, actor: User, document: Document, openness: Openness | None, reason: str = ""
) -> Document:
    """Say who reads a document; without ``openness`` as its item or dossier again.

    Wider than that is for who releases for the table. Raises ``NotAllowed``, ``WrongMoment`` for
    closing what was released.
    """
    level = inherited_level(document)
    wanted = openness or level
    if is_wider(wanted, level):
        require(actor, document.body, Task.RELEASE, document)
    else:
        _hold(actor, document)
    return write_openness(
        actor=actor,
        document=document,
        openness=wanted,
        is_inherited=openness is None,
        reason=reason.strip(),
    )


@transaction.atomic
def set_item_openness(*, actor: User, item: AgendaItem, openness: Openness | None) -> AgendaItem:
    """Say who reads an item's documents; without ``openness`` as the charter says.

    Documents that follow the item go along; what was released stays. Raises ``NotAllowed``,
    ``WrongMoment``.
    """
    authorise(actor, item.meeting, Task.AGENDA)
    _refuse_shut(item.meeting)
    before, after = item.openness, openness or ""
    AgendaItem.objects.filter(pk=item.pk).update(openness=after)
    Proposal.objects.filter(pk=item.proposal_id).update(openness=after)
    item.openness = item.proposal.openness = after
    record(
        "agenda.openness_set",
        item,
        actor=actor,
        changes={"openness": (before, after)},
        body_id=item.meeting.body_id,
    )
    level = level_of_proposal(item.proposal)
    followers = Document.objects.filter(
        annex__proposal=item.proposal, is_inherited=True, released_at__isnull=True
    )
    for document in followers.exclude(openness=level):
        write_openness(actor=actor, document=document, openness=level, is_inherited=True)
    return item


@transaction.atomic
def note_access_refusal(
    *,
    actor: User,
    document: Document,
    ground: str,
    explanation: str,
    asked_on: date,
    refused_on: date,
) -> AccessRefusal:
    """Write down that access was refused to who asked for a document, and on which ground.

    Raises ``NotAllowed``, ``WrongMoment`` for what everyone may read, ``Invalid``.
    """
    require(actor, document.body, Task.RELEASE, document)
    if document.released_at is not None:
        raise WrongMoment("Dit document is vrijgegeven: iedereen mag het lezen.")
    if ground not in BY_KEY:
        raise Invalid("Kies een grond uit de lijst.", field="ground")
    if not explanation.strip():
        raise Invalid("Schrijf waarom deze grond hier geldt.", field="explanation")
    if refused_on < asked_on or refused_on > clock.today():
        raise Invalid("Weigeren komt na de vraag, en niet in de toekomst.", field="refused_on")
    refusal = AccessRefusal.objects.create(
        document=document,
        ground=ground,
        explanation=explanation.strip(),
        asked_on=asked_on,
        refused_on=refused_on,
        recorded_by=actor,
        recorded_at=clock.now(),
    )
    record(
        "document.access_refused",
        document,
        actor=actor,
        changes={"ground": (None, BY_KEY[ground].label), "refused_on": (None, refused_on)},
        reason=refusal.explanation,
        body_id=document.body_id,
    )
    return refusal


def _hold(actor: User, document: Document) -> None:
    """Authorise a change where the document belongs, while that is still open."""
    require_change(actor, document)
    if document.dossier is not None:
        if document.dossier.state != DossierState.OPEN:
            raise WrongMoment("Dit dossier is afgesloten. Neem het eerst weer op.")
        return
    planned = item_to_prepare(document.annex.proposal)
    if planned is not None:
        clear_again(actor, planned.meeting)


def _clear_again(actor: User, meeting: Meeting) -> None:
    """Other annexes are another agenda: what the chair cleared to be sent is cleared anew."""
    if meeting.state in (MeetingState.PLANNED, MeetingState.CONVENED):
        clear_again(actor, meeting)


def _refuse_shut(meeting: Meeting) -> None:
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if current.state in (MeetingState.APPROVED, MeetingState.CANCELLED):
        raise WrongMoment("Deze vergadering is afgerond; er komt niets meer bij.")


def _chosen(
    actor: User, body: GoverningBody, level: Openness, openness: Openness | None
) -> Openness:
    """The level of a new document: wider than its place only by who releases for the table."""
    if openness is not None and is_wider(openness, level):
        try:
            require(actor, body, Task.RELEASE)
        except NotAllowed:
            raise Invalid(
                f"Ruimer dan “{level.label}” opent wie voor het overleg vrijgeeft.",
                field="openness",
            ) from None
    return openness or level
