"""A proposal's states and legal moves."""

from django.db import models

from overlegtafel.common.transitions import Move


class ProposalState(models.TextChoices):
    """Where a proposal stands, from draft to treated."""

    DRAFT = "draft", "Ontwerp"
    SUBMITTED = "submitted", "Ingediend"
    RETURNED = "returned", "Teruggestuurd"
    POSTPONED = "postponed", "Uitgesteld"
    SCHEDULED = "scheduled", "Op een agenda"
    TREATED = "treated", "Behandeld"
    REFUSED = "refused", "Niet weerhouden"
    WITHDRAWN = "withdrawn", "Ingetrokken"


S = ProposalState
MOVES = {
    "submit": Move((S.DRAFT, S.RETURNED), S.SUBMITTED, "Indienen"),
    "return": Move((S.SUBMITTED, S.POSTPONED), S.RETURNED, "Terugsturen met vraag"),
    "postpone": Move((S.SUBMITTED,), S.POSTPONED, "Uitstellen"),
    "refuse": Move((S.SUBMITTED, S.POSTPONED), S.REFUSED, "Niet weerhouden"),
    "schedule": Move((S.SUBMITTED, S.POSTPONED), S.SCHEDULED, "Op een agenda plaatsen"),
    "unschedule": Move((S.SCHEDULED,), S.SUBMITTED, "Van de agenda halen"),
    "defer": Move((S.SCHEDULED,), S.POSTPONED, "Verdagen"),
    "treat": Move((S.SCHEDULED,), S.TREATED, "Behandelen"),
    "withdraw": Move((S.DRAFT, S.SUBMITTED, S.RETURNED, S.POSTPONED), S.WITHDRAWN, "Intrekken"),
}
EDITABLE = (S.DRAFT, S.RETURNED)
OPEN = (S.DRAFT, S.SUBMITTED, S.RETURNED, S.POSTPONED, S.SCHEDULED)
