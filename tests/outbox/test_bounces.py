"""What comes back: a report marks its own mail and nothing else, whoever wrote it."""

import io
import mailbox
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from tests.conftest import FixedClock
from tests.factories.cast import Cast

from overlegtafel.outbox.bounces import bounce_in, read_bounce
from overlegtafel.outbox.models import Message
from overlegtafel.outbox.services import queue, send_pending

S = Message.State


@pytest.fixture
def sent(cast: Cast) -> Message:
    """A mail that left."""
    message = queue(kind="test", recipient=cast.mayor, subject="Dag", text="Dag\n", key="1")
    assert message is not None
    send_pending()
    message.refresh_from_db()
    return message


def report(
    message_id: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    code: str = "smtp; 550 5.1.1 <lode@lede.example>: gebruiker onbekend",
    kind: str = "report-type=delivery-status",
    given_back: str = "text/rfc822-headers",
) -> bytes:
    """A delivery report as Postfix writes it."""
    return f"""\
From: MAILER-DAEMON@mx.example
To: overlegtafel@localhost
Subject: Undelivered Mail Returned to Sender
Message-ID: <20261123@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; {kind}; boundary="deel"

--deel
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you.

--deel
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Mon, 23 Nov 2026 10:00:00 +0100

Final-Recipient: rfc822; lode@lede.example
Action: {action}
Status: {status}
Diagnostic-Code: {code}

--deel
Content-Type: {given_back}

From: overlegtafel@localhost
Message-ID: {message_id}
Subject: Dag

--deel--
""".encode()


@pytest.mark.parametrize("given_back", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_marks_its_mail_with_why(
    sent: Message, clock: FixedClock, given_back: str
) -> None:
    assert read_bounce(report(sent.message_id, given_back=given_back)) == sent
    sent.refresh_from_db()
    assert (sent.state, sent.bounced_at) == (S.BOUNCED, clock.now())
    assert sent.error == (
        "Dit adres bestaat niet. (550 5.1.1 <lode@lede.example>: gebruiker onbekend)"
    )
    assert read_bounce(report(sent.message_id)) is None  # known already


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("5.2.2", "De mailbox van de ontvanger is vol."),
        ("4.4.7", "De mailserver van de ontvanger bleef onbereikbaar."),
        ("9.9.9", "De mailserver van de ontvanger stuurde de mail terug."),
    ],
)
def test_a_status_reads_as_words(sent: Message, status: str, words: str) -> None:
    bounce = bounce_in(report(sent.message_id, status=status, code="smtp; nee"))
    assert bounce is not None
    assert bounce.reason == f"{words} (nee)"


def hostile(ours: str) -> dict[str, bytes]:
    """What strangers may put in a mailbox. Each must change nothing."""
    deep = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3_000)
    )
    return {
        "nothing": b"",
        "zeros": b"\x00" * 10_000,
        "not a report": report(ours, kind="report-type=disposition-notification"),
        "only delayed": report(ours, action="delayed"),
        "delivered": report(ours, action="delivered"),
        "another id": report("<" + "0" * 32 + "@localhost>"),
        "another domain": report(ours.replace("@", "@mx.")),
        "an id with a newline": report(ours.replace("@", "\n@")),
        "a pattern for an id": report("<.*@.*>"),
        "no id": report(""),
        "an answer that quotes": b"Subject: Re: Dag\nIn-Reply-To: " + ours.encode() + b"\n\nOK",
        "its own header only": b"Message-ID: "
        + ours.encode()
        + b"\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x--",
        "unknown charset": report(ours, kind="report-type*=utf-99''delivery%FFstatus"),
        "nested without end": deep.encode(),
        "a status that is a text": b"Content-Type: multipart/report; report-type=delivery-status; "
        b"boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n\xff\xfe\n--x--\n",
        "many parts before it": report(ours).replace(
            b"--deel\nContent-Type: message",
            b"--deel\n\nvulling\n" * 60 + b"--deel\nContent-Type: message",
            1,
        ),
        "cut off far behind": report(ours).replace(b"I'm sorry", b"x" * 2_100_000),
    }


@pytest.mark.parametrize("name", list(hostile("<x@localhost>")))
def test_hostile_mail_changes_nothing(sent: Message, name: str) -> None:
    assert read_bounce(hostile(sent.message_id)[name]) is None
    sent.refresh_from_db()
    assert (sent.state, sent.error) == (S.SENT, "")


def test_what_a_stranger_writes_in_a_report_stays_one_short_line(sent: Message) -> None:
    code = "smtp; " + "<b>\x1b[31m" + "a" * 5_000
    read_bounce(report(sent.message_id, code=code))
    sent.refresh_from_db()
    assert sent.error.startswith("Dit adres bestaat niet. (<b>[31maaa")
    assert len(sent.error) < 500


def test_a_maildir_is_read_once(
    sent: Message, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box = mailbox.Maildir(tmp_path / "mail")
    box.add(report(sent.message_id))
    box.add(b"Subject: Afwezig\n\nIk ben met vakantie.\n")
    call_command("read_bounces", str(tmp_path / "mail"))
    call_command("read_bounces", str(tmp_path / "mail"))
    said = capsys.readouterr().out
    assert f"teruggekomen: {sent.address}, “Dag”" in said
    assert "2 mail(s) gelezen, 1 teruggekomen" in said
    assert "0 mail(s) gelezen" in said


def test_an_mbox_file_and_standard_input_are_read_too(
    cast: Cast,
    sent: Message,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = queue(kind="test", recipient=cast.chair, subject="Dag", text="Dag\n", key="2")
    assert other is not None
    send_pending()
    box = mailbox.mbox(tmp_path / "box")
    box.add(report(sent.message_id))
    box.close()
    call_command("read_bounces", str(tmp_path / "box"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(report(other.message_id))))
    call_command("read_bounces", "-")
    assert Message.objects.filter(state=S.BOUNCED).count() == 2
    assert capsys.readouterr().out.count("1 mail(s) gelezen, 1 teruggekomen") == 2


def test_a_path_without_mail_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Geen Maildir of mbox"):
        call_command("read_bounces", str(tmp_path))
