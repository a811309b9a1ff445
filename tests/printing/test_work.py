"""``manage.py work``: the worker itself, on a database that others see too."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from tests.factories.cast import make_cast

from overlegtafel.common import clock
from overlegtafel.printing.models import Pack
from overlegtafel.printing.services import ask_for_pack
from overlegtafel.printing.states import PackState


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_what_waits_and_takes_up_what_was_dropped() -> None:
    cast = make_cast()
    thread = cast.thread("convened")
    assert thread.meeting
    pack = ask_for_pack(actor=cast.mayor, meeting=thread.meeting)
    call_command("work", once=True)
    pack.refresh_from_db()
    assert pack.state == PackState.READY
    assert DBTaskResult.objects.successful().count() == 1
    dropped = clock.now() - timedelta(minutes=3)
    Pack.objects.update(state=PackState.MAKING, alive_at=dropped)
    call_command("work", with_parent=1)  # not its parent: it looks once and stops
    pack.refresh_from_db()
    assert pack.state == PackState.READY
