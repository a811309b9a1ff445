"""A configuration to bring in: a file, a text, or a set that comes with the software."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files import File
from django.http import QueryDict

from overlegtafel.governance.configuration.reading import (
    MOST_BYTES,
    BrokenConfiguration,
    Document,
    Mistake,
    read_configuration,
)

TYPED = "ingevuld"
"""What a text that came from no file is called in a mistake."""


class ConfigurationForm(forms.Form):
    """Gives a ``document`` when sound; else ``mistakes``, with the text kept to be mended.

    ``packaged`` are the sets one may choose from; without any, that field is left out.
    """

    choice = forms.ChoiceField(
        label="Een streek die met de software meekomt",
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Kies een streek uit de lijst."},
    )
    file = forms.FileField(
        label="Bestand",
        required=False,
        help_text="Een configuratiebestand (.yaml) van hoogstens 1 MB.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,application/yaml"}),
        error_messages={"empty": "Dit bestand is leeg.", "invalid": "Kies een bestand."},
    )
    content = forms.CharField(
        label="Inhoud",
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 24, "spellcheck": "false", "class": "code", "wrap": "off"}
        ),
        error_messages={"null_characters_not_allowed": "Hier staat een teken dat niet kan."},
    )
    name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, packaged: Mapping[str, Document] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.packaged = packaged or {}
        self.document: Document | None = None
        self.mistakes: list[Mistake] = []
        choice = self.fields["choice"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            (key, f"{each.configuration.name} ({_bodies(len(each.configuration.bodies))})")
            for key, each in self.packaged.items()
        ]
        if not self.packaged:
            del self.fields["choice"]

    def clean(self) -> dict[str, Any]:
        """One of the three; a text is kept as it came."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return typed
        upload, text = typed.get("file"), typed.get("content", "").replace("\r\n", "\n")
        if upload is not None:
            self._read(_bytes_of(upload), str(upload.name)[:200])
        elif text.strip():
            self._read(text.encode("utf-8", "replace"), typed.get("name") or TYPED)
        elif typed.get("choice"):
            self.document = self.packaged[typed["choice"]]
        else:
            self.add_error("file", "Kies een bestand.")
        return typed

    def _read(self, content: bytes, name: str) -> None:
        try:
            self.document = read_configuration(content, name)
        except BrokenConfiguration as refusal:
            self.refuse(refusal)
        if len(content) <= MOST_BYTES:
            self._keep(content.decode("utf-8", "replace").replace("\0", "�"), name)

    def _keep(self, text: str, name: str) -> None:
        """Let the page show what was in the file, so that it can be mended and sent again."""
        assert isinstance(self.data, QueryDict)
        kept = self.data.copy()
        kept["content"], kept["name"] = text, name
        self.data = kept

    def refuse(self, refusal: BrokenConfiguration) -> None:
        """Show what is wrong, place by place."""
        self.document = None
        self.mistakes = refusal.mistakes
        many = len(self.mistakes)
        how = "staat een fout" if many == 1 else f"staan {many} fouten"
        self.add_error(None, f"In dit bestand {how}. Er is niets ingelezen.")


def _bytes_of(upload: "File[bytes]") -> bytes:
    """The content, as far as it matters: one byte too many tells that it is too large."""
    return bytes(upload.read(MOST_BYTES + 1))


def _bodies(number: int) -> str:
    return "1 orgaan" if number == 1 else f"{number} organen"
