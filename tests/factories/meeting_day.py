"""A meeting that was called: who answers, who stands in, a round to fill, a guest at one item."""

from datetime import date
from typing import Any

from tests.factories.cast import Cast

from overlegtafel.common import clock
from overlegtafel.dossiers.states import Category, Function
from overlegtafel.governance.queries import filled_seats
from overlegtafel.meetings.guests import guest_link
from overlegtafel.meetings.models import AgendaItem, Attendance, Delivery, Meeting, Replacement
from overlegtafel.meetings.replies import reading_address, reply_links
from overlegtafel.meetings.services import (
    convene_meeting,
    invite_guest,
    note_turn,
    place_on_agenda,
)
from overlegtafel.meetings.states import Acting, Turn

CALLED_FOR = date(2026, 12, 11)
TABLE = {"slug": "denderregio"}


def called_meeting(cast: Cast, *titles: str, held_on: date = CALLED_FOR, **facts: Any) -> Meeting:
    """A meeting with an exchange item per title, and its agenda sent."""
    meeting = cast.meeting(held_on, **facts)
    for title in titles or ("Jeugdhuizen: hoe doen we het?",):
        proposal = cast.proposal(
            title=title, function=Function.EXCHANGE, category=Category.INFORMATION
        )
        place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    convene_meeting(actor=cast.secretary, meeting=meeting)
    return Meeting.objects.select_related("body__region", "charter").get(pk=meeting.pk)


def place_of(meeting: Meeting, town: str) -> Attendance:
    """The place of a municipality at a meeting."""
    rows = meeting.attendances.select_related(
        "meeting__body", "seat__category", "seat__municipality"
    )
    return rows.get(seat__municipality__name=town)


def token_of(address: str) -> str:
    """The signed part of a link."""
    return address.rstrip("/").rpartition("/")[2]


def link_of(meeting: Meeting, town: str) -> str:
    """The token with which who fills a seat answers."""
    seats = filled_seats(meeting.body, meeting.held_on)
    [filled] = [
        each
        for each in seats
        if each.seat.municipality and each.seat.municipality.name == town and each.seat.counts
    ]
    return token_of(reply_links(filled, meeting))


def meeting_day(
    cast: Cast, written: AgendaItem, shown: Meeting, secret_word: str
) -> dict[str, dict[str, Any]]:
    """The keys of every address of a meeting's day; what a link opens has no secret in it."""
    meeting = called_meeting(cast, f"{secret_word} ronde", "Gastpunt")
    secret = meeting.items.get(title=f"{secret_word} ronde")
    plain = meeting.items.select_related("meeting__body").get(title="Gastpunt")
    guest = invite_guest(
        actor=cast.secretary, item=plain, name="Expert", email="expert@example.org"
    )
    stands_in = Replacement.objects.create(
        attendance=place_of(shown, "Lede"),
        name="Schepen Lede",
        acting=Acting.ALDERMAN,
        user=cast.alderman,
        named_at=clock.now(),
    )
    mark = note_turn(
        actor=cast.secretary,
        attendance=place_of(written.meeting, "Zele"),
        item=written,
        turn=Turn.ARRIVED,
    )
    sent_to_lede = Delivery.objects.get(
        version__meeting=meeting, seat__municipality=cast.towns["Lede"]
    )
    day = {**TABLE, "day": meeting.held_on.isoformat()}
    past = {**TABLE, "day": written.meeting.held_on.isoformat()}
    return {
        "reply_link": {"token": link_of(meeting, "Lede")},
        "meeting_reading": {"token": token_of(reading_address(stands_in))},
        "guest_item": {"token": token_of(guest_link(guest))},
        "meeting_turn": {**past, "item": written.pk},
        "meeting_turn_drop": {**past, "pk": mark.pk},
        "meeting_replies": day,
        "meeting_remind": day,
        "meeting_reply": {**day, "pk": place_of(meeting, "Lede").pk},
        "exchange": {**day, "item": secret.pk},
        "exchange_file": {**day, "item": secret.pk, "kind": "csv"},
        "exchange_row": {**day, "item": secret.pk, "municipality": "lede"},
        "guest_new": {**day, "item": secret.pk},
        "guest_revoke": {**day, "pk": guest.pk},
        **{name: {**day, "number": 1} for name in ("agenda_version", "agenda_read")},
        "agenda_dispatch": {**day, "number": 1},
        "agenda_dispatch_act": {**day, "number": 1, "pk": sent_to_lede.pk},
        "agenda_supplement": day,
        "agenda_supplement_act": day,
        "agenda_supplement_send": day,
        "agenda_supplement_item": {**day, "proposal": secret.proposal_id},
    }
