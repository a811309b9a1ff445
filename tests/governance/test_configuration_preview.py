"""What a file would change, told before it is brought in; and taking a set along."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.factories.cast import make_person
from tests.factories.regions import another_site, bring_in, document, document_of, packaged
from tests.governance.test_importing import CHANGES, body, founder, secretary_of

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import NotAllowed, Stale
from overlegtafel.governance.configuration.differences import changes_between
from overlegtafel.governance.configuration.exporting import export_for, may_export
from overlegtafel.governance.configuration.packaged import packaged_files, sets_to_bring
from overlegtafel.governance.configuration.preview import import_as_seen, preview
from overlegtafel.governance.configuration.reading import BrokenConfiguration
from overlegtafel.governance.configuration.schema import BodyPart
from overlegtafel.governance.configuration.writing import export_configuration
from overlegtafel.governance.services import (
    change_body,
)

TODAY = date(2026, 11, 23)
NAMES = {
    "municipality:41002": "Aalst",
    "municipality:41034": "Lede",
    "municipality:41048": "Ninove",
    "partner:solva": "SOLVA",
    "stuurgroep": "Stuurgroep",
}
SETS = [each.stem for each in packaged_files()]


def part(**facts: object) -> BodyPart:
    """A table as a file has it."""
    start = {
        "slug": "dender",
        "name": "Dendertafel",
        "short_name": "Dender",
        "kind": "mayors",
        "agreement_prefix": "A-D",
    }
    return BodyPart.model_validate(start | facts)


def told(old: BodyPart | None, new: BodyPart) -> list[str]:
    """The differences as sentences."""
    return [str(each) for each in changes_between(old, new, NAMES, TODAY)]


def mayors(*towns: str, **period: str) -> dict[str, object]:
    """Seats of mayors."""
    return {
        "member_categories": [{"key": "mayor"}],
        "seats": [{"category": "mayor", "municipality": town, **period} for town in towns],
    }


# In sentences


def test_nothing_differs_from_itself() -> None:
    same = part(**mayors("41002"), purpose="Samen.", charters=[{"number": 1, "ambition": "Ver."}])
    assert told(same, same) == []


def test_a_new_table_says_what_it_is_and_who_sits_there() -> None:
    assert told(None, part(parent="stuurgroep", kind="workgroup", **mayors("41002", "41034"))) == [
        "Het overleg, nieuw: werkgroep of projectgroep, onder Stuurgroep",
        "Samenstelling, nieuw: categorie burgemeester",
        "Samenstelling, nieuw: 2 zetels als burgemeester: Aalst en Lede",
    ]


def test_a_body_whose_advice_is_not_what_its_kind_gives_says_so() -> None:
    usual, political = part(kind="workgroup"), part(kind="workgroup", administrative=False)
    assert told(None, political) == [
        "Het overleg, nieuw: werkgroep of projectgroep, met politiek advies"
    ]
    assert told(usual, political) == ["Het overleg, wijzigt: advies: “ambtelijk” wordt “politiek”"]
    assert told(usual, part(kind="workgroup", administrative=True)) == []


def test_facts_are_told_as_they_were_and_as_they_become() -> None:
    old = part(rhythm="elke maand", theme="water", purpose="x" * 200)
    new = part(rhythm="elke week", started="2019", purpose="y" * 200, functions=["policy"])
    assert told(old, new) == [
        "Het overleg, wijzigt: doel: de tekst is herschreven",
        "Het overleg, wijzigt: ritme: “elke maand” wordt “elke week”",
        "Het overleg, vervalt: thema: water",
        "Het overleg, nieuw: gestart in: 2019",
        "Het overleg, nieuw: toegelaten functies: beleid",
    ]


def test_seats_join_and_end_as_the_import_does() -> None:
    old = part(**mayors("41002", "41034"))
    new = part(**mayors("41002", "41048"))
    assert told(old, new) == [
        "Samenstelling, nieuw: zetel als burgemeester: Ninove",
        "Samenstelling, vervalt: zetel als burgemeester, laatste dag 22 november 2026: Lede",
    ]
    over = part(**mayors("41002", valid_to="2026-12-31"))
    assert told(part(**mayors("41002")), over) == [
        "Samenstelling, vervalt: zetel als burgemeester, laatste dag 31 december 2026: Aalst"
    ]
    assert told(over, part(**mayors("41002", valid_to="2026-12-31"))) == []


def test_support_predecessors_and_facts_of_the_register() -> None:
    old = part(facts=[{"text": "Begon klein."}], support=["partner:solva"])
    new = part(
        facts=[{"text": "Begon klein.", "source": "archief"}, {"text": "In Aalst."}],
        predecessors=["stuurgroep"],
    )
    assert told(old, new) == [
        "Het overleg, nieuw: komt voort uit Stuurgroep",
        "Het overleg, vervalt: ondersteund door SOLVA",
        "Het overleg, wijzigt: bron van “Begon klein.” (archief)",
        "Het overleg, nieuw: gegeven “In Aalst.” (te bevestigen)",
    ]


def test_a_new_version_is_told_with_what_it_changes() -> None:
    first = {
        "number": 1,
        "ambition": "Ver.",
        "valid_from": "2026-01-01",
        "adopted_on": "2026-01-01",
    }
    second = {"number": 2, "ambition": "Verder.", "rules": {"agendering": {"cut_off_days": 14}}}
    assert told(part(charters=[first]), part(charters=[first, second])) == [
        "Afsprakennota, nieuw: versie 2, als ontwerp",
        "Afsprakennota, versie 2, wijzigt: de tekst bij “Ambitie”",
        "Afsprakennota, versie 2, vervalt: Agendering: Er is geen vaste uiterste dag voor "
        "voorstellen.",
        "Afsprakennota, versie 2, nieuw: Agendering: Voorstellen zijn er uiterlijk 14 dagen vóór "
        "de vergadering.",
    ]
    adopted = second | {"valid_from": "2027-01-01", "adopted_on": "2026-11-01"}
    assert told(part(charters=[first, second]), part(charters=[first, adopted])) == [
        "Afsprakennota, wijzigt: versie 2 geldt vanaf 1 januari 2027"
    ]


# Of a whole file


@pytest.mark.parametrize("name", SETS)
def test_what_was_told_is_what_is_done(flanders: User, name: str) -> None:
    logged = AuditEntry.objects.count()
    before = preview(document_of(name))
    assert AuditEntry.objects.count() == logged
    assert before.changing == before.bodies
    assert all(each.is_new for each in before.bodies)
    bring_in(name)
    after = preview(document_of(name))
    assert after.changing == []
    assert after.organizations == []


TOLD = [each for each in CHANGES if each.__name__ != "_change_seats"]
"""A seat that starts on another day meets its own old period: refused, and whole."""


@pytest.mark.parametrize("change", TOLD, ids=lambda each: each.__name__[1:])
def test_every_change_of_a_site_is_told_and_then_gone(
    flanders: User, change: Callable[[User], None]
) -> None:
    with another_site():
        bring_in("westhoek")
        change(flanders)
        newer = export_configuration("westhoek")
    bring_in("westhoek")
    seen = preview(document(newer))
    assert seen.changing
    import_as_seen(actor=flanders, document=document(newer), seen=seen.seen)
    assert preview(document(newer)).changing == []


def test_what_changed_after_it_was_shown_is_not_brought_in(flanders: User) -> None:
    bring_in("kust")
    text = packaged("kust").read_text(encoding="utf-8").replace("drie maanden", "vier maanden")
    seen = preview(document(text)).seen
    change_body(actor=flanders, body=body("kust"), rhythm="nooit")
    with pytest.raises(Stale):
        import_as_seen(actor=flanders, document=document(text), seen=seen)
    with pytest.raises(Stale):
        import_as_seen(actor=flanders, document=document_of("kust"), seen=seen)
    assert body("kust").rhythm == "nooit"


def test_a_broken_file_is_not_previewed(flanders: User) -> None:
    text = packaged("kust").read_text(encoding="utf-8").replace("35002 Bredene", "99999 Nergens")
    with pytest.raises(BrokenConfiguration, match=r"regel \d+, .*deze gemeente bestaat niet"):
        preview(document(text))


def test_the_packaged_sets_offered_are_those_not_here(flanders: User) -> None:
    assert set(sets_to_bring()) == set(SETS)
    bring_in("kust")
    assert set(sets_to_bring()) == set(SETS) - {"kust"}


def test_a_founder_brings_in_a_set_and_runs_it(flanders: User) -> None:
    actor = founder(flanders)
    seen = preview(document_of("westhoek"))
    made = import_as_seen(actor=actor, document=document_of("westhoek"), seen=seen.seen)
    actor = User.objects.get(pk=actor.pk)
    assert all(may_export(actor, [each]) for each in made)
    with pytest.raises(NotAllowed):
        import_as_seen(
            actor=make_person(flanders, "Burger"),
            document=document_of("kust"),
            seen=preview(document_of("kust")).seen,
        )


# Taking along


def test_who_runs_the_whole_takes_along_what_the_command_writes(flanders: User) -> None:
    made = bring_in("westhoek")
    actor = secretary_of(flanders, *(each.slug for each in made))
    for each in made:
        assert export_for(actor=actor, body=each) == export_configuration("westhoek")
