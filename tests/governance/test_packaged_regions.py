"""The sets that come with the software: each whole, exact, and free of people.

Parametrized by the files found, so a new file is tested by itself.
"""

import re
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.factories.regions import another_site, bring_in, document, document_of, packaged

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.governance.configuration.importing import import_configuration
from overlegtafel.governance.configuration.packaged import import_packaged, packaged_files
from overlegtafel.governance.configuration.reading import BrokenConfiguration
from overlegtafel.governance.configuration.writing import export_configuration, written
from overlegtafel.governance.models import Charter, GoverningBody, RoleGrant
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.states import CharterState
from overlegtafel.organizations.models import Mandate, Organization, Person

SETS = [each.stem for each in packaged_files()]
NAMED = {
    "denderregio",
    "halle-vilvoorde",
    "kempen",
    "kust",
    "limburg",
    "midwest",
    "regio-antwerpen",
    "regio-brugge",
    "regio-gent",
    "rivierenland",
    "westhoek",
    "zuid-west-vlaanderen",
}
"""The regions and constellations that the source text names; a site may have more."""


def test_every_named_set_is_packaged() -> None:
    assert set(SETS) >= NAMED


@pytest.mark.parametrize("name", SETS)
def test_a_packaged_file_is_exactly_what_export_writes_also_after_a_second_time(
    flanders: User, name: str
) -> None:
    bodies = bring_in(name)
    assert export_configuration(name).encode() == packaged(name).read_bytes()
    logged = AuditEntry.objects.count()
    assert bring_in(name) == bodies
    assert AuditEntry.objects.count() == logged


@pytest.mark.parametrize("name", SETS)
def test_written_as_it_was_read(name: str) -> None:
    text = packaged(name).read_text(encoding="utf-8")
    assert written(document_of(name).configuration) == text


@pytest.mark.parametrize("name", SETS)
def test_what_it_says_stays_the_table_s_own(name: str) -> None:
    """A table never makes a *besluit* (R42), and every body says what it is for and why we know."""
    text = packaged(name).read_text(encoding="utf-8").lower()
    assert not re.search(r"\bbesluit|\bbeslissingsorgaan", text)
    for body in document_of(name).configuration.bodies:
        assert body.purpose, body.slug
        assert any(each.source for each in body.facts), body.slug


@pytest.mark.parametrize("name", SETS)
def test_a_charter_says_something_of_its_own(name: str) -> None:
    for body in document_of(name).configuration.bodies:
        for charter in body.charters:
            assert charter.rules != CharterRules() or charter.ambition, body.slug
            assert charter.credit, body.slug


def test_all_at_once_and_in_seconds(flanders: User, capsys: pytest.CaptureFixture[str]) -> None:
    started = time.process_time()
    call_command("import_configuration", "--all")
    assert time.process_time() - started < 10
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [f"{name}.yaml" for name in SETS]
    for name in SETS:
        assert export_configuration(name).encode() == packaged(name).read_bytes()
    _hold_no_people_and_nothing_adopted()


def _hold_no_people_and_nothing_adopted() -> None:
    """We don't claim that a real region adopted ours; who sits where is the site's to say."""
    assert not Person.objects.exists()
    assert not Mandate.objects.exists()
    assert not RoleGrant.objects.exists()
    assert set(Charter.objects.values_list("state", flat=True)) == {CharterState.DRAFT}


def test_a_set_of_which_the_site_holds_a_table_is_left_alone(flanders: User) -> None:
    own = import_configuration(
        actor=flanders,
        document=document(
            "format: 1\nname: Westhoek\nregion: reference_region:REFREG07\nbodies:\n"
            "  - {slug: eigen, name: Eigen overleg, short_name: Eigen, kind: mayors,"
            " agreement_prefix: A-E}\n"
        ),
    )
    brought = import_packaged()
    assert {each.stem for each in packaged_files()} - {"westhoek"} == {
        name for name in SETS if _sits(name)
    }
    assert list(GoverningBody.objects.filter(region__code="REFREG07")) == own
    assert len(brought) == GoverningBody.objects.count() - 1
    assert import_packaged() == []


def _sits(name: str) -> bool:
    slugs = [each.slug for each in document_of(name).configuration.bodies]
    return GoverningBody.objects.filter(slug__in=slugs).exists()


def test_the_reference_files_are_needed_first(flanders: User) -> None:
    Organization.objects.all().delete()
    with pytest.raises(BrokenConfiguration, match="deze regio is niet bekend"):
        import_packaged()
    assert not GoverningBody.objects.exists()


def test_the_files_travel_with_the_package(repository: Path) -> None:
    """Folders within ``data`` are packaged too, as long as the pattern reaches into them."""
    settings = (repository / "pyproject.toml").read_text(encoding="utf-8")
    assert '"data/**/*"' in settings
    assert all(
        file.is_relative_to(repository / "src" / "overlegtafel") for file in packaged_files()
    )


def test_another_site_leaves_nothing(flanders: User) -> None:
    with another_site():
        bring_in("kust")
        assert GoverningBody.objects.exists()
    assert not GoverningBody.objects.exists()
    assert Organization.objects.exists()
