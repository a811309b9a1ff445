"""Proposing: what someone brings, and narrowing the pool."""

from collections.abc import Iterable
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.db.models import Q

from overlegtafel.accounts.models import User
from overlegtafel.common.text import join_dutch
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.path import EARLY, is_early
from overlegtafel.dossiers.policy import dossiers_visible_to
from overlegtafel.dossiers.states import Category, DossierState, Function, Reason
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_lead, may_bring_for, standing_of
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.states import CompetentBody, Wish
from overlegtafel.organizations.models import Classification, Organization, PostRole
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.platforms import suggest_platform
from overlegtafel.proposals.prompts import answered
from overlegtafel.proposals.queries import preparers_for
from overlegtafel.reporting.proposals import POOL_GROUPS, Suggestion, bringers, suggestion_for
from overlegtafel.workspace.forms.fields import LineField, TextField, revision_field

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
        help_text="Of in uw woorden: een dienst, een expert of een werkgroep.",
    )
    preparer = forms.ModelChoiceField(
        label="Wie bereidt het voor?",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="Nog niet bekend",
        help_text="Laat u dit open, dan wordt het wie de afsprakennota noemt voor het "
        "beleidsdomein van het dossier.",
        error_messages={"invalid_choice": "Dit bestuur of deze partner is hier niet betrokken."},
    )
    note = TextField(
        label="Nota",
        max_length=50_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    expected_decision = forms.ChoiceField(
        label="Welke lokale beslissing verwacht u?",
        choices=[("", "Nog niet bekend"), *CompetentBody.choices],
        required=False,
        help_text="Elk bestuur neemt ze zelf; de tafel maakt afspraken.",
    )
    wish_of = forms.ChoiceField(
        label="Komt dit van college of raad?",
        choices=[("", "Nee, of niet van toepassing"), *Wish.choices],
        required=False,
    )
    platform_reason = LineField(
        label="Waarom toch aan deze tafel?",
        max_length=300,
        required=False,
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
        if not body.functions or Function.EXCHANGE in body.functions:
            self.fields["function"].initial = Function.EXCHANGE.value  # the light form (R5)
        self.sending = sending
        self.body = body
        self.rules = current_rules(body)
        self.suggestion: Suggestion | None = None
        preparer: Any = self.fields["preparer"]
        preparer.queryset = preparers_for(actor, body)
        preparer.choices = _by_kind(preparer.queryset)
        template = self.rules.preparation.note_template
        if template and not self.initial.get("note"):
            self.initial["note"] = template
        for name, allowed in (("function", body.functions), ("category", body.categories)):
            if allowed:
                offered: Any = self.fields[name]
                offered.choices = [each for each in offered.choices if each[0] in allowed]

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
            if is_early(typed.get("dossier"), typed.get("function", ""), self.rules):
                self.add_error("function", EARLY)
            self._ask_why_here(typed)
        if typed.get("preparer"):
            words = typed.get("preparer_label", "")
            named = f"{typed['preparer']}: {words}" if words else str(typed["preparer"])
            typed["preparer_label"] = named[:200]
        if not answered(typed.get("note", ""), self.rules):
            typed["note"] = ""
        return typed

    def _ask_why_here(self, typed: dict[str, Any]) -> None:
        """Once all is there: when the list of themes says elsewhere, ask why it comes here."""
        domain = typed["dossier"].domain if typed.get("dossier") else ""
        theme = suggest_platform(
            self.rules, typed.get("title", ""), typed.get("summary", ""), domain
        )
        if theme is None:
            return
        self.suggestion = suggestion_for(theme, self.body)
        if not self.suggestion.is_here and not typed.get("platform_reason") and not self.errors:
            places = join_dutch([name for name, _ in self.suggestion.places])
            self.add_error(
                "platform_reason",
                f"“{theme.theme}” bespreken we volgens onze afspraak op: {places}. "
                "Schrijf waarom het toch naar deze tafel komt, of bewaar het als ontwerp.",
            )

    def facts(self) -> dict[str, Any]:
        """What was typed, as the fields of a proposal without its reasons."""
        asked = ("reasons", "preparer")
        typed = {name: value for name, value in self.cleaned_data.items() if name not in asked}
        return typed | {"prepared_by": self.cleaned_data["preparer"]}

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
        self._keep_preparer(proposal)

    def _keep_preparer(self, proposal: Proposal) -> None:
        """Who prepares it already stays among the choices, whoever edits."""
        if proposal.prepared_by is not None:
            preparer = self._field("preparer")
            found = Q(pk__in=preparer.queryset.order_by().values("pk"))
            found |= Q(pk=proposal.prepared_by_id)
            preparer.queryset = Organization.objects.filter(found).order_by(
                "classification", "name"
            )
            preparer.choices = _by_kind(preparer.queryset)

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
        "preparer": proposal.prepared_by_id,
        "preparer_label": proposal.preparer_words,
        "note": proposal.note,
        "expected_decision": proposal.expected_decision,
        "wish_of": proposal.wish_of,
        "platform_reason": proposal.platform_reason,
        "expected_revision": proposal.revision,
    }


_KINDS = {
    Classification.MUNICIPALITY: "Lokale besturen",
    Classification.INTERMUNICIPAL: "Intergemeentelijke samenwerkingsverbanden",
    Classification.PARTNER: "IOED, welzijnsvereniging of andere partner",
}
"""Who may prepare something (R85), as the list of choices is headed."""


def _by_kind(organizations: Iterable[Organization]) -> list[tuple[str, Any]]:
    """The choices under the headings of their kind."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for each in organizations:
        heading = _KINDS.get(Classification(each.classification), "Andere")
        groups.setdefault(heading, []).append((each.pk, each.name))
    return [("", "Nog niet bekend"), *groups.items()]


def wish_initial(wish: str) -> dict[str, Any]:
    """A proposal that starts from a wish of the own college or council (R96, R112)."""
    return {"wish_of": wish} if wish in Wish.values else {}


def template_initial(rules: CharterRules, asked: str) -> dict[str, Any]:
    """One of the charter's templates as the form shows it; nothing for an unknown number."""
    templates = rules.agendering.templates
    if not (
        asked.isascii() and asked.isdecimal() and len(asked) < 4 and int(asked) < len(templates)
    ):
        return {}
    template = templates[int(asked)]
    names = ("title", "summary", "function", "category", "note")
    return {name: str(getattr(template, name)) for name in names}


def _own_place(actor: User, body: GoverningBody) -> int | None:
    """In whose name the actor most likely speaks at this table."""
    standing = standing_of(actor)
    seated = body.seats.filter(municipality__in=standing.organizations(PostRole.values))
    own = seated.values_list("municipality_id", flat=True).first()
    if own is None and can_lead(actor, body.pk):
        return body.organization_id
    return own or min(standing.local_organizations | standing.partner_for, default=None)


class NoteForm(forms.Form):
    """The note of what one's organization prepares."""

    note = TextField(
        label="Nota",
        max_length=50_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Wat de tafel moet weten om dit te bespreken. Wie het aanbracht en het "
        "secretariaat lezen mee; u kunt ze wijzigen tot de agenda verstuurd is.",
    )
    expected_revision = revision_field()

    def __init__(self, *args: Any, proposal: Proposal, **options: Any) -> None:
        self.template = current_rules(proposal.body).preparation.note_template
        options["initial"] = {
            "note": proposal.note or self.template,
            "expected_revision": proposal.revision,
        }
        super().__init__(*args, **options)

    def clean_note(self) -> str:
        """What was written; the template left as it is, is nothing."""
        note: str = self.cleaned_data["note"]
        return "" if note.split() == self.template.split() else note


class PoolFilter(forms.Form):
    """Narrow the pool by who brought it, and by where it stands."""

    aangebracht_door = forms.ModelChoiceField(
        label="Aangebracht door",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="Iedereen",
    )
    stand = forms.ChoiceField(
        label="Stand",
        required=False,
        choices=[("", "Alle"), *POOL_GROUPS.items()],
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
            "group": self.cleaned_data.get("stand"),
        }
        return {name: value for name, value in found.items() if value}
