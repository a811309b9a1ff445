"""Composing a package: one text per organ, for page, paper and fields alike (R44, R111, R137)."""

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import AgreementState
from overlegtafel.common import clock
from overlegtafel.common.dates import MONTHS, spoken, spoken_with_weekday
from overlegtafel.feedback.models import Package, RegionalItem
from overlegtafel.feedback.states import PackageKind, RegionalOrgan
from overlegtafel.feedback.text import NOT_RELEASED, Line, PackageText, Section, text_from
from overlegtafel.governance.states import Function
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.states import MeetingState
from overlegtafel.organizations.models import Organization
from overlegtafel.printing.packages.circle import agreements_for, due, item_line, items_for
from overlegtafel.printing.packages.council import (
    Agreed,
    released_agreements_of,
    released_items,
)
from overlegtafel.printing.packages.month import month_sections
from overlegtafel.printing.packages.speaking import (
    agreed_aloud,
    asked_aloud,
    count_spoken,
    headline,
    read_out,
)
from overlegtafel.reporting.feedback import DECIDING, Ask, asks_of

_AGREED = "Wat afgesproken is"
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
    lines, agreed = _told(meeting, town, organ)
    known = {pk for pk, *_ in agreed}
    asked = asks_of(town, [meeting])[meeting.pk]
    asks = [each for each in asked if each.agreement.pk in known]
    body, day = meeting.body.in_sentence, spoken_with_weekday(meeting.held_on)
    aloud = [
        f"Op {day} kwam {body} samen{_status(meeting)}.",
        count_spoken(len(lines), organ, held=True),
        *(agreed_aloud(title, spoken(until), who) for _, _, title, until, who in agreed),
        *asked_aloud(town.name, asks),
    ]
    sections = [Section("items", "Wat besproken is", tuple(lines), _when_none(lines, organ))]
    if lines or agreed:
        sections += [*_agreements(meeting, agreed, organ), *_asks(town, asks, asked)]
        aloud += [] if asked else [f"Van {town.name} wordt niets meer gevraagd."]
    return PackageText(
        title=f"Terugkoppeling {meeting.body.name}, {spoken(meeting.held_on)}",
        municipality=town.name,
        organ=organ,
        about=f"de terugkoppeling van {body} van {spoken(meeting.held_on)}",
        aloud=read_out(aloud, package),
        sections=tuple(sections),
        own_text=package.own_text,
        made_on=clock.today(),
    )


def _told(
    meeting: Meeting, town: Organization, organ: RegionalOrgan
) -> tuple[list[Line], list[Agreed]]:
    """The points and the agreements that an organ may hear of."""
    if organ == RegionalOrgan.COUNCIL:
        return released_items(meeting), released_agreements_of(meeting)
    items = items_for(meeting)
    agreed = [
        (each.pk, each.reference, each.title, each.due_on, DECIDING.get(each.competent_body, ""))
        for each in agreements_for(town, meeting, items)
    ]
    return [item_line(each, with_outcome=True) for each in items], agreed


def _before(package: Package, organ: RegionalOrgan) -> PackageText:
    meeting, town = _meeting(package), package.municipality
    wanted: list[AgendaItem] = []
    if organ == RegionalOrgan.COLLEGE:
        items = items_for(meeting)
        lines = [item_line(each, with_outcome=False) for each in items]
        wanted = [each for each in items if not each.is_closed and each.function in _ASKS_POSITION]
    else:
        lines = released_items(meeting, with_outcomes=False)
    body, day = meeting.body.in_sentence, spoken_with_weekday(meeting.held_on)
    positions = tuple(
        Line(
            f"{each.order}. {each.title}",
            f"{each.get_function_display()}: welk standpunt geeft het college van {town.name} mee?",
        )
        for each in wanted
    )
    return PackageText(
        title=f"Agenda {meeting.body.name}, {spoken(meeting.held_on)}",
        municipality=town.name,
        organ=organ,
        about=f"de agenda van {body} van {spoken(meeting.held_on)}",
        aloud=read_out(
            [
                f"Op {day} komt {body} samen.",
                count_spoken(len(lines), organ, held=False),
                *(
                    f"Over “{each.title}” wordt het standpunt van ons college gevraagd."
                    for each in wanted
                ),
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
        aloud=read_out(
            [f"Regiowerking in {when}.", *(headline(each) for each in sections if each.lines)],
            package,
        ),
        sections=tuple(sections),
        own_text=package.own_text,
        made_on=clock.today(),
    )


def _meeting(package: Package) -> Meeting:
    assert package.meeting is not None
    return package.meeting


def _status(meeting: Meeting) -> str:
    return "" if meeting.state == MeetingState.APPROVED else "; het verslag is nog niet goedgekeurd"


def _when_none(lines: list[Line], organ: RegionalOrgan) -> str:
    if lines:
        return ""
    if organ == RegionalOrgan.COUNCIL:
        return NOT_RELEASED
    return "Er staat nog niets op de agenda."


def _agreements(meeting: Meeting, agreed: list[Agreed], organ: RegionalOrgan) -> list[Section]:
    """What was agreed; without any, whether there is none or none that may be told yet."""
    lines = tuple(
        Line(
            f"{reference} {title}",
            due(until) + (f"; te beslissen door {deciding}" if deciding else ""),
        )
        for _, reference, title, until, deciding in agreed
    )
    if lines:
        return [Section("agreements", _AGREED, lines)]
    made = Agreement.objects.filter(item__meeting=meeting, state=AgreementState.CONFIRMED)
    if not made.exists():
        return [Section("agreements", _AGREED, sentence="Geen afspraken.")]
    if organ == RegionalOrgan.COUNCIL:
        return [Section("agreements", _AGREED, sentence=NOT_RELEASED)]
    return []


def _asks(town: Organization, told: list[Ask], asked: list[Ask]) -> list[Section]:
    """What is asked, as far as it may be told; nothing is never said of what is only hidden."""
    heading = f"Wat van {town.name} gevraagd wordt"
    lines = tuple(
        Line(f"{ask.what}: {ask.agreement.reference} {ask.agreement.title}", due(ask.due_on))
        for ask in told
    )
    if lines:
        return [Section("asks", heading, lines)]
    return [] if asked else [Section("asks", heading, sentence="Niets meer.")]
