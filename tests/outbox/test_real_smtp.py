"""Mail over a real SMTP conversation, read back at the other side."""

import pytest
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.outbox.conftest import MailServer

from overlegtafel.outbox.models import Message
from overlegtafel.outbox.services import doubt_interrupted, queue, send_pending

S = Message.State


def note(cast: Cast, key: str = "1", **more: object) -> Message:
    facts = {"recipient": cast.mayor, "subject": "Agenda, één punt erbij", "text": "Dag Lode,\n"}
    message = queue(kind="test", key=key, **(facts | more))  # type: ignore[arg-type]
    assert message is not None
    return message


def test_a_mail_arrives_as_it_was_written(cast: Cast, mail_server: MailServer) -> None:
    message = note(
        cast,
        action=("Agenda en stukken", "https://overleg.example/tafels/dender/"),
        attachments=[
            ("vergadering.ics", "text/calendar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
            ("kaart.png", "image/png", b"\x89PNG\x00\xff"),
        ],
    )
    assert send_pending().sent == 1
    [(to, mail)] = mail_server.mails
    assert to == [cast.mayor.email]
    assert mail["To"] == cast.mayor.email
    assert mail["Subject"] == "Agenda, één punt erbij"
    assert mail["Message-ID"] == message.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == (
        "Dag Lode,\n\nAgenda en stukken:\nhttps://overleg.example/tafels/dender/\n"
    )
    calendar, picture = mail.iter_attachments()
    assert (calendar.get_filename(), calendar.get_content_type()) == (
        "vergadering.ics",
        "text/calendar",
    )
    assert calendar.get_content().splitlines() == ["BEGIN:VCALENDAR", "END:VCALENDAR"]
    assert picture.get_content() == b"\x89PNG\x00\xff"


def test_an_address_that_the_text_names_is_not_named_twice(cast: Cast) -> None:
    message = note(
        cast, text="Zie https://overleg.example/a\n", action=("Lees", "https://overleg.example/a")
    )
    assert message.text == "Zie https://overleg.example/a\n"
    assert message.action_label == "Lees"


def test_one_refused_recipient_holds_nobody_else_up(cast: Cast, mail_server: MailServer) -> None:
    mail_server.refused[cast.mayor.email] = "550 5.1.1 onbekende gebruiker"
    refused, fine = note(cast), note(cast, "2", recipient=cast.chair)
    report = send_pending()
    assert (report.sent, report.failed, report.given_up) == (1, 1, [refused])
    refused.refresh_from_db()
    fine.refresh_from_db()
    assert (refused.state, refused.attempts, fine.state) == (S.FAILED, 1, S.SENT)
    assert refused.error == (
        "De mailserver kent of aanvaardt dit adres niet. (550 5.1.1 onbekende gebruiker)"
    )
    assert mail_server.recipients == [cast.chair.email]


def test_what_is_refused_for_now_waits_and_then_leaves(cast: Cast, mail_server: MailServer) -> None:
    mail_server.refused[cast.mayor.email] = "450 4.2.0 even geduld"
    message = note(cast)
    send_pending()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (S.PENDING, 1)
    assert "450 4.2.0 even geduld" in message.error
    mail_server.refused.clear()
    send_pending()
    message.refresh_from_db()
    assert (message.state, message.error) == (S.SENT, "")


def test_a_server_that_goes_down_in_the_middle_loses_and_doubles_nothing(
    cast: Cast, mail_server: MailServer
) -> None:
    people = [cast.mayor, cast.chair, cast.director, cast.officer]
    for number, person in enumerate(people):
        note(cast, str(number), recipient=person)
    assert send_pending(limit=2).sent == 2
    mail_server.stop()
    report = send_pending()
    assert (report.sent, report.failed) == (0, 1)
    assert report.silence
    waiting = Message.objects.filter(state=S.PENDING)
    assert [message.attempts for message in waiting] == [0, 0]
    assert mail_server.recipients == [person.email for person in people[:2]]


def test_a_server_that_refuses_the_text_says_so(cast: Cast, mail_server: MailServer) -> None:
    mail_server.answers_text_with = "554 5.7.1 te veel bijlagen"
    message = note(cast)
    send_pending()
    message.refresh_from_db()
    assert message.state == S.FAILED
    assert message.error == "De mailserver weigerde de mail. (554 5.7.1 te veel bijlagen)"


def test_an_answer_that_never_came_is_uncertain_and_nothing_is_sent_again(
    cast: Cast, mail_server: MailServer
) -> None:
    mail_server.hangs_up_after_text = True
    message, following = note(cast), note(cast, "2", recipient=cast.chair)
    report = send_pending(limit=1)
    assert (report.sent, report.failed, report.uncertain) == (0, 0, 1)
    mail_server.hangs_up_after_text = False
    assert send_pending().sent == 1
    message.refresh_from_db()
    following.refresh_from_db()
    assert (message.state, following.state) == (S.UNCERTAIN, S.SENT)
    assert message.error.startswith("De mailserver verbrak de verbinding")
    assert mail_server.recipients == [cast.mayor.email, cast.chair.email]


@pytest.mark.parametrize(("minutes", "doubted"), [(9, 0), (10, 1)])
def test_what_a_dead_sender_left_is_doubted_after_ten_minutes(
    cast: Cast, clock: FixedClock, minutes: int, doubted: int
) -> None:
    message = note(cast)
    Message.objects.filter(pk=message.pk).update(state=S.SENDING, claimed_at=clock.now())
    clock.move(minutes=minutes)
    assert doubt_interrupted() == doubted


def test_a_mail_sent_again_after_doubt_can_be_recognised_as_the_same(cast: Cast) -> None:
    first = note(cast)
    plain = note(cast, "2", again_of=first)
    Message.objects.filter(pk=first.pk).update(state=S.UNCERTAIN)
    first.refresh_from_db()
    doubted = note(cast, "3", again_of=first)
    assert doubted.message_id == first.message_id
    assert plain.message_id != first.message_id
