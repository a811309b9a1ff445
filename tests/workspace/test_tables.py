"""The page of a table, and inviting people to it."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast, make_town
from tests.workspace.conftest import SignIn

from overlegtafel.accounts.models import User
from overlegtafel.governance.models import RoleGrant
from overlegtafel.governance.services import add_seat
from overlegtafel.organizations.models import Mandate, Membership
from overlegtafel.outbox.models import Message

TABLE = "/tafels/denderregio/"
INVITE = f"{TABLE}uitnodigen/"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 200),
        ("mayor", 200),
        ("officer", 200),
        ("alderman", 200),
        ("partner", 200),
        ("councillor", 404),
        ("other_mayor", 404),
        ("other_secretary", 404),
        ("citizen", 404),
    ],
)
def test_who_opens_the_table(cast: Cast, as_: SignIn, who: str, status: int) -> None:
    assert as_(getattr(cast, who)).get(TABLE).status_code == status


def test_the_table_shows_seats_people_and_agreements(cast: Cast, as_: SignIn) -> None:
    add_seat(
        actor=cast.secretary,
        body=cast.table,
        category="guest",
        municipality=cast.towns["Zele"],
    )
    thread = cast.thread()
    assert thread.agreement is not None
    cast.meeting(date(2026, 12, 18))
    page = as_(cast.mayor).get(TABLE).text
    assert "Lede: Burgemeester Lede, lid" in page
    assert "Aalst: vacant" in page
    assert "Zele: vacant" in page
    assert "0 van 5 keurden goed · open" in page
    assert "Regiocoördinator Dender, Secretaris DDS" in page
    assert "Burgemeester Ninove" in page
    assert "SOLVA" in page
    assert "vrijdag 18 december 2026" in page
    assert "Rechtspositieregeling en regiomobiliteit" in page
    assert "besluit" not in page.lower()


def test_a_partner_sees_the_name_and_the_own_proposals(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread()
    assert thread.agreement is not None
    page = as_(cast.partner).get(TABLE).text
    assert "Denderregio Burgemeestersoverleg" in page
    for hidden in ("Laadpalen", "Burgemeester Lede", "Regiocoördinator", "Rechtspositie"):
        assert hidden not in page


@pytest.mark.parametrize("how_many", [1, 8])
def test_the_table_costs_the_same(
    cast: Cast,
    as_: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    how_many: int,
) -> None:
    for number in range(how_many):
        cast.thread(title=f"Afspraak {number}", held_on=date(2026, 10, number + 1))
    client = as_(cast.mayor)
    with django_assert_num_queries(23):
        page = client.get(TABLE)
    assert page.text.count("0 van 5 keurden goed · open") == how_many


def test_the_map_tells_who_of_the_region_has_no_seat(cast: Cast, as_: SignIn) -> None:
    assert cast.table.region is not None
    neighbour = make_town("Hamme", "42008")
    Membership.objects.create(member=neighbour, group=cast.table.region)
    page = as_(cast.mayor).get(TABLE).text
    assert "Hamme: zit niet aan tafel" in page
    assert "Lede: zit aan tafel" in page
    assert "/besturen/lede/" in page
    assert "/besturen/zele/" not in page


def sent(**changed: object) -> dict[str, object]:
    """An invitation as the form sends it."""
    return {
        "name": "Secretaris Aalst",
        "email": "nieuw@example.org",
        "role": "table:support",
        "organization": "",
        **changed,
    }


def test_the_secretariat_invites(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    assert client.get(INVITE).status_code == 200
    answer = client.post(INVITE, sent(), follow=True)
    assert "Secretaris Aalst krijgt een uitnodiging per mail." in answer.text
    user = User.objects.get(email="nieuw@example.org")
    assert RoleGrant.objects.filter(person__user=user, role="support", body=cast.table).exists()
    assert Message.objects.filter(kind="account.invitation").count() == 1


def test_an_officer_is_invited_for_a_member_town(cast: Cast, as_: SignIn) -> None:
    town = cast.towns["Aalst"]
    answer = as_(cast.chair).post(INVITE, sent(role="post:officer", organization=town.pk))
    assert answer.status_code == 302
    assert Mandate.objects.filter(post__organization=town, post__role="officer").exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Schrijf een naam."),
        ({"name": "x" * 10_000}, "hoogstens 200 tekens"),
        ({"email": "geen adres"}, "Dit is geen e-mailadres."),
        ({"role": ""}, "Kies een rol."),
        ({"role": "table:king"}, "Kies een rol."),
        ({"role": "post:officer"}, "Kies een bestuur van dit overleg."),
        ({"organization": "999999"}, "Kies een bestuur van dit overleg."),
    ],
)
def test_an_invitation_that_misses_something(
    cast: Cast, as_: SignIn, changed: dict[str, object], sentence: str
) -> None:
    answer = as_(cast.secretary).post(INVITE, sent(**changed))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Message.objects.filter(kind="account.invitation").exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("mayor", 403), ("officer", 403), ("partner", 403), ("councillor", 404), ("citizen", 404)],
)
def test_others_do_not_invite(cast: Cast, as_: SignIn, who: str, status: int) -> None:
    client = as_(getattr(cast, who))
    assert client.get(INVITE).status_code == status
    assert client.post(INVITE, sent()).status_code == status
    assert not User.objects.filter(email="nieuw@example.org").exists()


def test_an_abbreviation_on_the_page_is_explained(cast: Cast, as_: SignIn) -> None:
    assert "AD: algemeen directeur" not in as_(cast.mayor).get(TABLE).text
    add_seat(
        actor=cast.system,
        body=cast.table,
        category="director",
        municipality=cast.towns["Lede"],
    )
    assert "AD: algemeen directeur" in as_(cast.mayor).get(TABLE).text
    assert f'<abbr title="{cast.table.name}">' in as_(cast.mayor).get(TABLE).text


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        ("post:mayor", "Lede heeft al een burgemeester: Burgemeester Lede."),
        ("post:director", "Lede heeft al een algemeen directeur: AD Lede."),
    ],
)
def test_a_taken_post_is_refused_beside_the_field(
    cast: Cast, as_: SignIn, role: str, sentence: str
) -> None:
    sent = {
        "name": "An Peeters",
        "email": "an@lede.example",
        "role": role,
        "organization": cast.towns["Lede"].pk,
    }
    answer = as_(cast.secretary).post(INVITE, sent)
    assert answer.status_code == 422
    assert f"{sentence} Laat eerst dat mandaat aflopen." in answer.text
    assert answer.context["form"].errors.keys() == {"role"}
    assert not Mandate.objects.filter(person__name="An Peeters").exists()
