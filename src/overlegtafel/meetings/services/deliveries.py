"""What the secretariat does about a mail that did not arrive: again, another address, it did."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.accounts.services import correct_address
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.governance.policy import refuse_ended
from overlegtafel.meetings.differences import Change, differences
from overlegtafel.meetings.dispatches import filled_now, is_newest, may_mend_address, may_send
from overlegtafel.meetings.models import AgendaVersion, Delivery
from overlegtafel.meetings.notifications import letters_for, post
from overlegtafel.meetings.services.holding import hold
from overlegtafel.meetings.states import MeetingState
from overlegtafel.outbox.models import UNDELIVERED, Message
from overlegtafel.outbox.services import mark_arrived


@transaction.atomic
def send_again(*, actor: User, delivery: Delivery) -> Delivery:
    """Send one person the same version once more: a new mail with its own key, shown as such.

    It goes to who fills the seat now, at the address known now. Raises ``NotAllowed``,
    ``WrongMoment`` once the meeting is open, while the mail still waits, or when someone sent it
    again meanwhile; ``Invalid`` when nobody there gets mail.
    """
    _authorise(actor, delivery)
    hold(delivery.version.meeting, MeetingState.CONVENED)
    before = _held(delivery)
    if before is None or before.state in (Message.State.PENDING, Message.State.SENDING):
        raise WrongMoment("Deze mail is nog onderweg.")
    if not is_newest(delivery):
        raise WrongMoment("Deze mail is intussen al opnieuw verstuurd.")
    filled = filled_now(delivery)
    seats = [filled] if filled else []
    letters = letters_for(delivery.version, seats, _changes_of(delivery.version))
    message = post(letters[0], delivery.version, again_of=before) if letters else None
    if message is None or filled is None:
        raise Invalid("Op deze zetel zit nu niemand die mail kan krijgen.")
    again = Delivery.objects.create(
        version=delivery.version,
        seat=delivery.seat,
        holder=filled.holder,
        message=message,
        made_by=actor,
        made_at=clock.now(),
    )
    _note(actor, delivery, "agenda.sent_again", address=(before.address, message.address))
    return again


@transaction.atomic
def mend_address(*, actor: User, delivery: Delivery, address: str) -> User:
    """Set the address right of someone who never came in yet. Sending again is a step apart.

    Raises ``NotAllowed`` for anyone else (``dispatches.may_mend_address``), ``Invalid``.
    """
    _authorise(actor, delivery)
    message = _held(delivery)
    if message is None or message.recipient is None or message.state not in UNDELIVERED:
        raise WrongMoment("Aan dit adres hoeft niets verbeterd te worden.")
    user = message.recipient
    if not may_mend_address(actor, user):
        raise NotAllowed(
            "Deze persoon meldde zich al aan of zit ook aan een ander overleg. Wie de site "
            "beheert, kan het adres wijzigen."
        )
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid("Dit is geen e-mailadres.", field="address") from None
    before = user.email
    if not correct_address(user=user, email=address):
        raise Invalid("Dit adres hoort al bij iemand anders.", field="address")
    _note(actor, delivery, "account.address_corrected", address=(before, user.email))
    return user


@transaction.atomic
def settle_arrived(*, actor: User, delivery: Delivery) -> None:
    """Note that a mail of which nobody knew did arrive. Raises ``NotAllowed``, ``WrongMoment``."""
    _authorise(actor, delivery)
    message = _held(delivery)
    if message is None:
        raise WrongMoment("Er vertrok geen mail.")
    mark_arrived(message)
    _note(actor, delivery, "agenda.arrived", address=(None, message.address))


def _authorise(actor: User, delivery: Delivery) -> None:
    """Who sends agendas; what may go out again went out with the chair's go-ahead before."""
    meeting = delivery.version.meeting
    if not may_send(actor, meeting):
        raise NotAllowed
    refuse_ended(meeting.body)


def _held(delivery: Delivery) -> Message | None:
    """The mail as it stands now, kept so until this transaction ends."""
    if delivery.message_id is None:
        return None
    return Message.objects.select_for_update().filter(pk=delivery.message_id).first()


def _changes_of(version: AgendaVersion) -> list[Change]:
    """What this version changed, as its mail told."""
    before = version.meeting.agenda_versions.filter(number=version.number - 1).first()
    return differences(before.content, version.content) if before else []


def _note(
    actor: User, delivery: Delivery, verb: str, **changes: tuple[str | None, str | None]
) -> None:
    meeting = delivery.version.meeting
    record(
        verb,
        meeting,
        actor=actor,
        changes={"holder": (None, delivery.holder or str(delivery.seat)), **changes},
        body_id=meeting.body_id,
    )
