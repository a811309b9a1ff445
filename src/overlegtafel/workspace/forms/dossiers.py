"""Starting a dossier, writing at it, handing it over, closing it."""

from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet

from overlegtafel.common import clock
from overlegtafel.common.transitions import allows
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.services import LessonWords
from overlegtafel.dossiers.states import MOVES, DossierState, Function, PreparerKind
from overlegtafel.governance.models import Charter
from overlegtafel.organizations.models import Organization
from overlegtafel.workspace.forms.fields import DayField, LineField, TextField, revision_field

VERBS = {
    "complete": "Het dossier is afgerond",
    "stop": "We zetten het dossier stop",
    "reopen": "We nemen het dossier weer op",
}
_NOBODY = Organization.objects.none


def offer(field: forms.Field, found: QuerySet[Any], *, by_kind: bool = False) -> None:
    """Let a field choose from these rows; organizations under the kind they are of."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = found
    if by_kind:
        groups = groupby(found, key=lambda each: each.get_classification_display().capitalize())
        field.choices = [
            ("", field.empty_label),
            *((kind, [(each.pk, str(each)) for each in rows]) for kind, rows in groups),
        ]


def _title() -> LineField:
    return LineField(
        label="Titel",
        max_length=200,
        error_messages={
            "required": "Schrijf een titel.",
            "max_length": "Houd de titel korter: hoogstens %(limit_value)d tekens. "
            "U schreef er %(show_value)d.",
        },
    )


def _domain() -> LineField:
    return LineField(
        label="Beleidsdomein",
        max_length=80,
        help_text="Kies er een van de lijst, of schrijf een nieuw.",
        widget=forms.TextInput(attrs={"list": "beleidsdomeinen", "autocomplete": "off"}),
        error_messages={"required": "Schrijf een beleidsdomein."},
    )


def _summary() -> TextField:
    return TextField(
        label="Waarover gaat het?",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _internal() -> forms.BooleanField:
    return forms.BooleanField(
        label="Het heeft interne effecten in elk bestuur",
        help_text="Dan lezen enkel wie aan tafel zit, de algemeen directeurs en het secretariaat "
        "mee, en wie het dossier heeft of voorbereidt.",
        required=False,
    )


def _parent() -> Any:
    return forms.ModelChoiceField(
        label="Deel van een ander dossier",
        queryset=Dossier.objects.none(),
        required=False,
        empty_label="nee, een dossier op zich",
        error_messages={"invalid_choice": "Dit dossier hoort niet bij dit overleg."},
    )


class DossierForm(forms.Form):
    """What a dossier is about, and who has it: a title, a domain, an owner."""

    title = _title()
    domain = _domain()
    owner = forms.ModelChoiceField(
        label="Eigenaar", queryset=_NOBODY(), required=False, empty_label="nog niemand"
    )
    owner_contact = LineField(
        label="Contact bij de eigenaar",
        max_length=200,
        required=False,
        help_text="Bijvoorbeeld: schepen wonen, of hr@gemeente.be.",
    )
    summary = _summary()
    parent = _parent()
    is_internal = _internal()
    MORE = ("owner_contact", "summary", "parent", "is_internal")

    def __init__(
        self,
        *args: Any,
        owners: QuerySet[Organization],
        parents: QuerySet[Dossier],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        offer(self.fields["owner"], owners, by_kind=True)
        offer(self.fields["parent"], parents)

    @property
    def first(self) -> list[forms.BoundField]:
        """The three fields that are enough."""
        return [self[name] for name in self.fields if name not in self.MORE]

    @property
    def more(self) -> list[forms.BoundField]:
        """What may wait."""
        return [self[name] for name in self.MORE]

    @property
    def is_more_open(self) -> bool:
        """Whether something in what may wait was filled in, or is wrong."""
        return any(self[name].value() or self[name].errors for name in self.MORE)


class DossierEditForm(forms.Form):
    """The text of a dossier; what only the table settles shows to who may settle it."""

    title = _title()
    summary = _summary()
    owner_contact = LineField(label="Contact bij de eigenaar", max_length=200, required=False)
    domain = _domain()
    parent = _parent()
    is_internal = _internal()
    is_test_case = forms.BooleanField(label="Testcase van onze werking", required=False)
    charter = forms.ModelChoiceField(
        label="Test deze versie van de afsprakennota",
        queryset=Charter.objects.none(),
        required=False,
        empty_label="de versie van vandaag",
    )
    expected_revision = revision_field()
    SETTINGS = ("domain", "parent", "is_internal", "is_test_case", "charter")

    def __init__(
        self,
        *args: Any,
        settles: bool,
        parents: QuerySet[Dossier],
        charters: QuerySet[Charter],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        offer(self.fields["parent"], parents)
        offer(self.fields["charter"], charters)
        gone = () if settles else self.SETTINGS
        for name in gone if charters else {*gone, "charter"}:
            del self.fields[name]


def edit_initial(dossier: Dossier) -> dict[str, Any]:
    """A dossier as its form shows it."""
    names = ("title", "summary", "owner_contact", *DossierEditForm.SETTINGS)
    return {
        **{name: getattr(dossier, name) for name in names},
        "expected_revision": dossier.revision,
    }


class HandOverForm(forms.Form):
    """Who takes a dossier over, from when and why."""

    to_owner = forms.ModelChoiceField(
        label="Nieuwe eigenaar", queryset=_NOBODY(), required=False, empty_label="kies er een"
    )
    to_label = LineField(
        label="In woorden",
        max_length=200,
        required=False,
        help_text="Als de naam anders luidt, of als meer besturen het samen dragen.",
    )
    contact = LineField(label="Contact", max_length=200, required=False)
    handed_on = DayField(label="Vanaf", error_messages={"required": "Schrijf vanaf welke dag."})
    reason = LineField(
        label="Waarom?",
        max_length=1_000,
        help_text="In één zin. De vorige eigenaar blijft in de geschiedenis staan.",
        error_messages={"required": "Schrijf waarom, in één zin."},
    )

    def __init__(self, *args: Any, owners: QuerySet[Organization], **options: Any) -> None:
        options.setdefault("initial", {"handed_on": clock.today()})
        super().__init__(*args, **options)
        offer(self.fields["to_owner"], owners, by_kind=True)


class PreparerForm(forms.Form):
    """Who prepares a dossier and for how long; empty leaves it to the charter."""

    preparer = forms.ModelChoiceField(
        label="Wie bereidt voor?",
        queryset=_NOBODY(),
        required=False,
        empty_label="zoals de afsprakennota zegt",
    )
    preparer_kind = forms.ChoiceField(
        label="Wat voor voorbereider is dat?",
        required=False,
        choices=[("", "volgt uit de organisatie"), *PreparerKind.choices],
    )
    preparer_label = LineField(
        label="In woorden",
        max_length=200,
        required=False,
        help_text="De persoon of de dienst, of iemand die niet in de lijst staat.",
    )
    preparer_contact = LineField(label="Contact", max_length=200, required=False)
    preparer_from = DayField(label="Vanaf", required=False)
    preparer_until = DayField(label="Tot en met", required=False)

    def __init__(self, *args: Any, preparers: QuerySet[Organization], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self.fields["preparer"], preparers, by_kind=True)


def preparer_initial(dossier: Dossier) -> dict[str, Any]:
    """Its preparer as the form shows it."""
    return {name: getattr(dossier, name) for name in PreparerForm.base_fields}


class CoPreparerForm(forms.Form):
    """Who in one municipality helps."""

    municipality = forms.ModelChoiceField(
        label="Bestuur",
        queryset=_NOBODY(),
        empty_label="kies een bestuur",
        error_messages={"required": "Kies een bestuur."},
    )
    who = LineField(
        label="Wie",
        max_length=200,
        help_text="De persoon of de dienst, met contact.",
        error_messages={"required": "Schrijf wie het is, of hoe men die bereikt."},
    )

    def __init__(self, *args: Any, towns: QuerySet[Organization], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self.fields["municipality"], towns)


class StepForm(forms.Form):
    """To which function a dossier goes, on which day."""

    function = forms.ChoiceField(
        label="Naar welke functie?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een functie."},
    )
    taken_on = DayField(label="Op", error_messages={"required": "Schrijf op welke dag."})
    reason = LineField(
        label="Waarom?",
        max_length=1_000,
        required=False,
        help_text="Nodig om terug te gaan, en voor een voorzitter die van de stappen afwijkt.",
    )

    def __init__(self, *args: Any, now: str, **options: Any) -> None:
        options.setdefault("initial", {"taken_on": clock.today()})
        super().__init__(*args, **options)
        function = self.fields["function"]
        assert isinstance(function, forms.ChoiceField)
        function.choices = [
            (value, str(label).capitalize()) for value, label in Function.choices if value != now
        ]


class FindingForm(forms.Form):
    """What a test case shows."""

    text = TextField(
        label="Wat stelt u vast?",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Schrijf wat u vaststelt."},
    )


class DossierMoveForm(forms.Form):
    """What happens with a dossier, and why; stopping asks what was learned (R123)."""

    verb = forms.ChoiceField(
        label="Wat gebeurt ermee?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat ermee gebeurt."},
    )
    note = LineField(
        label="Waarom?",
        max_length=1_000,
        help_text="In één zin.",
        error_messages={"required": "Schrijf waarom, in één zin."},
    )
    what = TextField(label="Wat gebeurde er?", max_length=2_000, required=False)
    why = TextField(label="Waardoor kwam het?", max_length=2_000, required=False)
    next_time = TextField(label="Wat doen we volgende keer?", max_length=2_000, required=False)
    is_shared = forms.BooleanField(
        label="Deel deze les meteen met de andere regio's",
        help_text="Anders blijft ze binnen uw overleg. Delen kan ook later.",
        required=False,
    )
    LESSON = ("what", "why", "next_time", "is_shared")

    def __init__(self, *args: Any, dossier: Dossier, shares: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        verb = self.fields["verb"]
        assert isinstance(verb, forms.ChoiceField)
        verb.choices = [
            (name, words) for name, words in VERBS.items() if allows(MOVES, name, dossier.state)
        ]
        gone = self.LESSON if dossier.state != DossierState.OPEN else ()
        for name in gone if shares else {*gone, "is_shared"}:
            del self.fields[name]
        for name in ("what", "why", "next_time"):
            if name in self.fields:
                self.fields[name].widget.attrs["rows"] = 2

    def content(self) -> dict[str, Any]:
        """What was typed, with the lesson as one."""
        typed = {name: self.cleaned_data[name] for name in ("verb", "note")}
        if typed["verb"] == "stop":
            words = {name: self.cleaned_data[name] for name in ("what", "why", "next_time")}
            typed |= {
                "lesson": LessonWords(**words),
                "is_shared": self.cleaned_data.get("is_shared", False),
            }
        return typed

    @property
    def asked(self) -> list[forms.BoundField]:
        """What every move asks."""
        return [self["verb"], self["note"]]

    @property
    def lesson(self) -> list[forms.BoundField]:
        """What stopping asks too."""
        return [self[name] for name in self.LESSON if name in self.fields]
