"""What a municipality types about its own draft, and the Word template it is made from."""

from typing import Any

from django import forms

from overlegtafel.drafting.local_texts import LocalClause
from overlegtafel.workspace.forms.fields import TextField, revision_field

_ROWS = 10


class OwnTextForm(forms.Form):
    """One clause in the municipality's own words."""

    text = TextField(
        label="Tekst van uw bestuur",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": _ROWS}),
        help_text="Wat verschilt van de gemeenschappelijke tekst, is voor de trekker zichtbaar. "
        "U mag altijd afwijken.",
    )
    revision = revision_field()


class TakeOverForm(forms.Form):
    """Which state of the draft the municipality looked at when it took a version over."""

    revision = revision_field()


class AdoptedForm(forms.Form):
    """What the body adopted, clause by clause, starting from the draft."""

    revision = revision_field()

    def __init__(self, clauses: list[LocalClause], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.clauses = clauses
        for number, clause in enumerate(clauses):
            self.fields[f"tekst_{number}"] = TextField(
                label=clause.label,
                max_length=20_000,
                required=False,
                initial=clause.text,
                widget=forms.Textarea(attrs={"rows": max(2, min(_ROWS, len(clause.text) // 70))}),
            )

    @property
    def texts(self) -> dict[str, str]:
        """The words by the key of their clause."""
        return {
            clause.key: self.cleaned_data[f"tekst_{number}"]
            for number, clause in enumerate(self.clauses)
        }
