"""What is typed about local decisions."""

from typing import Any

from django import forms

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common.transitions import allows
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.states import CLOSED, CORRECTIONS, DECIDED, MOVES
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
    "correct": "Het is nog niet bekend",
}
_PUBLICATION = ("published_on", "link")
_KEPT = ("college_on", "meets_on", *_PUBLICATION)
"""What a form begins with; the note only where that is put right, else it spoke of before."""
_PUT_RIGHT = "Rechtzetting:"
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
    names = (*_KEPT, "note") if decision.state in CLOSED else _KEPT
    return {name: getattr(decision, name) for name in names} | {"revision": decision.revision}


class DecisionForm(forms.Form):
    """What one municipality's own bodies did.

    What is closed already is put right at once: every fact is shown as it stands, and a reason is
    asked.

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
        help_text="Nodig bij een wijziging: één zin over wat er wijzigde.",
    )
    reason = LineField(
        label="Waarom u rechtzet",
        max_length=300,
        required=False,
        help_text="Alleen bij een rechtzetting. Staat in de geschiedenis, niet bij de beslissing.",
    )
    revision = revision_field()

    def __init__(self, decision: LocalDecision, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.decision = decision
        field = self.fields["verb"]
        assert isinstance(field, forms.ChoiceField)
        moves = CORRECTIONS if self.puts_right else MOVES
        field.choices = [
            (verb, f"{_PUT_RIGHT} {label[:1].lower()}{label[1:]}" if self.puts_right else label)
            for verb, label in VERBS.items()
            if allows(moves, verb, decision.state)
        ]
        if decision.state in DECIDED:
            field.choices = [("publish", PUBLISH), *field.choices]
        if not self.puts_right:
            del self.fields["reason"]
        body = decision.body_spoken.removeprefix("de ").removeprefix("het ")
        self.fields["meets_on"].label = f"Datum van de zitting ({body})"
        if decision.competent_body == CompetentBody.COLLEGE:  # its sitting is that of the college
            del self.fields["college_on"]

    def clean(self) -> dict[str, Any]:
        """What is put right has a reason; adding the publication changes nothing else."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        verb = typed.get("verb")
        if not self.puts_right or not verb:
            return typed
        if verb != "publish":
            if not typed.get("reason") and "reason" not in self.errors:
                self.add_error("reason", "Schrijf waarom u de registratie rechtzet.")
        elif any(
            self.add_prefix(name) in self.data and name in self.changed_data
            for name in ("meets_on", "college_on", "note")
        ):
            self.add_error("verb", "U wijzigde meer dan de bekendmaking: kies een rechtzetting.")
        return typed

    @property
    def puts_right(self) -> bool:
        """Whether what is told puts right what was closed already."""
        return self.decision.state in CLOSED

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
        """What the service stores; back to unknown takes the dates along."""
        verb = self.cleaned_data["verb"]
        facts = {name: self.cleaned_data.get(name) for name in (*_KEPT, "note")}
        if self.puts_right:
            facts["reason"] = self.cleaned_data.get("reason", "") if verb in MOVES else ""
            if verb in MOVES and MOVES[verb].target not in DECIDED:
                facts |= {"published_on": None, "link": ""}
        elif verb in MOVES and MOVES[verb].target == self.decision.state:
            facts["note"] = facts["note"] or self.decision.note
        if "college_on" not in self.fields:  # not asked, so not taken away
            facts["college_on"] = self.decision.college_on
        if verb == "correct":
            facts |= {"meets_on": None, "college_on": None, "note": ""}
        return facts
