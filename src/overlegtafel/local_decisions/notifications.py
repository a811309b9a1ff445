"""What is told about local decisions."""

from django.conf import settings

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.governance.queries import holders_of
from overlegtafel.local_decisions.models import BODY_SPOKEN
from overlegtafel.organizations.models import PostRole
from overlegtafel.outbox.services import queue

ASKED = (PostRole.DIRECTOR, PostRole.OFFICER)
"""Who prepares a decision in each municipality, and so hears that one is asked."""


def ask_municipalities(agreement: Agreement, municipality_ids: list[int]) -> None:
    """Tell each municipality's director and officers, each once, that a decision is asked."""
    link = f"{settings.SITE_ADDRESS}/tafels/{agreement.body.slug}/afspraken/{agreement.reference}/"
    competent = BODY_SPOKEN[CompetentBody(agreement.competent_body)]
    for recipient in holders_of(ASKED, municipality_ids, clock.today()):
        queue(
            kind="local_decision.asked",
            recipient=recipient,
            subject=f"Lokale beslissing gevraagd: {agreement.title}",
            text=(
                f"Dag {recipient.name},\n\n{agreement.body.name} maakte afspraak "
                f"{agreement.reference}: {agreement.title}.\n\nGevraagd: een beslissing van "
                f"{competent}, uiterlijk {spoken(agreement.due_on)}.\n\n{link}\n"
            ),
            key=f"local_decision:{agreement.pk}:{recipient.pk}",
        )
