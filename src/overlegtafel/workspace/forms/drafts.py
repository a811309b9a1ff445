"""What is typed about a common draft: its clauses, what is shared, remarks and answers."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from overlegtafel.common.errors import Invalid
from overlegtafel.common.sheets import as_text, check_size
from overlegtafel.drafting.columns import LONGEST
from overlegtafel.drafting.content import Clause, Column, Cost, Variant
from overlegtafel.drafting.cost import dutch_number
from overlegtafel.drafting.states import ClauseKind, ColumnKind, CostKey, RemarkOutcome
from overlegtafel.organizations.models import Organization
from overlegtafel.workspace.forms.fields import DayField, LineField, TextField, revision_field

_FIELDS_HELP = "Velden schrijft u tussen dubbele accolades, zoals {{gemeente}}."
_SPARE_VARIANTS = 1


def _seen_field() -> forms.CharField:
    """The mark of the part as it was shown; another part may be saved meanwhile."""
    return forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class TitleForm(forms.Form):
    """What the draft is called."""

    title = LineField(label="Titel van de beslissing", max_length=200, help_text=_FIELDS_HELP)
    revision = revision_field()
    seen = _seen_field()


class ClauseForm(forms.Form):
    """One clause, with the other words that some municipalities agreed on."""

    kind = forms.ChoiceField(label="Soort", choices=ClauseKind.choices)
    heading = LineField(label="Opschrift", max_length=200, required=False)
    text = TextField(
        label="Tekst",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_FIELDS_HELP,
    )
    revision = revision_field()
    seen = _seen_field()

    def __init__(
        self,
        data: Any = None,
        *,
        clause: Clause,
        towns: Sequence[Organization],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.clause = clause
        self.count = len(clause.variants) + _SPARE_VARIANTS
        for number in range(self.count):
            self._add_variant(number, towns)

    def _add_variant(self, number: int, towns: Sequence[Organization]) -> None:
        known = self.clause.variants[number] if number < len(self.clause.variants) else None
        self.fields[f"name_{number}"] = LineField(
            label="Waarom of voor wie",
            max_length=80,
            required=False,
            initial=known.name if known else "",
            help_text="Bijvoorbeeld: besturen met een eigen reglement.",
        )
        self.fields[f"variant_{number}"] = TextField(
            label="Andere tekst",
            max_length=20_000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 5}),
            initial=known.text if known else "",
        )
        self.fields[f"for_{number}"] = forms.MultipleChoiceField(
            label="Geldt voor",
            choices=[(each.slug, each.name) for each in towns],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=list(known.municipalities) if known else [],
        )

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What every clause has."""
        return [self[name] for name in ("kind", "heading", "text")]

    @property
    def variants(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each variant with its name and fields; the last one is empty."""
        return [
            (
                self.clause.variants[number].name if number < len(self.clause.variants) else "",
                [self[f"{part}_{number}"] for part in ("name", "variant", "for")],
            )
            for number in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        """A variant has a name, words and somebody; nobody has two."""
        typed = super().clean() or {}
        seen: dict[str, int] = {}
        for number in range(self.count):
            name, towns = typed.get(f"name_{number}"), typed.get(f"for_{number}") or []
            if typed.get(f"variant_{number}") or towns or name:
                if not name:
                    self.add_error(f"name_{number}", "Zeg waarom of voor wie dit anders is.")
                if not towns:
                    self.add_error(f"for_{number}", "Kies minstens één bestuur.")
            if any(slug in seen for slug in towns):
                self.add_error(f"for_{number}", "Een bestuur heeft al een andere tekst hierboven.")
            seen |= dict.fromkeys(towns, number)
        return typed

    @property
    def content(self) -> Clause:
        """The clause as it was typed; a variant without words and without anyone is dropped."""
        typed = self.cleaned_data
        variants = tuple(
            Variant(
                name=typed[f"name_{number}"],
                text=typed[f"variant_{number}"],
                municipalities=tuple(typed[f"for_{number}"]),
            )
            for number in range(self.count)
            if typed[f"name_{number}"]
        )
        return Clause(
            key=self.clause.key,
            kind=ClauseKind(typed["kind"]),
            heading=typed["heading"],
            text=typed["text"],
            variants=variants,
        )


class CostForm(forms.Form):
    """An amount that is shared over all municipalities."""

    amount = LineField(
        label="Te verdelen bedrag, in euro",
        max_length=30,
        required=False,
        help_text="Zoals 12.500,00. Laat leeg als er niets te verdelen is.",
    )
    key = forms.ChoiceField(
        label="Verdeeld", choices=CostKey.choices, widget=forms.RadioSelect, required=False
    )
    column = forms.ChoiceField(label="Eigen kolom", required=False)
    revision = revision_field()
    seen = _seen_field()

    def __init__(
        self,
        data: Any = None,
        *,
        columns: Sequence[Column],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        numbers = [each for each in columns if each.kind != ColumnKind.TEXT]
        choices = [("", "kies een kolom"), *((each.name, each.label) for each in numbers)]
        self.fields["column"].choices = choices  # type: ignore[attr-defined]

    def clean_amount(self) -> Decimal | None:
        """A number as it is written here, with at most two decimals."""
        typed = self.cleaned_data["amount"]
        if not typed:
            return None
        number = dutch_number(typed)
        if number is None or number < 0 or number != round(number, 2) or number >= 10**12:
            raise forms.ValidationError("Schrijf een bedrag als 12.500,00.")
        return round(number, 2)

    def clean(self) -> dict[str, Any]:
        """What is shared has a key; a key of one's own its column."""
        typed = super().clean() or {}
        if typed.get("amount") is not None:
            if not typed.get("key"):
                self.add_error("key", "Kies hoe u dit verdeelt.")
            if typed.get("key") == CostKey.COLUMN and not typed.get("column"):
                self.add_error("column", "Kies de kolom met de sleutel.")
        return typed

    @property
    def cost(self) -> Cost | None:
        """What is shared, or nothing."""
        typed = self.cleaned_data
        if typed["amount"] is None:
            return None
        key = CostKey(typed["key"])
        column = typed["column"] if key == CostKey.COLUMN else ""
        return Cost(amount=typed["amount"], key=key, column=column)


class ColumnsForm(forms.Form):
    """A CSV file with own columns: first read, then taken over as it was shown."""

    file = forms.FileField(label="CSV-bestand", required=False)
    text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    revision = revision_field()

    def clean(self) -> dict[str, Any]:
        """The file's words: UTF-8, or what a Belgian Excel writes."""
        typed = super().clean() or {}
        file = typed.get("file")
        if file is not None:
            try:
                check_size(file.size, LONGEST)
                typed["text"] = as_text(file.read())
            except Invalid as refusal:
                self.add_error("file", refusal.sentence)
        if not typed.get("text", "").strip() and "file" not in self.errors:
            self.add_error("file", "Kies een CSV-bestand met een kolom “bestuur”.")
        return typed


class RoundForm(forms.Form):
    """Until when one may remark, and what is said beside it."""

    last_day = DayField(label="Opmerkingen tot en met")
    note = LineField(
        label="In één zin: wat vraagt u of wat is er nieuw?", max_length=300, required=False
    )
    revision = revision_field()


class CloseRoundForm(forms.Form):
    """Why a round ends before its last day, while someone did not answer."""

    reason = LineField(
        label="Waarom sluit u vroeger af?",
        max_length=300,
        error_messages={"required": "Schrijf waarom u vroeger afsluit."},
        help_text="In één zin. Wie nog niet antwoordde, leest dit in een mail; het staat ook in "
        "het logboek en bij de ronde.",
    )


class DropVersionForm(forms.Form):
    """Which text was shown when the version was given up."""

    revision = revision_field()


class FinishForm(forms.Form):
    """What is new in the definitive version."""

    note = LineField(label="Wat is er nieuw, in één zin", max_length=300, required=False)
    revision = revision_field()


class RemarkForm(forms.Form):
    """What one municipality remarks on one clause.

    The boxes of a page belong to one form, so that sending one loses nothing of the others.
    """

    text = TextField(
        label="Uw opmerking",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4, "form": "opmerkingen"}),
        error_messages={"required": "Schrijf uw opmerking."},
    )


class AnswerForm(forms.Form):
    """What the owner does with a remark."""

    outcome = forms.ChoiceField(
        label="Neemt u dit over?",
        choices=RemarkOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of u dit overneemt."},
    )
    reason = TextField(
        label="Reden, of wat u ermee doet",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nodig als u het niet overneemt. Iedereen leest dit in de nota.",
    )
    new_text = TextField(
        label="Tekst van de clausule in de nieuwe versie",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    unchanged = forms.BooleanField(
        label="De tekst wijzigde niet: toch overgenomen",
        required=False,
        widget=forms.HiddenInput,
        help_text="Bijvoorbeeld als ze elders verwerkt is, of al in de tekst stond.",
    )

    def __init__(self, data: Any = None, *, asks: bool, **kwargs: Any) -> None:
        """``asks`` when taking up without other words must be said so: the text still stands as
        it was in the round.
        """
        super().__init__(data, **kwargs)
        self.asks = asks

    def clean(self) -> dict[str, Any]:
        """What is taken up changes the words, or that is confirmed."""
        typed = super().clean() or {}
        confirmed = typed.pop("unchanged", False)
        same = typed.get("new_text") == self.initial.get("new_text")
        if self.asks and same and typed.get("outcome") == RemarkOutcome.TAKEN_UP and not confirmed:
            self.fields["unchanged"].widget = forms.CheckboxInput()
            self.add_error(
                "unchanged",
                "De tekst wijzigde niet. Pas ze aan, of vink dit aan: toch overgenomen.",
            )
        return typed
