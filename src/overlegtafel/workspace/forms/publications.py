"""A publication page that is read in, and what of it is recorded."""

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from overlegtafel.common import clock
from overlegtafel.drafting.published.beside import CHANGE, CORRECTION, Found
from overlegtafel.drafting.published.pages import MOST_BYTES
from overlegtafel.local_decisions.dry_run import packed
from overlegtafel.local_decisions.services import PUBLISH
from overlegtafel.workspace.forms.fields import DayField

_ASKED = {
    CHANGE: ("Wat wijzigde er?", "Schrijf in één zin wat er wijzigde."),
    CORRECTION: ("Waarom zet u dit recht?", "Schrijf waarom u de registratie rechtzet."),
}
_WHAT_CHANGED = _ASKED[CHANGE]
_PUBLISHED_WITH = ("approve", "approve_with_change", "refuse", PUBLISH)
"""What goes with a day of publication."""
_UNCHANGED, _CHANGED = "unchanged", "changed"


class PublicationForm(forms.Form):
    """A saved page and where it was published; ``kept`` is a page that was read before."""

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
        help_text="Wordt als bewijs bewaard.",
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )

    def __init__(self, *sent: Any, kept: dict[str, Any] | None = None) -> None:
        super().__init__(*sent)
        self.kept = kept or {}
        self.fields["file"].required = not self.kept

    @cached_property
    def content(self) -> bytes:
        """The bytes, never more than is read at all."""
        if file := self.cleaned_data.get("file"):
            read: bytes = file.read(MOST_BYTES + 1)
            return read
        return str(self.kept["text"]).encode("utf-8-sig")

    @property
    def name(self) -> str:
        """What the file is called."""
        file = self.cleaned_data.get("file")
        return str(file.name if file else self.kept["name"])


class PublishedRow(forms.Form):
    """One row of what a page says: whether it is recorded, and what must be written with it."""

    take = forms.BooleanField(required=False)
    reason = forms.CharField(required=False, max_length=300)
    how = forms.ChoiceField(
        label="Met de tekst van het ontwerp?",
        required=False,
        choices=[(_UNCHANGED, "Ongewijzigd"), (_CHANGED, "Met wijziging")],
        widget=forms.RadioSelect,
        initial=_UNCHANGED,
    )
    change = forms.CharField(label=_WHAT_CHANGED[0], required=False, max_length=300)
    published_on = DayField(label="Bekendgemaakt op", required=False)

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
        self._ask_more()

    def _ask_more(self) -> None:
        """A vote seldom says that the text was changed, and a page not always since when it is."""
        if self.verb != "approve":
            del self.fields["how"]
            if self.verb != "approve_with_change" or self.told["asks"] != CORRECTION:
                del self.fields["change"]
        if self.verb not in _PUBLISHED_WITH:
            del self.fields["published_on"]
        else:
            self.fields["published_on"].initial = self._fact("published_on")

    @property
    def verb(self) -> str:
        """What would be recorded; empty when nothing would."""
        return str(self.told["report"][0]["verb"]) if self.writes else ""

    def _fact(self, name: str) -> date | None:
        told = self.told["report"][0]["facts"].get(name) if self.writes else None
        return date.fromisoformat(told) if told else None

    @property
    def is_changed(self) -> bool:
        """Whether the text that was approved is another than the draft."""
        return self.verb == "approve_with_change" or self.cleaned_data.get("how") == _CHANGED

    @property
    def changed_words(self) -> str:
        """What was changed, in words."""
        return str(self.cleaned_data.get("change", "")).strip() or (
            self.written if self.told["asks"] == CHANGE else ""
        )

    @property
    def published(self) -> date | None:
        """The day of publication: as it was typed, else as the page gives it."""
        if self.add_prefix("published_on") not in self.data:
            return self._fact("published_on")
        day: date | None = self.cleaned_data.get("published_on")
        return day

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
        if self.is_taken:
            self._check_more()
        return typed

    def _check_more(self) -> None:
        if "change" in self.fields and self.is_changed and not self.changed_words:
            self.add_error("change", _WHAT_CHANGED[1])
        if "how" in self.fields and not self.is_changed and self.changed_words:
            self.add_error("change", "Kies “Met wijziging”, of maak dit leeg.")
        day, sitting = self.cleaned_data.get("published_on"), self._fact("meets_on")
        if day and day > clock.today():
            self.add_error("published_on", "Deze dag moet nog komen.")
        elif day and sitting and day < sitting:
            self.add_error("published_on", "Bekendgemaakt kan pas na de zitting.")

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """Where each mistake is, and its sentence."""
        return [(self[name].id_for_label, str(said[0])) for name, said in self.errors.items()]


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
