"""Forms for sharing with other regions, and copying from them."""

from typing import Any

from django import forms

from overlegtafel.governance.models import GoverningBody
from overlegtafel.workspace.forms.fields import LineField


class ShareForm(forms.Form):
    """What is shared, under which title."""

    piece = forms.ChoiceField(label="Wat deelt u?", widget=forms.RadioSelect)
    title = LineField(
        label="Titel voor de andere regio's",
        max_length=200,
        required=False,
        help_text="Leeg laten kan: dan is het de titel die het nu heeft.",
    )

    def __init__(self, *args: Any, pieces: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["piece"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = pieces


class CopyForm(forms.Form):
    """To which of one's own tables a piece is copied."""

    body = forms.ModelChoiceField(
        GoverningBody.objects.none(), label="Naar welk overleg?", empty_label=None
    )

    def __init__(self, *args: Any, bodies: list[GoverningBody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        own = GoverningBody.objects.filter(pk__in=[each.pk for each in bodies])
        field.queryset = own.order_by("-is_primary", "name")
