"""Every page about a table's working costs the same at a small and at a large table."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.cast import Cast, make_person, make_town
from tests.factories.routes import make_body
from tests.workspace.conftest import SignIn

from overlegtafel.common import clock
from overlegtafel.governance.models import Clearance, Evaluation
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.services import (
    add_seat,
    add_seat_for_post,
    adopt_charter,
    collect_theme,
    draft_charter,
    grant_role,
    involve_named,
    open_start_path,
    save_charter,
)
from overlegtafel.governance.services.evaluations import close_evaluation, open_evaluation
from overlegtafel.governance.services.sharing import share_piece
from overlegtafel.governance.states import (
    BodyKind,
    Function,
    Involved,
    PlatformRole,
    SharedKind,
    Situation,
    TableRole,
    Task,
)
from overlegtafel.organizations.models import Classification, Organization, PostRole

TABLE = "/tafels/denderregio/"
SMALL, LARGE = 1, 12


def grow(cast: Cast, size: int) -> None:
    """A table with so many bodies, versions and pieces, and far more seats, domains and items."""
    many = 1 if size == SMALL else 38
    for number in range(many):
        town = make_town(f"Gemeente{number:02}", f"99{number:03}")
        add_seat(actor=cast.system, body=cast.table, category="mayor", municipality=town)
        make_person(cast.system, f"Burgemeester {town.name}", town, PostRole.MAYOR)
    around = [
        make_body(
            cast, f"Werkgroep {number:02}", f"wg-{number:02}", BodyKind.WORKGROUP, parent=cast.table
        )
        for number in range(size)
    ]
    for number, body in enumerate(around):
        for role in (cast.secretary, cast.mayor, cast.other_secretary):
            grant_role(actor=cast.system, body=body, person=role.person, role=TableRole.SUPPORT)
        add_seat_for_post(
            actor=cast.system,
            body=cast.table,
            category="standing-participant",
            organization=f"Huis {number:02}",
            label="voorzitter",
            role=PostRole.CHAIR,
        )
        involve_named(
            actor=cast.system, body=cast.table, name=f"Huis {number:02}", way=Involved.INFORMED
        )
    for number in range(1 if size == SMALL else 30):
        cast.thread("closed", held_on=date(2026, 9, 1) + timedelta(days=number))
    for meeting in cast.table.meetings.all()[:size]:
        Clearance.objects.create(
            body=cast.table,
            task=Task.CONVENE,
            subject_type="meetings.meeting",
            subject_id=meeting.pk,
            subject_label=str(meeting),
            asked_by=cast.secretary,
            asked_at=clock.now(),
        )
    _charters(cast, size, [body.slug for body in around])
    _growth(cast, size)


def _charters(cast: Cast, size: int, slugs: list[str]) -> None:
    domains = 2 if size == SMALL else 44
    for number in range(size):
        Organization.objects.create(
            classification=Classification.PARTNER,
            code=f"buiten-{number}",
            name=f"Buiten {number}",
            slug=f"buiten-{number}",
        )
    rules = CharterRules.model_validate(
        {
            "agendering": {
                "route": [{"body": slug, "does": "advises"} for slug in slugs],
                "standing_items": [
                    {"title": f"Nieuws {slug}", "feedback_from": slug} for slug in slugs
                ],
                "templates": [{"title": f"Sjabloon {slug}"} for slug in slugs],
            },
            "preparation": {
                "domains": [
                    {
                        "name": f"Domein {number:02}",
                        "ambition": Function.ALIGNMENT.value,
                        "preparer": (
                            f"partner:huis-{number % size:02}"
                            if number % 2
                            else f"partner:buiten-{number % size}"
                        ),
                        "advice": slugs[:1],
                    }
                    for number in range(domains)
                ]
            },
            "themes": [
                {
                    "theme": f"Thema {slug}",
                    "platforms": [{"platform": slug, "role": PlatformRole.AGREE.value}],
                }
                for slug in slugs
            ],
        }
    )
    for number in range(size + 2):
        draft = draft_charter(actor=cast.system, body=cast.table)
        draft = save_charter(
            actor=cast.system,
            charter=draft,
            expected_revision=1,
            rules=rules,
            ambition=f"Versie {number}",
        )
        if number < size + 1:
            day = date(2025, 1, 1) + timedelta(days=number)
            adopt_charter(actor=cast.system, charter=draft, valid_from=day, adopted_on=day)


def _growth(cast: Cast, size: int) -> None:
    path = open_start_path(actor=cast.system, body=cast.table, situation=Situation.STARTED)
    for number in range(1 if size == SMALL else 30):
        collect_theme(
            actor=cast.mayor, path=path, title=f"Thema {number}", brought_by=cast.towns["Lede"]
        )
    for number in range(size):
        evaluation = open_evaluation(
            actor=cast.system,
            body=cast.table,
            period_from=date(2025, 1, 1) + timedelta(days=number),
            period_to=date(2026, 11, 1),
        )
        if number < size - 1:
            close_evaluation(
                actor=cast.system,
                evaluation=evaluation,
                conclusions=["Niets"],
                next_on=date(2027, 1, 1),
                figures={},
            )
        share_piece(
            actor=cast.system,
            body=cast.table,
            kind=SharedKind.LESSON,
            title=f"Les {number}",
            content={"text": "Begin klein."},
        )


COSTS = {
    ("", "secretary"): 26,
    ("", "mayor"): 24,
    ("afsprakennota/", "secretary"): 15,
    ("afsprakennota/", "mayor"): 14,
    ("afsprakennota/1/", "secretary"): 14,
    ("afsprakennota/ontwerp/", "secretary"): 14,
    ("afsprakennota/ontwerp/ambitie/", "secretary"): 10,
    ("afsprakennota/ontwerp/agendering/", "secretary"): 10,
    ("afsprakennota/ontwerp/voorbereiding/", "secretary"): 10,
    ("afsprakennota/ontwerp/bekrachtiging/", "secretary"): 10,
    ("afsprakennota/ontwerp/uitvoering/", "secretary"): 10,
    ("afsprakennota/ontwerp/rollen/", "secretary"): 10,
    ("afsprakennota/ontwerp/wat-waar/", "secretary"): 10,
    ("akkoord/", "secretary"): 14,
    ("akkoord/", "chair"): 16,
    ("configuratie/", "secretary"): 10,
    ("configuratie/inlezen/", "secretary"): 7,
    ("rollen/", "secretary"): 8,
    ("rollen/", "mayor"): 11,
    ("samenstelling/", "secretary"): 15,
    ("samenstelling/", "mayor"): 15,
    ("samenstelling/zetel/", "secretary"): 12,
    ("samenstelling/zetel/{seat}/einde/", "secretary"): 9,
    ("samenstelling/zetel/{post}/wie/", "secretary"): 13,
    ("samenstelling/categorie/mayor/", "secretary"): 8,
    ("samenstelling/rol/", "secretary"): 14,
    ("samenstelling/rol/{grant}/einde/", "secretary"): 8,
    ("samenstelling/betrokken/", "secretary"): 8,
    ("samenstelling/ondersteuning/", "secretary"): 8,
    ("samenstelling/vergelijken/", "secretary"): 8,
    ("organen/", "secretary"): 17,
    ("organen/", "mayor"): 16,
    ("organen/nieuw/", "secretary"): 8,
    ("organen/samenvoegen/", "secretary"): 9,
    ("gegevens/", "secretary"): 7,
    ("gegevens/nieuw/", "secretary"): 7,
    ("situatie/", "secretary"): 7,
    ("startpad/", "secretary"): 13,
    ("startpad/", "mayor"): 13,
    ("startpad/tekst/preconditions/", "secretary"): 8,
    ("startpad/themas/{theme}/samenvoegen/", "secretary"): 10,
    ("werking/", "secretary"): 13,
    ("werking/", "mayor"): 14,
    ("werking/punten/", "mayor"): 8,
    ("werking/zelfevaluatie/", "mayor"): 7,
    ("werking/kennisname/", "mayor"): 9,
    ("werking/afgelegde-weg/", "mayor"): 21,
    ("werking/delen/", "secretary"): 8,
    ("evaluaties/", "secretary"): 10,
    ("evaluaties/{evaluation}/", "secretary"): 18,
    ("evaluaties/{evaluation}/", "mayor"): 18,
    ("waar-bespreken-we-wat/", "mayor"): 8,
    ("uitnodigen/", "secretary"): 7,
    ("uitnodigen/leden/", "secretary"): 12,
    ("werking/lessen/", "mayor"): 8,
    ("/mijn-tafel/", "secretary"): 20,
    ("/mijn-tafel/", "mayor"): 33,
    ("/bibliotheek/", "other_secretary"): 6,
    ("/bibliotheek/{piece}/", "other_secretary"): 8,
    ("/tafels/nieuw/", "citizen"): 7,
}
"""Page and who asks: how many queries that is, at either size."""


def keys_of(cast: Cast) -> dict[str, int]:
    """What stands in the addresses."""
    seats = cast.table.seats
    return {
        "seat": seats.filter(municipality__isnull=False)[0].pk,
        "post": seats.filter(post__isnull=False)[0].pk,
        "grant": cast.table.role_grants.all()[0].pk,
        "theme": cast.table.start_path.themes.all()[0].pk,
        "piece": cast.table.shared_pieces.all()[0].pk,
        "evaluation": Evaluation.objects.get(body=cast.table, state="open").pk,
    }


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_a_page_costs_the_same_at_a_small_and_at_a_large_table(
    cast: Cast, as_: SignIn, size: int
) -> None:
    grow(cast, size)
    cast.citizen.may_found_tables = True
    cast.citizen.save()
    keys, found = keys_of(cast), {}
    for address, who in COSTS:
        client = as_(getattr(cast, who))
        page = (address if address.startswith("/") else TABLE + address).format(**keys)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200, page
        found[address, who] = len(queries)
    assert found == COSTS
