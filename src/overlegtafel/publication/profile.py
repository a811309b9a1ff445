"""How a consultation works, in three traits (R26), from nothing but what is public."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from overlegtafel.common.text import join_dutch
from overlegtafel.governance.charters import charter_on
from overlegtafel.governance.history import packaged_consultations
from overlegtafel.governance.models import Charter, GoverningBody
from overlegtafel.governance.states import Authority, Does, Task
from overlegtafel.publication import queries
from overlegtafel.publication.register import BY_ITSELF, Entry, Said

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Trait:
    """One trait: its value, and on what it rests; ``basis`` is the page that shows that."""

    name: str
    said: Said
    basis: str = ""


MEETINGS, CHARTER = "meetings", "charter"
"""The pages that may be the basis of a trait."""


def profile_of(entry: Entry, today: date) -> list[Trait]:
    """Frequency, who sets the agenda, the mix of functions: what is not public is not said."""
    body = entry.body
    released = _released(body, today) if body else []
    agenda = _agenda_setters(charter_on(body.pk, today)) if body else Said()
    return [
        _frequency(entry, released),
        Trait("Wie de agenda bepaalt", agenda, CHARTER if agenda.words else ""),
        _mix(released),
    ]


def _released(body: GoverningBody, today: date) -> list[queries.PublicMeeting]:
    rows = queries.released_meetings(body).filter(
        meeting__held_on__gt=today - A_YEAR, meeting__held_on__lte=today
    )
    return [shown for each in rows if not (shown := queries.as_meeting(each)).cancelled]


def _frequency(entry: Entry, released: list[queries.PublicMeeting]) -> Trait:
    name = "Hoe vaak"
    if released:
        number = len(released)
        meetings = "vergadering" if number == 1 else "vergaderingen"
        words = f"{number} vrijgegeven {meetings} in de laatste twaalf maanden"
        return Trait(name, Said(words, "de vrijgegeven vergaderingen"), MEETINGS)
    part = packaged_consultations().get(entry.code)
    if entry.body and entry.body.rhythm and (part is None or part.rhythm != entry.body.rhythm):
        return Trait(name, Said(entry.body.rhythm, BY_ITSELF))
    rhythm = part.rhythm if part else ""
    source = next((fact.source for fact in entry.facts if rhythm and rhythm in fact.words), "")
    return Trait(name, Said(rhythm, source))


def _agenda_setters(charter: Charter | None) -> Said:
    """From the charter in force, when the table made it public."""
    if charter is None or not charter.is_public:
        return Said()
    rules = charter.rules
    slugs = [step.body for step in rules.agendering.route if step.does == Does.SCREENS]
    names = dict(GoverningBody.objects.filter(slug__in=slugs).values_list("slug", "name"))
    setters = [names.get(slug, slug) for slug in slugs] or ["het secretariaat"]
    with_chair = Authority.AFTER_CHAIR in map(rules.authority, (Task.AGENDA, Task.CONVENE))
    words = join_dutch(setters) + (", na akkoord van de voorzitter" if with_chair else "")
    return Said(words, f"de openbare afsprakennota, versie {charter.number}")


def _mix(released: list[queries.PublicMeeting]) -> Trait:
    name = "Waarover het gaat"
    items = [item for meeting in released for item in meeting.items]
    found = Counter(item.function for item in items if item.function)
    if not found:
        return Trait(name, Said())
    total = sum(found.values())
    shares = [f"{function} {number} van {total}" for function, number in found.most_common()]
    return Trait(name, Said(join_dutch(shares), "de vrijgegeven agenda's"), MEETINGS)
