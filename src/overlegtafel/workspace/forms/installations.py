"""Forms for a new college and what it confirms again."""

from django import forms

from overlegtafel.workspace.forms.fields import DayField, LineField


class InstallationForm(forms.Form):
    """The day a new college took up its term."""

    installed_on = DayField(
        label="Geïnstalleerd op",
        help_text="De afspraken die toen liepen, komen hieronder om opnieuw te bevestigen.",
    )


class QuestionForm(forms.Form):
    """Why a new college wants to talk about an agreement again."""

    note = LineField(label="Waarom wil uw college dit opnieuw bespreken?", max_length=500)
