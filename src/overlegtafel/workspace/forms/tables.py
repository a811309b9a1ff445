"""Inviting someone to a table."""

from typing import Any

from django import forms
from django.db.models import Q

from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.states import TableRole
from overlegtafel.organizations.models import Classification, Organization, PostRole
from overlegtafel.workspace.forms.fields import LineField

_AT_TABLE = (TableRole.SUPPORT, TableRole.CHAIR, TableRole.PARTNER)
_IN_TOWN = (
    PostRole.MAYOR,
    PostRole.DIRECTOR,
    PostRole.OFFICER,
    PostRole.ALDERMAN,
    PostRole.COUNCILLOR,
)


class InviteForm(forms.Form):
    """Who, and as what: a role at the table, or a post in one of its municipalities."""

    name = LineField(
        label="Naam",
        max_length=200,
        error_messages={
            "required": "Schrijf een naam.",
            "max_length": "Houd de naam korter: hoogstens %(limit_value)d tekens.",
        },
    )
    email = forms.EmailField(
        label="E-mailadres",
        max_length=254,
        error_messages={
            "required": "Schrijf een e-mailadres.",
            "invalid": "Dit is geen e-mailadres.",
            "max_length": "Dit adres is te lang.",
        },
    )
    role = forms.ChoiceField(
        label="Rol",
        choices=[
            ("", "Kies een rol"),
            ("Aan tafel", [(f"table:{role}", role.label.capitalize()) for role in _AT_TABLE]),
            ("In een bestuur", [(f"post:{role}", role.label.capitalize()) for role in _IN_TOWN]),
        ],
        error_messages={"required": "Kies een rol.", "invalid_choice": "Kies een rol."},
    )
    organization = forms.ModelChoiceField(
        label="Bestuur of organisatie",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="Geen",
        help_text="Nodig bij een rol in een bestuur; bij een partner: namens wie.",
        error_messages={"invalid_choice": "Kies een bestuur van dit overleg."},
    )

    def __init__(self, *args: Any, body: GoverningBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs.pop("maxlength", None)  # told, never cut off
        offered: Any = self.fields["organization"]
        offered.queryset = (
            Organization.objects.filter(
                Q(seats__body=body)
                | Q(supports_bodies=body)
                | Q(classification=Classification.PARTNER)
            )
            .distinct()
            .order_by("name")
        )

    def chosen_role(self) -> TableRole | PostRole:
        """The role, of whichever kind."""
        kind, _, value = self.cleaned_data["role"].partition(":")
        return TableRole(value) if kind == "table" else PostRole(value)
