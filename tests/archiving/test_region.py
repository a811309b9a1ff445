"""A whole region leaves as one package and comes back the same (R138)."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import bagit
import pikepdf
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from tests.archiving.crawl import figures_seen_by
from tests.demo_fixture import Demo

from overlegtafel.archiving import contents
from overlegtafel.archiving.reading import import_region
from overlegtafel.archiving.writing import export_region
from overlegtafel.audit.remember import forget
from overlegtafel.audit.services import broken_links
from overlegtafel.common.errors import Invalid, NotVisible, WrongMoment
from overlegtafel.config.demo.cast import DOMAIN
from overlegtafel.reporting.integrity import CHECKS

pytestmark = pytest.mark.django_db

REGION = "denderregio"


def manifest(package: Path) -> list[str]:
    with zipfile.ZipFile(package) as packed:
        return sorted(packed.read("manifest-sha256.txt").decode().splitlines())


def told(package: Path, label: str) -> list[dict[str, object]]:
    with zipfile.ZipFile(package) as packed:
        found: list[dict[str, object]] = json.loads(packed.read(f"data/gegevens/{label}.json"))
    return found


@pytest.fixture(scope="module")
def package(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("pakket") / "denderregio.zip"
    export_region(REGION, target)
    return target


@pytest.fixture
def empty_site(demo: Demo) -> Iterator[None]:
    """The same database with nothing in it, for one test."""
    ours = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA defer_foreign_keys = ON")
            else:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for model in ours:
                if model._meta.label not in ("contenttypes.ContentType", "auth.Permission"):
                    cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
        forget()
        yield
        transaction.set_rollback(True)
    forget()


def test_every_model_of_the_house_has_its_place_or_a_reason() -> None:
    placed = [
        contents.TABLES,
        *contents.OF_A_TABLE,
        *contents.OF_AN_ORGANIZATION,
        *contents.POINTED_AT,
        *contents.OF_THE_SITE,
        contents.THE_LOG,
        *contents.LEFT_OUT,
    ]
    ours = [
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("overlegtafel.")
    ]
    assert sorted(placed) == sorted(ours)


def test_it_is_a_valid_bag(package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(package) as packed:
        packed.extractall(tmp_path)
    assert bagit.Bag(str(tmp_path)).validate()


def test_it_reads_without_the_product(package: Path) -> None:
    with zipfile.ZipFile(package) as packed:
        names = set(packed.namelist())
        sheet = packed.read("data/tabellen/local_decisions.LocalDecision.csv").decode("utf-8-sig")
        reports = [name for name in names if name.startswith("data/verslagen/")]
        paper = packed.read(reports[0])
        readme = packed.read("data/LEESMIJ.txt").decode()
    assert "wachtwoord" in readme.lower()
    lines = list(csv.DictReader(io.StringIO(sheet), delimiter=";"))
    approved = [
        line["municipality (naam)"]
        for line in lines
        if line["agreement (naam)"].startswith("A-D07") and line["state"].startswith("approved")
    ]
    assert sorted(approved) == ["Denderleeuw", "Dendermonde", "Lede"]
    assert len(reports) == 6
    with pikepdf.open(io.BytesIO(paper)) as pdf, pdf.open_metadata() as facts:
        assert facts.pdfa_status == "2A"


def test_every_document_is_in_it_as_it_was_added(package: Path) -> None:
    with zipfile.ZipFile(package) as packed:
        index = json.loads(packed.read("data/documenten/inhoud.json"))
        for each in index:
            content = packed.read(f"data/documenten/{each['file']}")
            assert hashlib.sha256(content).hexdigest() == each["checksum"]
    assert len(index) == len(told(package, "dossiers.DocumentVersion")) > 0


def test_nothing_of_the_other_region_is_in_it(demo: Demo, package: Path) -> None:
    with zipfile.ZipFile(package) as packed:
        content = {
            name: packed.read(name).decode(errors="replace")
            for name in packed.namelist()
            if name.endswith((".json", ".csv"))
        }
    for reference in ("A-M05", "M-08", "Burgemeester Ingelmunster"):
        assert [name for name, text in content.items() if reference in text] == []


def test_no_secret_is_in_it(demo: Demo, package: Path) -> None:
    for each in told(package, "accounts.User"):
        assert each["fields"]["password"] == "!"  # type: ignore[index]
        assert each["fields"]["is_superuser"] is False  # type: ignore[index]
    with zipfile.ZipFile(package) as packed:
        kinds = {Path(name).stem for name in packed.namelist()}
    assert kinds.isdisjoint(contents.LEFT_OUT)


def test_what_a_municipality_wrote_for_itself_stands_apart(package: Path) -> None:
    with zipfile.ZipFile(package) as packed:
        apart = [name for name in packed.namelist() if "/binnen-een-bestuur/" in name]
        shared = [
            name
            for name in packed.namelist()
            if "/binnen-een-bestuur/" not in name
            and any(label in name for label in contents.OF_ONE_MUNICIPALITY)
        ]
    assert "data/binnen-een-bestuur/lede/agreements.Position.json" in apart
    assert shared == []


def test_out_in_and_out_again_is_identical(package: Path, tmp_path: Path, empty_site: None) -> None:
    counts = import_region(package)
    again = tmp_path / "opnieuw.zip"
    export_region(REGION, again)
    assert manifest(again) == manifest(package)
    assert counts["local_decisions.LocalDecision"] == 32


def test_the_log_and_all_figures_are_whole_after(package: Path, empty_site: None) -> None:
    import_region(package)
    assert list(broken_links()) == []
    found = {label: list(check()) for label, check in CHECKS}
    assert {label: lines for label, lines in found.items() if lines} == {}


def test_not_over_what_is_there(demo: Demo, package: Path) -> None:
    with pytest.raises(WrongMoment, match="lege site"):
        import_region(package)


def test_a_damaged_package_changes_nothing(package: Path, tmp_path: Path, empty_site: None) -> None:
    harmed = tmp_path / "beschadigd.zip"
    with zipfile.ZipFile(package) as packed, zipfile.ZipFile(harmed, "w") as out:
        for name in packed.namelist():
            content = packed.read(name)
            if name.endswith("LocalDecision.json"):
                content = content.replace(b"approved", b"refused ")
            out.writestr(name, content)
    with pytest.raises(Invalid, match="beschadigd"):
        import_region(harmed)
    with pytest.raises(Invalid, match="beschadigd"):
        import_region(_text_file(tmp_path))
    assert not apps.get_model("governance.GoverningBody").objects.exists()


def _text_file(place: Path) -> Path:
    path = place / "geen.zip"
    path.write_text("geen zip")
    return path


def test_another_release_is_refused(package: Path, tmp_path: Path, empty_site: None) -> None:
    older = tmp_path / "ouder"
    with zipfile.ZipFile(package) as packed:
        packed.extractall(older)
    index = older / "data" / "inhoud.json"
    index.write_text(index.read_text().replace("agreements.0001_initial", "agreements.0000_x"))
    bagit.Bag(str(older)).save(manifests=True)
    packed_again = tmp_path / "ouder.zip"
    with zipfile.ZipFile(packed_again, "w") as out:
        for path in older.rglob("*"):
            out.write(path, path.relative_to(older))
    with pytest.raises(WrongMoment, match="andere uitgave"):
        import_region(packed_again)


def test_an_unknown_region_is_named(demo: Demo, tmp_path: Path) -> None:
    with pytest.raises(NotVisible):
        export_region("nergens", tmp_path / "x.zip")
    with pytest.raises(CommandError, match="nergens"):
        call_command("export_region", "nergens", tmp_path / "x.zip")
    assert list(tmp_path.iterdir()) == []


READERS = {
    "regiocoordinator.dender": ["/tafels/denderregio/", "/mijn-tafel/"],
    "burgemeester.lede": ["/tafels/denderregio/", "/besturen/lede/"],
    "dossier.lebbeke": ["/besturen/lebbeke/"],
    "raadslid.lede": ["/mijn-tafel/"],
    "": ["/openbaar/denderregio/"],
}
WITHIN = ("/tafels/denderregio/", "/besturen/", "/mijn-tafel/", "/openbaar/denderregio/")


def all_figures() -> dict[tuple[str, str], list[str]]:
    found = {}
    for name, starts in READERS.items():
        email = f"{name}@{DOMAIN}" if name else ""
        for address, figures in figures_seen_by(email, starts, WITHIN, at_most=70).items():
            found[name, address] = figures
    return found


@pytest.fixture(scope="module")
def figures_before(package: Path) -> dict[tuple[str, str], list[str]]:
    forget()
    return all_figures()


def test_every_page_shows_the_same_figures(
    package: Path, figures_before: dict[tuple[str, str], list[str]], empty_site: None
) -> None:
    import_region(package)
    after = all_figures()
    assert len(after) > 200
    different = {
        where: (figures, after.get(where))
        for where, figures in figures_before.items()
        if figures != after.get(where)
    }
    assert different == {}
