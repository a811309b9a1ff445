"""What leaves the house: one message that can't be a mail never holds up the others."""

from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.core.management.base import CommandError
from tests.factories.cast import Cast

from overlegtafel.outbox.models import Message
from overlegtafel.outbox.services import queue, send_pending
from overlegtafel.proposals.services import return_proposal


def note(cast: Cast, **more: Any) -> Message:
    given = {"kind": "test", "recipient": cast.mayor, "subject": "Dag", "text": "Dag", "key": "1"}
    message = queue(**(given | more))
    assert message is not None
    return message


def test_a_title_with_a_line_end_adds_no_header(cast: Cast) -> None:
    proposal = cast.proposal(title="Laadpalen\r\nBcc: iemand@elders.example")
    return_proposal(actor=cast.secretary, proposal=proposal, answer="Wie betaalt?")
    assert send_pending().sent == 1
    [message] = mail.outbox
    assert message.subject == "Denderregio: Laadpalen Bcc: iemand@elders.example"
    assert message.recipients() == [cast.mayor.email]


@pytest.mark.parametrize("wrong", [{"subject": "een\ntwee"}, {"address": "a@b.example\nc"}])
def test_what_cant_be_a_mail_stays_visible_and_the_rest_leaves(
    cast: Cast, wrong: dict[str, str]
) -> None:
    broken, fine = note(cast), note(cast, key="2")
    Message.objects.filter(pk=broken.pk).update(**wrong)
    for _ in range(5):
        send_pending()
    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.state, fine.state) == (Message.State.FAILED, Message.State.SENT)
    assert broken.error
    assert len(mail.outbox) == 1


def test_what_is_given_up_is_named_and_can_be_tried_again(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = note(cast)
    Message.objects.filter(pk=broken.pk).update(address="a@b.example\nc")
    for _ in range(4):
        call_command("send_outbox")
    with pytest.raises(CommandError, match="opgegeven"):
        call_command("send_outbox")
    assert "“Dag”" in capsys.readouterr().out
    call_command("send_outbox")
    with pytest.raises(CommandError, match="1 bericht"):
        call_command("send_outbox", "--list")
    assert "a@b.example" in capsys.readouterr().out
    Message.objects.filter(pk=broken.pk).update(address="a@b.example")
    call_command("send_outbox", "--again")
    call_command("send_outbox", "--list")
    assert [message.to for message in mail.outbox] == [["a@b.example"]]


def test_a_mail_server_that_is_down_loses_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(cast)
    note(cast, key="2")

    def away(*_: Any) -> None:
        raise ConnectionRefusedError("geen verbinding")

    with monkeypatch.context() as down:
        down.setattr(EmailBackend, "open", away)
        down.setattr(EmailBackend, "send_messages", away)
        for _ in range(7):
            with pytest.raises(CommandError, match=r"antwoordt niet.*geen verbinding"):
                call_command("send_outbox")
    assert send_pending().sent == 2
