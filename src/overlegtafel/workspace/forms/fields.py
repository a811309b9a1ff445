"""Fields that several forms share: a line, a text, a day, an hour."""

from datetime import date
from typing import Any

from django import forms

YEARS = range(2000, 2101)


class LineField(forms.CharField):
    """One line: line ends and double spaces become one space."""

    def to_python(self, value: Any) -> Any:
        """The line, cleaned."""
        return " ".join((super().to_python(value) or "").split())


class TextField(forms.CharField):
    """Plain text of several lines, with line ends as one character."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """The text, with ``\\n`` for every line end."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class DayField(forms.DateField):
    """A day, with the picker of the browser; a year out of this age is a slip."""

    default_error_messages = {
        "invalid": "Dat is geen datum. Schrijf ze als 26-11-2026.",
        "year": "Kijk het jaar na.",
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**options)

    def validate(self, value: date | None) -> None:
        """Refuse a year that can only be a slip."""
        super().validate(value)
        if value is not None and value.year not in YEARS:
            raise forms.ValidationError(self.error_messages["year"], code="year")


class HourField(forms.TimeField):
    """An hour of the day."""

    default_error_messages = {"invalid": "Dat is geen uur. Schrijf het als 14:00."}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        super().__init__(**options)


def revision_field() -> forms.IntegerField:
    """The version someone started from; hidden, so that two people don't overwrite each other."""
    return forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)
