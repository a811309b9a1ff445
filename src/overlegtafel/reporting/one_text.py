"""Where the text of an item comes, and where it already went out (R137)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from overlegtafel.common.dates import spoken
from overlegtafel.feedback.queries import on_local_agendas
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.states import HELD, MeetingState


@dataclass(frozen=True)
class Place:
    """One place of an item's text; ``is_fixed`` when a change no longer reaches it."""

    name: str
    words: str
    is_fixed: bool = False


def places_of(item: AgendaItem, released: tuple[int, datetime] | None) -> list[Place]:
    """Agenda, report, feedback to the municipalities and release, each with how far it is.

    ``released`` is the number and the moment of the meeting's newest release, if any.
    """
    return [_agenda(item), _report(item), _feedback(item), _release(released)]


def _agenda(item: AgendaItem) -> Place:
    version = item.meeting.agenda_versions.order_by("-number").first()
    if version is None:
        return Place("agenda", "nog niet verstuurd")
    sent = next((each["title"] for each in version.content if each["title"] == item.title), "")
    other = "" if sent else ", met een vorige titel of zonder dit punt"
    day = spoken(timezone.localdate(version.convened_at))
    return Place("agenda", f"verstuurd als versie {version.number} op {day}{other}", is_fixed=True)


def _report(item: AgendaItem) -> Place:
    meeting = item.meeting
    if meeting.state == MeetingState.APPROVED:
        last = meeting.report_versions.order_by("-number").first()
        return Place("verslag", f"goedgekeurd, versie {last.number if last else 1}", is_fixed=True)
    words = "concept" if meeting.state == MeetingState.REPORTED else "nog niet"
    return Place("verslag", words)


def _feedback(item: AgendaItem) -> Place:
    state = item.meeting.state
    if state not in HELD:
        return Place("terugkoppeling naar de besturen", "nog niet")
    approved = state == MeetingState.APPROVED
    words = "vast, zoals het verslag" if approved else "te lezen, nog te verbeteren"
    placed = on_local_agendas(item.meeting)
    if placed:
        kept = "1 bestuur" if placed == 1 else f"{placed} besturen"
        words = f"{words}; bij {kept} staat de tekst van toen op college of raad"
    return Place("terugkoppeling naar de besturen", words, is_fixed=approved)


def _release(released: tuple[int, datetime] | None) -> Place:
    if released is None:
        return Place("vrijgave voor iedereen", "nog niet")
    number, moment = released
    words = f"vrijgegeven als versie {number} op {spoken(timezone.localdate(moment))}"
    return Place("vrijgave voor iedereen", words, is_fixed=True)
