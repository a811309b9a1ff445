"""Who reads, writes and answers a common draft, and who remarks on it.

Internal remarks never leave a municipality: not to the owner, the secretariat or a neighbour.
"""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.drafting.models import (
    DraftRemark,
    DraftReply,
    DraftVersion,
    FeedbackRound,
    MasterDraft,
)
from overlegtafel.drafting.states import DraftRemarkState
from overlegtafel.governance.policy import may, refuse_ended, require, standing_of
from overlegtafel.governance.states import Task
from overlegtafel.organizations.models import Organization, PostRole

OWNING = (PostRole.MAYOR, PostRole.DIRECTOR, PostRole.OFFICER, PostRole.STAFF)
"""Whose hands the owner's draft is in: of a municipality, or of a company that owns it."""
REMARKING = (PostRole.MAYOR, PostRole.DIRECTOR, PostRole.OFFICER, PostRole.ALDERMAN)
SENDING = (PostRole.MAYOR, PostRole.DIRECTOR, PostRole.OFFICER)
"""Who speaks to the owner for a municipality."""


def owner_of(agreement: Agreement) -> Organization | None:
    """Who writes the draft: the agreement's owner, else its dossier's (R103)."""
    if agreement.owner_id is not None:
        return agreement.owner
    return agreement.item.dossier.owner if agreement.item.dossier else None


def owned_by(actor: User) -> Q:
    """The agreements that are in the actor's hands as owner."""
    standing = standing_of(actor)
    ours, partners = standing.organizations(OWNING), standing.partner_for
    return (
        Q(owner__in=ours)
        | Q(owner__isnull=True, item__dossier__owner__in=ours)
        | Q(owner__in=partners, body__in=standing.partner_of)
    )


def owns(actor: User, agreement: Agreement) -> bool:
    """Whether the actor works for the owner, holds a mandate there, or is its partner here."""
    owner, standing = owner_of(agreement), standing_of(actor)
    if owner is None:
        return False
    as_partner = agreement.owner_id in standing.partner_for
    return standing.holds(owner.pk, *OWNING) or (
        as_partner and agreement.body_id in standing.partner_of
    )


def can_write(actor: User, agreement: Agreement) -> bool:
    """Whether the actor writes and answers: the owner, or the secretariat as its charter says."""
    if agreement.body.ended_on is not None:
        return False
    return owns(actor, agreement) or may(actor, agreement.body, Task.LOCAL)


def require_pen(actor: User, agreement: Agreement) -> None:
    """Let the owner go on, or who the charter lets. Raises ``NotAllowed``, ``WrongMoment``."""
    if owns(actor, agreement):
        refuse_ended(agreement.body)
        return
    require(actor, agreement.body, Task.LOCAL, agreement)


def drafts_visible_to(actor: User) -> QuerySet[MasterDraft]:
    """What is being written: for who writes it and who runs the table; what was sent out: for
    all who read the agreement or are asked what they think.
    """
    if actor.is_system:
        return MasterDraft.objects.all()
    standing = standing_of(actor)
    ours = Agreement.objects.filter(owned_by(actor) | Q(body__in=standing.leads))
    sent = DraftVersion.objects.filter(draft=OuterRef("pk"))
    asked = DraftReply.objects.filter(municipality__in=standing.organizations(REMARKING))
    return MasterDraft.objects.filter(
        Q(agreement__in=ours.values("pk"))
        | Q(pk__in=asked.values("round__draft"))
        | (Q(agreement__in=agreements_visible_to(actor).values("pk")) & Exists(sent))
    )


def drafts_in_hands_of(actor: User) -> QuerySet[MasterDraft]:
    """The drafts that the actor writes as owner."""
    return MasterDraft.objects.filter(agreement__in=Agreement.objects.filter(owned_by(actor)))


def remarks_visible_to(actor: User) -> QuerySet[DraftRemark]:
    """The own municipality's, and what was sent: for owner and secretariat at once, for everyone
    who reads the draft once a next version went out with the answers.
    """
    if actor.is_system:
        return DraftRemark.objects.all()
    standing = standing_of(actor)
    ours = Agreement.objects.filter(owned_by(actor) | Q(body__in=standing.leads))
    answered = FeedbackRound.objects.filter(
        closed_at__isnull=False,
        draft__in=drafts_visible_to(actor).values("pk"),
        draft__versions__number__gt=F("version__number"),
    )
    sent = Q(round__draft__agreement__in=ours.values("pk")) | Q(round__in=answered.values("pk"))
    return DraftRemark.objects.filter(
        Q(municipality__in=standing.organizations(REMARKING))
        | (Q(state=DraftRemarkState.SENT) & sent)
    )


def can_remark(actor: User, municipality_id: int) -> bool:
    """Whether the actor remarks inside this municipality."""
    return actor.is_system or standing_of(actor).holds(municipality_id, *REMARKING)


def can_send(actor: User, municipality_id: int) -> bool:
    """Whether the actor sends this municipality's remarks to the owner, or says it has none."""
    return actor.is_system or standing_of(actor).holds(municipality_id, *SENDING)


def can_preview(actor: User, draft: MasterDraft, municipality_id: int) -> bool:
    """Whether the actor reads the text filled for a municipality: the own one; all for who
    writes it.
    """
    return can_write(actor, draft.agreement) or can_remark(actor, municipality_id)
