"""The councillors of the invented year: what comes to Tielt, the question of Lede, the letter."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.demo_fixture import Demo, demo  # noqa: F401

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.councillors.models import CouncilLetter, CouncillorQuestion, InfoEvening
from overlegtafel.councillors.queries import own_rooms, room_of
from overlegtafel.outbox.models import Message

pytestmark = pytest.mark.django_db


def councillor(town: str) -> User:
    """The councillor of a municipality."""
    return User.objects.get(name=f"Raadslid {town}")


def test_tielt_sees_what_comes_at_least_eight_days_before_its_council(
    demo: Demo,  # noqa: F811
) -> None:
    [(body, coming)] = own_rooms(councillor("Tielt"), clock.today())
    [row] = [each for each in coming if each.decision.agreement.reference == "A-M05"]
    assert body.slug == "midwest"
    assert row.decision.municipality.name == "Tielt"
    assert row.day is not None and row.day == row.decision.meets_on
    assert row.day - clock.today() >= timedelta(days=8)
    assert row.has_page


def test_the_question_of_lede_has_its_answer_and_no_name(demo: Demo) -> None:  # noqa: F811
    question = CouncillorQuestion.objects.get(body__slug="denderregio")
    assert (question.state, question.from_words) == ("answered", "een raadslid van Lede")
    assert question.answer.startswith("De clausule werkt tussen de besturen die ze wel opnemen.")
    assert (question.state_since - question.asked_at).days == 4
    told = Message.objects.get(kind="followed", recipient=councillor("Lede"))
    assert question.answer in told.text


def test_the_letter_tells_of_no_internal_item(demo: Demo) -> None:  # noqa: F811
    letter = CouncilLetter.objects.get()
    assert letter.is_public and letter.sent_to == 1
    kept = {each["title"] for each in letter.content["items"]}
    internal = letter.meeting.items.filter(dossier__is_internal=True)
    assert internal.exists() and not kept & set(internal.values_list("title", flat=True))
    client = Client()
    address = f"/openbaar/midwest/raadsbrieven/{letter.meeting.held_on.isoformat()}/"
    assert "Beste raadsleden" in client.get(address).text


def test_no_councillor_meets_a_dossier_with_internal_effects(demo: Demo) -> None:  # noqa: F811
    for town, slug in (("Lede", "denderregio"), ("Tielt", "midwest")):
        _, sight = room_of(councillor(town), slug)
        assert sight.dossiers
        assert not [each for each in sight.dossiers if each.is_internal]


def test_lede_comes_to_the_info_evening_of_the_denderregio(demo: Demo) -> None:  # noqa: F811
    evening = InfoEvening.objects.get()
    assert (evening.body.slug, evening.state, evening.invited) == ("denderregio", "invited", 1)
    assert evening.sign_up_until > clock.today() and evening.held_on.isoweekday() == 2
    [sign_up] = evening.sign_ups.all()
    assert (sign_up.user, sign_up.state) == (councillor("Lede"), "coming")
    assert [each.reference for each in evening.agreements.all()] == ["A-D07"]
