"""A sender that is killed: no mail twice, none lost without a word."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from tests.conftest import FixedClock
from tests.factories.cast import make_person
from tests.outbox.conftest import MailServer

from overlegtafel.accounts.models import User
from overlegtafel.outbox.models import Message
from overlegtafel.outbox.services import queue, send_pending

S = Message.State
Start = Callable[[], "subprocess.Popen[str]"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start_sender(
    mail_server: MailServer, clean_environment: dict[str, str], repository: Path, tmp_path: Path
) -> Start:
    """Starts ``sender.py`` on this test's database and mail server."""
    settings = connection.settings_dict
    arguments = [str(settings["NAME"])] if connection.vendor == "sqlite" else []
    url = ""
    if not arguments:
        url = f"postgresql://{settings['USER']}:@/{settings['NAME']}?host={quote(settings['HOST'])}"
    environment = {
        **clean_environment,
        "DATA": str(tmp_path),
        "DATABASE_URL": url,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_server.port),
        "DJANGO_SETTINGS_MODULE": "overlegtafel.config.settings",
    }
    script = str(Path(__file__).with_name("sender.py"))

    def start() -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, script, *arguments],
            cwd=repository,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.mark.parametrize(
    ("step", "arrived"), [("recipient", 0), ("text", 1)], ids=["before it left", "after it left"]
)
def test_a_killed_sender_leaves_one_in_doubt_and_sends_none_twice(
    mail_server: MailServer, start_sender: Start, clock: FixedClock, step: str, arrived: int
) -> None:
    system = User.objects.system()
    people = [make_person(system, label) for label in ("An", "Bob", "Cis")]
    messages = [
        queue(kind="test", recipient=each, subject="Dag", text="Dag\n", key=each.name)
        for each in people
    ]
    sender = start_sender()

    def kill() -> None:
        mail_server.at.clear()
        os.kill(sender.pid, signal.SIGKILL)

    mail_server.at[step] = kill
    _, trouble = sender.communicate(timeout=60)
    assert sender.returncode == -signal.SIGKILL, trouble
    assert mail_server.recipients == [people[0].email] * arrived
    assert send_pending().sent == 2  # the next sender goes on with the rest
    clock.travel_to(datetime.now(UTC) + timedelta(minutes=15))  # that process had a real clock
    assert send_pending().uncertain == 1
    states = [Message.objects.get(pk=each.pk).state for each in messages if each]
    assert states == [S.UNCERTAIN, S.SENT, S.SENT]
    assert mail_server.recipients == [each.email for each in people[1 - arrived :]]
