"""Joint agreements: who signed, and who may."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.queries import seats_on
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.states import APPROVALS
from overlegtafel.organizations.models import Organization
from overlegtafel.products.models import JointAgreement, Party
from overlegtafel.products.policy import joints_visible_to
from overlegtafel.products.states import JointState


@dataclass(frozen=True)
class PartyRow:
    """One party: whether it signed, whether it may (``approved`` by its own body on a day)."""

    party: Party
    approved: date | None
    asks_approval: bool

    @property
    def stand(self) -> str:
        """``signed``, ``ready`` or ``waiting`` for its own body."""
        if self.party.signed_on is not None:
            return "signed"
        return "ready" if self.approved or not self.asks_approval else "waiting"

    @property
    def spoken(self) -> str:
        """The stand in words."""
        return {
            "signed": "getekend",
            "ready": "nog te tekenen",
            "waiting": "beslist nog",
        }[self.stand]


def joints_of(actor: User, body: GoverningBody) -> QuerySet[JointAgreement]:
    """The joint agreements of a table with how many signed; of a corrected one the newest."""
    return (
        joints_visible_to(actor)
        .filter(body=body)
        .filter(Q(replaced_by__isnull=True) | Q(replaced_by__state=JointState.DRAFT))
        .select_related("body", "dossier", "agreement", "item__meeting")
        .annotate(
            party_count=Count("parties"),
            signed_count=Count("parties", filter=Q(parties__signed_on__isnull=False)),
        )
        .order_by("-written_at", "-pk")
    )


def joint_of(actor: User, body: GoverningBody, pk: int) -> JointAgreement:
    """One joint agreement. Raises ``NotVisible``."""
    found = (
        joints_visible_to(actor)
        .filter(body=body, pk=pk)
        .select_related(
            "body",
            "dossier__owner",
            "dossier__body",
            "item__meeting__body",
            "agreement",
            "replaces",
            "document",
            "written_by",
        )
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def correction_of_joint(actor: User, joint: JointAgreement) -> JointAgreement | None:
    """The next version of a joint agreement, for who may see that one."""
    return joints_visible_to(actor).filter(replaces=joint).first()


def party_of(joint: JointAgreement, slug: str) -> Party:
    """One party by its address. Raises ``NotVisible``."""
    found = (
        joint.parties.filter(organization__slug=slug)
        .select_related("organization", "joint__body", "joint__dossier", "recorded_by")
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def approved_on(joint: JointAgreement) -> dict[int, date]:
    """On which day each municipality's own body approved the linked agreement."""
    if joint.agreement_id is None:
        return {}
    rows = LocalDecision.objects.filter(
        agreement=joint.agreement_id, state__in=APPROVALS, meets_on__isnull=False
    )
    pairs = rows.values_list("municipality_id", "meets_on")
    return {town: day for town, day in pairs if day is not None}


def parties_of(joint: JointAgreement) -> list[PartyRow]:
    """Each party with its stand: two queries, whatever the size."""
    approved = approved_on(joint)
    asks = joint.needs_approval and joint.agreement_id is not None
    parties = joint.parties.select_related("organization", "recorded_by")
    return [PartyRow(each, approved.get(each.organization_id), asks) for each in parties]


def possible_parties(body: GoverningBody) -> QuerySet[Organization]:
    """Who may be a party at a table: its members of today, and who supports it."""
    towns = seats_on(body, clock.today()).filter(municipality__isnull=False).order_by()
    around = Q(pk__in=towns.values("municipality")) | Q(supports_bodies=body)
    return Organization.objects.filter(around).distinct().order_by("name")
