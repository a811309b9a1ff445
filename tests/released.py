"""All of Flanders with a table in it that released something, and kept more to itself.

A ``conftest.py`` that wants it says ``from tests.released import released  # noqa: F401``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from tests.factories.cast import Cast, make_cast

from overlegtafel.agreements.models import Agreement
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.organizations.models import Classification, Organization
from overlegtafel.organizations.services import load_flanders
from overlegtafel.publication.services import release_agreement, release_meeting
from overlegtafel.publication.states import LocalDetail

SECRET = "Geheim-7QX"
"""In every title that is not released."""
NEVER = (SECRET, "@example.org", "Burgemeester Lede", "AD Lede", "De burgemeesters delen de vraag")
"""What no public answer may hold: titles, addresses, people, minutes."""

SHOWN_DAY, FIGURES_DAY, BARE_DAY, SECRET_DAY = (
    date(2026, 10, 16),
    date(2026, 9, 18),
    date(2026, 8, 21),
    date(2026, 11, 20),
)
CODES = {
    (Classification.REFERENCE_REGION, "denderregio"): "REFREG11",
    (Classification.REFERENCE_REGION, "midwest"): "REFREG10",
    (Classification.MAYORS_CONSULTATION, "denderregio"): "BO-DENDER",
    (Classification.MAYORS_CONSULTATION, "midwest"): "BO-MIDWEST",
}


@dataclass
class Released:
    """Three released agreements, from all to nothing of who decided, and a secret one."""

    cast: Cast
    shown: Agreement
    figures: Agreement
    bare: Agreement
    secret: Agreement


def put_cast_in_flanders(cast: Cast) -> None:
    """Give the cast's regions their real codes, and load all the rest around them."""
    for (kind, slug), code in CODES.items():
        Organization.objects.filter(classification=kind, slug=slug).update(code=code)
    Organization.objects.filter(pk=cast.support.pk).update(slug="solva-cast")
    load_flanders(actor=cast.system)


def agreed(cast: Cast, title: str, day: date) -> Agreement:
    """An agreement of a closed meeting, with its local decisions asked."""
    thread = cast.thread(title=title, held_on=day)
    assert thread.agreement is not None
    lede = thread.decisions["Lede"]
    record_decision(
        actor=cast.director,
        decision=lede,
        verb="approve",
        expected_revision=lede.revision,
        meets_on=day,
        link="https://example.org/beslissing",
    )
    return thread.agreement


def release_some(cast: Cast) -> Released:
    """Run four threads of the cast's table; release three, each with less of who decided."""
    made = Released(
        cast,
        shown=agreed(cast, "Samen laadpalen plaatsen", SHOWN_DAY),
        figures=agreed(cast, "Eén loket voor deelfietsen", FIGURES_DAY),
        bare=agreed(cast, "Gedeelde meldpost wegenis", BARE_DAY),
        secret=agreed(cast, f"{SECRET} onderhandeling", SECRET_DAY),
    )
    details = {
        made.shown: LocalDetail.PER_MUNICIPALITY,
        made.figures: LocalDetail.FIGURES,
        made.bare: LocalDetail.NONE,
    }
    for agreement, detail in details.items():
        release_meeting(actor=cast.secretary, meeting=agreement.item.meeting)
        release_agreement(actor=cast.secretary, agreement=agreement, local_detail=detail)
    cast.proposal(title=f"{SECRET} voorstel")
    return made


@pytest.fixture(scope="module")
def released(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Released]:
    """Flanders, the cast in it, and what its table released; rolled back after the module.

    Each test undoes its own writes. Mark the module ``pytest.mark.django_db``.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        put_cast_in_flanders(cast)
        yield release_some(cast)
        transaction.set_rollback(True)
