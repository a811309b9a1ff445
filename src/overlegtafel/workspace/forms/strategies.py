"""What is typed about a strategy, and about the general assembly of an association."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from overlegtafel.agreements.models import Agreement
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.states import Function
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.organizations.models import Organization
from overlegtafel.products.services import Goal, Point
from overlegtafel.workspace.forms.fields import DayField, LineField, TextField, revision_field
from overlegtafel.workspace.forms.products import WithDocument, WithDossier, choose_from


class StrategyForm(WithDossier, WithDocument):
    """A strategy: its words, its goals with the dossiers that work at them."""

    title = LineField(label="Hoe heet de strategie?", max_length=200)
    text = TextField(
        label="In het kort",
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    goals = TextField(
        label="Doelen",
        required=False,
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Eén doel per regel. Zet de nummers van de dossiers die eraan werken ervoor "
        "met een dubbelpunt: D-02, D-06: iedereen raakt op het werk.",
    )
    function = forms.ChoiceField(label="Functie", choices=Function.choices)
    effective_on = DayField(label="Geldt vanaf", required=False)
    agreement = forms.ModelChoiceField(
        Agreement.objects.none(),
        label="Afspraak waarbij elk bestuur ze goedkeurt",
        required=False,
        empty_label="nog geen",
    )
    revision = revision_field()
    field_order = (
        *("dossier", "title", "text", "goals", "document"),
        *("function", "effective_on", "agreement"),
    )

    def __init__(
        self, *args: Any, known: dict[str, Dossier], agreements: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if agreements is None:
            del self.fields["agreement"]
        else:
            choose_from(self, "agreement", agreements)

    def clean_goals(self) -> list[Goal]:
        """Each line is a goal; a number that is no dossier is told with its line."""
        found = []
        for number, line in enumerate(self.cleaned_data["goals"].splitlines(), 1):
            before, colon, after = line.partition(":")
            names = [each.strip().upper() for each in before.split(",") if each.strip()]
            linked = [self.known[name] for name in names if name in self.known]
            if colon and names and len(linked) == len(names):
                found.append(Goal(after.strip(), tuple(linked)))
            elif colon and linked:
                wrong = ", ".join(name for name in names if name not in self.known)
                raise ValidationError(f"Regel {number}: {wrong} is geen dossier van dit overleg.")
            elif line.strip():
                found.append(Goal(line.strip()))
        return found


class AssemblyForm(forms.Form):
    """An assembly: of which association, when, which points."""

    association = forms.ModelChoiceField(
        Organization.objects.none(), label="Van welke vereniging", empty_label="Kies een vereniging"
    )
    title = LineField(label="Welke vergadering?", max_length=200)
    held_on = DayField(label="Op")
    location = LineField(label="Waar", required=False, max_length=200)
    points = TextField(
        label="Punten",
        required=False,
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Eén punt per regel. Wat u er samen over zegt, komt na een | op dezelfde regel.",
    )
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label="Afgestemd bij agendapunt",
        required=False,
        empty_label="nog niet",
    )
    agreement = forms.ModelChoiceField(
        Agreement.objects.none(),
        label="Afspraak die elke raad om het mandaat vraagt",
        required=False,
        empty_label="nog geen",
    )
    revision = revision_field()

    def __init__(
        self,
        *args: Any,
        associations: Any = None,
        items: Any = None,
        agreements: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("association", associations),
            ("item", items),
            ("agreement", agreements),
        ):
            if rows is None:
                del self.fields[name]
            else:
                choose_from(self, name, rows)

    def clean_points(self) -> list[Point]:
        """Each line is one point, with what is said together behind the bar."""
        lines = (line.partition("|") for line in self.cleaned_data["points"].splitlines())
        return [
            Point(title.strip(), aligned.strip()) for title, _, aligned in lines if title.strip()
        ]
