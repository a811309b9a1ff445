"""A joint agreement: written, laid to be signed, signed by each party after its own body (R21)."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.common.text import from_word
from overlegtafel.common.transitions import claim
from overlegtafel.dossiers.models import Document
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Organization
from overlegtafel.products import notifications
from overlegtafel.products.linking import NOWHERE, Origin, checked_document, checked_origin, typed
from overlegtafel.products.models import JointAgreement, Party, checksum_of
from overlegtafel.products.policy import joints_visible_to, require_voice, require_writer
from overlegtafel.products.queries.joint import approved_on, possible_parties
from overlegtafel.products.states import JOINT_MOVES, JointState, Voice


@transaction.atomic
def draft_joint(
    *,
    actor: User,
    body: GoverningBody,
    title: str,
    text: str,
    parties: Collection[Organization],
    origin: Origin = NOWHERE,
    document: Document | None = None,
    needs_approval: bool = True,
    sign_before: date | None = None,
) -> JointAgreement:
    """Start a text that the parties will sign.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    links = checked_origin(actor, body, origin)
    require_writer(actor, body, links["dossier"])
    joint = JointAgreement.objects.create(
        body=body,
        **links,
        **_content(title, text, needs_approval, sign_before),
        document=checked_document(actor, links["dossier"], document),
        written_by=actor,
        written_at=clock.now(),
    )
    names = _set_parties(joint, parties)
    record(
        "joint.drafted",
        joint,
        actor=actor,
        changes={"title": (None, joint.title), "parties": (None, names)},
        body_id=body.pk,
    )
    return joint


@transaction.atomic
def change_joint(
    *,
    actor: User,
    joint: JointAgreement,
    expected_revision: int,
    title: str,
    text: str,
    parties: Collection[Organization],
    document: Document | None = None,
    needs_approval: bool = True,
    sign_before: date | None = None,
) -> JointAgreement:
    """Write it otherwise, until it lies to be signed. Raises ``WrongMoment``, ``Stale``,
    ``NotAllowed``, ``Invalid``.
    """
    require_writer(actor, joint.body, joint.dossier, joint)
    current = _draft(joint)
    if current.revision != expected_revision:
        raise Stale
    facts = _content(title, text, needs_approval, sign_before)
    facts["document"] = checked_document(actor, joint.dossier, document)
    changes = {
        n: (str(getattr(current, n) or ""), str(v or ""))
        for n, v in facts.items()
        if getattr(current, n) != v
    }
    JointAgreement.objects.filter(pk=joint.pk).update(revision=F("revision") + 1, **facts)
    joint.refresh_from_db()
    _set_parties(joint, parties)
    record("joint.changed", joint, actor=actor, changes=changes, body_id=joint.body_id)
    return joint


@transaction.atomic
def open_joint(*, actor: User, joint: JointAgreement, expected_revision: int) -> JointAgreement:
    """Lay it to be signed: its text, document and parties are frozen with a checksum.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``, ``Stale``, ``Invalid``.
    """
    _check_seen(actor, joint)
    require_writer(actor, joint.body, joint.dossier, joint)
    current = _draft(joint)
    if current.revision != expected_revision:
        raise Stale
    parties = list(current.parties.select_related("organization"))
    if len(parties) < 2:
        raise Invalid("Kies minstens twee partijen.")
    if not current.text and current.document is None:
        raise Invalid("Schrijf de tekst, of kies het document.")
    version = current.document.current if current.document else None
    frozen = {
        "number": current.number,
        "title": current.title,
        "text": current.text,
        "document": {"name": version.name, "checksum": version.checksum} if version else None,
        "parties": [
            {"code": each.organization.code, "name": each.organization.name} for each in parties
        ],
    }
    claim(
        joint,
        JOINT_MOVES,
        "open",
        frozen=frozen,
        checksum=checksum_of(frozen),
        opened_on=clock.today(),
        revision=F("revision") + 1,
    )
    joint.refresh_from_db()
    record(
        "joint.opened",
        joint,
        actor=actor,
        changes={
            "parties": (None, [each.organization.name for each in parties]),
            "checksum": (None, joint.checksum),
        },
        body_id=joint.body_id,
    )
    return joint


@transaction.atomic
def sign_joint(
    *,
    actor: User,
    party: Party,
    signed_on: date,
    signed_by: str = "",
    despite: bool = False,
) -> Party:
    """Record that a party signed, and on which day.

    Its own mayor or director does, or who writes the minutes when it was signed at the table.
    Before its own body approved the linked agreement only when that is said with so many words,
    ``despite``: a warning, the municipality is free. Raises ``NotVisible``, ``NotAllowed``,
    ``WrongMoment``, ``Invalid``.
    """
    joint = party.joint
    _check_seen(actor, joint)
    voice = require_voice(actor, joint.body, party.organization_id, subject=joint)
    current = Party.objects.select_for_update().get(pk=party.pk)
    stored = JointAgreement.objects.get(pk=joint.pk)
    if stored.state != JointState.OPEN or stored.opened_on is None:
        raise WrongMoment("Dit ligt nog niet ter ondertekening.")
    if current.signed_on is not None:
        raise WrongMoment(f"{party.organization} tekende al.")
    if signed_on > clock.today():
        raise Invalid("Die dag moet nog komen.", field="signed_on")
    approved = approved_on(stored).get(party.organization_id)
    early = stored.needs_approval and (approved is None or signed_on < approved)
    if early and not despite:
        raise Invalid(
            f"{party.organization} keurde de afspraak {_when(approved)}. Vink aan dat er toch "
            "getekend is.",
            field="despite",
        )
    facts = {
        "signed_on": signed_on,
        "signed_by": typed(signed_by, "signed_by", "", 200),
        "before_approval": early,
    }
    Party.objects.filter(pk=party.pk).update(
        **facts, voice=voice, recorded_by=actor, recorded_at=clock.now()
    )
    party.refresh_from_db()
    record(
        "joint.signed",
        party,
        actor=actor,
        changes={name: (None, value) for name, value in {**facts, "voice": voice}.items() if value},
        body_id=joint.body_id,
    )
    return party


@transaction.atomic
def take_signature_back(*, actor: User, party: Party, reason: str) -> Party:
    """Take back a signature that was recorded wrongly, with the reason.

    Raises ``NotVisible``, ``NotAllowed`` (what a party recorded itself only it takes back),
    ``WrongMoment``, ``Invalid``.
    """
    joint = party.joint
    _check_seen(actor, joint)
    voice = require_voice(actor, joint.body, party.organization_id, subject=joint)
    current = Party.objects.select_for_update().get(pk=party.pk)
    if current.signed_on is None:
        raise WrongMoment(f"{party.organization} tekende nog niet.")
    if current.voice == Voice.OWN and voice == Voice.NOTED:
        raise NotAllowed(f"{party.organization} legde dit zelf vast.")
    words = typed(reason, "reason", "Schrijf waarom dit niet klopte.", 300)
    Party.objects.filter(pk=party.pk).update(
        signed_on=None,
        signed_by="",
        before_approval=False,
        recorded_by=actor,
        recorded_at=clock.now(),
    )
    party.refresh_from_db()
    record(
        "joint.signature_taken_back",
        party,
        actor=actor,
        changes={"signed_on": (current.signed_on, None)},
        reason=words,
        body_id=joint.body_id,
    )
    return party


@transaction.atomic
def remind_to_sign(*, actor: User, joint: JointAgreement) -> int:
    """Mail who has not signed yet, not more often than the term says; return how many mails.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``.
    """
    _check_seen(actor, joint)
    require_writer(actor, joint.body, joint.dossier, joint)
    if joint.state != JointState.OPEN:
        raise WrongMoment("Dit ligt nog niet ter ondertekening.")
    approved = approved_on(joint)
    waiting = list(joint.parties.filter(signed_on__isnull=True).select_related("organization"))
    sent = notifications.ask_to_sign(joint, waiting, approved)
    if sent:
        record(
            "joint.reminded",
            joint,
            actor=actor,
            changes={"reminded": (None, sent)},
            body_id=joint.body_id,
        )
    return sent


@transaction.atomic
def correct_joint(*, actor: User, joint: JointAgreement) -> JointAgreement:
    """Start a next version of what lies to be signed; it is signed anew.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``.
    """
    _check_seen(actor, joint)
    require_writer(actor, joint.body, joint.dossier, joint)
    current = JointAgreement.objects.select_for_update().get(pk=joint.pk)
    if current.state == JointState.DRAFT:
        raise WrongMoment("Dit ligt nog niet ter ondertekening; u kunt het gewoon wijzigen.")
    if JointAgreement.objects.filter(replaces=current).exists():
        raise WrongMoment("Er is al een volgende versie.")
    kept = ("body", "dossier", "item", "agreement", "title", "text", "document")
    made = JointAgreement.objects.create(
        **{name: getattr(current, name) for name in kept},
        needs_approval=current.needs_approval,
        number=current.number + 1,
        replaces=current,
        written_by=actor,
        written_at=clock.now(),
    )
    Party.objects.bulk_create(
        Party(joint=made, organization_id=each.organization_id) for each in current.parties.all()
    )
    record(
        "joint.corrected",
        made,
        actor=actor,
        changes={"number": (current.number, made.number)},
        body_id=made.body_id,
    )
    return made


def _when(approved: date | None) -> str:
    return "nog niet goed" if approved is None else f"pas goed op {spoken(approved)}"


def _check_seen(actor: User, joint: JointAgreement) -> None:
    if not joints_visible_to(actor).filter(pk=joint.pk).exists():
        raise NotVisible


def _draft(joint: JointAgreement) -> JointAgreement:
    current = JointAgreement.objects.select_for_update().get(pk=joint.pk)
    if current.state != JointState.DRAFT:
        raise WrongMoment("Dit ligt ter ondertekening: de tekst verandert niet meer.")
    return current


def _content(
    title: str, text: str, needs_approval: bool, sign_before: date | None
) -> dict[str, Any]:
    return {
        "title": typed(title, "title", "Schrijf hoe de overeenkomst heet.", 200),
        "text": typed(from_word(text), "text", "", 40_000),
        "needs_approval": needs_approval,
        "sign_before": sign_before,
    }


def _set_parties(joint: JointAgreement, parties: Collection[Organization]) -> list[str]:
    wanted = {each.pk for each in parties}
    allowed = set(possible_parties(joint.body).values_list("pk", flat=True))
    if wanted - allowed:
        raise Invalid("Kies partijen uit de lijst.", field="parties")
    joint.parties.exclude(organization__in=wanted).delete()
    held = set(joint.parties.values_list("organization_id", flat=True))
    Party.objects.bulk_create(
        Party(joint=joint, organization=each) for each in parties if each.pk not in held
    )
    return sorted(each.name for each in parties)
