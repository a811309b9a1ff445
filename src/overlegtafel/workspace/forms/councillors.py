"""What is typed about questions of councillors and the letter to the councils."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from overlegtafel.councillors.models import CouncillorQuestion
from overlegtafel.councillors.services.questions import LONGEST_ANSWER, LONGEST_QUESTION
from overlegtafel.organizations.models import Organization
from overlegtafel.workspace.forms.fields import TextField, revision_field

_QUOTED = 90


class QuestionForm(forms.Form):
    """What a councillor asks."""

    text = TextField(
        label="Uw vraag",
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Schrijf uw vraag."},
        help_text="Raadsleden van alle besturen lezen uw vraag en het antwoord. Bij uw vraag staat "
        "alleen “een raadslid van” en uw gemeente.",
    )


class AnswerForm(forms.Form):
    """One answer for all."""

    answer = TextField(
        label="Antwoord voor de raadsleden van alle besturen",
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Schrijf het antwoord."},
    )


class DeclineForm(forms.Form):
    """Why there is no answer."""

    reason = TextField(
        label="Waarom komt er geen antwoord?",
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf waarom er geen antwoord komt."},
        help_text="De raadsleden lezen deze reden.",
    )


class AssignForm(forms.Form):
    """Who answers."""

    owner = forms.ModelChoiceField(
        Organization.objects.none(),
        label="Wie antwoordt?",
        required=False,
        empty_label="het secretariaat",
    )

    def __init__(
        self, *args: Any, owners: Any, current: Organization | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].initial = current
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.current = current

    def clean_owner(self) -> Organization | None:
        """Somebody else than who has it already: the same again would only mail them twice."""
        owner: Organization | None = self.cleaned_data["owner"]
        if owner == self.current:
            who = owner or "het secretariaat"
            raise forms.ValidationError(f"De vraag ligt al bij {who}. Kies iemand anders.")
        return owner


class _QuestionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A question in a list: who asked, and how it begins."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.from_words}: {obj.text[:_QUOTED]}"


class MergeForm(forms.Form):
    """With which other question it gets its answer."""

    into = _QuestionField(
        CouncillorQuestion.objects.none(),
        label="Met welke vraag?",
        empty_label="Kies een vraag",
        error_messages={"required": "Kies een vraag."},
    )

    def __init__(self, *args: Any, others: QuerySet[CouncillorQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = others


class LetterForm(forms.Form):
    """The words around what the letter tells by itself."""

    expected_revision = revision_field()
    opening = TextField(
        label="Inleiding",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Daarna volgen vanzelf de punten, de afspraken, de vragen en antwoorden.",
    )
    closing = TextField(
        label="Slot",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bijvoorbeeld de datum van de volgende infoavond.",
    )
