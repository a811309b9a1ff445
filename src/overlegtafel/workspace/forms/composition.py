"""Seats, categories, holders, roles and involvement."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import Q

from overlegtafel.common import clock
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import GoverningBody, MemberCategory
from overlegtafel.governance.standards import standard_categories
from overlegtafel.governance.states import Involved, TableRole
from overlegtafel.organizations.models import Organization, PostRole
from overlegtafel.organizations.queries import municipalities_on
from overlegtafel.workspace.forms.fields import DayField, LineField, TextField
from overlegtafel.workspace.forms.people import PersonField

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
CHOOSE = {"required": "Maak een keuze.", "invalid_choice": "Kies iets uit de lijst."}


def first_day(label: str = "Vanaf", **more: Any) -> DayField:
    """The day from which something holds."""
    return DayField(label=label, **{"error_messages": {"required": "Kies een dag."}} | more)


class EndForm(forms.Form):
    """The last day of something."""

    on = first_day("Laatste dag", help_text="Vergaderingen tot en met die dag veranderen niet.")


class SeatForm(forms.Form):
    """A seat of a municipality, of a post in an organization, or of a person."""

    category = forms.ChoiceField(label="Als", error_messages=CHOOSE)
    holder = forms.ChoiceField(
        label="Van wie is de zetel?",
        widget=forms.RadioSelect,
        choices=[
            ("municipality", "van een gemeente: haar burgemeester of directeur vult hem in"),
            ("post", "van een functie in een organisatie: wie ze heeft, vult hem in"),
            ("person", "van een persoon"),
        ],
        initial="municipality",
        error_messages=CHOOSE,
    )
    municipality = forms.ModelChoiceField(
        label="Gemeente",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="Kies een gemeente",
        error_messages=CHOOSE,
    )
    organization = LineField(label="Organisatie", max_length=200, required=False)
    role = forms.ChoiceField(
        label="Soort functie",
        required=False,
        choices=[("", "Kies een soort"), *((role.value, role.label) for role in SEAT_ROLES)],
        error_messages=CHOOSE,
    )
    label = LineField(
        label="Titel van de functie",
        max_length=120,
        required=False,
        help_text="Bijvoorbeeld: voorzitter. Leeg: de soort functie.",
    )
    known = PersonField(
        label="Iemand die al bekend is", required=False, empty_label="Iemand anders"
    )
    person = LineField(
        label="Naam", max_length=200, required=False, help_text="Van wie nog niet bekend is."
    )
    valid_from = first_day(required=False, help_text="Leeg: altijd al.")

    def __init__(self, *args: Any, body: GoverningBody, people: Any, **kwargs: Any) -> None:
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
        fields["known"].offer(people, ())

    def clean(self) -> dict[str, Any]:
        """What the chosen kind of seat needs."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("holder") == "person" and typed.get("known"):
            return typed
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
        fields: Any = self.fields
        known = fields["known"].like(typed.get("person", ""))
        if typed.get("holder") == "person" and known:
            self.add_error(
                "person",
                f"De tafel kent al een {known}. Kies die naam in de lijst, of schrijf erbij wie u "
                "bedoelt als het iemand anders is.",
            )
        return typed


class HolderForm(forms.Form):
    """Who holds a post from a day on: someone the table knows, or a new name."""

    person = PersonField(
        label="Iemand die al bekend is", required=False, empty_label="Iemand anders"
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

    def __init__(self, *args: Any, people: Any, members: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["person"].offer(people, members)
        fields["valid_from"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        """Someone has to be named."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        name = typed.get("name", "")
        if not typed.get("person") and not name:
            self.add_error("name", "Kies iemand of schrijf een naam.")
        fields: Any = self.fields
        if name and not (typed.get("person") or typed.get("email")):
            known = fields["person"].like(name)
            if known:
                self.add_error(
                    "name",
                    f"De tafel kent al een {known}. Kies die naam in de lijst, of geef een "
                    "e-mailadres als het iemand anders is.",
                )
        return typed


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
        widget=forms.RadioSelect,
        choices=TableRole.choices,
        error_messages=CHOOSE,
    )
    person = PersonField(
        label="Wie",
        empty_label="Kies iemand",
        help_text="Staat iemand er niet bij, nodig die dan eerst uit.",
    )
    organization = forms.ModelChoiceField(
        label="Namens",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="Niemand in het bijzonder",
        error_messages=CHOOSE,
    )
    towards = forms.ModelChoiceField(
        label="Brug naar",
        queryset=GoverningBody.objects.none(),
        required=False,
        empty_label="Kies een overleg",
        help_text="Alleen bij een brug: wie de rol krijgt, leest mee aan beide tafels.",
        error_messages=CHOOSE,
    )
    valid_from = first_day()

    def __init__(
        self,
        *args: Any,
        body: GoverningBody,
        people: Any,
        members: Collection[int],
        leads: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["person"].offer(people, members)
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

    def clean(self) -> dict[str, Any]:
        """Only what goes with the role: what the page no longer shows isn't kept."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("role") == TableRole.CHAIR:
            typed["organization"] = None
        if typed.get("role") != TableRole.BRIDGE:
            typed["towards"] = None
        return typed


class InvolveForm(forms.Form):
    """An organization that is involved without a seat (R67)."""

    organization = LineField(
        label="Organisatie",
        max_length=200,
        error_messages={"required": "Schrijf de naam van een organisatie."},
    )
    way = forms.ChoiceField(
        label="Hoe", widget=forms.RadioSelect, choices=Involved.choices, error_messages=CHOOSE
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


def post_label(role: str, label: str) -> str:
    """The title of a post: as written, else what it is."""
    return label or str(PostRole(role).label)
