"""A publication page that is read in, and what of it is recorded."""

from typing import Any

from django import forms
from django.http import QueryDict

from overlegtafel.drafting.published.beside import CHANGE, CORRECTION, Found
from overlegtafel.drafting.published.pages import LONGEST_ADDRESS, MOST_BYTES
from overlegtafel.local_decisions.dry_run import packed

_ASKED = {
    CHANGE: ("Wat wijzigde er?", "Schrijf in één zin wat er wijzigde."),
    CORRECTION: ("Waarom zet u dit recht?", "Schrijf waarom u de registratie rechtzet."),
}


class PublicationForm(forms.Form):
    """A saved page and where it was published."""

    file = forms.FileField(
        label="Bewaarde pagina",
        help_text="HTML, hoogstens 4 MB: besluitenlijst, notulen, uittreksel of agenda.",
        widget=forms.FileInput(attrs={"accept": ".html,.htm,.xhtml,text/html"}),
        error_messages={
            "required": "Kies de bewaarde pagina.",
            "invalid": "Kies de bewaarde pagina.",
            "missing": "Kies de bewaarde pagina.",
            "empty": "Dit bestand is leeg.",
        },
    )
    address = forms.CharField(
        label="Adres van die pagina",
        required=False,
        max_length=LONGEST_ADDRESS,
        help_text="Wordt als bewijs bewaard. Laat leeg als de browser het in de pagina zette.",
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )

    @property
    def content(self) -> bytes:
        """The bytes, never more than is read at all."""
        read: bytes = self.cleaned_data["file"].read(MOST_BYTES + 1)
        return read


class PublishedRow(forms.Form):
    """One row of what a page says: whether it is recorded, and what must be written with it."""

    take = forms.BooleanField(required=False)
    reason = forms.CharField(required=False, max_length=300)

    def __init__(self, told: dict[str, Any], data: QueryDict | None = None) -> None:
        super().__init__(data, prefix=f"rij{told['number']}", initial={"take": told["chosen"]})
        self.told = told
        if not self.writes:
            del self.fields["take"]
        else:
            self.fields["take"].label = f"{told['reference']} vastleggen"
        if told["asks"]:
            self.fields["reason"].label = _ASKED[told["asks"]][0]
        else:
            del self.fields["reason"]

    @property
    def writes(self) -> bool:
        """Whether there is anything to record."""
        return bool(self.told["report"])

    @property
    def is_taken(self) -> bool:
        """Whether it is to be recorded, once it is valid."""
        return self.writes and bool(self.cleaned_data.get("take"))

    @property
    def written(self) -> str:
        """What was written with it."""
        return str(self.cleaned_data.get("reason", "")).strip()

    def clean(self) -> dict[str, Any]:
        """What is asked is needed only of a row that is recorded."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_taken and self.told["asks"] and not self.written:
            self.add_error("reason", _ASKED[self.told["asks"]][1])
        return typed


def told_of(row: Found) -> dict[str, Any]:
    """A row as it travels signed in the form: what is shown, and what would be written."""
    decision = row.planned.decision
    return {
        "number": row.planned.number,
        "title": row.item.title,
        "said": " · ".join(row.item.said),
        "reference": row.planned.reference,
        "agreement": decision.agreement.title if decision else "",
        "words": row.planned.words,
        "faults": [sentence for _, sentence in row.planned.faults],
        "doubt": row.doubt,
        "asks": row.asks,
        "chosen": row.is_chosen,
        "report": packed([row.planned]),
    }
