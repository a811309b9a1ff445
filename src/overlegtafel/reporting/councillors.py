"""Bij wie ligt een vraag van een raadslid? And what waits on who answers."""

from django.utils import timezone

from overlegtafel.common.dates import spoken
from overlegtafel.councillors.models import CouncillorQuestion
from overlegtafel.reporting.turn import Turn


def turn_of_question(question: CouncillorQuestion) -> Turn | None:
    """Who has a question, since when, and what follows; ``None`` once nothing is expected."""
    if not question.is_open:
        return None
    who = question.owner.name if question.owner is not None else "het secretariaat"
    return Turn(
        f"De vraag ligt bij {who}.",
        timezone.localdate(question.state_since),
        f"het antwoord, uiterlijk op {spoken(question.due_on)}.",
    )
