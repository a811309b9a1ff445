"""A broken file is refused whole, and says file, line and field in Dutch; nothing is written."""

from typing import NamedTuple

import pytest
from django.core.management import CommandError, call_command
from pytest import TempPathFactory
from tests.factories.regions import bring_in

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.governance.configuration.importing import import_configuration
from overlegtafel.governance.configuration.reading import (
    MOST_BYTES,
    BrokenConfiguration,
    read_configuration,
)
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Organization, Post

GOOD = """\
format: 1
name: Waasland
region: reference_region:REFREG14
organizations:
  - classification: partner
    code: zorgraad
    name: Zorgraad Waasland
bodies:
  - slug: waasland
    name: Burgemeestersoverleg Waasland
    short_name: Waasland
    kind: mayors
    agreement_prefix: A-WL
    organization: mayors_consultation:BO-WAAS
    primary: true
    valid_from: 2023-03-19
    support:
      - intermunicipal:KBO0206460639
    involved:
      - organization: partner:zorgraad
        way: advice
    member_categories:
      - key: mayor
      - key: guest
    seats:
      - category: mayor
        municipality: 46029 Lokeren
      - category: mayor
        municipality: 46021 Sint-Niklaas
    charters:
      - number: 1
        ambition: Samen meer kunnen.
        rules:
          agendering:
            route:
              - body: directeurs-waasland
                does: advises
  - slug: directeurs-waasland
    name: Directeursoverleg Waasland
    short_name: Directeurs
    kind: directors
    agreement_prefix: A-DWL
    parent: waasland
"""


class Wrong(NamedTuple):
    """What is written instead of what, and the place and sentence that must come back."""

    old: str
    new: str
    place: str
    sentence: str


MAYOR = "      - category: mayor\n        municipality: 46029 Lokeren\n"
BROKEN = {
    "unknown field": Wrong(
        "    kind: mayors\n",
        "    kind: mayors\n    kleur: rood\n",
        "regel 13, bodies[1].kleur",
        "dit veld bestaat niet",
    ),
    "unknown rule": Wrong(
        "          agendering:\n",
        "          stemmen: true\n          agendering:\n",
        "regel 34, bodies[1].charters[1].rules.stemmen",
        "dit veld bestaat niet",
    ),
    "missing field": Wrong(
        "    short_name: Waasland\n", "", "regel 9, bodies[1].short_name", "dit veld ontbreekt"
    ),
    "no bodies": Wrong(
        GOOD[GOOD.index("bodies:") :], "bodies: []\n", "regel 8, bodies", "hier hoort er minstens"
    ),
    "a list instead of a text": Wrong(
        "name: Waasland\n", "name: [Waasland]\n", "regel 2, name", "hier hoort tekst"
    ),
    "a number instead of a text": Wrong(
        "name: Waasland\n", "name: 14\n", "regel 2, name", "zet ze tussen aanhalingstekens"
    ),
    "a text instead of a list": Wrong(
        "    support:\n      - intermunicipal:KBO0206460639\n",
        "    support: Interwaas\n",
        "regel 17, bodies[1].support",
        "hier hoort een lijst",
    ),
    "a text instead of fields": Wrong(
        "        rules:\n          agendering:\n            route:\n"
        "              - body: directeurs-waasland\n                does: advises\n",
        "        rules: geen\n",
        "regel 33, bodies[1].charters[1].rules",
        "hier horen velden",
    ),
    "not true or false": Wrong(
        "primary: true", "primary: misschien", "regel 15, bodies[1].primary", "true of false"
    ),
    "not a kind": Wrong(
        "kind: directors", "kind: directie", "regel 41, bodies[2].kind", "dit kan niet; wel: mayors"
    ),
    "not a version of the format": Wrong("format: 1", "format: 2", "regel 1, format", "wel: 1"),
    "an address with capitals": Wrong(
        "slug: waasland\n", "slug: Waas Land\n", "regel 9, bodies[1].slug", "de gevraagde vorm"
    ),
    "a name that is too long": Wrong(
        "short_name: Waasland",
        f"short_name: {'W' * 31}",
        "regel 11, bodies[1].short_name",
        "te lang",
    ),
    "no such date": Wrong(
        "2023-03-19", "2023-02-30", "regel 16, bodies[1].valid_from", "niet te lezen"
    ),
    "a date in words": Wrong(
        "2023-03-19",
        "19 maart 2023",
        "regel 16, bodies[1].valid_from",
        "een datum, zoals 2026-11-23",
    ),
    "an end before the beginning": Wrong(
        "2023-03-19",
        "2023-03-19\n    valid_to: 2022-01-01",
        "regel 9, bodies[1]",
        "het einde (valid_to) valt vóór het begin",
    ),
    "an unknown municipality": Wrong(
        "46029 Lokeren",
        "99999 Nergens",
        "regel 27, bodies[1].seats[1].municipality",
        "bestaat niet",
    ),
    "a municipality under another name": Wrong(
        "46029 Lokeren", "46029 Temse", "regel 27, bodies[1].seats[1].municipality", "is Lokeren"
    ),
    "an unknown region": Wrong("REFREG14", "REFREG99", "regel 3, region", "niet bekend"),
    "a region that is something else": Wrong(
        "reference_region:REFREG14", "province:40000", "regel 3, region", "geen referentieregio"
    ),
    "an unknown organization": Wrong(
        "intermunicipal:KBO0206460639",
        "intermunicipal:KBO0",
        "regel 18, bodies[1].support[1]",
        "deze organisatie is niet bekend",
    ),
    "a government made up": Wrong(
        "classification: partner\n    code: zorgraad",
        "classification: municipality\n    code: '99999'",
        "regel 5, organizations[1].classification",
        "komt uit de referentiegegevens",
    ),
    "two primaries": Wrong(
        "    parent: waasland\n",
        "    primary: true\n",
        "regel 43, bodies[2].primary",
        "hoogstens één eerste overleg",
    ),
    "a primary without a region": Wrong(
        "region: reference_region:REFREG14\n", "", "regel 14, bodies[1].primary", "zonder regio"
    ),
    "a seat of two holders": Wrong(
        MAYOR,
        f"{MAYOR}        person: Burgemeester Lokeren\n",
        "regel 26, bodies[1].seats[1]",
        "één bestuur, één functie of één persoon",
    ),
    "a seat of nobody": Wrong(
        MAYOR, "      - category: mayor\n", "regel 26, bodies[1].seats[1]", "één bestuur"
    ),
    "a seat that is there twice": Wrong(
        MAYOR,
        MAYOR + MAYOR + "        valid_from: 2025-01-01\n",
        "regel 28, bodies[1].seats[2]",
        "twee keer in dezelfde periode",
    ),
    "a category that was not defined": Wrong(
        MAYOR,
        MAYOR.replace("mayor", "province"),
        "regel 26, bodies[1].seats[1].category",
        "niet bepaald",
    ),
    "a category of its own without a name": Wrong(
        "key: guest", "key: buur", "regel 24, bodies[1].member_categories[2].key", "heeft een naam"
    ),
    "a route to an unknown body": Wrong(
        "body: directeurs-waasland",
        "body: elders",
        "regel 36, bodies[1].charters[1].rules.agendering.route[1].body",
        "dit overleg is niet bekend (elders)",
    ),
    "a parent that comes later": Wrong(
        "    primary: true\n",
        "    primary: true\n    parent: directeurs-waasland\n",
        "regel 16, bodies[1].parent",
        "staat niet hierboven",
    ),
    "a chain that bites its tail": Wrong(
        "    primary: true\n",
        "    primary: true\n    follows: waasland\n",
        "regel 16, bodies[1].follows",
        "volgt een overleg op zichzelf",
    ),
    "the same address twice": Wrong(
        "slug: directeurs-waasland", "slug: waasland", "regel 38, bodies[2].slug", "twee keer"
    ),
    "the same prefix twice": Wrong(
        "A-DWL", "A-WL", "regel 42, bodies[2].agreement_prefix", "twee keer"
    ),
    "a page's own address": Wrong(
        "slug: waasland\n", "slug: nieuw\n", "regel 9, bodies[1].slug", "is een pagina"
    ),
    "a field that is there twice": Wrong(
        "    kind: mayors\n",
        "    kind: mayors\n    kind: forum\n",
        "regel 13, bodies[1].kind",
        "dit veld staat er twee keer",
    ),
    "not YAML": Wrong("    kind: mayors\n", "   kind: mayors\n", "regel 12", "geen geldige YAML"),
    "two documents": Wrong("bodies:\n", "---\nbodies:\n", "regel 8", "geen geldige YAML"),
    "references that multiply": Wrong(
        "name: Waasland\n",
        "name: &a [x, x]\nbom: [*a, *a]\n",
        "regel 2",
        "verwijzingen (& en *) zijn hier niet toegelaten",
    ),
    "an object of a program": Wrong(
        "name: Waasland\n",
        "name: !!python/object/apply:os.getcwd []\n",
        "regel 2, name",
        "hier hoort tekst",
    ),
    "a sign that is no text": Wrong("Waasland\n", "Waas\x07land\n", "regel 2", "een teken"),
    "a version that skips one": Wrong(
        "number: 1", "number: 2", "regel 31, bodies[1].charters[1].number", "hier hoort 1"
    ),
    "adopted half": Wrong(
        "number: 1",
        "number: 1\n        valid_from: 2026-01-01",
        "regel 31, bodies[1].charters[1]",
        "heeft valid_from én adopted_on",
    ),
    "adopted in the future": Wrong(
        "number: 1",
        "number: 1\n        valid_from: 2027-01-01\n        adopted_on: 2027-01-01",
        "regel 33, bodies[1].charters[1].adopted_on",
        "aannemen kan pas",
    ),
}


def written() -> tuple[int, ...]:
    """How much the site holds of all that a file may bring in."""
    kinds = (GoverningBody, Organization, Post, AuditEntry)
    return tuple(kind.objects.count() for kind in kinds)


def refused(content: bytes) -> str:
    """What a file is refused with; it wrote nothing."""
    before = written()
    with pytest.raises(BrokenConfiguration) as refusal:
        import_configuration(
            actor=User.objects.system(), document=read_configuration(content, "waasland.yaml")
        )
    assert written() == before
    return refusal.value.sentence


def test_the_good_file_is_good(flanders: User) -> None:
    bodies = import_configuration(
        actor=flanders, document=read_configuration(GOOD.encode(), "waasland.yaml")
    )
    assert [each.slug for each in bodies] == ["waasland", "directeurs-waasland"]


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_whole_with_its_place(flanders: User, case: Wrong) -> None:
    assert GOOD.count(case.old)
    lines = refused(GOOD.replace(case.old, case.new, 1).encode()).splitlines()
    place = f"waasland.yaml, {case.place}: "
    assert [line for line in lines if line.startswith(place) and case.sentence in line], lines


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "waasland.yaml: het bestand is leeg"),
        (b"# alleen een opmerking\n", "waasland.yaml: het bestand is leeg"),
        (b"zomaar tekst\n", "waasland.yaml, regel 1: hier horen velden"),
        (GOOD.encode("utf-16"), "waasland.yaml, regel 1: dit is geen UTF-8"),
        (
            GOOD.replace("kind: mayors", "kind: burgemeestër").encode("latin-1"),
            "waasland.yaml, regel 12: dit is geen UTF-8",
        ),
        (GOOD.encode() + b"#" * MOST_BYTES, "waasland.yaml: het bestand is groter dan 1 MB"),
        (b"a: " + b"{b: " * 3_000 + b"}" * 3_000, "waasland.yaml: te diep genest"),
    ],
    ids=["empty", "comment", "text", "utf-16", "latin-1", "large", "deep"],
)
def test_what_is_no_configuration_at_all(db: None, content: bytes, expected: str) -> None:
    assert refused(content).startswith(expected)


def test_every_mistake_comes_back_at_once_in_the_order_of_the_file(flanders: User) -> None:
    text = GOOD.replace("46029 Lokeren", "'99999'").replace("KBO0206460639", "KBO0")
    text = text.replace("body: directeurs-waasland", "body: elders")
    sentences = refused(text.encode()).splitlines()
    assert [each.split(", ")[1] for each in sentences] == ["regel 18", "regel 27", "regel 36"]


def test_a_second_primary_in_a_region_that_has_one(flanders: User) -> None:
    import_configuration(
        actor=flanders, document=read_configuration(GOOD.encode(), "waasland.yaml")
    )
    text = GOOD.replace("waasland\n", "ander\n").replace("A-WL", "A-X").replace("A-DWL", "A-Y")
    text = text.replace("    organization: mayors_consultation:BO-WAAS\n", "")
    assert refused(text.encode()) == (
        "waasland.yaml, regel 14, bodies[1].primary: de regio heeft al een eerste overleg: "
        "Burgemeestersoverleg Waasland"
    )


def test_what_another_table_of_the_site_has_already(flanders: User) -> None:
    bring_in("kust")
    text = GOOD.replace("slug: waasland\n", "slug: kust\n").replace(
        "parent: waasland", "parent: kust"
    )
    assert "regel 9, bodies[1].slug: dit adresdeel is van een ander overleg" in refused(
        text.encode()
    )
    assert "bodies[1].agreement_prefix: dit voorvoegsel gebruikt Kust" in refused(
        GOOD.replace("A-WL", "A-KU").encode()
    )
    assert "bodies[1].organization: deze organisatie is hier al een overleg: Kust" in refused(
        GOOD.replace("BO-WAAS", "BO-KUST").encode()
    )


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("A-WL", "A-WAAS", "agreement_prefix"),
        ("    primary: true\n", "", "primary"),
        ("    organization: mayors_consultation:BO-WAAS\n", "", "organization"),
        ("    parent: waasland\n", "", "parent"),
    ],
)
def test_what_is_fixed_once_a_table_exists(flanders: User, old: str, new: str, field: str) -> None:
    import_configuration(
        actor=flanders, document=read_configuration(GOOD.encode(), "waasland.yaml")
    )
    assert f"{field}: " in refused(GOOD.replace(old, new, 1).encode())


def test_the_command_says_it_in_one_message(
    flanders: User, tmp_path_factory: TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("site") / "waasland.yaml"
    file.write_text(GOOD.replace("kind: mayors", "kind: koning"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"waasland\.yaml, regel 12, bodies\[1\]\.kind: dit kan"):
        call_command("import_configuration", str(file))
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_configuration", str(file.with_name("weg.yaml")))
    with pytest.raises(CommandError, match="Geef een bestand op"):
        call_command("import_configuration")
    with pytest.raises(CommandError, match="Geen regio of overleg heet"):
        call_command("export_configuration", "nergens", str(file))
    assert not GoverningBody.objects.exists()
