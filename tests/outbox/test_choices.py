"""Each person chooses per topic: mail at once, one overview a day, or none (table stake 32)."""

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from tests.conftest import FixedClock
from tests.factories.cast import Cast

from overlegtafel.common.errors import NotVisible
from overlegtafel.outbox.models import Message
from overlegtafel.outbox.preferences import choice_by, choose_delivery, way_out
from overlegtafel.outbox.services import queue, send_pending
from overlegtafel.outbox.topics import Delivery, Topic

pytestmark = pytest.mark.django_db
S = Message.State


def told(
    cast: Cast, kind: str = "report.concept", key: str = "a", subject: str = "Verslag"
) -> None:
    """One message to the mayor."""
    queue(
        kind=kind,
        recipient=cast.mayor,
        subject=subject,
        text="Lees het verslag na.",
        key=key,
        action=("Naar het verslag", "https://tafel.example/verslag/"),
    )


def states(cast: Cast) -> list[str]:
    """What became of the mayor's messages, oldest first."""
    return list(Message.objects.filter(recipient=cast.mayor).values_list("state", flat=True))


def test_without_a_choice_mail_leaves_at_once(cast: Cast) -> None:
    told(cast)
    assert states(cast) == [S.PENDING]


def test_who_wants_none_gets_none_and_that_is_kept(cast: Cast) -> None:
    choose_delivery(actor=cast.mayor, choices={Topic.REPORTS: Delivery.NEVER})
    told(cast)
    told(cast, "meeting.invitation", "b")
    assert states(cast) == [S.DECLINED, S.PENDING]
    send_pending()
    assert [each.subject for each in mail.outbox] == ["Verslag"]


@pytest.mark.parametrize("kind", ["account.invitation", "role.granted", "meeting.replacement"])
def test_what_one_needs_to_come_in_always_leaves(cast: Cast, kind: str) -> None:
    choose_delivery(actor=cast.mayor, choices=dict.fromkeys(Topic, Delivery.NEVER))
    told(cast, kind)
    assert states(cast) == [S.PENDING]


def test_an_overview_is_one_mail_a_day_with_every_link(cast: Cast, clock: FixedClock) -> None:
    choose_delivery(
        actor=cast.mayor, choices={Topic.REPORTS: Delivery.DIGEST, Topic.MEETINGS: Delivery.DIGEST}
    )
    told(cast, key="a", subject="Verslag van vrijdag")
    told(cast, "meeting.invitation", "b", "Uitnodiging")
    assert states(cast) == [S.HELD, S.HELD]
    send_pending()
    assert mail.outbox == []
    clock.travel_to("2026-11-24 06:00")
    call_command("daily_round")
    call_command("daily_round")
    assert states(cast) == [S.BUNDLED, S.BUNDLED, S.PENDING]
    send_pending()
    [overview] = [each for each in mail.outbox if each.to == [cast.mayor.email]]
    assert overview.subject == "Overlegtafel: 2 berichten op 24 november 2026"
    assert overview.body.count("https://tafel.example/verslag/") == 2
    assert "1. Verslag van vrijdag" in overview.body
    assert "2. Uitnodiging" in overview.body


def test_what_comes_after_the_overview_waits_for_the_next_day(
    cast: Cast, clock: FixedClock
) -> None:
    choose_delivery(actor=cast.mayor, choices={Topic.REPORTS: Delivery.DIGEST})
    told(cast)
    call_command("daily_round")
    told(cast, key="b")
    call_command("daily_round")
    assert states(cast) == [S.BUNDLED, S.PENDING, S.HELD]
    clock.travel_to("2026-11-24 06:00")
    call_command("daily_round")
    assert Message.objects.filter(kind="digest").count() == 2


def test_who_wants_it_at_once_again_gets_what_was_held(cast: Cast) -> None:
    choose_delivery(actor=cast.mayor, choices={Topic.REPORTS: Delivery.DIGEST})
    told(cast)
    choose_delivery(actor=cast.mayor, choices={Topic.REPORTS: Delivery.NOW})
    assert states(cast) == [S.PENDING]


def test_every_mail_of_a_topic_shows_the_way_out(cast: Cast) -> None:
    told(cast)
    told(cast, "account.invitation", "b")
    send_pending()
    report, account = mail.outbox
    [address] = re.findall(r"https?://\S+/mail/\S+/", report.body)
    assert report.extra_headers["List-Unsubscribe"] == f"<{address}>"
    assert report.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in account.extra_headers
    page = re.sub(r"^https?://[^/]+", "", address)
    client = Client(enforce_csrf_checks=True)
    answer = client.get(page)
    assert answer.status_code == 200
    assert "Verslagen" in answer.text
    assert client.post(page, {"delivery": "digest"}).status_code == 200
    told(cast, key="c")
    assert states(cast)[-1] == S.HELD
    client.post(page, {"List-Unsubscribe": "One-Click"})
    told(cast, key="d")
    assert states(cast)[-1] == S.DECLINED
    told(cast, "meeting.invitation", "e")
    assert states(cast)[-1] == S.PENDING


def test_reading_the_link_changes_nothing(cast: Cast) -> None:
    address = way_out(cast.mayor, Topic.REPORTS)
    Client().get(re.sub(r"^https?://[^/]+", "", address))
    told(cast)
    assert states(cast) == [S.PENDING]


@pytest.mark.parametrize("token", ["x", "WzEsInJlcG9ydHMiXQ:abc:def", "..", "é"])
def test_a_made_up_link_is_refused(cast: Cast, token: str) -> None:
    with pytest.raises(NotVisible):
        choice_by(token)


def test_the_page_keeps_a_choice_of_every_topic(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.mayor)
    page = reverse("mail_choices")
    typed = dict.fromkeys(Topic.values, "now") | {"reports": "digest"}
    assert client.post(page, typed).status_code == 302
    told(cast)
    assert states(cast) == [S.HELD]
    assert client.post(page, {**typed, "reports": "nooit"}).status_code == 422


def test_a_councillor_chooses_among_what_is_for_councillors(cast: Cast) -> None:
    client, page = Client(), reverse("mail_choices")
    client.force_login(cast.councillor)
    shown = client.get(page).text
    for topic in Topic:
        wanted = topic in (Topic.LETTERS, Topic.FOLLOWED, Topic.EVENINGS)
        assert (f'name="{topic.value}"' in shown) == wanted
    typed = {"letters": "now", "followed": "now", "evenings": "never"}
    assert client.post(page, typed).status_code == 302
    client.force_login(cast.mayor)
    assert 'name="evenings"' not in client.get(page).text
