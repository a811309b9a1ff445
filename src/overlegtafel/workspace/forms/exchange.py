"""What a municipality types in an exchange round."""

from django import forms

from overlegtafel.workspace.forms.fields import LineField, TextField, revision_field


class ExchangeForm(forms.Form):
    """How one municipality does it; everything may stay empty."""

    approach = TextField(
        label="Hoe pakt uw bestuur dit nu aan?",
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    plan = TextField(
        label="Wat is uw bestuur van plan?",
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact = LineField(
        label="Bij wie kunnen anderen terecht?",
        max_length=200,
        required=False,
        help_text="Een dienst of functie, met telefoon of e-mail.",
    )
    is_shared = forms.BooleanField(
        label="Ook tonen aan schepenen en ambtenaren van de andere lidbesturen",
        required=False,
        help_text="Anders lezen alleen de leden en de algemeen directeurs dit.",
    )
    revision = revision_field()
