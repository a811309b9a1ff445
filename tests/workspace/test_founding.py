"""Setting up a table in the browser, and inviting its members in one go."""

import pytest
from django.test import Client
from tests.factories.cast import Cast, make_town
from tests.workspace.conftest import SignIn

from overlegtafel.accounts.models import User
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Membership, Organization
from overlegtafel.outbox.models import Message

NEW = "/tafels/nieuw/"
MANY = "/tafels/denderregio/uitnodigen/leden/"


@pytest.fixture
def founder(cast: Cast, as_: SignIn) -> Client:
    """A browser of someone who may set up tables."""
    User.objects.filter(pk=cast.citizen.pk).update(may_found_tables=True)
    return as_(cast.fresh(cast.citizen))


def sent(*towns: Organization, step: str = "found", **changed: object) -> dict[str, object]:
    """The form as a browser sends it."""
    return {
        "name": "Overleg Zuid",
        "members": [town.pk for town in towns],
        "preset": "pure",
        "step": step,
        **changed,
    }


def test_from_mijn_tafel_to_a_table_with_its_next_steps(founder: Client, cast: Cast) -> None:
    assert NEW in founder.get("/mijn-tafel/").text
    towns = [make_town(f"Gemeente{n}", f"9900{n}") for n in range(7)]
    assert "Gemeente3" in founder.get(NEW).text
    page = founder.post(NEW, sent(*towns, support="IOK", rhythm="maandelijks"), follow=True)
    body = GoverningBody.objects.get(slug="overleg-zuid")
    assert "Overleg Zuid staat klaar, met 7 zetels." in page.text
    assert "De burgemeesters uitnodigen" in page.text
    assert "0 van 7" in page.text
    assert body.region is None
    other = founder.get("/tafels/denderregio/")
    assert other.status_code == 404


def test_members_of_a_group_are_taken_over_and_nothing_typed_is_lost(
    founder: Client, cast: Cast
) -> None:
    group = Organization.objects.create(
        classification="fire_zone", code="Z1", name="Zone Oost", slug="zone-oost"
    )
    for name in ("Lede", "Aalst"):
        Membership.objects.create(member=cast.towns[name], group=group)
    page = founder.post(NEW, sent(step="copy", group=group.pk, rhythm="elke week")).text
    assert "Gekozen: 2 besturen" in page
    assert 'value="Overleg Zuid"' in page
    assert 'value="elke week"' in page
    assert not GoverningBody.objects.filter(slug="overleg-zuid").exists()


def test_searching_keeps_what_is_chosen(founder: Client, cast: Cast) -> None:
    page = founder.post(NEW, sent(cast.towns["Lede"], step="filter", search="aal")).text
    assert "Gekozen: 1 bestuur" in page
    assert "Aalst" in page
    assert "Ninove" not in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Schrijf hoe het overleg heet."),
        ({"members": []}, "Kies de besturen die aan tafel zitten."),
        ({"members": ["9" * 40]}, "bestaat niet meer"),
        ({"preset": "koning"}, "select"),
        ({"agreement_prefix": "A D"}, "letters, cijfers en streepjes"),
        ({"agreement_prefix": "A-D"}, "al in gebruik"),
    ],
)
def test_what_misses_something_comes_back(
    founder: Client, cast: Cast, changed: dict[str, object], sentence: str
) -> None:
    typed = sent(cast.towns["Lede"], cast.towns["Aalst"], **changed)
    answer = founder.post(NEW, typed)
    assert answer.status_code == 422
    assert sentence.lower() in answer.text.lower()


def test_a_region_that_has_its_table_is_refused_beside_the_field(
    founder: Client, cast: Cast
) -> None:
    region = cast.table.region
    assert region is not None
    answer = founder.post(NEW, sent(cast.towns["Lede"], cast.towns["Aalst"], region=region.pk))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"region"}
    assert "Gekozen: 2 besturen" in answer.text


@pytest.mark.parametrize("who", ["secretary", "mayor", "officer", "other_mayor", "citizen"])
def test_who_has_no_such_right_sets_up_nothing(cast: Cast, as_: SignIn, who: str) -> None:
    client = as_(getattr(cast, who))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, sent(*cast.towns.values())).status_code == 403
    assert NEW not in client.get("/mijn-tafel/").text


def line(town: Organization, role: str, name: str, email: str) -> dict[str, str]:
    """One line of the page with invitations."""
    return {f"{role}-{town.pk}-name": name, f"{role}-{town.pk}-email": email}


def test_many_are_invited_after_one_more_look(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    typed = line(cast.towns["Aalst"], "mayor", "An", "an@aalst.example")
    typed |= line(cast.towns["Zele"], "director", "Bo", "bo@zele.example")
    assert "Burgemeester Ninove" in client.get(MANY).text
    preview = client.post(MANY, {**typed, "step": "preview"})
    assert "Nog één keer kijken" in preview.text
    assert not Message.objects.filter(kind="account.invitation").exists()
    page = client.post(MANY, {**typed, "step": "send"}, follow=True)
    assert "2 uitnodigingen zijn verstuurd." in page.text
    assert Message.objects.filter(kind="account.invitation").count() == 2


def test_a_wrong_line_is_told_beside_it_and_all_comes_back(cast: Cast, as_: SignIn) -> None:
    aalst, zele, ninove = (cast.towns[name] for name in ("Aalst", "Zele", "Ninove"))
    typed = line(aalst, "mayor", "An", "geen adres") | line(zele, "mayor", "Bo", "")
    typed |= line(ninove, "director", "", "cas@ninove.example") | {"step": "preview"}
    answer = as_(cast.secretary).post(MANY, typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {
        f"mayor-{aalst.pk}-email",
        f"mayor-{zele.pk}-email",
        f"director-{ninove.pk}-name",
    }
    assert 'value="geen adres"' in answer.text
    assert 'value="Bo"' in answer.text


def test_a_refusal_of_the_service_lands_on_its_line(cast: Cast, as_: SignIn) -> None:
    User.objects.filter(pk=cast.citizen.pk).update(is_active=False)
    aalst = cast.towns["Aalst"]
    typed = line(aalst, "mayor", "An", cast.citizen.email) | {"step": "send"}
    answer = as_(cast.secretary).post(MANY, typed)
    assert answer.status_code == 422
    assert "Dit account is afgesloten." in answer.text
    earlier = as_(cast.secretary).post(MANY, typed | {"step": "preview"})
    assert earlier.status_code == 422
    assert "Dit account is afgesloten." in earlier.text
    assert "Nog één keer kijken" not in earlier.text
    typed = line(aalst, "mayor", "An", "x@x.be") | line(aalst, "director", "Bo", "X@x.be")
    again = as_(cast.secretary).post(MANY, typed | {"step": "send"})
    assert "Dit adres staat er ook bij burgemeester van Aalst" in again.text


def test_nothing_filled_in_sends_nothing(cast: Cast, as_: SignIn) -> None:
    answer = as_(cast.secretary).post(MANY, {"step": "send"})
    assert "Vul minstens één naam met een e-mailadres in." in answer.text
