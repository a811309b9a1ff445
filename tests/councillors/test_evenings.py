"""A regional info evening for the councillors of every member alike (R69, decision 28)."""

import re
from datetime import date, time
from typing import Any

import pytest
from tests.conftest import FixedClock
from tests.councillors.conftest import Council
from tests.factories.cast import make_person
from tests.factories.councils import invited_evening, planned_evening
from tests.factories.routes import make_around, settle

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.councillors.evening_calendar import evenings_followed
from overlegtafel.councillors.evening_links import evening_link, evening_of_link
from overlegtafel.councillors.evening_mail import invitation_of, told_of_move
from overlegtafel.councillors.models import EveningSignUp, InfoEvening
from overlegtafel.councillors.queries import (
    counts_of,
    evenings_at,
    evenings_in_room,
    shown_to,
    sign_ups_of,
    subjects_of,
)
from overlegtafel.councillors.services import (
    EveningDetails,
    call_off_evening,
    change_evening,
    invite_councillors,
    plan_evening,
    sign_off,
    sign_up,
)
from overlegtafel.councillors.sight import sight_of
from overlegtafel.councillors.states import SignUpState
from overlegtafel.organizations.models import PostRole
from overlegtafel.outbox.models import Message
from overlegtafel.outbox.preferences import choose_delivery
from overlegtafel.outbox.topics import Delivery, Topic
from overlegtafel.publication.services import release_agreement

TODAY = date(2026, 11, 23)


@pytest.fixture
def evenings(council: Council) -> Council:
    """The charter lets councillors come to an info evening."""
    council.opens("report", mode="evening")
    return council


def details_of(evening: InfoEvening, **other: Any) -> EveningDetails:
    """An evening as it stands, but for what is given."""
    names = ("title", "location", "held_on", "starts_at", "ends_at", "sign_up_until", "seats")
    return EveningDetails(**{**{name: getattr(evening, name) for name in names}, **other})


def change(council: Council, evening: InfoEvening, **other: Any) -> InfoEvening:
    """The secretariat writes it otherwise."""
    return change_evening(
        actor=council.cast.secretary,
        evening=evening,
        details=details_of(evening, **other),
        expected_revision=evening.revision,
    )


def stands(evening: InfoEvening) -> dict[str, str]:
    """Who stands how."""
    rows = EveningSignUp.objects.filter(evening=evening).select_related("user")
    return {each.user.name: each.state for each in rows}


def token_in(mail: Message) -> str:
    """The signed link of a mail, as its reader gets it."""
    found = re.search(r"/infoavond/(\S+)/", mail.text)
    assert found is not None
    return found[1]


def mails(user: User, kind: str = "info_evening.place") -> list[Message]:
    """What someone was told of an own place, oldest first."""
    return list(Message.objects.filter(kind=kind, recipient=user).order_by("pk"))


@pytest.mark.parametrize("mode", ["read", "questions"])
def test_an_evening_is_planned_only_where_the_charter_has_evenings(
    council: Council, mode: str
) -> None:
    council.opens("report", mode=mode)
    with pytest.raises(WrongMoment, match="voorziet geen infoavonden"):
        planned_evening(council.cast)


def test_a_charter_that_lets_go_of_evenings_stops_an_invitation(evenings: Council) -> None:
    evening = planned_evening(evenings.cast)
    evenings.opens("report", mode="questions")
    with pytest.raises(WrongMoment, match="voorziet geen infoavonden"):
        invite_councillors(actor=evenings.cast.secretary, evening=evening, expected_revision=1)


def test_nobody_else_plans_and_strangers_see_no_table(evenings: Council) -> None:
    cast, details = evenings.cast, details_of(planned_evening(evenings.cast))
    for actor in (cast.mayor, cast.director, cast.officer, cast.alderman):
        with pytest.raises(NotAllowed):
            plan_evening(actor=actor, body=cast.table, details=details)
    for actor in (cast.councillor, cast.partner, cast.citizen, cast.other_mayor):
        with pytest.raises(NotVisible):
            plan_evening(actor=actor, body=cast.table, details=details)
    assert plan_evening(actor=cast.chair, body=cast.table, details=details).state == "planned"


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"title": " "}, "title"),
        ({"location": ""}, "location"),
        ({"held_on": date(2026, 11, 22), "sign_up_until": date(2026, 11, 22)}, "held_on"),
        ({"ends_at": time(19, 30)}, "ends_at"),
        ({"sign_up_until": date(2026, 12, 18)}, "sign_up_until"),
        ({"seats": 0}, "seats"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    evenings: Council, other: dict[str, Any], field: str
) -> None:
    evening = planned_evening(evenings.cast)
    with pytest.raises(Invalid) as refused:
        change(evenings, evening, **other)
    assert refused.value.field == field


def test_only_what_councillors_read_is_on_the_programme(evenings: Council) -> None:
    closed = evenings.cast.thread("closed", title="Nog in concept")
    assert closed.agreement is not None
    with pytest.raises(Invalid):
        planned_evening(evenings.cast, agreements=(closed.agreement,))
    release_agreement(actor=evenings.cast.secretary, agreement=closed.agreement)
    evening = planned_evening(evenings.cast, agreements=(closed.agreement,))
    agreements, _ = subjects_of(evening, sight_of(evenings.cast.table.pk, TODAY))
    assert [each.title for each in agreements] == [closed.agreement.title]
    assert closed.agreement.title in invitation_of(evening).text


def test_every_councillor_of_every_member_gets_the_same_invitation(evenings: Council) -> None:
    evening = planned_evening(evenings.cast, seats=40)
    choose_delivery(actor=evenings.zele, choices={Topic.EVENINGS: Delivery.NEVER})
    choose_delivery(actor=evenings.lede_too, choices={Topic.EVENINGS: Delivery.DIGEST})
    seen = invitation_of(evening)
    assert (seen.now, seen.digest, seen.none) == (1, 1, 1)
    evening = invite_councillors(
        actor=evenings.cast.secretary, evening=evening, expected_revision=evening.revision
    )
    sent = Message.objects.filter(kind="info_evening").order_by("recipient__name")
    assert evening.invited == 3
    assert {each.recipient: each.state for each in sent} == {
        evenings.lede: "pending",
        evenings.lede_too: "held",
        evenings.zele: "declined",
    }
    own = sent.get(recipient=evenings.lede)
    assert "alle besturen en alle fracties" in own.text and "Er zijn 40 plaatsen." in own.text
    assert evening_of_link(token_in(own)) == (evenings.lede, evening)
    assert seen.subject == own.subject == "Infoavond op 17 december 2026: Wat spraken we af?"


def test_an_invitation_leaves_once_and_reads_as_it_was_previewed(evenings: Council) -> None:
    evening = planned_evening(evenings.cast)
    change(evenings, evening, title="Anders")
    with pytest.raises(Stale):
        invite_councillors(actor=evenings.cast.secretary, evening=evening, expected_revision=1)
    evening.refresh_from_db()
    invite_councillors(actor=evenings.cast.secretary, evening=evening, expected_revision=2)
    with pytest.raises(WrongMoment):
        invite_councillors(actor=evenings.cast.secretary, evening=evening, expected_revision=2)
    assert Message.objects.filter(kind="info_evening").count() == 3


def test_what_nobody_is_invited_to_only_who_leads_sees(evenings: Council) -> None:
    evening = planned_evening(evenings.cast)
    cast = evenings.cast
    assert evenings_at(cast.secretary, cast.table) == [evening]
    for actor in (cast.mayor, cast.councillor, cast.other_secretary):
        assert evenings_at(actor, cast.table) == []
    with pytest.raises(NotVisible):
        sign_up(actor=cast.councillor, evening=evening)


def test_a_councillor_signs_up_once_and_hears_it_with_a_file_for_the_calendar(
    evenings: Council,
) -> None:
    evening = invited_evening(evenings.cast)
    assert sign_up(actor=evenings.lede, evening=evening).state == SignUpState.COMING
    sign_up(actor=evenings.lede, evening=evening)
    [mail] = mails(evenings.lede)
    assert mail.subject.startswith("U bent ingeschreven")
    [file] = mail.attachments.all()
    content = bytes(file.content).decode()
    assert "METHOD:REQUEST" in content and "STATUS:CONFIRMED" in content
    assert "DTSTART;TZID=Europe/Brussels:20261217T193000" in content


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("mayor", NotAllowed),
        ("secretary", NotAllowed),
        ("partner", NotVisible),
        ("citizen", NotVisible),
        ("other_mayor", NotVisible),
        ("other_secretary", NotVisible),
    ],
)
def test_only_a_councillor_of_a_member_signs_up(
    evenings: Council, who: str, refusal: type[Exception]
) -> None:
    evening = invited_evening(evenings.cast)
    for service in (sign_up, sign_off):
        with pytest.raises(refusal):
            service(actor=getattr(evenings.cast, who), evening=evening)
    with pytest.raises(NotVisible):
        sign_up(actor=evenings.stranger, evening=evening)


def test_when_it_is_full_one_waits_in_order_and_the_first_moves_up(evenings: Council) -> None:
    evening = invited_evening(evenings.cast, seats=1)
    for actor in (evenings.zele, evenings.lede_too, evenings.lede):
        sign_up(actor=actor, evening=evening)
    assert stands(evening) == {
        "Raadslid Zele": "coming",
        "Tweede raadslid Lede": "waiting",
        evenings.lede.name: "waiting",
    }
    sign_off(actor=evenings.zele, evening=evening)
    assert stands(evening) == {
        "Raadslid Zele": "off",
        "Tweede raadslid Lede": "coming",
        evenings.lede.name: "waiting",
    }
    assert [each.subject.partition(":")[0] for each in mails(evenings.lede_too)] == [
        "U staat op de wachtlijst",
        "Er is een plaats voor u",
    ]
    assert len(mails(evenings.lede)) == 1
    sign_up(actor=evenings.zele, evening=evening)  # comes last again
    sign_off(actor=evenings.lede_too, evening=evening)
    assert stands(evening)[evenings.lede.name] == "coming"
    assert stands(evening)["Raadslid Zele"] == "waiting"


def test_leaving_the_waiting_list_gives_nobody_a_place(evenings: Council) -> None:
    evening = invited_evening(evenings.cast, seats=1)
    for actor in (evenings.zele, evenings.lede_too, evenings.lede):
        sign_up(actor=actor, evening=evening)
    sign_off(actor=evenings.lede_too, evening=evening)
    sign_off(actor=evenings.lede_too, evening=evening)
    assert stands(evening) == {
        "Raadslid Zele": "coming",
        "Tweede raadslid Lede": "off",
        evenings.lede.name: "waiting",
    }


def test_more_seats_let_who_waits_move_up_and_fewer_take_no_place_away(evenings: Council) -> None:
    evening = invited_evening(evenings.cast, seats=1)
    for actor in (evenings.zele, evenings.lede_too, evenings.lede):
        sign_up(actor=actor, evening=evening)
    evening = change(evenings, evening, seats=2)
    assert stands(evening)["Tweede raadslid Lede"] == "coming"
    with pytest.raises(Invalid, match="al 2 raadsleden"):
        change(evenings, evening, seats=1)
    change(evenings, evening, seats=None)
    assert set(stands(evening).values()) == {"coming"}


def test_who_waits_and_is_no_councillor_any_more_is_passed_over(
    evenings: Council, clock: FixedClock
) -> None:
    evening = invited_evening(evenings.cast, seats=1)
    for actor in (evenings.zele, evenings.lede_too, evenings.lede):
        sign_up(actor=actor, evening=evening)
    evenings.lede_too.person.mandates.update(valid_to=TODAY)
    clock.travel_to("2026-11-24 09:00")
    sign_off(actor=evenings.zele, evening=evening)
    assert stands(evening)["Tweede raadslid Lede"] == "waiting"
    assert stands(evening)[evenings.lede.name] == "coming"


def test_one_signs_up_until_the_last_day_and_off_until_it_begins(
    evenings: Council, clock: FixedClock
) -> None:
    evening = invited_evening(evenings.cast)
    sign_up(actor=evenings.lede, evening=evening)
    clock.travel_to("2026-12-15 09:00")
    with pytest.raises(WrongMoment, match="tot en met 14 december"):
        sign_up(actor=evenings.zele, evening=evening)
    sign_off(actor=evenings.lede, evening=evening)
    clock.travel_to("2026-12-17 19:30")
    with pytest.raises(WrongMoment, match="begonnen"):
        sign_off(actor=evenings.lede, evening=evening)
    with pytest.raises(WrongMoment, match="begonnen"):
        change(evenings, evening, title="Te laat")


def test_moving_tells_who_signed_up_or_waits_and_who_was_invited(evenings: Council) -> None:
    evening = invited_evening(evenings.cast, seats=1)
    sign_up(actor=evenings.lede, evening=evening)
    sign_up(actor=evenings.lede_too, evening=evening)
    evening = change(evenings, evening, words="Met een spreker.")
    assert len(mails(evenings.lede)) == 1
    assert told_of_move(evening) == (0, 0)
    evening = change(evenings, evening, held_on=date(2026, 12, 18), location="Lede")
    moved = mails(evenings.lede)[-1]
    assert moved.subject == "Verplaatst: infoavond “Wat spraken we af?” op 18 december 2026"
    assert "17 december" in moved.text and "Vrijdag 18 december" in moved.text
    assert len(mails(evenings.lede_too)) == 2
    assert mails(evenings.zele) == []
    heard = mails(evenings.zele, "info_evening")[-1]
    assert heard.subject == "Verplaatst: infoavond “Wat spraken we af?” op 18 december 2026"
    assert "17 december" in heard.text
    assert evening_of_link(token_in(heard)) == (evenings.zele, evening)
    assert len(mails(evenings.lede, "info_evening")) == 1
    assert told_of_move(evening) == (2, 1)
    choose_delivery(actor=evenings.zele, choices={Topic.EVENINGS: Delivery.NEVER})
    evening = change(evenings, evening, location="Aalst")
    assert mails(evenings.zele, "info_evening")[-1].state == "declined"
    assert told_of_move(evening) == (2, 0)


def test_an_evening_nobody_was_invited_to_moves_without_mail(evenings: Council) -> None:
    evening = change(evenings, planned_evening(evenings.cast), location="Aalst")
    assert told_of_move(evening) == (0, 0)
    assert not Message.objects.filter(key__startswith="info_evening").exists()


def test_calling_off_tells_why_and_takes_it_out_of_the_calendar(evenings: Council) -> None:
    evening = invited_evening(evenings.cast)
    sign_up(actor=evenings.lede, evening=evening)
    with pytest.raises(Invalid):
        call_off_evening(actor=evenings.cast.secretary, evening=evening, reason=" ")
    call_off_evening(actor=evenings.cast.secretary, evening=evening, reason="Er komt sneeuw.")
    last = mails(evenings.lede)[-1]
    assert "Er komt sneeuw." in last.text
    [file] = last.attachments.all()
    assert "METHOD:CANCEL" in bytes(file.content).decode()
    assert mails(evenings.zele) == []
    with pytest.raises(WrongMoment):
        sign_up(actor=evenings.zele, evening=evening)


def test_what_becomes_of_a_place_is_told_also_to_who_wants_no_invitations(
    evenings: Council,
) -> None:
    choose_delivery(actor=evenings.zele, choices={Topic.EVENINGS: Delivery.NEVER})
    evening = invited_evening(evenings.cast)
    sign_up(actor=evenings.zele, evening=evening)
    assert [each.state for each in mails(evenings.zele)] == ["pending"]


def test_a_link_is_for_one_person_until_the_evening_begins(
    evenings: Council, clock: FixedClock
) -> None:
    evening = invited_evening(evenings.cast)
    token = evening_link(evening, evenings.zele).rstrip("/").rpartition("/")[2]
    assert evening_of_link(token) == (evenings.zele, evening)
    with pytest.raises(NotVisible):
        evening_of_link(f"{token}x")
    clock.travel_to("2026-12-17 19:30")
    with pytest.raises(WrongMoment, match="begonnen"):
        evening_of_link(token)


def test_a_link_of_who_is_no_councillor_any_more_says_so(
    evenings: Council, clock: FixedClock
) -> None:
    evening = invited_evening(evenings.cast)
    token = evening_link(evening, evenings.zele).rstrip("/").rpartition("/")[2]
    evenings.zele.person.mandates.update(valid_to=TODAY)
    clock.travel_to("2026-11-24 09:00")
    with pytest.raises(WrongMoment, match="geen raadslid meer"):
        evening_of_link(token)


def test_the_numbers_are_per_municipality_and_know_no_party(evenings: Council) -> None:
    evening = invited_evening(evenings.cast, seats=1)
    sign_up(actor=evenings.lede, evening=evening)
    sign_up(actor=evenings.lede_too, evening=evening)
    counts = {each.municipality.name: each for each in counts_of(evening)}
    assert set(counts) == set(evenings.cast.towns)
    lede, zele = counts["Lede"], counts["Zele"]
    assert (lede.councillors, lede.coming, lede.waiting) == (2, 1, 1)
    assert (zele.councillors, zele.coming, zele.waiting) == (1, 0, 0)
    assert [each.user for each in sign_ups_of(evening)] == [evenings.lede, evenings.lede_too]


def test_who_signed_up_stands_in_no_logbook_of_the_table(evenings: Council) -> None:
    evening = invited_evening(evenings.cast, seats=1)
    for actor in (evenings.lede, evenings.zele):
        sign_up(actor=actor, evening=evening)
    sign_off(actor=evenings.lede, evening=evening)
    table = AuditEntry.objects.filter(body_id=evenings.cast.table.pk)
    rest = AuditEntry.objects.filter(body_id=None, verb__startswith="info_evening.")
    assert set(table.filter(verb__startswith="info_evening.").values_list("verb", flat=True)) == {
        "info_evening.planned",
        "info_evening.announced",
    }
    assert sorted(rest.values_list("verb", flat=True)) == [
        "info_evening.moved_up",
        "info_evening.signed_off",
        "info_evening.signed_up",
        "info_evening.signed_up",
    ]


def test_a_reader_learns_the_own_place_and_how_many_are_left(evenings: Council) -> None:
    evening = invited_evening(evenings.cast, seats=3)
    sign_up(actor=evenings.lede, evening=evening)
    [own] = evenings_in_room(evenings.lede, evenings.cast.table, TODAY)
    [other] = evenings_in_room(evenings.zele, evenings.cast.table, TODAY)
    [along] = evenings_in_room(evenings.cast.mayor, evenings.cast.table, TODAY)
    assert (own.is_on_the_list, own.free, own.may_answer) == (True, 2, True)
    assert (other.is_on_the_list, other.free, other.may_answer) == (False, 2, True)
    assert (along.own, along.may_answer) == (None, False)
    assert evenings_in_room(evenings.stranger, evenings.cast.table, TODAY) == []


@pytest.mark.parametrize("many", [1, 30])
def test_reading_evenings_costs_the_same_however_many_come(
    evenings: Council, many: int, django_assert_num_queries: Any
) -> None:
    cast, evening = evenings.cast, invited_evening(evenings.cast)
    for number in range(many):
        who = make_person(cast.system, f"Lid {number}", cast.towns["Zele"], PostRole.COUNCILLOR)
        sign_up(actor=who, evening=evening)
    shown_to(evenings.lede, [evening])  # of which table one is a councillor, is remembered
    with django_assert_num_queries(2):  # one of them asks whether the log moved
        [shown] = shown_to(evenings.lede, [evening])
    assert shown.taken == many
    with django_assert_num_queries(1):
        assert len(sign_ups_of(evening)) == many
    with django_assert_num_queries(3):
        assert sum(each.coming for each in counts_of(evening)) == many


def test_the_calendar_feed_holds_what_one_is_invited_to_and_what_one_leads(
    evenings: Council,
) -> None:
    cast, evening = evenings.cast, invited_evening(evenings.cast)
    hidden = planned_evening(cast, "Nog niets")

    def feed(who: User) -> list[tuple[str, str]]:
        return [(each.summary, each.status) for each in evenings_followed(who, None)]

    assert feed(evenings.lede) == [("Infoavond: Wat spraken we af?", "TENTATIVE")]
    before = evenings_followed(evenings.lede, None)[0].sequence
    sign_up(actor=evenings.lede, evening=evening)
    assert feed(evenings.lede) == [("Infoavond: Wat spraken we af?", "CONFIRMED")]
    assert evenings_followed(evenings.lede, None)[0].sequence > before
    sign_off(actor=evenings.lede, evening=evening)
    assert feed(evenings.lede) == []
    assert feed(cast.secretary) == [
        ("Infoavond: Wat spraken we af?", "CONFIRMED"),
        (f"Infoavond: {hidden.title}", "TENTATIVE"),
    ]
    assert feed(cast.mayor) == feed(evenings.stranger) == feed(cast.citizen) == []
    call_off_evening(actor=cast.secretary, evening=evening, reason="Sneeuw.")
    assert feed(evenings.zele) == [("Infoavond: Wat spraken we af?", "CANCELLED")]


def test_an_evening_stays_kept(evenings: Council) -> None:
    with pytest.raises(TypeError):
        planned_evening(evenings.cast).delete()


def test_a_sub_body_has_no_evenings_and_who_leads_it_sees_none_of_the_table(
    evenings: Council,
) -> None:
    cast, evening = evenings.cast, invited_evening(evenings.cast)
    around = make_around(cast)
    settle(cast, around.steering, councillors={"mode": "evening", "step": "report"})
    with pytest.raises(WrongMoment, match="voorziet geen infoavonden"):
        plan_evening(actor=around.steering_lead, body=around.steering, details=details_of(evening))
    assert evenings_at(around.steering_lead, cast.table) == []
    with pytest.raises(NotVisible):
        call_off_evening(actor=around.steering_lead, evening=evening, reason="Sneeuw.")
    with pytest.raises(NotVisible):
        sign_up(actor=around.steering_lead, evening=evening)


def test_a_table_that_is_over_invites_nobody(evenings: Council) -> None:
    evening = planned_evening(evenings.cast)
    type(evenings.cast.table).objects.update(valid_to=date(2026, 11, 20))
    evening.body.refresh_from_db()
    with pytest.raises(WrongMoment):
        invite_councillors(actor=evenings.cast.secretary, evening=evening, expected_revision=1)
    assert not Message.objects.filter(kind="info_evening").exists()
