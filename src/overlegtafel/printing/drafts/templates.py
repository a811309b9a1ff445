"""Which Word template a draft is made from: the municipality's, else the table's, else ours."""

from collections.abc import Iterable

from django.db.models import Q

from overlegtafel.drafting.models import LocalDraft
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Organization
from overlegtafel.printing.drafts.word import default_template
from overlegtafel.printing.models import DraftTemplate


def draft_template_of(of: GoverningBody | Organization) -> DraftTemplate | None:
    """The own template of a table or a municipality."""
    mine = Q(body=of) if isinstance(of, GoverningBody) else Q(municipality=of)
    return DraftTemplate.objects.filter(mine).select_related("uploaded_by").first()


def templates_for(drafts: Iterable[LocalDraft]) -> dict[int, bytes]:
    """The template of each draft (by its id): one query for all of them."""
    found = list(drafts)
    towns = {each.decision.municipality_id for each in found}
    bodies = {each.decision.agreement.body_id for each in found}
    kept = list(DraftTemplate.objects.filter(Q(municipality__in=towns) | Q(body__in=bodies)))
    by_town = {each.municipality_id: bytes(each.content) for each in kept if each.municipality_id}
    by_body = {each.body_id: bytes(each.content) for each in kept if each.body_id}
    return {
        each.pk: by_town.get(each.decision.municipality_id)
        or by_body.get(each.decision.agreement.body_id)
        or default_template()
        for each in found
    }
