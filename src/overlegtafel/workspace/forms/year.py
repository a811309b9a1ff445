"""What is typed about a year of meetings, a chain that moves, and when a council sits."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from overlegtafel.common import clock
from overlegtafel.common.dates import MONTHS, WEEKDAYS, at_hours, hours
from overlegtafel.common.rhythm import NTH, Rhythm
from overlegtafel.meetings.chains import MoveLine
from overlegtafel.meetings.states import LocalOrgan
from overlegtafel.workspace.forms.fields import DayField, HourField, LineField, TextField

_MONTHS = [(str(number), name) for number, name in enumerate(MONTHS, 1)]
_WEEKDAYS = [(str(number), name) for number, name in enumerate(WEEKDAYS)]
_NTH = [(str(nth), word) for nth, word in NTH.items()]
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_AHEAD = 4
_SEPTEMBER = 9


def _number(value: str) -> int:
    return int(value)


class YearForm(forms.Form):
    """Which dates to look at: a rhythm in a year, loose dates, or both."""

    year = forms.TypedChoiceField(label="Jaar", coerce=_number)
    nth = forms.TypedChoiceField(
        label="Welke dag",
        choices=[("", "geen ritme, alleen losse data"), *_NTH],
        coerce=_number,
        required=False,
        empty_value=None,
    )
    weekday = forms.TypedChoiceField(label="Weekdag", choices=_WEEKDAYS, coerce=_number)
    starts_at = HourField(label="Beginuur")
    ends_at = HourField(label="Einduur (verwacht)", required=False)
    location = LineField(label="Plaats", max_length=200, required=False)
    not_in = forms.TypedMultipleChoiceField(
        label="Niet in",
        choices=_MONTHS,
        coerce=_number,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    free = TextField(
        label="Losse data",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Bijvoorbeeld 14-1-2027, 11-3-2027.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        today = clock.today()
        years: Any = self.fields["year"]
        years.choices = [(str(year), str(year)) for year in range(today.year, today.year + _AHEAD)]
        # From September on one plans the next year.
        years.initial = today.year + (today.month >= _SEPTEMBER)

    def clean_free(self) -> list[date]:
        """The loose dates; what is no date is told."""
        text, days = self.cleaned_data["free"], []
        for found in _DAY.finditer(text):
            try:
                days.append(date(int(found[3]), int(found[2]), int(found[1])))
            except ValueError:
                raise forms.ValidationError(f"{found[0]} is geen datum.") from None
        if re.sub(r"[\s,;]|\ben\b", "", _DAY.sub("", text)):
            raise forms.ValidationError("Schrijf elke datum als 14-1-2027.")
        return days

    def rhythm(self) -> Rhythm | None:
        """The rhythm that was asked for; ``None`` for loose dates alone."""
        typed = self.cleaned_data
        if typed["nth"] is None:
            return None
        return Rhythm(typed["nth"], typed["weekday"], frozenset(typed["not_in"]))

    def days(self) -> list[date]:
        """All dates that were asked for."""
        days, year, rhythm = (
            list(self.cleaned_data["free"]),
            self.cleaned_data["year"],
            self.rhythm(),
        )
        if rhythm is not None:
            days += rhythm.days(date(year, 1, 1), date(year, 12, 31))
        return sorted(set(days))

    def asked(self) -> str:
        """What was asked for in words: ``2027, tweede donderdag, niet in juli, om 9.30 uur``."""
        typed, rhythm = self.cleaned_data, self.rhythm()
        words = [str(typed["year"]), rhythm.words] if rhythm else ["losse data"]
        return f"{', '.join(words)}, {at_hours(typed['starts_at'])}"


class MoveForm(forms.Form):
    """Another day for a meeting, and for which meetings of its chain too."""

    held_on = DayField(label="Nieuwe datum")
    reason = LineField(label="Waarom", max_length=200, required=False)
    along = forms.TypedMultipleChoiceField(
        label="Verplaats ook",
        coerce=_number,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, lines: Iterable[MoveLine], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.moving = {line.meeting.pk: line.meeting for line in lines if line.moves}
        along: Any = self.fields["along"]
        along.choices = [
            (pk, f"{each.body.name}, {hours(each.starts_at)}") for pk, each in self.moving.items()
        ]
        along.initial = list(self.moving)
        if not self.moving:
            del self.fields["along"]


class SittingForm(forms.Form):
    """In which rhythm a college or council sits."""

    organ = forms.ChoiceField(label="Wie", choices=LocalOrgan.choices)
    nth = forms.TypedChoiceField(label="Welke dag", choices=_NTH, coerce=_number)
    weekday = forms.TypedChoiceField(label="Weekdag", choices=_WEEKDAYS, coerce=_number)
    starts_at = HourField(label="Beginuur", required=False)
    not_in = forms.TypedMultipleChoiceField(
        label="Niet in",
        choices=_MONTHS,
        coerce=_number,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    other_month = forms.TypedChoiceField(
        label="Anders in",
        choices=[("", "geen maand"), *_MONTHS],
        coerce=_number,
        required=False,
        empty_value=None,
    )
    other_nth = forms.TypedChoiceField(
        label="Dan de",
        choices=[("", "zoals anders"), *[each for each in _NTH if each[0] != "0"]],
        coerce=_number,
        required=False,
        empty_value=None,
    )
    source = LineField(
        label="Bron",
        max_length=300,
        required=False,
        help_text="Waar u dit las of van wie u het hoorde.",
    )

    def facts(self) -> dict[str, Any]:
        """What was typed, as the service wants it."""
        typed = self.cleaned_data
        rhythm = Rhythm(
            typed["nth"],
            typed["weekday"],
            frozenset(typed["not_in"]),
            typed["other_month"],
            typed["other_nth"],
        )
        return {
            "organ": LocalOrgan(typed["organ"]),
            "rhythm": rhythm,
            "starts_at": typed["starts_at"],
            "source": typed["source"],
        }


class SittingDayForm(forms.Form):
    """One day that differs."""

    organ = forms.ChoiceField(label="Wie", choices=LocalOrgan.choices)
    day = DayField(label="Datum")
    sits = forms.TypedChoiceField(
        label="Die dag",
        choices=[("1", "is er een extra zitting"), ("0", "valt de zitting weg")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="1",
    )
    note = LineField(label="Toelichting", max_length=200, required=False)
