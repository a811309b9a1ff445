"""What is typed about who comes: an answer, a replacement, a guest at one item."""

from typing import Any

from django import forms

from overlegtafel.meetings.models import Attendance
from overlegtafel.meetings.services.replies import Substitute
from overlegtafel.meetings.states import Acting, ReplyAnswer
from overlegtafel.workspace.forms.fields import HourField, LineField

_NO_ADDRESS = {"invalid": "Dat is geen e-mailadres."}


class ReplyForm(forms.Form):
    """Yes, no, or replaced by someone."""

    answer = forms.ChoiceField(
        label="Komt u?",
        choices=[
            (ReplyAnswer.YES, "Ja, ik kom"),
            (ReplyAnswer.NO, "Nee, ik kom niet"),
            (ReplyAnswer.REPLACED, "Ik laat mij vervangen"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een antwoord."},
    )
    name = LineField(label="Wie komt in uw plaats?", max_length=150, required=False)
    acting = forms.ChoiceField(
        label="Als", choices=Acting.choices, initial=Acting.ALDERMAN, required=False
    )
    email = forms.EmailField(
        label="E-mailadres van wie in uw plaats komt",
        required=False,
        error_messages=_NO_ADDRESS,
        help_text="Alleen als die agenda en stukken van deze ene vergadering mag lezen. Daarna "
        "vertrekt een mail met een link.",
    )

    def __init__(
        self,
        *args: Any,
        attendance: Attendance,
        told: bool = False,
        replaced: bool = False,
        **options: Any,
    ) -> None:
        stands_in = attendance.replacements.filter(revoked_at__isnull=True).first()
        initial: dict[str, Any] = {
            "answer": getattr(getattr(attendance, "reply", None), "answer", "")
        }
        if replaced:
            initial["answer"] = ReplyAnswer.REPLACED
        if stands_in is not None:
            initial |= {"name": stands_in.name, "acting": stands_in.acting}
            initial["email"] = stands_in.user.email if stands_in.user else ""
        super().__init__(*args, **{"initial": initial, **options})
        if told:
            answer: Any = self.fields["answer"]
            answer.label = "Wat werd er doorgegeven?"
            answer.choices = [(each.value, each.label) for each in ReplyAnswer]
            self.fields["name"].label = "Wie komt in de plaats?"

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, as the services want it."""
        data = self.cleaned_data
        acting = Acting(data["acting"] or Acting.OTHER)
        return {
            "answer": ReplyAnswer(data["answer"]),
            "substitute": Substitute(data["name"], acting, data["email"]),
        }


class GuestForm(forms.Form):
    """An expert who comes to explain one item."""

    name = LineField(label="Naam", max_length=150, error_messages={"required": "Schrijf de naam."})
    organization = LineField(label="Organisatie", max_length=150, required=False)
    email = forms.EmailField(
        label="E-mailadres",
        error_messages=_NO_ADDRESS | {"required": "Naar dit adres vertrekt de link."},
    )
    starts_at = HourField(label="Verwacht van", required=False)
    ends_at = HourField(label="Tot", required=False)
