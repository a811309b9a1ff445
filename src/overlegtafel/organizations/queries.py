"""Reads of organizations. Reference data is public, so no actor: everyone sees all of it.

Everything is dated: a query that leaves out the day would mix the 300 municipalities of 2024
with the 285 of 2025.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date

from django.db.models import QuerySet

from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.organizations.models import (
    Classification,
    Membership,
    Organization,
    OtherName,
    Succession,
)


def groups_on(classification: str, day: date) -> QuerySet[Organization]:
    """The organizations of one kind that exist on ``day``, by name."""
    return Organization.objects.filter(valid_on(day), classification=classification)


def municipalities_on(day: date) -> QuerySet[Organization]:
    """The municipalities of ``day``: 300 in 2024, 285 since 2025."""
    return groups_on(Classification.MUNICIPALITY, day)


def members_on(group: Organization, day: date) -> QuerySet[Organization]:
    """Who belongs to ``group`` on ``day``, by name."""
    held = Membership.objects.filter(valid_on(day), group=group)
    return Organization.objects.filter(valid_on(day), pk__in=held.values("member"))


def groups_of(
    municipality: Organization, day: date, classification: str | None = None
) -> QuerySet[Organization]:
    """The groups ``municipality`` belongs to on ``day``, by kind and name."""
    held = Membership.objects.filter(valid_on(day), member=municipality)
    groups = Organization.objects.filter(valid_on(day), pk__in=held.values("group"))
    if classification is not None:
        groups = groups.filter(classification=classification)
    return groups.order_by("classification", "name")


def memberships_of(municipality: Organization, day: date) -> QuerySet[Membership]:
    """As ``groups_of``, with the source and confidence of each membership."""
    held = Membership.objects.filter(valid_on(day), valid_on(day, "group__"), member=municipality)
    return held.select_related("group").order_by("group__classification", "group__name")


def groups_of_members(
    group: Organization, classification: str, day: date
) -> QuerySet[Organization]:
    """The organizations of one kind that the members of ``group`` belong to, by name.

    Shows where borders don't match: a region may lie in four transport regions.
    """
    held = Membership.objects.filter(valid_on(day), member__in=members_on(group, day).values("pk"))
    return groups_on(classification, day).filter(pk__in=held.values("group"))


def regions_of_members(group: Organization, day: date) -> QuerySet[Organization]:
    """The reference regions that the members of ``group`` belong to, by name."""
    return groups_of_members(group, Classification.REFERENCE_REGION, day)


def group_by_slug(classification: str, slug: str) -> Organization:
    """One organization by its address, of any time; ``NotVisible`` when there is none."""
    found = Organization.objects.filter(classification=classification, slug=slug).first()
    if found is None:
        raise NotVisible
    return found


def municipality_by_slug(slug: str) -> Organization:
    """One municipality by its address, of any time; ``NotVisible`` when there is none."""
    return group_by_slug(Classification.MUNICIPALITY, slug)


def find_municipality(text: str, day: date | None = None) -> list[Organization]:
    """The municipalities of ``day`` (today) that ``text`` may mean, the best match first.

    ``text`` is a postal code, a NIS code or (part of) a name: its own, another one, or that of
    a municipality that was merged into it. Accents, case and hyphens don't matter.
    """
    wanted = _folded(text)
    if not wanted:
        return []
    existing = {found.pk: found for found in municipalities_on(day or clock.today())}
    became = _successions()
    best: dict[int, int] = {}
    for pk, words in _search_words().items():
        ranks = [rank for word in words if (rank := _rank(wanted, word)) is not None]
        if ranks:
            for current in _now(pk, existing, became):
                rank = 2 * min(ranks) + (current != pk)
                best[current] = min(rank, best.get(current, rank))
    return sorted(
        (existing[pk] for pk in best), key=lambda found: (best[found.pk], _folded(found.name))
    )


def mergers_meant(text: str) -> list[Succession]:
    """The mergers in which a name that ``text`` may mean went up in another, best match first."""
    wanted = _folded(text)
    ranked = []
    for one in Succession.objects.select_related("predecessor", "successor"):
        rank = _rank(wanted, _folded(one.predecessor.name)) if wanted else None
        own = _rank(wanted, _folded(one.successor.name))
        if rank is not None and (own is None or rank < own):
            ranked.append((rank, one.predecessor.name, one.pk, one))
    return [one for *_, one in sorted(ranked, key=lambda row: row[:3])]


def _folded(text: str) -> str:
    """Lower case without accents, with single spaces for hyphens and apostrophes."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def _rank(wanted: str, word: str) -> int | None:
    """How well ``word`` answers: the same, its start, the start of a word in it, or not."""
    if word == wanted:
        return 0
    if word.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in word else None


def _search_words() -> dict[int, list[str]]:
    """All names, postal codes and the NIS code of every municipality, of any time."""
    rows = Organization.objects.filter(classification=Classification.MUNICIPALITY)
    words = {
        pk: [_folded(name), code, *postal_codes.split()]
        for pk, name, code, postal_codes in rows.values_list("pk", "name", "code", "postal_codes")
    }
    aliases = OtherName.objects.filter(organization__in=rows)
    for pk, name in aliases.values_list("organization", "name"):
        words[pk].append(_folded(name))
    return words


def _successions() -> dict[int, list[int]]:
    became: dict[int, list[int]] = defaultdict(list)
    for old, new in Succession.objects.values_list("predecessor", "successor"):
        became[old].append(new)
    return became


def _now(pk: int, existing: Container[int], became: Mapping[int, Iterable[int]]) -> Iterator[int]:
    """``pk`` itself when it exists, else what it became, over as many mergers as it takes."""
    if pk in existing:
        yield pk
    else:
        for successor in became.get(pk, ()):
            yield from _now(successor, existing, became)
