"""The composition and the bodies of a table, as pages."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.workspace.conftest import SignIn
from tests.workspace.sizes import SIZES, resize

from overlegtafel.governance.models import GoverningBody, Involvement, RoleGrant
from overlegtafel.governance.services import (
    add_body_below,
    add_seat_for_post,
    change_body,
    state_fact,
)
from overlegtafel.governance.states import BodyKind
from overlegtafel.organizations.models import Mandate, Person, PostRole

TABLE = "/tafels/denderregio/"
PAGE = f"{TABLE}samenstelling/"
BODIES = f"{TABLE}organen/"


@pytest.mark.parametrize(
    ("who", "status", "composes"),
    [
        ("secretary", 200, True),
        ("chair", 200, True),
        ("mayor", 200, False),
        ("officer", 200, False),
        ("partner", 404, False),
        ("councillor", 404, False),
        ("other_mayor", 404, False),
        ("citizen", 404, False),
    ],
)
def test_who_reads_and_who_composes(
    cast: Cast, as_: SignIn, who: str, status: int, composes: bool
) -> None:
    client = as_(getattr(cast, who))
    for page in (PAGE, BODIES):
        assert client.get(page).status_code == status
    assert ("Een zetel geven" in client.get(PAGE).text) == composes
    assert ("Een orgaan toevoegen" in client.get(BODIES).text) == composes


def test_the_page_tells_seats_people_and_vacancies(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.mayor).get(PAGE).text
    assert "Vijf zetels, twee personen, drie zetels vacant." in page
    assert "Telt mee als lid, mag voorstellen aanbrengen" in page
    assert "Burgemeester Lede" in page


def test_the_composition_of_another_day(cast: Cast, as_: SignIn) -> None:
    client, lede = as_(cast.secretary), cast.table.seats.get(municipality=cast.towns["Lede"])
    assert client.post(f"{PAGE}zetel/{lede.pk}/einde/", {"on": "2026-12-31"}).status_code == 302
    assert "Vijf zetels" in client.get(f"{PAGE}?op=2026-12-31").text
    later = client.get(f"{PAGE}?op=2027-01-01").text
    assert "Vier zetels" in later
    assert "Een zetel geven" not in later
    assert "Dat is geen datum" in client.get(f"{PAGE}?op=morgen").text


def post(client: Any, path: str, **typed: object) -> Any:
    """Send a form and follow to where it leads."""
    return client.post(f"{PAGE}{path}", typed, follow=True)


def test_a_seat_of_each_kind(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    post(
        client,
        "zetel/",
        category="by-post",
        holder="post",
        organization="IVAREM",
        role="chair",
        label="",
    )
    post(client, "zetel/", category="guest", holder="person", person="An Peeters")
    page = post(
        client,
        "zetel/",
        category="guest",
        holder="municipality",
        municipality=cast.towns["Zele"].pk,
    ).text
    assert "Voorzitter IVAREM" in page
    assert "An Peeters" in page
    assert "Acht zetels" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"holder": "post"}, "Schrijf de organisatie."),
        ({"holder": "person"}, "Schrijf een naam."),
        ({"holder": "municipality"}, "Kies een gemeente."),
        ({"holder": "person", "person": "An", "category": "koning"}, "Kies iets uit de lijst."),
    ],
)
def test_a_seat_that_misses_something(
    cast: Cast, as_: SignIn, typed: dict[str, str], sentence: str
) -> None:
    answer = post(as_(cast.secretary), "zetel/", **({"category": "guest"} | typed))
    assert answer.status_code == 422
    assert sentence in answer.text


def test_who_holds_a_post_is_said_on_the_page(cast: Cast, as_: SignIn) -> None:
    seat = add_seat_for_post(
        actor=cast.secretary,
        body=cast.table,
        category="standing-participant",
        organization="Welzijnszorg",
        label="directeur",
        role=PostRole.DIRECTOR,
    )
    client, path = as_(cast.secretary), f"zetel/{seat.pk}/wie/"
    assert "vacant" in client.get(f"{PAGE}{path}").text
    answer = post(client, path, valid_from="2026-11-23", name="", email="")
    assert "Kies iemand of schrijf een naam." in answer.text
    namesake = post(client, path, valid_from="2026-11-23", name="burgemeester  lede", email="")
    assert "De tafel kent al een Burgemeester Lede." in namesake.text
    page = post(client, path, valid_from="2026-11-23", name="Dirk Claes", email="dirk@zorg.example")
    assert "Dirk Claes" in page.text
    assert Mandate.objects.get(person__name="Dirk Claes").post == seat.post
    again = post(client, path, valid_from="2026-12-01", person=cast.mayor.person.pk)
    assert "Burgemeester Lede" in client.get(f"{PAGE}?op=2026-12-02").text
    assert "Dirk Claes" in again.text


def test_a_category_says_why_it_is_there(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    typed = {"name": "burgemeester", "reason": "Zij spreken voor hun gemeente.", "counts": "on"}
    page = post(client, "categorie/mayor/", filled_by="mayor", **typed).text
    assert "Zij spreken voor hun gemeente." in page
    assert "Telt mee als lid, brengt geen voorstellen aan" in page
    post(client, "categorie/nieuw/", name="Waarnemer")
    assert cast.table.member_categories.filter(key="waarnemer").exists()
    assert client.get(f"{PAGE}categorie/onbekend/").status_code == 404


def test_roles_involvement_and_support(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    person = cast.mayor.person.pk
    post(client, "rol/", role="chair", person=person, valid_from="2026-11-23")
    grant = RoleGrant.objects.get(person=person, role="chair")
    post(client, f"rol/{grant.pk}/einde/", on="2026-11-30")
    grant.refresh_from_db()
    assert grant.valid_to == date(2026, 11, 30)
    wrong = post(client, "rol/", role="bridge", person=person, valid_from="2026-11-23")
    assert "Een brug leidt naar een ander overleg." in wrong.text
    page = post(client, "betrokken/", organization="VOKA", way="informed", note="verslag").text
    assert "VOKA" in page
    involved = Involvement.objects.get(organization__name="VOKA")
    post(client, f"betrokken/{involved.pk}/einde/", on="2026-11-23")
    post(client, "ondersteuning/", organizations="SOLVA\nDDS\n\nSOLVA")
    assert [each.name for each in cast.table.support_organizations.all()] == ["DDS", "SOLVA"]


def test_another_tables_seat_is_not_ours(cast: Cast, as_: SignIn) -> None:
    seat = cast.other_table.seats.first()
    grant = cast.other_table.role_grants.first()
    assert seat is not None and grant is not None
    client = as_(cast.secretary)
    assert client.get(f"{PAGE}zetel/{seat.pk}/einde/").status_code == 404
    assert client.get(f"{PAGE}rol/{grant.pk}/einde/").status_code == 404


@pytest.mark.parametrize("members", SIZES)
def test_the_composition_costs_the_same(
    cast: Cast,
    as_: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    members: int,
) -> None:
    resize(cast, members)
    client = as_(cast.secretary)
    with django_assert_num_queries(14):
        client.get(PAGE)


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_bodies_cost_the_same(
    cast: Cast,
    as_: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    how_many: int,
) -> None:
    for number in range(how_many):
        add_body_below(
            actor=cast.secretary,
            parent=cast.table,
            name=f"Cluster {number}",
            kind=BodyKind.CLUSTER,
        )
    client = as_(cast.secretary)
    with django_assert_num_queries(17):
        client.get(BODIES)


def test_a_body_without_seats_counts_none_and_asks_for_seats(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    body = add_body_below(
        actor=cast.secretary, parent=cast.table, name="Cluster", kind=BodyKind.CLUSTER
    )
    rows = {row.body.pk: row.members for row in client.get(BODIES).context["structure"].rows}
    assert rows[body.pk] == 0
    assert rows[cast.table.pk] == 5
    page = client.get(f"/tafels/{body.slug}/")
    step = page.context["steps"][0]
    assert (step.label, step.done) == ("Geef eerst zetels", False)
    assert "0 van 0" not in page.text


def test_directors_are_invited_where_they_sit(cast: Cast, as_: SignIn) -> None:
    body = add_body_below(
        actor=cast.secretary,
        parent=cast.table,
        name="Overleg AD",
        kind=BodyKind.DIRECTORS,
        members=[cast.towns["Lede"], cast.towns["Zele"]],
        category="director",
    )
    step = as_(cast.secretary).get(f"/tafels/{body.slug}/").context["steps"][0]
    assert (step.label, step.done, step.note) == ("De directeurs uitnodigen", False, "1 van 2")


def test_a_body_is_added_and_two_are_merged(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    for name in ("Cluster zorg", "Cluster welzijn"):
        page = client.post(
            f"{BODIES}nieuw/",
            {
                "kind": "cluster",
                "name": name,
                "category": "director",
                "members": [cast.towns["Lede"].pk],
            },
            follow=True,
        )
        assert name in page.text
    made = GoverningBody.objects.filter(parent=cast.table)
    GoverningBody.objects.filter(pk__in=made).update(valid_from=date(2026, 1, 1))
    page = client.post(
        f"{BODIES}samenvoegen/",
        {"bodies": [each.pk for each in made], "name": "Samen", "on": "2026-12-01"},
        follow=True,
    )
    assert "Voortgekomen uit Cluster welzijn en Cluster zorg" in page.text


def test_a_body_that_is_over_says_so_and_refuses(
    cast: Cast, as_: SignIn, clock: FixedClock
) -> None:
    change_body(actor=cast.secretary, body=cast.table, valid_to=date(2026, 12, 31))
    clock.travel_to("2027-01-05 10:00")
    client = as_(cast.fresh(cast.secretary))
    page = client.get(TABLE).text
    assert "liep af op 31 december 2026" in page
    assert "Iemand uitnodigen" not in page
    typed = {"category": "guest", "holder": "person", "person": "An"}
    assert client.post(f"{PAGE}zetel/", typed).status_code == 409
    assert (
        client.post(
            f"{TABLE}vergaderingen/nieuw/", {"held_on": "2027-02-01", "starts_at": "10:00"}
        ).status_code
        == 409
    )
    assert client.get(f"{TABLE}gegevens/").text.count("<input") < 6
    again = {"valid_to": "", "expected_revision": seen_by(client)}
    assert client.post(f"{TABLE}gegevens/", again).status_code == 302
    assert "liep af" not in client.get(TABLE).text


def test_the_register_names_its_source_or_asks_for_it(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    state_fact(actor=cast.secretary, body=cast.table, text="Begon in 2022.", source="vvsg.be")
    client.post(f"{TABLE}gegevens/nieuw/", {"text": "Twee streken vonden elkaar."})
    page = as_(cast.mayor).get(TABLE).text
    assert "vvsg.be" in page
    assert "te bevestigen" in page
    typed = {"name": "DBO", "short_name": "DBO", "aliases": "Dender, DBO", "started": "2022"}
    client.post(f"{TABLE}gegevens/", typed | {"expected_revision": seen_by(client)})
    assert "Dender, DBO" in as_(cast.mayor).get(TABLE).text


def seen_by(client: Client, address: str = f"{TABLE}gegevens/") -> int:
    """Which version of a table's facts a form starts from."""
    return int(client.get(address).context["form"]["expected_revision"].value())


def test_two_at_once_on_a_tables_facts_and_nothing_is_overwritten(cast: Cast, as_: SignIn) -> None:
    first, second = as_(cast.secretary), as_(cast.chair)
    address = f"{TABLE}gegevens/"
    start = {"name": "DBO", "short_name": "DBO", "expected_revision": seen_by(first)}
    assert first.post(address, start | {"rhythm": "maandelijks"}).status_code == 302
    answer = second.post(address, start | {"rhythm": "om de twee maanden"})
    assert answer.status_code == 409
    assert "Iemand anders wijzigde intussen deze gegevens." in answer.text
    assert "Nu bewaard: maandelijks" in answer.text and "om de twee maanden" in answer.text
    cast.table.refresh_from_db()
    assert cast.table.rhythm == "maandelijks"
    seen = int(answer.context["form"]["expected_revision"].value())
    again = start | {"rhythm": "om de twee maanden", "expected_revision": seen}
    assert second.post(address, again).status_code == 302
    cast.table.refresh_from_db()
    assert cast.table.rhythm == "om de twee maanden"


def test_which_advice_a_body_gives_is_chosen_on_its_forms(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    client.post(
        "/tafels/denderregio/organen/nieuw/",
        {
            "kind": "workgroup",
            "name": "Politieke werkgroep",
            "category": "mayor",
            "administrative": "False",
        },
    )
    body = GoverningBody.objects.get(name="Politieke werkgroep")
    assert not body.is_administrative
    assert "werkgroep of projectgroep, politiek" in client.get("/tafels/denderregio/organen/").text
    address = f"/tafels/{body.slug}/gegevens/"
    form = client.get(address).context["form"]
    assert form["administrative"].value() is False
    assert '<option value="False" selected>politiek</option>' in client.get(address).text
    typed = {
        "name": body.name,
        "short_name": body.short_name,
        "kind": "workgroup",
        "administrative": "",
        "expected_revision": seen_by(client, address),
    }
    assert client.post(address, typed).status_code == 302
    body.refresh_from_db()
    assert body.is_administrative


def committee(cast: Cast) -> GoverningBody:
    """A body below the table with a seat for a post that nobody holds yet."""
    body = add_body_below(
        actor=cast.secretary, parent=cast.table, name="Agendacommissie", kind=BodyKind.STEERING
    )
    add_seat_for_post(
        actor=cast.secretary,
        body=body,
        category="standing-participant",
        organization="Welzijnszorg",
        label="directeur",
        role=PostRole.DIRECTOR,
    )
    return body


def offered(page: Any, field: str = "person") -> str:
    """The list of people on a page, as text."""
    return str(page.context["form"][field])


def test_a_body_offers_who_is_known_at_the_table_above(cast: Cast, as_: SignIn) -> None:
    body, client = committee(cast), as_(cast.secretary)
    seat = body.seats.get()
    where = f"/tafels/{body.slug}/samenstelling/"
    for path, field in (
        (f"zetel/{seat.pk}/wie/", "person"),
        ("rol/", "person"),
        ("zetel/", "known"),
    ):
        people = offered(client.get(f"{where}{path}"), field)
        assert ">Burgemeester Ninove</option>" in people, path
        assert "Burgemeester Tielt" not in people, path
    typed = {"valid_from": "2026-11-23", "name": "burgemeester ninove", "email": ""}
    answer = client.post(f"{where}zetel/{seat.pk}/wie/", typed)
    assert "De tafel kent al een Burgemeester Ninove." in answer.text
    twice = {"category": "guest", "holder": "person", "person": "Burgemeester  ninove"}
    refused = client.post(f"{where}zetel/", twice)
    assert "De tafel kent al een Burgemeester Ninove." in refused.text
    chosen = {"category": "guest", "holder": "person", "known": cast.chair.person.pk}
    assert client.post(f"{where}zetel/", chosen).status_code == 302
    assert body.seats.get(person__isnull=False).person == cast.chair.person


def test_a_choice_says_function_and_municipality(cast: Cast, as_: SignIn) -> None:
    Person.objects.filter(pk=cast.mayor.person.pk).update(name="Ann Peeters")
    page = as_(cast.secretary).get(f"{PAGE}rol/?rol=chair")
    people = offered(page)
    assert "Ann Peeters, burgemeester Lede" in people
    members, rest = people.split('<optgroup label="Verder bekend">')
    assert "Ann Peeters" in members and "Regiocoördinator Dender" in rest


def test_a_role_keeps_only_what_goes_with_it(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    body = committee(cast)
    typed = {
        "role": "chair",
        "person": cast.mayor.person.pk,
        "organization": cast.support.pk,
        "towards": body.pk,
        "valid_from": "2026-11-23",
    }
    assert client.post(f"{PAGE}rol/", typed).status_code == 302
    grant = RoleGrant.objects.get(person=cast.mayor.person, role="chair")
    assert (grant.organization, grant.towards) == (None, None)


def test_a_new_chair_leads_back_to_what_comes_next(cast: Cast, as_: SignIn) -> None:
    body, client = committee(cast), as_(cast.secretary)
    where = f"/tafels/{body.slug}/"
    typed = {"person": cast.mayor.person.pk, "valid_from": "2026-11-23"}
    answer = client.post(f"{where}samenstelling/rol/", typed | {"role": "chair"})
    assert answer["Location"] == where
    answer = client.post(f"{where}samenstelling/rol/", typed | {"role": "partner"})
    assert answer["Location"] == f"{where}samenstelling/"


def test_the_page_says_until_when_and_who_follows(cast: Cast, as_: SignIn) -> None:
    body, client = committee(cast), as_(cast.secretary)
    where = f"/tafels/{body.slug}/samenstelling/"
    path = f"{where}zetel/{body.seats.get().pk}/wie/"
    client.post(path, {"valid_from": "2027-01-05", "name": "Lotte Maes"})
    assert "vanaf 5 januari 2027 Lotte Maes" in client.get(where).text
    client.post(path, {"valid_from": "2027-02-01", "name": "Wim Claes"})
    page = client.get(f"{where}?op=2027-01-10").text
    assert "tot 31 januari 2027; daarna Wim Claes" in page


def test_the_kind_of_a_body_below_changes_and_a_mistake_goes(cast: Cast, as_: SignIn) -> None:
    body, client = committee(cast), as_(cast.secretary)
    address = f"/tafels/{body.slug}/gegevens/"
    assert "kind" not in client.get(f"{TABLE}gegevens/").context["form"].fields
    assert "Verwijderen" not in client.get(f"{TABLE}gegevens/").text
    typed = {
        "name": "Voorbereiding",
        "short_name": body.short_name,
        "kind": "workgroup",
        "expected_revision": seen_by(client, address),
    }
    assert client.post(address, typed).status_code == 302
    body.refresh_from_db()
    assert (body.kind, body.short_name) == ("workgroup", "Voorbereiding")
    page = client.get(BODIES)
    assert "Voorbereiding" in [box.title for box in page.context["structure"].boxes]
    assert "Bij vergissing gemaakt?" in client.get(address).text
    assert "Voorbereiding verwijderen" in client.get(f"{address}verwijderen/").text
    answer = client.post(f"{address}verwijderen/", follow=True)
    assert "Voorbereiding is verwijderd." in answer.text
    assert not GoverningBody.objects.filter(pk=body.pk).exists()


def test_a_table_is_not_removed_on_its_page(cast: Cast, as_: SignIn) -> None:
    answer = as_(cast.secretary).post(f"{TABLE}gegevens/verwijderen/")
    assert answer.status_code == 422
    assert "Alleen een orgaan onder een ander overleg" in answer.text


def test_a_seat_that_does_not_count_has_its_category_as_word(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    client.post(
        f"{PAGE}zetel/", {"category": "civil-society", "holder": "person", "person": "Natuurpunt"}
    )
    category = cast.table.member_categories.get(key="civil-society")
    legend = [("neutral", "lid (2)"), ("not_applicable", f"{category.name} (1)")]
    page = client.get(TABLE)
    assert page.context["legend"][:2] == legend
    meeting = cast.thread("convened").meeting
    page = client.get(f"{TABLE}vergaderingen/{meeting.held_on.isoformat()}/")
    assert page.context["legend"] == [*legend, ("unknown", "nog niemand bekend (3)")]
    assert [each.state for each in page.context["seats"]].count("not_applicable") == 1
