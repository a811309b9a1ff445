"""The reference data as the public faces read it: whole lists in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.organizations import queries
from overlegtafel.organizations.models import (
    Classification,
    Membership,
    Organization,
    OtherName,
    Sourced,
    Succession,
)

REGION = Classification.REFERENCE_REGION
CONSULTATION = Classification.MAYORS_CONSULTATION
GROUP_KINDS = (
    (Classification.REFERENCE_REGION, "Referentieregio"),
    (Classification.MAYORS_CONSULTATION, "Burgemeestersoverleggen"),
    (Classification.PROVINCE, "Provincie"),
    (Classification.TRANSPORT_REGION, "Vervoerregio"),
    (Classification.FIRE_ZONE, "Hulpverleningszone"),
    (Classification.POLICE_ZONE, "Politiezone"),
    (Classification.PRIMARY_CARE_ZONE, "Eerstelijnszone"),
    (Classification.INTERMUNICIPAL, "Intergemeentelijke samenwerking"),
)
"""In this order a municipality's page names what it belongs to."""


@dataclass(frozen=True)
class Group:
    """A region or consultation on a day, with its members and the regions they are in."""

    organization: Organization
    aliases: list[str]
    members: list[Membership]
    regions: list[Organization]

    @property
    def to_confirm(self) -> bool:
        """Whether the group itself or any of its members is not read in a source."""
        return self.organization.to_confirm or any(one.to_confirm for one in self.members)

    @property
    def sources(self) -> list[str]:
        """Where the group and its members were read, each once."""
        facts: list[Sourced] = [self.organization, *self.members]
        return list(dict.fromkeys(fact.source for fact in facts if fact.source))

    @property
    def notes(self) -> list[str]:
        """What is to be known about the group and its members, each once."""
        facts: list[Sourced] = [self.organization, *self.members]
        return list(dict.fromkeys(fact.note for fact in facts if fact.note))


def groups(classification: str, day: date, slug: str = "") -> list[Group]:
    """All groups of one kind on a day, by name, or the one with ``slug``: four queries."""
    found = queries.groups_on(classification, day)
    return _with_members(found.filter(slug=slug) if slug else found, day)


def region(slug: str, day: date) -> Group:
    """One reference region as it is on ``day``, also when it did not exist yet.

    Raises ``NotVisible`` when there is none of that name.
    """
    return _with_members([queries.group_by_slug(REGION, slug)], day)[0]


def consultation(slug: str, day: date) -> Group:
    """One consultation of the register. Raises ``NotVisible``."""
    return _with_members([queries.group_by_slug(CONSULTATION, slug)], day)[0]


def consultations_touching(municipality_ids: Iterable[int], day: date) -> list[Group]:
    """The consultations of which one of these municipalities is a member, by name."""
    held = Membership.objects.filter(valid_on(day), member__in=list(municipality_ids))
    return _with_members(
        queries.groups_on(CONSULTATION, day).filter(pk__in=held.values("group")), day
    )


def _with_members(found: Iterable[Organization], day: date) -> list[Group]:
    organizations = list(found)
    ids = [one.pk for one in organizations]
    aliases: dict[int, list[str]] = defaultdict(list)
    names = OtherName.objects.filter(organization__in=ids).order_by("name")
    for pk, name in names.values_list("organization", "name"):
        aliases[pk].append(name)
    members: dict[int, list[Membership]] = defaultdict(list)
    held = Membership.objects.filter(
        valid_on(day), valid_on(day, "member__"), valid_on(day, "group__"), group__in=ids
    )
    for one in held.select_related("member").order_by("member__name"):
        members[one.group_id].append(one)
    regions = regions_by_member(day)
    return [
        Group(
            organization=one,
            aliases=aliases[one.pk],
            members=members[one.pk],
            regions=_regions(members[one.pk], regions),
        )
        for one in organizations
    ]


def _regions(held: list[Membership], regions: dict[int, Organization]) -> list[Organization]:
    found = {regions[one.member_id] for one in held if one.member_id in regions}
    return sorted(found, key=lambda one: one.name)


def regions_by_member(day: date) -> dict[int, Organization]:
    """The reference region of every municipality on a day: one query."""
    held = Membership.objects.filter(valid_on(day), valid_on(day, "group__"))
    held = held.filter(group__classification=REGION).select_related("group")
    return {one.member_id: one.group for one in held}


def municipalities(
    day: date, *, text: str = "", region_slug: str = ""
) -> QuerySet[Organization] | list[Organization]:
    """The municipalities of a day: all, those of a region, or those that ``text`` may mean.

    Raises ``NotVisible`` for a region that does not exist.
    """
    found = queries.municipalities_on(day)
    if region_slug:
        region = queries.group_by_slug(REGION, region_slug)
        found = queries.members_on(region, day).filter(classification=Classification.MUNICIPALITY)
    if not text:
        return found
    meant = queries.find_municipality(text, day)
    if not region_slug:
        return meant
    inside = set(found.values_list("pk", flat=True))
    return [one for one in meant if one.pk in inside]


def municipality(slug: str) -> Organization:
    """One municipality, of any time. Raises ``NotVisible``."""
    return queries.municipality_by_slug(slug)


def municipality_by_nis(nis: str) -> Organization:
    """One municipality by its NIS code, of any time. Raises ``NotVisible``."""
    found = Organization.objects.filter(
        classification=Classification.MUNICIPALITY, code=nis
    ).first()
    if found is None:
        raise NotVisible
    return found


def belongs_to(place: Organization, day: date) -> list[Membership]:
    """All groups of a municipality on a day, with source and confidence."""
    kinds = [kind.value for kind, _ in GROUP_KINDS]
    held = queries.memberships_of(place, day).filter(group__classification__in=kinds)
    return sorted(held, key=lambda one: (kinds.index(one.group.classification), one.group.name))


def predecessors(place: Organization) -> list[Succession]:
    """The mergers that made a municipality what it is, by date and name."""
    found = place.succeeds.select_related("predecessor")
    return list(found.order_by("effective_on", "predecessor__name"))


def successors(place: Organization) -> list[Succession]:
    """The mergers in which a municipality ended, by date."""
    return list(place.succeeded_by.select_related("successor").order_by("effective_on"))


def aliases(place: Organization) -> list[str]:
    """Other names of one organization."""
    return list(place.other_names.order_by("name").values_list("name", flat=True))


def names_elsewhere(place: Organization) -> list[tuple[str, list[str]]]:
    """Other names of a municipality, each kind with the words that say which."""
    kinds: dict[str, list[str]] = {}
    for name, note in place.other_names.order_by("name").values_list("name", "note"):
        words = "in het Frans" if note.startswith("Franse naam") else "ook bekend als"
        kinds.setdefault(words, []).append(name)
    return sorted(kinds.items(), reverse=True)


def mergers_meant(text: str, found: Iterable[Organization]) -> dict[int, Succession]:
    """The merger behind each municipality found by ``text``, when that is an older name."""
    became = {one.pk for one in found}
    meant = queries.mergers_meant(text)
    return {one.successor_id: one for one in reversed(meant) if one.successor_id in became}


def merger_of(place: Organization, slug: str) -> Succession | None:
    """The merger that brought the municipality at ``slug`` into ``place``, if there was one."""
    return place.succeeds.filter(predecessor__slug=slug).select_related("predecessor").first()


def last_day(place: Organization, today: date) -> date:
    """The day on which to look at a municipality: today, or its last one."""
    return min(place.valid_to, today) if place.valid_to else today
