"""What hangs on a dossier with internal effects stays inside, unless someone opens it (R109)."""

from datetime import date

import pytest
from django.test import Client
from tests.factories.cast import MEETING_DAY, Cast, Thread

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid
from overlegtafel.dossiers.content_checks import check_file
from overlegtafel.dossiers.services import edit_dossier, open_dossier
from overlegtafel.governance.states import Openness
from overlegtafel.meetings.models import Annex
from overlegtafel.meetings.services import add_annex, approve_minutes, place_on_agenda
from overlegtafel.publication.models import Release
from overlegtafel.publication.services import release_agreement, release_meeting

TITLE = "Loonschalen gelijktrekken"
MINUTES = "De burgemeesters delen de vraag."
TABLE = "/openbaar/denderregio/"
PAGE = f"{TABLE}vergaderingen/{MEETING_DAY}/"
API = "/api/v1/tables/denderregio/"
LINE = "Een punt met interne gevolgen"


@pytest.fixture
def inside(cast: Cast) -> Thread:
    """A thread of an internal dossier, until its report is approved."""
    thread = cast.thread("closed", title=TITLE, dossier=cast.dossier)
    assert thread.meeting is not None
    approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    edit_dossier(actor=cast.secretary, dossier=cast.dossier, expected_revision=1, is_internal=True)
    return thread


def everywhere(client: Client) -> str:
    """All that everyone may read of the table."""
    pages = (PAGE, TABLE, f"{TABLE}afspraken/", f"{API}meetings", f"{API}agreements", "/")
    return "".join(client.get(page).text for page in pages)


def test_its_item_is_a_line_without_words_on_the_page_and_in_the_api(
    cast: Cast, client: Client, inside: Thread
) -> None:
    assert inside.meeting is not None
    release_meeting(actor=cast.secretary, meeting=inside.meeting)
    text = everywhere(client)
    for hidden in (TITLE, cast.dossier.title, MINUTES, "Uitkomst:"):
        assert hidden not in text
    assert f"1. {LINE}" in client.get(PAGE).text
    [item] = client.get(f"{API}meetings").json()["items"][0]["items"]
    nothing = {"function": "", "category": "", "outcome": "", "documents": []}
    assert item == {"order": 1, "title": LINE} | nothing


def test_a_document_that_is_open_to_everyone_stays_inside_with_its_item(
    cast: Cast, client: Client
) -> None:
    thread = cast.thread("convened", title=TITLE, dossier=cast.dossier)
    assert thread.meeting is not None
    document = add_annex(
        actor=cast.secretary,
        proposal=thread.proposal,
        title="Loonnota",
        file=check_file(b"De lonen.", "lonen.txt"),
        openness=Openness.PUBLIC,
    )
    Annex.objects.filter(document=document).update(added_on=date(2026, 1, 1))
    edit_dossier(actor=cast.secretary, dossier=cast.dossier, expected_revision=1, is_internal=True)
    release_meeting(actor=cast.secretary, meeting=thread.meeting)
    [item] = client.get(f"{API}meetings").json()["items"][0]["items"]
    assert (item["title"], item["documents"]) == (LINE, [])
    for hidden in ("Loonnota", "lonen.txt"):
        assert hidden not in everywhere(client)


def test_the_items_around_it_show_as_ever(cast: Cast, client: Client) -> None:
    edit_dossier(actor=cast.secretary, dossier=cast.dossier, expected_revision=1, is_internal=True)
    meeting = cast.meeting(date(2026, 12, 18))
    for title, dossier in (("Laadpalen", None), (TITLE, cast.dossier), ("Fietsen", None)):
        proposal = cast.proposal(title=title, dossier=dossier)
        place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    type(meeting).objects.filter(pk=meeting.pk).update(state="convened")
    release_meeting(actor=cast.secretary, meeting=meeting)
    text = client.get(f"{TABLE}vergaderingen/2026-12-18/").text
    places = [text.index(words) for words in ("1. Laadpalen", f"2. {LINE}", "3. Fietsen")]
    assert places == sorted(places)
    assert TITLE not in text


def test_who_opens_it_with_so_many_words_shows_it_and_is_named_in_the_log(
    cast: Cast, client: Client, inside: Thread
) -> None:
    assert inside.meeting is not None and inside.item is not None
    release_meeting(actor=cast.secretary, meeting=inside.meeting, opened=[inside.item.pk])
    text = client.get(PAGE).text
    assert TITLE in text
    assert "Uitkomst: afspraak" in text
    assert MINUTES not in text
    assert AuditEntry.objects.latest("id").changes["opened"] == [None, [TITLE]]


def test_what_is_no_internal_item_of_the_meeting_is_not_opened(cast: Cast, inside: Thread) -> None:
    assert inside.meeting is not None
    other = cast.thread("convened", title="Open punt", held_on=date(2026, 12, 18))
    assert other.meeting is not None and other.item is not None
    for meeting in (inside.meeting, other.meeting):
        with pytest.raises(Invalid, match="punten van deze vergadering"):
            release_meeting(actor=cast.secretary, meeting=meeting, opened=[other.item.pk])
    assert not Release.objects.exists()


def test_its_agreement_goes_out_only_when_that_is_said(
    cast: Cast, client: Client, inside: Thread
) -> None:
    assert inside.agreement is not None
    with pytest.raises(Invalid, match="dossier met interne gevolgen") as refused:
        release_agreement(actor=cast.secretary, agreement=inside.agreement)
    assert refused.value.field == "despite_internal"
    assert TITLE not in everywhere(client)
    release_agreement(actor=cast.secretary, agreement=inside.agreement, despite_internal=True)
    assert TITLE in client.get(f"{TABLE}afspraken/").text
    assert TITLE in client.get(f"{API}agreements").text
    assert cast.dossier.title not in everywhere(client)
    changes = AuditEntry.objects.filter(verb="agreement.released").latest("id").changes
    assert changes["despite_internal"] == [None, True]


def test_the_parts_of_an_internal_dossier_stay_inside_too(cast: Cast, client: Client) -> None:
    part = open_dossier(
        actor=cast.secretary,
        body=cast.table,
        title="Weddes",
        domain="personeel",
        parent=cast.dossier,
    )
    edit_dossier(actor=cast.secretary, dossier=cast.dossier, expected_revision=1, is_internal=True)
    part.refresh_from_db()
    thread = cast.thread("convened", title=TITLE, dossier=part)
    assert thread.meeting is not None
    release_meeting(actor=cast.secretary, meeting=thread.meeting)
    assert TITLE not in everywhere(client)
    assert LINE in client.get(PAGE).text
