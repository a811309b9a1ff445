"""Queueing and sending messages: once each, the result kept, nothing dropped in silence.

A message is claimed, and that claim stored, before it leaves; so a sender that dies can't make
another send it again. What was claimed and never settled becomes *uncertain*: a person decides
(decision 15).
"""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import WrongMoment
from overlegtafel.outbox.identity import new_message_id
from overlegtafel.outbox.models import Attachment, Message
from overlegtafel.outbox.preferences import deliveries_for, delivery_for, way_out
from overlegtafel.outbox.smtp import Unanswered
from overlegtafel.outbox.topics import Delivery, topic_of

MAX_ATTEMPTS = 5
INTERRUPTED = timedelta(minutes=10)
"""How long a message may be on its way; EMAIL_TIMEOUT ends a living sender's wait far sooner."""

S = Message.State
_START = {Delivery.NOW: S.PENDING, Delivery.DIGEST: S.HELD, Delivery.NEVER: S.DECLINED}
File = tuple[str, str, str | bytes]
"""Name, media type, content."""


def queue(
    *,
    kind: str,
    recipient: User,
    subject: str,
    text: str,
    key: str,
    action: tuple[str, str] | None = None,
    attachments: Sequence[File] = (),
    reply_to: str = "",
    again_of: Message | None = None,
    is_urgent: bool = False,
) -> Message | None:
    """Put one message in the outbox, inside the transaction of what it tells of.

    ``key`` makes it unique: the same key is queued once (``None`` comes back then). A login
    without a real address (the system) gets no mail. ``action`` is the one thing to do, in words
    and with its address; the text ends with it unless it names the address itself. Who wants less
    mail about this is heard, unless it is sent again on purpose; what is urgent waits for no
    overview. ``reply_to`` is where an answer goes; without it, to the sender.
    """
    if recipient.is_system or not recipient.is_active:
        return None
    label, url = action or ("", "")
    text = _with_action(text, action)
    unsure = again_of is not None and again_of.state == S.UNCERTAIN
    with transaction.atomic():
        message, created = Message.objects.get_or_create(
            key=key,
            defaults={
                "kind": kind,
                "recipient": recipient,
                "address": recipient.email,
                "reply_to": reply_to[:1000],
                "subject": " ".join(subject.split())[:300],
                "text": text,
                "message_id": again_of.message_id if unsure and again_of else new_message_id(),
                "action_label": label,
                "action_url": url,
                "again_of": again_of,
                "state": S.PENDING
                if again_of
                else _START[delivery_for(recipient, kind, is_urgent)],
                "created_at": clock.now(),
            },
        )
        if created and attachments:
            Attachment.objects.bulk_create(_kept(message, each) for each in attachments)
    return message if created else None


@dataclass(frozen=True)
class Addressed:
    """One mail of many about the same: to whom, its text, and the one thing to do."""

    recipient: User
    text: str
    action: tuple[str, str] | None = None


def queue_all(
    *, kind: str, mails: Sequence[Addressed], subject: str, key: str, reply_to: str = ""
) -> int:
    """Put a mail to each of many people in the outbox; return how many are new.

    As ``queue`` for each of them, with ``key`` and the person's number as the key, in as few
    queries for a thousand as for one: a letter to all councillors of a region is written while
    its sender waits.
    """
    people = [each for each in mails if each.recipient.is_active and not each.recipient.is_system]
    chosen = deliveries_for([each.recipient.pk for each in people], kind)
    there = set(
        Message.objects.filter(key__startswith=f"{key}:").values_list("recipient", flat=True)
    )
    new = [each for each in people if each.recipient.pk not in there]
    Message.objects.bulk_create(
        Message(
            kind=kind,
            recipient=each.recipient,
            address=each.recipient.email,
            reply_to=reply_to[:1000],
            subject=" ".join(subject.split())[:300],
            text=_with_action(each.text, each.action),
            key=f"{key}:{each.recipient.pk}",
            message_id=new_message_id(),
            action_label=each.action[0] if each.action else "",
            action_url=each.action[1] if each.action else "",
            state=_START[chosen.get(each.recipient.pk, Delivery.NOW)],
            created_at=clock.now(),
        )
        for each in new
    )
    return len(new)


def _with_action(text: str, action: tuple[str, str] | None) -> str:
    """A text that ends with the one thing to do, unless it names the address itself."""
    if action is None or action[1] in text:
        return text
    label, url = action
    return f"{text.rstrip()}\n\n{label}:\n{url}\n"


def queue_outside(
    *, kind: str, address: str, subject: str, text: str, key: str, reply_to: str = ""
) -> Message | None:
    """Put a message to someone without a login in the outbox: to an address that was typed.

    As ``queue``, inside the transaction of what it tells of, and once for each ``key``. Nobody's
    choice about mail holds it: it is a letter, not news of the house.
    """
    message, created = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "address": address,
            "reply_to": reply_to[:1000],
            "subject": " ".join(subject.split())[:300],
            "text": text,
            "message_id": new_message_id(),
            "state": S.PENDING,
            "created_at": clock.now(),
        },
    )
    return message if created else None


def _kept(message: Message, file: File) -> Attachment:
    name, media_type, content = file
    data = content.encode() if isinstance(content, str) else content
    return Attachment(message=message, name=name, media_type=media_type, content=data)


@dataclass
class SendReport:
    """How many messages left and how many did not; which are given up; of how many nobody knows;
    and why the mail server gave no answer, when it gave none.
    """

    sent: int = 0
    failed: int = 0
    uncertain: int = 0
    given_up: list[Message] = field(default_factory=list)
    silence: str = ""


def send_pending(limit: int = 500) -> SendReport:
    """Send what waits, oldest first. A message is claimed before it leaves, so two senders
    never send the same one; after ``MAX_ATTEMPTS`` failures it stays visible as not delivered.
    A mail server that does not answer is no attempt: everything waits until it does.
    """
    report = SendReport(uncertain=doubt_interrupted())
    waiting = Message.objects.filter(state=S.PENDING).order_by("id")
    for pk in list(waiting.values_list("pk", flat=True)[:limit]):
        now = clock.now()
        claimed = Message.objects.filter(pk=pk, state=S.PENDING).update(
            state=S.SENDING, claimed_at=now, attempts=F("attempts") + 1
        )
        if claimed:
            _send(Message.objects.get(pk=pk), now, report)
        if report.silence:
            break
    return report


def doubt_interrupted() -> int:
    """Mark what a sender took and never settled as uncertain; return how many.

    It may have left a moment before that sender died, so nothing sends it again by itself.
    """
    since = clock.now() - INTERRUPTED
    left = Message.objects.filter(state=S.SENDING, claimed_at__lte=since)
    return left.update(
        state=S.UNCERTAIN,
        error="Het verzenden werd onderbroken: misschien is deze mail vertrokken, misschien niet.",
    )


def _send(message: Message, claimed_at: datetime, report: SendReport) -> None:
    try:
        _mail_of(message).send()
    except Unanswered as error:
        report.uncertain += 1
        _settle(message, claimed_at, state=S.UNCERTAIN, error=in_plain_words(error))
    except (OSError, ValueError) as error:  # the server's refusals, and what can't be a mail
        report.failed += 1
        _refused(message, claimed_at, error, report)
    else:
        report.sent += 1
        _settle(message, claimed_at, state=S.SENT, sent_at=clock.now(), error="")


def _mail_of(message: Message) -> EmailMessage:
    headers = {
        "Message-ID": message.message_id or new_message_id(),
        "Auto-Submitted": "auto-generated",
    }
    text, topic = message.text, topic_of(message.kind)
    if topic is not None and message.recipient is not None:
        out = way_out(message.recipient, topic)
        text = f"{text.rstrip()}\n\n-- \nMinder of geen mail over “{topic.label}”?\n{out}\n"
        # RFC 8058: a mail program may offer one button that does the same.
        headers |= {
            "List-Unsubscribe": f"<{out}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    mail = EmailMessage(
        message.subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [message.address],
        headers=headers,
        reply_to=[message.reply_to] if message.reply_to else None,
    )
    for each in message.attachments.all():
        mail.attach(each.name, bytes(each.content), each.media_type)
    return mail


def _refused(
    message: Message, claimed_at: datetime, error: OSError | ValueError, report: SendReport
) -> None:
    """What becomes of a message that did not leave: it waits again, or is given up."""
    final = _is_final(error)
    answers = final or isinstance(error, ValueError)
    report.silence = "" if answers else _silence()
    given_up = final or (not report.silence and message.attempts >= MAX_ATTEMPTS)
    _settle(
        message,
        claimed_at,
        state=S.FAILED if given_up else S.PENDING,
        attempts=message.attempts - bool(report.silence),
        error=in_plain_words(error),
    )
    if given_up:
        report.given_up.append(message)


def _settle(message: Message, claimed_at: datetime, **facts: object) -> None:
    """Write how it ended, unless another took it over meanwhile; who sent it knows best."""
    mine = Message.objects.filter(pk=message.pk, claimed_at=claimed_at)
    mine.filter(state__in=[S.SENDING, S.UNCERTAIN]).update(**facts)
    for name, value in facts.items():
        setattr(message, name, value)


def _answer(error: Exception) -> tuple[int, str]:
    """The server's code and words in an error; 0 when it is no answer."""
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused) and error.recipients:
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return 0, str(error) or type(error).__name__
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return code, " ".join(text.split())


def _is_final(error: Exception) -> bool:
    """Whether the server refused this one mail for good; a wrong set-up of ours is not that."""
    refusals = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
    return isinstance(error, refusals) and 500 <= _answer(error)[0] < 600


def in_plain_words(error: Exception) -> str:
    """Why a mail did not arrive, for who sent it; the server's own words behind it."""
    code, words = _answer(error)
    if isinstance(error, Unanswered):
        said = "De mailserver verbrak de verbinding voor hij zei of hij de mail aannam."
    elif isinstance(error, smtplib.SMTPRecipientsRefused) and code >= 500:
        said = "De mailserver kent of aanvaardt dit adres niet."
    elif isinstance(error, smtplib.SMTPRecipientsRefused):
        said = "De mailserver aanvaardt dit adres nu niet; we proberen het opnieuw."
    elif isinstance(error, smtplib.SMTPDataError):
        said = "De mailserver weigerde de mail."
    elif isinstance(error, ValueError):
        said = "Dit adres of onderwerp kan geen mail worden."
    else:
        said = "De mailserver was niet bereikbaar."
    detail = f"{code} {words}" if code else words
    return f"{said} ({detail})"[:1000]


def _silence() -> str:
    """Why the mail server takes no mail at all; empty when it does."""
    connection = get_connection()
    try:
        connection.open()
        connection.close()
    except OSError as error:
        return str(error) or type(error).__name__
    return ""


@transaction.atomic
def mark_bounced(message: Message, reason: str) -> bool:
    """Note that a message that left came back; ``False`` when that was known already."""
    left = Message.objects.filter(pk=message.pk, state__in=[S.SENDING, S.SENT, S.UNCERTAIN])
    return bool(left.update(state=S.BOUNCED, bounced_at=clock.now(), error=reason[:1000]))


def mark_arrived(message: Message) -> None:
    """Settle an uncertain message: it did arrive. Raises ``WrongMoment``.

    Called inside the transaction of a service that has authorised the actor.
    """
    unsure = Message.objects.filter(pk=message.pk, state=S.UNCERTAIN)
    if not unsure.update(state=S.SENT, sent_at=F("claimed_at"), error=""):
        raise WrongMoment("Van deze mail is intussen al bekend wat ermee gebeurde.")


def try_again() -> int:
    """Let what was not delivered wait once more, with fresh attempts; return how many."""
    given_up = Message.objects.filter(state=S.FAILED)
    return given_up.update(state=S.PENDING, attempts=0)


def settle_invented() -> int:
    """Count what waits as sent when it was made; return how many.

    For invented history only: its mail must not leave the house a year later.
    """
    waiting = Message.objects.filter(state=S.PENDING, recipient__is_demo=True)
    return waiting.update(state=S.SENT, sent_at=F("created_at"))
