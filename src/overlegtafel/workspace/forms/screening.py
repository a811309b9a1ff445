"""Answering a proposal: each choice has its own fields below it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken_with_weekday
from overlegtafel.governance.models import GoverningBody
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.policy import meetings_visible_to
from overlegtafel.meetings.states import MeetingState
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.queries import (
    combinable_with,
    preparers_for,
    refer_targets,
    tables_to_tell,
)
from overlegtafel.proposals.states import ADVICE
from overlegtafel.workspace.forms.fields import LineField, SeveralField, TextField

if TYPE_CHECKING:
    _Several = forms.ModelMultipleChoiceField[Proposal]
    _Tables = forms.ModelMultipleChoiceField[GoverningBody]
else:
    _Several = _Tables = SeveralField

VERBS = {
    "give_clearance": "Akkoord geven aan het secretariaat",
    "ask_clearance": "Akkoord van de voorzitter vragen",
    "advise": "Advies geven",
    "pass": "Aanvaarden en doorgeven",
    "place": "Op een agenda plaatsen",
    "return": "Terugsturen met een vraag",
    "postpone": "Uitstellen",
    "refer": "Naar een ander overleg sturen",
    "combine": "Samenvoegen met een ander voorstel",
    "keep": "Toch aan deze tafel bespreken",
    "refuse": "Niet weerhouden",
    "pull": "Niet langer wachten",
}
"""What may be done with a proposal, in the order of the page."""
_ASKED = {
    "advise": ("advice_outcome", "Kies een advies."),
    "place": ("meeting", "Kies een vergadering."),
    "return": ("question", "Schrijf uw vraag; wie het aanbracht, leest ze."),
    "refer": ("to_body", "Kies een overleg."),
    "combine": ("others", "Kies minstens één ander voorstel."),
    "keep": ("keep_reason", "Schrijf waarom."),
    "refuse": ("refusal", "Schrijf een reden; wie het aanbracht, leest ze."),
    "pull": ("pull_reason", "Schrijf waarom u niet langer wacht."),
}
"""The field that a choice can't do without."""


def _words(label: str, rows: int = 3, limit: int = 2_000, **options: Any) -> TextField:
    """A text that belongs to one choice."""
    return TextField(
        label=label,
        max_length=limit,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )


class ScreenForm(forms.Form):
    """What the body that has a proposal does with it."""

    verb = forms.ChoiceField(
        choices=list(VERBS.items()),
        error_messages={
            "required": "Kies wat u met dit voorstel doet.",
            "invalid_choice": "Kies een van de mogelijkheden.",
        },
        label="Wat doet u met dit voorstel?",
        widget=forms.RadioSelect,
    )
    advice_outcome = forms.ChoiceField(
        label="Uw advies",
        choices=[(each.value, str(each.label).capitalize()) for each in ADVICE],
        required=False,
        widget=forms.RadioSelect,
    )
    advice = _words(
        "Toelichting",
        rows=5,
        limit=20_000,
        help_text="Reist mee met het voorstel. Nodig bij opmerkingen en bij een ongunstig advies.",
    )
    remark = _words("Iets om mee te geven", rows=2)
    meeting = forms.ModelChoiceField(
        label="Op de agenda van",
        queryset=Meeting.objects.none(),
        required=False,
        empty_label="Kies een vergadering",
        error_messages={"invalid_choice": "De agenda van die vergadering is al verstuurd."},
    )
    preparer_label = LineField(
        label="Wie bereidt het voor?",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "voorbereiders"}),
        help_text="Een bestuur, een dienst, een expert of een werkgroep.",
    )
    late_reason = LineField(
        label="Waarom komt het er nog bij?",
        max_length=300,
        required=False,
        help_text="Alleen voor wat na de uiterste dag ingediend is.",
    )
    question = _words("Uw vraag of opmerking")
    until = forms.DateField(
        label="Tot wanneer",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Op die dag staat het vanzelf weer bij wat te beoordelen is.",
        error_messages={"invalid": "Schrijf een datum, bijvoorbeeld 2026-12-18."},
    )
    postpone_note = _words("Waarom", rows=2)
    to_body = forms.ModelChoiceField(
        label="Naar welk overleg?",
        queryset=GoverningBody.objects.none(),
        required=False,
        empty_label="Kies een overleg",
        error_messages={"invalid_choice": "Naar dit overleg kan een voorstel van hier niet."},
    )
    refer_reason = _words("Waarom daar?")
    others = _Several(
        label="Welke gaan hierin op?",
        queryset=Proposal.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Dit voorstel gaat verder, in naam van iedereen die een van deze aanbracht.",
        error_messages={"invalid_choice": "Dat voorstel ligt hier niet meer."},
    )
    keep_reason = LineField(label="Waarom hier?", max_length=300, required=False)
    refusal = _words("De reden")
    pull_reason = _words("Waarom niet langer wachten?", rows=2)

    def __init__(
        self, *args: Any, actor: User, proposal: Proposal, verbs: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._field("verb").choices = [(each, VERBS[each]) for each in VERBS if each in verbs]
        if "place" in verbs:
            planned = self._field("meeting")
            planned.queryset = (
                meetings_visible_to(actor)
                .filter(
                    body=proposal.body_id, state=MeetingState.PLANNED, held_on__gte=clock.today()
                )
                .order_by("held_on")
            )
            planned.label_from_instance = _meeting_label
            self.meetings = list(planned.queryset)
            if len(self.meetings) == 1:
                planned.initial = self.meetings[0].pk
            self.preparers = preparers_for(actor, proposal.body)
        if "refer" in verbs:
            self._field("to_body").queryset = refer_targets(proposal.body)
        if "combine" in verbs:
            self._field("others").queryset = combinable_with(proposal)
            self._field("others").label_from_instance = _proposal_label

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Each choice asks for its own field."""
        typed = super().clean() or {}
        name, sentence = _ASKED.get(typed.get("verb", ""), ("", ""))
        if name and name not in self.errors and not typed.get(name):
            self.add_error(name, ValidationError(sentence))
        if typed.get("verb") == "refer" and not typed.get("refer_reason"):
            self.add_error("refer_reason", "Schrijf een reden; wie het aanbracht, leest ze.")
        return typed


class TellForm(forms.Form):
    """Which other tables are told, in one text for all."""

    bodies = _Tables(
        label="Aan welke overleggen?",
        queryset=GoverningBody.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Overleggen van dezelfde regio, en die een lid met u delen.",
        error_messages={
            "required": "Kies minstens één overleg.",
            "invalid_choice": "Dit overleg weet het al, of hoort niet in de lijst.",
        },
    )
    text = TextField(
        label="Wat meldt u?",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Schrijf wat u meldt."},
        help_text="Eén tekst voor alle overleggen die u koos.",
    )

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies: Any = self.fields["bodies"]
        bodies.queryset = tables_to_tell(proposal)


def _meeting_label(meeting: Meeting) -> str:
    """A meeting in a list of choices."""
    return spoken_with_weekday(meeting.held_on)


def _proposal_label(proposal: Proposal) -> str:
    """A proposal in a list of choices."""
    return f"{proposal.title} ({proposal.brought_by_words})"
