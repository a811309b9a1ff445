"""Reading what came back: delivery reports after RFC 3464, told apart from everything else.

What comes in is written by strangers. Only a report of a failure that quotes a message id of ours
does something, and all it can do is mark that one message; the id holds 122 random bits that only
the receiving side saw.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail

from overlegtafel.outbox.identity import message_id_domain
from overlegtafel.outbox.models import Message
from overlegtafel.outbox.services import mark_bounced

MAX_BYTES = 2_000_000
"""Of a longer mail the rest is not read: a report stands at its front."""
_PARTS = 50
_WORDS = 400


@dataclass(frozen=True)
class Bounce:
    """One failed delivery: the message id of ours it speaks of, and why, in the server's words."""

    message_id: str
    reason: str


def read_bounce(raw: bytes) -> Message | None:
    """Mark the message that a delivery report speaks of as come back; return it.

    ``None`` for any other mail, for a message that is not ours and for what was known already.
    """
    bounce = bounce_in(raw)
    if bounce is None:
        return None
    known = Message.objects.filter(message_id=bounce.message_id).order_by("-id")
    for message in known[:1]:
        return message if mark_bounced(message, bounce.reason) else None
    return None


def bounce_in(raw: bytes) -> Bounce | None:
    """The failure that a mail reports about a message of ours; never raises on hostile input."""
    try:
        mail = message_from_bytes(raw[:MAX_BYTES])
        parts = list(_parts(mail))
        if not _is_report(mail):
            return None
        fields = _fields(parts)
        ours = _our_id(parts)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    if ours is None or fields.get("action", "").split(" ")[0].lower() != "failed":
        return None
    return Bounce(ours, _reason(fields))


def _parts(mail: Mail) -> Iterator[Mail]:
    for number, part in enumerate(mail.walk()):
        if number >= _PARTS:
            return
        yield part


def _is_report(mail: Mail) -> bool:
    kind = str(mail.get_param("report-type") or "")
    return mail.get_content_type() == "multipart/report" and kind.lower() == "delivery-status"


def _fields(parts: list[Mail]) -> dict[str, str]:
    """The fields about the recipient, of the first ``message/delivery-status`` part.

    Python reads that part as a list of header blocks: first about the mail, then per recipient.
    """
    found: dict[str, str] = {}
    for part in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        payload = part.get_payload()
        for block in payload if isinstance(payload, list) else []:
            for name, value in block.items() if isinstance(block, Mail) else []:
                found.setdefault(name.lower(), " ".join(str(value).split()))
        break
    return found


def _our_id(parts: list[Mail]) -> str | None:
    """The message id of ours in the headers that the report gives back."""
    ours = re.compile(rf"<[0-9a-f]{{32}}@{re.escape(message_id_domain())}>")
    for part in parts[1:]:
        said = [str(part.get("Message-ID") or "")]
        if part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
            said += re.findall(r"(?im)^message-id:\s*(<[^>\s]{1,200}>)", text)
        for each in said:
            if match := ours.search(each):
                return match.group()
    return None


def _reason(fields: dict[str, str]) -> str:
    """Why, in words a secretary understands; the server's own behind it."""
    status = re.match(r"[245]\.\d{1,3}\.\d{1,3}", fields.get("status", ""))
    code = status.group() if status else ""
    said = "De mailserver van de ontvanger stuurde de mail terug."
    for start, words in _MEANING.items():
        if code.startswith(start):
            said = words
            break
    detail = fields.get("diagnostic-code", "").partition(";")[2].strip() or code
    printable = "".join(each for each in detail if each.isprintable())[:_WORDS]
    return f"{said} ({printable})" if printable else said


_MEANING = {
    "5.1.": "Dit adres bestaat niet.",
    "5.2.2": "De mailbox van de ontvanger is vol.",
    "5.2.": "De mailbox van de ontvanger neemt geen mail aan.",
    "5.3.4": "De mail was te groot voor de ontvanger.",
    "5.4.": "De mailserver van de ontvanger was niet te vinden.",
    "4.4.": "De mailserver van de ontvanger bleef onbereikbaar.",
    "5.7.": "De mailserver van de ontvanger laat onze mail niet toe.",
}
