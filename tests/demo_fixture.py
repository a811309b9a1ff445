"""The whole demo as fixtures: load it once, look at it from many tests.

A ``conftest.py`` that wants them says
``from tests.demo_fixture import demo, demo_site  # noqa: F401``.

- ``demo``: once per module, rolled back after it; each test undoes its own writes. Mark the
  module ``pytest.mark.django_db``.
- ``demo_site``: really in the database, for a live server and a browser; fresh for each test.

Its services make it once per process; after that its rows are copied.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker
from tests.copied_rows import made_once

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.common import clock
from overlegtafel.config.demo.cast import DOMAIN
from overlegtafel.config.demo.loader import load_demo
from overlegtafel.governance.models import GoverningBody
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.meetings.models import Meeting
from overlegtafel.organizations.services import load_flanders

REFERENCE = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Brussels"))
_real_now = clock.now


@dataclass(frozen=True)
class Demo:
    """Finds what the demo made, read anew each time."""

    today: date

    def user(self, key: str) -> User:
        """Someone by the first part of the address: ``burgemeester.lede``."""
        return User.objects.get(email=f"{key}@{DOMAIN}")

    def body(self, slug: str = "denderregio") -> GoverningBody:
        """A table."""
        return GoverningBody.objects.get(slug=slug)

    def agreement(self, reference: str) -> Agreement:
        """An agreement: ``A-D07``."""
        return Agreement.objects.select_related("body").get(reference=reference)

    def meeting(self, slug: str, day: date) -> Meeting:
        """A table's meeting on a day."""
        return Meeting.objects.select_related("body").get(body__slug=slug, held_on=day)

    def decision(self, reference: str, municipality: str) -> LocalDecision:
        """One municipality's row of an agreement."""
        rows = LocalDecision.objects.select_related("agreement__body", "municipality")
        return rows.get(agreement__reference=reference, municipality__name=municipality)


def load(moment: datetime = REFERENCE) -> Demo:
    """Flanders and the demo, as loaded at ``moment``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", _real_now)
        with clock.at(moment):
            load_flanders(actor=User.objects.system())
            assert load_demo()
            return Demo(clock.today())


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Demo]:
    """The demo on Monday 23 November 2026, for a whole module."""
    with django_db_blocker.unblock():
        connection.ensure_connection()
        with transaction.atomic():
            yield made_once("demo", load)
            transaction.set_rollback(True)


@pytest.fixture
def demo_site(transactional_db: None) -> Demo:
    """The demo committed, for a live server."""
    with transaction.atomic():
        return made_once("demo", load)
