"""What is remembered is forgotten the moment something happens."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import FixedClock
from tests.factories.cast import Cast, make_cast

from overlegtafel.accounts.models import User
from overlegtafel.audit.remember import forget, one_reading, until_the_log_moves
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.services import end_mandate
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.organizations.models import Mandate
from overlegtafel.publication.services import release_agreement
from overlegtafel.publication.states import LocalDetail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def own_cast(transactional_db: None) -> Cast:
    """The cast, committed: inside a transaction nothing is remembered."""
    return make_cast()


def signed_in(user: User) -> Client:
    """A browser of this person."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_public_page_follows_each_local_decision(own_cast: Cast) -> None:
    thread = own_cast.thread()
    assert thread.agreement is not None
    release_agreement(
        actor=own_cast.secretary, agreement=thread.agreement, local_detail=LocalDetail.FIGURES
    )
    address = f"/api/v1/agreements/{thread.agreement.pk}"
    assert '"approved": 0' in Client().get(address).text
    with CaptureQueriesContext(connection) as again:
        Client().get(address)
    assert len(again) == 1
    record_decision(
        actor=own_cast.officer,
        decision=thread.decisions["Lede"],
        verb="approve",
        expected_revision=1,
        meets_on=date(2026, 11, 20),
    )
    assert '"approved": 1' in Client().get(address).text


def test_a_meeting_page_follows_what_another_writes(own_cast: Cast) -> None:
    thread = own_cast.thread("placed")
    assert thread.meeting is not None
    address = f"/tafels/denderregio/vergaderingen/{thread.meeting.held_on.isoformat()}/"
    mayor, secretary = signed_in(own_cast.mayor), signed_in(own_cast.secretary)
    assert "Gepland" in mayor.get(address).text
    secretary.post(f"{address}oproepen/")
    assert "Opgeroepen" in mayor.get(address).text


def test_an_ended_mandate_ends_the_right_at_once(own_cast: Cast, clock: FixedClock) -> None:
    officer = own_cast.officer
    client, address = signed_in(officer), "/tafels/denderregio/"
    assert client.get(address).status_code == 200
    mandate = Mandate.objects.get(person__user=officer)
    end_mandate(actor=own_cast.system, mandate=mandate, on=date(2026, 11, 22))
    assert client.get(address).status_code == 404


def test_a_mandate_that_runs_out_ends_with_its_day(own_cast: Cast, clock: FixedClock) -> None:
    mandate = Mandate.objects.get(person__user=own_cast.officer)
    end_mandate(actor=own_cast.system, mandate=mandate, on=date(2026, 11, 23))
    client = signed_in(own_cast.officer)
    assert client.get("/tafels/denderregio/").status_code == 200
    clock.travel_to("2026-11-24 08:00")
    assert client.get("/tafels/denderregio/").status_code == 404


def test_who_is_put_off_sees_nothing_at_once(own_cast: Cast) -> None:
    assert standing_of(own_cast.officer).circle_of
    User.objects.filter(pk=own_cast.officer.pk).update(is_active=False)
    assert not standing_of(own_cast.fresh(own_cast.officer)).circle_of


def test_a_page_kept_for_visitors_is_not_given_to_who_is_signed_in(own_cast: Cast) -> None:
    assert "Aanmelden" in Client().get("/").text
    assert "Burgemeester Lede" in signed_in(own_cast.mayor).get("/").text
    assert "Burgemeester Lede" not in Client().get("/").text


def test_inside_a_transaction_nothing_is_recalled(own_cast: Cast) -> None:
    asked = []

    @until_the_log_moves(size=3)
    def read(number: int) -> int:
        asked.append(number)
        return number

    forget()
    assert [read(1), read(1)] == [1, 1]
    assert asked == [1]
    with transaction.atomic():
        read(1)
    assert asked == [1, 1]


def test_only_so_many_answers_are_kept(own_cast: Cast) -> None:
    asked = []

    @until_the_log_moves(size=2)
    def read(number: int) -> int:
        asked.append(number)
        return number

    for number in (1, 2, 3, 3, 1):
        read(number)
    assert asked == [1, 2, 3, 1]


def test_a_page_asks_once_whether_something_happened(own_cast: Cast) -> None:
    thread = own_cast.thread()
    assert thread.agreement is not None
    client = signed_in(own_cast.officer)
    address = f"/tafels/denderregio/afspraken/{thread.agreement.reference}/"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert sum("audit_chainhead" in each["sql"] for each in queries.captured_queries) == 1


def test_a_reading_sees_what_happened_within_it_and_judges_afresh_in_a_transaction(
    own_cast: Cast,
) -> None:
    asked = []

    @until_the_log_moves(size=3)
    def read(number: int) -> int:
        asked.append(number)
        return number

    with one_reading():
        assert [read(1), read(1)] == [1, 1]
        assert asked == [1]
        with transaction.atomic():
            read(1)
        assert asked == [1, 1]
        own_cast.proposal()
        read(1)
    assert asked == [1, 1, 1]
