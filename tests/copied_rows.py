"""Data that the services make once per process; after that its rows are copied.

Building the named cast, the world or the demo through the services costs up to a second, copying
their rows a few milliseconds. What is copied is what the services made, number for number.
"""

import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common import clock
from overlegtafel.organizations.models import Organization

Made = TypeVar("Made")
Rows = dict[str, Any]
"""All that stands in a table, per table, as the database itself writes it down."""

_made: dict[Any, tuple[Rows, bytes]] = {}


def made_once(name: str, make: Callable[[], Made]) -> Made:
    """What ``make`` returns and writes: made the first time, copied after.

    Made anew where the starting point is another one: another moment, or other rows.
    """
    key = (name, clock.now(), _what_stands())
    if key not in _made:
        before = read_rows()
        made = make()
        after = read_rows()
        changed = {table: after[table] for table in after if after[table] != before[table]}
        _made[key] = changed, pickle.dumps(made)
        return made
    rows, pickled = _made[key]
    with transaction.atomic():
        write_rows(rows)
    copy: Made = pickle.loads(pickled)
    return copy


def _what_stands() -> tuple[Any, ...]:
    """Which rows are there already, told by the log, which every service writes."""
    last = AuditEntry.objects.order_by("-pk").values_list("pk", "digest").first()
    return last, User.objects.count(), Organization.objects.count()


def read_rows() -> Rows:
    """All tables as they stand."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            read = {}
            for table in _tables():
                cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
                # A plus before a name: the value as stored, no date or decimal made of it.
                names = ", ".join(f'+"{column[0]}"' for column in cursor.description)
                cursor.execute(f'SELECT {names} FROM "{table}"')
                read[table] = cursor.fetchall()
            return read
        copied = {}
        for table in _tables():
            with cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT binary)') as leaving:
                copied[table] = b"".join(bytes(part) for part in leaving)
        return copied


def write_rows(rows: Rows) -> None:
    """Put the copy in place of what is there, with relations unchecked until all are there.

    Counters stay as they are: what was copied was numbered by this process's own.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            for table in rows:
                cursor.execute(f'DELETE FROM "{table}"')
            for table, lines in rows.items():
                if lines:
                    marks = ", ".join("?" * len(lines[0]))
                    connection.connection.executemany(
                        f'INSERT INTO "{table}" VALUES ({marks})', lines
                    )
            return
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, copied in rows.items():
            cursor.execute(f'DELETE FROM "{table}"')
            with cursor.copy(f'COPY "{table}" FROM STDIN (FORMAT binary)') as coming:
                coming.write(copied)
        cursor.execute("SET LOCAL session_replication_role = origin")


def _tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed})
