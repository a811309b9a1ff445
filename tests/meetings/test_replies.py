"""Answering an invitation, standing in for one meeting, and who was there at which item (R134)."""

from datetime import date

import pytest
from django.test import Client
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.factories.meeting_day import called_meeting, link_of, place_of

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.meetings.models import Meeting, PresenceMark, Reply
from overlegtafel.meetings.policy import meetings_visible_to
from overlegtafel.meetings.presence import presence_at, there_of
from overlegtafel.meetings.replies import reading_address
from overlegtafel.meetings.services import (
    answer_invitation,
    drop_turn,
    note_reply,
    note_turn,
    open_meeting,
    remind_unanswered,
)
from overlegtafel.meetings.services.replies import Substitute
from overlegtafel.meetings.states import Acting, Presence, ReplyAnswer, Turn
from overlegtafel.outbox.models import Message

YES, NO, REPLACED = ReplyAnswer.YES, ReplyAnswer.NO, ReplyAnswer.REPLACED
SCHEPEN = Substitute("An Peeters", Acting.ALDERMAN, "an.peeters@example.org")


def stand_in(cast: Cast, meeting: Meeting, who: Substitute = SCHEPEN) -> User:
    """The mayor of Lede lets someone come instead; the login of who does."""
    answer_invitation(
        actor=cast.mayor, attendance=place_of(meeting, "Lede"), answer=REPLACED, substitute=who
    )
    return User.objects.get(email=who.email)


def reading_page_of(meeting: Meeting) -> str:
    """The page of who stands in for Lede."""
    return reading_address(place_of(meeting, "Lede").replacements.latest("id"))


def test_a_mayor_answers_with_the_link_in_the_mail_and_may_change_it(cast: Cast) -> None:
    meeting = called_meeting(cast)
    [mail] = Message.objects.filter(kind="meeting.invitation", recipient=cast.mayor)
    address = next(line for line in mail.text.splitlines() if "/antwoord/" in line)
    address = address[address.index("/antwoord/") :]
    client = Client()
    page = client.get(address)
    assert (page.status_code, "Burgemeester Lede" in page.text) == (200, True)
    assert not Reply.objects.exists()
    assert page["Cache-Control"].startswith("max-age=0")
    assert client.post(address, {"answer": "yes"}).status_code == 302
    assert client.post(address, {"answer": "no"}).status_code == 302
    reply = Reply.objects.get(attendance__meeting=meeting)
    assert (reply.answer, reply.way, reply.given_by) == ("no", "link", cast.mayor)
    logged = AuditEntry.objects.filter(verb="meeting.reply_given").order_by("id")
    assert [entry.changes["Lede"] for entry in logged] == [["", "yes"], ["yes", "no"]]


@pytest.mark.parametrize("spoilt", ["{}x", "x{}", "abc", "{}:abc"])
def test_a_link_that_was_tampered_with_says_so(cast: Cast, spoilt: str) -> None:
    token = link_of(called_meeting(cast), "Lede")
    answer = Client().post(f"/antwoord/{spoilt.format(token)}/", {"answer": "yes"})
    assert (answer.status_code, "Deze link klopt niet" in answer.text) == (404, True)
    assert not Reply.objects.exists()


def test_a_link_is_over_when_the_meeting_begins(cast: Cast, clock: FixedClock) -> None:
    token = link_of(called_meeting(cast), "Lede")
    clock.travel_to("2026-12-11 09:29")
    assert Client().get(f"/antwoord/{token}/").status_code == 200
    clock.travel_to("2026-12-11 09:30")
    late = Client().post(f"/antwoord/{token}/", {"answer": "yes"})
    assert (late.status_code, "begonnen of al voorbij" in late.text) == (410, True)
    assert not Reply.objects.exists()


def test_a_reading_link_answers_nothing(cast: Cast) -> None:
    meeting = called_meeting(cast)
    stand_in(cast, meeting)
    token = reading_page_of(meeting).rstrip("/").rpartition("/")[2]
    assert Client().get(f"/antwoord/{token}/").status_code == 404
    assert Client().get(f"/gast/{token}/").status_code == 404


def test_a_director_answers_for_the_own_mayor_alone(cast: Cast) -> None:
    meeting = called_meeting(cast)
    answer_invitation(actor=cast.director, attendance=place_of(meeting, "Lede"), answer=YES)
    assert Reply.objects.get().given_by == cast.director
    with pytest.raises(NotAllowed):
        answer_invitation(actor=cast.director, attendance=place_of(meeting, "Ninove"), answer=YES)


@pytest.mark.parametrize(
    "who", ["officer", "alderman", "partner", "other_mayor", "citizen", "secretary"]
)
def test_nobody_else_answers_in_ones_name(cast: Cast, who: str) -> None:
    meeting = called_meeting(cast)
    with pytest.raises(NotAllowed):
        answer_invitation(
            actor=getattr(cast, who), attendance=place_of(meeting, "Lede"), answer=YES
        )


def test_the_secretariat_writes_down_what_came_by_phone_and_reminds_the_rest(cast: Cast) -> None:
    meeting = called_meeting(cast)
    note_reply(actor=cast.secretary, attendance=place_of(meeting, "Ninove"), answer=YES)
    assert Reply.objects.get().way == "told"
    assert remind_unanswered(actor=cast.secretary, meeting=meeting) == 1
    assert remind_unanswered(actor=cast.secretary, meeting=meeting) == 0
    [mail] = Message.objects.filter(kind="meeting.reminder")
    assert (mail.recipient, "/antwoord/" in mail.text) == (cast.mayor, True)
    with pytest.raises(NotAllowed):
        note_reply(actor=cast.mayor, attendance=place_of(meeting, "Ninove"), answer=NO)


def test_a_replacement_has_a_name(cast: Cast) -> None:
    place = place_of(called_meeting(cast), "Lede")
    with pytest.raises(Invalid):
        answer_invitation(actor=cast.mayor, attendance=place, answer=REPLACED)
    assert not Reply.objects.exists()


def test_who_stands_in_reads_the_one_meeting_and_nothing_after(
    cast: Cast, clock: FixedClock
) -> None:
    meeting = called_meeting(cast)
    other = called_meeting(cast, "Iets anders", held_on=date(2027, 1, 15))
    user = stand_in(cast, meeting)
    page = reading_page_of(meeting)
    without_moment = page.split(":")[0]  # the signature changes with the second
    [mail] = Message.objects.filter(kind="meeting.replacement")
    assert (mail.address, without_moment in mail.text) == (SCHEPEN.email, True)
    assert "Jeugdhuizen" in Client().get(page).text
    assert list(meetings_visible_to(user)) == [meeting]
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    table = "/tafels/denderregio/"
    sent_on_to = client.get(f"{table}vergaderingen/2026-12-11/").headers["Location"]
    assert sent_on_to.split(":")[0] == without_moment
    for closed in ("", "vergaderingen/", f"vergaderingen/{other.held_on}/", "afspraken/"):
        assert client.get(f"{table}{closed}").status_code == 404, closed
    clock.travel_to("2027-02-10 10:00")  # sixty days and one more
    assert Client().get(page).status_code == 410
    assert list(meetings_visible_to(cast.fresh(user))) == []


def test_the_right_goes_when_the_answer_changes_and_the_report_is_approved(cast: Cast) -> None:
    meeting = called_meeting(cast)
    user, page = stand_in(cast, meeting), reading_page_of(meeting)
    again = Substitute(SCHEPEN.name, SCHEPEN.acting, SCHEPEN.email)
    stand_in(cast, meeting, again)
    assert (
        reading_page_of(meeting).split(":")[0],
        Message.objects.filter(kind="meeting.replacement").count(),
    ) == (page.split(":")[0], 1)
    Meeting.objects.filter(pk=meeting.pk).update(state="approved")
    assert Client().get(page).status_code == 410
    Meeting.objects.filter(pk=meeting.pk).update(state="convened")
    answer_invitation(actor=cast.mayor, attendance=place_of(meeting, "Lede"), answer=YES)
    assert Client().get(page).status_code == 410
    assert list(meetings_visible_to(cast.fresh(user))) == []


def test_answers_begin_the_presence(cast: Cast, clock: FixedClock) -> None:
    meeting = called_meeting(cast)
    stand_in(cast, meeting)
    note_reply(actor=cast.secretary, attendance=place_of(meeting, "Ninove"), answer=YES)
    clock.travel_to("2026-12-11 09:30")
    open_meeting(actor=cast.secretary, meeting=meeting)
    rows = {str(each.seat): each for each in meeting.attendances.all()}
    assert rows["Ninove"].presence == Presence.PRESENT
    assert rows["Lede"].presence == Presence.REPLACED
    assert rows["Lede"].replaced_by == "An Peeters, schepen"
    assert rows["Zele"].presence == Presence.UNKNOWN
    with pytest.raises(WrongMoment):
        note_reply(actor=cast.secretary, attendance=place_of(meeting, "Ninove"), answer=NO)


def test_who_comes_late_and_leaves_early_was_there_in_between(
    cast: Cast, clock: FixedClock
) -> None:
    meeting = called_meeting(cast, "Een", "Twee", "Drie")
    clock.travel_to("2026-12-11 09:30")
    open_meeting(actor=cast.secretary, meeting=meeting)
    one, two, three = meeting.items.select_related("meeting__body").filter(
        title__in=["Een", "Twee", "Drie"]
    )
    lede, zele = place_of(meeting, "Lede"), place_of(meeting, "Zele")
    note_turn(actor=cast.secretary, attendance=lede, item=two, turn=Turn.ARRIVED)
    note_turn(actor=cast.secretary, attendance=lede, item=two, turn=Turn.LEFT)
    mark = note_turn(actor=cast.secretary, attendance=zele, item=one, turn=Turn.LEFT)

    def there(town: str) -> list[bool]:
        return [
            any(
                str(each.attendance.seat) == town and each.presence == Presence.PRESENT
                for each in presence_at(item)
            )
            for item in (one, two, three)
        ]

    assert (there("Lede"), there("Zele")) == ([False, True, False], [True, False, False])
    [gone] = [each for each in presence_at(three) if str(each.attendance.seat) == "Zele"]
    assert gone.words == f"afwezig, vertrok na punt {one.order}"
    with pytest.raises(Invalid):
        note_turn(actor=cast.secretary, attendance=zele, item=two, turn=Turn.LEFT)
    drop_turn(actor=cast.secretary, mark=mark)
    assert there("Zele") == [True, True, True]
    with pytest.raises(NotAllowed):
        note_turn(actor=cast.mayor, attendance=zele, item=two, turn=Turn.LEFT)
    assert PresenceMark.objects.count() == 2


@pytest.mark.parametrize(
    ("presences", "sentence"),
    [
        (["present", "present", "excused"], "2 van 3 aanwezig"),
        (
            ["present", "replaced", "absent"],
            "2 van 3 vertegenwoordigd, waarvan 1 door een vervanger",
        ),
        (["replaced", "replaced"], "2 van 2 vertegenwoordigd, waarvan 2 door vervangers"),
        (["unknown"], "0 van 1 aanwezig"),
    ],
)
def test_who_is_replaced_is_counted_apart(presences: list[str], sentence: str) -> None:
    assert there_of(presences).sentence == sentence


def test_the_page_says_who_comes_in_anothers_place(cast: Cast) -> None:
    meeting = called_meeting(cast)
    stand_in(cast, meeting)
    client = Client()
    client.force_login(
        cast.secretary, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    page = client.get(f"/tafels/denderregio/vergaderingen/{meeting.held_on}/").text
    assert "1 van 5 vertegenwoordigd, waarvan 1 door een vervanger." in page
