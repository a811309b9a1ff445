"""Info evenings: what a councillor reads of them, and the numbers for who runs the table."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.councillors.models import EveningSignUp, InfoEvening
from overlegtafel.councillors.policy import evenings_visible_to, rooms_of
from overlegtafel.councillors.sight import Sight
from overlegtafel.councillors.states import EveningState, SignUpState
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.models import GoverningBody, Seat
from overlegtafel.organizations.models import Mandate, Organization, PostRole

ON_THE_LIST = (SignUpState.COMING, SignUpState.WAITING)


@dataclass(frozen=True)
class ShownEvening:
    """An evening for one reader: what the own answer is, and how many have a place.

    Who the others are, nobody reads here. ``may_answer`` is for a councillor of a member.
    """

    evening: InfoEvening
    own: EveningSignUp | None
    taken: int
    may_answer: bool

    @property
    def is_on_the_list(self) -> bool:
        """Whether the reader has a place or waits for one."""
        return self.own is not None and self.own.state in ON_THE_LIST

    @property
    def waits(self) -> bool:
        """Whether the reader is on the waiting list."""
        return self.own is not None and self.own.state == SignUpState.WAITING

    @property
    def free(self) -> int | None:
        """How many places are left; ``None`` when everyone fits."""
        seats = self.evening.seats
        return None if seats is None else max(seats - self.taken, 0)

    @property
    def takes_sign_ups(self) -> bool:
        """Whether one may still sign up today."""
        return takes_sign_ups(self.evening)

    @property
    def may_sign_off(self) -> bool:
        """Whether one may still say not to come: until it begins."""
        return self.evening.state == EveningState.INVITED and clock.now() < self.evening.begins

    @property
    def is_over(self) -> bool:
        """Whether it was."""
        return self.evening.state != EveningState.CANCELLED and clock.now() >= self.evening.ends


def takes_sign_ups(evening: InfoEvening) -> bool:
    """Whether councillors may sign up: from the invitation until the end of the last day, and
    never once it began.
    """
    return (
        evening.state == EveningState.INVITED
        and clock.today() <= evening.sign_up_until
        and clock.now() < evening.begins
    )


def evening_of(actor: User, slug: str, pk: int) -> InfoEvening:
    """One evening of a table. Raises ``NotVisible``."""
    found = evenings_visible_to(actor).filter(body__slug=slug, pk=pk)
    evening = found.select_related("body__organization", "saved_by").first()
    if evening is None:
        raise NotVisible
    return evening


def shown_to(actor: User, evenings: Iterable[InfoEvening]) -> list[ShownEvening]:
    """Evenings as one reader sees them: one query, whatever their number."""
    found = list(evenings)
    if not found:
        return []
    rows = EveningSignUp.objects.filter(evening__in=found).exclude(state=SignUpState.OFF)
    taken: Counter[int] = Counter()
    own = {}
    for row in rows:
        taken[row.evening_id] += row.state == SignUpState.COMING
        if row.user_id == actor.pk:
            own[row.evening_id] = row
    member = rooms_of(actor)
    return [
        ShownEvening(each, own.get(each.pk), taken[each.pk], each.body_id in member)
        for each in found
    ]


def evenings_in_room(actor: User, body: GoverningBody, today: date) -> list[ShownEvening]:
    """The evenings of a table that councillors were invited to and that are still to come; two
    queries.
    """
    found = evenings_visible_to(actor).filter(
        body=body, held_on__gte=today, invited_at__isnull=False
    )
    return shown_to(actor, found.select_related("body"))


def evenings_at(actor: User, body: GoverningBody) -> list[InfoEvening]:
    """The evenings of a table, the last first; those nobody is invited to only for who runs it."""
    found = evenings_visible_to(actor).filter(body=body)
    return list(found.order_by("-held_on", "-starts_at", "-id"))


def evenings_ahead(actor: User, today: date) -> list[ShownEvening]:
    """For a councillor: the evenings to come at every table of the own municipality."""
    bodies = rooms_of(actor)
    if not bodies:
        return []
    found = InfoEvening.objects.filter(
        body__in=bodies, held_on__gte=today, state=EveningState.INVITED
    )
    return shown_to(actor, found.select_related("body"))


def subjects_of(evening: InfoEvening, sight: Sight) -> tuple[list[Agreement], list[Dossier]]:
    """What an evening is about, as far as councillors read it today: two queries."""
    agreements = set(evening.agreements.values_list("pk", flat=True))
    dossiers = set(evening.dossiers.values_list("pk", flat=True))
    return (
        [each for each in sight.agreements if each.pk in agreements],
        [each for each in sight.dossiers if each.pk in dossiers],
    )


@dataclass(frozen=True)
class TownCount:
    """How many councillors of one municipality there are, come and wait. No party is known."""

    municipality: Organization
    councillors: int
    coming: int
    waiting: int


def counts_of(evening: InfoEvening) -> list[TownCount]:
    """The numbers for each member, also of those from which nobody comes; three queries."""
    members = _members(evening.body)
    logins = Mandate.objects.filter(
        valid_on(clock.today()),
        post__role=PostRole.COUNCILLOR,
        post__organization__in=members,
        person__user__is_active=True,
    )
    known = Counter(
        town for town, _ in set(logins.values_list("post__organization", "person__user"))
    )
    states = Counter(evening.sign_ups.values_list("municipality", "state").order_by())
    return [
        TownCount(
            town,
            known[town.pk],
            states[town.pk, SignUpState.COMING.value],
            states[town.pk, SignUpState.WAITING.value],
        )
        for town in members
    ]


def _members(body: GoverningBody) -> list[Organization]:
    seats = Seat.objects.filter(
        valid_on(clock.today()), body=body, municipality__isnull=False, category__counts=True
    )
    return list(Organization.objects.filter(pk__in=seats.values("municipality")).order_by("name"))


def sign_ups_of(evening: InfoEvening) -> list[EveningSignUp]:
    """Who comes, then who waits in order, for who runs the table: one query."""
    rows = evening.sign_ups.filter(state__in=ON_THE_LIST).select_related("user", "municipality")
    coming = [each for each in rows if each.state == SignUpState.COMING]
    return [
        *sorted(coming, key=lambda each: (each.municipality.name, each.user.name)),
        *(each for each in rows if each.state == SignUpState.WAITING),
    ]
