"""Finding every row of a region."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.apps import apps
from django.db import models
from django.db.models import Q

from overlegtafel.archiving import contents
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Classification, Organization

Rows = dict[str, dict[int, models.Model]]
"""By the name of a model its rows, by their numbers."""


def tables_of(slug: str) -> list[GoverningBody]:
    """The tables of a region: of the region of that address, or of the family of that table.

    Raises ``NotVisible``.
    """
    region = Organization.objects.filter(
        classification=Classification.REFERENCE_REGION, slug=slug
    ).first()
    if region is not None and (found := list(GoverningBody.objects.filter(region=region))):
        return found
    body = GoverningBody.objects.filter(slug=slug).first()
    if body is None:
        raise NotVisible
    return list(GoverningBody.objects.filter(body.of_family).distinct())


def rows_of(tables: Iterable[GoverningBody]) -> Rows:
    """Every row that belongs to these tables, and what those rows point at."""
    rows: Rows = {}
    ids = [table.pk for table in tables]
    _add(rows, GoverningBody.objects.filter(pk__in=ids))
    for label, ways in contents.OF_A_TABLE.items():
        _add(rows, _leading_to(label, ways, ids))
    around = list(_organizations_in(rows))
    for label, ways in contents.OF_AN_ORGANIZATION.items():
        _add(rows, _leading_to(label, ways, around))
    for label in contents.OF_THE_SITE:
        _add(rows, _model(label)._default_manager.all())
    _add(rows, _log_of(rows, ids))
    _complete(rows)
    return rows


def _model(label: str) -> type[models.Model]:
    return apps.get_model(label)


def _leading_to(
    label: str, ways: Iterable[str], ids: Iterable[int]
) -> models.QuerySet[models.Model]:
    wanted = reduce(or_, (Q(**{f"{way}__in": list(ids)}) for way in ways))
    return _model(label)._default_manager.filter(wanted).distinct()


def _add(rows: Rows, found: Iterable[models.Model]) -> int:
    """Keep what is new; how many that were."""
    new = 0
    for row in found:
        kept = rows.setdefault(row._meta.label, {})
        if row.pk not in kept:
            kept[row.pk] = row
            new += 1
    return new


def _organizations_in(rows: Rows) -> Iterator[int]:
    """The organizations that the region's own rows name."""
    found = {wanted for name, wanted in _pointers(rows) if name == Organization._meta.label}
    yield from sorted(found)


def _pointers(rows: Rows) -> Iterator[tuple[str, int]]:
    """Everything that rows point at: which model, which number."""
    for label, kept in list(rows.items()):
        left_out = contents.FIELDS_LEFT_OUT.get(label, {})
        for field in _model(label)._meta.concrete_fields:
            if field.related_model is None or field.name in left_out:
                continue
            target = field.related_model._meta.label
            for row in kept.values():
                number = getattr(row, field.attname)
                if number is not None:
                    yield target, number
        for many in _model(label)._meta.local_many_to_many:
            target = many.related_model._meta.label
            if target not in contents.LEFT_OUT and _is_ours(target):
                through = many.remote_field.through._default_manager  # type: ignore[union-attr]
                own, theirs = many.m2m_column_name(), many.m2m_reverse_name()
                links = through.filter(**{f"{own}__in": list(kept)})
                for number in links.values_list(theirs, flat=True):
                    yield target, number


def _is_ours(label: str) -> bool:
    return _model(label).__module__.startswith("overlegtafel.")


def _log_of(rows: Rows, table_ids: list[int]) -> list[AuditEntry]:
    """The lines of the log about the tables, and about the rows that belong to them."""
    about = {label.lower(): kept for label, kept in rows.items()}
    known = Q(body_id__in=table_ids) | Q(body_id__isnull=True, subject_type__in=list(about))
    found = AuditEntry.objects.filter(known).order_by("pk")
    return [
        entry
        for entry in found
        if entry.body_id is not None or entry.subject_id in about[entry.subject_type]
    ]


def _complete(rows: Rows) -> None:
    """Take along what is pointed at, and what that points at, until nothing is missing."""
    while True:
        missing: dict[str, set[int]] = {}
        for label, number in _pointers(rows):
            if number not in rows.get(label, {}):
                missing.setdefault(label, set()).add(number)
        if not missing:
            return
        for label, numbers in missing.items():
            found = _model(label)._default_manager.filter(pk__in=numbers)
            if not _add(rows, found):
                raise LookupError(f"{label} {sorted(numbers)} ontbreekt")
