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
    REFERRED = "referred", "Doorgestuurd"
    COMBINED = "combined", "Samengevoegd"
    WITHDRAWN = "withdrawn", "Ingetrokken"


S = ProposalState
MOVES = {
    "submit": Move((S.DRAFT, S.RETURNED), S.SUBMITTED, "Indienen"),
    "pass": Move((S.SUBMITTED, S.POSTPONED), S.SUBMITTED, "Doorgeven"),
    "return": Move((S.SUBMITTED, S.POSTPONED), S.RETURNED, "Terugsturen met vraag"),
    "postpone": Move((S.SUBMITTED,), S.POSTPONED, "Uitstellen"),
    "refuse": Move((S.SUBMITTED, S.POSTPONED), S.REFUSED, "Niet weerhouden"),
    "schedule": Move((S.SUBMITTED, S.POSTPONED), S.SCHEDULED, "Op een agenda plaatsen"),
    "unschedule": Move((S.SCHEDULED,), S.SUBMITTED, "Van de agenda halen"),
    "defer": Move((S.SCHEDULED,), S.POSTPONED, "Verdagen"),
    "treat": Move((S.SCHEDULED,), S.TREATED, "Behandelen"),
    "refer": Move((S.SUBMITTED, S.POSTPONED), S.REFERRED, "Naar een ander overleg sturen"),
    "combine": Move((S.SUBMITTED, S.POSTPONED), S.COMBINED, "Samenvoegen"),
    "withdraw": Move((S.DRAFT, S.SUBMITTED, S.RETURNED, S.POSTPONED), S.WITHDRAWN, "Intrekken"),
}


class PassageOutcome(models.TextChoices):
    """What a body on the route made of a proposal."""

    PASSED = "passed", "doorgegeven"
    IN_FAVOUR = "in_favour", "gunstig advies"
    WITH_REMARKS = "with_remarks", "advies met opmerkingen"
    AGAINST = "against", "ongunstig advies"
    STOPPED = "stopped", "niet verder"
    SKIPPED = "skipped", "niet afgewacht"


ADVICE = (PassageOutcome.IN_FAVOUR, PassageOutcome.WITH_REMARKS, PassageOutcome.AGAINST)
"""What an advising body may say."""


EDITABLE = (S.DRAFT, S.RETURNED)
POOL = (S.SUBMITTED, S.POSTPONED)
"""While someone still has to answer."""
PREPARABLE = (S.SUBMITTED, S.RETURNED, S.POSTPONED, S.SCHEDULED)
"""While who prepares it may write the note; on an agenda until that is sent."""
OVER = (S.REFUSED, S.WITHDRAWN, S.REFERRED, S.COMBINED)
"""Goes no further here: whatever was still asked about it needs no answer."""
TELLABLE = (S.SUBMITTED, S.POSTPONED, S.SCHEDULED, S.TREATED)
"""What a table may tell to other tables."""
OPEN = (S.DRAFT, S.SUBMITTED, S.RETURNED, S.POSTPONED, S.SCHEDULED)
