"""Who has a login and a place at a table, now or later, and whether they came in yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from overlegtafel.accounts.models import User
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import GoverningBody, RoleGrant
from overlegtafel.organizations.models import Mandate, Person


@dataclass(frozen=True)
class Place:
    """One person and what they are here: a role, a post, or a seat of their own.

    ``since`` is the first day of a place that is still to come.
    """

    person: Person
    user: User
    words: str
    since: date | None = None

    @property
    def signed_in(self) -> datetime | None:
        """When this person last signed in; ``None`` as long as that never happened."""
        return self.user.last_login


def places_at(body: GoverningBody, day: date, person_id: int | None = None) -> list[Place]:
    """Who may come in at a table: each person once, who did not sign in yet first.

    Three queries, whatever the size. ``person_id`` asks it of one person.
    """
    found: dict[int, Place] = {}
    for person, words, since in _held(body, day, person_id):
        user = person.user
        if user is None or not user.is_active or user.is_system:
            continue
        found.setdefault(person.pk, Place(person, user, words, _later(since, day)))
    return sorted(found.values(), key=lambda each: (each.signed_in is not None, each.person.name))


def _held(
    body: GoverningBody, day: date, person_id: int | None
) -> Iterator[tuple[Person, str, date | None]]:
    mine = Q(person__user__isnull=False) & (Q(person=person_id) if person_id else Q())
    here = mine & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    grants = RoleGrant.objects.filter(here, body=body).select_related("person__user")
    for grant in grants.order_by("valid_from", "pk"):
        yield grant.person, grant.get_role_display(), grant.valid_from
    seats = body.seats.filter(valid_on(day))
    mandates = Mandate.objects.filter(
        here
        & (
            Q(post__in=seats.filter(post__isnull=False).values("post"))
            | Q(
                post__organization__in=seats.filter(municipality__isnull=False).values(
                    "municipality"
                )
            )
        )
    )
    for mandate in mandates.select_related("person__user", "post").order_by("valid_from", "pk"):
        yield mandate.person, mandate.post.label, mandate.valid_from
    for seat in seats.filter(mine).select_related("person__user", "category"):
        if seat.person is not None:
            yield seat.person, seat.category.name, seat.valid_from


def _later(since: date | None, day: date) -> date | None:
    return since if since is not None and since > day else None
