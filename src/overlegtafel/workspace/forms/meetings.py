"""What is typed about a meeting."""

from collections.abc import Iterable
from typing import Any

from django import forms

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import at_hours, spoken_with_weekday
from overlegtafel.governance.charters import rules_for
from overlegtafel.governance.models import GoverningBody
from overlegtafel.meetings.models import AgendaItem, Attendance, Meeting
from overlegtafel.meetings.queries import followable
from overlegtafel.meetings.states import Outcome, Presence
from overlegtafel.publication.states import INTERNAL_ITEM
from overlegtafel.workspace.forms.fields import (
    DayField,
    HourField,
    LineField,
    TextField,
    revision_field,
)


class MeetingForm(forms.Form):
    """A date in the calendar, with its place in the chain of that day."""

    held_on = DayField(label="Datum")
    starts_at = HourField(label="Beginuur")
    ends_at = HourField(label="Einduur (verwacht)", required=False)
    location = LineField(label="Plaats", max_length=200, required=False)
    theme = LineField(
        label="Thema",
        max_length=120,
        required=False,
        help_text="Staat op de uitnodiging en de kalender. Een punt dat er niet bij past, mag "
        "ook; op de agenda staat er dan bij: buiten het thema.",
    )
    proposals_due_on = DayField(
        label="Voorstellen tot en met",
        required=False,
        help_text="Tot die dag brengen leden en partners voorstellen aan.",
    )
    follows = forms.ModelChoiceField(
        label="Aansluitend op",
        queryset=Meeting.objects.none(),
        required=False,
        empty_label="Geen andere vergadering",
        help_text="Een vergadering van een ander overleg op dezelfde dag.",
        error_messages={"invalid_choice": "Op die vergadering kan deze niet aansluiten."},
    )

    def __init__(
        self,
        *args: Any,
        actor: User,
        body: GoverningBody,
        meeting: Meeting | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        follows: Any = self.fields["follows"]
        follows.queryset = followable(actor, meeting, body)
        follows.label_from_instance = _meeting_words
        if body.follows is not None:
            follows.help_text += f" Gewoonlijk is dat {body.follows.name}."
        if not follows.queryset.exists():
            del self.fields["follows"]
        day = meeting.held_on if meeting else clock.today()
        days = rules_for(body.pk, day).agendering.cut_off_days
        if days:
            self.fields["proposals_due_on"].help_text = (
                "Tot die dag brengen leden en partners voorstellen aan. Laat u dit leeg, dan is "
                f"het {days} {'dag' if days == 1 else 'dagen'} vooraf, zoals in de afsprakennota."
            )


def _meeting_words(meeting: Meeting) -> str:
    """Another body's meeting in a list of choices."""
    when = spoken_with_weekday(meeting.held_on)
    return f"{meeting.body.short_name}, {when} {at_hours(meeting.starts_at)}"


class CancelForm(forms.Form):
    """Why a meeting is cancelled."""

    reason = LineField(
        label="Waarom gaat de vergadering niet door?",
        max_length=300,
        help_text="Dit komt in het logboek. De punten gaan terug naar de voorstellen.",
    )


class PresenceForm(forms.Form):
    """Who is there: one choice per seat, and the name of a replacement."""

    def __init__(self, attendances: Iterable[Attendance], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.attendances = list(attendances)
        for attendance in self.attendances:
            self.fields[f"presence_{attendance.pk}"] = forms.ChoiceField(
                label=f"Aanwezigheid van {attendance.seat}",
                choices=Presence.choices,
                initial=attendance.presence,
            )
            self.fields[f"replaced_by_{attendance.pk}"] = LineField(
                label=f"Wie vervangt {attendance.seat}?",
                max_length=200,
                required=False,
                initial=attendance.replaced_by,
            )

    @property
    def rows(self) -> list[tuple[Attendance, forms.BoundField, forms.BoundField]]:
        """Each seat with its two fields."""
        return [
            (each, self[f"presence_{each.pk}"], self[f"replaced_by_{each.pk}"])
            for each in self.attendances
        ]

    def presences(self, rest: str = "") -> dict[int, tuple[Presence, str]]:
        """What was typed, as the service wants it; ``rest`` is for who is still unknown."""
        typed: dict[int, tuple[Presence, str]] = {}
        for each in self.attendances:
            presence = Presence(self.cleaned_data[f"presence_{each.pk}"])
            if rest in Presence.values and presence == Presence.UNKNOWN:
                presence = Presence(rest)
            typed[each.pk] = (presence, self.cleaned_data[f"replaced_by_{each.pk}"])
        return typed


class MinutesForm(forms.Form):
    """What was said about one item, and what came of it."""

    minutes = TextField(
        label="Verslag",
        max_length=50_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Gewone tekst. Een streepje vooraan maakt een lijst, *sterretjes* benadrukken.",
    )
    outcome = forms.ChoiceField(
        label="Uitkomst", choices=Outcome.choices, required=False, widget=forms.RadioSelect
    )
    outcome_note = LineField(
        label="Uitkomst in één zin",
        max_length=300,
        required=False,
        help_text="Wat iemand leest die er niet bij was.",
    )
    revision = revision_field()
    base = TextField(max_length=50_000, required=False, widget=forms.HiddenInput)


class TypedForm(MinutesForm):
    """What the page sends while someone types: the texts, and those it started from."""

    base_outcome = forms.ChoiceField(choices=Outcome.choices, required=False)
    base_outcome_note = LineField(max_length=300, required=False)
    writer = forms.IntegerField()
    page = forms.SlugField(max_length=40, required=False)
    number = forms.IntegerField(min_value=0, max_value=2_000_000_000)
    answered = forms.IntegerField(min_value=0, max_value=2_000_000_000)


class ReleaseMeetingForm(forms.Form):
    """Which items with internal effects are opened all the same; nothing when there are none."""

    opened = forms.TypedMultipleChoiceField(
        label="Toch tonen aan iedereen",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Deze punten horen bij een dossier met interne gevolgen. Wat u niet aanvinkt, "
        f"staat er als “{INTERNAL_ITEM}”.",
    )

    def __init__(self, *args: Any, internal: Iterable[AgendaItem], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["opened"]
        field.choices = [(item.pk, f"{item.order}. {item.title}") for item in internal]
        if not field.choices:
            del self.fields["opened"]


class RescheduleForm(forms.Form):
    """Another moment for a meeting that people were invited to."""

    held_on = DayField(label="Datum")
    starts_at = HourField(label="Beginuur")
    ends_at = HourField(label="Einduur (verwacht)", required=False)
    location = LineField(label="Plaats", max_length=200, required=False)
    reason = LineField(
        label="Waarom verschuift ze?",
        max_length=200,
        help_text="Staat in de mail en bij de vergadering.",
    )
