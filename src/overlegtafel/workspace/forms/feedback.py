"""What is typed about regional work on the own college and council."""

from django import forms
from django.http import QueryDict

from overlegtafel.feedback.contents import CONTENTS
from overlegtafel.feedback.models import Package
from overlegtafel.feedback.states import PackageKind, RegionalOrgan
from overlegtafel.workspace.forms.fields import DayField, LineField, TextField, revision_field


def _reference() -> LineField:
    return LineField(
        label="Nummer op de agenda",
        max_length=60,
        required=False,
        help_text="Als u het kent.",
    )


def _link() -> forms.URLField:
    return forms.URLField(
        label="Link naar de agenda of de beslissing",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Een adres dat met https:// begint.",
        error_messages={"invalid": "Dat is geen volledig adres."},
    )


class RegionalItemForm(forms.Form):
    """A point that stood or will stand on an agenda; what it was about is free."""

    organ = forms.ChoiceField(label="Op welke agenda?", choices=RegionalOrgan.choices)
    meets_on = DayField(
        label="Zitting", help_text="Een dag die nog komt, staat als gepland in het overzicht."
    )
    title = LineField(label="Waarover het ging", max_length=200, required=False)
    agenda_reference = _reference()
    link = _link()


class ProofForm(forms.Form):
    """Where a planned item can be found back."""

    agenda_reference = _reference()
    link = _link()


class ReplanForm(forms.Form):
    """Another sitting."""

    meets_on = DayField(label="Nieuwe zitting")


class DropForm(forms.Form):
    """Why a row does not count."""

    reason = LineField(label="Waarom?", max_length=300, required=False)


class PackageForm(forms.Form):
    """The own paragraph and, for a month, which content."""

    chosen = forms.MultipleChoiceField(
        label="Wat wilt u op de agenda zetten?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(each.key, f"{each.title}: {each.about}") for each in CONTENTS.values()],
        help_text="Kies vrij. De lijst volgt de inspiratie van VVSG en ABB; niets ervan moet.",
    )
    own_text = TextField(
        label="Eigen alinea",
        required=False,
        max_length=20_000,
        help_text="Komt bij het punt van uw college en uw raad: om voor te lezen en in de bijlage. "
        "Ze gaat nergens anders naartoe.",
    )
    revision = revision_field()

    def __init__(self, package: Package, typed: QueryDict | None = None) -> None:
        kept = {
            "own_text": package.own_text,
            "chosen": package.chosen,
            "revision": package.revision if package.pk else 0,
        }
        super().__init__(typed, initial=kept)
        if package.kind != PackageKind.MONTH:
            del self.fields["chosen"]


class AgendaForm(forms.Form):
    """On which sitting a package is put."""

    organ = forms.ChoiceField(choices=RegionalOrgan.choices, widget=forms.HiddenInput)
    meets_on = DayField(label="Zitting")
    agenda_reference = _reference()
    link = _link()
