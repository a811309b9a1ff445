"""One text of an item: a change reaches every place that was not sent yet (R137)."""

from datetime import date

import pytest
from tests.factories.cast import Cast

from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.reports import content_of
from overlegtafel.meetings.services import approve_minutes, write_item_text
from overlegtafel.publication.queries import last_release_of
from overlegtafel.publication.services import release_meeting
from overlegtafel.reporting.feedback import feedback_for
from overlegtafel.reporting.one_text import places_of

NEW = "Laadpalen: samen aankopen"
TODAY = date(2026, 11, 23)


def write(cast: Cast, item: AgendaItem, title: str = NEW, summary: str = "Nieuw.") -> AgendaItem:
    """Rewrite what an item says now."""
    now = AgendaItem.objects.select_related("meeting__body").get(pk=item.pk)
    return write_item_text(
        actor=cast.secretary, item=now, title=title, summary=summary, was=(now.title, now.summary)
    )


def words(item: AgendaItem) -> dict[str, str]:
    """Where the text comes, and how far each is."""
    fresh = AgendaItem.objects.select_related("meeting").get(pk=item.pk)
    return {
        place.name.split()[0]: place.words
        for place in places_of(fresh, last_release_of(fresh.meeting))
    }


def test_before_the_agenda_is_sent_the_proposal_and_the_agenda_follow(cast: Cast) -> None:
    thread = cast.thread("placed")
    assert thread.item is not None
    item = write(cast, thread.item)
    thread.proposal.refresh_from_db()
    assert (item.title, thread.proposal.title, thread.proposal.summary) == (NEW, NEW, "Nieuw.")
    assert set(words(item).values()) == {"nog niet verstuurd", "nog niet"}


def test_what_was_sent_stays_and_what_was_not_follows(cast: Cast) -> None:
    thread = cast.thread("closed")
    assert thread.meeting is not None
    assert thread.item is not None
    release_meeting(actor=cast.secretary, meeting=thread.meeting)
    write(cast, thread.item)
    version = thread.meeting.agenda_versions.get()
    assert version.content[0]["title"] == "Laadpalen langs de Dender"
    release = thread.meeting.releases.get()
    assert NEW not in str(release.content)
    assert content_of(thread.meeting)["items"][0]["title"] == NEW
    [feedback] = feedback_for(cast.fresh(cast.mayor), cast.towns["Lede"], TODAY)
    assert [item.title for item in feedback.items] == [NEW]
    found = words(thread.item)
    assert found["agenda"].startswith("verstuurd als versie 1")
    assert found["agenda"].endswith("met een vorige titel of zonder dit punt")
    assert found["verslag"] == "concept"
    assert found["vrijgave"].startswith("vrijgegeven als versie 1")


def test_an_approved_report_holds_the_last_text_and_closes_it(cast: Cast) -> None:
    thread = cast.thread("closed")
    assert thread.meeting is not None
    assert thread.item is not None
    write(cast, thread.item)
    approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    assert thread.meeting.report_versions.get().content["items"][0]["title"] == NEW
    with pytest.raises(WrongMoment):
        write(cast, thread.item, "Te laat")
    assert words(thread.item)["verslag"] == "goedgekeurd, versie 1"


def test_two_who_write_at_once_and_who_may_not(cast: Cast) -> None:
    thread = cast.thread("placed")
    item = thread.item
    assert item is not None
    was = (item.title, item.summary)
    write(cast, item)
    with pytest.raises(Stale):
        write_item_text(actor=cast.secretary, item=item, title="x", summary="", was=was)
    with pytest.raises(Invalid):
        write(cast, item, title="  ")
    for actor in (cast.mayor, cast.officer, cast.other_secretary, cast.citizen):
        with pytest.raises(NotAllowed):
            write_item_text(actor=actor, item=item, title="x", summary="", was=was)


def test_a_new_text_does_not_stop_who_types_the_minutes(cast: Cast) -> None:
    thread = cast.thread("closed")
    assert thread.item is not None
    before = AgendaItem.objects.get(pk=thread.item.pk).revision
    assert write(cast, thread.item).revision == before
