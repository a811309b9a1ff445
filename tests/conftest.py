"""What all tests share: a fixed clock, a data folder of their own, a fast password hasher."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import DjangoDbBlocker

from overlegtafel.audit.remember import forget
from overlegtafel.common import clock as product_clock

pytest_plugins = ["tests.empty_database", "tests.factories.cast", "tests.factories.world"]

BRUSSELS = ZoneInfo("Europe/Brussels")
REFERENCE_MOMENT = datetime(2026, 11, 23, 10, 0, tzinfo=BRUSSELS)


class FixedClock:
    """``overlegtafel.common.clock`` standing still: Monday 23 November 2026, 10:00 in Brussels.

    Only the product's own clock stands still. Sessions, cookies and rate limits keep Django's
    clock, so signing in works at any ``travel_to``.
    """

    def __init__(self) -> None:
        self.moment = REFERENCE_MOMENT

    def now(self) -> datetime:
        """The fixed moment, as ``clock.now()`` gives it."""
        return self.moment

    def travel_to(self, moment: datetime | str) -> datetime:
        """Go to a moment; text such as ``"2026-11-26 14:00"`` is Belgian wall time."""
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment)
        self.moment = moment if moment.tzinfo else moment.replace(tzinfo=BRUSSELS)
        return self.moment

    def move(self, **parts: float) -> datetime:
        """Go forward (``days=1``, ``minutes=5``) or back (negative), in elapsed time."""
        elapsed = self.moment.astimezone(product_clock.UTC) + timedelta(**parts)
        self.moment = elapsed.astimezone(BRUSSELS)
        return self.moment


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--second-database`` leaves out what another database can't change."""
    parser.addoption("--second-database", action="store_true", help="only what touches a database")


def pytest_configure() -> None:
    """Settings for every test, before Django's apps load."""
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a second database, leave out tests without one and those of how a page looks.

    The whole suite has passed on the first by then; the same HTML has no other contrast.
    """
    if not config.getoption("--second-database"):
        return
    kept = [item for item in items if _asks_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures: list[str] = getattr(item, "fixturenames", [])
    uses = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(fixtures)
    return bool(uses) and item.get_closest_marker("looks") is None


@pytest.fixture(scope="session", autouse=True)
def _stopped_clock() -> Iterator[FixedClock]:
    """Stop the clock for the whole session, so that session-wide data is made at one moment."""
    stopped = FixedClock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(product_clock, "now", stopped.now)
        yield stopped


@pytest.fixture(autouse=True)
def clock(_stopped_clock: FixedClock) -> Iterator[FixedClock]:
    """The fixed clock, back at the reference moment before every test."""
    _stopped_clock.moment = REFERENCE_MOMENT
    yield _stopped_clock
    _stopped_clock.moment = REFERENCE_MOMENT


@pytest.fixture(autouse=True)
def _fresh_memory() -> None:
    """Every test starts as a process does: remembering nothing."""
    forget()


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep files and mail of a test run out of the real data folder."""
    folder = tmp_path_factory.mktemp("data")
    django_settings.DATA_DIR = folder
    django_settings.MEDIA_ROOT = str(folder / "files")
    django_settings.STATIC_ROOT = str(folder / "static")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """SQLite in a file, not in memory: threads get connections of their own, as when it runs.

    The live server of the browser tests and ``transaction_mode IMMEDIATE`` need that.
    """
    database = django_settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(
            tmp_path_factory.mktemp("database") / "test.sqlite3"
        )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Tables made from the models, told apart from a site's own by nothing.

    ``--no-migrations`` spares a process the sixty steps to where they lead;
    ``tests/architecture/test_migrations.py`` holds the two against each other.
    """
    with django_db_blocker.unblock():
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for app in apps.get_app_configs():
            for step in Path(app.path, "migrations").glob("[0-9]*.py"):
                recorder.record_applied(app.label, step.stem)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def clean_environment(repository: Path) -> dict[str, str]:
    """The environment for a subprocess: this Python, our source, no settings of the caller."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**keep, "PYTHONPATH": str(repository / "src")}
