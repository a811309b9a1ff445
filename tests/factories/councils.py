"""What councillors read, ask and get in the world: one open meeting, a question, a letter."""

from datetime import date, time
from typing import Any

from tests.factories.cast import Cast

from overlegtafel.councillors.evening_links import evening_link
from overlegtafel.councillors.models import InfoEvening
from overlegtafel.councillors.services import (
    EveningDetails,
    ask_question,
    invite_councillors,
    plan_evening,
    save_letter,
    send_letter,
    sign_up,
)
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


def planned_evening(cast: Cast, title: str = "Wat spraken we af?", **other: Any) -> InfoEvening:
    """An evening that nobody is invited to yet."""
    details = {
        "location": "Cultuurcentrum, Dendermonde",
        "held_on": date(2026, 12, 17),
        "starts_at": time(19, 30),
        "ends_at": time(21, 30),
        "sign_up_until": date(2026, 12, 14),
        **other,
    }
    return plan_evening(
        actor=cast.secretary, body=cast.table, details=EveningDetails(title=title, **details)
    )


def invited_evening(cast: Cast, **other: Any) -> InfoEvening:
    """An evening that councillors were invited to."""
    evening = planned_evening(cast, **other)
    return invite_councillors(
        actor=cast.secretary, evening=evening, expected_revision=evening.revision
    )


def evenings_around(cast: Cast, secret: str) -> dict[str, Any]:
    """An evening that one councillor signed up for, and one that nobody may know of yet."""
    evening = invited_evening(cast)
    sign_up(actor=cast.councillor, evening=evening)
    hidden = planned_evening(cast, f"{secret} avond")
    shown, inside = ({"slug": "denderregio", "pk": each.pk} for each in (evening, hidden))
    token = evening_link(evening, cast.councillor).rstrip("/").rpartition("/")[2]
    return {
        "info_evening": shown,
        "info_evening_reply": shown,
        "info_evening_calendar": shown,
        "info_evening_link": {"token": token},
        "info_evening_lead": inside,
        "info_evening_edit": inside,
        "info_evening_invite": inside,
        "info_evening_call_off": inside,
        "info_evening_list": shown,
        "info_evening_file": {**shown, "kind": "csv"},
    }
