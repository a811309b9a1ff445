"""Many open decisions on one page: each row is a form of its own, with its own errors."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.services import Report
from overlegtafel.workspace.forms.decisions import DecisionForm, filled_in

LEAVE = ("", "Laat zo")


class DecisionRow(DecisionForm):
    """One of several: nothing has to be said, and what is left alone is not touched."""

    is_stale = False

    def __init__(self, decision: LocalDecision, data: QueryDict | None = None) -> None:
        super().__init__(decision, data, prefix=f"d{decision.pk}", initial=filled_in(decision))
        verb = self.fields["verb"]
        assert isinstance(verb, forms.ChoiceField)
        choices = verb.choices
        verb.required = False
        verb.widget = forms.Select()
        verb.choices = [LEAVE, *choices]  # type: ignore[misc]
        if "meets_on" in self.fields:  # which body sits is said above the row
            self.fields["meets_on"].label, self.fields["meets_on"].help_text = "Zitting", ""

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed in this row."""
        return any(name != "revision" for name in self.changed_data)

    def clean(self) -> dict[str, Any]:
        """Dates without saying what happened are no report."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_touched and not typed.get("verb") and "verb" not in self.errors:
            self.add_error("verb", "Kies wat er gebeurde, of laat deze rij zoals ze was.")
        return typed

    @property
    def report(self) -> Report:
        """What the row says, once it is valid."""
        return Report(
            self.decision,
            self.cleaned_data["verb"],
            self.cleaned_data["revision"],
            **self.facts,
        )

    def refuse(self, sentence: str, field: str | None = None) -> None:
        """Put why it was refused beside the field, or above the row."""
        self.add_error(field if field in self.fields else None, sentence)

    def again(self) -> "DecisionRow":
        """The same typed words on what stands there now, after someone else recorded."""
        typed = self.data.copy()  # type: ignore[attr-defined]
        typed[self.add_prefix("revision")] = str(self.decision.revision)
        return DecisionRow(self.decision, typed)


def rows_of(decisions: Iterable[LocalDecision], data: QueryDict | None) -> list[DecisionRow]:
    """A row for each decision."""
    return [DecisionRow(each, data) for each in decisions]
