"""Queueing and sending messages: once each, the result kept, nothing dropped in silence."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.outbox.models import Message

MAX_ATTEMPTS = 5


def queue(*, kind: str, recipient: User, subject: str, text: str, key: str) -> Message | None:
    """Put one message in the outbox, inside the transaction of what it tells of.

    ``key`` makes it unique: the same key is queued once (``None`` comes back then). A login
    without a real address (the system) gets no mail.
    """
    if recipient.is_system or not recipient.is_active:
        return None
    message, created = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "recipient": recipient,
            "address": recipient.email,
            "subject": " ".join(subject.split())[:300],
            "text": text,
            "created_at": clock.now(),
        },
    )
    return message if created else None


@dataclass
class SendReport:
    """How many messages left and how many did not; which are given up; and why the mail server
    gave no answer, when it gave none.
    """

    sent: int = 0
    failed: int = 0
    given_up: list[Message] = field(default_factory=list)
    silence: str = ""


def send_pending(limit: int = 500) -> SendReport:
    """Send what waits, oldest first. A message is claimed before it leaves, so two senders
    never send the same one; after ``MAX_ATTEMPTS`` failures it stays visible as not delivered.
    A mail server that does not answer is no attempt: everything waits until it does.
    """
    report = SendReport()
    waiting = Message.objects.filter(state=Message.State.PENDING).order_by("id")
    for pk in list(waiting.values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            message = (
                Message.objects.select_for_update()
                .filter(pk=pk, state=Message.State.PENDING)
                .first()
            )
            if message is None:
                continue
            _send(message, report)
        if report.silence:
            break
    return report


def _send(message: Message, report: SendReport) -> None:
    message.attempts += 1
    try:
        send_mail(message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [message.address])
    except (OSError, ValueError) as error:  # the server's refusals, and what can't be a mail
        report.failed += 1
        report.silence = "" if isinstance(error, ValueError) else _silence()
        message.error = str(error)[:1000]
        if report.silence:
            message.attempts -= 1
        elif message.attempts >= MAX_ATTEMPTS:
            message.state = Message.State.FAILED
            report.given_up.append(message)
    else:
        message.state, message.sent_at, message.error = Message.State.SENT, clock.now(), ""
        report.sent += 1
    message.save()


def _silence() -> str:
    """Why the mail server takes no mail at all; empty when it does."""
    connection = get_connection()
    try:
        connection.open()
        connection.close()
    except OSError as error:
        return str(error) or type(error).__name__
    return ""


def try_again() -> int:
    """Let what was not delivered wait once more, with fresh attempts; return how many."""
    given_up = Message.objects.filter(state=Message.State.FAILED)
    return given_up.update(state=Message.State.PENDING, attempts=0)


def settle_invented() -> int:
    """Count what waits as sent when it was made; return how many.

    For invented history only: its mail must not leave the house a year later.
    """
    waiting = Message.objects.filter(state=Message.State.PENDING, recipient__is_demo=True)
    return waiting.update(state=Message.State.SENT, sent_at=F("created_at"))
