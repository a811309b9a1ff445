"""What is chosen on the pages about who decided what, and the file that is brought in."""

from typing import Any

from django import forms
from django.http import QueryDict

from overlegtafel.local_decisions.sheets import MOST_BYTES
from overlegtafel.local_decisions.states import DecisionState
from overlegtafel.reporting.outcomes import Wanted

_ALL = ("", "Alle")


class OutcomeFilter(forms.Form):
    """What of the outcomes is shown. An address with nonsense in it shows everything."""

    dossier = forms.CharField(label="Dossier", required=False, max_length=40, widget=forms.Select)
    domein = forms.CharField(label="Domein", required=False, max_length=80, widget=forms.Select)
    stand = forms.ChoiceField(label="Stand", required=False, choices=[_ALL, *DecisionState.choices])
    sorteer = forms.ChoiceField(
        label="Volgorde van de afspraken",
        required=False,
        choices=[
            ("", "eerst wat eerst klaar moet"),
            ("nieuwste", "de nieuwste eerst"),
            ("open", "waar het meeste openstaat"),
        ],
    )
    besturen = forms.ChoiceField(
        label="Volgorde van de besturen",
        required=False,
        choices=[("", "op naam"), ("open", "waar het meeste openstaat")],
    )
    wacht = forms.BooleanField(label="Alleen wie nog moet antwoorden", required=False)
    telaat = forms.BooleanField(label="Alleen wat te laat is", required=False)
    afgerond = forms.BooleanField(label="Ook wat overal beslist is", required=False)

    def __init__(self, asked: QueryDict, *, of_one_agreement: bool = False) -> None:
        super().__init__(asked)
        self._one = of_one_agreement
        if of_one_agreement:  # nothing to choose about agreements
            for name in ("dossier", "domein", "sorteer", "afgerond"):
                del self.fields[name]

    def offer(self, dossiers: list[tuple[str, str]], domains: list[str]) -> None:
        """Let what there is be chosen; what was asked is read without it."""
        titles = [(reference, f"{reference} {title}") for reference, title in dossiers]
        self._choose("dossier", [_ALL, *titles])
        self._choose("domein", [_ALL, *((each, each) for each in domains)])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        widget = self.fields[name].widget
        assert isinstance(widget, forms.Select)
        widget.choices = choices

    @property
    def wanted(self) -> Wanted:
        """What is asked for; a choice that does not exist counts as none."""
        self.is_valid()
        chosen: dict[str, Any] = self.cleaned_data
        return Wanted(
            dossier=chosen.get("dossier", ""),
            domain=chosen.get("domein", ""),
            state=chosen.get("stand", ""),
            waiting=bool(chosen.get("wacht")),
            overdue=bool(chosen.get("telaat")),
            finished=self._one or bool(chosen.get("afgerond")),
            sort={"nieuwste": "newest", "open": "open"}.get(chosen.get("sorteer", ""), "due"),
            by=chosen.get("besturen") or "name",
        )

    @property
    def spoken(self) -> str:
        """What was chosen, in words, for on paper: ``Stand: uitgesteld; Alleen wat te laat is``."""
        told = []
        for bound in self.visible_fields():
            if not self.data.get(bound.name):
                continue
            choices = dict(getattr(bound.field.widget, "choices", ()))
            value = str(self.data[bound.name])
            if not choices:
                told.append(str(bound.label))
            elif value in choices:
                told.append(f"{bound.label}: {str(choices[value]).lower()}")
        return "; ".join(told)

    @property
    def is_used(self) -> bool:
        """Whether something is left out or sorted otherwise."""
        return any(self.data.get(name) for name in self.fields)


class SheetForm(forms.Form):
    """A file with what the own municipality decided."""

    file = forms.FileField(
        label="Bestand",
        help_text="CSV of XLSX, hoogstens 1 MB en 500 rijen. U ziet eerst wat er zou gebeuren.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": "Kies een bestand.",
            "invalid": "Kies een bestand.",
            "missing": "Kies een bestand.",
            "empty": "Dit bestand is leeg.",
        },
    )

    @property
    def content(self) -> bytes:
        """The bytes, never more than is read at all."""
        read: bytes = self.cleaned_data["file"].read(MOST_BYTES + 1)
        return read

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.cleaned_data["file"].name)[:120]
