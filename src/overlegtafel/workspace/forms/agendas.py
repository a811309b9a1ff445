"""What is typed about an agenda item before the agenda is sent."""

from collections.abc import Mapping
from typing import Any

from django import forms

from overlegtafel.dossiers.states import Category, Function
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.rules import Preparation
from overlegtafel.governance.states import CompetentBody
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.proposals.services import PREPARATION
from overlegtafel.proposals.states import ADVICE, PassageOutcome
from overlegtafel.workspace.forms.fields import LineField, TextField, revision_field


class ItemForm(forms.Form):
    """What the charter asks of an item: only the fields of its function, and advice to come."""

    preparer_label = LineField(
        label="Wie bereidt het voor?",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "voorbereiders"}),
        help_text="Een bestuur, een dienst, een expert of een werkgroep.",
    )
    expected_decision = forms.ChoiceField(
        label="Welke lokale beslissing verwacht u?",
        choices=[("", "Nog niet bekend"), *CompetentBody.choices],
        required=False,
        help_text="Nodig voor een punt van beleid. De tafel maakt afspraken; beslissen doet het "
        "bevoegde orgaan van elk bestuur.",
    )
    note = TextField(
        label="Nota", max_length=50_000, required=False, widget=forms.Textarea(attrs={"rows": 10})
    )
    category = forms.ChoiceField(
        label="Categorie", choices=Category.choices, widget=forms.RadioSelect
    )
    revision = revision_field()

    def __init__(
        self,
        *args: Any,
        item: AgendaItem,
        waited: Mapping[str, GoverningBody],
        preparation: Preparation,
        **options: Any,
    ) -> None:
        note_template = preparation.note_template
        options["initial"] = {name: getattr(item, name) for name in PREPARATION} | {
            "note": item.note or note_template,
            "revision": item.revision,
        }
        super().__init__(*args, **options)
        self.waited = list(waited.values())
        self.note_template = note_template
        if item.function == Function.EXCHANGE:
            del self.fields["preparer_label"]
        if item.function != Function.POLICY:
            del self.fields["expected_decision"]
            del self.fields["note"]
        needed = {
            "preparer_label": preparation.preparer_needed,
            "expected_decision": True,
            "note": preparation.note_needed_for_policy,
        }
        for name in needed:
            if needed[name] and name in self.fields:
                later: Any = self.fields[name]
                later.needed_later = "nodig om te versturen"
        for body in self.waited:
            self.fields[f"outcome_{body.pk}"] = forms.ChoiceField(
                label=f"Advies van {body.name}",
                choices=[
                    ("", "Nog niet gekregen"),
                    *((each.value, str(each.label).capitalize()) for each in ADVICE),
                ],
                required=False,
                help_text="Alleen als het advies langs een andere weg kwam; het logboek houdt bij "
                "dat u het noteerde.",
            )
            self.fields[f"advice_{body.pk}"] = TextField(
                label=f"Wat {body.name} zegt",
                max_length=20_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def clean(self) -> dict[str, Any]:
        """Remarks and an unfavourable advice say why."""
        typed = super().clean() or {}
        for body in self.waited:
            outcome = typed.get(f"outcome_{body.pk}", "")
            words = typed.get(f"advice_{body.pk}", "").strip()
            if outcome and outcome != PassageOutcome.IN_FAVOUR and not words:
                self.add_error(f"advice_{body.pk}", "Schrijf het advies.")
            if words and not outcome:
                self.add_error(f"outcome_{body.pk}", "Kies welk advies het is.")
        return typed

    def facts(self) -> dict[str, Any]:
        """The fields of the item, as the service wants them; a template left as it is, is none."""
        typed = {name: self.cleaned_data[name] for name in PREPARATION if name in self.fields}
        if typed.get("note", "").split() == self.note_template.split():
            typed |= {"note": ""} if "note" in typed else {}
        return typed

    def advices(self) -> dict[GoverningBody, tuple[PassageOutcome, str]]:
        """The advice that was typed, per body."""
        return {
            body: (PassageOutcome(outcome), self.cleaned_data[f"advice_{body.pk}"])
            for body in self.waited
            if (outcome := self.cleaned_data[f"outcome_{body.pk}"])
        }
