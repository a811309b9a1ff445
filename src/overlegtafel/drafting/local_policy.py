"""Who reads and changes a municipality's own draft.

A wall stands around it: the own circle, who writes the common text and who runs the table read it;
a neighbour only once it is decided.
"""

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.drafting.models import LocalDraft
from overlegtafel.drafting.policy import owned_by, owns
from overlegtafel.governance.policy import can_lead, can_record_for, standing_of
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.states import DECIDED


def local_drafts_visible_to(actor: User) -> QuerySet[LocalDraft]:
    """The own municipality's; all of an agreement for its owner and who runs the table; of the
    others what is decided, for who reads the agreement.
    """
    if actor.is_system:
        return LocalDraft.objects.all()
    standing = standing_of(actor)
    ours = Agreement.objects.filter(owned_by(actor) | Q(body__in=standing.leads))
    return LocalDraft.objects.filter(
        Q(decision__municipality__in=standing.local_circle)
        | Q(decision__agreement__in=ours.values("pk"))
        | Q(
            decision__state__in=DECIDED,
            decision__agreement__in=agreements_visible_to(actor).values("pk"),
        )
    )


def can_adapt(actor: User, decision: LocalDecision) -> bool:
    """Whether the actor changes this municipality's draft: its officer, director or mayor."""
    return can_record_for(actor, decision.municipality_id)


def can_oversee(actor: User, agreement: Agreement) -> bool:
    """Whether the actor sees the drafts of all: the owner, and who runs the table."""
    return can_lead(actor, agreement.body_id) or owns(actor, agreement)
