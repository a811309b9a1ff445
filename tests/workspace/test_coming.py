"""What the start page and the page of answers say of coming to the next meeting (R134)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.workspace.conftest import SignIn

from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.services import add_supplement, answer_invitation, send_new_version
from overlegtafel.meetings.services.replies import Substitute
from overlegtafel.meetings.states import Acting, ReplyAnswer

HOME = "/mijn-tafel/"
DAY = "/tafels/denderregio/vergaderingen/2026-11-24/"
TOMORROW = date(2026, 11, 24)
NOT_YET = "U kunt antwoorden zodra de agenda verstuurd is."


@pytest.fixture
def sent(cast: Cast) -> Meeting:
    """A meeting of tomorrow with its agenda sent."""
    thread = cast.thread("convened", held_on=TOMORROW)
    assert thread.meeting is not None
    return thread.meeting


def test_before_the_agenda_is_sent_a_mayor_reads_when_to_answer(cast: Cast, as_: SignIn) -> None:
    cast.meeting(TOMORROW)
    assert NOT_YET in as_(cast.mayor).get(HOME).text
    assert NOT_YET in as_(cast.director).get(HOME).text
    for stranger in (cast.secretary, cast.other_mayor, cast.partner, cast.citizen):
        assert NOT_YET not in as_(stranger).get(HOME).text
    assert Client().get(HOME).status_code == 302


def test_the_card_says_what_was_answered(cast: Cast, as_: SignIn, sent: Meeting) -> None:
    mayor = as_(cast.mayor)
    assert "U antwoordde nog niet." in mayor.get(HOME).text
    place = sent.attendances.get(seat__municipality=cast.towns["Lede"])
    answer_invitation(
        actor=cast.mayor,
        attendance=place,
        answer=ReplyAnswer.REPLACED,
        substitute=Substitute("Els Peeters", Acting.ALDERMAN, ""),
    )
    said = "laat zich vervangen door Els Peeters, schepen."
    assert f"U {said}" in mayor.get(HOME).text
    assert f"{cast.mayor.name} {said}" in as_(cast.director).get(HOME).text
    assert said not in as_(cast.other_mayor).get(HOME).text


def test_being_replaced_is_chosen_already_and_said_with_the_role(
    cast: Cast, as_: SignIn, sent: Meeting
) -> None:
    mayor = as_(cast.mayor)
    place = sent.attendances.get(seat__municipality=cast.towns["Lede"])
    page = mayor.get(DAY).text
    address = f"{DAY}antwoorden/{place.pk}/"
    assert f'href="{address}?antwoord=vervangen"' in page
    form = mayor.get(f"{address}?antwoord=vervangen").context["form"]
    assert form["answer"].value() == ReplyAnswer.REPLACED
    typed = {"answer": "replaced", "name": "Els Peeters", "acting": "alderman", "email": ""}
    told = mayor.post(address, typed, follow=True).text
    assert f"Genoteerd: {place.seat} laat zich vervangen door Els Peeters, schepen." in told


def test_who_has_an_account_gets_a_reminder(cast: Cast, as_: SignIn, sent: Meeting) -> None:
    page = as_(cast.secretary).get(f"{DAY}antwoorden/").text
    assert "Wie een account heeft, krijgt een mail" in page


def test_who_sent_the_agenda_is_not_asked_to_read_it(
    cast: Cast, as_: SignIn, sent: Meeting
) -> None:
    extra = cast.proposal(title="Toch nog")
    add_supplement(actor=cast.secretary, meeting=sent, proposal=extra)
    send_new_version(actor=cast.secretary, meeting=sent)
    assert "Nieuw sinds versie 1" not in as_(cast.secretary).get(DAY).text
    read = as_(cast.mayor).get(DAY).text
    assert "Nieuw sinds versie 1" in read
    assert "ziet dan bij elk punt, onder “Heen en terug”, dat u de agenda las" in read


@pytest.mark.parametrize("meetings", [1, 3])
def test_queries_of_the_card(
    cast: Cast, as_: SignIn, meetings: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for days in range(meetings):
        cast.thread("convened", held_on=TOMORROW + timedelta(days=days))
    client = as_(cast.mayor)
    with django_assert_num_queries(30):
        client.get(HOME)
