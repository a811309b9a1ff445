"""Loading the reference files: all or nothing, as often as you like."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from tests.organizations.files import change, everything, row_of

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.audit.services import broken_links
from overlegtafel.common.errors import NotAllowed
from overlegtafel.organizations import queries
from overlegtafel.organizations.models import Membership, Organization
from overlegtafel.organizations.reference_files import DATA, DamagedFile
from overlegtafel.organizations.services import LoadReport, load_flanders

pytestmark = pytest.mark.django_db


def test_a_load_fills_an_empty_database(flanders: LoadReport) -> None:
    assert flanders.written == flanders.rows == 3307
    assert flanders.gone == []


def test_a_load_is_recorded_once(flanders: LoadReport, system: User) -> None:
    entry = AuditEntry.objects.get(verb="flanders.loaded")
    assert entry.actor == system
    assert entry.changes["organizations"] == [None, {"created": 581, "changed": 0}]
    assert list(broken_links()) == []


def test_a_second_load_changes_nothing(flanders: LoadReport, system: User) -> None:
    before = everything()
    again = load_flanders(actor=system)
    assert (again.written, again.gone) == (0, [])
    assert everything() == before
    assert AuditEntry.objects.count() == 1


def test_a_changed_row_is_changed_and_no_other(
    flanders: LoadReport, system: User, copied: Path
) -> None:
    aalst = queries.municipality_by_slug("aalst")
    row = row_of("organizations.csv", "municipality,41002,")
    change(copied, "organizations.csv", row, "41002,Aalst", "41002,Oilsjt")
    again = load_flanders(actor=system, directory=copied)
    assert again.tallies["organizations"].changed == again.written == 1
    aalst.refresh_from_db()
    assert aalst.name == "Oilsjt"


def test_rows_gone_from_the_files_are_reported_and_stay(
    flanders: LoadReport, system: User, copied: Path
) -> None:
    path = copied / "other_names.csv"
    kept = [line for line in path.read_text("utf-8").splitlines(True) if "REFREG09" not in line]
    path.write_text("".join(kept), "utf-8")
    before = everything()
    again = load_flanders(actor=system, directory=copied)
    assert sorted(again.gone) == ["Middenkust", "Regio Middenkust"]
    assert everything() == before


def test_partners_and_bodies_are_left_alone(flanders: LoadReport, system: User) -> None:
    partner = Organization.objects.create(
        classification="partner", code="vvsg", name="VVSG", slug="vvsg"
    )
    again = load_flanders(actor=system)
    assert again.gone == []
    assert Organization.objects.filter(pk=partner.pk).exists()


def test_nobody_but_the_system_or_an_administrator_loads(db: None) -> None:
    officer = User.objects.create_user("officer@aalst.example", name="Dossierbehandelaar")
    with pytest.raises(NotAllowed):
        load_flanders(actor=officer)
    assert not Organization.objects.exists()


def test_an_address_taken_by_another_is_refused(system: User) -> None:
    Organization.objects.create(classification="municipality", code="x", name="X", slug="aalst")
    with pytest.raises(DamagedFile, match="al in gebruik"):
        load_flanders(actor=system)
    assert Organization.objects.count() == 1


def test_the_database_refuses_the_same_open_membership_twice(flanders: LoadReport) -> None:
    held = Membership.objects.filter(valid_from=None, valid_to=None).first()
    assert held is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(member=held.member, group=held.group)


def test_the_command_says_what_it_did() -> None:
    out = StringIO()
    call_command("load_flanders", stdout=out)
    assert "organisaties: 581 rijen, 581 nieuw, 0 gewijzigd" in out.getvalue()
    assert "rijen/s" in out.getvalue()


def test_the_command_refuses_in_dutch(copied: Path) -> None:
    row = row_of("memberships.csv", "mayors_consultation,BO-MIDWEST,37022,")
    change(copied, "memberships.csv", row, "37022", "99999")
    with pytest.raises(CommandError, match=rf"rij {row}, kolom “member”: NIS-code 99999"):
        call_command("load_flanders", directory=copied)


def test_the_files_name_no_place_on_a_developers_machine() -> None:
    for file in DATA.iterdir():
        text = file.read_text(encoding="utf-8")
        assert "/work" not in text
        assert "/home" not in text
        assert "../" not in text
