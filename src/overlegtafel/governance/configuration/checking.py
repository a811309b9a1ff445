"""What a configuration must agree with beyond its own form, before anything is written."""

from collections.abc import Iterator

from overlegtafel.governance.configuration.reading import Document, Mistake
from overlegtafel.governance.configuration.schema import BodyPart
from overlegtafel.governance.configuration.writing import is_reference
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.standards import standard_categories
from overlegtafel.organizations.models import Classification, Organization

_Path = tuple[str | int, ...]


class Check:
    """Walks one document against what the site holds."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.configuration = document.configuration
        self.bodies = {each.slug: each for each in self.configuration.bodies}
        self.known = {
            f"{kind}:{code}"
            for kind, code in Organization.objects.values_list("classification", "code")
        } | {
            f"{each.classification.value}:{each.code}" for each in self.configuration.organizations
        }
        self.sitting = {each.slug: each for each in GoverningBody.objects.select_related("region")}

    def mistakes(self) -> list[Mistake]:
        """Everything that is wrong, by line."""
        found = [self.document.mistake(path, sentence) for path, sentence in self._all()]
        return sorted(found, key=lambda each: (each.line, each.field))

    def _all(self) -> Iterator[tuple[_Path, str]]:
        region = self.configuration.region
        if region and region not in self.known:
            yield ("region",), f"deze regio is niet bekend ({region})"
        if region and not region.startswith(f"{Classification.REFERENCE_REGION.value}:"):
            yield ("region",), f"dit is geen referentieregio ({region})"
        seen: set[str] = set()
        prefixes: set[str] = set()
        for number, body in enumerate(self.configuration.bodies):
            here: _Path = ("bodies", number)
            yield from self._place(here, body, seen, prefixes)
            yield from self._people(here, body)
            yield from self._charters(here, body)
            seen.add(body.slug)
            prefixes.add(body.agreement_prefix)
        primaries = [n for n, each in enumerate(self.configuration.bodies) if each.primary]
        for number in primaries[1:]:
            yield (
                ("bodies", number, "primary"),
                "een regio heeft hoogstens één eerste overleg",
            )
        if primaries and region is None:
            yield ("bodies", primaries[0], "primary"), "zonder regio is er geen eerste overleg"

    def _place(
        self, here: _Path, body: BodyPart, seen: set[str], prefixes: set[str]
    ) -> Iterator[tuple[_Path, str]]:
        if body.slug in seen:
            yield (*here, "slug"), f"dit adresdeel staat er twee keer ({body.slug})"
        if body.agreement_prefix in prefixes:
            yield (
                (*here, "agreement_prefix"),
                f"dit voorvoegsel staat er twee keer ({body.agreement_prefix})",
            )
        for slug, there in self.sitting.items():
            if there.agreement_prefix == body.agreement_prefix and slug != body.slug:
                yield (
                    (*here, "agreement_prefix"),
                    f"dit voorvoegsel gebruikt {there.name} al ({body.agreement_prefix})",
                )
            region = there.region and f"{there.region.classification}:{there.region.code}"
            if slug == body.slug and region != self.configuration.region:
                yield (*here, "slug"), f"dit adresdeel is van een ander overleg ({there.name})"
            if (
                body.primary
                and there.is_primary
                and slug != body.slug
                and region == self.configuration.region
            ):
                yield (
                    (*here, "primary"),
                    f"de regio heeft al een eerste overleg: {there.name}",
                )
        if body.parent is not None and body.parent not in seen:
            yield (*here, "parent"), f"dit overleg staat niet hierboven ({body.parent})"
        for number, each in enumerate(body.predecessors):
            if each not in seen:
                yield (*here, "predecessors", number), f"dit overleg staat niet hierboven ({each})"
        if body.organization and body.organization not in self.known:
            yield (*here, "organization"), f"deze organisatie is niet bekend ({body.organization})"
        for number, each in enumerate(body.support):
            if each not in self.known:
                yield (*here, "support", number), f"deze organisatie is niet bekend ({each})"
        for number, involved in enumerate(body.involved):
            if involved.organization not in self.known:
                yield (
                    (*here, "involved", number, "organization"),
                    f"deze organisatie is niet bekend ({involved.organization})",
                )

    def _people(self, here: _Path, body: BodyPart) -> Iterator[tuple[_Path, str]]:
        keys: set[str] = set()
        for number, category in enumerate(body.member_categories):
            if category.key in keys:
                yield (
                    (*here, "member_categories", number, "key"),
                    f"deze categorie staat er twee keer ({category.key})",
                )
            if category.key not in standard_categories() and not category.name:
                yield (
                    (*here, "member_categories", number, "key"),
                    f"een eigen categorie heeft een naam ({category.key})",
                )
            keys.add(category.key)
        taken: set[tuple[object, ...]] = set()
        for number, seat in enumerate(body.seats):
            place: _Path = (*here, "seats", number)
            if seat.category not in keys:
                yield (*place, "category"), f"deze categorie is niet bepaald ({seat.category})"
            if seat.municipality and f"municipality:{seat.municipality}" not in self.known:
                yield (
                    (*place, "municipality"),
                    f"deze gemeente bestaat niet ({seat.municipality})",
                )
            if seat.post and seat.post.organization not in self.known:
                yield (
                    (*place, "post", "organization"),
                    f"deze organisatie is niet bekend ({seat.post.organization})",
                )
            key = (seat.category, seat.municipality, seat.post, seat.person, seat.valid_from)
            if key in taken:
                yield place, "deze zetel staat er twee keer"
            taken.add(key)

    def _charters(self, here: _Path, body: BodyPart) -> Iterator[tuple[_Path, str]]:
        last = None
        for number, charter in enumerate(body.charters):
            place: _Path = (*here, "charters", number)
            if charter.number != number + 1:
                yield (*place, "number"), f"versies volgen op elkaar; hier hoort {number + 1}"
            if charter.valid_from is None and number + 1 < len(body.charters):
                yield place, "alleen de laatste versie kan een ontwerp zijn"
            if last and charter.valid_from and charter.valid_from <= last:
                yield (*place, "valid_from"), "een versie geldt later dan de vorige"
            last = charter.valid_from or last
            known = self.bodies.keys() | self.sitting.keys()
            rules: _Path = (*place, "rules")
            for step, each in enumerate(charter.rules.agendering.route):
                if each.body not in known:
                    yield (
                        (*rules, "agendering", "route", step, "body"),
                        f"dit overleg is niet bekend ({each.body})",
                    )
            for step, item in enumerate(charter.rules.agendering.standing_items):
                if item.feedback_from and item.feedback_from not in known:
                    yield (
                        (*rules, "agendering", "standing_items", step, "feedback_from"),
                        f"dit overleg is niet bekend ({item.feedback_from})",
                    )
            for step, domain in enumerate(charter.rules.domains):
                if is_reference(domain.preparer) and domain.preparer not in self.known:
                    yield (
                        (*rules, "preparation", "domains", step, "preparer"),
                        f"deze organisatie is niet bekend ({domain.preparer})",
                    )
            executor = charter.rules.execution.default_executor
            if is_reference(executor) and executor not in self.known:
                yield (
                    (*rules, "execution", "default_executor"),
                    f"deze organisatie is niet bekend ({executor})",
                )
