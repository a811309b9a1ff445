"""What the drafts of an agreement cost at 5, 38 and 285 municipalities: literal numbers."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.cast import Cast
from tests.factories.drafts import content, draft_of, owner_of_draft
from tests.factories.local_drafts import final

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common import clock
from overlegtafel.drafting.local_queries import all_of, drafts_of_decision, overview_of
from overlegtafel.drafting.services.local_drafts import make_now
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.organizations.models import Classification, Organization
from overlegtafel.printing.drafts.templates import templates_for

MAKING = {5: 11, 38: 11, 285: 14}
"""Only the rows themselves go in by seventy-five."""


def decided_by(cast: Cast, size: int) -> Agreement:
    """An agreement with a definitive common text and so many local decisions."""
    master = draft_of(cast, owner_of_draft(cast), content())
    towns = Organization.objects.bulk_create(
        Organization(
            classification=Classification.MUNICIPALITY,
            code=f"9{number:04}",
            name=f"Gemeente {number:03}",
            slug=f"gemeente-{number:03}",
        )
        for number in range(size - 5)
    )
    LocalDecision.objects.bulk_create(
        LocalDecision(
            agreement=master.agreement,
            municipality=town,
            competent_body=CompetentBody.COUNCIL,
            state_since=clock.now(),
        )
        for town in towns
    )
    final(cast, master)
    return Agreement.objects.select_related("body", "owner", "item__dossier__owner").get(
        pk=master.agreement_id
    )


@pytest.mark.parametrize("size", [5, 38, 285])
def test_what_the_drafts_cost(cast: Cast, size: int) -> None:
    agreement = decided_by(cast, size)
    with CaptureQueriesContext(connection) as making:
        assert make_now(agreement.pk, cast.system.pk) == size
    assert len(making) == MAKING[size], "\n".join(each["sql"][:120] for each in making)
    secretary = cast.fresh(cast.secretary)
    overview_of(secretary, agreement)
    with CaptureQueriesContext(connection) as reading:
        assert len(overview_of(secretary, agreement).made) == size
    assert len(reading) == 3, "\n".join(each["sql"][:120] for each in reading)
    with CaptureQueriesContext(connection) as setting:
        templates_for(all_of(agreement))
    assert len(setting) == 2
    decision = agreement.local_decisions.select_related("agreement").first()
    assert decision is not None
    with CaptureQueriesContext(connection) as one:
        drafts_of_decision(secretary, decision)
    assert len(one) == 2


def test_the_page_of_all_drafts_stays_light(cast: Cast) -> None:
    agreement = decided_by(cast, 38)
    make_now(agreement.pk, cast.system.pk)
    browser = Client()
    browser.force_login(
        cast.secretary, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    address = reverse("local_drafts", args=["denderregio", agreement.reference])
    browser.get(address)
    with CaptureQueriesContext(connection) as seen:
        page = browser.get(address)
    assert len(seen) == 14, "\n".join(each["sql"][:160] for each in seen)
    assert len(page.content) < 60_000
