"""The bodies of a table: what each is, adding, merging."""

from datetime import date, timedelta
from typing import Any

from django import forms

from overlegtafel.common import clock
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.states import BodyKind
from overlegtafel.organizations.models import Organization, PostRole
from overlegtafel.workspace.forms.composition import CHOOSE, first_day
from overlegtafel.workspace.forms.fields import DayField, LineField, SeveralField, TextField


def _advice_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Het advies van dit orgaan is",
        choices=[
            ("", "zoals gebruikelijk voor deze soort"),
            ("True", "ambtelijk"),
            ("False", "politiek"),
        ],
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
        help_text="Een werkgroep, een cluster en een overleg van directeurs adviseren gewoonlijk "
        "ambtelijk; elk ander orgaan politiek.",
    )


KINDS_BELOW = (
    BodyKind.WORKGROUP,
    BodyKind.CLUSTER,
    BodyKind.THEMATIC,
    BodyKind.STEERING,
    BodyKind.DIRECTORS,
    BodyKind.SUBREGION,
    BodyKind.FORUM,
)
"""What a body under a table may be."""


class BodyForm(forms.Form):
    """What a table is: the facts that may change at any time (R119)."""

    kind = forms.ChoiceField(
        label="Soort", choices=[(kind.value, kind.label) for kind in KINDS_BELOW]
    )
    name = LineField(label="Naam", max_length=120, error_messages={"required": "Schrijf de naam."})
    short_name = LineField(
        label="Korte naam", max_length=30, error_messages={"required": "Schrijf een korte naam."}
    )
    purpose = TextField(
        label="Doel",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In één zin: waarvoor komt dit overleg samen?",
    )
    administrative = _advice_field()
    rhythm = LineField(label="Ritme", required=False, max_length=200)
    theme = LineField(label="Thema", required=False, max_length=120)
    started = LineField(
        label="Gestart in", required=False, max_length=40, help_text="Bijvoorbeeld: 1977."
    )
    aliases = LineField(
        label="Andere namen", required=False, max_length=300, help_text="Met komma's ertussen."
    )
    composition_review_on = DayField(label="Samenstelling herbekijken op", required=False)
    valid_to = DayField(
        label="Laatste dag van dit orgaan",
        required=False,
        help_text="Leeg: blijft bestaan. Daarna is alles nog te lezen, maar niet meer te wijzigen.",
    )
    expected_revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, body: GoverningBody, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": self.initial_of(body)} | kwargs)
        fields: Any = self.fields
        if body.parent_id is None:
            del fields["kind"]
        elif body.kind not in KINDS_BELOW:
            fields["kind"].choices = [(body.kind, body.get_kind_display()), *fields["kind"].choices]

    def facts(self) -> dict[str, Any]:
        """The fields as the service takes them; a short name nobody touched follows the name."""
        typed = dict(self.cleaned_data)
        if "short_name" not in self.changed_data:
            typed.pop("short_name", None)
        if "aliases" not in typed:  # a body that is over
            return typed
        typed["aliases"] = [each.strip() for each in typed["aliases"].split(",") if each.strip()]
        return typed

    @staticmethod
    def initial_of(body: GoverningBody) -> dict[str, Any]:
        """The fields as they are now."""
        names = set(BodyForm.base_fields) - {"aliases", "expected_revision"}
        return {name: getattr(body, name) for name in names} | {
            "aliases": ", ".join(body.aliases),
            "expected_revision": body.revision,
        }


class FactForm(forms.Form):
    """A sentence for the register, with where it comes from (R23)."""

    text = TextField(
        label="Wat",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf een zin."},
    )
    source = LineField(
        label="Bron", max_length=300, required=False, help_text="Leeg: staat er als te bevestigen."
    )


class SubBodyForm(forms.Form):
    """A body under a table: what it is for, who sits in it, until when."""

    kind = forms.ChoiceField(
        label="Soort",
        choices=[(kind.value, kind.label) for kind in KINDS_BELOW],
        error_messages=CHOOSE,
    )
    name = LineField(label="Naam", max_length=120, error_messages={"required": "Schrijf de naam."})
    purpose = TextField(
        label="Doel", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    theme = LineField(
        label="Thema", required=False, max_length=120, help_text="Nodig bij een thematische tafel."
    )
    administrative = _advice_field()
    rhythm = LineField(label="Ritme", required=False, max_length=200)
    valid_to = DayField(
        label="Tot en met",
        required=False,
        help_text="Voor een tijdelijk orgaan. Daarna is het alleen nog te lezen.",
    )
    category = forms.ChoiceField(
        label="Wie zit er voor een bestuur?",
        choices=[
            (PostRole.MAYOR.value, "de burgemeester (politiek)"),
            (PostRole.DIRECTOR.value, "de algemeen directeur (ambtelijk)"),
        ],
        error_messages=CHOOSE,
    )
    members = SeveralField(
        label="Besturen",
        queryset=Organization.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Andere leden, zoals een functie of een partner, voegt u daarna toe.",
        error_messages={"invalid_choice": "Kies besturen van dit overleg."},
    )

    def __init__(self, *args: Any, parent: GoverningBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        today = clock.today()
        fields["members"].queryset = (
            Organization.objects.filter(
                pk__in=parent.seats.filter(valid_on(today), municipality__isnull=False).values(
                    "municipality"
                )
            )
            if parent.pk
            else Organization.objects.none()
        )

    def clean_valid_to(self) -> date | None:
        """A last day lies ahead."""
        day: date | None = self.cleaned_data["valid_to"]
        if day is not None and day < clock.today():
            raise forms.ValidationError("Die dag is al voorbij.")
        return day


class MergeForm(forms.Form):
    """Two or more bodies that go on as one."""

    bodies = forms.ModelMultipleChoiceField(
        label="Welke organen?",
        queryset=GoverningBody.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens twee organen."} | CHOOSE,
    )
    name = LineField(
        label="Naam van het nieuwe orgaan",
        max_length=120,
        error_messages={"required": "Schrijf de naam."},
    )
    on = first_day("Vanaf", help_text="De oude organen lopen af de dag ervoor.")

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["bodies"].queryset = bodies
        fields["on"].initial = clock.today() + timedelta(days=1)
