"""Reading a package into an empty site."""

import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import bagit
from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.core.serializers.python import Deserializer
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from overlegtafel.accounts.models import User
from overlegtafel.archiving import contents
from overlegtafel.archiving.writing import DATA, FILES, INDEX, INSIDE
from overlegtafel.audit.models import AuditEntry, ChainHead
from overlegtafel.audit.remember import forget
from overlegtafel.audit.services import digest_of
from overlegtafel.common.errors import Invalid, WrongMoment
from overlegtafel.dossiers.storage import keep
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Organization

LARGEST = 20 * 1024**3
"""What a package may be unpacked, in bytes."""


def import_region(source: Path) -> dict[str, int]:
    """Bring a package into a site where nothing is yet; how many rows of each kind.

    The whole package is checked before anything is written, and all or nothing is. Raises
    ``WrongMoment`` when the site isn't empty or of another release, ``Invalid`` when the package
    isn't whole.
    """
    if any(kind.objects.exists() for kind in (GoverningBody, Organization, AuditEntry)):
        raise WrongMoment("Een pakket inlezen kan alleen op een lege site.")
    with tempfile.TemporaryDirectory() as place:
        folder = _unpacked(source, Path(place))
        index = _read(folder / INDEX)
        _check_release(index["release"])
        with transaction.atomic():
            counts = _load_rows(folder, index["rows"])
            _chain_again()
            for each in _read(folder / FILES / INDEX):
                _keep_document(folder / FILES / each["file"], each["checksum"])
            _reset_numbers()
        forget()
    return counts


def _unpacked(source: Path, place: Path) -> Path:
    """The content of the package, after every checksum in it was checked."""
    try:
        with zipfile.ZipFile(source) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST:
                raise Invalid("Dit pakket is te groot om uit te pakken.")
            packed.extractall(place)
        bagit.Bag(str(place)).validate()
    except (zipfile.BadZipFile, bagit.BagError, OSError) as fault:
        raise Invalid(f"Dit pakket is niet volledig of beschadigd: {fault}") from None
    return place / "data"


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _check_release(wanted: list[str]) -> None:
    """Rows fit only the tables they came from: the same migrations, no more and no less."""
    named = {each.partition(".")[0] for each in wanted}
    ours = {
        f"{app}.{name}"
        for app, name in MigrationRecorder.Migration.objects.values_list("app", "name")
        if app in named
    }
    if ours != set(wanted):
        raise WrongMoment(
            "Dit pakket is met een andere uitgave van de software gemaakt. Lees het in met die "
            "uitgave, en werk daarna bij."
        )


def _load_rows(folder: Path, expected: dict[str, int]) -> dict[str, int]:
    """Write the rows as they are told, with the numbers they had; relations wait for the end."""
    User.objects.all().delete()
    for label in contents.OF_THE_SITE:
        apps.get_model(label)._default_manager.all().delete()
    counts: dict[str, int] = dict.fromkeys(expected, 0)
    paths = [*sorted((folder / DATA).glob("*.json")), *sorted((folder / INSIDE).glob("*/*.json"))]
    for path in paths:
        label = path.stem
        if label not in expected:
            raise Invalid(f"In dit pakket zit een bestand dat niet verwacht is: {path.name}")
        told = [{"model": label, **each} for each in _read(path)]
        if label == contents.THE_LOG:
            for each in told:  # one of a kind, until the chain is made again
                each["fields"]["digest"] = str(each["pk"])
        try:
            for row in Deserializer(told):
                row.save()
        except (DeserializationError, TypeError, ValueError) as fault:
            raise Invalid(f"{path.name} is niet te lezen: {fault}") from None
        counts[label] += len(told)
    if counts != expected:
        raise Invalid("Dit pakket houdt niet wat zijn inhoud belooft.")
    return counts


def _chain_again() -> None:
    """Give the log a chain of its own on this site, in the order it was written."""
    head, _ = ChainHead.objects.get_or_create(pk=1)
    for entry in AuditEntry.objects.order_by("pk").iterator(chunk_size=2000):
        entry.previous_digest = head.digest
        head.digest = digest_of(entry)
        AuditEntry.objects.filter(pk=entry.pk).update(
            previous_digest=entry.previous_digest, digest=head.digest
        )
    head.save()


def _keep_document(path: Path, checksum: str) -> None:
    if keep(path.read_bytes()) != checksum:
        raise Invalid(f"{path.name} is niet het document dat het hoort te zijn.")


def _reset_numbers() -> None:
    """Let the next row of each kind get the next number."""
    ours: list[type[models.Model]] = [
        model for model in apps.get_models() if model.__module__.startswith("overlegtafel.")
    ]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), ours):
            cursor.execute(statement)
