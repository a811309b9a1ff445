"""Writing a region as a package: BagIt, with JSON, CSV, the original files and the reports."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bagit
from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.python import Serializer
from django.db import models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.text import slugify

from overlegtafel.archiving import contents
from overlegtafel.archiving.selecting import Rows, rows_of, tables_of
from overlegtafel.common import clock
from overlegtafel.common.sheets import as_csv
from overlegtafel.dossiers.models import DocumentVersion
from overlegtafel.dossiers.storage import read
from overlegtafel.governance.models import GoverningBody
from overlegtafel.meetings.models import ReportVersion
from overlegtafel.printing.reports import report_pdf

DATA, SHEETS, INSIDE, FILES, REPORTS = (
    *("gegevens", "tabellen", "binnen-een-bestuur", "documenten", "verslagen"),
)
INDEX = "inhoud.json"
_A_DAY_IN_ZIPS = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Written:
    """What a package holds."""

    tables: int
    rows: int
    documents: int
    reports: int
    size: int


def export_region(slug: str, target: Path) -> Written:
    """Write everything of a region to one zip: a BagIt package (RFC 8493).

    ``slug`` is the address of a reference region or of one of its tables. It reads the state of
    one moment. Raises ``NotVisible`` when there is no such region.
    """
    with tempfile.TemporaryDirectory() as place, transaction.atomic():
        folder = Path(place) / "pakket"
        folder.mkdir()
        tables = tables_of(slug)
        rows = rows_of(tables)
        _write_rows(rows, folder)
        _write_sheets(rows, folder)
        documents = _write_documents(rows, folder)
        reports = _write_reports(rows, folder)
        _write_index(rows, tables, folder)
        names = ", ".join(sorted(table.name for table in tables))
        bagit.make_bag(
            str(folder),
            {
                "Source-Organization": names,
                "External-Description": f"Alles van {names}, uit Overlegtafel",
                "Bagging-Date": clock.today().isoformat(),
            },
            checksums=["sha256"],
        )
        _zip(folder, target)
    return Written(
        tables=len(tables),
        rows=sum(len(kept) for kept in rows.values()),
        documents=documents,
        reports=reports,
        size=target.stat().st_size,
    )


def _in_order(rows: Rows) -> Iterator[tuple[str, list[models.Model]]]:
    for label in sorted(rows):
        yield label, [rows[label][pk] for pk in sorted(rows[label])]


def _told(row: models.Model) -> dict[str, Any]:
    """A row as the package tells it: its number and its fields, without secrets."""
    [told] = Serializer().serialize([row])
    label = row._meta.label
    fields = told["fields"] | contents.FIELDS_LEFT_OUT.get(label, {})
    for many in row._meta.local_many_to_many:
        target = many.related_model._meta.label
        if not target.startswith("auth."):
            fields[many.name] = sorted(fields[many.name])
        else:
            del fields[many.name]
    return {"pk": row.pk, "fields": fields}


def _write_rows(rows: Rows, folder: Path) -> None:
    """One JSON file per kind of row; what is a municipality's own goes in a folder of its own."""
    for label, kept in _in_order(rows):
        apart: dict[str, list[dict[str, Any]]] = {}
        way = contents.OF_ONE_MUNICIPALITY.get(label)
        for row in kept:
            place = f"{INSIDE}/{_owner_of(row, way).slug}" if way else DATA
            apart.setdefault(place, []).append(_told(row))
        for place, told in apart.items():
            _write(folder / place / f"{label}.json", _json(told))


def _owner_of(row: models.Model, way: str) -> Any:
    for name in way.split("__"):
        row = getattr(row, name)
    return row


def _write_sheets(rows: Rows, folder: Path) -> None:
    """The same as tables for a spreadsheet, with names beside numbers; not what is one
    municipality's own.
    """
    names = {label: {pk: _name_of(row) for pk, row in kept.items()} for label, kept in rows.items()}
    for label, kept in _in_order(rows):
        if label in contents.OF_ONE_MUNICIPALITY or not kept:
            continue
        fields = [
            field
            for field in kept[0]._meta.concrete_fields
            if field.name not in contents.FIELDS_LEFT_OUT.get(label, {})
            and not isinstance(field, models.BinaryField)
        ]
        pointing = {field.name for field in fields if field.related_model}
        heads = [
            head
            for field in fields
            for head in (
                [field.name, f"{field.name} (naam)"] if field.name in pointing else [field.name]
            )
        ]
        lines = []
        for row in kept:
            line: list[str] = []
            for field in fields:
                value = getattr(row, field.attname)
                line.append("" if value is None else _plain(value))
                if field.name in pointing:
                    target = field.related_model._meta.label  # type: ignore[union-attr]
                    line.append(names.get(target, {}).get(value, ""))
            lines.append(line)
        _write(folder / SHEETS / f"{label}.csv", as_csv(heads, lines))


def _name_of(row: models.Model) -> str:
    """What a row is called, from its own fields alone."""
    words = (getattr(row, name, "") for name in ("reference", "name", "title", "label"))
    return " ".join(str(word) for word in words if isinstance(word, str) and word)


def _plain(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return str(value)


def _write_documents(rows: Rows, folder: Path) -> int:
    """Every version of every document as it was added, named for who looks for it."""
    found = DocumentVersion.objects.filter(pk__in=rows.get("dossiers.DocumentVersion", {}))
    index = []
    for version in found.select_related("document__dossier").order_by("pk"):
        document = version.document
        where = slugify(document.dossier.reference) if document.dossier else "zonder-dossier"
        name = f"{document.pk}-v{version.number}-{_file_name(version.name)}"
        _write(folder / FILES / where / name, read(version.checksum))
        index.append({"file": f"{where}/{name}", "checksum": version.checksum})
    _write(folder / FILES / INDEX, _json(index))
    return len(index)


def _file_name(name: str) -> str:
    stem, dot, kind = name.rpartition(".")
    return f"{slugify(stem or kind)[:80] or 'bestand'}{dot and stem and '.' + slugify(kind)}"


def _write_reports(rows: Rows, folder: Path) -> int:
    """Every approved report as PDF/A, as it is in the product: to read, nothing is read from it."""
    found = ReportVersion.objects.filter(pk__in=rows.get("meetings.ReportVersion", {}))
    for version in found.select_related("meeting__body").order_by("pk"):
        meeting = version.meeting
        name = f"{meeting.held_on.isoformat()}-v{version.number}.pdf"
        paper = report_pdf(version.content, version, True)
        _write(folder / REPORTS / meeting.body.slug / name, paper)
    return len(found)


def _write_index(rows: Rows, tables: list[GoverningBody], folder: Path) -> None:
    """What is in the package, for who reads it without the product, and for reading it in."""
    counts = {label: len(kept) for label, kept in _in_order(rows)}
    release = sorted(
        MigrationRecorder.Migration.objects.filter(app__in=_our_apps(rows)).values_list(
            "app", "name"
        )
    )
    _write(
        folder / INDEX,
        _json(
            {
                "tables": sorted(table.slug for table in tables),
                "rows": counts,
                "release": [f"{app}.{name}" for app, name in release],
            }
        ),
    )
    left_out = "\n".join(f"- {label}: {why}" for label, why in contents.LEFT_OUT.items())
    _write(folder / "LEESMIJ.txt", _README.format(left_out=left_out).encode())


def _our_apps(rows: Rows) -> set[str]:
    return {label.partition(".")[0] for label in rows}


_README = """Alles van een regio, uit Overlegtafel

Dit is een BagIt-pakket (RFC 8493): manifest-sha256.txt noemt elk bestand met zijn controlegetal.
U hebt de software niet nodig om het te lezen.

gegevens/             elke soort rij als JSON: "pk" is het nummer, "fields" wat erin staat
tabellen/             hetzelfde als CSV (puntkomma, UTF-8), met namen naast de nummers
binnen-een-bestuur/   wat een bestuur voor zichzelf schreef, per bestuur: geef dat alleen aan
                      dat bestuur zelf
documenten/           elk document zoals het is toegevoegd, per dossier, in versies
verslagen/            elk goedgekeurd verslag als PDF/A
inhoud.json           hoeveel er is, en van welke uitgave van de software

Het logboek (gegevens/audit.AuditEntry.json) zegt wie wat wanneer deed, met oude en nieuwe waarde.
Een overleg maakt afspraken; wie beslist, staat bij elke lokale beslissing.

Niet in het pakket:
{left_out}
Wachtwoorden gaan nooit mee: wie zich op een nieuwe plaats aanmeldt, kiest er een.
"""


def _json(told: Any) -> bytes:
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode() + b"\n"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _zip(folder: Path, target: Path) -> None:
    """One file, the same for the same content: names in order, no moments."""
    draft = target.with_name(f".{target.name}.nieuw")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(str(path.relative_to(folder)), _A_DAY_IN_ZIPS)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o600 << 16
                with path.open("rb") as file, out.open(entry, "w") as inside:
                    shutil.copyfileobj(file, inside)
    draft.replace(target)
