"""A damaged reference file is refused whole: file, row and column named, nothing changed."""

from pathlib import Path

import pytest
from tests.organizations.files import change, everything, row_of

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.organizations.reference_files import DamagedFile
from overlegtafel.organizations.services import load_flanders

pytestmark = pytest.mark.django_db

MIDWEST = row_of("memberships.csv", "mayors_consultation,BO-MIDWEST,37022,")
AALST = row_of("organizations.csv", "municipality,41002,")
ROESELARE = row_of("memberships.csv", "reference_region,REFREG10,36015,")
DAMAGE = [
    ("organizations.csv", 1, "kbo,", "ondernemingsnummer,", 1, "kbo", "ontbreekt"),
    ("organizations.csv", 1, "kbo,", "kbo,kbo2,", 1, "kbo2", "onbekend"),
    ("organizations.csv", 1, "kbo,", "kbo,kbo,", 1, "kbo", "twee keer"),
    ("organizations.csv", AALST, "41002,", "41002,,", AALST, "note", "17 kolommen"),
    ("organizations.csv", AALST, "41002", "4100", AALST, "code", "NIS-code"),
    ("organizations.csv", AALST, "41002,Aalst,aalst", "41002,Aalst,Aalst", AALST, "slug", "Aalst"),
    ("organizations.csv", AALST, "41002,Aalst,aalst", "41002,Aalst,gent", None, "slug", "gent"),
    ("organizations.csv", AALST, "41002,Aalst,", "41002,,", AALST, "name", "leeg"),
    ("organizations.csv", AALST, ",9300", ",93OO", AALST, "postal_codes", "postcodes"),
    ("organizations.csv", AALST, "municipality", "gemeente", AALST, "classification", "soort"),
    ("organizations.csv", AALST, "sourced", "zeker", AALST, "confidence", "zekerheid"),
    ("organizations.csv", AALST, "gemeenten-2025", "bron-x", AALST, "source", "bron-x"),
    ("organizations.csv", AALST, "2020-01-01", "2020-13-01", AALST, "population_on", "datum"),
    ("organizations.csv", AALST, "municipality", '"municipality', None, "onbekend", "aanhaling"),
    ("memberships.csv", MIDWEST, "37022", "99999", MIDWEST, "member", "99999"),
    ("memberships.csv", MIDWEST, "BO-MIDWEST", "BO-OOST", MIDWEST, "group", "BO-OOST"),
    ("memberships.csv", MIDWEST, "2025-01-01", "01/01/2025", MIDWEST, "valid_from", "datum"),
    ("memberships.csv", MIDWEST, "2025-01-01", "2025-02-30", MIDWEST, "valid_from", "datum"),
    ("memberships.csv", MIDWEST, "2025-01-01", "2024-01-01", MIDWEST, "valid_from", "begint voor"),
    ("memberships.csv", MIDWEST, "-01-01,,", "-01-01,2024-12-31,", MIDWEST, "valid_to", "einde"),
    ("memberships.csv", MIDWEST, "37022", "37021", None, "valid_from", "staat ook al"),
    ("memberships.csv", ROESELARE, "36015", "41002", None, "member", "al lid van REFREG1"),
    ("successions.csv", 2, "2025-01-01", "2025-01-02", 2, "effective_on", "eindigt niet"),
    ("successions.csv", 2, "11002", "11007", 2, "successor", "zichzelf"),
    ("other_names.csv", 2, "HVZ-A1", "HVZ-Z9", 2, "code", "HVZ-Z9"),
    ("sources.csv", 2, "bo-antw", "", 2, "key", "leeg"),
]


@pytest.mark.parametrize(("file", "row", "old", "new", "at", "column", "says"), DAMAGE)
def test_a_damaged_file_is_refused_whole(
    flanders_once: None,
    system: User,
    copied: Path,
    file: str,
    row: int,
    old: str,
    new: str,
    at: int | None,
    column: str,
    says: str,
) -> None:
    gent = row_of("organizations.csv", "municipality,44021,")
    change(copied, "organizations.csv", gent, "44021,Gent", "44021,Ghendt")
    change(copied, file, row, old, new)
    before = everything()
    with pytest.raises(DamagedFile) as refusal:
        load_flanders(actor=system, directory=copied)
    assert (refusal.value.file, refusal.value.column) == (file, column)
    assert at is None or refusal.value.row == at
    assert f"{file}, rij {refusal.value.row}, kolom “{column}”" in refusal.value.sentence
    assert says in refusal.value.sentence
    assert everything() == before
    assert not AuditEntry.objects.exists()


def test_a_missing_file_is_refused(flanders_once: None, system: User, copied: Path) -> None:
    (copied / "memberships.csv").unlink()
    before = everything()
    with pytest.raises(DamagedFile, match=r"memberships\.csv.*ontbreekt"):
        load_flanders(actor=system, directory=copied)
    assert everything() == before


def test_a_file_in_another_encoding_is_refused(
    flanders_once: None, system: User, copied: Path
) -> None:
    path = copied / "sources.csv"
    path.write_bytes(path.read_bytes() + "x,Café,y\n".encode("latin-1"))
    before = everything()
    with pytest.raises(DamagedFile, match="UTF-8"):
        load_flanders(actor=system, directory=copied)
    assert everything() == before
