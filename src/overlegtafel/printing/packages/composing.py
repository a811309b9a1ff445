"""Composing a package: one text per organ, for page, paper and fields alike (R44, R111, R137)."""

from overlegtafel.common import clock
from overlegtafel.common.dates import MONTHS, spoken, spoken_with_weekday
from overlegtafel.common.text import join_dutch
from overlegtafel.feedback.models import Package, RegionalItem
from overlegtafel.feedback.states import PackageKind, RegionalOrgan
from overlegtafel.feedback.text import Line, PackageText, Section, text_from
from overlegtafel.governance.states import Function
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.states import MeetingState
from overlegtafel.printing.packages.circle import agreements_for, due, item_line, items_for
from overlegtafel.printing.packages.council import (
    released_agreements_of,
    released_items,
)
from overlegtafel.printing.packages.month import month_sections
from overlegtafel.reporting.feedback import DECIDING, Ask, asks_of

_ALOUD = 12
"""No more sentences than one reads out in two minutes."""
_OWN_ALOUD = 1_200
"""How much of the own paragraph, in characters, still fits on the page to read out."""
_MORE = "De rest staat in de bijlage, bij “Uit het eigen bestuur”."
_ASKS_POSITION = (Function.ALIGNMENT, Function.POLICY)


def text_to_show(package: Package, organ: RegionalOrgan, item: RegionalItem | None) -> PackageText:
    """What stands on the agenda, frozen; or, while it stands nowhere, the text as it is now."""
    if item is not None and item.content:
        return text_from(item.content)
    return compose(package, organ)


def compose(package: Package, organ: RegionalOrgan) -> PackageText:
    """The text for one organ: the college reads what is open to local governments, the council
    what was released. What the municipality wrote itself stands in both, and goes no further.
    """
    match package.kind:
        case PackageKind.MONTH:
            return _of_month(package, organ)
        case PackageKind.BEFORE:
            return _before(package, organ)
    return _after(package, organ)


def _after(package: Package, organ: RegionalOrgan) -> PackageText:
    meeting, town = _meeting(package), package.municipality
    if organ == RegionalOrgan.COLLEGE:
        items = items_for(meeting)
        lines = [item_line(each, with_outcome=True) for each in items]
        agreed = [
            (
                each.pk,
                each.reference,
                each.title,
                each.due_on,
                DECIDING.get(each.competent_body, ""),
            )
            for each in agreements_for(town, meeting, items)
        ]
    else:
        lines = released_items(meeting)
        agreed = released_agreements_of(meeting)
    known = {pk for pk, *_ in agreed}
    asks = [each for each in asks_of(town, [meeting])[meeting.pk] if each.agreement.pk in known]
    body, day = meeting.body.name, spoken_with_weekday(meeting.held_on)
    agreements = tuple(
        Line(
            f"{reference} {title}",
            due(until) + (f"; te beslissen door {deciding}" if deciding else ""),
        )
        for _, reference, title, until, deciding in agreed
    )
    aloud = [
        f"Op {day} kwam {body} samen{_status(meeting)}.",
        _count_spoken(len(lines), "stond", "stonden"),
        *(f"Afgesproken: {line.text}, {line.detail}." for line in agreements),
        *_asked_aloud(town.name, asks),
    ]
    return PackageText(
        title=f"Terugkoppeling {body}, {spoken(meeting.held_on)}",
        municipality=town.name,
        organ=organ,
        about=f"de terugkoppeling van {body} van {spoken(meeting.held_on)}",
        aloud=_read_out(aloud, package),
        sections=(
            Section("items", "Wat besproken is", tuple(lines), _when_none(lines, organ)),
            Section("agreements", "Wat afgesproken is", agreements, _none_agreed(agreements)),
            Section("asks", f"Wat van {town.name} gevraagd wordt", _ask_lines(asks), _none(asks)),
        ),
        own_text=package.own_text,
        made_on=clock.today(),
    )


def _before(package: Package, organ: RegionalOrgan) -> PackageText:
    meeting, town = _meeting(package), package.municipality
    wanted: list[AgendaItem] = []
    if organ == RegionalOrgan.COLLEGE:
        items = items_for(meeting)
        lines = [item_line(each, with_outcome=False) for each in items]
        wanted = [each for each in items if not each.is_closed and each.function in _ASKS_POSITION]
    else:
        lines = released_items(meeting, with_outcomes=False)
    body, day = meeting.body.name, spoken_with_weekday(meeting.held_on)
    positions = tuple(
        Line(
            f"{each.order}. {each.title}",
            f"{each.get_function_display()}: welk standpunt geeft het college van {town.name} mee?",
        )
        for each in wanted
    )
    return PackageText(
        title=f"Agenda {body}, {spoken(meeting.held_on)}",
        municipality=town.name,
        organ=organ,
        about=f"de agenda van {body} van {spoken(meeting.held_on)}",
        aloud=_read_out(
            [
                f"Op {day} komt {body} samen.",
                _count_spoken(len(lines), "staat", "staan"),
                *(f"Gevraagd standpunt: {each.text}." for each in positions),
            ],
            package,
        ),
        sections=(
            Section("items", "Wat op de agenda staat", tuple(lines), _when_none(lines, organ)),
            *([Section("positions", "Gevraagd standpunt", positions)] if positions else []),
        ),
        own_text=package.own_text,
        made_on=clock.today(),
    )


def _of_month(package: Package, organ: RegionalOrgan) -> PackageText:
    assert package.month is not None
    town = package.municipality
    when = f"{MONTHS[package.month.month - 1]} {package.month.year}"
    sections = month_sections(package, organ)
    return PackageText(
        title=f"Regiowerking, {when}",
        municipality=town.name,
        organ=organ,
        about=f"de regiowerking in {when}",
        aloud=_read_out(
            [
                f"Regiowerking in {when}.",
                *(f"{each.heading}: {_headline(each)}" for each in sections if each.lines),
            ],
            package,
        ),
        sections=tuple(sections),
        own_text=package.own_text,
        made_on=clock.today(),
    )


def _read_out(sentences: list[str], package: Package) -> tuple[str, ...]:
    """What one page holds to read out: what the table wrote, then the own paragraph."""
    return (*list(filter(None, sentences))[:_ALOUD], *_own_aloud(package.own_text))


def _own_aloud(own_text: str) -> list[str]:
    """The own paragraph in whole sentences as far as it fits; the rest is attached."""
    kept: list[str] = []
    room = _OWN_ALOUD
    for each in filter(None, (line.strip() for line in own_text.splitlines())):
        if len(each) > room:
            begin, stop, _ = each[:room].rpartition(". ")
            return [*kept, *([begin + stop.strip()] if begin else []), _MORE]
        kept.append(each)
        room -= len(each)
    return kept


def _headline(section: Section) -> str:
    first = "; ".join(line.text for line in section.lines[:3])
    more = len(section.lines) - 3
    return f"{first}{f'; en nog {more}' if more > 0 else ''}."


def _meeting(package: Package) -> Meeting:
    assert package.meeting is not None
    return package.meeting


def _status(meeting: Meeting) -> str:
    return "" if meeting.state == MeetingState.APPROVED else "; het verslag is nog niet goedgekeurd"


def _count_spoken(number: int, one: str, more: str) -> str:
    if not number:
        return ""
    words = f"{one} één punt" if number == 1 else f"{more} {number} punten"
    return f"Er {words} op de agenda."


def _when_none(lines: list[Line], organ: RegionalOrgan) -> str:
    if lines:
        return ""
    if organ == RegionalOrgan.COUNCIL:
        return "Van deze vergadering is nog niets vrijgegeven voor de raad."
    return "Er staat nog niets op de agenda."


def _none_agreed(agreements: tuple[Line, ...]) -> str:
    return "" if agreements else "Geen afspraken."


def _none(asks: list[Ask]) -> str:
    return "" if asks else "Niets meer."


def _ask_lines(asks: list[Ask]) -> tuple[Line, ...]:
    return tuple(
        Line(f"{ask.what}: {ask.agreement.reference} {ask.agreement.title}", due(ask.due_on))
        for ask in asks
    )


def _asked_aloud(town: str, asks: list[Ask]) -> list[str]:
    if not asks:
        return [f"Van {town} wordt niets meer gevraagd."]
    together: dict[str, list[str]] = {}
    for ask in asks:
        about = f"{ask.agreement.reference} {ask.agreement.title}, {due(ask.due_on)}"
        together.setdefault(about, []).append(ask.what[:1].lower() + ask.what[1:])
    return [
        f"Van {town} wordt gevraagd: {join_dutch(what)}, voor {about}."
        for about, what in together.items()
    ]
