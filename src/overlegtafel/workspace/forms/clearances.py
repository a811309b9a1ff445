"""The chair's no."""

from django import forms


class DeclineForm(forms.Form):
    """Why the chair does not agree."""

    reason = forms.CharField(
        label="Waarom niet",
        help_text="Wie het vroeg, leest dit in een mail. Daarna kan het opnieuw gevraagd worden.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
