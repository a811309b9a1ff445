"""What a page says was decided: per item the outcome, by whom, when, and how it refers to us.

A ``besluit:Besluit`` alone is no proof: agendas carry them too. An outcome is what a vote led to
(``besluit:gevolg``, free text), on a day that has passed.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common.errors import Invalid
from overlegtafel.common.sheets import plain
from overlegtafel.drafting.local_bodies import body_of_code, whose
from overlegtafel.drafting.published.pages import Facts, Page, our_host
from overlegtafel.local_decisions.sheets import day_from
from overlegtafel.local_decisions.states import DecisionState

BRUSSELS = ZoneInfo("Europe/Brussels")
"""Some systems write in UTC: a sitting at midnight would fall a day early."""
MOST_ITEMS = 1_000
"""Sittings of 225 one-line decisions exist."""
MOST_NODES = 100
S = DecisionState
_OUTCOMES = {
    S.APPROVED: "goedgekeurd goedkeuring aangenomen vastgesteld vaststelling akkoord",
    S.APPROVED_WITH_CHANGE: "gewijzigd-goedgekeurd goedgekeurd-met-wijziging "
    "goedgekeurd-met-wijzigingen geamendeerd-goedgekeurd goedgekeurd-na-amendering "
    "goedgekeurd-zoals-geamendeerd",
    S.REFUSED: "niet-goedgekeurd afgekeurd verworpen geweigerd weigering niet-aangenomen",
    S.POSTPONED: "verdaagd verdaging uitgesteld uitstel te-hernemen",
}
_OUTCOME_OF = {
    word.replace("-", " "): s for s, words in _OUTCOMES.items() for word in words.split()
}
_HOW_MANY = re.compile(
    r"\b(algemeen|unaniem|eenparig|bij (een)?parigheid van stemmen|met eenparigheid van stemmen|"
    r"met algemene stemmen|bij meerderheid( van stemmen)?|met meerderheid van stemmen)\b"
)
_BODIES = (
    ("raad voor maatschappelijk welzijn", CompetentBody.WELFARE_COUNCIL),
    ("college van burgemeester en schepenen", CompetentBody.COLLEGE),
    ("schepencollege", CompetentBody.COLLEGE),
    ("vast bureau", CompetentBody.STANDING_BUREAU),
    ("gemeenteraad", CompetentBody.COUNCIL),
)
_NUMBER = re.compile(r"^(\d{4}[_/-][A-Z]{1,6}[_/-]\d{1,6})\s*[-–:]?\s*")
_ORDINAL = re.compile(r"^\d{1,3}[.)]?\s+")
_FILLERS = ("de", "het", "van", "stad", "gemeente", "ocmw")
_NO_TITLES = ("", "besluit", "geef titel besluit op")  # that systems give a besluit:Besluit
_UPWARD = (
    "mandaat:isTijdspecialisatieVan",
    "generiek:isTijdspecialisatieVan",
    "besluit:bestuurt",
)
_TREATED = ("besluit:heeftStemming", "prov:generated", "dct:subject")
_DRAFT = re.compile(r"^/tafels/([^/]+)/afspraken/([^/]+)/besturen/([^/]+)/ontwerp/[^/]+/$")
_AGREEMENT = re.compile(r"^/(?:openbaar/([^/]+)/afspraken|tafels/([^/]+)/afspraken)/([^/]+)/")


@dataclass(frozen=True)
class Reference:
    """What an address of ours stands for: an agreement, and whose draft of it."""

    table: str
    agreement: str
    municipality: str = ""
    is_source: bool = False
    """Whether the decision says it comes from it, and not only that it refers to it."""

    @property
    def key(self) -> tuple[str, str]:
        """Which agreement."""
        return self.table, self.agreement

    @property
    def weight(self) -> tuple[bool, str]:
        """The higher, the more it says."""
        return self.is_source, self.municipality


@dataclass(frozen=True)
class Publisher:
    """Whose sitting it is: codes of municipalities, a body, and the words on the page."""

    codes: frozenset[str] = frozenset()
    body: CompetentBody | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """Whose draft of ours stands in an item: by its address, and by the body that was to decide."""

    slugs: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PublishedItem:
    """One item of a sitting, as the page tells it.

    ``outcome`` is empty when the page gives none; ``also`` is what it says that we do not know.
    """

    title: str
    number: str
    said: tuple[str, ...]
    outcome: DecisionState | None
    also: tuple[str, ...]
    sits_on: date | None
    published_on: date | None
    publisher: Publisher
    references: tuple[Reference, ...]
    block: Block = Block()


def items_on(page: Page) -> list[PublishedItem]:
    """Every item of the sittings on a page, in its order. Raises ``Invalid`` for too many."""
    facts = page.facts
    groups: dict[str, list[str]] = {}
    told: set[str] = set()
    for kind in ("besluit:BehandelingVanAgendapunt", "besluit:Agendapunt", "besluit:Besluit"):
        for start in facts.typed(kind):
            is_a_copy = _reference(start) and not facts.subjects("besluit:behandelt", start)
            if start not in told and not is_a_copy:
                groups[start] = _around(facts, start)
                told.update(groups[start])
    if len(groups) > MOST_ITEMS:
        raise Invalid(f"Deze pagina heeft meer dan {MOST_ITEMS} punten. Neem één zitting.", "file")
    places = {start: (page.place_of(start), start) for start in groups}
    return [_item(facts, groups[start]) for start in sorted(groups, key=places.__getitem__)]


def our_drafts_on(page: Page) -> bool:
    """Whether a draft of ours stands on it, as a publication or as nothing but our own block."""
    return any(_reference(each) for each in page.facts.typed("besluit:Besluit"))


def says_outcome(page: Page) -> bool:
    """Whether anything on it says what a vote led to."""
    return any(said.get("besluit:gevolg") for said in page.facts.of.values())


def _around(facts: Facts, start: str) -> list[str]:
    """The nodes of one item: treatment, item of the agenda, decision, vote."""
    found, waiting = {start: True}, [start]
    while waiting and len(found) < MOST_NODES:
        node = waiting.pop(0)
        near = facts.values(node, *_TREATED) + facts.subjects("prov:wasGeneratedBy", node)
        for each in near:
            if each in facts.of and each not in found:
                found[each] = True
                waiting.append(each)
    return list(found)


def _item(facts: Facts, around: list[str]) -> PublishedItem:
    sitting = _sitting(facts, around)
    titles = [
        title
        for node in sorted(around, key=lambda each: _reference(each) is not None)
        for title in facts.values(node, "dct:title", "eli:title")
        if plain(title) not in _NO_TITLES
    ]
    title = _ORDINAL.sub("", titles[0]) if titles else ""
    number = next((found.group(1) for each in titles if (found := _NUMBER.match(each))), "")
    said = tuple(dict.fromkeys(_each(facts, around, "besluit:gevolg")))
    outcomes = {outcome for each in said if (outcome := outcome_of(each))}
    pointed = _pointed_at(facts, around)
    return PublishedItem(
        title=_NUMBER.sub("", title)[:300],
        number=number or next(iter(_each(facts, around, "eli:number")), "")[:40],
        said=said,
        outcome=outcomes.pop() if len(outcomes) == 1 else None,
        also=tuple(each for each in said if outcome_of(each) is None),
        sits_on=_sits_on(facts, sitting),
        published_on=_day(_each(facts, around, "eli:date_publication")),
        publisher=_publisher(facts, sitting, around),
        references=_surest(pointed),
        block=_block(facts, pointed),
    )


def _each(facts: Facts, nodes: Iterable[str], *terms: str) -> list[str]:
    """What the nodes say under these terms; nodes of our own drafts decide nothing."""
    return [
        value
        for node in nodes
        if not _reference(node)
        for value in facts.values(node, *terms)
        if value
    ]


def outcome_of(words: str) -> DecisionState | None:
    """What the words of a vote come to; ``None`` for all we do not know for certain."""
    bare = _HOW_MANY.sub(" ", plain(words)).strip(" .;:,")
    return _OUTCOME_OF.get(" ".join(bare.split()))


def _sitting(facts: Facts, around: list[str]) -> str:
    """The sitting that treats the item; the only one on the page when none says so."""
    sittings = facts.typed("besluit:Zitting")
    for each in sittings:
        if set(facts.values(each, "besluit:behandelt")) & set(around):
            return each
    return sittings[0] if len(sittings) == 1 else ""


def _sits_on(facts: Facts, sitting: str) -> date | None:
    for term in ("prov:startedAtTime", "besluit:geplandeStart"):
        if day := _day(facts.values(sitting, term)):
            return day
    return None


def _day(values: Iterable[str]) -> date | None:
    """The first value that is a day or a moment, as a day here."""
    for value in values:
        with suppress(ValueError, OverflowError):
            if "T" not in value:
                return day_from(value)
            moment = datetime.fromisoformat(value)
            return (moment.astimezone(BRUSSELS) if moment.tzinfo else moment).date()
    return None


def _publisher(facts: Facts, sitting: str, around: list[str]) -> Publisher:
    """By official address, else by name. What our own block says of a body proves nothing."""
    organs = facts.values(sitting, "besluit:isGehoudenDoor")
    organs += _each(facts, around, "eli:passed_by") if not organs else []
    units = (
        "mandaat:isTijdspecialisatieVan",
        "generiek:isTijdspecialisatieVan",
        "besluit:bestuurt",
    )
    for organ in organs:
        organs += [each for each in facts.values(organ, *units) if each not in organs]
    known = [found for each in organs if (found := whose(each))]
    labels = [label for each in organs for label in facts.values(each, "skos:prefLabel")]
    labels += [each for each in organs if ":" not in each]
    bodies = [body for _, body in known if body]
    bodies += [
        body
        for each in organs
        for code in facts.values(each, "besluit:classificatie", "org:classification")
        if (body := body_of_code(code))
    ]
    bodies += [body for each in labels for word, body in _BODIES if word in plain(each)]
    return Publisher(
        codes=frozenset(code for code, _ in known),
        body=bodies[0] if len(set(bodies)) == 1 else None,
        words=tuple(dict.fromkeys(labels)),
    )


def place_in(words: str) -> str:
    """What a label says beside the body and the term: the name of a place, or nothing."""
    bare = plain(words).split(",")[0]
    for word, _ in _BODIES:
        bare = bare.replace(word, " ")
    return " ".join(each for each in bare.split() if each not in _FILLERS)


def _pointed_at(facts: Facts, around: list[str]) -> list[Reference]:
    """Every way in which the item points at an agreement of ours."""
    addresses = [(each, True) for each in around]
    for node in around:
        for term, values in facts.of.get(node, {}).items():
            addresses += [(each, term == "dct:source") for each in values]
    return [
        Reference(*read, is_source=is_source or bool(read[2]))
        for address, is_source in addresses
        if (read := _reference(address))
    ]


def _block(facts: Facts, pointed: list[Reference]) -> Block:
    keys = {each.key for each in pointed}
    organs = [
        organ
        for node in (facts.typed("besluit:Besluit") if keys else ())
        if (read := _reference(node)) and read[:2] in keys
        for organ in facts.values(node, "eli:passed_by")
    ]
    return Block(
        frozenset(each.municipality for each in pointed if each.municipality),
        frozenset(known[0] for each in organs if (known := whose(each))),
    )


def _surest(pointed: list[Reference]) -> tuple[Reference, ...]:
    """Each agreement once, the surest way first."""
    found: dict[tuple[str, str], Reference] = {}
    for told in pointed:
        if told.key not in found or told.weight > found[told.key].weight:
            found[told.key] = told
    return tuple(sorted(found.values(), key=lambda each: (not each.is_source, each.key)))


def _reference(address: str) -> tuple[str, str, str] | None:
    """Table, agreement and whose draft, in an address of ours; ``None`` for any other."""
    if our_host() not in address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.netloc != our_host() or parts.scheme not in ("http", "https"):
        return None
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    if found := _DRAFT.match(path):
        table, agreement, municipality = (unquote(each) for each in found.groups())
        return table, agreement.casefold(), municipality
    if found := _AGREEMENT.match(path):
        return found.group(1) or found.group(2), unquote(found.group(3)).casefold(), ""
    return None
