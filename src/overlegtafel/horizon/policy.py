"""Who reads and who keeps what comes towards a table: its circle, and who leads it."""

from django.db.models import QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import NotAllowed, NotVisible
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_lead, refuse_ended, standing_of
from overlegtafel.horizon.models import ForumLink, HorizonEntry


def entries_visible_to(actor: User) -> QuerySet[HorizonEntry]:
    """What is on its way, for who reads what is agreed at the table."""
    return HorizonEntry.objects.filter(body__in=standing_of(actor).circle_of)


def links_visible_to(actor: User) -> QuerySet[ForumLink]:
    """The links with other fora, for the same readers."""
    return ForumLink.objects.filter(body__in=standing_of(actor).circle_of)


def require_keeper(actor: User, body: GoverningBody) -> None:
    """Only who leads the table keeps these lists. Raises ``NotVisible``, ``NotAllowed``."""
    if actor.is_system:
        return
    if body.pk not in standing_of(actor).circle_of:
        raise NotVisible
    if not can_lead(actor, body.pk):
        raise NotAllowed
    refuse_ended(body)
