"""What every form of the house says in the same words."""

from django import forms
from django.apps import AppConfig

NO_CHOICE = "Deze keuze is er niet (meer). Kijk na en kies opnieuw."
_CHOOSING = (
    forms.ChoiceField,
    forms.MultipleChoiceField,
    forms.ModelChoiceField,
    forms.ModelMultipleChoiceField,
)


class CommonConfig(AppConfig):
    """What holds for every form, before the first one is made."""

    name = "overlegtafel.common"

    def ready(self) -> None:
        """A choice that disappeared meanwhile is told in words, never with its code."""
        for field in _CHOOSING:
            field.default_error_messages["invalid_choice"] = NO_CHOICE
