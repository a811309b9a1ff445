"""What is typed about what a table makes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from overlegtafel.common import clock
from overlegtafel.dossiers.models import Document, Dossier
from overlegtafel.organizations.models import Organization
from overlegtafel.products.models import Example
from overlegtafel.products.services import Addressed
from overlegtafel.products.states import Backing, ExampleUse, FollowUpKind
from overlegtafel.workspace.forms.fields import (
    DayField,
    LineField,
    SeveralField,
    TextField,
    revision_field,
)


class WithDossier(forms.Form):
    """What may belong to a dossier of the table."""

    dossier = forms.ModelChoiceField(
        Dossier.objects.none(), label="Dossier", required=False, empty_label="geen dossier"
    )

    def __init__(self, *args: Any, dossiers: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if dossiers is None:
            del self.fields["dossier"]
        else:
            choose_from(self, "dossier", dossiers)


class StatementForm(WithDossier):
    """A statement: about what, in which words, to whom."""

    title = LineField(label="Waarover gaat het standpunt?", max_length=200)
    text = TextField(
        label="Tekst",
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Zoals hij verstuurd wordt.",
    )
    addressees = TextField(
        label="Aan wie",
        required=False,
        max_length=6_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Eén bestemmeling per regel: naam; functie of dienst; e-mailadres. "
        "Alleen de naam moet.",
    )
    revision = revision_field()
    field_order = ("dossier", "title", "text", "addressees")

    def clean_addressees(self) -> list[Addressed]:
        """Each line is one; a wrong address is told with its line."""
        found = []
        for number, line in enumerate(self.cleaned_data["addressees"].splitlines(), 1):
            parts = [part.strip() for part in line.split(";")]
            if not any(parts):
                continue
            if len(parts) > 3:
                raise ValidationError(f"Regel {number}: schrijf naam; functie; e-mailadres.")
            name, office, email = (*parts, "", "")[:3]
            if not name:
                raise ValidationError(f"Regel {number}: de naam ontbreekt.")
            if email:
                try:
                    validate_email(email)
                except ValidationError:
                    raise ValidationError(
                        f"Regel {number}: “{email}” is geen e-mailadres."
                    ) from None
            found.append(Addressed(name, office, email))
        return found


class SupportForm(forms.Form):
    """Whether one municipality supports it."""

    backing = forms.ChoiceField(
        label="Steunt uw bestuur dit standpunt?",
        choices=Backing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of het bestuur dit standpunt steunt."},
    )
    reservation = TextField(
        label="Voorbehoud in woorden",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Moet als u met voorbehoud steunt. Leest wie aan tafel zit, nooit openbaar.",
    )
    is_named = forms.BooleanField(
        label="Ons bestuur mag openbaar genoemd worden als steun",
        required=False,
        help_text="Wie niet steunt, wordt nooit genoemd. U kunt dit later wijzigen.",
    )

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not own:
            del self.fields["is_named"]
            self.fields["backing"].label = "Wat zei dit bestuur aan tafel?"


class SendForm(forms.Form):
    """When it left, by when an answer is expected."""

    sent_on = DayField(label="Verzonden op")
    answer_due_on = DayField(
        label="Antwoord verwacht tegen",
        required=False,
        help_text="De termijn komt uit de afsprakennota. Laat leeg als u geen antwoord verwacht.",
    )
    by_mail = forms.BooleanField(
        label="Nu ook mailen naar wie een e-mailadres heeft", required=False
    )
    revision = revision_field()


class FollowUpForm(forms.Form):
    """What was done after it left."""

    kind = forms.ChoiceField(
        label="Wat gebeurde er?", choices=FollowUpKind.choices, widget=forms.RadioSelect
    )
    done_on = DayField(label="Op")
    text = TextField(
        label="In woorden",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answer_due_on = DayField(
        label="Antwoord nu verwacht tegen",
        required=False,
        help_text="Met een nieuwe dag is het antwoord niet langer te laat.",
    )


class WithDocument(forms.Form):
    """What may name a document of its dossier."""

    document = forms.ModelChoiceField(
        Document.objects.none(),
        label="Document",
        required=False,
        empty_label="geen document",
        help_text="Een document van hetzelfde dossier. Voeg het eerst daar toe.",
    )

    def __init__(self, *args: Any, documents: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if documents is None or not documents.exists():
            del self.fields["document"]
        else:
            choose_from(self, "document", documents)


class AnswerForm(WithDocument):
    """The answer that came."""

    answered_on = DayField(label="Ontvangen op")
    answer = TextField(
        label="Wat is er geantwoord?",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Schrijf in het kort wat er geantwoord is."},
    )
    field_order = ("answered_on", "answer", "document")


class ReasonForm(forms.Form):
    """Why, in one line."""

    reason = LineField(label="Waarom?", max_length=300)

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reason"].label = label


class ReleaseStatementForm(forms.Form):
    """What has to be said with so many words before everyone reads it."""

    despite_internal = forms.BooleanField(
        label="Toch vrijgeven, al hoort het bij een dossier met interne gevolgen of een gesloten "
        "punt",
        required=False,
    )
    despite_names = forms.BooleanField(
        label="De tekst noemt deze namen als plaats, en zegt niet of dat bestuur steunt",
        required=False,
    )

    def __init__(self, *args: Any, internal: bool, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not internal:
            del self.fields["despite_internal"]
        if not names:
            del self.fields["despite_names"]


class JointForm(WithDossier, WithDocument):
    """An agreement to sign: its text or document, who signs, by when."""

    title = LineField(label="Hoe heet de overeenkomst?", max_length=200)
    text = TextField(
        label="Tekst",
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Of kies het document van het dossier waarin hij staat.",
    )
    parties = SeveralField(
        Organization.objects.none(),
        label="Wie tekent",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies wie tekent."},
    )
    needs_approval = forms.BooleanField(
        label="Een partij tekent na haar eigen beslissing over de afspraak",
        required=False,
        help_text="Wie vroeger tekent, krijgt een waarschuwing.",
    )
    sign_before = DayField(label="Tekenen tegen", required=False)
    revision = revision_field()
    field_order = (
        "dossier",
        "title",
        "text",
        "document",
        "parties",
        "needs_approval",
        "sign_before",
    )

    def __init__(self, *args: Any, parties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parties"]
        assert isinstance(field, SeveralField)
        field.queryset = parties


class SignForm(forms.Form):
    """When a party signed, and who for it."""

    signed_on = DayField(label="Getekend op")
    signed_by = LineField(label="Door wie", required=False, max_length=200)
    despite = forms.BooleanField(
        label="Er is toch getekend, vóór de eigen beslissing", required=False
    )

    def __init__(self, *args: Any, warns: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not warns:
            del self.fields["despite"]


class ExampleForm(WithDocument):
    """An example to share."""

    title = LineField(label="Wat voor tekst is het?", max_length=200)
    source = forms.ModelChoiceField(
        Organization.objects.none(),
        label="Van welk bestuur",
        required=False,
        empty_label="van iemand anders",
    )
    source_label = LineField(label="Of van wie", required=False, max_length=200)
    dated_on = DayField(label="Datum van de tekst", required=False)
    text = TextField(
        label="Waarin verschilt het?",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    field_order = ("title", "source", "source_label", "dated_on", "text", "document")

    def __init__(self, *args: Any, towns: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if towns is None:
            for name in ("source", "source_label", "dated_on"):
                del self.fields[name]
        else:
            choose_from(self, "source", towns)


class ChoiceForm(forms.Form):
    """Which example one municipality uses."""

    use = forms.ChoiceField(
        label="Wat gebruikt uw bestuur?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat het bestuur gebruikt."},
    )
    note = LineField(label="Toelichting", required=False, max_length=300)

    def __init__(self, *args: Any, examples: list[Example], own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = {str(each.pk): each for each in examples}
        field = self.fields["use"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((pk, f"Voorbeeld {each}") for pk, each in self.examples.items()),
            (ExampleUse.OWN_TEXT.value, "Een eigen tekst"),
            (ExampleUse.NOT_YET.value, "Nog niet"),
        ]
        if not own:
            field.label = "Wat zei dit bestuur aan tafel?"

    @property
    def content(self) -> dict[str, Any]:
        """What the service stores."""
        chosen = self.examples.get(self.cleaned_data["use"])
        use = ExampleUse.EXAMPLE if chosen else self.cleaned_data["use"]
        return {"use": use, "example": chosen, "note": self.cleaned_data["note"]}


def addressees_in_words(addressees: Any) -> str:
    """The addressees as the form writes them, one a line."""
    rows = [[each.name, each.office, each.email] for each in addressees]
    return "\n".join("; ".join(row).rstrip("; ") for row in rows)


def today_initial(name: str) -> dict[str, Any]:
    """A form that starts on today."""
    return {name: clock.today()}


def choose_from(form: forms.Form, name: str, rows: Any) -> None:
    """Let a field offer these rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
