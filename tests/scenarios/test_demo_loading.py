"""Loading the demo: on another day, in production, too early, in time."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from tests.demo_fixture import REFERENCE, load

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import NotAllowed
from overlegtafel.config.demo.loader import load_demo
from overlegtafel.local_decisions.queries import progress_of
from overlegtafel.meetings.models import AgendaItem

pytestmark = pytest.mark.django_db


def test_dates_move_with_the_day_of_loading() -> None:
    moment = datetime(2028, 3, 1, 9, 0, tzinfo=ZoneInfo("Europe/Brussels"))
    late = load(moment)
    days = (moment.date() - REFERENCE.date()).days
    shift = timedelta(days - days % 7)
    assert late.decision("A-D07", "Lede").meets_on.weekday() == (REFERENCE - timedelta(4)).weekday()
    assert late.decision("A-D07", "Lede").meets_on == (REFERENCE - timedelta(4)).date() + shift
    agreement = late.agreement("A-D07")
    assert progress_of([agreement.pk])[agreement.pk].figure == "3 van 14"
    assert not AuditEntry.objects.filter(at__gt=moment).exists()
    item = AgendaItem.objects.get(title="Afgelegde weg 2028")
    assert item.meeting.held_on.year == 2028


def test_production_refuses_the_demo(settings: Any) -> None:
    settings.DEMO_MODE = False
    with pytest.raises(NotAllowed):
        load_demo()
    assert not User.objects.filter(is_demo=True).exists()


def test_asks_for_flanders_first() -> None:
    with pytest.raises(CommandError, match="load_flanders"):
        call_command("load_demo")
