"""What is typed about a municipality's own preparation of an item."""

from collections.abc import Iterable
from typing import Any

from django import forms

from overlegtafel.agreements.models import Remark
from overlegtafel.agreements.states import Basis, Stance
from overlegtafel.workspace.forms.fields import DayField, LineField, TextField, revision_field


class PositionForm(forms.Form):
    """What a municipality thinks of an item, and on what that rests (R9)."""

    stance = forms.ChoiceField(
        label="Wat vindt uw bestuur ervan?",
        choices=Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat uw bestuur ervan vindt."},
    )
    reservation = TextField(
        label="Voorbehoud, in woorden",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nodig bij “voor, met voorbehoud”.",
    )
    basis = forms.ChoiceField(
        label="Waarop steunt dat?",
        choices=Basis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarop het standpunt steunt."},
        help_text="Een collegebesluit of raadsbesluit telt als mandaat, een bespreking niet.",
    )
    based_on = DayField(
        label="Datum van college of raad",
        required=False,
        help_text="Nodig, behalve bij een persoonlijk standpunt.",
    )
    reference = LineField(label="Kenmerk", max_length=100, required=False)
    text = TextField(
        label="Toelichting",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    remarks = forms.TypedMultipleChoiceField(
        label="Deze opmerkingen uit uw bestuur mee delen",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Alleen als u het standpunt nu deelt.",
    )
    revision = revision_field()

    def __init__(self, *args: Any, remarks: Iterable[Remark] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["remarks"]
        field.choices = [(each.pk, f"{each.author}: {each.text[:80]}") for each in remarks]
        if not field.choices:
            del self.fields["remarks"]

    @property
    def content(self) -> dict[str, Any]:
        """What the service stores."""
        names = ("stance", "basis", "based_on", "reference", "text", "reservation")
        return {name: self.cleaned_data[name] for name in names}


class RemarkForm(forms.Form):
    """One remark inside the own municipality (R40)."""

    text = TextField(
        label="Uw opmerking",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Schrijf uw opmerking."},
        help_text="Blijft binnen uw bestuur, tot uw burgemeester ze deelt.",
    )
