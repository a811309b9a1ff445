"""The documents of a released meeting as machines find them: only those open to everyone."""

from datetime import date

import pytest
from django.test import Client
from tests.api.test_reference_data import answer
from tests.factories.cast import Cast

from overlegtafel.dossiers.content_checks import check_file
from overlegtafel.governance.states import Openness
from overlegtafel.meetings.services import add_annex
from overlegtafel.publication.services import release_meeting

pytestmark = pytest.mark.django_db


def test_a_released_meeting_tells_where_its_public_documents_are(
    client: Client, cast: Cast
) -> None:
    thread = cast.thread(title="Laadpalen")
    assert thread.meeting is not None
    for title, openness in (("Nota", Openness.PUBLIC), ("Geheim stuk", Openness.LOCAL)):
        document = add_annex(
            actor=cast.secretary,
            proposal=thread.proposal,
            title=title,
            file=check_file(f"De inhoud van {title}.".encode(), f"{title.lower()}.txt"),
            openness=openness,
        )
        document.annex.added_on = date(2026, 1, 1)
        document.annex.save(update_fields=["added_on"])
    release_meeting(actor=cast.secretary, meeting=thread.meeting)
    [meeting] = answer(client, "/tables/denderregio/meetings")["items"]
    [item] = meeting["items"]
    [shown] = item["documents"]
    assert {name: shown[name] for name in ("title", "name", "kind", "size")} == {
        "title": "Nota",
        "name": "nota.txt",
        "kind": "txt",
        "size": 19,
    }
    path = "/openbaar/" + shown["url"].partition("/openbaar/")[2]
    assert b"De inhoud van Nota." in b"".join(client.get(path))
    assert "Geheim" not in client.get("/api/v1/tables/denderregio/meetings").text
