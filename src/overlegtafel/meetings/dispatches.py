"""How each version of an agenda reached people: reads for who leads the table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.policy import may, standing_of
from overlegtafel.governance.queries import FilledSeat, filled_seats
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import AgendaVersion, Delivery, Meeting
from overlegtafel.meetings.states import MeetingState
from overlegtafel.outbox.models import UNDELIVERED, Message

S = Message.State
NO_MAIL = {"vacant": "niemand bekend: geen mail", "no_login": "geen account: geen mail"}


_LEAVING = (S.PENDING, S.SENDING, S.HELD)


@dataclass(frozen=True)
class DispatchLine:
    """One seat of one version: the delivery that counts, and what was tried before it.

    ``may_mend`` says whether the actor may set the address right.
    """

    delivery: Delivery
    earlier: list[Delivery]
    may_mend: bool

    @property
    def message(self) -> Message | None:
        """The mail; ``None`` when none could go."""
        return self.delivery.message

    @property
    def words(self) -> str:
        """How it stands, for who sent it."""
        message = self.message
        if message is None:
            return NO_MAIL["no_login" if self.delivery.holder else "vacant"]
        return {
            S.PENDING: "wacht op verzending",
            S.SENDING: "wordt verzonden",
            S.SENT: "verzonden",
            S.FAILED: "niet bezorgd",
            S.UNCERTAIN: "onzeker of dit aankwam",
            S.BOUNCED: "teruggekomen",
            S.HELD: "gaat mee in het dagoverzicht",
            S.BUNDLED: "in een dagoverzicht verzonden",
            S.DECLINED: "wil hierover geen mail",
        }[S(message.state)]

    @property
    def mark(self) -> str:
        """The state as ``state_pill`` draws it."""
        message = self.message
        if message is None:
            return "unknown"
        marks = {
            S.SENT: "done",
            S.BUNDLED: "done",
            S.DECLINED: "unknown",
            S.FAILED: "refused",
            S.BOUNCED: "refused",
        }
        return marks.get(S(message.state), "waiting")

    @property
    def at(self) -> datetime | None:
        """When that was."""
        message = self.message
        return (message.bounced_at or message.sent_at) if message else None

    @property
    def is_waiting(self) -> bool:
        """Whether the mail is still to leave."""
        return self.message is not None and self.message.state in _LEAVING

    @property
    def is_trouble(self) -> bool:
        """Whether someone must look at it."""
        return self.message is not None and self.message.state in UNDELIVERED

    @property
    def is_unsure(self) -> bool:
        """Whether a person must say if it arrived."""
        return self.message is not None and self.message.state == S.UNCERTAIN

    @property
    def may_go_again(self) -> bool:
        """Whether it is settled, so that sending again makes sense."""
        return self.message is not None and self.message.state not in (S.PENDING, S.SENDING)


def dispatch_of(actor: User, version: AgendaVersion) -> list[DispatchLine]:
    """Each seat that a version went to, in the table's order: a fixed number of queries."""
    rows = version.deliveries.select_related(
        "seat__municipality",
        "seat__post",
        "seat__person",
        "seat__category",
        "message__recipient",
        "made_by",
    ).order_by("seat__order", "id")
    of_seat: dict[int, list[Delivery]] = {}
    for row in rows:
        of_seat.setdefault(row.seat_id, []).append(row)
    return [
        DispatchLine(tried[-1], tried[-2::-1], _may_mend(actor, tried[-1]))
        for tried in of_seat.values()
    ]


def _may_mend(actor: User, delivery: Delivery) -> bool:
    message = delivery.message
    if message is None or message.recipient is None or message.state not in UNDELIVERED:
        return False
    return may_mend_address(actor, message.recipient)


def may_mend_address(actor: User, user: User) -> bool:
    """Whether the actor may set another's address right.

    Only of who never chose a password, and who is known at no other table than those the actor
    leads: an address is how one comes in, and nobody may take over another's place with it.
    """
    if user.is_system or user.has_usable_password():
        return False
    theirs = standing_of(user)
    return (theirs.insider_of | theirs.circle_of) <= standing_of(actor).leads


def may_send(actor: User, meeting: Meeting) -> bool:
    """Whether the actor sends agendas of the table: what went out may go out again."""
    return actor.is_system or may(actor, meeting.body, Task.CONVENE)


def delivery_of(version: AgendaVersion, pk: int) -> Delivery:
    """The newest delivery of a seat of this version. Raises ``NotVisible``."""
    found = (
        version.deliveries.select_related("seat", "message__recipient", "version__meeting__body")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def is_newest(delivery: Delivery) -> bool:
    """Whether nothing was sent again for the seat since."""
    later = Delivery.objects.filter(
        version=delivery.version_id, seat=delivery.seat_id, pk__gt=delivery.pk
    )
    return not later.exists()


def filled_now(delivery: Delivery) -> FilledSeat | None:
    """Who fills the seat at the meeting, as known now."""
    meeting = delivery.version.meeting
    seats = filled_seats(meeting.body, meeting.held_on)
    return next((each for each in seats if each.seat.pk == delivery.seat_id), None)


@dataclass(frozen=True)
class Trouble:
    """Mails of one version that did not arrive, as far as is known."""

    version: AgendaVersion
    count: int

    @property
    def words(self) -> str:
        """``1 mail niet bezorgd``."""
        return f"{self.count} mail{'s' if self.count > 1 else ''} niet bezorgd"


def undelivered_of(version: AgendaVersion) -> int:
    """How many mails of a version did not arrive and were not sent again: one query."""
    rows = version.deliveries.filter(
        message__state__in=UNDELIVERED, message__sent_again__isnull=True
    )
    return rows.values("message").distinct().count()


def troubles_of(body_ids: Iterable[int]) -> list[Trouble]:
    """Versions of meetings to come of which a mail did not arrive and was not sent again."""
    failed = Q(
        deliveries__message__state__in=UNDELIVERED,
        deliveries__message__sent_again__isnull=True,
    )
    rows = (
        AgendaVersion.objects.filter(
            meeting__body__in=list(body_ids), meeting__state=MeetingState.CONVENED
        )
        .annotate(undelivered=Count("deliveries__message", filter=failed, distinct=True))
        .filter(undelivered__gt=0)
        .select_related("meeting__body")
        .order_by("meeting__held_on", "number")
    )
    return [Trouble(version, version.undelivered) for version in rows]
