"""Forms for what comes towards a table: on its way, other fora, projects that report."""

from typing import Any

from django import forms

from overlegtafel.horizon.models import ForumLink
from overlegtafel.organizations.models import Organization
from overlegtafel.workspace.forms.fields import DayField, LineField, TextField, revision_field


class EntryForm(forms.Form):
    """Something on its way."""

    title = LineField(label="Wat is op til?", max_length=200)
    expected_on = DayField(label="Verwacht op")
    source = LineField(
        label="Bron", max_length=200, help_text="Waar u dit vandaan hebt: een brief, een oproep."
    )
    source_url = forms.URLField(
        label="Adres van de bron",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Dat is geen adres. Schrijf het als https://…"},
    )
    about = TextField(label="In het kort", required=False, max_length=5_000)


class ChangeEntryForm(EntryForm):
    """The same, from the version that was read."""

    revision = revision_field()


class DropForm(forms.Form):
    """Why something is not expected any more."""

    reason = LineField(label="Waarom niet meer?", max_length=300)


class LinkForm(forms.Form):
    """What was agreed with a forum."""

    arrangement = TextField(
        label="Wat is afgesproken?",
        required=False,
        max_length=5_000,
        help_text="Wat bespreekt u waar, wie informeert wie, en wanneer?",
    )
    brings_news = forms.BooleanField(
        label="Nieuws uit dit forum staat op elke agenda", required=False, initial=True
    )


class NewLinkForm(LinkForm):
    """A link with a forum to which members of the table belong."""

    forum = forms.ModelChoiceField(
        Organization.objects.none(), label="Met welk forum?", empty_label="Kies een forum"
    )
    field_order = ("forum", "arrangement", "brings_news")

    def __init__(self, *args: Any, fora: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["forum"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = fora
        field.choices = [("", field.empty_label), *((each.pk, _with_kind(each)) for each in fora)]


class GuardForm(forms.Form):
    """Which municipality guards the link."""

    municipality = forms.ModelChoiceField(
        Organization.objects.none(),
        label="Welk bestuur bewaakt de link?",
        empty_label="Kies een bestuur",
        help_text="U kiest uit wie aan beide deelneemt.",
    )

    def __init__(self, *args: Any, towns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["municipality"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = towns


class RhythmForm(forms.Form):
    """How often a project reports."""

    every_months = forms.TypedChoiceField(
        label="Hoe vaak koppelt dit project terug?",
        choices=[
            ("", "niet"),
            ("1", "elke maand"),
            ("2", "om de twee maanden"),
            ("3", "elk kwartaal"),
            ("6", "elk half jaar"),
            ("12", "elk jaar"),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )


def _with_kind(forum: Organization) -> str:
    return f"{forum.name} ({forum.get_classification_display()})"


def initial_of(link: ForumLink) -> dict[str, Any]:
    """What the form of a link starts from."""
    return {"arrangement": link.arrangement, "brings_news": link.brings_news}
