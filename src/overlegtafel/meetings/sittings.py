"""On which days the colleges and councils of municipalities sit, and who keeps that up to date."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import Seat
from overlegtafel.governance.policy import can_record_for, standing_of
from overlegtafel.meetings.models import SittingDay, SittingRhythm
from overlegtafel.organizations.models import Organization


@dataclass(frozen=True)
class Sitting:
    """One college or council on one day; the hour when that is known.

    ``noted``: someone said of this very day that it sits; else the day follows from its rhythm.
    """

    municipality: Organization
    organ: str
    starts_at: time | None = None
    noted: bool = False


def sittings_of(
    municipality_ids: Collection[int], first: date, last: date
) -> dict[date, list[Sitting]]:
    """Who sits when, from ``first`` up to and with ``last``, by name of the municipality: two
    queries. What is known of no day is not there: an empty answer is no promise.
    """
    ids = list(municipality_ids)
    words = SittingDay.objects.filter(municipality__in=ids, day__range=(first, last))
    loose = {
        (each.municipality_id, each.organ, each.day): each
        for each in words.select_related("municipality")
    }
    found: dict[date, list[Sitting]] = {}
    hours: dict[tuple[int, str], time | None] = {}
    rhythms = SittingRhythm.objects.filter(municipality__in=ids).select_related("municipality")
    for each in rhythms:
        hours[each.municipality_id, each.organ] = each.starts_at
        for day in each.rhythm.days(first, last):
            if (each.municipality_id, each.organ, day) not in loose:
                sitting = Sitting(each.municipality, each.organ, each.starts_at)
                found.setdefault(day, []).append(sitting)
    for (town, organ, day), word in loose.items():
        if word.sits:
            sitting = Sitting(word.municipality, organ, hours.get((town, organ)), noted=True)
            found.setdefault(day, []).append(sitting)
    for sittings in found.values():
        sittings.sort(key=lambda each: (each.municipality.name, each.organ))
    return found


def can_keep_sittings(actor: User, municipality: Organization) -> bool:
    """Who says when a college or council sits: the municipality's mayor, director or officer, or
    who runs a table where it has a seat.
    """
    if can_record_for(actor, municipality.pk):
        return True
    leads = standing_of(actor).leads
    return bool(leads) and (
        Seat.objects.filter(
            valid_on(clock.today()), body__in=leads, municipality=municipality
        ).exists()
    )
