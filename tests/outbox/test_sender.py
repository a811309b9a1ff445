"""The sender that runs beside the server."""

import os

import pytest
from django.core import mail
from django.core.management import call_command
from tests.factories.cast import Cast

from overlegtafel.outbox.models import Message
from overlegtafel.outbox.services import queue


def test_the_sender_goes_on_until_its_server_is_gone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rounds = []

    def wait(seconds: int) -> None:
        rounds.append(seconds)
        queue(
            kind="test",
            recipient=cast.mayor,
            subject=f"Bericht {len(rounds)}",
            text="Dag",
            key=f"test:{len(rounds)}",
        )

    monkeypatch.setattr("time.sleep", wait)
    monkeypatch.setattr(os, "getppid", lambda: 1 if len(rounds) < 3 else 2)
    call_command("send_outbox", "--every", "5")
    assert rounds == [5, 5, 5]
    assert [message.subject for message in mail.outbox][-3:] == [
        "Bericht 1",
        "Bericht 2",
        "Bericht 3",
    ]
    assert not Message.objects.filter(state=Message.State.PENDING).exists()
    assert "1 verzonden, 0 niet bezorgd" in capsys.readouterr().out


def test_a_sender_whose_server_died_while_starting_sends_once_and_stops(cast: Cast) -> None:
    queue(kind="test", recipient=cast.mayor, subject="Bericht", text="Dag", key="test:alone")
    call_command("send_outbox", every=5, with_parent=1)  # not its parent
    assert [message.subject for message in mail.outbox] == ["Bericht"]
