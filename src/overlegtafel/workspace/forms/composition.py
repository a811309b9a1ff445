"""Seats, categories, holders, roles, involvement, and the bodies of a table."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q

from overlegtafel.common import clock
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import GoverningBody, MemberCategory
from overlegtafel.governance.standards import standard_categories
from overlegtafel.governance.states import BodyKind, Involved, TableRole
from overlegtafel.organizations.models import Organization, Person, PostRole
from overlegtafel.organizations.queries import municipalities_on
from overlegtafel.workspace.forms.fields import DayField, LineField, SeveralField, TextField

SEAT_ROLES = (
    PostRole.CHAIR,
    PostRole.DIRECTOR,
    PostRole.DEPUTY,
    PostRole.EXPERT,
    PostRole.MAYOR,
    PostRole.ALDERMAN,
    PostRole.MEMBER,
)
"""What a seat of a post may be for; the holder's rights elsewhere follow from it."""
_CHOOSE = {"required": "Maak een keuze.", "invalid_choice": "Kies iets uit de lijst."}


def first_day(label: str = "Vanaf", **more: Any) -> DayField:
    """The day from which something holds."""
    return DayField(label=label, **{"error_messages": {"required": "Kies een dag."}} | more)


class EndForm(forms.Form):
    """The last day of something."""

    on = first_day("Laatste dag", help_text="Vergaderingen tot en met die dag veranderen niet.")


class SeatForm(forms.Form):
    """A seat of a municipality, of a post in an organization, or of a person."""

    category = forms.ChoiceField(label="Als", error_messages=_CHOOSE)
    holder = forms.ChoiceField(
        label="Van wie is de zetel?",
        widget=forms.RadioSelect,
        choices=[
            ("municipality", "van een gemeente: haar burgemeester of directeur vult hem in"),
            ("post", "van een functie in een organisatie: wie ze heeft, vult hem in"),
            ("person", "van een persoon"),
        ],
        initial="municipality",
        error_messages=_CHOOSE,
    )
    municipality = forms.ModelChoiceField(
        label="Gemeente",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="Geen",
        error_messages=_CHOOSE,
    )
    organization = LineField(
        label="Organisatie", max_length=200, required=False, help_text="Alleen bij een functie."
    )
    role = forms.ChoiceField(
        label="Soort functie",
        required=False,
        choices=[("", "Geen"), *((role.value, role.label) for role in SEAT_ROLES)],
        error_messages=_CHOOSE,
    )
    label = LineField(
        label="Titel van de functie",
        max_length=120,
        required=False,
        help_text="Bijvoorbeeld: voorzitter. Leeg: de soort functie.",
    )
    person = LineField(
        label="Naam", max_length=200, required=False, help_text="Alleen bij een persoon."
    )
    valid_from = first_day(required=False, help_text="Leeg: altijd al.")

    def __init__(self, *args: Any, body: GoverningBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        own = list(body.member_categories.all())
        known = {each.key for each in own}
        fields["category"].choices = [
            ("", "Kies een categorie"),
            ("Aan deze tafel", [(each.key, each.name) for each in own]),
            (
                "Nieuw aan deze tafel",
                [
                    (each.key, each.name)
                    for each in standard_categories().values()
                    if each.key not in known
                ],
            ),
        ]
        fields["municipality"].queryset = municipalities_on(clock.today())
        fields["organization"].widget.attrs["list"] = "organisaties"
        fields["valid_from"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        """What the chosen kind of seat needs."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        needed = {
            "municipality": (("municipality", "Kies een gemeente."),),
            "post": (
                ("organization", "Schrijf de organisatie."),
                ("role", "Kies de soort functie."),
            ),
            "person": (("person", "Schrijf een naam."),),
        }.get(typed.get("holder", ""), ())
        for name, sentence in needed:
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return typed


class HolderForm(forms.Form):
    """Who holds a post from a day on: someone the table knows, or a new name."""

    person = forms.ModelChoiceField(
        label="Iemand die de tafel al kent",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Iemand anders",
        error_messages=_CHOOSE,
    )
    name = LineField(label="Naam", max_length=200, required=False)
    email = forms.EmailField(
        label="E-mailadres",
        max_length=254,
        required=False,
        help_text="Met een adres krijgt deze persoon een uitnodiging. Zonder staat alleen de naam "
        "op de lijst.",
        error_messages={"invalid": "Dit is geen e-mailadres."},
    )
    valid_from = first_day(help_text="Wie de functie nu heeft, heeft ze tot de dag ervoor.")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["person"].queryset = people
        fields["valid_from"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        """Someone has to be named."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        name = typed.get("name", "")
        if not typed.get("person") and not name:
            self.add_error("name", "Kies iemand of schrijf een naam.")
        fields: Any = self.fields
        if name and not (typed.get("person") or typed.get("email")):
            known = next((p for p in fields["person"].queryset if _alike(p.name, name)), None)
            if known is not None:
                self.add_error(
                    "name",
                    f"De tafel kent al een {known.name}. Kies die naam in de lijst, of geef een "
                    "e-mailadres als het iemand anders is.",
                )
        return typed


def _alike(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


class CategoryForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a category may do, and why it sits at the table (R60, R61)."""

    name = LineField(label="Naam", max_length=80, error_messages={"required": "Schrijf een naam."})
    short = LineField(
        label="Kort", max_length=30, required=False, help_text="Voor de tekening van de tafel."
    )
    reason = TextField(
        label="Waarom aan tafel?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = MemberCategory
        fields = ["name", "short", "reason", "filled_by", "counts", "may_propose", "sees_inside"]
        labels = {"filled_by": "Zetel van een gemeente: wie vult hem in?"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["filled_by"].choices = [
            ("", "niemand vanzelf"),
            (PostRole.MAYOR.value, PostRole.MAYOR.label),
            (PostRole.DIRECTOR.value, PostRole.DIRECTOR.label),
        ]
        fields["filled_by"].required = False
        fields["counts"].label = "Telt mee als lid: in de aanwezigheid en bij “9 van 14”"
        fields["may_propose"].label = "Mag voorstellen aanbrengen"
        fields["sees_inside"].label = "Leest voorstellen, ontwerpen en besloten punten"


class RoleForm(forms.Form):
    """What a person does for the table beside a seat."""

    role = forms.ChoiceField(
        label="Rol",
        choices=[("", "Kies een rol"), *((r.value, r.label) for r in TableRole)],
        error_messages=_CHOOSE,
    )
    person = forms.ModelChoiceField(
        label="Wie",
        queryset=Person.objects.none(),
        empty_label="Kies iemand",
        help_text="Staat iemand er niet bij, nodig die dan eerst uit.",
        error_messages=_CHOOSE,
    )
    organization = forms.ModelChoiceField(
        label="Namens",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="Niemand in het bijzonder",
        error_messages=_CHOOSE,
    )
    towards = forms.ModelChoiceField(
        label="Brug naar",
        queryset=GoverningBody.objects.none(),
        required=False,
        empty_label="Geen brug",
        help_text="Alleen bij een brug: ze leest dan mee aan beide tafels.",
        error_messages=_CHOOSE,
    )
    valid_from = first_day()

    def __init__(
        self, *args: Any, body: GoverningBody, people: Any, leads: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["person"].queryset = people
        fields["organization"].queryset = (
            Organization.objects.filter(
                Q(supports_bodies=body) | Q(involvements__body=body) | Q(posts__seats__body=body)
            )
            .distinct()
            .order_by("name")
        )
        fields["towards"].queryset = GoverningBody.objects.filter(
            valid_on(clock.today()), pk__in=leads
        ).exclude(pk=body.pk)
        fields["valid_from"].initial = clock.today()


class InvolveForm(forms.Form):
    """An organization that is involved without a seat (R67)."""

    organization = LineField(
        label="Organisatie",
        max_length=200,
        error_messages={"required": "Schrijf de naam van een organisatie."},
    )
    way = forms.ChoiceField(
        label="Hoe", widget=forms.RadioSelect, choices=Involved.choices, error_messages=_CHOOSE
    )
    note = LineField(label="Toelichting", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].widget.attrs["list"] = "organisaties"


class SupportForm(forms.Form):
    """Which organizations support the table: one name a line."""

    organizations = TextField(
        label="Organisaties",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Eén per regel. Leeg: niemand.",
    )

    def names(self) -> list[str]:
        """The names, each once."""
        lines = (line.strip()[:200] for line in self.cleaned_data["organizations"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))


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


class BodyForm(forms.Form):
    """What a table is: the facts that may change at any time (R119)."""

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

    def facts(self) -> dict[str, Any]:
        """The fields as the service takes them."""
        typed = dict(self.cleaned_data)
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
        choices=[
            (kind.value, kind.label)
            for kind in (
                BodyKind.WORKGROUP,
                BodyKind.CLUSTER,
                BodyKind.THEMATIC,
                BodyKind.STEERING,
                BodyKind.DIRECTORS,
                BodyKind.SUBREGION,
                BodyKind.FORUM,
            )
        ],
        error_messages=_CHOOSE,
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
        error_messages=_CHOOSE,
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
        error_messages={"required": "Kies minstens twee organen."} | _CHOOSE,
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


def post_label(role: str, label: str) -> str:
    """The title of a post: as written, else what it is."""
    return label or str(PostRole(role).label)
