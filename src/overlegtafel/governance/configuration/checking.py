"""What a configuration must agree with beyond its own form, before anything is written."""

from collections.abc import Iterator
from datetime import date

from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.governance.configuration.reading import Document, Mistake
from overlegtafel.governance.configuration.schema import BodyPart, CharterPart, SeatPart
from overlegtafel.governance.configuration.writing import is_reference, parts_of, plain
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.standards import standard_categories
from overlegtafel.organizations.models import Classification, Organization

_Path = tuple[str | int, ...]
_Found = Iterator[tuple[_Path, str]]

RESERVED = ("nieuw",)
"""Parts of an address that are pages."""
FROM_REFERENCE_FILES = (
    Classification.MUNICIPALITY,
    Classification.PROVINCE,
    Classification.REFERENCE_REGION,
    Classification.TRANSPORT_REGION,
    Classification.FIRE_ZONE,
    Classification.POLICE_ZONE,
    Classification.PRIMARY_CARE_ZONE,
)
"""Governments and areas: no configuration makes one up."""
FIXED = {
    "agreement_prefix": "het voorvoegsel van afspraken",
    "organization": "de organisatie",
    "primary": "of dit hét overleg van de regio is",
    "parent": "het overleg erboven",
}
"""What stays as it was once a table exists."""


class Check:
    """Walks one document against what the site holds; ``there`` are its bodies that sit already.

    ``by_system``: only the system changes a body that is over (R57).
    """

    def __init__(self, document: Document, *, by_system: bool = False) -> None:
        self.document = document
        self.by_system = by_system
        self.configuration = document.configuration
        self.bodies = {each.slug: each for each in self.configuration.bodies}
        self.names = {
            f"{kind}:{code}": name
            for kind, code, name in Organization.objects.values_list(
                "classification", "code", "name"
            )
        }
        self.known = self.names.keys() | {
            f"{each.classification.value}:{each.code}" for each in self.configuration.organizations
        }
        self.sitting = {
            each.slug: each
            for each in GoverningBody.objects.select_related("region", "organization")
        }
        ours = [self.sitting[slug] for slug in self.bodies if slug in self.sitting]
        self.there = {each.slug: each for each in parts_of(ours)}

    def mistakes(self) -> list[Mistake]:
        """Everything that is wrong, by line."""
        found = [self.document.mistake(path, sentence) for path, sentence in self._all()]
        return sorted(found, key=lambda each: (each.line, each.field))

    def _all(self) -> _Found:
        yield from self._region()
        seen: set[str] = set()
        prefixes: set[str] = set()
        taken: set[str] = set()
        for number, body in enumerate(self.configuration.bodies):
            here: _Path = ("bodies", number)
            yield from self._names(here, body, seen, prefixes)
            yield from self._place(here, body, seen)
            yield from self._organizations(here, body, taken)
            yield from self._people(here, body)
            yield from self._charters(here, body)
            yield from self._as_it_was(here, body)
            seen.add(body.slug)
            prefixes.add(body.agreement_prefix)
            taken |= {body.organization} if body.organization else set()

    def _region(self) -> _Found:
        region = self.configuration.region
        if region and region not in self.known:
            yield ("region",), f"deze regio is niet bekend ({region})"
        if region and not region.startswith(f"{Classification.REFERENCE_REGION.value}:"):
            yield ("region",), f"dit is geen referentieregio ({region})"
        primaries = [n for n, each in enumerate(self.configuration.bodies) if each.primary]
        for number in primaries[1:]:
            yield ("bodies", number, "primary"), "een regio heeft hoogstens één eerste overleg"
        if primaries and region is None:
            yield ("bodies", primaries[0], "primary"), "zonder regio is er geen eerste overleg"
        codes: set[str] = set()
        for number, each in enumerate(self.configuration.organizations):
            place: _Path = ("organizations", number)
            code = f"{each.classification.value}:{each.code}"
            if code in codes:
                yield (*place, "code"), f"deze organisatie staat er twee keer ({code})"
            codes.add(code)
            if each.classification in FROM_REFERENCE_FILES and code not in self.names:
                yield (
                    (*place, "classification"),
                    "zo'n organisatie komt uit de referentiegegevens, niet uit dit bestand",
                )

    def _names(self, here: _Path, body: BodyPart, seen: set[str], prefixes: set[str]) -> _Found:
        if body.slug in seen:
            yield (*here, "slug"), f"dit adresdeel staat er twee keer ({body.slug})"
        if body.slug in RESERVED:
            yield (*here, "slug"), f"dit adresdeel is een pagina ({body.slug})"
        prefix = body.agreement_prefix
        if prefix in prefixes:
            yield (*here, "agreement_prefix"), f"dit voorvoegsel staat er twee keer ({prefix})"
        for slug, there in self.sitting.items():
            region = there.region and f"{there.region.classification}:{there.region.code}"
            is_here = region == self.configuration.region
            if there.agreement_prefix == prefix and slug != body.slug:
                yield (
                    (*here, "agreement_prefix"),
                    f"dit voorvoegsel gebruikt {there.name} al ({prefix})",
                )
            if slug == body.slug and not is_here:
                yield (*here, "slug"), f"dit adresdeel is van een ander overleg ({there.name})"
            if body.primary and there.is_primary and slug != body.slug and is_here and region:
                yield (*here, "primary"), f"de regio heeft al een eerste overleg: {there.name}"

    def _place(self, here: _Path, body: BodyPart, seen: set[str]) -> _Found:
        if body.parent is not None and body.parent not in seen:
            yield (*here, "parent"), f"dit overleg staat niet hierboven ({body.parent})"
        for number, each in enumerate(body.predecessors):
            if each not in seen:
                yield (*here, "predecessors", number), f"dit overleg staat niet hierboven ({each})"
        link, walked = body.follows, {body.slug}
        if link is not None and link not in self.bodies:
            yield (*here, "follows"), f"dit overleg staat niet in dit bestand ({link})"
        while link in self.bodies:
            if link in walked:
                yield (*here, "follows"), f"zo volgt een overleg op zichzelf ({link})"
                break
            walked.add(link)
            link = self.bodies[link].follows

    def _organizations(self, here: _Path, body: BodyPart, taken: set[str]) -> _Found:
        own = body.organization
        if own and own not in self.known:
            yield (*here, "organization"), f"deze organisatie is niet bekend ({own})"
        elif own and own in taken:
            yield (*here, "organization"), f"deze organisatie is al een ander overleg ({own})"
        for slug, there in self.sitting.items():
            code = f"{there.organization.classification}:{there.organization.code}"
            if own == code and slug != body.slug:
                yield (
                    (*here, "organization"),
                    f"deze organisatie is hier al een overleg: {there.name}",
                )
        for number, each in enumerate(body.support):
            if each not in self.known:
                yield (*here, "support", number), f"deze organisatie is niet bekend ({each})"
        ways: set[tuple[str, str]] = set()
        for number, involved in enumerate(body.involved):
            place: _Path = (*here, "involved", number)
            if involved.organization not in self.known:
                yield (
                    (*place, "organization"),
                    f"deze organisatie is niet bekend ({involved.organization})",
                )
            if (involved.organization, involved.way) in ways:
                yield place, "deze organisatie staat er twee keer op dezelfde manier"
            ways.add((involved.organization, involved.way))

    def _people(self, here: _Path, body: BodyPart) -> _Found:
        keys: set[str] = set()
        for number, category in enumerate(body.member_categories):
            place: _Path = (*here, "member_categories", number, "key")
            if category.key in keys:
                yield place, f"deze categorie staat er twee keer ({category.key})"
            if category.key not in standard_categories() and not category.name:
                yield place, f"een eigen categorie heeft een naam ({category.key})"
            keys.add(category.key)
        periods: dict[object, list[SeatPart]] = {}
        for number, seat in enumerate(body.seats):
            place = (*here, "seats", number)
            if seat.category not in keys:
                yield (*place, "category"), f"deze categorie is niet bepaald ({seat.category})"
            yield from self._holder(place, seat)
            same = periods.setdefault(seat.holder, [])
            if any(_overlap(seat, each) for each in same):
                yield place, "deze zetel staat er twee keer in dezelfde periode"
            same.append(seat)

    def _holder(self, place: _Path, seat: SeatPart) -> _Found:
        if seat.nis:
            name = self.names.get(f"municipality:{seat.nis}")
            if name is None:
                yield (*place, "municipality"), f"deze gemeente bestaat niet ({seat.municipality})"
            elif seat.municipality not in (seat.nis, f"{seat.nis} {name}"):
                yield (*place, "municipality"), f"{seat.nis} is {name}"
        if seat.post and seat.post.organization not in self.known:
            yield (
                (*place, "post", "organization"),
                f"deze organisatie is niet bekend ({seat.post.organization})",
            )

    def _charters(self, here: _Path, body: BodyPart) -> _Found:
        last = None
        for number, charter in enumerate(body.charters):
            place: _Path = (*here, "charters", number)
            if charter.number != number + 1:
                yield (*place, "number"), f"versies volgen op elkaar; hier hoort {number + 1}"
            if charter.valid_from is None and number + 1 < len(body.charters):
                yield place, "alleen de laatste versie kan een ontwerp zijn"
            if last and charter.valid_from and charter.valid_from <= last:
                yield (*place, "valid_from"), "een versie geldt later dan de vorige"
            if charter.adopted_on and charter.adopted_on > clock.today():
                yield (*place, "adopted_on"), "aannemen kan pas op of na de dag van de vergadering"
            last = charter.valid_from or last
            yield from self._rules((*place, "rules"), charter)

    def _rules(self, rules: _Path, charter: CharterPart) -> _Found:
        known = self.bodies.keys() | self.sitting.keys()
        agendering: _Path = (*rules, "agendering")
        for step, each in enumerate(charter.rules.agendering.route):
            if each.body not in known:
                yield (
                    (*agendering, "route", step, "body"),
                    f"dit overleg is niet bekend ({each.body})",
                )
        for step, item in enumerate(charter.rules.agendering.standing_items):
            if item.feedback_from and item.feedback_from not in known:
                yield (
                    (*agendering, "standing_items", step, "feedback_from"),
                    f"dit overleg is niet bekend ({item.feedback_from})",
                )
        for step, domain in enumerate(charter.rules.domains):
            place: _Path = (*rules, "preparation", "domains", step)
            for number, slug in enumerate(domain.advice):
                if slug not in known:
                    yield (*place, "advice", number), f"dit overleg is niet bekend ({slug})"
            if is_reference(domain.preparer) and domain.preparer not in self.known:
                yield (
                    (*place, "preparer"),
                    f"deze organisatie is niet bekend ({domain.preparer})",
                )
        executor = charter.rules.execution.default_executor
        if is_reference(executor) and executor not in self.known:
            yield (
                (*rules, "execution", "default_executor"),
                f"deze organisatie is niet bekend ({executor})",
            )

    def _as_it_was(self, here: _Path, body: BodyPart) -> _Found:
        """What the site holds and no file changes."""
        there = self.there.get(body.slug)
        if there is None:
            return
        over = self.sitting[body.slug].ended_on
        if over is not None and not self.by_system and plain(there) != plain(body):
            yield here, f"{there.name} liep af op {spoken(over)} en is alleen nog te lezen"
        for field, words in FIXED.items():
            if getattr(there, field) != getattr(body, field):
                yield (*here, field), f"{words} ligt hier vast en verandert niet meer"
        ends = {(each.holder, each.valid_from): each.valid_to for each in there.seats}
        for number, seat in enumerate(body.seats):
            end = ends.get((seat.holder, seat.valid_from))
            if end is not None and end < clock.today() and seat.valid_to is None:
                yield (
                    (*here, "seats", number),
                    f"deze zetel eindigde hier op {spoken(end)}: schrijf valid_to, of geef een "
                    "nieuwe zetel met valid_from",
                )
        adopted = {each.number: each for each in there.charters if each.adopted_on}
        for number, charter in enumerate(body.charters):
            old = adopted.get(charter.number)
            if old is not None and plain(old) != plain(charter):
                yield (
                    (*here, "charters", number),
                    f"versie {charter.number} van de afsprakennota is hier al aangenomen met een "
                    "andere inhoud: maak er een nieuwe versie van",
                )


def _overlap(one: SeatPart, other: SeatPart) -> bool:
    starts = (one.valid_from or date.min, other.valid_from or date.min)
    ends = (one.valid_to or date.max, other.valid_to or date.max)
    return max(starts) <= min(ends)
