"""Assemblies of associations: who takes part, each council's mandate, and who has two roles."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.queries.positions import members_of
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.queries import seats_on
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.states import DECIDED, UNDECIDED
from overlegtafel.organizations.models import (
    Classification,
    Mandate,
    Membership,
    Organization,
    PostRole,
)
from overlegtafel.products.models import GeneralAssembly
from overlegtafel.products.policy import assemblies_visible_to

ASSOCIATIONS = (Classification.INTERMUNICIPAL, Classification.BODY, Classification.PARTNER)
"""What may have a general assembly in which municipalities are represented."""
SPEAKING = (PostRole.MAYOR, PostRole.ALDERMAN, PostRole.DIRECTOR)


@dataclass(frozen=True)
class MandateRow:
    """One member that takes part, and its council's decision about the mandate, if asked."""

    municipality: Organization
    decision: LocalDecision | None
    held_on: date

    @property
    def is_late(self) -> bool:
        """Whether its body sits after the assembly, so that its representative has no mandate."""
        found = self.decision
        return bool(
            found and found.state in UNDECIDED and found.meets_on and found.meets_on > self.held_on
        )

    @property
    def is_decided(self) -> bool:
        """Whether its body decided."""
        return self.decision is not None and self.decision.state in DECIDED


@dataclass(frozen=True)
class DoubleRole:
    """Someone who speaks for a member and also has a post in the association."""

    person: str
    municipality: Organization
    local_post: str
    post: str
    user_id: int | None

    @property
    def sentence(self) -> str:
        """``Burgemeester Hamme spreekt voor Hamme en is ook lid van de raad van bestuur``."""
        return f"{self.person} spreekt voor {self.municipality} en is ook {self.post}."


def associations_of(body: GoverningBody, day: date) -> QuerySet[Organization]:
    """The associations in which members of a table take part, and those that support it."""
    towns = seats_on(body, day).filter(municipality__isnull=False).order_by()
    held = Membership.objects.filter(valid_on(day), member__in=towns.values("municipality"))
    return Organization.objects.filter(
        valid_on(day), classification__in=ASSOCIATIONS, pk__in=held.values("group")
    ).order_by("name")


def assembly_of(actor: User, body: GoverningBody, pk: int) -> GeneralAssembly:
    """One assembly. Raises ``NotVisible``."""
    found = (
        assemblies_visible_to(actor)
        .filter(body=body, pk=pk)
        .select_related(
            "body",
            "association",
            "dossier__owner",
            "dossier__body",
            "item__meeting__body",
            "agreement__item__meeting",
        )
        .prefetch_related("items")
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def taking_part(assembly: GeneralAssembly) -> list[Organization]:
    """The members of the table that take part in the association on that day: two queries."""
    held = Membership.objects.filter(valid_on(assembly.held_on), group=assembly.association_id)
    inside = set(held.values_list("member_id", flat=True))
    return [town for town in members_of(assembly.body, assembly.held_on) if town.pk in inside]


def mandates_for(assembly: GeneralAssembly, towns: list[Organization]) -> list[MandateRow]:
    """Each council's decision about its representative's mandate: one query."""
    rows = LocalDecision.objects.filter(
        agreement=assembly.agreement_id, municipality__in=[town.pk for town in towns]
    )
    said = {row.municipality_id: row for row in rows.select_related("agreement", "municipality")}
    return [MandateRow(town, said.get(town.pk), assembly.held_on) for town in towns]


def double_roles(assembly: GeneralAssembly, towns: list[Organization]) -> list[DoubleRole]:
    """Who speaks for a member and has a post in the association too: two queries.

    Taken from the dated mandates of that day; what is not recorded there is not known here.
    """
    there = Mandate.objects.filter(
        valid_on(assembly.held_on), post__organization=assembly.association_id
    ).exclude(post__role__in=(PostRole.STAFF, PostRole.EXPERT))
    posts = {each.person_id: each.post for each in there.select_related("post")}
    by_pk = {town.pk: town for town in towns}
    local = Mandate.objects.filter(
        valid_on(assembly.held_on),
        person__in=posts,
        post__role__in=SPEAKING,
        post__organization__in=by_pk,
    ).select_related("person", "post")
    return [
        DoubleRole(
            each.person.name,
            by_pk[each.post.organization_id],
            each.post.label,
            posts[each.person_id].label,
            each.person.user_id,
        )
        for each in local.order_by("person__name")
    ]
