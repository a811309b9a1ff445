"""Reads of packages: which there are, when one is ready, where it stood."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.feedback.models import Package, RegionalItem
from overlegtafel.feedback.policy import (
    can_see_packages,
    packages_visible_to,
    regional_items_visible_to,
)
from overlegtafel.feedback.states import PackageKind, RegionalItemState, RegionalOrgan
from overlegtafel.governance.models import Seat
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.policy import can_read_minutes, meetings_visible_to
from overlegtafel.meetings.states import HELD, MeetingState
from overlegtafel.organizations.models import Organization

_WORDS = {"voor": PackageKind.BEFORE, "na": PackageKind.AFTER, "maand": PackageKind.MONTH}
_BEFORE = (MeetingState.CONVENED, MeetingState.IN_SESSION)
NOT_YET = "nog niet"


def key_of(kind: PackageKind, subject: Meeting | date) -> str:
    """The end of a package's address: ``na-12``, ``maand-2026-07``."""
    word = next(word for word, each in _WORDS.items() if each == kind)
    return f"{word}-{subject.pk if isinstance(subject, Meeting) else f'{subject:%Y-%m}'}"


def package_of(actor: User, municipality: Organization, key: str) -> Package:
    """The package at an address, kept or new (then without a number).

    Raises ``NotVisible`` for whom it is not, for another table's meeting and for none.
    """
    if not can_see_packages(actor, municipality):
        raise NotVisible
    word, _, rest = key.partition("-")
    kind = _WORDS.get(word)
    if kind is None:
        raise NotVisible
    if kind == PackageKind.MONTH:
        return _kept(actor, Package(municipality=municipality, kind=kind, month=_month(rest)))
    meeting = _meeting(actor, municipality, kind, rest)
    return _kept(actor, Package(municipality=municipality, kind=kind, meeting=meeting))


def _kept(actor: User, wanted: Package) -> Package:
    kept = (
        packages_visible_to(actor)
        .filter(
            municipality=wanted.municipality,
            kind=wanted.kind,
            meeting=wanted.meeting,
            month=wanted.month,
        )
        .select_related("meeting__body", "municipality")
        .first()
    )
    return kept or wanted


def _month(words: str) -> date:
    try:
        first = date.fromisoformat(f"{words}-01")
    except ValueError:
        raise NotVisible from None
    if f"{first:%Y-%m}" != words:
        raise NotVisible
    return first


def _meeting(actor: User, municipality: Organization, kind: PackageKind, pk: str) -> Meeting:
    if not pk.isascii() or not pk.isdigit() or len(pk) > 15:
        raise NotVisible
    states = HELD if kind == PackageKind.AFTER else (*_BEFORE, *HELD)
    found = (
        meetings_visible_to(actor)
        .filter(pk=int(pk), state__in=states)
        .select_related("body", "charter")
        .first()
    )
    if found is None or not is_member(municipality, found):
        raise NotVisible
    return found


def is_member(municipality: Organization, meeting: Meeting) -> bool:
    """Whether the municipality had a seat of its own at the table that day."""
    return Seat.objects.filter(
        valid_on(meeting.held_on), body=meeting.body_id, municipality=municipality
    ).exists()


def is_ready(actor: User, meeting: Meeting) -> bool:
    """Whether feedback may leave for colleges: from the state of the report that the site sets
    (``FEEDBACK_FROM``), and to who may read that report.
    """
    if meeting.state not in HELD:
        return False
    if settings.FEEDBACK_FROM == "approved" and meeting.state != MeetingState.APPROVED:
        return False
    return can_read_minutes(actor, meeting)


@dataclass(frozen=True)
class Chain:
    """Where the feedback of one meeting came: meeting, college, council (R44)."""

    key: str
    college: RegionalItem | None = None
    council: RegionalItem | None = None

    @property
    def college_words(self) -> str:
        """When it stood on the college, or will; or that it did not yet."""
        return when_on(self.college)

    @property
    def council_words(self) -> str:
        """The same of the council."""
        return when_on(self.council)


def on_local_agendas(meeting: Meeting) -> int:
    """How many municipalities put the feedback of a meeting on an agenda: there it is frozen."""
    rows = RegionalItem.objects.filter(
        package__meeting=meeting, package__kind=PackageKind.AFTER
    ).exclude(state=RegionalItemState.DROPPED)
    return rows.order_by().values("municipality").distinct().count()


def agendas_of_meeting(actor: User, meeting: Meeting) -> dict[int, dict[str, date]]:
    """On which day a meeting first stood on each municipality's college and council, as far as
    the actor sees their rows: one query.
    """
    rows = regional_items_visible_to(actor).filter(
        package__meeting=meeting, state=RegionalItemState.DONE
    )
    found: dict[int, dict[str, date]] = {}
    for town, organ, day in rows.order_by("meets_on").values_list(
        "municipality", "organ", "meets_on"
    ):
        found.setdefault(town, {}).setdefault(organ, day)
    return found


def when_on(item: RegionalItem | None) -> str:
    """``24 november 2026``, ``gepland op 24 november 2026`` or ``nog niet``."""
    if item is None:
        return NOT_YET
    day = spoken(item.meets_on)
    return day if item.state == RegionalItemState.DONE else f"gepland op {day}"


def chains_of(
    municipality: Organization, meetings: Iterable[Meeting], kind: PackageKind = PackageKind.AFTER
) -> dict[int, Chain]:
    """Where the packages of these meetings came, by the meeting's id: one query.

    For who may see the municipality's page: days are no secret, the text is.
    """
    meetings = list(meetings)
    found: dict[tuple[int, str], RegionalItem] = {}
    rows = RegionalItem.objects.filter(
        municipality=municipality, package__kind=kind, package__meeting__in=meetings
    ).exclude(state=RegionalItemState.DROPPED)
    for each in rows.select_related("package"):
        assert each.package is not None and each.package.meeting_id is not None
        found[each.package.meeting_id, each.organ] = each
    return {
        meeting.pk: Chain(
            key_of(kind, meeting),
            found.get((meeting.pk, RegionalOrgan.COLLEGE)),
            found.get((meeting.pk, RegionalOrgan.COUNCIL)),
        )
        for meeting in meetings
    }
