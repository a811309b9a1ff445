"""Proposing and screening."""

from secrets import token_urlsafe
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken_with_weekday
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.policy import dossiers_visible_to
from overlegtafel.dossiers.states import Category, DossierState, Function, Reason
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_lead, may_bring_for, standing_of
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.policy import meetings_visible_to
from overlegtafel.meetings.states import MeetingState
from overlegtafel.organizations.models import Organization, PostRole
from overlegtafel.proposals.models import Proposal
from overlegtafel.reporting.proposals import POOL_GROUPS, bringers
from overlegtafel.workspace.forms.fields import LineField, TextField

_FUNCTIONS = {
    Function.EXCHANGE: "Uitwisseling: iets delen of vragen",
    Function.ALIGNMENT: "Afstemming: hetzelfde doen, of samen",
    Function.POLICY: "Beleid: een standpunt of koers van de regio",
}
_ASKED = {"reasons": "Kies minstens één aanleiding.", "category": "Kies een categorie."}
"""What a proposal that is sent must name; an exchange may leave it to its function (R5)."""
_LATER = ("summary", "function")
"""What a draft may leave open."""


class ProposalForm(forms.Form):
    """What someone brings to the table. A draft needs less than what is sent."""

    title = LineField(
        label="Titel",
        max_length=200,
        error_messages={
            "required": "Schrijf een titel.",
            "max_length": "Houd de titel korter: hoogstens %(limit_value)d tekens. "
            "U schreef er %(show_value)d.",
        },
    )
    summary = TextField(
        label="In één zin",
        max_length=10_000,
        help_text="Wat wilt u van de tafel? Eén zin volstaat; meer mag.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Schrijf minstens één zin.",
            "max_length": "Houd de tekst onder %(limit_value)d tekens. U schreef er "
            "%(show_value)d. Langere stukken horen in het dossier.",
        },
    )
    reasons = forms.MultipleChoiceField(
        label="Waarom aan deze tafel?",
        choices=Reason.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Minstens één aanleiding. Laat u dit open bij uitwisseling, dan wordt het: "
        f"“{Reason.INFORMATION.label}”.",
        required=False,
    )
    category = forms.ChoiceField(
        label="Categorie",
        choices=Category.choices,
        widget=forms.RadioSelect,
        help_text="Laat u dit open bij uitwisseling, dan wordt het: "
        f"“{Category.INFORMATION.label}”.",
        required=False,
    )
    function = forms.ChoiceField(
        label="Wat moet de tafel ermee doen?",
        choices=[(value.value, words) for value, words in _FUNCTIONS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat de tafel ermee moet doen."},
    )
    brought_by = forms.ModelChoiceField(
        label="Aangebracht door",
        queryset=Organization.objects.none(),
        empty_label=None,
        error_messages={
            "required": "Kies wie dit aanbrengt.",
            "invalid_choice": "In naam van dit bestuur kunt u niets aanbrengen.",
        },
    )
    dossier = forms.ModelChoiceField(
        label="Hoort bij dossier",
        queryset=Dossier.objects.none(),
        required=False,
        empty_label="Nog geen dossier",
        error_messages={"invalid_choice": "Dit dossier hoort niet bij dit overleg."},
    )
    preparer_label = LineField(
        label="Voorbereid door",
        max_length=200,
        required=False,
        help_text="Een dienst, een expert of een werkgroep.",
    )

    def __init__(
        self,
        *args: Any,
        actor: User,
        body: GoverningBody,
        sending: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        bringing = may_bring_for(actor, body).order_by("name")
        self._field("brought_by").queryset = bringing
        self.fields["brought_by"].initial = _own_place(actor, body)
        dossiers = dossiers_visible_to(actor).filter(body=body, state=DossierState.OPEN)
        self._field("dossier").queryset = dossiers
        self.sending = sending

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def full_clean(self) -> None:
        """A draft asks only a title; on the page every field keeps what sending asks of it."""
        asked = [self.fields[name] for name in _LATER if not self.sending]
        for field in asked:
            field.required = False
        super().full_clean()
        for field in asked:
            field.required = True

    def clean_function(self) -> str:
        """What the table does with it: in a draft, exchange until something else is chosen."""
        return self.cleaned_data["function"] or Function.EXCHANGE.value

    def clean(self) -> dict[str, Any]:
        """Ask what is still missing, unless it is a draft or an exchange."""
        typed = super().clean() or {}
        if self.sending and typed.get("function") != Function.EXCHANGE:
            for name, sentence in _ASKED.items():
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return typed

    def facts(self) -> dict[str, Any]:
        """What was typed, as the fields of a proposal without its reasons."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reasons"}

    def ticked(self) -> tuple[Reason, ...]:
        """The reasons that were ticked."""
        return tuple(Reason(value) for value in self.cleaned_data["reasons"])


class NewProposalForm(ProposalForm):
    """The same, for one that is still to be made: ``form_key`` is this page's, for one use."""

    form_key = forms.CharField(
        max_length=40,
        required=False,
        initial=lambda: token_urlsafe(16),
        widget=forms.HiddenInput,
    )


class ProposalEditForm(ProposalForm):
    """The same, for a proposal that exists: ``expected_revision`` guards what others saved."""

    expected_revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        kwargs.setdefault("initial", initial_of(proposal))
        super().__init__(*args, **kwargs)
        self.fields["brought_by"].initial = proposal.brought_by_id

    def facts(self) -> dict[str, Any]:
        """What was typed, as the fields of a proposal, reasons and revision included."""
        ticked = self.ticked()
        return super().facts() | {reason.value: reason in ticked for reason in Reason}


def initial_of(proposal: Proposal) -> dict[str, Any]:
    """A stored proposal as the form shows it."""
    return {
        "title": proposal.title,
        "summary": proposal.summary,
        "reasons": [reason.value for reason in Reason if getattr(proposal, reason.value)],
        "category": proposal.category,
        "function": proposal.function,
        "brought_by": proposal.brought_by_id,
        "dossier": proposal.dossier_id,
        "preparer_label": proposal.preparer_label,
        "expected_revision": proposal.revision,
    }


def _own_place(actor: User, body: GoverningBody) -> int | None:
    """In whose name the actor most likely speaks at this table."""
    standing = standing_of(actor)
    seated = body.seats.filter(municipality__in=standing.organizations(PostRole.values))
    own = seated.values_list("municipality_id", flat=True).first()
    if own is None and can_lead(actor, body.pk):
        return body.organization_id
    return own or min(standing.local_organizations | standing.partner_for, default=None)


class PoolFilter(forms.Form):
    """Narrow the pool by who brought it, and by state."""

    aangebracht_door = forms.ModelChoiceField(
        label="Aangebracht door",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="Iedereen",
    )
    stand = forms.ChoiceField(
        label="Stand",
        required=False,
        choices=[("", "Alle"), *((state.value, words) for state, words in POOL_GROUPS.items())],
    )

    def __init__(self, *args: Any, actor: User, body: GoverningBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["aangebracht_door"]
        chosen.queryset = bringers(actor, body)

    def wanted(self) -> dict[str, Any]:
        """The choices as conditions; what can't be read narrows nothing."""
        self.is_valid()
        found = {
            "brought_by": self.cleaned_data.get("aangebracht_door"),
            "state": self.cleaned_data.get("stand"),
        }
        return {name: value for name, value in found.items() if value}


def _meeting_label(meeting: Meeting) -> str:
    """A meeting in a list of choices."""
    return spoken_with_weekday(meeting.held_on)


class ScreenForm(forms.Form):
    """What the secretariat does with a proposal; each choice has its own fields below it."""

    verb = forms.ChoiceField(
        choices=[
            ("place", "Op een agenda plaatsen"),
            ("return", "Terugsturen met een vraag"),
            ("postpone", "Uitstellen"),
            ("refuse", "Niet weerhouden"),
        ],
        error_messages={
            "required": "Kies wat u met dit voorstel doet.",
            "invalid_choice": "Kies een van de mogelijkheden.",
        },
        label="Wat doet u met dit voorstel?",
        widget=forms.RadioSelect,
    )
    meeting = forms.ModelChoiceField(
        label="Op de agenda van",
        queryset=Meeting.objects.none(),
        required=False,
        empty_label="Kies een vergadering",
        error_messages={"invalid_choice": "De agenda van die vergadering is al verstuurd."},
    )
    question = TextField(
        label="Uw vraag of opmerking",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    until = forms.DateField(
        label="Tot wanneer",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Schrijf een datum, bijvoorbeeld 2026-12-18."},
    )
    postpone_note = TextField(
        label="Waarom",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    refusal = TextField(
        label="De reden",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, actor: User, proposal: Proposal, verbs: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["verb"]
        offered.choices = [choice for choice in offered.choices if choice[0] in verbs]
        planned: Any = self.fields["meeting"]
        planned.queryset = (
            meetings_visible_to(actor)
            .filter(body=proposal.body_id, state=MeetingState.PLANNED, held_on__gte=clock.today())
            .order_by("held_on")
        )
        planned.label_from_instance = _meeting_label

    def clean(self) -> dict[str, Any]:
        """Each choice asks for its own field."""
        typed = super().clean() or {}
        needs = {
            "place": ("meeting", "Kies een vergadering."),
            "return": ("question", "Schrijf uw vraag; wie het aanbracht, leest ze."),
            "refuse": ("refusal", "Schrijf een reden; wie het aanbracht, leest ze."),
        }
        name, sentence = needs.get(typed.get("verb", ""), ("", ""))
        if name and name not in self.errors and not typed.get(name):
            self.add_error(name, ValidationError(sentence))
        return typed
