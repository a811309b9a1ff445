"""What a database holds: its tables, columns, indexes and constraints.

Run as a script it migrates the database of its environment and prints that as JSON.
"""

import json
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection

DEFINITIONS = """
    SELECT conrelid::regclass::text, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    UNION ALL
    SELECT tablename, regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON')
    FROM pg_indexes WHERE schemaname = 'public'
"""


def schema() -> dict[str, Any]:
    """Per table of ours: columns with their type, and each constraint and index without the
    order in which they came (and, where Django makes it up, without its name)."""
    with connection.cursor() as cursor:
        found = {table: _table(cursor, table) for table in sorted(_tables())}
        if connection.vendor == "postgresql":
            cursor.execute(DEFINITIONS)
            for table, definition in sorted(cursor.fetchall()):
                if table in found:
                    found[table].append(definition)
    return found


def _table(cursor: Any, table: str) -> list[str]:
    inside = connection.introspection
    columns = [
        f"{column.name} {inside.get_field_type(column.type_code, column)} "
        f"{column.null_ok} {column.internal_size}"
        for column in inside.get_table_description(cursor, table)
    ]
    named = {rule.name for model in apps.get_models() for rule in model._meta.constraints}
    constraints = [
        json.dumps({"name": name if name in named else "", **facts}, sort_keys=True, default=str)
        for name, facts in inside.get_constraints(cursor, table).items()
    ]
    return sorted(columns) + sorted(constraints)


def _tables() -> set[str]:
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table
        for model in models
        if model._meta.managed and model.__module__.startswith("overlegtafel.")
    }


if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps(schema()))
