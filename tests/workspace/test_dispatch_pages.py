"""The pages around sending: what a secretary sees and does, what a reader sees."""

from datetime import date

import pytest
from django.test import Client
from tests.factories.cast import Cast
from tests.workspace.conftest import SignIn

from overlegtafel.meetings.models import Delivery, Meeting
from overlegtafel.meetings.services import add_supplement, place_on_agenda, send_new_version
from overlegtafel.outbox.models import Message

DAY = "/tafels/denderregio/vergaderingen/2026-12-18/"


@pytest.fixture
def secretary(cast: Cast, as_: SignIn) -> Client:
    return as_(cast.secretary)


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """A planned meeting with one item."""
    meeting = cast.meeting(date(2026, 12, 18))
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=cast.proposal(title="Eerste"))
    return meeting


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def mark(cast: Cast, state: Message.State, error: str = "") -> Delivery:
    mail = Message.objects.get(kind="meeting.invitation", recipient=cast.mayor)
    Message.objects.filter(pk=mail.pk).update(state=state, error=error)
    return mail.deliveries.get()


def test_before_sending_one_reads_who_gets_what(
    cast: Cast, secretary: Client, meeting: Meeting
) -> None:
    page = said(secretary, f"{DAY}oproepen/")
    assert "2 van 5 zetels krijgen een mail, met versie 1 van de agenda." in page
    assert cast.mayor.email in page
    assert page.count("niemand bekend: geen mail") == 3
    assert "Onderwerp:</b> Uitnodiging Denderregio Burgemeestersoverleg" in page
    assert "Agenda (versie 1)\n1. Eerste" in page
    assert "Versturen naar 2 ontvangers" in page


def test_from_a_late_item_to_the_mail_that_tells_it(
    cast: Cast, as_: SignIn, secretary: Client, meeting: Meeting
) -> None:
    secretary.post(f"{DAY}oproepen/")
    extra = cast.proposal(title="Toch nog")
    assert "Agenda aanvullen" in said(secretary, DAY)
    answer = secretary.post(f"{DAY}agenda/aanvulling/wijzigen/", {"proposal": extra.pk})
    assert answer.status_code == 302
    assert "Toch nog" not in said(as_(cast.mayor), DAY)
    assert "Er staan wijzigingen klaar" in said(secretary, DAY)
    page = said(secretary, f"{DAY}agenda/aanvulling/versturen/")
    assert "Nieuw: punt 2, “Toch nog”." in page
    assert "Versie 2 versturen naar 2 ontvangers" in page
    sent = secretary.post(f"{DAY}agenda/aanvulling/versturen/", follow=True)
    assert "Verzending van versie 2" in sent.content.decode()
    mayor = as_(cast.mayor)
    page = said(mayor, DAY)
    assert "Nieuw sinds versie 1" in page
    assert '<span class="tag news">nieuw</span>' in page
    assert ">versie 2</a>, verstuurd op" in page
    assert "Nieuw: punt 2, “Toch nog”." in said(mayor, f"{DAY}agenda/versie/2/")
    assert "Toch nog" not in said(mayor, f"{DAY}agenda/versie/1/")
    mayor.post(f"{DAY}agenda/versie/2/gelezen/")
    page = said(mayor, DAY)
    assert "Nieuw sinds versie" not in page
    assert "tag news" not in page


def test_a_mail_that_came_back_is_seen_at_three_places_and_sent_again(
    cast: Cast, secretary: Client, meeting: Meeting
) -> None:
    secretary.post(f"{DAY}oproepen/")
    delivery = mark(cast, Message.State.BOUNCED, "Dit adres bestaat niet. (550 <b>onbekend</b>)")
    place = f"{DAY}agenda/versie/1/verzending/"
    page = said(secretary, place)
    assert "teruggekomen" in page
    assert "550 &lt;b&gt;onbekend" in page
    for where in (DAY, "/mijn-tafel/"):
        assert "1 mail niet bezorgd" in said(secretary, where)
    answer = secretary.post(f"{place}{delivery.pk}/", {"verb": "again"}, follow=True)
    page = answer.content.decode()
    assert "opnieuw verstuurd op" in page
    assert "Eerder geprobeerd" in page
    for where in (DAY, "/mijn-tafel/"):
        assert "niet bezorgd" not in said(secretary, where)


def test_a_wrong_address_comes_back_as_typed(
    cast: Cast, secretary: Client, meeting: Meeting
) -> None:
    cast.mayor.set_unusable_password()
    cast.mayor.save()
    secretary.post(f"{DAY}oproepen/")
    delivery = mark(cast, Message.State.FAILED)
    place = f"{DAY}agenda/versie/1/verzending/{delivery.pk}/"
    answer = secretary.post(place, {"verb": "mend", "address": "lode@"})
    assert answer.status_code == 422
    assert 'value="lode@"' in answer.content.decode()
    secretary.post(place, {"verb": "mend", "address": "lode@lede.example"})
    assert cast.fresh(cast.mayor).email == "lode@lede.example"


def test_what_nobody_knows_asks_the_secretary(
    cast: Cast, secretary: Client, meeting: Meeting
) -> None:
    secretary.post(f"{DAY}oproepen/")
    delivery = mark(cast, Message.State.UNCERTAIN)
    place = f"{DAY}agenda/versie/1/verzending/"
    assert "onzeker of dit aankwam" in said(secretary, place)
    secretary.post(f"{place}{delivery.pk}/", {"verb": "arrived"})
    assert "onzeker" not in said(secretary, place)


def test_the_deliveries_of_38_seats_cost_as_many_queries_as_of_2(
    cast: Cast, secretary: Client, meeting: Meeting, django_assert_num_queries: object
) -> None:
    secretary.post(f"{DAY}oproepen/")
    place = f"{DAY}agenda/versie/1/verzending/"
    said(secretary, place)
    with django_assert_num_queries(DISPATCH_QUERIES):  # type: ignore[operator]
        said(secretary, place)
    delivery = mark(cast, Message.State.SENT)
    Delivery.objects.bulk_create(
        Delivery(
            version=delivery.version,
            seat=delivery.seat,
            message=delivery.message,
            made_by=cast.secretary,
            made_at=delivery.made_at,
        )
        for _ in range(36)
    )
    with django_assert_num_queries(DISPATCH_QUERIES):  # type: ignore[operator]
        said(secretary, place)


def test_someone_of_another_table_finds_none_of_it(
    cast: Cast, as_: SignIn, secretary: Client, meeting: Meeting
) -> None:
    secretary.post(f"{DAY}oproepen/")
    add_supplement(actor=cast.secretary, meeting=meeting, proposal=cast.proposal(title="Toch nog"))
    send_new_version(actor=cast.secretary, meeting=meeting)
    places = ("agenda/versie/1/", "agenda/versie/2/verzending/", "agenda/aanvulling/")
    for reader, status in {cast.other_mayor: 404, cast.partner: 404}.items():
        client = as_(reader)
        assert [client.get(f"{DAY}{each}").status_code for each in places] == [status] * 3
    assert as_(cast.mayor).get(f"{DAY}agenda/versie/2/verzending/").status_code == 403
    wrong = as_(cast.mayor)
    for asked in ("agenda/versie/9/", "agenda/versie/2/?sinds=2", "agenda/versie/2/?sinds=x"):
        assert wrong.get(f"{DAY}{asked}").status_code == 404


DISPATCH_QUERIES = 11
