"""Forms for what is done with a charter as a whole: adopt it, let everyone read it."""

from datetime import date
from typing import Any

from django import forms

from overlegtafel.meetings.models import Meeting
from overlegtafel.workspace.forms.fields import DayField, revision_field


class AdoptForm(forms.Form):
    """When and where the table adopted the draft, and from when it holds."""

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="Aangenomen op welke vergadering?",
        required=False,
        empty_label="een andere gelegenheid",
    )
    adopted_on = DayField(
        label="Of op welke andere dag?",
        required=False,
        help_text="Kiest u een vergadering, dan telt de dag van die vergadering.",
    )
    valid_from = DayField(label="Geldig vanaf")
    confirmed = forms.BooleanField(error_messages={"required": "Bevestig dit eerst."})

    def __init__(
        self, *args: Any, number: int, meetings: list[Meeting], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmed"].label = (
            f"Ja, het overleg nam versie {number} aan. Ze geldt vanaf de dag hierboven en kan "
            f"daarna niet meer gewijzigd worden; wat later wijzigt, komt in versie {number + 1}."
        )
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)
        chosen = Meeting.objects.filter(pk__in=[each.pk for each in meetings])
        field.queryset = chosen.select_related("body")
        self.fields["valid_from"].initial = today

    def clean(self) -> dict[str, Any]:
        """The day is that of the meeting; without a meeting it is asked."""
        typed = super().clean() or {}
        meeting = typed.get("meeting")
        if meeting:
            typed["adopted_on"] = meeting.held_on
        elif not typed.get("adopted_on") and "adopted_on" not in self.errors:
            self.add_error("adopted_on", "Kies een vergadering of schrijf de dag.")
        return typed


class PublicForm(forms.Form):
    """Whether everyone may read the charter."""

    expected_revision = revision_field()
    is_public = forms.BooleanField(label="Iedereen mag deze afsprakennota lezen", required=False)
