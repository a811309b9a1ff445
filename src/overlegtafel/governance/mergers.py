"""Seats when municipalities merge: the last day of theirs, the first of the successor's."""

from datetime import timedelta

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import Seat
from overlegtafel.organizations.models import Succession


def pass_seats_on(actor: User, succession: Succession) -> None:
    """End each seat of the predecessor the day before; give the successor one where it has none.

    Meetings of before keep the old seats: who sat there is asked of the meeting's own day.
    """
    town, heir, day = succession.predecessor, succession.successor, succession.effective_on
    seats = Seat.objects.filter(valid_on(day), municipality=town).select_related("category")
    for seat in seats.order_by("body", "order"):
        there = Seat.objects.filter(
            valid_on(day), body=seat.body_id, category=seat.category, municipality=heir
        )
        if not there.exists():
            given = Seat.objects.create(
                body=seat.body,
                order=seat.order,
                category=seat.category,
                municipality=heir,
                valid_from=day,
            )
            record(
                "seat.added",
                given,
                actor=actor,
                changes={"seat": (None, str(given))},
                reason=f"Fusie: {town} gaat op in {heir}.",
                body_id=seat.body_id,
            )
        seat.valid_to = day - timedelta(days=1)
        if seat.valid_from and seat.valid_from > seat.valid_to:
            seat.valid_from = seat.valid_to
        seat.save(update_fields=["valid_from", "valid_to"])
        record(
            "seat.ended",
            seat,
            actor=actor,
            changes={"valid_to": (None, seat.valid_to)},
            reason=f"Fusie: {town} gaat op in {heir}.",
            body_id=seat.body_id,
        )
