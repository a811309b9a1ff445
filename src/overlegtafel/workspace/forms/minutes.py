"""What is typed beside the minutes: an action, a poll, minutes on the clock."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from overlegtafel.meetings.models import Attendance
from overlegtafel.meetings.services.polls import MOST_HANDS, MOST_OPTIONS
from overlegtafel.meetings.services.timing import LONGEST
from overlegtafel.organizations.models import Organization
from overlegtafel.workspace.forms.fields import DayField, LineField


class ActionForm(forms.Form):
    """One thing to do, by one executor, by a day; nothing to decide locally."""

    title = LineField(
        label="Actie",
        max_length=200,
        help_text="Eén zin die zegt wat er moet gebeuren.",
        error_messages={"required": "Schrijf in één zin wat er moet gebeuren."},
    )
    executor = forms.ModelChoiceField(
        label="Wie doet het?",
        queryset=Organization.objects.none(),
        empty_label="Kies wie het doet",
        error_messages={"required": "Kies wie het doet."},
    )
    note = LineField(
        label="Wie precies?",
        max_length=200,
        required=False,
        help_text="Een naam of dienst bij dat bestuur of die organisatie.",
    )
    due_on = DayField(label="Uiterlijk", error_messages={"required": "Kies een dag."})

    def __init__(self, *args: Any, choices: QuerySet[Organization], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["executor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = choices


class TimeForm(forms.Form):
    """How long an item may take."""

    planned_minutes = forms.IntegerField(
        label="Voorzien (minuten)", min_value=1, max_value=LONGEST, required=False
    )


class PollForm(forms.Form):
    """A question, its answers, and how many gave each, or who."""

    question = LineField(label="Vraag", max_length=300)

    def __init__(self, attendances: Iterable[Attendance], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.attendances = list(attendances)
        for number in range(MOST_OPTIONS):
            self.fields[f"option_{number}"] = LineField(
                label=f"Antwoord {number + 1}",
                max_length=80,
                required=number < 2,
                initial=("Ja", "Nee", "Geen mening")[number] if number < 3 else "",
            )
            self.fields[f"count_{number}"] = forms.IntegerField(
                label=f"Aantal bij antwoord {number + 1}",
                min_value=0,
                max_value=MOST_HANDS,
                required=False,
            )
        places = [("", "–"), *((str(n), self._words(n)) for n in range(MOST_OPTIONS))]
        for each in self.attendances:
            self.fields[f"seat_{each.pk}"] = forms.ChoiceField(
                label=str(each.seat), choices=places, required=False
            )

    def _words(self, number: int) -> str:
        """An answer by its words, as typed or as proposed."""
        name = f"option_{number}"
        said = self.data.get(name) if self.is_bound else self.fields[name].initial
        return str(said or f"Antwoord {number + 1}")

    def clean(self) -> dict[str, Any]:
        """No more hands than there are seats at the meeting."""
        typed = super().clean() or {}
        hands = sum(typed.get(f"count_{n}") or 0 for n in range(MOST_OPTIONS))
        if hands > len(self.attendances):
            self.add_error(
                "count_0",
                f"Samen zijn dat {hands} antwoorden, en er zijn {len(self.attendances)} zetels.",
            )
        return typed

    @property
    def option_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each answer with its count."""
        return [(self[f"option_{n}"], self[f"count_{n}"]) for n in range(MOST_OPTIONS)]

    @property
    def seat_rows(self) -> list[forms.BoundField]:
        """What each seat answered."""
        return [self[f"seat_{each.pk}"] for each in self.attendances]

    @property
    def content(self) -> dict[str, Any]:
        """What the service stores; an answer left empty falls away."""
        typed = self.cleaned_data
        kept = [n for n in range(MOST_OPTIONS) if typed[f"option_{n}"]]
        chosen = {each.pk: typed[f"seat_{each.pk}"] for each in self.attendances}
        answers = {
            pk: kept.index(int(place)) if int(place) in kept else len(kept)
            for pk, place in chosen.items()
            if place
        }
        return {
            "question": typed["question"],
            "options": [typed[f"option_{n}"] for n in kept],
            "counts": [typed[f"count_{n}"] or 0 for n in kept],
            "answers": answers,
        }
