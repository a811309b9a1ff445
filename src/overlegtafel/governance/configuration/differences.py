"""What a configuration file would change at a table, in sentences.

Pure functions over two parts of a file, what the site holds and what the file says, so that the
preview, a test and the import tell the same: what the file no longer names stays, but a seat ends.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum

from overlegtafel.common.dates import spoken
from overlegtafel.common.text import join_dutch
from overlegtafel.governance.configuration.schema import BodyPart, CharterPart, SeatPart
from overlegtafel.governance.configuration.writing import category_as_standard, plain
from overlegtafel.governance.models.charters import HOW_QUESTIONS
from overlegtafel.governance.rules import SIMPLE
from overlegtafel.governance.wording import Change, Names, differences

TABLE, COMPOSITION, CHARTER = "Het overleg", "Samenstelling", "Afsprakennota"
NEW, CHANGED, GONE = "nieuw", "wijzigt", "vervalt"
FIELDS = {
    "name": "naam",
    "short_name": "korte naam",
    "kind": "soort",
    "advice": "advies",
    "purpose": "doel",
    "rhythm": "ritme",
    "theme": "thema",
    "aliases": "andere namen",
    "started": "gestart in",
    "situation": "situatie bij de afbakening",
    "situation_on": "situatie vastgesteld op",
    "situation_note": "toelichting bij de situatie",
    "functions": "toegelaten functies",
    "item_categories": "toegelaten categorieën",
    "composition_review_on": "samenstelling herbekijken op",
    "valid_from": "eerste dag",
    "valid_to": "laatste dag",
}
"""The plain facts of a table that a file may change, as one calls them."""
_LONG = 120
_Changes = Iterator[Change]


def changes_between(old: BodyPart | None, new: BodyPart, names: Names, today: date) -> list[Change]:
    """What bringing in ``new`` does to a table that is ``old``, or that isn't there yet.

    ``names`` says what slugs and codes of organizations stand for.
    """
    before = old or BodyPart(
        slug=new.slug,
        name=new.name,
        short_name=new.short_name,
        kind=new.kind,
        administrative=new.administrative,
        agreement_prefix=new.agreement_prefix,
    )
    found = list(_new_table(new, names)) if old is None else []
    found += _facts(before, new)
    found += _place(before, new, names)
    found += _register(before, new)
    found += _categories(before, new)
    found += _seats(before, new, names, today)
    found += _involved(before, new, names)
    return [*found, *_charters(before, new, names)]


def _new_table(new: BodyPart, names: Names) -> _Changes:
    where = f", onder {names.get(new.parent, new.parent)}" if new.parent else ""
    first = ", hét overleg van de referentieregio" if new.primary else ""
    advice = "" if new.administrative is None else f", met {new.advice} advies"
    yield Change(TABLE, NEW, f"{new.kind.label}{where}{first}{advice}")


def _facts(old: BodyPart, new: BodyPart) -> _Changes:
    for field, label in FIELDS.items():
        before, after = _said(getattr(old, field)), _said(getattr(new, field))
        if before == after:
            continue
        if max(len(before), len(after)) > _LONG and before and after:
            yield Change(TABLE, CHANGED, f"{label}: de tekst is herschreven")
        elif not after:
            yield Change(TABLE, GONE, f"{label}: {before}")
        elif not before:
            yield Change(TABLE, NEW, f"{label}: {after}")
        else:
            yield Change(TABLE, CHANGED, f"{label}: “{before}” wordt “{after}”")


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return join_dutch([_said(each) for each in value])
    if isinstance(value, Enum):
        return str(getattr(value, "label", value))
    if isinstance(value, date):
        return spoken(value)
    return str(value or "")


def _place(old: BodyPart, new: BodyPart, names: Names) -> _Changes:
    for label, before, after in (
        ("vergadert aansluitend op", _listed(old.follows), _listed(new.follows)),
        ("komt voort uit", set(old.predecessors), set(new.predecessors)),
        ("ondersteund door", set(old.support), set(new.support)),
    ):
        for how, keys in ((NEW, after - before), (GONE, before - after)):
            if keys:
                called = sorted(names.get(key, key) for key in keys)
                yield Change(TABLE, how, f"{label} {join_dutch(called)}")


def _listed(slug: str | None) -> set[str]:
    return {slug} if slug else set()


def _categories(old: BodyPart, new: BodyPart) -> _Changes:
    there = {each.key: category_as_standard(each.key) | each.said for each in old.member_categories}
    for each in new.member_categories:
        facts = category_as_standard(each.key) | each.said
        if each.key not in there:
            yield Change(COMPOSITION, NEW, f"categorie {facts['name']}")
        elif there[each.key] != facts:
            yield Change(COMPOSITION, CHANGED, f"categorie {facts['name']}: wat ze mag of is")
    keys = [each.key for each in new.member_categories]
    before = [each.key for each in old.member_categories if each.key in keys]
    if before != [key for key in keys if key in there]:
        yield Change(COMPOSITION, CHANGED, "de volgorde van de categorieën")


def _seats(old: BodyPart, new: BodyPart, names: Names, today: date) -> _Changes:
    """As the import does: a seat that is new joins, one that is no longer named ends yesterday."""
    sitting = {(each.holder, each.valid_from): each for each in old.seats}
    joins: dict[tuple[str, str], list[str]] = {}
    ends: dict[tuple[str, str], list[str]] = {}
    for each in new.seats:
        seat = sitting.pop((each.holder, each.valid_from), None)
        if seat is None:
            joins.setdefault((each.category, _period(each)), []).append(_holder(each, names))
        elif each.valid_to is not None and seat.valid_to != each.valid_to:
            last = f", laatste dag {spoken(each.valid_to)}"
            ends.setdefault((each.category, last), []).append(_holder(each, names))
    yesterday = today - timedelta(days=1)
    for each in sitting.values():
        if each.valid_to is None or each.valid_to > yesterday:
            last = f", laatste dag {spoken(max(yesterday, each.valid_from or yesterday))}"
            ends.setdefault((each.category, last), []).append(_holder(each, names))
    called = {
        each.key: (category_as_standard(each.key) | each.said)["name"]
        for each in (*old.member_categories, *new.member_categories)
    }
    for how, groups in ((NEW, joins), (GONE, ends)):
        for (category, when), holders in groups.items():
            many = f"{len(holders)} zetels" if len(holders) > 1 else "zetel"
            who = called.get(category, category)
            yield Change(COMPOSITION, how, f"{many} als {who}{when}: {join_dutch(holders)}")


def _period(seat: SeatPart) -> str:
    start = f" vanaf {spoken(seat.valid_from)}" if seat.valid_from else ""
    return start + (f" tot en met {spoken(seat.valid_to)}" if seat.valid_to else "")


def _holder(seat: SeatPart, names: Names) -> str:
    if seat.nis:
        return names.get(f"municipality:{seat.nis}", seat.municipality or seat.nis)
    return seat.post.label if seat.post else str(seat.person)


def _involved(old: BodyPart, new: BodyPart, names: Names) -> _Changes:
    there = {(each.organization, each.way): each for each in old.involved}
    for each in new.involved:
        known = there.get((each.organization, each.way))
        who = f"{names.get(each.organization, each.organization)}: {each.way.label}"
        if known is None:
            yield Change(COMPOSITION, NEW, f"betrokken zonder zetel, {who}")
        elif each.valid_to is not None and each.valid_to != known.valid_to:
            yield Change(
                COMPOSITION, GONE, f"betrokken zonder zetel, {who}, tot {spoken(each.valid_to)}"
            )


def _register(old: BodyPart, new: BodyPart) -> _Changes:
    there = {each.text: each.source for each in old.facts}
    for each in new.facts:
        source = f" ({each.source})" if each.source else " (te bevestigen)"
        if each.text not in there:
            yield Change(TABLE, NEW, f"gegeven “{each.text}”{source}")
        elif there[each.text] != each.source:
            yield Change(TABLE, CHANGED, f"bron van “{each.text}”{source}")
    if new.start_path is not None and old.start_path is None:
        yield Change(TABLE, NEW, f"startpad: {new.start_path.situation.label}")
    elif new.start_path is not None and new.start_path != old.start_path:
        yield Change(TABLE, CHANGED, "startpad: de teksten zijn herschreven")


def _charters(old: BodyPart, new: BodyPart, names: Names) -> _Changes:
    """Each version that is new or rewritten, with what it changes to the one before."""
    there = {each.number: each for each in old.charters}
    before: CharterPart | None = None
    for each in new.charters:
        known = there.get(each.number)
        if known is None or _settled(known) != _settled(each):
            yield Change(CHARTER, CHANGED if known else NEW, _version(each, known))
            yield from _inside(known or before, each, names)
        before = each


def _settled(charter: CharterPart) -> object:
    """What counts of a version: whose it was copied from stays as it is."""
    return plain(charter.model_copy(update={"credit": ""}))


def _version(charter: CharterPart, known: CharterPart | None) -> str:
    called = f"versie {charter.number}"
    if charter.valid_from is None:
        return f"{called}, {'het ontwerp wordt overschreven' if known else 'als ontwerp'}"
    where = " openbaar" if charter.is_public else ""
    return f"{called} geldt{where} vanaf {spoken(charter.valid_from)}"


def _inside(old: CharterPart | None, new: CharterPart, names: Names) -> _Changes:
    chapter = f"{CHARTER}, versie {new.number}"
    for name, title in ({"ambition": "Ambitie"} | HOW_QUESTIONS).items():
        before, after = getattr(old, name, "").strip(), getattr(new, name).strip()
        if before != after:
            how = CHANGED if before and after else NEW if after else GONE
            yield Change(chapter, how, f"de tekst bij “{title}”")
    for change in differences(old.rules if old else SIMPLE, new.rules, names):
        if old is not None or change.how != GONE:  # a first version takes nothing away
            yield Change(chapter, change.how, f"{change.chapter}: {change.sentence}")
