"""Starting a dossier, and closing or reopening one."""

from typing import Any

from django import forms

from overlegtafel.common.transitions import allows
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.states import MOVES
from overlegtafel.organizations.models import Organization
from overlegtafel.workspace.forms.fields import LineField, TextField

VERBS = {
    "complete": "Het dossier is afgerond",
    "stop": "We zetten het dossier stop",
    "reopen": "We nemen het dossier weer op",
}


class DossierForm(forms.Form):
    """What a dossier is about, and who has it."""

    title = LineField(
        label="Titel",
        max_length=200,
        error_messages={
            "required": "Schrijf een titel.",
            "max_length": "Houd de titel korter: hoogstens %(limit_value)d tekens. "
            "U schreef er %(show_value)d.",
        },
    )
    domain = LineField(
        label="Beleidsdomein",
        max_length=80,
        help_text="Bijvoorbeeld wonen, mobiliteit of personeel.",
        error_messages={"required": "Schrijf een beleidsdomein."},
    )
    summary = TextField(
        label="Waarover gaat het?",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    owner = forms.ModelChoiceField(
        label="Eigenaar",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="nog niemand",
    )
    preparer_label = LineField(label="Voorbereid door", max_length=200, required=False)
    is_internal = forms.BooleanField(
        label="Het heeft interne effecten in elk bestuur", required=False
    )

    def __init__(self, *args: Any, domains: list[str], owners: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = owners
        self.domains = domains
        self.fields["domain"].widget.attrs["list"] = "beleidsdomeinen"


class DossierMoveForm(forms.Form):
    """What happens with a dossier, and why."""

    verb = forms.ChoiceField(
        label="Wat gebeurt ermee?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat ermee gebeurt."},
    )
    note = LineField(
        label="Waarom?",
        max_length=1_000,
        help_text="In één zin; bij stopzetten ook wat we eruit leerden.",
        error_messages={"required": "Schrijf waarom, in één zin."},
    )

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, **options)
        verb = self.fields["verb"]
        assert isinstance(verb, forms.ChoiceField)
        verb.choices = [
            (name, words) for name, words in VERBS.items() if allows(MOVES, name, dossier.state)
        ]
