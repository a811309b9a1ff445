"""A document to add, a next version, who reads it, and a refusal to write down."""

from typing import Any

from django import forms
from django.conf import settings

from overlegtafel.dossiers.content_checks import CheckedFile, RefusedFile, check_file
from overlegtafel.dossiers.grounds import GROUNDS
from overlegtafel.dossiers.services import is_wider
from overlegtafel.governance.states import Openness
from overlegtafel.workspace.forms.fields import DayField, LineField, TextField

_ACCEPT = ",".join(f".{kind}" for kind in settings.DOCUMENT_KINDS)
_AGAIN = "Kies het bestand opnieuw: uw browser houdt het niet bij."


class FileForm(forms.Form):
    """A file, looked at from the inside: ``checked`` when it may stay."""

    file = forms.FileField(
        label="Bestand",
        help_text="PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, tekst of CSV; hoogstens "
        f"{settings.DOCUMENT_MOST_BYTES // (1024 * 1024)} MB.",
        widget=forms.FileInput(attrs={"accept": _ACCEPT}),
        error_messages={
            "required": "Kies een bestand.",
            "invalid": "Kies een bestand.",
            "missing": "Kies een bestand.",
            "empty": "Dit bestand is leeg.",
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.checked: CheckedFile | None = None

    def clean(self) -> dict[str, Any]:
        """What is wrong with the file stands beside it; other words that were typed stay."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        upload = typed.get("file")
        if upload is None:
            return typed
        if self.errors:
            self.add_error("file", _AGAIN)
            return typed
        try:
            content = b"%" * (settings.DOCUMENT_MOST_BYTES + 1) if _too_large(upload) else None
            self.checked = check_file(content or upload.read(), str(upload.name))
        except RefusedFile as refusal:
            self.add_error("file", refusal.sentence)
        return typed


def _too_large(upload: Any) -> bool:
    return bool(upload.size > settings.DOCUMENT_MOST_BYTES)


class DocumentForm(FileForm):
    """A new document: a file, what it is called, who reads it."""

    title = LineField(
        label="Titel",
        max_length=200,
        required=False,
        help_text="Leeg: de naam van het bestand.",
    )
    openness = forms.ChoiceField(
        label="Wie mag dit lezen?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Kies wie dit mag lezen."},
    )

    def __init__(
        self, *args: Any, level: Openness, place: str, opens_up: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["openness"], level, place, opens_up)

    def document(self) -> dict[str, Any]:
        """What the service takes."""
        assert self.checked is not None
        title = self.cleaned_data["title"] or self.checked.name.rpartition(".")[0]
        return {"title": title, "file": self.checked, "openness": _level(self)}


class OpennessForm(forms.Form):
    """Who reads a document, an act that is written down."""

    openness = forms.ChoiceField(
        label="Wie mag dit lezen?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Kies wie dit mag lezen."},
    )
    reason = LineField(label="Waarom", max_length=300, required=False)

    def __init__(
        self, *args: Any, level: Openness, place: str, opens_up: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["openness"], level, place, opens_up)

    def wanted(self) -> dict[str, Any]:
        """What the service takes."""
        return {"openness": _level(self), "reason": self.cleaned_data["reason"]}


class ItemOpennessForm(forms.Form):
    """Who reads the documents of an item."""

    openness = forms.ChoiceField(
        label="Wie mag de documenten van dit punt lezen?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Kies wie dit mag lezen."},
    )

    def __init__(self, *args: Any, level: Openness, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["openness"], level, "de afsprakennota", opens_up=True)

    def wanted(self) -> Openness | None:
        """What the service takes."""
        return _level(self)


class RefusalForm(forms.Form):
    """That access was refused to who asked for it, with the ground in law."""

    asked_on = DayField(label="Gevraagd op", error_messages={"required": "Vul een dag in."})
    refused_on = DayField(label="Geweigerd op", error_messages={"required": "Vul een dag in."})
    ground = forms.ChoiceField(
        label="Uitzonderingsgrond",
        widget=forms.RadioSelect,
        choices=[(ground.key, f"{ground.label} ({ground.source})") for ground in GROUNDS],
        error_messages={"required": "Kies een grond.", "invalid_choice": "Kies een grond."},
    )
    explanation = TextField(
        label="Waarom die grond hier geldt",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Schrijf waarom deze grond hier geldt."},
    )


def _offer(field: Any, level: Openness, place: str, opens_up: bool) -> None:
    """As its place says, then every level, the wider ones only for who may open up."""
    rest = [each for each in Openness if opens_up or not is_wider(each, level)]
    field.choices = [
        ("", f"zoals {place}: {level.label}"),
        *((each.value, each.label) for each in rest),
    ]


def _level(form: forms.Form) -> Openness | None:
    chosen = form.cleaned_data["openness"]
    return Openness(chosen) if chosen else None
