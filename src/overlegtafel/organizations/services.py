"""The only place that writes organizations."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from django.db import models, transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit import services as audit
from overlegtafel.common.errors import NotAllowed
from overlegtafel.organizations.models import (
    Classification,
    Membership,
    Organization,
    OtherName,
    Succession,
)
from overlegtafel.organizations.policy import can_load_flanders
from overlegtafel.organizations.reference_files import (
    DATA,
    LOADED,
    FlandersFiles,
    Key,
    Row,
    read_flanders,
)

MUNICIPALITY = Classification.MUNICIPALITY
_BATCH = 500

Model = TypeVar("Model", bound=models.Model)


@dataclass(frozen=True)
class Tally:
    """What happened to one kind of row."""

    rows: int
    created: int
    changed: int
    gone: list[str]


@dataclass
class LoadReport:
    """What a load did; ``gone`` names rows that are in the database but not in the files."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return sum(tally.rows for tally in self.tallies.values())

    @property
    def written(self) -> int:
        """How many rows were created or changed."""
        return sum(tally.created + tally.changed for tally in self.tallies.values())

    @property
    def gone(self) -> list[str]:
        """Rows the files no longer name. They stay: others may point at them."""
        return [name for tally in self.tallies.values() for name in tally.gone]

    @property
    def rows_per_second(self) -> int:
        """The speed of reading, checking and writing."""
        return round(self.rows / self.seconds) if self.seconds else 0


def load_flanders(*, actor: User, directory: Path = DATA) -> LoadReport:
    """Bring the organizations of Flanders up to the reference files, all or nothing.

    The files are checked whole before anything is written. A second run writes nothing.
    Rows that are no longer in the files are reported, never deleted.
    """
    if not can_load_flanders(actor):
        raise NotAllowed("Alleen het systeem of een beheerder laadt de referentiegegevens.")
    started = time.perf_counter()
    files = read_flanders(directory)
    report = LoadReport()
    with transaction.atomic():
        _refuse_taken_slugs(files)
        report.tallies["organizations"] = _store_organizations(files)
        ids = _organization_ids()
        report.tallies["other_names"] = _store_other_names(files, ids)
        report.tallies["successions"] = _store_successions(files, ids)
        report.tallies["memberships"] = _store_memberships(files, ids)
        if report.written:
            audit.record(
                "flanders.loaded",
                actor,
                actor=actor,
                changes={
                    name: (None, {"created": tally.created, "changed": tally.changed})
                    for name, tally in report.tallies.items()
                },
                reason="Referentiegegevens van Vlaanderen geladen.",
            )
    report.seconds = time.perf_counter() - started
    return report


def _refuse_taken_slugs(files: FlandersFiles) -> None:
    wanted = {(row["classification"], row["slug"]): row for row in files.organizations.values()}
    stored = Organization.objects.filter(classification__in=LOADED)
    for classification, slug, code in stored.values_list("classification", "slug", "code"):
        row = wanted.get((classification, slug))
        if row and row["code"] != code and (classification, code) not in files.organizations:
            raise row.damaged("slug", f"“{slug}” is al in gebruik door {code}")


def _organization_ids() -> dict[Key, int]:
    rows = Organization.objects.filter(classification__in=LOADED)
    return {(kind, code): pk for kind, code, pk in rows.values_list("classification", "code", "pk")}


def _fact(row: Row, files: FlandersFiles) -> dict[str, Any]:
    """Source in full, confidence and note."""
    key = row["source"]
    return {
        "source": files.sources[(key,)]["text"] if key else "",
        "confidence": row["confidence"],
        "note": row["note"],
    }


def _store_organizations(files: FlandersFiles) -> Tally:
    wanted = {key: {**row.values, **_fact(row, files)} for key, row in files.organizations.items()}
    stored = Organization.objects.filter(classification__in=LOADED)
    return _store(stored, ("classification", "code"), wanted)


def _store_other_names(files: FlandersFiles, ids: Mapping[Key, int]) -> Tally:
    wanted = {}
    for (kind, code, name), row in files.other_names.items():
        pk = ids[kind, code]
        wanted[pk, name] = {"organization_id": pk, "name": name, **_fact(row, files)}
    stored = OtherName.objects.filter(organization__classification__in=LOADED)
    return _store(stored.select_related("organization"), ("organization_id", "name"), wanted)


def _store_successions(files: FlandersFiles, ids: Mapping[Key, int]) -> Tally:
    key = ("predecessor_id", "successor_id", "effective_on")
    wanted = {}
    for (old, new, day), row in files.successions.items():
        values = (ids[MUNICIPALITY, old], ids[MUNICIPALITY, new], day)
        wanted[values] = {**dict(zip(key, values, strict=True)), **_fact(row, files)}
    stored = Succession.objects.filter(predecessor__classification=MUNICIPALITY)
    return _store(stored.select_related("predecessor", "successor"), key, wanted)


def _store_memberships(files: FlandersFiles, ids: Mapping[Key, int]) -> Tally:
    key = ("member_id", "group_id", "valid_from")
    wanted = {}
    for (kind, code, nis, starts), row in files.memberships.items():
        values = (ids[MUNICIPALITY, nis], ids[kind, code], starts)
        facts = {"valid_to": row["valid_to"], **_fact(row, files)}
        wanted[values] = {**dict(zip(key, values, strict=True)), **facts}
    stored = Membership.objects.filter(
        member__classification=MUNICIPALITY, group__classification__in=LOADED
    )
    return _store(stored.select_related("member", "group"), key, wanted)


def _store(
    stored: models.QuerySet[Model], key: tuple[str, ...], wanted: Mapping[Key, dict[str, Any]]
) -> Tally:
    """Create what is new, change what differs, leave the rest; count each."""
    found: dict[Key, Model] = {tuple(getattr(row, name) for name in key): row for row in stored}
    changed: list[Model] = []
    names: set[str] = set()
    for known, row in found.items():
        differs = {
            name: value
            for name, value in wanted.get(known, {}).items()
            if getattr(row, name) != value
        }
        for name, value in differs.items():
            setattr(row, name, value)
        if differs:
            changed.append(row)
            names |= differs.keys()
    new = [stored.model(**values) for known, values in wanted.items() if known not in found]
    if changed:
        stored.model._default_manager.bulk_update(changed, sorted(names), batch_size=_BATCH)
    stored.model._default_manager.bulk_create(new, batch_size=_BATCH)
    gone = [str(row) for known, row in found.items() if known not in wanted]
    return Tally(rows=len(wanted), created=len(new), changed=len(changed), gone=gone)
