"""What is typed about an agreement."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from overlegtafel.agreements.models import Executor
from overlegtafel.agreements.states import EXECUTION_MOVES, CompetentBody
from overlegtafel.common.transitions import allows
from overlegtafel.organizations.models import Organization
from overlegtafel.publication.states import LocalDetail
from overlegtafel.workspace.forms.fields import (
    DayField,
    LineField,
    SeveralField,
    TextField,
    revision_field,
)


class AgreementForm(forms.Form):
    """One agreement: what, who carries it out, by when, who decides locally."""

    title = LineField(
        label="Afspraak", max_length=200, help_text="Eén zin die zegt wat er afgesproken is."
    )
    text = TextField(label="Toelichting", max_length=20_000, required=False)
    everyone = forms.BooleanField(label="Alle leden", required=False)
    executors = SeveralField(
        label="Of kies wie",
        queryset=Organization.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = DayField(label="Uiterlijk")
    competent_body = forms.ChoiceField(
        label="Wie beslist lokaal?",
        choices=[("", "Kies wie beslist"), *CompetentBody.choices],
        error_messages={"required": "Kies wie beslist, of dat er geen lokale beslissing nodig is."},
        help_text="De tafel maakt afspraken; beslissen doet het bevoegde orgaan van elk bestuur.",
    )
    owner = forms.ModelChoiceField(
        label="Trekker",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="nog geen trekker",
    )
    revision = revision_field()

    def __init__(
        self,
        *args: Any,
        choices: QuerySet[Organization],
        members: list[Organization],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.members = members
        for name in ("executors", "owner"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = choices
        self.fields["everyone"].label = f"Alle leden ({len(members)} besturen)"

    def chosen(self, notes: dict[int, str] | None = None) -> list[tuple[Organization, str]]:
        """The executors, with the note each already had."""
        organizations = list(self.cleaned_data["executors"])
        if self.cleaned_data["everyone"]:
            known = {each.pk for each in organizations}
            organizations += [each for each in self.members if each.pk not in known]
        return [(each, (notes or {}).get(each.pk, "")) for each in organizations]

    @property
    def content(self) -> dict[str, Any]:
        """What the service stores beside the executors."""
        names = ("title", "text", "due_on", "owner")
        return {name: self.cleaned_data[name] for name in names} | {
            "competent_body": CompetentBody(self.cleaned_data["competent_body"])
        }


class ExecutionForm(forms.Form):
    """How far one executor is."""

    verb = forms.ChoiceField(label="Hoever staat het?", widget=forms.RadioSelect)
    done_on = DayField(
        label="Uitgevoerd op", required=False, help_text="Alleen als het uitgevoerd is."
    )
    evidence = LineField(label="Waaruit dat blijkt", max_length=300, required=False)

    def __init__(self, executor: Executor, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        words = {
            "start": "Het loopt",
            "finish": "Het is uitgevoerd",
            "resume": "Het loopt toch nog",
        }
        field = self.fields["verb"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (verb, label)
            for verb, label in words.items()
            if allows(EXECUTION_MOVES, verb, executor.state)
        ]


class RemoveForm(forms.Form):
    """The version of the agreement that is taken back."""

    revision = revision_field()


class ReleaseAgreementForm(forms.Form):
    """How much everyone sees of the local decisions; and, of what is internal, that it may go."""

    local_detail = forms.ChoiceField(
        label="Wat ziet iedereen van de lokale beslissingen?",
        choices=[
            (LocalDetail.NONE, "Niets: alleen de afspraak zelf"),
            (LocalDetail.FIGURES, "Alleen het aantal: “3 van 14 besturen keurden goed”"),
            (LocalDetail.PER_MUNICIPALITY, "De stand van elk bestuur, zonder de nota’s"),
        ],
        widget=forms.RadioSelect,
    )
    despite_internal = forms.BooleanField(
        label="Ik geef deze afspraak toch vrij, hoewel haar dossier interne gevolgen heeft",
        required=False,
        help_text="De naam van het dossier gaat niet mee.",
    )

    def __init__(self, *args: Any, internal: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not internal:
            del self.fields["despite_internal"]
