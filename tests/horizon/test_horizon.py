"""What comes towards a table comes on its draft agenda in time (R77, R78, R125, R126)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.factories.fora import make_forum

from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.horizon.models import HorizonEntry
from overlegtafel.horizon.queries import feedback_in, links_of
from overlegtafel.horizon.services import (
    change_entry,
    drop_entry,
    end_guard,
    link_forum,
    name_guard,
    note_entry,
    set_rhythm,
)
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.services import remove_from_agenda
from overlegtafel.outbox.models import Message

pytestmark = pytest.mark.django_db


def noted(cast: Cast, days: int = 30, **facts: Any) -> HorizonEntry:
    """Something expected in so many days from the reference day."""
    said = {"title": "Oproep slimme regio's", "source": "Brief van het agentschap"}
    return note_entry(
        actor=cast.secretary,
        body=cast.table,
        expected_on=date(2026, 11, 23) + timedelta(days=days),
        **{**said, **facts},
    )


def titles(meeting: Meeting) -> list[str]:
    """What stands on the agenda, in order."""
    return list(meeting.items.order_by("order").values_list("title", flat=True))


@pytest.mark.parametrize(("days", "there"), [(60, True), (61, False)])
def test_what_is_sixty_days_off_stands_on_the_draft_agenda(
    cast: Cast, days: int, there: bool
) -> None:
    entry = noted(cast, days)
    meeting = cast.meeting(date(2026, 12, 18))
    assert titles(meeting) == ([f"Op til: {entry.title}"] if there else [])


def test_what_comes_near_is_brought_by_the_daily_round_once(cast: Cast, clock: FixedClock) -> None:
    meeting, later = cast.meeting(date(2027, 2, 19)), cast.meeting(date(2027, 3, 19))
    entry = noted(cast, 90)
    call_command("daily_round")
    assert titles(meeting) == []
    clock.travel_to("2026-12-24 06:00")
    call_command("daily_round")
    call_command("daily_round")
    assert titles(meeting) == [f"Op til: {entry.title}"]
    assert titles(later) == []
    item = meeting.items.get()
    assert "Bron: Brief van het agentschap" in item.summary
    entry.refresh_from_db()
    assert entry.proposal == item.proposal


def test_what_was_taken_off_waits_in_the_pool_and_does_not_come_twice(cast: Cast) -> None:
    noted(cast)
    meeting = cast.meeting(date(2026, 12, 18))
    remove_from_agenda(actor=cast.secretary, item=meeting.items.get())
    call_command("daily_round")
    assert titles(meeting) == []


def test_an_entry_is_changed_from_the_version_that_was_read(cast: Cast) -> None:
    entry = noted(cast, 200)
    said: dict[str, Any] = {
        "title": "Anders",
        "source": "Mail",
        "expected_on": date(2027, 8, 1),
        "expected_revision": 1,
    }
    change_entry(actor=cast.secretary, entry=entry, **said)
    with pytest.raises(Stale):
        change_entry(actor=cast.second_secretary, entry=entry, **{**said, "title": "Nog anders"})
    drop_entry(actor=cast.chair, entry=entry, reason="Afgelast.")
    with pytest.raises(WrongMoment):
        drop_entry(actor=cast.chair, entry=entry, reason="Nog eens.")


@pytest.mark.parametrize("wrong", [{"title": " "}, {"source": ""}, {"days": -1}])
def test_without_words_source_or_a_coming_day_nothing_is_noted(
    cast: Cast, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        noted(cast, **wrong)


def test_only_who_leads_keeps_the_list_and_strangers_see_nothing(cast: Cast) -> None:
    for actor, refusal in ((cast.mayor, NotAllowed), (cast.other_mayor, NotVisible)):
        with pytest.raises(refusal):
            note_entry(
                actor=actor,
                body=cast.table,
                title="x",
                source="y",
                expected_on=date(2027, 1, 1),
            )


def test_a_guard_sits_in_both_and_is_asked_for_news_five_days_before(
    cast: Cast, clock: FixedClock
) -> None:
    forum = make_forum(cast)
    link = link_forum(
        actor=cast.secretary, body=cast.table, forum=forum, arrangement="Zij informeren ons."
    )
    with pytest.raises(Invalid, match="zit niet in beide"):
        name_guard(actor=cast.secretary, link=link, municipality=cast.towns["Zele"])
    name_guard(actor=cast.secretary, link=link, municipality=cast.towns["Lede"])
    meeting = cast.meeting(date(2026, 12, 18))
    assert titles(meeting) == ["Nieuws uit Vervoerregio Aalst"]
    assert meeting.items.get().prepared_by == cast.towns["Lede"]
    asked = Message.objects.filter(kind="meeting.news_asked")
    clock.travel_to("2026-12-12 06:00")
    call_command("daily_round")
    assert not asked.exists()
    clock.travel_to("2026-12-13 06:00")
    call_command("daily_round")
    call_command("daily_round")
    message = asked.get()
    assert message.recipient == cast.mayor
    assert "/tafels/denderregio/voorstellen/" in message.text


def test_a_guard_named_by_mistake_today_leaves_no_trace_in_the_list(cast: Cast) -> None:
    link = link_forum(actor=cast.secretary, body=cast.table, forum=make_forum(cast))
    guard = name_guard(actor=cast.secretary, link=link, municipality=cast.towns["Lede"])
    end_guard(actor=cast.secretary, guard=guard)
    [row] = links_of(cast.mayor, cast.table)
    assert (row.guards, row.doubles, row.last_news) == ([], 2, None)


def test_a_project_that_is_late_with_its_feedback_is_on_the_draft(
    cast: Cast, clock: FixedClock
) -> None:
    set_rhythm(actor=cast.secretary, dossier=cast.dossier, every_months=3)
    meeting = cast.meeting(date(2027, 3, 19))
    clock.travel_to("2027-02-23 06:00")
    call_command("daily_round")
    assert titles(meeting) == []
    clock.travel_to("2027-02-24 06:00")
    call_command("daily_round")
    call_command("daily_round")
    assert titles(meeting) == [f"Terugkoppeling: {cast.dossier.title}"]
    [feedback] = feedback_in(cast.secretary, cast.table)
    assert (feedback.is_late, feedback.is_on_its_way) == (True, True)
    set_rhythm(actor=cast.secretary, dossier=cast.dossier, every_months=None)
    assert feedback_in(cast.secretary, cast.table) == []


def test_the_pages_keep_what_was_typed(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.secretary)
    page = reverse("horizon", args=[cast.table.slug])
    typed = {"title": "Oproep", "expected_on": "2026-01-01", "source": "Brief", "about": "Lang."}
    answer = client.post(page, typed)
    assert answer.status_code == 422
    assert "Die dag is al voorbij" in answer.text
    assert "Lang." in answer.text
    assert client.post(page, {**typed, "expected_on": "2027-06-01"}).status_code == 302
    entry = HorizonEntry.objects.get()
    own = reverse("horizon_entry", args=[cast.table.slug, entry.pk])
    change = {**typed, "expected_on": "2027-07-01", "revision": "7"}
    answer = client.post(own, change)
    assert answer.status_code == 409
    assert "Lang." in answer.text
    again = answer.context["form"]["revision"].value()
    assert client.post(own, {**change, "revision": again}).status_code == 302
    assert client.post(own, {"drop": "1", "drop-reason": ""}).status_code == 422
    assert client.post(own, {"drop": "1", "drop-reason": "Voorbij."}).status_code == 302


def test_links_and_guards_through_the_pages(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.secretary)
    forum = make_forum(cast)
    page = reverse("forum_links", args=[cast.table.slug])
    client.post(page, {"forum": forum.pk, "arrangement": "Afspraak.", "brings_news": "on"})
    link = cast.table.forum_links.get()
    own = reverse("forum_link", args=[cast.table.slug, link.pk])
    assert client.post(own, {"municipality": cast.towns["Zele"].pk}).status_code == 422
    client.post(own, {"municipality": cast.towns["Ninove"].pk})
    assert "Ninove" in client.get(page).text
    client.post(reverse("forum_guard_end", args=[cast.table.slug, link.pk, link.guards.get().pk]))
    client.post(own, {"end": "1"})
    assert client.get(own).status_code == 404


@pytest.mark.parametrize("size", [1, 12])
def test_the_lists_cost_the_same_whatever_they_hold(
    cast: Cast, size: int, django_assert_num_queries: Any
) -> None:
    for number in range(size):
        noted(cast, 100 + number, title=f"Oproep {number}")
        link = link_forum(
            actor=cast.secretary, body=cast.table, forum=make_forum(cast, f"Zone {number}")
        )
        name_guard(actor=cast.secretary, link=link, municipality=cast.towns["Lede"])
    client = Client()
    client.force_login(cast.mayor)
    for name, queries in (("horizon", 9), ("forum_links", 11)):
        address = reverse(name, args=[cast.table.slug])
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200
