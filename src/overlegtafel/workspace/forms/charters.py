"""Forms for the parts of a draft charter: words and settings side by side.

Each part knows how to start from a charter and how to give its rules back. A row of a list that is
emptied goes; two empty rows stand ready, and saving brings two more.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms import BaseFormSet, formset_factory
from pydantic import ValidationError

from overlegtafel.governance.models import Charter
from overlegtafel.governance.models.charters import HOW_QUESTIONS
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.states import (
    Authority,
    CompetentBody,
    CouncillorMode,
    CouncillorStep,
    Function,
    FunctionModel,
    Intake,
    Late,
    Openness,
    Ratification,
    Silence,
    SupportMode,
    Task,
)
from overlegtafel.workspace.forms.charter_rows import (
    PLATFORMS_A_THEME,
    Context,
    DomainRow,
    RouteRow,
    RowForm,
    StandingRow,
    TemplateRow,
    ThemeRow,
    choice,
)
from overlegtafel.workspace.forms.fields import TextField, revision_field

if TYPE_CHECKING:
    _Rows = BaseFormSet["RowForm"]
else:
    _Rows = BaseFormSet
EMPTY_ROWS = 2


def _words(label: str, rows: int = 6) -> TextField:
    return TextField(
        label=label,
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _number(label: str, most: int, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=most,
        help_text=help_text,
        error_messages={
            "invalid": "Schrijf een geheel getal.",
            "min_value": "Schrijf een getal vanaf %(limit_value)s.",
            "max_value": "Schrijf een getal tot %(limit_value)s.",
        },
    )


class PartForm(forms.Form):
    """One part of the draft: its words, its settings, its lists."""

    part: ClassVar[str]
    title: ClassVar[str]
    words_label: ClassVar[str] = ""
    rows: ClassVar[dict[str, tuple[str, type[RowForm]]]] = {}

    expected_revision = revision_field()

    def __init__(
        self, data: Any = None, *, charter: Charter, context: Context, **kwargs: Any
    ) -> None:
        self.charter, self.context = charter, context
        rules = charter.rules
        document = rules.model_dump(mode="json")
        initial = self.read(document) | {
            "expected_revision": charter.revision,
            "words": getattr(charter, self.part, ""),
        }
        super().__init__(data, initial=initial, **kwargs)
        if self.words_label:
            self.fields["words"] = _words(self.words_label)
            self.order_fields(["expected_revision", "words"])
        self.lists = [
            (name, title, self._formset(name, row, data, document))
            for name, (title, row) in self.rows.items()
        ]

    def _formset(self, name: str, row: type[RowForm], data: Any, document: dict[str, Any]) -> _Rows:
        factory = formset_factory(row, extra=EMPTY_ROWS, max_num=200, absolute_max=250)
        return factory(
            data,
            prefix=name,
            initial=[self.read_row(name, each) for each in self.list_of(document, name)],
            form_kwargs={"context": self.context},
        )

    def read(self, document: dict[str, Any]) -> dict[str, Any]:
        """The settings of this part as the form shows them."""
        return dict(document[self.part])

    def list_of(self, document: dict[str, Any], name: str) -> list[dict[str, Any]]:
        """The rows of a list as the rules keep them."""
        return list(document[self.part][name])

    def read_row(self, name: str, row: dict[str, Any]) -> dict[str, Any]:
        """A row as the form shows it."""
        return row

    def is_valid(self) -> bool:
        """Whether the settings and every filled row hold."""
        fine = super().is_valid()
        for _, _, formset in self.lists:
            fine = formset.is_valid() and fine
        return fine

    @property
    def faulty_rows(self) -> list[tuple[str, str]]:
        """Which lists have a row to look at again, by name and title."""
        return [
            (name, title) for name, title, rows in self.lists if rows.is_bound and any(rows.errors)
        ]

    def listed(self, name: str) -> list[dict[str, Any]]:
        """The filled rows of a list."""
        formset = next(each for key, _, each in self.lists if key == name)
        kept = self.list_of(self.charter.rules.model_dump(mode="json"), name)
        found = []
        for number, row in enumerate(formset.forms):
            if row.is_filled:
                before = kept[number] if number < len(kept) else {}
                found.append(before | row.value())
        return found

    def settings(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document with this part's settings in it."""
        own = {name: self.cleaned_data[name] for name in self.fields if name not in _OUTSIDE}
        lists = {name: self.listed(name) for name in self.rows}
        return document | {self.part: document[self.part] | own | lists}

    def new_rules(self) -> CharterRules | None:
        """The rules with this part changed; ``None``, with an error in the form, if they clash."""
        try:
            return CharterRules.model_validate(
                self.settings(self.charter.rules.model_dump(mode="json"))
            )
        except ValidationError as wrong:
            for error in wrong.errors():
                raised = error.get("ctx", {}).get("error")
                self.add_error(None, f"{raised or 'Kijk na wat u schreef'}.".capitalize())
            return None

    def new_words(self) -> dict[str, Any]:
        """The words of this part, by the charter's field."""
        return {self.part: self.cleaned_data["words"]} if self.words_label else {}


_OUTSIDE = ("expected_revision", "words", "add_domains")


class AmbitionForm(PartForm):
    """What the table aims at, and who reads what."""

    part, title = "ambition", "Ambitie"
    words_label = "Wat willen we samen bereiken, en waar willen we landen?"

    function_model = choice("De drie functies", FunctionModel.choices, widget=forms.RadioSelect)
    exchange = choice("Wie leest een punt van uitwisseling?", Openness.choices)
    alignment = choice("Wie leest een punt van afstemming?", Openness.choices)
    policy = choice("Wie leest een punt van beleid?", Openness.choices)

    def read(self, document: dict[str, Any]) -> dict[str, Any]:
        """The function model and the defaults of who reads."""
        return {"function_model": document["function_model"], **document["visibility"]}

    def settings(self, document: dict[str, Any]) -> dict[str, Any]:
        """Both put back."""
        typed = self.cleaned_data
        visibility = {name: typed[name] for name in Function.values}
        return document | {"function_model": typed["function_model"], "visibility": visibility}


class AgenderingForm(PartForm):
    """How-question 1."""

    part, title = "agendering", "Agendering"
    words_label = HOW_QUESTIONS["agendering"]
    rows: ClassVar = {
        "route": ("De weg van een voorstel vóór het op tafel komt", RouteRow),
        "standing_items": ("Vaste agendapunten", StandingRow),
        "templates": ("Sjablonen voor voorstellen", TemplateRow),
    }

    intake = forms.MultipleChoiceField(
        label="Van wie komen punten?",
        choices=Intake.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies er minstens één."},
    )
    cut_off_days = _number("Hoeveel dagen vooraf?", 60, "0 als er geen uiterste dag is.")
    late = choice("En wat later komt?", Late.choices, widget=forms.RadioSelect)
    guest_days = _number(
        "Hoeveel dagen na de vergadering leest een gastspreker zijn punt nog?",
        365,
        "0 als de link na de dag zelf niet meer werkt.",
    )


class PreparationForm(PartForm):
    """How-question 2."""

    part, title = "preparation", "Beleidsvoorbereiding"
    words_label = HOW_QUESTIONS["preparation"]
    rows: ClassVar = {"domains": ("Beleidsdomeinen", DomainRow)}

    preparer_needed = forms.BooleanField(
        label="Afstemming en beleid hebben een voorbereider", required=False
    )
    note_needed_for_policy = forms.BooleanField(label="Beleid heeft een nota", required=False)
    note_template = _words("Waar een nota van begint", rows=5)
    add_domains = TextField(
        label="Domeinen toevoegen, één per regel",
        required=False,
        max_length=20_000,
        help_text="Voor een hele lijst ineens. Ambitie en landingspunt vult u daarna per rij in.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def settings(self, document: dict[str, Any]) -> dict[str, Any]:
        """The rows, and the pasted names behind them."""
        written = super().settings(document)
        own = written[self.part]
        pasted = [line.strip() for line in self.cleaned_data["add_domains"].splitlines()]
        new = [{"name": line[:200], "ambition": Function.EXCHANGE.value} for line in pasted if line]
        return written | {self.part: own | {"domains": [*own["domains"], *new]}}


class RatificationForm(PartForm):
    """How-question 3."""

    part, title = "ratification", "Bekrachtiging"
    words_label = HOW_QUESTIONS["ratification"]

    way = choice("Hoe maakt u afspraken?", Ratification.choices, widget=forms.RadioSelect)
    minimum_present = _number(
        "Hoeveel leden minstens aanwezig of vervangen?", 200, "0 als er geen minimum is."
    )
    remark_days = forms.IntegerField(
        label="Werkdagen om op een conceptverslag te reageren",
        min_value=1,
        max_value=60,
        help_text="Standaard 10, te bevestigen door uw tafel.",
    )
    approve_between = forms.BooleanField(
        label="Een verslag goedkeuren kan ook tussen twee vergaderingen", required=False
    )
    allowed = forms.BooleanField(label="Schriftelijke rondes tussendoor", required=False)
    days = forms.IntegerField(label="Dagen om te antwoorden", min_value=1, max_value=90)
    silence = choice("Wie niet antwoordt", Silence.choices)

    def read(self, document: dict[str, Any]) -> dict[str, Any]:
        """The written rounds beside the rest."""
        own: dict[str, Any] = dict(document[self.part])
        rounds: dict[str, Any] = own.pop("written_rounds")
        return own | rounds

    def settings(self, document: dict[str, Any]) -> dict[str, Any]:
        """Both put back."""
        typed = self.cleaned_data
        rounds = {name: typed[name] for name in ("allowed", "days", "silence")}
        names = ("way", "minimum_present", "remark_days", "approve_between")
        own = {name: typed[name] for name in names}
        return document | {self.part: own | {"written_rounds": rounds}}


class ExecutionForm(PartForm):
    """How-question 4."""

    part, title = "execution", "Beleidsuitvoering"
    words_label = HOW_QUESTIONS["execution"]

    default_executor = choice("Wie voert uit, tenzij anders gezegd?", [], required=False)
    local_decision = choice("Welke lokale beslissing, tenzij anders gezegd?", CompetentBody.choices)
    follow_up_days = _number("Na hoeveel dagen volgt u op?", 365, "0 als u dat telkens kiest.")
    answer_days = _number(
        "Binnen hoeveel dagen verwacht u antwoord op een standpunt?",
        365,
        "Daarna krijgt wie het opvolgt een taak.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.context.organization_choices
        current = self.initial["default_executor"]
        if current not in dict(choices):
            choices = [*choices, (current, current)]
        self.fields["default_executor"].choices = choices  # type: ignore[attr-defined]


class SupportForm(PartForm):
    """What staff does: alone, after the chair, or never."""

    part, title = "support", "Wie wat doet"

    mode = choice(
        "De rol van de begeleiding",
        SupportMode.choices,
        help_text="Een gatekeeper beheert de agenda en het verslag, en brengt zelf niets aan. "
        "Kiest u een andere rol, dan volgen de taken die; wat u hieronder zelf wijzigt, blijft. "
        "De voorzitter mag alles.",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        support = self.charter.rules.support
        for task in Task:
            self.fields[task.value] = choice(
                str(task.label).capitalize(),
                Authority.choices,
                initial=support.authority(task),
                widget=forms.RadioSelect,
            )

    def read(self, document: dict[str, Any]) -> dict[str, Any]:
        """The role; each task has its own field."""
        return {"mode": document["support"]["mode"]}

    def settings(self, document: dict[str, Any]) -> dict[str, Any]:
        """The role, and each task in which it differs from what that role means."""
        typed = self.cleaned_data
        plain = CharterRules.model_validate({"support": {"mode": typed["mode"]}}).support
        tasks = {
            task.value: typed[task.value]
            for task in Task
            if typed[task.value] != plain.authority(task)
        }
        if typed["mode"] != self.charter.rules.support.mode:
            # another role brings its own tasks, but for those changed in this same form
            tasks = {name: each for name, each in tasks.items() if name in self.changed_data}
        return document | {"support": {"mode": typed["mode"], "tasks": tasks}}


class ThemesForm(PartForm):
    """Where do we discuss what."""

    part, title = "themes", "Wat we waar bespreken"
    rows: ClassVar = {"themes": ("Thema's", ThemeRow)}

    def read(self, document: dict[str, Any]) -> dict[str, Any]:
        """Nothing but the list."""
        return {}

    def list_of(self, document: dict[str, Any], name: str) -> list[dict[str, Any]]:
        """The themes."""
        return list(document["themes"])

    def read_row(self, name: str, row: dict[str, Any]) -> dict[str, Any]:
        """A theme with its platforms beside each other."""
        shown: dict[str, Any] = {"theme": row["theme"], "words": ", ".join(row["words"])}
        for number, each in enumerate(row["platforms"][:PLATFORMS_A_THEME], 1):
            where = each["platform"]
            shown[f"platform_{number}"] = self.context.platforms.get(where, where)
            shown[f"role_{number}"] = each["role"]
        return shown

    def settings(self, document: dict[str, Any]) -> dict[str, Any]:
        """The themes put back."""
        return document | {"themes": self.listed("themes")}


class CouncillorsForm(PartForm):
    """What councillors read and may ask."""

    part, title = "councillors", "Raadsleden"

    mode = choice("Wat kunnen raadsleden?", CouncillorMode.choices, widget=forms.RadioSelect)
    step = choice(
        "Wat lezen ze, en vanaf wanneer?",
        CouncillorStep.choices,
        help_text="Punten die de tafel besloten houdt en dossiers met interne gevolgen lezen ze "
        "nooit op deze weg.",
        widget=forms.RadioSelect,
    )
    public_letters = forms.BooleanField(
        label="Iedereen mag de raadsbrief lezen nadat ze verstuurd is", required=False
    )


PARTS: dict[str, type[PartForm]] = {
    "ambitie": AmbitionForm,
    "agendering": AgenderingForm,
    "voorbereiding": PreparationForm,
    "bekrachtiging": RatificationForm,
    "uitvoering": ExecutionForm,
    "rollen": SupportForm,
    "wat-waar": ThemesForm,
    "raadsleden": CouncillorsForm,
}
"""The parts by their address."""
