"""Who reads a document, by which right, and who writes it. Denies unless a fact allows (R8, R131).

Two things must hold: the actor sees where the document belongs (its dossier, proposal or item),
and its level opens it to the actor's place at that table.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed
from overlegtafel.dossiers.models import Document, Dossier
from overlegtafel.dossiers.policy import can_edit as can_edit_dossier
from overlegtafel.dossiers.policy import dossiers_visible_to, require_hand
from overlegtafel.dossiers.states import DossierState
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import may, refuse_ended, require, standing_of
from overlegtafel.governance.standing import Standing
from overlegtafel.governance.states import Openness, Task
from overlegtafel.meetings.guests import last_day_of
from overlegtafel.meetings.models import AgendaItem, Annex, GuestInvitation, Meeting
from overlegtafel.meetings.policy import items_visible_to, meetings_visible_to
from overlegtafel.meetings.queries import item_to_prepare, may_write_note
from overlegtafel.meetings.states import MeetingState
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import can_edit as can_edit_proposal
from overlegtafel.proposals.policy import proposals_visible_to
from overlegtafel.proposals.states import PREPARABLE, ProposalState

WIDE = (Openness.LOCAL, Openness.PUBLIC)
"""What also reads who is let in for one dossier, proposal or item, and has no seat here."""
RUNNING = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.IN_SESSION)
"""While what is added to a proposal still comes before this meeting."""
_OWN = (ProposalState.DRAFT, ProposalState.WITHDRAWN)
"""What only who brings it reads."""


def documents_visible_to(actor: User) -> QuerySet[Document]:
    """The documents an actor may read; every list, page and file starts here."""
    if actor.is_system:
        return Document.objects.all()
    standing = standing_of(actor)
    place = (
        Q(dossier__in=dossiers_visible_to(actor).values("pk"))
        | Q(annex__proposal__in=proposals_visible_to(actor).values("pk"))
        | _at(items_visible_to(actor))
    )
    let_in = Q(openness__in=WIDE) & ~Q(body__in=standing.circle_of)
    level = _level(standing) | let_in | Q(added_by=actor)
    return Document.objects.filter(
        (place & level)
        | _at(AgendaItem.objects.filter(meeting__in=stood_in_at(actor).values("pk")))
        | (_at(AgendaItem.objects.filter(pk__in=guest_items(actor))) & Q(openness__in=WIDE))
    )


def _level(standing: Standing) -> Q:
    """The levels that a place at a table opens."""
    stays_inside = Q(annex__proposal__dossier__is_internal=True)
    wide = Q(openness__in=WIDE)
    return (
        Q(openness=Openness.TABLE, body__in=standing.closed_of)
        | Q(openness=Openness.MEMBERS, body__in=standing.insider_of)
        | (wide & Q(body__in=standing.insider_of))
        | (wide & Q(body__in=standing.circle_of) & ~stays_inside)
    )


def _at(items: QuerySet[AgendaItem]) -> Q:
    """The documents that show at one of ``items``."""
    same = items.filter(proposal=OuterRef("proposal"))
    here = same.filter(
        Q(pk=OuterRef("item")) | Q(meeting__held_on__gt=OuterRef("item__meeting__held_on"))
    )
    free = same.filter(
        Q(meeting__held_on__gte=OuterRef("added_on")) | Q(meeting__state__in=RUNNING)
    )
    shown = Annex.objects.filter(Exists(here) | (Q(item__isnull=True) & Exists(free)))
    return Q(pk__in=shown.values("document"))


def shown_at(item: AgendaItem) -> Q:
    """The documents of one item: its own, what came with its proposal by then, earlier items'."""
    return Q(annex__proposal=item.proposal_id) & shown_on(item.meeting)


def shown_on(meeting: Meeting) -> Q:
    """The same for all items of one meeting, whose proposals are no other meeting's now."""
    came_along = Q(annex__item__isnull=True)
    if meeting.state not in RUNNING:
        came_along &= Q(annex__added_on__lte=meeting.held_on)
    own = Q(annex__item__meeting=meeting)
    return own | came_along | Q(annex__item__meeting__held_on__lt=meeting.held_on)


def stood_in_at(actor: User) -> QuerySet[Meeting]:
    """The meetings at which the actor takes a seat that sees inside: there one reads as it does."""
    return meetings_visible_to(actor).filter(
        attendances__replacements__user=actor,
        attendances__replacements__revoked_at__isnull=True,
        attendances__seat__category__sees_inside=True,
    )


def guest_items(actor: User) -> list[int]:
    """The items to which the actor is invited today (R7)."""
    invited = GuestInvitation.objects.filter(user=actor, revoked_at__isnull=True).exclude(
        item__meeting__state=MeetingState.CANCELLED
    )
    return [
        guest.item_id
        for guest in invited.select_related("item__meeting__body", "item__meeting__charter")
        if clock.today() <= last_day_of(guest)
    ]


def brings_along(actor: User, proposal: Proposal) -> bool:
    """Whether the actor adds to a proposal as who brings or prepares it: until its agenda goes."""
    if proposal.body.ended_on is not None:
        return False
    waits = proposal.state != ProposalState.SCHEDULED or item_to_prepare(proposal) is not None
    brings = can_edit_proposal(actor, proposal) and waits
    going = proposal.state == ProposalState.DRAFT or proposal.state in PREPARABLE
    return (brings and going) or may_write_note(actor, proposal)


def may_annex(actor: User, proposal: Proposal) -> bool:
    """Whether the actor adds documents to a proposal: also who makes the agenda, and later on."""
    runs = may(actor, proposal.body, Task.AGENDA) and proposal.state not in _OWN
    return runs or brings_along(actor, proposal)


def may_change(actor: User, document: Document) -> bool:
    """Whether the actor, who reads it, gives it a next version, takes it away or closes it.

    Reads ``document`` with its ``dossier``, or its ``annex`` and proposal.
    """
    if document.dossier is not None:
        return document.dossier.state == DossierState.OPEN and can_edit_dossier(
            actor, document.dossier
        )
    return may_annex(actor, document.annex.proposal)


def may_open_up(actor: User, body: GoverningBody) -> bool:
    """Whether the actor lets more people read than the item or dossier does (R8)."""
    return may(actor, body, Task.RELEASE)


def require_annexing(actor: User, proposal: Proposal, meeting: Meeting | None) -> None:
    """Let who may add to a proposal go on. Raises ``NotAllowed``, ``WrongMoment``."""
    if brings_along(actor, proposal):
        return
    if proposal.state in _OWN and not actor.is_system:
        raise NotAllowed
    require(actor, proposal.body, Task.AGENDA, meeting)


def require_change(actor: User, document: Document) -> None:
    """Let who may change a document go on. Raises ``NotAllowed``, ``WrongMoment``."""
    refuse_ended(document.body)
    if document.dossier is not None:
        require_hand(actor, document.dossier)
        return
    item = item_to_prepare(document.annex.proposal) or document.annex.item
    require_annexing(actor, document.annex.proposal, item.meeting if item else None)


def sent_item(proposal: Proposal) -> AgendaItem | None:
    """The item of an agenda that went out, of a proposal that stands there now or was treated."""
    if proposal.state not in (ProposalState.SCHEDULED, ProposalState.TREATED):
        return None
    items = AgendaItem.objects.filter(proposal=proposal).exclude(
        meeting__state__in=[MeetingState.PLANNED, MeetingState.CANCELLED]
    )
    last = items.select_related("meeting__body").order_by("-meeting__held_on").first()
    return None if item_to_prepare(proposal) else last


def is_sent(proposal: Proposal) -> bool:
    """Whether an agenda with this proposal went out, so that its documents stay."""
    items = AgendaItem.objects.filter(proposal=proposal)
    return items.exclude(meeting__state__in=[MeetingState.PLANNED, MeetingState.CANCELLED]).exists()


def adds_to(actor: User, dossier: Dossier) -> bool:
    """Whether the actor adds documents to a dossier: its owner, and who runs dossiers."""
    return dossier.state == DossierState.OPEN and can_edit_dossier(actor, dossier)
