"""What councillors read, ask and get in the world: one open meeting, a question, a letter."""

from datetime import date
from typing import Any

from tests.factories.cast import Cast

from overlegtafel.councillors.services import ask_question, save_letter, send_letter
from overlegtafel.dossiers.content_checks import check_file
from overlegtafel.dossiers.services import open_dossier
from overlegtafel.governance.states import Openness
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.services import add_annex, approve_minutes

HELD_ON = date(2026, 10, 9)


def opened_meeting(cast: Cast) -> tuple[Meeting, dict[str, Any]]:
    """A meeting in a dossier of its own, with an annex for local governments, and its places."""
    dossier = open_dossier(
        actor=cast.secretary, body=cast.table, title="Laadpunten", domain="mobiliteit"
    )
    thread = cast.thread(title="Afspraak voor de raden", held_on=HELD_ON, dossier=dossier)
    assert thread.meeting and thread.agreement
    annex = add_annex(
        actor=cast.secretary,
        proposal=thread.proposal,
        title="Voor de lokale besturen",
        file=check_file(b"Voor wie het opengesteld is.", "lokaal.txt"),
        openness=Openness.LOCAL,
    )
    annex.annex.added_on = HELD_ON
    annex.annex.save(update_fields=["added_on"])
    approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    table, day = {"slug": "denderregio"}, {"day": HELD_ON.isoformat()}
    return thread.meeting, {
        "councillor_meeting": {**table, **day},
        "councillor_file": {**table, **day, "pk": annex.pk, "number": 1},
        "councillor_agreement": {**table, "reference": thread.agreement.reference},
        "councillor_dossier": {**table, "reference": dossier.reference},
        "councillor_follow": {**table, "reference": dossier.reference},
        "council_letter": {**table, **day},
        "public_letter": {**table, **day},
    }


def councils_around(cast: Cast, meeting: Meeting, to_write: Meeting) -> dict[str, Any]:
    """A question that waits, a letter that was sent, and a meeting to write one about."""
    question = ask_question(actor=cast.councillor, body=cast.table, text="Wat kost dit?")
    letter = save_letter(
        actor=cast.secretary,
        meeting=meeting,
        opening="Beste raadsleden",
        closing="",
        expected_revision=0,
    )
    send_letter(actor=cast.secretary, letter=letter, expected_revision=1)
    table = {"slug": "denderregio"}
    return {
        "councillor_question": {**table, "pk": question.pk},
        "council_letter_edit": {**table, "day": to_write.held_on.isoformat()},
    }
