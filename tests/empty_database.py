"""A second database, empty, for a process of its own: what only a fresh site shows."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection


@pytest.fixture
def empty_database(transactional_db: None, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a process with a new, empty database of the kind under test."""
    if connection.vendor == "sqlite":
        yield {"DATA": str(tmp_path), "DATABASE_URL": ""}
        return
    settings = connection.settings_dict
    name = f"empty_{settings['NAME']}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    host = quote(settings["HOST"])
    url = f"postgresql://{settings['USER']}:@/{name}?host={host}"
    yield {"DATA": str(tmp_path), "DATABASE_URL": url}
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')
