"""What is typed about a last day for everyone, and on a link sheet."""

from datetime import date
from typing import Any

from django import forms

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.local_decisions.models import LONGEST_LEAD, LinkSheet
from overlegtafel.local_decisions.states import DecisionPlatform
from overlegtafel.workspace.forms.fields import DayField, LineField, TextField, revision_field

LATEST = 3 * 366
"""Days ahead: sittings are not planned further than that."""


class LastDayForm(forms.Form):
    """By which day, decided by whom, and from when the draft can leave."""

    tegen = DayField(label="Overal beslist uiterlijk op")
    orgaan = forms.ChoiceField(
        label="Wie beslist lokaal?",
        choices=[each for each in CompetentBody.choices if each[0] != CompetentBody.NONE],
        initial=CompetentBody.COUNCIL,
    )
    klaar = DayField(label="Ontwerp klaar op", required=False, help_text="Leeg: vandaag.")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean(self) -> None:
        """The draft is ready before the last day, and neither is too far away."""
        by, ready_on = self.cleaned_data.get("tegen"), self.cleaned_data.get("klaar")
        if by is not None and by < self.today:
            self.add_error("tegen", "Deze dag is voorbij.")
        if by is not None and (by - self.today).days > LATEST:
            self.add_error("tegen", "Kies een dag binnen drie jaar.")
        if by is not None and ready_on is not None and ready_on > by:
            self.add_error("klaar", "Het ontwerp is klaar vóór de uiterste dag.")

    @property
    def ready_on(self) -> date:
        """The first day the draft can leave: never before today."""
        return max(self.cleaned_data["klaar"] or self.today, self.today)


def _lead(label: str, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=LONGEST_LEAD,
        required=False,
        help_text=help_text,
        error_messages={"invalid": "Schrijf een aantal werkdagen, bijvoorbeeld 4."},
    )


class LinkSheetForm(forms.Form):
    """How a municipality's administration is linked to its tables."""

    prepares = LineField(label="Wie bereidt een dossier voor?", max_length=200, required=False)
    contacts = TextField(
        label="Contactpersonen",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Eén per regel: functie, naam, telefoon of adres.",
    )
    receives_reports = TextField(
        label="Wie krijgt verslagen?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Eén per regel.",
    )
    college_lead = _lead("Werkdagen vóór het college", "")
    council_lead = _lead("Werkdagen vóór de oproeping van de raad", "")
    platform = forms.ChoiceField(label="Beslissoftware", choices=DecisionPlatform.choices)
    platform_note = LineField(
        label="Naam van het pakket",
        max_length=100,
        required=False,
        help_text="Als het er niet bij staat.",
    )
    note = TextField(
        label="Wat nog nuttig is",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision = revision_field()

    def __init__(self, *args: Any, leads: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, words in leads.items():
            self.fields[name].help_text = f"Leeg: {words}, zoals overal op deze site."

    @staticmethod
    def initial_of(sheet: LinkSheet | None, guess: DecisionPlatform | None) -> dict[str, Any]:
        """What stands there, or what a first sheet starts from."""
        if sheet is None:
            return {"revision": 0, "platform": guess or DecisionPlatform.UNKNOWN}
        return {name: getattr(sheet, name) for name in LinkSheetForm.base_fields}

    @property
    def facts(self) -> dict[str, Any]:
        """What the service keeps."""
        typed = dict(self.cleaned_data)
        typed["expected_revision"] = typed.pop("revision")
        typed["platform"] = DecisionPlatform(typed["platform"])
        return typed
