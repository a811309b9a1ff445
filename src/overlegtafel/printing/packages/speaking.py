"""The sentences of a package that are read out: no codes, each a sentence a mayor can say (R44)."""

from collections.abc import Sequence

from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.feedback.models import Package
from overlegtafel.feedback.states import RegionalOrgan
from overlegtafel.feedback.text import NOT_RELEASED, Section
from overlegtafel.reporting.feedback import Ask

_ALOUD = 12
"""No more sentences than one reads out in two minutes."""
_OWN_ALOUD = 1_200
"""How much of the own paragraph, in characters, still fits on the page to read out."""
_MORE = "De rest staat in de bijlage, bij “Uit het eigen bestuur”."


def read_out(sentences: Sequence[str], package: Package) -> tuple[str, ...]:
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


def count_spoken(number: int, organ: RegionalOrgan, *, held: bool) -> str:
    """How many points there are. A council hears of those it may read: there can be more."""
    if not number:
        return NOT_RELEASED if organ == RegionalOrgan.COUNCIL else ""
    points = "één punt" if number == 1 else f"{number} punten"
    if organ == RegionalOrgan.COUNCIL:
        return f"{points.capitalize()} van de agenda {'is' if number == 1 else 'zijn'} vrijgegeven."
    verb = ("stond" if number == 1 else "stonden") if held else "staat" if number == 1 else "staan"
    return f"Er {verb} {points} op de agenda."


def agreed_aloud(title: str, until: str, deciding: str) -> str:
    """``Afgesproken is “…”, tegen 31 maart 2027. Daarover beslist de gemeenteraad.``"""
    said = f"Afgesproken is “{title}”, tegen {until}."
    if not deciding:
        return said
    return f"{said} Daarover {'beslissen' if ' en ' in deciding else 'beslist'} {deciding}."


def asked_aloud(town: str, asks: Sequence[Ask]) -> list[str]:
    """What is asked, each in a sentence with who does it and by when."""
    return [_asked(town, each) for each in asks]


def _asked(town: str, ask: Ask) -> str:
    must = "moest" if ask.due_on < clock.today() else "moet"
    until, title = spoken(ask.due_on), ask.agreement.title
    if ask.decision is None:
        return f"{town} {must} tegen {until} de afspraak “{title}” uitvoeren."
    who = ask.decision.body_spoken
    return f"{who[:1].upper()}{who[1:]} van {town} {must} tegen {until} beslissen over “{title}”."


def headline(section: Section) -> str:
    """The first points of a section, in one sentence."""
    first = "; ".join(line.aloud or line.text for line in section.lines[:3])
    more = len(section.lines) - 3
    if more > 0:
        return f"{section.heading}: {first}; en nog {more}."
    return f"{section.heading}: {first}{'' if first.endswith(('?', '.')) else '.'}"
