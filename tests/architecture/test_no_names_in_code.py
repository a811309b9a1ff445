"""No region, body or category of members is named in code: they are data, and differ (R39).

The names come from the data files themselves, so a new file adds its names here. Code is every
module, template, script and stylesheet of the product; the demo, which tells of two regions, and
the migrations, which keep what once was, are no code in this sense.

Four kinds of words are names in a file and yet the product's own, for a reason that the test
works out where it can:

* What a body is rather than what it is called: "Dagelijks bestuur", "Stuurgroep". These are words
  of ``BodyKind``, with which any region says what kind of body it has.
* Posts of the law, which are also what a category is named after: "burgemeester", "algemeen
  directeur", "streekgedeputeerde". ``PostRole`` knows them, because a right or duty of a *post*
  (who records a local decision) is the same in every region.
* What the law sets up everywhere: each emergency zone has a "zoneraad", each transport region a
  "vervoerregioraad", as each municipality has a "gemeenteraad". Allowed by name.
* "gast": being a guest at one meeting is something the product plans and counts for any category
  with a quota of visits, whatever a region calls that category. Allowed by name.

The keys of the standard categories may not stand in code either, except as the stored value of a
vocabulary of the product (a post, a kind of body, a way of intake): ``GUEST = "guest"``.
"""

import csv
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from overlegtafel.governance.configuration.packaged import packaged_files
from overlegtafel.governance.standards import standard_categories
from overlegtafel.governance.states import BodyKind
from overlegtafel.organizations.models import Classification, PostRole

SUFFIXES = {".py", ".html", ".js", ".css", ".txt"}
NOT_CODE = {"demo", "migrations", "data", "__pycache__"}
OWN_WORDS = {"gast", "waarnemend burgemeester", "Waarnemend"}
SET_UP_BY_LAW = {"Zoneraad", "Vervoerregioraad"}
DEFINES_A_VALUE = re.compile(r"^ +[A-Z_]+ = [\"']([a-z-]+)[\"'](,|$)")
"""A line of a vocabulary."""
REGISTER = {Classification.REFERENCE_REGION, Classification.MAYORS_CONSULTATION}


@cache
def source() -> Path:
    """The product's folder."""
    import overlegtafel

    return Path(overlegtafel.__path__[0])


@cache
def code() -> dict[str, str]:
    """Every file of code, by its path."""
    return {
        str(path.relative_to(source())): path.read_text(encoding="utf-8")
        for path in sorted(source().rglob("*"))
        if path.suffix in SUFFIXES and not NOT_CODE & set(path.relative_to(source()).parts)
    }


def names_of_regions_and_bodies() -> set[str]:
    """What regions and bodies are called, in full, short, by address and otherwise."""
    found: set[str] = set()
    for file in packaged_files():
        configuration = yaml.safe_load(file.read_text(encoding="utf-8"))
        found.add(configuration["name"])
        for body in configuration["bodies"]:
            found |= {body["name"], body["short_name"], body["slug"], *body.get("aliases", [])}
    register = source() / "organizations" / "data" / "organizations.csv"
    with register.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["classification"] in REGISTER:
                found |= {row["name"], row["name"].removeprefix("Regio ")}
    return found - SET_UP_BY_LAW


def names_of_categories() -> set[str]:
    """What categories of members are called: the standard ones and a region's own."""
    found: set[str] = set()
    for category in standard_categories().values():
        found |= {category.name, category.short}
    for file in packaged_files():
        for body in yaml.safe_load(file.read_text(encoding="utf-8"))["bodies"]:
            for own in body.get("member_categories", []):
                found |= {own.get("name", ""), own.get("short", "")}
    return found - {""}


def words_of(*vocabularies: type) -> str:
    """All that a vocabulary of the product says."""
    return " | ".join(str(each.label).lower() for words in vocabularies for each in words)  # type: ignore[attr-defined]


def places(name: str) -> list[str]:
    """Where a name stands in code as a word of its own."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.IGNORECASE)
    return [
        f"{path}:{text[: found.start()].count(chr(10)) + 1}: {name}"
        for path, text in code().items()
        for found in pattern.finditer(text)
    ]


def test_there_is_code_and_there_are_names_to_look_for() -> None:
    assert len(code()) > 200
    assert {"Neteland", "DADO", "regioraad-limburg", "Leie Schelde Oostrand", "Waasland"} <= (
        names_of_regions_and_bodies()
    )
    assert {"burgemeester", "vaste deelnemer", "Directeur IGS"} <= names_of_categories()


def test_a_name_in_code_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    code()["elders.py"] = 'if body.slug == "midwest":\n    label = "Vaste deelnemer"\n'
    try:
        assert places("Midwest")[-1] == "elders.py:1: Midwest"
        assert places("vaste deelnemer")[-1] == "elders.py:2: vaste deelnemer"
    finally:
        del code()["elders.py"]


def test_no_region_and_no_body_is_named_in_code() -> None:
    kinds = words_of(BodyKind)
    names = {name for name in names_of_regions_and_bodies() if name.lower() not in kinds}
    assert [place for name in sorted(names) for place in places(name)] == []


def test_no_category_of_members_is_named_in_code() -> None:
    posts = words_of(PostRole)
    names = {name for name in names_of_categories() if name.lower() not in posts}
    assert [place for name in sorted(names - OWN_WORDS) for place in places(name)] == []


def test_no_key_of_a_category_stands_in_code() -> None:
    quoted = re.compile(f"[\"']({'|'.join(standard_categories())})[\"']")
    assert [
        f"{path}:{number}: {line.strip()}"
        for path, text in code().items()
        for number, line in enumerate(text.splitlines(), 1)
        if quoted.search(line) and not DEFINES_A_VALUE.match(line)
    ] == []
