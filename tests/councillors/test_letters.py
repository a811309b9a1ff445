"""One letter to the councils of every member after a meeting (R69), one text for all (R137)."""

import pytest
from tests.councillors.conftest import Council
from tests.factories.cast import Thread, make_person

from overlegtafel.common.errors import NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.councillors.models import CouncilLetter
from overlegtafel.councillors.queries import content_of, councillors_of
from overlegtafel.councillors.services import (
    answer_question,
    ask_question,
    save_letter,
    send_letter,
)
from overlegtafel.meetings.models import Meeting
from overlegtafel.organizations.models import PostRole
from overlegtafel.outbox.models import Message
from overlegtafel.outbox.preferences import choose_delivery
from overlegtafel.outbox.topics import Delivery, Topic
from overlegtafel.publication.services import release_meeting


def draft(council: Council, meeting: Meeting | None, **words: str) -> CouncilLetter:
    """A letter with some words."""
    assert meeting is not None
    return save_letter(
        actor=council.cast.secretary,
        meeting=meeting,
        opening=words.get("opening", "Beste raadsleden"),
        closing="Tot de volgende.",
        expected_revision=0,
    )


def send(council: Council, letter: CouncilLetter) -> CouncilLetter:
    """The secretariat sends it."""
    return send_letter(
        actor=council.cast.secretary, letter=letter, expected_revision=letter.revision
    )


def made(council: Council) -> Thread:
    """An approved meeting that councillors read of."""
    council.opens("report", public_letters=True)
    return council.approved(title="Laadpalen")


def test_a_letter_reaches_the_councillors_of_every_member_who_want_it(council: Council) -> None:
    for name, town in council.cast.towns.items():
        make_person(council.cast.system, f"Nog een {name}", town, PostRole.COUNCILLOR)
    thread = made(council)
    choose_delivery(actor=council.zele, choices={Topic.LETTERS: Delivery.NEVER})
    letter = send(council, draft(council, thread.meeting))
    sent = Message.objects.filter(kind="council_letter")
    wanted = sent.exclude(state=Message.State.DECLINED)
    assert (letter.sent_to, sent.count(), wanted.count()) == (8, 8, 7)
    assert len(set(wanted.values_list("text", flat=True))) == 1
    text = wanted.first().text  # type: ignore[union-attr]
    assert "1. Laadpalen (afspraak)" in text and "Tot de volgende." in text
    towns = {each.name.rpartition(" ")[2] for each in councillors_of(council.cast.table)}
    assert towns == set(council.cast.towns)
    assert council.stranger not in councillors_of(council.cast.table)


def test_until_it_is_sent_a_letter_follows_what_it_tells_and_never_after(council: Council) -> None:
    thread = made(council)
    assert thread.meeting and thread.agreement
    letter = draft(council, thread.meeting)
    assert content_of(thread.meeting)["agreements"][0]["text"] == ""
    type(thread.agreement).objects.filter(pk=thread.agreement.pk).update(text="Samen aankopen.")
    letter = send(council, letter)
    assert letter.content["agreements"][0]["text"] == "Samen aankopen."
    type(thread.agreement).objects.filter(pk=thread.agreement.pk).update(text="Iets anders.")
    letter.refresh_from_db()
    assert letter.content["agreements"][0]["text"] == "Samen aankopen."
    with pytest.raises(WrongMoment):
        save_letter(
            actor=council.cast.secretary,
            meeting=thread.meeting,
            opening="Nog iets",
            closing="",
            expected_revision=letter.revision,
        )
    with pytest.raises(WrongMoment):
        send(council, letter)
    assert Message.objects.filter(kind="council_letter").count() == 3


def test_a_letter_carries_the_answers_since_the_one_before(council: Council) -> None:
    thread = made(council)
    question = ask_question(actor=council.lede, body=council.cast.table, text="Hoeveel kost het?")
    answer_question(actor=council.cast.secretary, question=question, answer="Niets.")
    letter = send(council, draft(council, thread.meeting))
    assert letter.content["questions"] == [
        {"from": "een raadslid van Lede", "question": "Hoeveel kost het?", "answer": "Niets."}
    ]
    assert "Raadslid Lede" not in str(letter.content)


def test_nothing_is_told_before_councillors_may_read_it(council: Council) -> None:
    thread = council.approved(title="Laadpalen")
    with pytest.raises(WrongMoment):
        draft(council, thread.meeting)
    assert thread.meeting is not None
    release_meeting(actor=council.cast.secretary, meeting=thread.meeting)
    letter = send(council, draft(council, thread.meeting))
    assert [each["title"] for each in letter.content["items"]] == ["Laadpalen"]
    assert letter.content["agreements"] == []
    assert letter.is_public is False


def test_what_stays_inside_is_in_no_letter(council: Council) -> None:
    council.opens("agenda")
    type(council.cast.dossier).objects.filter(pk=council.cast.dossier.pk).update(is_internal=True)
    council.cast.dossier.refresh_from_db()
    thread = council.approved(title="Rechtspositie", dossier=council.cast.dossier)
    letter = send(council, draft(council, thread.meeting))
    assert (letter.content["items"], letter.content["closed"]) == ([], 1)
    assert not Message.objects.filter(kind="council_letter", text__contains="Rechtsp").exists()


def test_two_who_write_at_once_lose_no_word(council: Council) -> None:
    thread = made(council)
    letter = draft(council, thread.meeting)
    assert thread.meeting is not None
    words = {"opening": "Anders", "closing": ""}
    save_letter(
        actor=council.cast.secretary,
        meeting=thread.meeting,
        expected_revision=letter.revision,
        **words,
    )
    with pytest.raises(Stale):
        save_letter(
            actor=council.cast.second_secretary,
            meeting=thread.meeting,
            expected_revision=letter.revision,
            **words,
        )
    with pytest.raises(Stale):
        send(council, letter)


def test_staff_of_who_supports_the_table_writes_and_the_secretariat_sends(
    council: Council,
) -> None:
    thread = made(council)
    communication = make_person(
        council.cast.system, "Communicatie SOLVA", council.cast.support, PostRole.STAFF
    )
    assert thread.meeting is not None
    words = {"opening": "Dag", "closing": "", "expected_revision": 0}
    letter = save_letter(actor=communication, meeting=thread.meeting, **words)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        send_letter(actor=communication, letter=letter, expected_revision=1)
    for actor in (council.cast.mayor, council.lede):
        with pytest.raises(NotAllowed):
            save_letter(actor=actor, meeting=thread.meeting, **words)  # type: ignore[arg-type]
    for actor in (council.stranger, council.cast.other_secretary, council.cast.citizen):
        with pytest.raises(NotVisible):
            save_letter(actor=actor, meeting=thread.meeting, **words)  # type: ignore[arg-type]
    send(council, letter)
