"""What is typed about a written round."""

from typing import Any

from django import forms

from overlegtafel.agreements.states import RoundAnswer, RoundOutcome
from overlegtafel.common import clock
from overlegtafel.common.working_days import working_days_after
from overlegtafel.workspace.forms.fields import DayField, LineField, TextField


class RoundForm(forms.Form):
    """What is asked, and until when."""

    question = TextField(
        label="Wat vraagt u?",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Schrijf wat u vraagt."},
        help_text="Een vraag waarop men akkoord, akkoord met voorbehoud of niet akkoord antwoordt.",
    )
    due_on = DayField(label="Antwoorden tot en met", required=False)
    working_days = forms.IntegerField(
        label="Of binnen zoveel werkdagen",
        min_value=1,
        max_value=60,
        required=False,
        help_text="Telt alleen als u geen datum kiest. Weekends en feestdagen tellen niet mee.",
    )

    def clean(self) -> dict[str, Any]:
        """One of the two says until when."""
        typed = super().clean() or {}
        if "due_on" in typed and typed["due_on"] is None and "working_days" in typed:
            if typed["working_days"] is None:
                self.add_error("due_on", "Kies een dag, of schrijf hoeveel werkdagen.")
            else:
                typed["due_on"] = working_days_after(clock.today(), typed["working_days"])
        return typed

    @property
    def content(self) -> dict[str, Any]:
        """What the service stores."""
        return {name: self.cleaned_data[name] for name in ("question", "due_on")}


class ReplyForm(forms.Form):
    """What one seat answers."""

    answer = forms.ChoiceField(
        label="Uw antwoord",
        choices=RoundAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies uw antwoord."},
    )
    note = TextField(
        label="In woorden",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nodig bij een voorbehoud.",
    )


class CloseRoundForm(forms.Form):
    """What came of a round."""

    outcome = forms.ChoiceField(
        label="Uitkomst",
        choices=RoundOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies de uitkomst."},
    )
    outcome_note = LineField(
        label="Uitkomst in één zin",
        max_length=300,
        required=False,
        help_text="Nodig als u akkoord noteert terwijl niet iedereen antwoordde.",
    )

    @property
    def content(self) -> dict[str, Any]:
        """What the service stores."""
        return {name: self.cleaned_data[name] for name in ("outcome", "outcome_note")}
