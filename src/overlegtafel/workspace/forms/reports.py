"""What is typed about a report: its term, a remark, an answer, a reopening, a Word template."""

from django import forms

from overlegtafel.workspace.forms.fields import DayField, LineField, TextField, revision_field


class SendConceptForm(forms.Form):
    """Until when the members may remark."""

    remarks_until = DayField(
        label="Opmerkingen tot en met",
        help_text="Daarna kan het nog tot de goedkeuring, maar dan staat er “te laat” bij.",
    )


class RemarkForm(forms.Form):
    """What a member remarks on an item."""

    text = TextField(
        label="Uw opmerking",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Zeg wat er niet klopt en hoe het wel was. De hele tafel leest dit.",
        error_messages={"required": "Schrijf wat er volgens u niet klopt."},
    )


class AnswerForm(forms.Form):
    """The minutes put right, or an answer in words."""

    minutes = TextField(
        label="Verslag van dit punt",
        max_length=50_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    answer = TextField(
        label="Antwoord",
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Verplicht als u het verslag laat zoals het is.",
    )
    revision = revision_field()


class ItemTextForm(forms.Form):
    """The title and the words of an item."""

    title = LineField(label="Titel", max_length=200)
    summary = TextField(
        label="In één zin, of meer",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    was_title = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    was_summary = TextField(required=False, strip=False, widget=forms.HiddenInput)


class ReopenForm(forms.Form):
    """Why an approved report is opened again."""

    reason = LineField(
        label="Waarom moet het verslag opnieuw open?",
        max_length=500,
        help_text="Dit komt in het logboek, en in een mail aan wie het verslag kreeg.",
    )


class WordTemplateForm(forms.Form):
    """A Word file as template."""

    file = forms.FileField(
        label="Word-bestand (.docx)",
        allow_empty_file=True,
        error_messages={"required": "Kies een Word-bestand."},
    )
