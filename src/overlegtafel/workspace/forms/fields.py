"""Fields that several forms share: a line, a text, a day, an hour."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from overlegtafel.common.text import from_word, is_sign
from overlegtafel.organizations.models import Organization

YEARS = range(2000, 2101)
_LONGEST_NUMBER = 18
if TYPE_CHECKING:
    _Several = forms.ModelMultipleChoiceField[Organization]
else:
    _Several = forms.ModelMultipleChoiceField


class _TypedField(forms.CharField):
    """Typed or pasted text: what is too long is told, never cut off in silence."""

    default_error_messages = {
        "max_length": "Houd dit korter: hoogstens %(limit_value)d tekens. "
        "U schreef er %(show_value)d.",
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No ``maxlength``: a browser drops the rest of what is pasted without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class LineField(_TypedField):
    """One line: line ends and double spaces become one space, control characters go."""

    def to_python(self, value: Any) -> Any:
        """The line, cleaned."""
        line = " ".join((super().to_python(value) or "").split())
        return "".join(each for each in line if is_sign(each))


class TextField(_TypedField):
    """Plain text of several lines, also when it was pasted from a word processor."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """The text, with ``\\n`` for every line end."""
        return from_word(super().to_python(value) or "")


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


class SeveralField(_Several):
    """Several rows by their number; one that no database can hold is simply no choice."""

    def clean(self, value: Any) -> Any:
        """The rows that were chosen."""
        for each in value or ():
            if len(str(each)) > _LONGEST_NUMBER:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": each},
                )
        return super().clean(value)


def revision_field() -> forms.IntegerField:
    """The version someone started from; hidden, so that two people don't overwrite each other."""
    return forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)
