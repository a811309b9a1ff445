"""What is typed about a regional info evening for councillors."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model

from overlegtafel.agreements.models import Agreement
from overlegtafel.councillors.models import InfoEvening
from overlegtafel.councillors.services import EveningDetails
from overlegtafel.councillors.sight import Sight
from overlegtafel.dossiers.models import Dossier
from overlegtafel.workspace.forms.fields import (
    DayField,
    HourField,
    LineField,
    TextField,
    revision_field,
)

if TYPE_CHECKING:
    _Several = forms.ModelMultipleChoiceField[Model]
else:
    _Several = forms.ModelMultipleChoiceField
MOST_SEATS = 5_000


class EveningForm(forms.Form):
    """Where, when, about what, and how one signs up. Only what councillors read can be chosen."""

    expected_revision = revision_field()
    title = LineField(label="Titel", max_length=150)
    words = TextField(
        label="Waarover het gaat",
        required=False,
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Staat zo in de uitnodiging. Bijvoorbeeld wie er spreekt en hoe de avond loopt.",
    )
    held_on = DayField(label="Datum")
    starts_at = HourField(label="Beginuur")
    ends_at = HourField(label="Einduur")
    location = LineField(label="Plaats", max_length=200)
    sign_up_until = DayField(label="Inschrijven tot en met")
    seats = forms.IntegerField(
        label="Aantal plaatsen",
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text="Laat dit leeg als iedereen erin kan. Is het vol, dan komt er een wachtlijst.",
    )
    agreements = _Several(
        Agreement.objects.none(),
        label="Afspraken die aan bod komen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    dossiers = _Several(
        Dossier.objects.none(),
        label="Dossiers die aan bod komen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, sight: Sight, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, model, rows in (
            ("agreements", Agreement, sight.agreements),
            ("dossiers", Dossier, sight.dossiers),
        ):
            field: Any = self.fields[name]
            field.queryset = model._default_manager.filter(pk__in=[each.pk for each in rows])
            field.label_from_instance = _title
            if not rows:
                del self.fields[name]

    @property
    def details(self) -> EveningDetails:
        """What was typed, for the service."""
        typed: dict[str, Any] = {**self.cleaned_data}
        del typed["expected_revision"]
        for name in ("agreements", "dossiers"):
            typed[name] = tuple(typed.get(name, ()))
        return EveningDetails(**typed)


def _title(row: Any) -> str:
    return f"{row.title} ({row.reference})"


def filled_in(evening: InfoEvening) -> dict[str, Any]:
    """An evening as the form shows it."""
    names = ("title", "words", "held_on", "starts_at", "ends_at", "location", "sign_up_until")
    return {
        **{name: getattr(evening, name) for name in (*names, "seats")},
        "expected_revision": evening.revision,
        "agreements": list(evening.agreements.values_list("pk", flat=True)),
        "dossiers": list(evening.dossiers.values_list("pk", flat=True)),
    }


class CallOffForm(forms.Form):
    """Why it does not take place."""

    reason = LineField(
        label="Waarom gaat de infoavond niet door?",
        max_length=300,
        error_messages={"required": "Schrijf waarom de infoavond niet doorgaat."},
        help_text="Wie ingeschreven is of op de wachtlijst staat, leest deze reden.",
    )
