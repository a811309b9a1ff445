"""What is typed about an agreement."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from overlegtafel.agreements.models import Executor
from overlegtafel.agreements.states import (
    EXECUTION_MOVES,
    AgreementLevel,
    CompetentBody,
    ExecutionState,
)
from overlegtafel.common.transitions import allows
from overlegtafel.dossiers.models import Document
from overlegtafel.organizations.models import Organization
from overlegtafel.publication.states import LocalDetail
from overlegtafel.workspace.forms.fields import (
    DayField,
    LineField,
    SeveralField,
    TextField,
    revision_field,
)

PROOF = ("evidence", "evidence_link", "evidence_document")
LONGEST_DOMAIN = 80


class AgreementForm(forms.Form):
    """One agreement: what, who carries it out, by when, who decides locally."""

    title = LineField(
        label="Afspraak",
        max_length=200,
        help_text="Eén zin die zegt wat er afgesproken is.",
        error_messages={"required": "Schrijf in één zin wat er afgesproken is."},
    )
    text = TextField(label="Toelichting", max_length=20_000, required=False)
    everyone = forms.BooleanField(label="Alle leden", required=False)
    executors = SeveralField(
        label="Of kies wie",
        queryset=Organization.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = DayField(label="Uiterlijk", error_messages={"required": "Kies een dag."})
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
    """How far one executor is, and what shows it: words, a link or a document of the dossier."""

    verb = forms.ChoiceField(label="Hoever staat het?", widget=forms.RadioSelect)
    done_on = DayField(
        label="Uitgevoerd op", required=False, help_text="Alleen als het uitgevoerd is."
    )
    evidence = LineField(label="Waaruit dat blijkt", max_length=300, required=False)
    evidence_link = forms.URLField(
        label="Link naar het bewijs",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Een adres dat met https:// begint.",
        error_messages={"invalid": "Dat is geen volledig adres."},
    )
    evidence_document = forms.ModelChoiceField(
        label="Document uit het dossier",
        queryset=Document.objects.none(),
        required=False,
        empty_label="geen document",
    )

    def __init__(
        self, executor: Executor, *args: Any, documents: QuerySet[Document], **options: Any
    ) -> None:
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
        if executor.state == ExecutionState.DONE:
            field.choices = [("prove", "Het is uitgevoerd; dit toont het"), *field.choices]
            del self.fields["done_on"]
            for name in PROOF:
                self.initial[name] = getattr(executor, name)
        chosen = self.fields["evidence_document"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = documents
        if not documents:
            del self.fields["evidence_document"]

    @property
    def proof(self) -> dict[str, Any]:
        """What shows it, as the service takes it."""
        return {name: self.cleaned_data[name] for name in PROOF if name in self.fields}


class ClassifyForm(forms.Form):
    """How far an agreement reaches, and which policy domains it touches."""

    level = forms.ChoiceField(
        label="Niveau",
        choices=[("", "niet gezegd"), *AgreementLevel.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    domains = LineField(
        label="Beleidsdomeinen",
        max_length=400,
        required=False,
        help_text="Met komma's ertussen. Met twee of meer gaat ze over sectoren heen.",
    )

    def clean_domains(self) -> list[str]:
        """The names apart."""
        names = [each.strip() for each in self.cleaned_data["domains"].split(",")]
        if any(len(each) > LONGEST_DOMAIN for each in names):
            raise forms.ValidationError("Houd elk domein korter dan 80 tekens.")
        return [each for each in names if each]


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
