"""What is typed about a coupling with a decision system."""

from datetime import timedelta
from typing import Any

from django import forms

from overlegtafel.common import clock
from overlegtafel.local_decisions.states import TokenScope
from overlegtafel.workspace.forms.fields import DayField, LineField

_USUAL = timedelta(days=365)


class CouplingForm(forms.Form):
    """A new coupling: which system, what it may do, until when."""

    name = LineField(
        label="Welk systeem?",
        max_length=80,
        help_text="Deze naam staat bij elke melding, bijvoorbeeld “Notulensysteem secretariaat”.",
    )
    scope = forms.ChoiceField(
        label="Wat mag het?",
        choices=TokenScope.choices,
        initial=TokenScope.REPORT,
        widget=forms.RadioSelect,
    )
    expires_on = DayField(
        label="Geldig tot en met", help_text="Hoogstens twee jaar; daarna maakt u een nieuwe."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["expires_on"].initial = clock.today() + _USUAL
