"""How a table starts: its situation, and the start path."""

from typing import Any

from django import forms

from overlegtafel.common import clock
from overlegtafel.governance.models import CollectedTheme
from overlegtafel.governance.states import Situation
from overlegtafel.organizations.models import Organization
from overlegtafel.reporting.founding import groups_to_copy
from overlegtafel.workspace.forms.fields import DayField, LineField, TextField, revision_field

_CHOOSE = {"required": "Maak een keuze.", "invalid_choice": "Kies iets uit de lijst."}


class SituationForm(forms.Form):
    """How the table came through the delimitation of the regions (R30)."""

    situation = forms.ChoiceField(
        label="Wat is er met de samenstelling gebeurd?",
        widget=forms.RadioSelect,
        choices=[
            (Situation.KEPT.value, "Behouden: dezelfde leden als voordien"),
            (Situation.ADAPTED.value, "Aangepast: er kwamen leden bij of er gingen er weg"),
            (
                Situation.STARTED.value,
                "Opgestart of doorgestart: we beginnen samen opnieuw",
            ),
        ],
        error_messages=_CHOOSE,
    )
    situation_on = DayField(
        label="Sinds", error_messages={"required": "Kies een dag."}, required=True
    )
    situation_note = TextField(
        label="Toelichting",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MembersForm(forms.Form):
    """The list to hold the table's seats against, and the day on which it changes."""

    group = forms.ChoiceField(
        label="De nieuwe leden zijn die van",
        error_messages=_CHOOSE,
    )
    on = DayField(
        label="Met ingang van",
        help_text="Wie vertrekt, zit aan tafel tot de dag ervoor.",
        error_messages={"required": "Kies een dag."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["group"].choices = [("", "Kies een groep"), *groups_to_copy(clock.today())]
        fields["on"].initial = clock.today()

    def chosen(self) -> Organization:
        """The group."""
        return Organization.objects.get(pk=self.cleaned_data["group"])


class StartTextForm(forms.Form):
    """One text of the start path."""

    revision = revision_field()
    text = TextField(
        label="Tekst", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 10})
    )


class ThemeForm(forms.Form):
    """A theme that a municipality brings."""

    title = LineField(
        label="Thema", max_length=120, error_messages={"required": "Schrijf het thema."}
    )
    note = TextField(
        label="Waarom samen?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    brought_by = forms.ModelChoiceField(
        label="Namens",
        queryset=Organization.objects.none(),
        empty_label=None,
        error_messages=_CHOOSE,
    )

    def __init__(self, *args: Any, towns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["brought_by"]
        offered.queryset = Organization.objects.filter(pk__in=towns)


class MergeThemeForm(forms.Form):
    """The theme in which another goes up."""

    into = forms.ModelChoiceField(
        label="Gaat op in",
        queryset=CollectedTheme.objects.none(),
        empty_label="Kies een thema",
        error_messages=_CHOOSE,
    )

    def __init__(self, *args: Any, theme: CollectedTheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["into"]
        offered.queryset = theme.path.themes.filter(merged_into__isnull=True).exclude(pk=theme.pk)
