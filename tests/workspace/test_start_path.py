"""How a table starts: its situation, joiners and leavers, and the start path as a page."""

import pytest
from tests.factories.cast import Cast
from tests.workspace.conftest import SignIn

from overlegtafel.governance.models import Charter, CollectedTheme, StartPath
from overlegtafel.governance.services import collect_theme, open_start_path
from overlegtafel.governance.states import Situation
from overlegtafel.organizations.models import Membership, Organization

TABLE = "/tafels/denderregio/"
PATH = f"{TABLE}startpad/"
ALIGN = f"{TABLE}samenstelling/vergelijken/"


@pytest.fixture
def path(cast: Cast) -> StartPath:
    """A start path under way."""
    return open_start_path(actor=cast.secretary, body=cast.table, situation=Situation.STARTED)


@pytest.fixture
def zone(cast: Cast) -> Organization:
    """A known group of Lede, Aalst and Tielt."""
    group = Organization.objects.create(
        classification="fire_zone", code="Z1", name="Zone Oost", slug="zone-oost"
    )
    tielt = cast.other_table.seats.get(municipality__name="Tielt").municipality
    for town in (cast.towns["Lede"], cast.towns["Aalst"], tielt):
        Membership.objects.create(member=town, group=group)
    return group


@pytest.mark.parametrize(
    ("situation", "leads_to"),
    [("kept", ALIGN), ("adapted", ALIGN), ("started", PATH)],
)
def test_a_situation_leads_to_what_it_asks(
    cast: Cast, as_: SignIn, situation: str, leads_to: str
) -> None:
    answer = as_(cast.secretary).post(
        f"{TABLE}situatie/", {"situation": situation, "situation_on": "2022-01-01"}
    )
    assert answer["Location"] == leads_to
    cast.table.refresh_from_db()
    assert cast.table.situation == situation
    assert "1 januari 2022" in as_(cast.mayor).get(TABLE).text


def test_joiners_and_leavers_are_shown_and_then_confirmed(
    cast: Cast, as_: SignIn, zone: Organization
) -> None:
    client, typed = as_(cast.secretary), {"group": zone.pk, "on": "2027-01-01"}
    page = client.post(ALIGN, {**typed, "step": "compare"})
    assert "Komt erbij (1)" in page.text
    assert "Vertrekt (3)" in page.text
    assert cast.table.seats.count() == 5
    client.post(ALIGN, {**typed, "step": "confirm"})
    later = client.get(f"{TABLE}samenstelling/?op=2027-01-01").text
    assert "Drie zetels" in later
    assert "Vijf zetels" in client.get(f"{TABLE}samenstelling/?op=2026-12-31").text


def test_what_is_kept_only_takes_over(cast: Cast, as_: SignIn, zone: Organization) -> None:
    type(cast.table).objects.filter(pk=cast.table.pk).update(situation="kept")
    client = as_(cast.secretary)
    typed = {"group": zone.pk, "on": "2027-01-01", "step": "confirm"}
    client.post(ALIGN, typed)
    assert "Zes zetels" in client.get(f"{TABLE}samenstelling/?op=2027-01-01").text


def test_a_path_begins_with_the_secretariat(cast: Cast, as_: SignIn) -> None:
    assert as_(cast.mayor).get(PATH).status_code == 404
    client = as_(cast.secretary)
    assert "Startpad beginnen" in client.get(PATH).text
    client.post(PATH)
    assert StartPath.objects.filter(body=cast.table).exists()
    assert PATH in as_(cast.mayor).get(TABLE).text


def test_a_mayor_brings_a_theme_and_the_secretariat_merges(
    cast: Cast, as_: SignIn, path: StartPath
) -> None:
    town = cast.towns["Lede"]
    mayor, secretary = as_(cast.mayor), as_(cast.secretary)
    mayor.post(PATH, {"title": "Fietspaden", "brought_by": town.pk})
    other = cast.towns["Zele"]
    assert mayor.post(PATH, {"title": "X", "brought_by": other.pk}).status_code == 422
    secretary.post(PATH, {"title": "Mobiliteit", "brought_by": other.pk})
    bikes, roads = CollectedTheme.objects.order_by("pk")
    assert mayor.get(f"{PATH}themas/{bikes.pk}/samenvoegen/").status_code == 403
    page = secretary.post(f"{PATH}themas/{bikes.pk}/samenvoegen/", {"into": roads.pk}, follow=True)
    assert "Zele, Lede" in page.text
    secretary.post(f"{PATH}themas/{bikes.pk}/verplaatsen/", {"step": "apart"})
    secretary.post(f"{PATH}themas/{roads.pk}/verplaatsen/", {"step": "up"})
    assert [each.title for each in path.themes.all()] == ["Mobiliteit", "Fietspaden"]


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 403), ("other_mayor", 404), ("citizen", 404)]
)
def test_others_bring_no_theme(
    cast: Cast, as_: SignIn, path: StartPath, who: str, status: int
) -> None:
    client = as_(getattr(cast, who))
    typed = {"title": "X", "brought_by": cast.towns["Lede"].pk}
    assert client.post(PATH, typed).status_code == status
    assert not CollectedTheme.objects.exists()


def test_who_saved_first_stays_and_what_was_typed_too(
    cast: Cast, as_: SignIn, path: StartPath
) -> None:
    client, page = as_(cast.secretary), f"{PATH}tekst/preconditions/"
    assert client.post(page, {"revision": 1, "text": "Eerst"}).status_code == 302
    answer = client.post(page, {"revision": 1, "text": "Later"})
    assert answer.status_code == 409
    assert "Later" in answer.text
    assert "Eerst" in answer.text
    assert client.get(f"{PATH}tekst/iets/").status_code == 404


def test_the_path_ends_in_a_draft(cast: Cast, as_: SignIn, path: StartPath) -> None:
    collect_theme(actor=cast.mayor, path=path, title="Wonen", brought_by=cast.towns["Lede"])
    page = as_(cast.secretary).post(f"{PATH}afronden/", follow=True)
    assert "Het ontwerp van de afsprakennota staat klaar" in page.text
    assert Charter.objects.get(body=cast.table).rules.themes[0].theme == "Wonen"
    assert as_(cast.secretary).post(f"{PATH}afronden/").status_code == 409
    assert "Thema aanbrengen" not in as_(cast.mayor).get(PATH).text
