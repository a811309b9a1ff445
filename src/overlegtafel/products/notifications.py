"""What leaves the house about what a table makes: the statement itself, and who is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.text import join_dutch
from overlegtafel.governance.queries import holders_of, leaders_of
from overlegtafel.governance.secretariats import answers_to
from overlegtafel.local_decisions.states import TermKey
from overlegtafel.local_decisions.terms import terms_on
from overlegtafel.organizations.models import PostRole
from overlegtafel.outbox.models import Message
from overlegtafel.outbox.services import queue, queue_outside
from overlegtafel.products.models import Addressee, JointAgreement, Party, Statement


@dataclass(frozen=True)
class OutsideMail:
    """One mail to someone outside the house, exactly as it leaves."""

    address: str
    subject: str
    text: str
    reply_to: str


def mails_of(statement: Statement, addressees: Iterable[Addressee]) -> list[OutsideMail]:
    """The mails by which a statement leaves; what the preview shows is what is sent."""
    answers = answers_to(statement.body_id)
    return [
        OutsideMail(
            address=each.email,
            subject=f"{statement.body.name}: {statement.title}",
            text=f"Geachte {each.name}\n\n{statement.text}\n\nNamens {statement.body.name}\n",
            reply_to=answers,
        )
        for each in addressees
        if each.email
    ]


def send_out(actor: User, statement: Statement, addressees: Iterable[Addressee]) -> list[str]:
    """Queue the statement to each addressee with an address; return the addresses."""
    mails = mails_of(statement, addressees)
    for mail in mails:
        queue_outside(
            kind="statement.sent",
            address=mail.address,
            subject=mail.subject,
            text=mail.text,
            key=f"statement:{statement.pk}:to:{mail.address.lower()}",
            reply_to=mail.reply_to,
        )
    return [mail.address for mail in mails]


def tell_overdue(statement: Statement) -> int:
    """Tell the owner that no answer came by the last day: once for each last day (R22)."""
    due, body = statement.answer_due_on, statement.body
    assert due is not None
    page = settings.SITE_ADDRESS + reverse("statement", args=[body.slug, statement.pk])
    to = join_dutch([str(each) for each in statement.addressees.all()])
    told, answers = 0, answers_to(statement.body_id)
    for reader in owners_of(statement):
        text = (
            f"Dag {reader.name},\n\nOp “{statement.title}” van {body.name} kwam nog geen antwoord "
            f"van {to}. Dat werd verwacht tegen {spoken(due)}.\n\nHerinner hen, leg het antwoord "
            f"vast, of sluit de opvolging af:\n{page}\n"
        )
        message = queue(
            kind="statement.overdue",
            recipient=reader,
            subject=f"{body.short_name}: nog geen antwoord op “{statement.title}”",
            text=text,
            key=f"statement:{statement.pk}:overdue:{due.isoformat()}:{reader.pk}",
            reply_to=answers,
        )
        told += message is not None
    return told


def owners_of(statement: Statement) -> list[User]:
    """Who follows a statement up: the owner of its dossier, else who runs the table."""
    owner = statement.dossier.owner if statement.dossier else None
    if owner is not None:
        roles = (PostRole.MAYOR, PostRole.DIRECTOR, PostRole.STAFF, PostRole.CHAIR)
        people = holders_of(roles, [owner.pk], clock.today())
        if people:
            return people
    return leaders_of(statement.body, clock.today())


def ask_to_sign(
    joint: JointAgreement, parties: Iterable[Party], approved: Mapping[int, date]
) -> int:
    """Ask mayor and director of who has not signed, unless they were asked within the term."""
    body, today = joint.body, clock.today()
    since = terms_on(today)[TermKey.REMINDER_INTERVAL].before(today)
    prefix = f"joint:{joint.pk}:asked:"
    recent = Message.objects.filter(key__startswith=prefix, created_at__date__gt=since)
    asked = set(recent.values_list("recipient_id", flat=True))
    page = settings.SITE_ADDRESS + reverse("joint", args=[body.slug, joint.pk])
    until = f" Tekenen kan tot en met {spoken(joint.sign_before)}." if joint.sign_before else ""
    sent, answers = 0, answers_to(joint.body_id)
    for party in parties:
        town = party.organization
        day = approved.get(town.pk)
        own = f"{town} keurde de afspraak goed op {spoken(day)}. " if day else ""
        if joint.needs_approval and not day:
            own = f"{town} beslist eerst zelf over de afspraak; dat is hier nog niet vastgelegd. "
        for reader in holders_of((PostRole.MAYOR, PostRole.DIRECTOR), [town.pk], today):
            if reader.pk in asked:
                continue
            message = queue(
                kind="joint.asked",
                recipient=reader,
                subject=f"{body.short_name}: nog te tekenen: {joint.title}",
                text=f"Dag {reader.name},\n\n{own}Wij weten nog niet of {town} “{joint.title}” "
                f"tekende.{until}\n\nLeg vast wanneer het getekend is:\n{page}\n",
                key=f"{prefix}{today.isoformat()}:{reader.pk}",
                reply_to=answers,
            )
            sent += message is not None
    return sent
