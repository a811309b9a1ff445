"""What is told about local decisions."""

from django.conf import settings

from overlegtafel.agreements.models import Agreement
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.governance.queries import directors_of
from overlegtafel.outbox.services import queue


def ask_directors(agreement: Agreement, municipality_ids: list[int]) -> None:
    """Tell each municipality's director that a local decision is asked."""
    link = f"{settings.SITE_ADDRESS}/tafels/{agreement.body.slug}/afspraken/{agreement.reference}/"
    for director in directors_of(municipality_ids, clock.today()):
        queue(
            kind="local_decision.asked",
            recipient=director,
            subject=f"Lokale beslissing gevraagd: {agreement.title}",
            text=(
                f"{agreement.body.name} maakte afspraak {agreement.reference}: "
                f"{agreement.title}.\n\nGevraagd: een beslissing van "
                f"{agreement.get_competent_body_display()}, uiterlijk {spoken(agreement.due_on)}."
                f"\n\n{link}\n"
            ),
            key=f"local_decision:{agreement.pk}:{director.pk}",
        )
