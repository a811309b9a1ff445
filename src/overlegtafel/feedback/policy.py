"""Who sees and keeps what went to the college and the council of a municipality."""

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed
from overlegtafel.common.models import valid_on
from overlegtafel.feedback.models import Package, RegionalItem
from overlegtafel.feedback.states import RegionalItemState, RegionalOrgan
from overlegtafel.governance.models import Seat
from overlegtafel.governance.policy import can_record_for, standing_of
from overlegtafel.organizations.models import Organization, PostRole


def packages_visible_to(actor: User) -> QuerySet[Package]:
    """The packages of the own municipality alone: its own paragraph never leaves it."""
    if actor.is_system:
        return Package.objects.all()
    return Package.objects.filter(municipality__in=standing_of(actor).local_circle)


def regional_items_visible_to(actor: User) -> QuerySet[RegionalItem]:
    """The own municipality's rows; for who leads a table those of its members.

    A councillor reads what was put on the own council's agenda. What a package said is for
    ``can_read_content`` to tell.
    """
    if actor.is_system:
        return RegionalItem.objects.all()
    standing = standing_of(actor)
    members = Seat.objects.filter(valid_on(clock.today()), body__in=standing.leads)
    return RegionalItem.objects.filter(
        Q(municipality__in=standing.local_circle)
        | Q(municipality__in=members.values("municipality"))
        | _on_council(actor)
    )


def contents_visible_to(actor: User) -> QuerySet[RegionalItem]:
    """The rows whose text one may read: the own municipality's, and a councillor the council's.

    Not who leads a table: what a municipality wrote itself stays inside.
    """
    if actor.is_system:
        return RegionalItem.objects.all()
    own = Q(municipality__in=standing_of(actor).local_circle)
    return RegionalItem.objects.filter(own | _on_council(actor))


def _on_council(actor: User) -> Q:
    return Q(
        municipality__in=standing_of(actor).organizations([PostRole.COUNCILLOR]),
        organ__in=[RegionalOrgan.COUNCIL, RegionalOrgan.WELFARE_COUNCIL],
    ) & ~Q(state=RegionalItemState.DROPPED)


def can_see_register(actor: User, municipality: Organization) -> bool:
    """Who reads the register of a municipality: its own circle, and who leads one of its tables."""
    if actor.is_system:
        return True
    standing = standing_of(actor)
    if municipality.pk in standing.local_circle:
        return True
    at_our_table = Seat.objects.filter(
        valid_on(clock.today()), body__in=standing.leads, municipality=municipality
    )
    return bool(standing.leads) and at_our_table.exists()


def can_see_packages(actor: User, municipality: Organization) -> bool:
    """Who opens the packages of a municipality: its mayor, director, aldermen and officers."""
    return actor.is_system or municipality.pk in standing_of(actor).local_circle


def require_own(actor: User, municipality_id: int) -> None:
    """Only the own mayor, director or officer keeps the register. Raises ``NotAllowed``."""
    if not can_record_for(actor, municipality_id):
        raise NotAllowed("Alleen het eigen bestuur houdt bij wat op zijn agenda's stond.")
