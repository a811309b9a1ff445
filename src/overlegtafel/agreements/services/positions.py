"""Taking and sharing a position before the meeting, and remarks inside a municipality."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Position, Remark
from overlegtafel.agreements.policy import can_share_remarks, can_take_position, role_in
from overlegtafel.agreements.queries.positions import takes_positions
from overlegtafel.agreements.states import SHARING_MOVES, Basis, SharingState, Stance
from overlegtafel.audit.services import changed, record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.common.models import valid_on
from overlegtafel.common.text import from_word
from overlegtafel.common.transitions import claim
from overlegtafel.governance.models import Seat
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.policy import items_visible_to
from overlegtafel.meetings.states import MeetingState
from overlegtafel.organizations.models import Organization, PostRole

_REMARKABLE = (MeetingState.CONVENED, MeetingState.IN_SESSION)
_LONGEST = 10_000


@transaction.atomic
def take_position(
    *,
    actor: User,
    item: AgendaItem,
    municipality: Organization,
    stance: str,
    basis: str,
    expected_revision: int,
    based_on: date | None = None,
    reference: str = "",
    text: str = "",
    reservation: str = "",
) -> Position:
    """Write what a municipality thinks of an item and on what that rests (R9).

    From the sending of the agenda until the meeting starts the same version is rewritten. Then it
    is locked: a change is a new version, inside the municipality until it is shared, that points
    back. ``expected_revision`` is that of the newest version, 0 without one.
    Raises ``NotAllowed``, ``WrongMoment``, ``Stale``, ``Invalid``.
    """
    if not can_take_position(actor, municipality.pk):
        raise NotAllowed("Het standpunt schrijft de eigen burgemeester of algemeen directeur.")
    meeting = _meeting_of_member(item, municipality)
    if not takes_positions(item):
        raise WrongMoment("Een standpunt hoort bij een punt van afstemming of beleid.")
    content = _checked(stance, basis, based_on, reference, text, reservation)
    newest = _newest(item, municipality)
    if (newest.revision if newest else 0) != expected_revision:
        raise Stale("Iemand anders van uw bestuur wijzigde dit standpunt intussen.")
    started = meeting.state != MeetingState.CONVENED
    if newest is None or (started and (newest.is_shared or not newest.is_late)):
        return _new_version(actor, item, municipality, newest, started, content)
    return _rewritten(actor, newest, content)


def _new_version(
    actor: User,
    item: AgendaItem,
    municipality: Organization,
    before: Position | None,
    is_late: bool,
    content: dict[str, Any],
) -> Position:
    position = Position.objects.create(
        item=item,
        municipality=municipality,
        number=before.number + 1 if before else 1,
        revision=before.revision + 1 if before else 1,
        replaces=before,
        is_late=is_late,
        saved_by=actor,
        saved_at=clock.now(),
        **content,
    )
    _record("position.taken", position, actor, {name: (None, new) for name, new in content.items()})
    return position


def _rewritten(actor: User, position: Position, content: dict[str, Any]) -> Position:
    changes = changed(position, content)
    if not changes:
        return position
    facts = {**content, "revision": position.revision + 1}
    facts |= {"saved_by": actor, "saved_at": clock.now()}
    Position.objects.filter(pk=position.pk).update(**facts)
    position.refresh_from_db()
    _record("position.changed", position, actor, changes)
    return position


@transaction.atomic
def share_position(*, actor: User, position: Position, remarks: Iterable[Remark] = ()) -> Position:
    """Let the table read a municipality's newest position, with these remarks of its people (R40).

    What is shared stays shared. Raises ``NotAllowed``, ``WrongMoment``.
    """
    if not can_take_position(actor, position.municipality_id):
        raise NotAllowed("Het standpunt deelt de eigen burgemeester of algemeen directeur.")
    meeting = _going_on(position.item)
    if Position.objects.filter(replaces=position).exists():
        raise WrongMoment("Er is al een nieuwere versie van dit standpunt.")
    before = claim(position, SHARING_MOVES, "share", shared_at=clock.now())
    shown = ("stance", "basis", "based_on", "reference", "text", "reservation")
    changes: dict[str, tuple[Any, Any]] = {"state": (before, position.state)}
    changes |= {name: (None, getattr(position, name)) for name in shown}
    record("position.shared", position, actor=actor, changes=changes, body_id=meeting.body_id)
    for remark in remarks:
        share_remark(actor=actor, remark=remark)
    return position


@transaction.atomic
def write_remark(*, actor: User, item: AgendaItem, municipality: Organization, text: str) -> Remark:
    """Say something of an item inside the own municipality: nobody else reads it (R40).

    For its mayor, director, aldermen and officers, until the meeting is over. Raises
    ``NotVisible``, ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    role = PostRole.MAYOR if actor.is_system else role_in(actor, municipality.pk)
    if role is None:
        raise NotAllowed("Opmerkingen schrijven mensen van het eigen bestuur.")
    if not actor.is_system and not items_visible_to(actor).filter(pk=item.pk).exists():
        raise NotVisible
    meeting = _meeting_of_member(item, municipality)
    if meeting.state not in _REMARKABLE:
        raise WrongMoment("Opmerkingen schrijft u tot de vergadering voorbij is.")
    remark = Remark.objects.create(
        item=item,
        municipality=municipality,
        author=actor,
        role=role,
        text=_words(text, "text", "Schrijf uw opmerking."),
        written_at=clock.now(),
    )
    record("remark.written", remark, actor=actor, changes={"text": (None, remark.text)})
    return remark


@transaction.atomic
def share_remark(*, actor: User, remark: Remark) -> Remark:
    """Let the table read a remark: an act of the mayor, for good (R40).

    Raises ``NotAllowed``, ``WrongMoment``.
    """
    if not can_share_remarks(actor, remark.municipality_id):
        raise NotAllowed("Alleen de eigen burgemeester deelt een opmerking met de tafel.")
    meeting = _going_on(remark.item)
    before = claim(remark, SHARING_MOVES, "share", shared_at=clock.now())
    changes = {"state": (before, remark.state), "text": (None, remark.text)}
    record("remark.shared", remark, actor=actor, changes=changes, body_id=meeting.body_id)
    return remark


@transaction.atomic
def withdraw_remark(*, actor: User, remark: Remark) -> None:
    """Take back one's own remark while it is inside. Raises ``NotAllowed``, ``WrongMoment``."""
    if not actor.is_system and remark.author_id != actor.pk:
        raise NotAllowed("Alleen wie de opmerking schreef, haalt ze weg.")
    current = Remark.objects.select_for_update().filter(pk=remark.pk).first()
    if current is None or current.state != SharingState.INSIDE:
        raise WrongMoment("Deze opmerking is al gedeeld of weg.")
    record("remark.withdrawn", current, actor=actor, changes={"text": (current.text, None)})
    current.delete()


def _record(
    verb: str, position: Position, actor: User, changes: dict[str, tuple[Any, Any]]
) -> None:
    """Keep what is not shared out of the table's log, which secretariat and chair read."""
    body = position.item.meeting.body_id if position.is_shared else None
    record(verb, position, actor=actor, changes=changes, body_id=body)


def _meeting_of_member(item: AgendaItem, municipality: Organization) -> Meeting:
    """The item's meeting, held until this transaction ends, when the municipality is a member."""
    meeting = _going_on(item)
    member = Seat.objects.filter(
        valid_on(meeting.held_on),
        body=meeting.body_id,
        municipality=municipality,
        category__counts=True,
    )
    if not member.exists():
        raise NotAllowed("Dit bestuur is op die dag geen lid van deze tafel.")
    return meeting


def _going_on(item: AgendaItem) -> Meeting:
    """The item's meeting, held until this transaction ends: from the sending of its agenda on.

    Before that the item may still leave the agenda, and what was prepared on it with it.
    """
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    if meeting.state == MeetingState.CANCELLED:
        raise WrongMoment("Deze vergadering gaat niet door.")
    if meeting.state == MeetingState.PLANNED:
        raise WrongMoment("Dit kan zodra de agenda verstuurd is.")
    return meeting


def _newest(item: AgendaItem, municipality: Organization) -> Position | None:
    versions = Position.objects.filter(item=item, municipality=municipality)
    return (
        versions.select_for_update(of=("self",))
        .select_related("item__meeting", "municipality")
        .order_by("-number")
        .first()
    )


def _checked(
    stance: str, basis: str, based_on: date | None, reference: str, text: str, reservation: str
) -> dict[str, Any]:
    """What is stored of a position: a mandate has its day, a reservation its words."""
    if stance not in Stance.values:
        raise Invalid("Kies wat uw bestuur ervan vindt.", field="stance")
    if basis not in Basis.values:
        raise Invalid("Kies waarop het standpunt steunt.", field="basis")
    if basis == Basis.PERSONAL:
        based_on, reference = None, ""
    elif based_on is None:
        raise Invalid(f"Schrijf de datum: {Basis(basis).label} op welke dag?", field="based_on")
    elif based_on > clock.today():
        raise Invalid("Deze dag moet nog komen.", field="based_on")
    if stance != Stance.RESERVED:
        reservation = ""
    return {
        "stance": stance,
        "basis": basis,
        "based_on": based_on,
        "reference": reference.strip(),
        "text": _words(text, "text"),
        "reservation": _words(
            reservation,
            "reservation",
            "Schrijf uw voorbehoud in woorden." if stance == Stance.RESERVED else "",
        ),
    }


def _words(text: str, field: str, asked: str = "") -> str:
    """Typed or pasted text, cleaned; ``asked`` says what is missing when it may not be empty."""
    cleaned = from_word(text).strip()
    if asked and not cleaned:
        raise Invalid(asked, field=field)
    if len(cleaned) > _LONGEST:
        raise Invalid(f"Houd dit korter: hoogstens {_LONGEST} tekens.", field=field)
    return cleaned
