"""Article 8 for one person and for one table: what waits, and the overview as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import spoken
from overlegtafel.common.sheets import Cell, table_as
from overlegtafel.feedback.models import RegionalItem
from overlegtafel.feedback.queries import questions_for, registers_of
from overlegtafel.feedback.register import Stand, YearRegister
from overlegtafel.feedback.states import Sign
from overlegtafel.governance.policy import standing_of
from overlegtafel.organizations.models import Classification, Organization, PostRole

_HEADINGS = (
    *("Bestuur", "Signaal", "Waarom", "College", "Ontbreekt"),
    *("Gemeenteraad", "Zittingen raad"),
)
_WIDTHS = {
    "Bestuur": 24,
    "Waarom": 60,
    "Ontbreekt": 40,
    "Gemeenteraad": 18,
    "Zittingen raad": 36,
}
_YEAR_HEADINGS = (
    *("Orgaan", "Periode", "Stand", "Zitting", "Punt", "Waarover"),
    *("Nummer op de agenda", "Link"),
)
_YEAR_WIDTHS = {"Orgaan": 18, "Stand": 44, "Waarover": 50, "Nummer op de agenda": 20, "Link": 40}
_KEEPERS = (PostRole.DIRECTOR, PostRole.OFFICER)


@dataclass(frozen=True)
class Waiting:
    """One thing about article 8 that waits on a municipality's director or officer."""

    municipality: Organization
    label: str
    words: str
    since: date
    due_on: date


def article_8_waiting(actor: User, today: date) -> list[Waiting]:
    """What colours in the periods that run, and whether a council item counts, where that
    matters: three queries, none for who keeps no municipality's register.
    """
    ours = standing_of(actor).organizations(_KEEPERS)
    if not ours:
        return []
    towns = list(
        Organization.objects.filter(pk__in=ours, classification=Classification.MUNICIPALITY)
    )
    found = []
    short: list[Organization] = []
    for register in registers_of(towns, today.year, today):
        stands = [*register.college, *register.council]
        found += [
            Waiting(register.municipality, _label(each), each.warning, each.first, each.last)
            for each in stands
            if each.warning and each.first <= today <= each.last
        ]
        if any(not each.is_met for each in register.council):
            short.append(register.municipality)
    asked = questions_for(short, today.year) if short else []
    found += [
        Waiting(
            each.municipality,
            "Telt dit raadspunt mee voor regiowerking?",
            f"{each.agreement.title}, raad van {spoken(each.meets_on)}",
            each.meets_on,
            date(today.year, 12, 31),
        )
        for each in asked
        if each.meets_on is not None
    ]
    return found


def _label(stand: Stand) -> str:
    where = "het college" if stand.organ == "college" else "de gemeenteraad"
    return f"Regiowerking op {where} vastleggen"


@dataclass(frozen=True)
class Overview:
    """A table's members in one year: rows, and how many have which colour."""

    registers: Sequence[YearRegister]

    @property
    def months(self) -> list[Stand]:
        """The periods of the college, for the heads of the columns."""
        return list(self.registers[0].college) if self.registers else []

    @property
    def warned(self) -> list[YearRegister]:
        """The municipalities of which something is to be said, red first."""
        told = [each for each in self.registers if each.warnings]
        return sorted(told, key=lambda each: each.sign != Sign.RED)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many municipalities are green, orange and red."""
        signs = [each.sign for each in self.registers]
        return [
            ("groen", signs.count(Sign.DONE)),
            ("oranje", signs.count(Sign.ORANGE)),
            ("rood", signs.count(Sign.RED)),
        ]


def registers_as(kind: str, registers: Sequence[YearRegister]) -> tuple[bytes, str]:
    """The overview as ``csv`` or ``xlsx``, with the media type; a column per month says what
    stands there.
    """
    months = [each.name for each in registers[0].college] if registers else []
    rows = [
        [
            each.municipality.name,
            each.sign_words,
            " · ".join(each.warnings),
            each.college_figure,
            ", ".join(_lacking(each)),
            each.council_figure,
            ", ".join(spoken(day) for stand in each.council for day in stand.done_days),
            *(stand.words for stand in each.college),
        ]
        for each in registers
    ]
    return table_as(kind, [*_HEADINGS, *months], rows, "Regiowerking", _WIDTHS)


def _lacking(register: YearRegister) -> list[str]:
    """The months that make ``10/11`` of a year: those that are over, and the one that runs."""
    running = [each for each in register.begun if each.last >= register.today and not each.is_met]
    return [
        *(each.name for each in register.missing),
        *(f"{each.name} (loopt nog)" for each in running),
    ]


def register_as(kind: str, register: YearRegister) -> tuple[bytes, str]:
    """One municipality's year as ``csv`` or ``xlsx``: a row for each point, and one for each
    period that has none.
    """
    rows: list[list[Cell]] = []
    for stand in (*register.college, *register.council):
        begin: list[Cell] = [stand.organ.label, stand.name, stand.words]
        rows += [[*begin, *_point(each)] for each in (*stand.done, *stand.planned)] or [
            [*begin, *[None] * 5]
        ]
    rows += [
        [each.get_organ_display(), None, "telt niet mee", *_point(each)] for each in register.others
    ]
    return table_as(kind, _YEAR_HEADINGS, rows, "Regiowerking", _YEAR_WIDTHS)


def _point(item: RegionalItem) -> list[Cell]:
    state = item.get_state_display()
    return [item.meets_on, state, item.title, item.agenda_reference, item.link]
