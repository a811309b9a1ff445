"""Forms for how much mail someone wants."""

from collections.abc import Mapping
from typing import Any

from django import forms

from overlegtafel.outbox.topics import Delivery, Topic


class ChoiceForm(forms.Form):
    """When, for one topic."""

    delivery = forms.ChoiceField(
        label="Wanneer wilt u hierover mail?", choices=Delivery, widget=forms.RadioSelect
    )


class MailForm(forms.Form):
    """When, for each topic in ``chosen``."""

    def __init__(self, *args: Any, chosen: Mapping[Topic, Delivery], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic, delivery in chosen.items():
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label,
                choices=Delivery,
                widget=forms.RadioSelect,
                initial=delivery,
            )
