"""What is typed about local decisions."""

from typing import Any

from django import forms

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common.transitions import allows
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.states import CLOSED, DECIDED, MOVES
from overlegtafel.organizations.models import Organization
from overlegtafel.workspace.forms.fields import DayField, LineField, SeveralField, revision_field

VERBS = {
    "plan": "Het is gepland",
    "put_on_agenda": "Het staat op de agenda",
    "approve": "Het is goedgekeurd",
    "approve_with_change": "Het is goedgekeurd met een wijziging",
    "postpone": "Het is uitgesteld",
    "refuse": "Het is niet goedgekeurd",
    "set_aside": "Het is voor ons bestuur niet van toepassing",
    "correct": "Wat hier staat klopt niet: zet terug op “nog niet bekend”",
}
_PUBLICATION = ("published_on", "link")
_KEPT = ("college_on", "meets_on", *_PUBLICATION)
"""What a form begins with; not the note: that spoke of the stand of before."""
PUBLISH = "Het is bekendgemaakt, of staat nu online"


class OpenDecisionsForm(forms.Form):
    """Which members are asked to decide."""

    only = SeveralField(
        label="Welke besturen?",
        queryset=Organization.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één bestuur."},
    )

    def __init__(self, members: list[Organization], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        ids = [each.pk for each in members]
        field = self.fields["only"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Organization.objects.filter(pk__in=ids).order_by("name")
        field.initial = ids


def filled_in(decision: LocalDecision) -> dict[str, Any]:
    """What a form about this decision begins with: every fact is shown, and recorded as shown."""
    return {name: getattr(decision, name) for name in _KEPT} | {"revision": decision.revision}


class DecisionForm(forms.Form):
    """What one municipality's own bodies did.

    The note begins empty: what stands there is shown beside it as old. It stays while the stand
    stays the same and nothing is written; another stand never takes it along.
    """

    verb = forms.ChoiceField(label="Wat gebeurde er?", widget=forms.RadioSelect)
    college_on = DayField(label="Op het college", required=False)
    meets_on = DayField(
        label="Datum van de zitting",
        required=False,
        help_text="Nodig zodra het op de agenda staat of beslist is.",
    )
    published_on = DayField(label="Bekendgemaakt op", required=False)
    link = forms.URLField(
        label="Link naar de beslissing",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Een adres dat met https:// begint.",
        error_messages={"invalid": "Dat is geen volledig adres."},
    )
    note = LineField(
        label="Nota",
        max_length=300,
        required=False,
        help_text="Nodig bij een wijziging of een rechtzetting: één zin over wat of waarom.",
    )
    revision = revision_field()

    def __init__(self, decision: LocalDecision, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.decision = decision
        field = self.fields["verb"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (verb, label) for verb, label in VERBS.items() if allows(MOVES, verb, decision.state)
        ]
        if decision.state in DECIDED:
            field.choices = [("publish", PUBLISH), *field.choices]
        if decision.state in CLOSED:  # what was decided is not typed again
            del self.fields["college_on"], self.fields["meets_on"]
            self.fields["note"].label = "Waarom u rechtzet"
            self.fields["note"].help_text = "Alleen bij een rechtzetting."
            return
        body = decision.body_spoken.removeprefix("de ").removeprefix("het ")
        self.fields["meets_on"].label = f"Datum van de zitting ({body})"
        if decision.competent_body == CompetentBody.COLLEGE:  # its sitting is that of the college
            del self.fields["college_on"]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What is always asked."""
        return [each for each in self.visible_fields() if each.name not in _PUBLICATION]

    @property
    def publication_fields(self) -> list[forms.BoundField]:
        """What is only known once it is published."""
        return [self[name] for name in _PUBLICATION]

    @property
    def is_published(self) -> bool:
        """Whether the publication is at hand: decided, filled in, or typed wrong."""
        fields = self.publication_fields
        return self.decision.state in DECIDED or any(each.value() or each.errors for each in fields)

    @property
    def keeps_old_note(self) -> bool:
        """Whether reporting the same stand again is possible, and so keeps the note of before."""
        return self.decision.state not in CLOSED

    @property
    def facts(self) -> dict[str, Any]:
        """What the service stores; a correction takes the dates back too."""
        verb = self.cleaned_data["verb"]
        facts = {name: self.cleaned_data.get(name) for name in (*_KEPT, "note")}
        if verb in MOVES and MOVES[verb].target == self.decision.state:
            facts["note"] = facts["note"] or self.decision.note
        if "college_on" not in self.fields:  # not asked, so not taken away
            facts["college_on"] = self.decision.college_on
        if verb == "correct":
            facts |= {"meets_on": None, "college_on": None, "published_on": None, "link": ""}
        return facts
