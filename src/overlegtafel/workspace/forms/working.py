"""Forms about how a table works: evaluating, self-assessment, taking note."""

from datetime import date
from typing import Any

from django import forms

from overlegtafel.governance.models import Evaluation
from overlegtafel.governance.standards import assessment_statements, evaluation_questions
from overlegtafel.organizations.models import Organization
from overlegtafel.workspace.forms.fields import DayField, TextField, revision_field

_SCALE = [
    (1, "helemaal niet"),
    (2, "eerder niet"),
    (3, "half en half"),
    (4, "eerder wel"),
    (5, "helemaal"),
]


class PeriodForm(forms.Form):
    """Over which period a table looks back."""

    period_from = DayField(label="Van")
    period_to = DayField(label="Tot en met")


class AnswersForm(forms.Form):
    """The fixed questions of an evaluation."""

    expected_revision = revision_field()

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expected_revision"].initial = evaluation.revision
        for key, question in evaluation_questions().items():
            self.fields[key] = TextField(
                label=question,
                required=False,
                max_length=5_000,
                initial=evaluation.answers.get(key, ""),
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def answered(self) -> list[tuple[str, str]]:
        """Each question with what was answered before."""
        return [
            (question, self.fields[key].initial) for key, question in evaluation_questions().items()
        ]

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by question."""
        return {key: self.cleaned_data[key] for key in evaluation_questions()}


class CloseEvaluationForm(forms.Form):
    """Conclusions, one a line, and the next date."""

    conclusions = TextField(
        label="Conclusies",
        help_text="Eén per regel. “Niets wijzigen” is ook een conclusie.",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_on = DayField(label="Volgende evaluatie")


class AssessmentForm(forms.Form):
    """The yearly statements, each from 1 to 5."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, statement in assessment_statements().items():
            self.fields[key] = forms.TypedChoiceField(
                label=statement,
                choices=_SCALE,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": "Kies een antwoord."},
            )


class AcknowledgeForm(forms.Form):
    """When the college of one's own municipality took note."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label="Bestuur")
    noted_on = DayField(label="Op het college van")

    def __init__(self, *args: Any, ours: list[Organization], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organization"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organization.objects.filter(pk__in=[each.pk for each in ours])
        if len(ours) == 1:
            field.initial = ours[0]
            field.widget = forms.HiddenInput()
        self.fields["noted_on"].initial = today
