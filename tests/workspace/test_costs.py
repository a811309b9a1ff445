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
    ("", "secretary"): 29,
    ("", "mayor"): 26,
    ("afsprakennota/", "secretary"): 27,
    ("afsprakennota/", "mayor"): 26,
    ("afsprakennota/1/", "secretary"): 22,
    ("afsprakennota/ontwerp/", "secretary"): 22,
    ("afsprakennota/ontwerp/ambitie/", "secretary"): 12,
    ("afsprakennota/ontwerp/agendering/", "secretary"): 12,
    ("afsprakennota/ontwerp/voorbereiding/", "secretary"): 12,
    ("afsprakennota/ontwerp/bekrachtiging/", "secretary"): 12,
    ("afsprakennota/ontwerp/uitvoering/", "secretary"): 12,
    ("afsprakennota/ontwerp/rollen/", "secretary"): 12,
    ("afsprakennota/ontwerp/wat-waar/", "secretary"): 12,
    ("akkoord/", "secretary"): 10,
    ("akkoord/", "chair"): 12,
    ("configuratie/", "secretary"): 12,
    ("configuratie/inlezen/", "secretary"): 11,
    ("rollen/", "secretary"): 9,
    ("rollen/", "mayor"): 12,
    ("samenstelling/", "secretary"): 16,
    ("samenstelling/", "mayor"): 16,
    ("samenstelling/zetel/", "secretary"): 13,
    ("samenstelling/zetel/{seat}/einde/", "secretary"): 10,
    ("samenstelling/zetel/{post}/wie/", "secretary"): 14,
    ("samenstelling/categorie/mayor/", "secretary"): 9,
    ("samenstelling/rol/", "secretary"): 15,
    ("samenstelling/rol/{grant}/einde/", "secretary"): 9,
    ("samenstelling/betrokken/", "secretary"): 9,
    ("samenstelling/ondersteuning/", "secretary"): 9,
    ("samenstelling/vergelijken/", "secretary"): 9,
    ("organen/", "secretary"): 18,
    ("organen/", "mayor"): 17,
    ("organen/nieuw/", "secretary"): 9,
    ("organen/samenvoegen/", "secretary"): 10,
    ("gegevens/", "secretary"): 8,
    ("gegevens/nieuw/", "secretary"): 8,
    ("situatie/", "secretary"): 8,
    ("startpad/", "secretary"): 15,
    ("startpad/", "mayor"): 14,
    ("startpad/tekst/preconditions/", "secretary"): 9,
    ("startpad/themas/{theme}/samenvoegen/", "secretary"): 11,
    ("werking/", "secretary"): 14,
    ("werking/", "mayor"): 16,
    ("werking/punten/", "mayor"): 9,
    ("werking/zelfevaluatie/", "mayor"): 8,
    ("werking/kennisname/", "mayor"): 11,
    ("werking/afgelegde-weg/", "mayor"): 24,
    ("werking/delen/", "secretary"): 10,
    ("evaluaties/", "secretary"): 11,
    ("evaluaties/{evaluation}/", "secretary"): 20,
    ("evaluaties/{evaluation}/", "mayor"): 19,
    ("waar-bespreken-we-wat/", "mayor"): 10,
    ("uitnodigen/", "secretary"): 8,
    ("uitnodigen/leden/", "secretary"): 13,
    ("werking/lessen/", "mayor"): 9,
    ("/mijn-tafel/", "secretary"): 23,
    ("/mijn-tafel/", "mayor"): 35,
    ("/bibliotheek/", "other_secretary"): 7,
    ("/bibliotheek/{piece}/", "other_secretary"): 9,
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
