"""Setting up a table, and inviting its members in one go."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import EmailValidator

from overlegtafel.common import clock
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.services import Invited
from overlegtafel.governance.standards import presets
from overlegtafel.organizations.models import Organization, PostRole
from overlegtafel.organizations.queries import municipalities_on
from overlegtafel.reporting.founding import COPIED_FROM, Vacancy, groups_to_copy, regions_to_choose
from overlegtafel.workspace.forms.fields import LineField, SeveralField

INVITED_ROLES = (PostRole.MAYOR, PostRole.DIRECTOR)
_SHORT = "Houd dit korter: hoogstens %(limit_value)d tekens."


class FoundForm(forms.Form):
    """What a new table needs: a name and its members; the rest has a default."""

    name = LineField(
        label="Hoe heet het overleg?",
        max_length=120,
        help_text="Zoals uw streek het noemt. U past het later nog aan.",
        error_messages={"required": "Schrijf hoe het overleg heet."},
    )
    group = forms.ChoiceField(label="Leden overnemen van", required=False)
    search = LineField(label="Zoek een gemeente", max_length=100, required=False)
    members = SeveralField(
        label="Wie zit aan tafel?",
        queryset=Organization.objects.none(),
        error_messages={
            "required": "Kies de besturen die aan tafel zitten.",
            "invalid_choice": "Een van deze besturen bestaat niet meer.",
            "invalid_list": "Kies de besturen die aan tafel zitten.",
        },
    )
    preset = forms.ChoiceField(
        label="Samenstelling",
        widget=forms.RadioSelect,
        help_text="Begin eenvoudig; uitbreiden kan altijd.",
        error_messages={"required": "Kies een samenstelling."},
    )
    region = forms.ModelChoiceField(
        label="Is dit hét overleg van een referentieregio?",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="Nee, of dat weten we nog niet",
        help_text="Elke referentieregio heeft er hoogstens één.",
        error_messages={"invalid_choice": "Kies een referentieregio uit de lijst."},
    )
    support = LineField(
        label="Ondersteund door",
        max_length=200,
        required=False,
        help_text="De organisatie waarvoor u werkt. U wordt zelf het secretariaat.",
    )
    rhythm = LineField(
        label="Ritme",
        max_length=200,
        required=False,
        help_text="Bijvoorbeeld: elke tweede donderdag, 9.30 uur.",
    )
    agreement_prefix = forms.RegexField(
        label="Voorvoegsel van afspraken",
        regex=r"^[A-Za-z][A-Za-z0-9-]*$",
        max_length=10,
        required=False,
        help_text="Komt voor elk nummer: A-D01. Laat leeg, dan maken we het van de naam.",
        error_messages={
            "invalid": "Gebruik letters, cijfers en streepjes, en begin met een letter.",
            "max_length": _SHORT,
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        fields: Any = self.fields
        fields["agreement_prefix"].widget.attrs.pop("maxlength", None)
        fields["members"].queryset = municipalities_on(today)
        fields["region"].queryset = regions_to_choose(today)
        fields["group"].choices = [("", "Kies een bekende groep"), *groups_to_copy(today)]
        fields["preset"].choices = [
            (each.key, f"{each.name.capitalize()}: {each.explanation}")
            for each in presets().values()
        ]
        fields["preset"].initial = next(iter(presets()))
        fields["support"].widget.attrs["list"] = "organisaties"
        fields["search"].widget.attrs["type"] = "search"

    def clean_members(self) -> list[Organization]:
        """At least two, by name."""
        chosen = list(self.cleaned_data["members"])
        if len(chosen) < 2:
            raise forms.ValidationError("Kies minstens twee besturen.")
        return chosen

    def consultation(self) -> Organization | None:
        """The known consultation whose members were copied, if it is one."""
        chosen = self.cleaned_data.get("group")
        if not chosen:
            return None
        return Organization.objects.filter(pk=chosen, classification=COPIED_FROM[0]).first()


class InviteManyForm(forms.Form):
    """One line per municipality and post that nobody holds: a name and an address, or neither."""

    def __init__(
        self, *args: Any, body: GoverningBody, towns: Sequence[Vacancy], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        self.lines: list[Invited] = []
        self.open_posts = [
            (each.municipality, role)
            for each in towns
            for role in INVITED_ROLES
            if role not in each.holders
        ]
        for town, role in self.open_posts:
            key = f"{role}-{town.pk}"
            words = f"{role.label} van {town}"
            self.fields[f"{key}-name"] = LineField(
                label=f"Naam {words}", max_length=200, required=False
            )
            self.fields[f"{key}-email"] = forms.CharField(
                label=f"E-mail {words}",
                max_length=254,
                required=False,
                widget=forms.EmailInput,
                error_messages={"max_length": "Dit adres is te lang."},
            )
            self.fields[f"{key}-email"].widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        """Both or neither on each line, every address once, at least one line."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        seen: dict[str, str] = {}
        is_address = EmailValidator("Dit is geen e-mailadres.")
        for town, role in self.open_posts:
            key = f"{role}-{town.pk}"
            name, email = (typed.get(f"{key}-{part}", "") for part in ("name", "email"))
            email = (email or "").strip()
            if not name and not email:
                continue
            if not name:
                self.add_error(f"{key}-name", "Schrijf ook de naam.")
            if not email:
                self.add_error(f"{key}-email", "Schrijf ook het e-mailadres.")
                continue
            try:
                is_address(email)
            except forms.ValidationError as wrong:
                self.add_error(f"{key}-email", wrong)
                continue
            if email.lower() in seen:
                self.add_error(f"{key}-email", f"Dit adres staat er ook bij {seen[email.lower()]}.")
            seen[email.lower()] = f"{role.label} van {town}"
            self.lines.append(Invited(town, role, name or "", email))
        if not self.lines and not self.errors:
            self.add_error(None, "Vul minstens één naam met een e-mailadres in.")
        return typed

    def refuse(self, rows: dict[str, str]) -> None:
        """Put the refusals of the service beside their lines."""
        for key, sentence in rows.items():
            self.add_error(f"{key}-email", sentence)
