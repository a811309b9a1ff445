"""A question of a councillor: asked once, answered once for the councillors of every member."""

import pytest
from tests.conftest import FixedClock
from tests.councillors.conftest import Council

from overlegtafel.audit.remember import forget
from overlegtafel.common.chores import chores
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, WrongMoment
from overlegtafel.councillors.models import CouncillorQuestion
from overlegtafel.councillors.queries import questions_of
from overlegtafel.councillors.services import (
    answer_question,
    ask_question,
    assign_question,
    decline_question,
    follow_dossier,
    merge_question,
    warn_overdue,
)
from overlegtafel.dossiers.models import Dossier
from overlegtafel.outbox.models import Message
from overlegtafel.outbox.preferences import choose_delivery
from overlegtafel.outbox.topics import Delivery, Topic

TEXT = "Wat als één raad het niet goedkeurt?"


def ask(council: Council, text: str = TEXT, **about: object) -> CouncillorQuestion:
    """A question of the councillor of Lede."""
    body = council.cast.table
    return ask_question(actor=council.lede, body=body, text=text, **about)  # type: ignore[arg-type]


def mails(kind: str) -> list[tuple[str, str]]:
    """Who got a mail of a kind, and its text."""
    rows = Message.objects.filter(kind=kind).order_by("id")
    return list(rows.values_list("recipient__name", "text"))


def test_the_secretariat_hears_of_a_question_with_its_term(council: Council) -> None:
    council.opens("report")
    question = ask(council)
    assert str(question.due_on) == "2026-12-23"
    told = mails("councillor_question")
    assert [name for name, _ in told] == ["Regiocoördinator Dender", "Secretaris DDS"]
    assert TEXT in told[0][1] and "uiterlijk op 23 december 2026" in told[0][1]
    assert "Raadslid Lede" not in told[0][1]
    assert "Een raadslid van Lede stelde een vraag:" in told[0][1]


def test_one_answer_is_read_by_the_councillors_of_every_member(council: Council) -> None:
    council.opens("report")
    question = ask(council)
    answer_question(
        actor=council.cast.secretary, question=question, answer="Dan geldt het elders wel."
    )
    for reader in (council.lede, council.lede_too, council.zele, council.cast.mayor):
        [read] = questions_of(reader, council.cast.table)
        assert read.answer == "Dan geldt het elders wel."
        assert read.from_words == "een raadslid van Lede"
    for stranger in (council.stranger, council.cast.other_mayor, council.cast.citizen):
        assert questions_of(stranger, council.cast.table) == []
    assert [name for name, _ in mails("followed")] == ["Raadslid Lede"]


def test_who_follows_the_dossier_hears_the_answer_but_not_who_asked(council: Council) -> None:
    council.opens("report")
    council.approved(dossier=council.cast.dossier)
    follow_dossier(actor=council.zele, dossier=council.cast.dossier)
    question = ask(council, dossier=council.cast.dossier)
    answer_question(actor=council.cast.secretary, question=question, answer="Ja.")
    told = dict(mails("followed"))
    assert set(told) == {"Raadslid Lede", "Raadslid Zele"}
    assert "De vraag van een raadslid van Lede over" in told["Raadslid Zele"]
    assert "Uw vraag over" in told["Raadslid Lede"]
    assert "Raadslid Lede" not in told["Raadslid Zele"]


def test_the_owner_of_the_dossier_answers_what_is_given_to_it(council: Council) -> None:
    council.opens("report")
    council.approved(dossier=council.cast.dossier)
    question = ask(council, dossier=council.cast.dossier)
    town = council.cast.towns["Ninove"]
    assign_question(actor=council.cast.secretary, question=question, owner=town)
    assert [name for name, _ in mails("councillor_question")][-1] == "Dossierbehandelaar Ninove"
    answer_question(actor=council.cast.other_officer, question=question, answer="Het loopt.")
    question.refresh_from_db()
    assert (question.state, question.answered_by) == ("answered", council.cast.other_officer)


def test_what_is_answered_declined_or_merged_is_closed(council: Council) -> None:
    council.opens("report")
    first, second, third = (
        ask(council),
        ask(council, "Nog eens?"),
        ask(council, "Hoeveel kost het?"),
    )
    lead = council.cast.secretary
    merge_question(actor=lead, question=second, into=first)
    decline_question(actor=lead, question=third, reason="Dat vraagt u aan uw eigen college.")
    answer_question(actor=lead, question=first, answer="Zo is het.")
    assert {each.state for each in (first, second, third)} == {"answered", "declined", "merged"}
    for question in (first, second, third):
        with pytest.raises(WrongMoment):
            answer_question(actor=lead, question=question, answer="Toch.")
    with pytest.raises(WrongMoment):
        assign_question(actor=lead, question=first, owner=None)


def test_a_question_is_not_merged_with_itself_or_with_one_of_another_table(
    council: Council,
) -> None:
    council.opens("report")
    first, second, third = ask(council), ask(council, "Nog eens?"), ask(council, "En nog?")
    lead = council.cast.secretary
    with pytest.raises(Invalid):
        merge_question(actor=lead, question=first, into=first)
    merge_question(actor=lead, question=second, into=first)
    with pytest.raises(Invalid):
        merge_question(actor=lead, question=third, into=second)
    merge_question(actor=lead, question=first, into=third)
    second.refresh_from_db()
    assert second.merged_into_id == third.pk


def test_the_same_question_twice_is_one(council: Council) -> None:
    council.opens("report")
    assert ask(council).pk == ask(council, f"  {TEXT}\r\n").pk
    assert CouncillorQuestion.objects.count() == 1
    assert len(mails("councillor_question")) == 2


def test_one_councillor_asks_no_more_than_the_measure_of_a_day(
    council: Council, clock: FixedClock
) -> None:
    council.opens("report")
    for number in range(5):
        ask(council, f"Vraag {number}?")
    with pytest.raises(WrongMoment, match="morgen"):
        ask(council, "Nog een?")
    ask_question(actor=council.lede_too, body=council.cast.table, text="Nog een?")
    clock.travel_to("2026-11-24 10:01")
    assert ask(council, "Nog een?").state == "asked"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", None),
        (" \x00\n\u200b ", "\u200b"),
        ("x" * 3001, None),
        ("<script>alert(1)</script>\x07 Waarom?", "<script>alert(1)</script> Waarom?"),
    ],
)
def test_hostile_text_is_cleaned_or_refused(council: Council, text: str, kept: str | None) -> None:
    council.opens("report")
    if kept is None:
        with pytest.raises(Invalid):
            ask(council, text)
    else:
        assert ask(council, text).text == kept


def test_who_may_not_ask_is_refused(council: Council) -> None:
    council.opens("report", mode="read")
    with pytest.raises(NotAllowed):
        ask(council)
    council.opens("report")
    for actor in (council.stranger, council.cast.other_mayor, council.cast.citizen):
        with pytest.raises(NotVisible):
            ask_question(actor=actor, body=council.cast.table, text=TEXT)
    with pytest.raises(NotAllowed):
        ask_question(actor=council.cast.mayor, body=council.cast.table, text=TEXT)


def test_nobody_asks_about_what_councillors_do_not_see(council: Council) -> None:
    """Else the question itself would tell of it."""
    council.opens("report")
    thread = council.cast.thread("closed", dossier=council.cast.dossier)
    assert thread.agreement is not None
    with pytest.raises(NotVisible):
        ask(council, agreement=thread.agreement)
    with pytest.raises(NotVisible):
        ask(council, dossier=council.cast.dossier)


def test_only_who_has_a_question_handles_it(council: Council) -> None:
    council.opens("report")
    question = ask(council)
    for actor in (council.lede, council.cast.mayor, council.cast.alderman):
        with pytest.raises(NotAllowed):
            answer_question(actor=actor, question=question, answer="Neen.")
        with pytest.raises(NotAllowed):
            assign_question(actor=actor, question=question, owner=None)
    for actor in (council.stranger, council.cast.other_secretary, council.cast.citizen):
        with pytest.raises(NotVisible):
            decline_question(actor=actor, question=question, reason="Neen.")


def test_who_has_an_overdue_question_is_warned_once_a_week(
    council: Council, clock: FixedClock
) -> None:
    council.opens("report")
    ask(council)
    system, kind = council.cast.system, "vragen van raadsleden die wachten"
    clock.travel_to("2026-12-23 08:00")
    assert warn_overdue(actor=system) == 0
    clock.travel_to("2026-12-24 08:00")
    assert (chores[kind](), chores[kind]()) == (2, 0)
    clock.travel_to("2026-12-30 08:00")
    assert chores[kind]() == 2
    with pytest.raises(NotAllowed):
        warn_overdue(actor=council.cast.secretary)


def test_who_wants_no_such_mail_gets_none(council: Council) -> None:
    council.opens("report")
    choose_delivery(actor=council.lede, choices={Topic.FOLLOWED: Delivery.NEVER})
    answer_question(actor=council.cast.secretary, question=ask(council), answer="Ja.")
    assert Message.objects.get(kind="followed").state == Message.State.DECLINED


def test_a_dossier_that_becomes_internal_tells_its_followers_no_more(council: Council) -> None:
    council.opens("report")
    council.approved(dossier=council.cast.dossier)
    follow_dossier(actor=council.zele, dossier=council.cast.dossier)
    question = ask(council, dossier=council.cast.dossier)
    Dossier.objects.filter(pk=council.cast.dossier.pk).update(is_internal=True)
    forget()
    question = CouncillorQuestion.objects.get(pk=question.pk)
    answer_question(actor=council.cast.secretary, question=question, answer="Ja.")
    assert [name for name, _ in mails("followed")] == ["Raadslid Lede"]
