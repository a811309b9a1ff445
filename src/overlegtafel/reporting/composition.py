"""Who sits at a table on a day, and whom one may choose from."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import (
    GoverningBody,
    Involvement,
    MemberCategory,
    RoleGrant,
    Seat,
)
from overlegtafel.governance.queries import FilledSeat, filled_seats, with_followers
from overlegtafel.organizations.models import (
    Mandate,
    Organization,
    Person,
    Post,
    PostRole,
)
from overlegtafel.reporting.structure import family_of

_NUMBERS = [
    "geen",
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
]  # as one says it


@dataclass(frozen=True)
class Composition:
    """The seats of a table on a day, by category, with who fills them."""

    seats: list[FilledSeat]
    categories: list[MemberCategory]
    grants: list[RoleGrant]
    involved: list[Involvement]
    supporters: list[Organization]

    @property
    def groups(self) -> list[tuple[MemberCategory, list[FilledSeat]]]:
        """The seats by their category, in the table's order; categories without seats last."""
        found: dict[int, list[FilledSeat]] = {each.pk: [] for each in self.categories}
        for filled in self.seats:
            found.setdefault(filled.seat.category_id, []).append(filled)
        rows = [(each, found[each.pk]) for each in self.categories]
        return [row for row in rows if row[1]]

    @property
    def unused(self) -> list[MemberCategory]:
        """The categories that nobody sits in."""
        used = {each.seat.category_id for each in self.seats}
        return [each for each in self.categories if each.pk not in used]

    @property
    def sentence(self) -> str:
        """``zes zetels, vijf personen, één zetel vacant``."""
        people = {each.person_id or each.holder for each in self.seats if each.holder}
        vacant = sum(not each.holder for each in self.seats)
        words = [_count(len(self.seats), "zetel", "zetels")]
        if people:
            words.append(_count(len(people), "persoon", "personen"))
        if vacant:
            words.append(f"{_count(vacant, 'zetel', 'zetels')} vacant")
        return ", ".join(words)

    @property
    def twice(self) -> list[str]:
        """Who fills more than one seat."""
        names = {each.person_id: each.holder for each in self.seats if each.holder}
        seats = Counter(each.person_id for each in self.seats if each.holder)
        return sorted(names[person] for person, number in seats.items() if number > 1)


def _count(number: int, one: str, more: str) -> str:
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {one if number == 1 else more}"


@until_the_log_moves(size=100)
def composition_on(body: GoverningBody, day: date) -> Composition:
    """Who sits at the table on a day and why; eight queries, whatever the size, and one more for
    a seat of a table's chair."""
    return Composition(
        seats=with_followers(filled_seats(body, day), day),
        categories=list(body.member_categories.all()),
        grants=list(
            RoleGrant.objects.filter(valid_on(day), body=body)
            .select_related("person", "organization", "towards")
            .order_by("role", "person__name")
        ),
        involved=list(
            Involvement.objects.filter(valid_on(day), body=body)
            .select_related("organization")
            .order_by("way", "organization__name")
        ),
        supporters=list(body.support_organizations.all()),
    )


def people_around(body: GoverningBody, day: date) -> QuerySet[Person]:
    """The people a table and its family know, to choose from: who fills or filled a seat or has
    a role. ``held_now`` of each holds what they are on that day: one query more for all.
    """
    family = family_of(body)
    posts = Post.objects.filter(seats__body__in=family)
    seats = Seat.objects.filter(body__in=family)
    towns = seats.filter(municipality__isnull=False).values("municipality")
    held = Mandate.objects.filter(
        valid_on(day),
        Q(post__in=posts)
        | Q(post__organization__in=towns, post__role__in=(PostRole.MAYOR, PostRole.DIRECTOR)),
    )
    return (
        Person.objects.filter(
            Q(pk__in=held.values("person"))
            | Q(pk__in=RoleGrant.objects.filter(body__in=family).values("person"))
            | Q(pk__in=seats.filter(person__isnull=False).values("person"))
        )
        .prefetch_related(
            Prefetch(
                "mandates",
                Mandate.objects.filter(valid_on(day)).select_related("post__organization"),
                to_attr="held_now",
            )
        )
        .order_by("name")
    )


def members_among(seats: Iterable[FilledSeat]) -> frozenset[int]:
    """The people who fill a member's seat: who comes first in a list to choose from."""
    return frozenset(each.person_id for each in seats if each.person_id and each.seat.counts)
