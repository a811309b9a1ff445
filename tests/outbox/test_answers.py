"""Who answers a mail writes to the secretariat of the table it speaks for."""

import ast
from datetime import date, time
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from tests.factories.cast import Cast, make_person
from tests.factories.meeting_day import called_meeting

import overlegtafel
from overlegtafel.governance.models import RoleGrant
from overlegtafel.governance.secretariats import answers_to, secretariat_of
from overlegtafel.governance.states import TableRole
from overlegtafel.meetings.services import place_on_agenda
from overlegtafel.outbox.models import Message
from overlegtafel.outbox.preferences import choose_delivery, make_overviews
from overlegtafel.outbox.services import queue, queue_outside, send_pending
from overlegtafel.outbox.topics import Delivery, Topic
from overlegtafel.proposals.services import return_proposal

pytestmark = pytest.mark.django_db
SOURCE = Path(overlegtafel.__file__).parent
NO_TABLE = {
    "feedback/notifications.py:_warn": "about all tables of a municipality: the text says so",
    "local_decisions/notifications.py:tell_heirs": "about all tables: the text says so",
}
"""What speaks for no one table, and why it names nobody to answer to."""


def test_an_answer_goes_to_who_runs_the_table(cast: Cast) -> None:
    answers = answers_to(cast.table.pk)
    assert cast.secretary in secretariat_of(cast.table.pk)
    assert answers == ", ".join(each.email for each in secretariat_of(cast.table.pk))
    return_proposal(actor=cast.secretary, proposal=cast.proposal(), answer="Wie betaalt?")
    assert send_pending().sent == 1
    assert mail.outbox[0].reply_to == [answers]
    assert mail.outbox[0].message()["Reply-To"]


def test_two_secretaries_both_hear_it_and_one_who_left_does_not(cast: Cast) -> None:
    before = answers_to(cast.table.pk)
    second = make_person(cast.system, "Tweede secretaris")
    past = {"valid_from": date(2020, 1, 1), "valid_to": date(2020, 12, 31)}
    former = make_person(cast.system, "Vroegere secretaris")
    for person, days in ((second, {"valid_from": date(2020, 1, 1)}), (former, past)):
        RoleGrant.objects.create(
            body=cast.table, person=person.person, role=TableRole.SUPPORT, **days
        )
    assert answers_to(cast.table.pk) == f"{before}, {second.email}"
    assert second.email not in answers_to(cast.other_table.pk)
    RoleGrant.objects.filter(body=cast.table, role=TableRole.SUPPORT).delete()
    assert answers_to(cast.table.pk) == ""


def test_a_mail_of_no_table_goes_back_to_the_sender(cast: Cast) -> None:
    queue(kind="test", recipient=cast.mayor, subject="Dag", text="Dag", key="1")
    queue_outside(
        kind="statement.sent",
        address="a@b.example",
        subject="x",
        text="x",
        key="2",
        reply_to="c@d.be",
    )
    assert send_pending().sent == 2
    assert [each.reply_to for each in mail.outbox] == [[], ["c@d.be"]]


@pytest.mark.parametrize("tables", [1, 2])
def test_an_overview_of_one_table_is_answered_there_and_of_two_says_where(
    cast: Cast, tables: int
) -> None:
    choose_delivery(actor=cast.mayor, choices={Topic.REPORTS: Delivery.DIGEST})
    for number, body in enumerate((cast.table, cast.other_table)[:tables] * 2):
        queue(
            kind="report.concept",
            recipient=cast.mayor,
            subject="Verslag",
            text="Lees na.",
            key=str(number),
            reply_to=answers_to(body.pk),
        )
    assert make_overviews() == 1
    overview = Message.objects.get(kind="digest")
    answers = [f"Antwoorden: {answers_to(each.pk)}" for each in (cast.table, cast.other_table)]
    if tables == 1:
        assert overview.reply_to == answers_to(cast.table.pk)
        assert "Antwoorden:" not in overview.text
    else:
        assert overview.reply_to == ""
        assert [overview.text.count(each) for each in answers] == [2, 2]
        assert "meer dan één overleg" in overview.text


def test_the_preview_and_the_log_say_where_an_answer_goes_and_until_when_it_lasts(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.secretary)
    answers = answers_to(cast.table.pk)
    meeting = cast.meeting(date(2026, 12, 18), starts_at=time(9, 30), ends_at=time(11, 0))
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=cast.proposal())
    page = f"/tafels/denderregio/vergaderingen/{meeting.held_on}/"
    preview = client.get(f"{page}oproepen/").text
    assert f"<b>Antwoorden gaan naar:</b> {answers}" in preview
    assert "van 9.30 tot 11.00 uur" in preview
    assert client.post(f"{page}oproepen/").status_code == 302
    sent = Message.objects.filter(kind="meeting.invitation")
    assert set(sent.values_list("reply_to", flat=True)) == {answers}
    assert "van 9.30 tot 11.00 uur" in sent[0].text
    log = client.get(f"{page}agenda/versie/1/verzending/").text
    assert f"Wie op die mail antwoordt, schrijft naar {answers}." in log
    client.force_login(cast.other_mayor)
    assert client.get(f"{page}agenda/versie/1/verzending/").status_code == 404


def test_without_an_end_only_the_begin_is_told(cast: Cast) -> None:
    called_meeting(cast, starts_at=time(9, 30), ends_at=None)
    text = Message.objects.filter(kind="meeting.invitation")[0].text
    assert "om 9.30 uur" in text


def queued_in(path: Path) -> list[tuple[str, set[str]]]:
    """The functions of a file that queue a mail, with the names of what they give along."""
    functions = [
        each for each in ast.walk(ast.parse(path.read_text())) if isinstance(each, ast.FunctionDef)
    ]
    return [
        (function.name, {str(each.arg) for each in call.keywords})
        for function in functions
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in ("queue", "queue_all", "queue_outside")
    ]


def test_every_mail_of_a_table_says_where_an_answer_goes() -> None:
    silent = set()
    for path in SOURCE.rglob("*.py"):
        name = path.relative_to(SOURCE).as_posix()
        silent |= {f"{name}:{what}" for what, given in queued_in(path) if "reply_to" not in given}
    assert silent == set(NO_TABLE)
