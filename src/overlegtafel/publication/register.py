"""The register of consultations (R23): what is public of each, on this site and around it.

A consultation that a site holds as a table says of itself what the register shows; of the others
it shows what the reference files and the region files of the software say. What has no source
shows as "te bevestigen".
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.configuration.schema import BodyPart
from overlegtafel.governance.history import (
    KnownConsultation,
    Reach,
    known_consultations,
    packaged_consultations,
    packaged_slugs,
    since,
)
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.states import BodyKind, Situation
from overlegtafel.organizations.models import Classification, Organization
from overlegtafel.publication import flanders
from overlegtafel.publication.flanders import Group

CONSULTING = (BodyKind.MAYORS, BodyKind.SUBREGION)
"""The kinds of tables that are a consultation of mayors."""
REACH_WORDS = {
    Reach.REGIONAL: "burgemeestersoverleg van de regio",
    Reach.SUBREGIONAL: "subregionaal overleg",
    Reach.ACROSS: "overleg over regio's heen",
}
BY_ITSELF = "het overleg zelf"


@dataclass(frozen=True)
class Said:
    """A value with where it comes from; without a source it is to be confirmed."""

    words: str = ""
    source: str = ""

    @property
    def to_confirm(self) -> bool:
        """Whether there is something to confirm."""
        return bool(self.words) and not self.source


@dataclass(frozen=True)
class Entry:
    """One consultation of the register. ``body`` is its table on this site, when it has one."""

    slug: str
    code: str
    name: str
    aliases: list[str]
    reach: Reach
    started: Said
    hosts: Said
    situation: Situation | None
    situation_said: Said
    note: str
    purpose: str
    facts: list[Said]
    before: list["Neighbour"]
    after: list["Neighbour"]
    known: KnownConsultation | None
    group: Group | None = None
    body: GoverningBody | None = None

    @property
    def kind(self) -> str:
        """How far it reaches, in words."""
        return REACH_WORDS[self.reach]

    @property
    def since(self) -> tuple[int, int] | None:
        """Year and month of its start, to sort by age."""
        return since(self.started.words)

    @property
    def ended_on(self) -> date | None:
        """The last day of a table that is over."""
        return self.body.ended_on if self.body else None


@dataclass(frozen=True)
class Neighbour:
    """A predecessor or successor, by name and address."""

    name: str
    slug: str


@dataclass(frozen=True)
class Register:
    """All consultations, the oldest first; those of unknown age last, by name."""

    entries: list[Entry]

    def counts(self) -> list[tuple[str, int]]:
        """How many came through the delimitation in which way (R30), and of how many unknown."""
        found = Counter(entry.situation for entry in self.entries)
        said = [(str(each.label), found[each]) for each in Situation]
        return [*said, ("niet bekend", found[None])]

    def entry(self, slug: str) -> Entry:
        """One of them. Raises ``NotVisible``."""
        for entry in self.entries:
            if entry.slug == slug:
                return entry
        raise NotVisible


def register(day: date) -> Register:
    """The register as it is on a day: a fixed number of queries."""
    groups = {each.organization.code: each for each in flanders.groups(flanders.CONSULTATION, day)}
    bodies = list(_bodies())
    here = {_code_of(body): body for body in bodies if _code_of(body) in groups}
    addresses = _addresses(bodies, groups)
    hosts = _host_names()
    entries = [_of_table(body, groups, addresses) for body in bodies]
    entries += [
        _of_group(group, addresses, hosts) for code, group in groups.items() if code not in here
    ]
    return Register(sorted(entries, key=_by_age))


def _by_age(entry: Entry) -> tuple[bool, tuple[int, int], str]:
    known = entry.since
    return known is None, known or (0, 0), entry.name.casefold()


def _bodies() -> QuerySet[GoverningBody]:
    return (
        GoverningBody.objects.filter(kind__in=CONSULTING)
        .select_related("organization", "region")
        .prefetch_related("support_organizations", "facts", "predecessors", "successors")
    )


def _code_of(body: GoverningBody) -> str:
    organization = body.organization
    known = organization.classification == Classification.MAYORS_CONSULTATION
    return organization.code if known else ""


def _addresses(bodies: Iterable[GoverningBody], groups: dict[str, Group]) -> dict[str, Neighbour]:
    """Name and address of each consultation, by its code or by its body's own key."""
    found = {
        code: Neighbour(_file_name(code) or group.organization.name, group.organization.slug)
        for code, group in groups.items()
    }
    taken = {each.slug for each in found.values()}
    for body in bodies:
        code = _code_of(body)
        known = found.get(code)
        free = body.slug if body.slug not in taken else f"overleg-{body.slug}"
        found[_key(body)] = found[code or _key(body)] = Neighbour(
            body.name, known.slug if known else free
        )
    return found


def _key(body: GoverningBody) -> str:
    return f"tafel:{body.pk}"


def _file_name(code: str) -> str:
    part = packaged_consultations().get(code)
    return part.name if part else ""


def _host_names() -> dict[str, str]:
    """The names of who supports a consultation in the region files, by reference: one query."""
    wanted = {each for part in packaged_consultations().values() for each in part.support}
    codes = {reference.partition(":")[2] for reference in wanted}
    rows = Organization.objects.filter(code__in=codes)
    return {f"{each.classification}:{each.code}": each.name for each in rows}


def _of_table(
    body: GoverningBody, groups: dict[str, Group], addresses: dict[str, Neighbour]
) -> Entry:
    """A table of this site: what it says of itself; what it leaves open, as the files say."""
    code = _code_of(body)
    part, known = packaged_consultations().get(code), known_consultations().get(code)
    own = list(body.facts.all())
    facts = [Said(each.text, each.source) for each in own or (part.facts if part else ())]
    situation = body.situation or (part and part.situation) or ""
    return Entry(
        slug=addresses[_key(body)].slug,
        code=code,
        name=body.name,
        aliases=list(body.aliases),
        reach=_reach_of(body, known),
        started=_started(body.started or (part.started if part else ""), facts, part),
        hosts=_own_hosts(body, part),
        situation=Situation(situation) if situation else None,
        situation_said=_situation(situation, part, known),
        note=body.situation_note,
        purpose=body.purpose,
        facts=facts,
        before=[addresses[_key(one)] for one in body.predecessors.all() if _key(one) in addresses],
        after=[addresses[_key(one)] for one in body.successors.all() if _key(one) in addresses],
        known=known,
        group=groups.get(code),
        body=body,
    )


def _own_hosts(body: GoverningBody, part: BodyPart | None) -> Said:
    """Who supports a table: nobody only when it is not just what the region file leaves open."""
    names = [each.name for each in body.support_organizations.all()]
    if not names and part is not None and not part.support:
        return Said()
    return Said(", ".join(names) or "geen", BY_ITSELF)


def _reach_of(body: GoverningBody, known: KnownConsultation | None) -> Reach:
    if body.is_primary:
        return Reach.REGIONAL
    if body.kind == BodyKind.SUBREGION:
        return Reach.SUBREGIONAL
    return known.reach if known else Reach.ACROSS if body.region_id is None else Reach.SUBREGIONAL


def _of_group(group: Group, addresses: dict[str, Neighbour], hosts: dict[str, str]) -> Entry:
    """A consultation that does not use this site: what is written of it."""
    code = group.organization.code
    part, known = packaged_consultations().get(code), known_consultations().get(code)
    facts = [Said(each.text, each.source) for each in part.facts] if part else []
    named = [hosts[each] for each in part.support if each in hosts] if part else []
    host = Said(", ".join(named), _source_of(facts, *named)) if named else Said()
    if known and known.host:
        host = Said(known.host, known.host_source)
    started = known.started if known and known.started else part.started if part else ""
    situation = part.situation if part else None
    before = part.predecessors if part else ()
    return Entry(
        slug=group.organization.slug,
        code=code,
        name=addresses[code].name,
        aliases=list(dict.fromkeys([*(part.aliases if part else ()), *group.aliases])),
        reach=known.reach if known else Reach.SUBREGIONAL,
        started=Said(started, known.started_source)
        if known and known.started
        else _started(started, facts, None),
        hosts=host,
        situation=situation,
        situation_said=_situation(situation or "", part, known),
        note=part.situation_note if part else "",
        purpose=part.purpose if part else "",
        facts=facts,
        before=_neighbours(before, addresses),
        after=_neighbours(_successors(part.slug) if part else (), addresses),
        known=known,
        group=group,
    )


def _neighbours(slugs: Iterable[str], addresses: dict[str, Neighbour]) -> list[Neighbour]:
    codes = [packaged_slugs().get(slug, "") for slug in slugs]
    return [addresses[code] for code in codes if code in addresses]


def _successors(slug: str) -> list[str]:
    return [each.slug for each in packaged_consultations().values() if slug in each.predecessors]


def _started(words: str, facts: Sequence[Said], part: BodyPart | None) -> Said:
    """The start, with the source of the fact that names its year."""
    year = since(words)
    if not words or year is None:
        return Said(words)
    found = _source_of(facts, str(year[0]))
    by_itself = BY_ITSELF if part is not None and words != part.started else ""
    return Said(words, found or by_itself)


def _source_of(facts: Iterable[Said], *needles: str) -> str:
    """Where the first fact was read that has one of these words."""
    return next(
        (
            fact.source
            for fact in facts
            if fact.source and any(needle in fact.words for needle in needles)
        ),
        "",
    )


def _situation(value: str, part: BodyPart | None, known: KnownConsultation | None) -> Said:
    """How it came through the delimitation: as the files say, or as the table itself says."""
    if not value:
        return Said()
    words = str(Situation(value).label)
    if part is None or part.situation != value:
        return Said(words, BY_ITSELF)
    return Said(words, known.situation_source if known else "")
