"""The calendar of a table, and one meeting before, during and after."""

from datetime import date, time

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.factories.routes import make_body, settle
from tests.workspace.conftest import SignIn
from tests.workspace.sizes import SIZES, resize

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import WrongMoment
from overlegtafel.governance.services import add_seat, grant_role
from overlegtafel.governance.states import BodyKind, TableRole
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.services import (
    approve_minutes,
    cancel_meeting,
    change_meeting,
    convene_meeting,
    open_meeting,
    place_on_agenda,
    plan_visit,
    record_presence,
)
from overlegtafel.meetings.states import MeetingState, Outcome, Presence
from overlegtafel.outbox.models import Message
from overlegtafel.publication.models import Release
from overlegtafel.publication.services import release_meeting

CALENDAR = "/tafels/denderregio/vergaderingen/"
NEW = f"{CALENDAR}nieuw/"
DAY = f"{CALENDAR}2026-11-20/"
SOUND = {"held_on": "2026-12-18", "starts_at": "14:00", "location": "Gemeentehuis Lede"}
DENIED = {"other_mayor": 404, "other_secretary": 404, "councillor": 404, "citizen": 404}


@pytest.mark.parametrize(
    ("who", "status"),
    [("secretary", 200), ("mayor", 200), ("officer", 200), ("partner", 404), *DENIED.items()],
)
def test_who_opens_the_calendar_and_a_meeting(
    cast: Cast, as_: SignIn, who: str, status: int
) -> None:
    cast.thread("convened")
    client = as_(getattr(cast, who))
    assert client.get(CALENDAR).status_code == status
    assert client.get(DAY).status_code == status


@pytest.mark.parametrize("page", ["", "agenda/", "oproepen/", "annuleren/", "vrijgeven/"])
@pytest.mark.parametrize(
    ("who", "status"), [("mayor", 403), ("officer", 404), ("other_secretary", 404)]
)
def test_only_who_runs_the_table_reaches_the_steps(
    cast: Cast, as_: SignIn, page: str, who: str, status: int
) -> None:
    cast.thread("placed")
    expected = 200 if page == "" and who == "mayor" else status
    if who == "officer" and page:
        expected = 403
    assert as_(getattr(cast, who)).get(f"{DAY}{page}").status_code == expected


@pytest.mark.parametrize("step", ["openen/", "afsluiten/", "goedkeuren/"])
def test_a_step_is_only_posted(cast: Cast, as_: SignIn, step: str) -> None:
    cast.thread("convened")
    assert as_(cast.secretary).get(f"{DAY}{step}").status_code == 405
    assert as_(cast.mayor).post(f"{DAY}{step}").status_code == 403


@pytest.mark.parametrize(
    "day", ["2026-13-40", "morgen", "2026-11-19", "0000-00-00", "20261120", "2026-W47-5"]
)
def test_a_wrong_day_in_the_address_is_not_found(cast: Cast, as_: SignIn, day: str) -> None:
    cast.thread("convened")
    assert as_(cast.secretary).get(f"{CALENDAR}{day}/").status_code == 404


def test_the_calendar_shows_what_comes_and_what_was(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed")
    Meeting.objects.filter(pk=cast.meeting(date(2026, 12, 18)).pk).update(
        moved_from=date(2026, 12, 11), moved_because="Sint-Niklaasfeest"
    )
    page = as_(cast.secretary).get(CALENDAR).text
    assert page.index("vrijdag 18 december 2026") < page.index("vrijdag 20 november 2026")
    assert "Verplaatst van 11 december 2026: Sint-Niklaasfeest" in page
    assert "Verslag in concept" in page


def test_the_chain_of_the_day_shows_hours_but_no_closed_door(cast: Cast, as_: SignIn) -> None:
    cast.thread("convened")
    stranger = cast.meeting(body=cast.other_table)
    Meeting.objects.filter(body=cast.table).update(follows=stranger)
    page = as_(cast.mayor).get(DAY).text
    assert "Die dag, na elkaar" in page
    assert "9.30 uur Midwest" in page
    assert "/tafels/midwest/" not in page
    assert "aansluitend op Midwest (9.30 uur)" in as_(cast.mayor).get(CALENDAR).text


def test_planning_a_meeting_leads_to_its_agenda(cast: Cast, as_: SignIn) -> None:
    answer = as_(cast.secretary).post(NEW, SOUND)
    assert (answer.status_code, answer.url) == (302, f"{CALENDAR}2026-12-18/agenda/")
    assert Meeting.objects.get(body=cast.table).location == "Gemeentehuis Lede"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"held_on": "31-02-2026"}, "Dat is geen datum."),
        ({"held_on": ""}, "Dit veld is verplicht."),
        ({"held_on": "0206-12-18"}, "Kijk het jaar na."),
        ({"starts_at": "25:99"}, "Dat is geen uur."),
        ({"location": "x" * 10_000}, "200"),
        ({"proposals_due_on": "2026-12-24"}, "De uiterste dag valt na de vergadering."),
        ({"held_on": "2026-11-20"}, "Op die dag is er al een vergadering van dit overleg."),
    ],
)
def test_what_is_typed_wrong_stays_on_the_page(
    cast: Cast, as_: SignIn, typed: dict[str, str], sentence: str
) -> None:
    cast.meeting()
    answer = as_(cast.secretary).post(NEW, SOUND | typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="14:00"' in answer.text or "starts_at" in typed
    assert Meeting.objects.count() == 1


def test_a_day_that_is_past_is_taken_with_a_warning(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    past = client.post(NEW, SOUND | {"held_on": "2026-11-20"}, follow=True)
    assert "Let op: deze dag is al voorbij." in past.text
    coming = client.post(NEW, SOUND, follow=True)
    assert "al voorbij" not in coming.text
    moved = client.post(f"{CALENDAR}2026-12-18/wijzigen/", SOUND | {"held_on": "2026-11-19"})
    assert "Let op: deze dag is al voorbij." in client.get(moved.url).text


def test_a_planned_meeting_moves_and_the_log_says_from_where(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("placed")
    assert thread.meeting is not None
    client = as_(cast.secretary)
    assert f'href="{DAY}wijzigen/">Wijzigen' in client.get(DAY).text
    assert 'value="2026-11-20"' in client.get(f"{DAY}wijzigen/").text
    answer = client.post(f"{DAY}wijzigen/", SOUND | {"proposals_due_on": "2026-12-11"})
    assert (answer.status_code, answer.url) == (302, f"{CALENDAR}2026-12-18/")
    assert client.get(DAY).status_code == 404
    assert "Laadpalen langs de Dender" in client.get(answer.url).text
    assert AuditEntry.objects.get(verb="meeting.changed").changes == {
        "held_on": ["2026-11-20", "2026-12-18"],
        "starts_at": ["09:30", "14:00"],
        "location": ["", "Gemeentehuis Lede"],
        "proposals_due_on": [None, "2026-12-11"],
    }


def test_saving_a_meeting_unchanged_leaves_no_line(cast: Cast) -> None:
    meeting = cast.meeting()
    change_meeting(
        actor=cast.secretary,
        meeting=meeting,
        held_on=meeting.held_on,
        starts_at=meeting.starts_at,
    )
    assert not AuditEntry.objects.filter(verb="meeting.changed").exists()


def test_a_meeting_that_moves_follows_no_other_any_more(cast: Cast) -> None:
    meeting = cast.meeting()
    Meeting.objects.filter(pk=meeting.pk).update(follows=cast.meeting(body=cast.other_table))
    change_meeting(
        actor=cast.secretary, meeting=meeting, held_on=date(2026, 12, 4), starts_at=time(10)
    )
    assert meeting.follows is None
    [told] = AuditEntry.objects.filter(verb="meeting.changed")
    assert told.changes["follows"] == ["Midwest 20 november 2026", None]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"held_on": "2026-12-04"}, "Op die dag is er al een vergadering van dit overleg."),
        ({"proposals_due_on": "2026-12-24"}, "De uiterste dag valt na de vergadering."),
        ({"held_on": ""}, "Dit veld is verplicht."),
    ],
)
def test_a_wrong_change_stays_on_the_page(
    cast: Cast, as_: SignIn, typed: dict[str, str], sentence: str
) -> None:
    cast.meeting()
    cast.meeting(date(2026, 12, 4))
    answer = as_(cast.secretary).post(f"{DAY}wijzigen/", SOUND | typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert Meeting.objects.filter(held_on=date(2026, 11, 20)).exists()


def test_only_a_planned_meeting_changes_and_by_who_runs_it(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("placed")
    assert thread.meeting is not None
    assert as_(cast.mayor).post(f"{DAY}wijzigen/", SOUND).status_code == 403
    assert as_(cast.other_secretary).post(f"{DAY}wijzigen/", SOUND).status_code == 404
    convene_meeting(actor=cast.secretary, meeting=thread.meeting)
    assert "wijzigen/" not in as_(cast.secretary).get(DAY).text
    assert as_(cast.secretary).get(f"{DAY}wijzigen/").status_code == 409
    with pytest.raises(WrongMoment):
        change_meeting(
            actor=cast.secretary,
            meeting=thread.meeting,
            held_on=date(2026, 12, 4),
            starts_at=time(10),
        )


def test_only_who_runs_the_table_plans(cast: Cast, as_: SignIn) -> None:
    assert as_(cast.mayor).post(NEW, SOUND).status_code == 403
    assert as_(cast.other_secretary).post(NEW, SOUND).status_code == 404


def test_a_planned_meeting_is_hidden_from_the_wider_circle(cast: Cast, as_: SignIn) -> None:
    cast.thread("placed")
    assert as_(cast.officer).get(DAY).status_code == 404
    assert "20 november" not in as_(cast.officer).get(CALENDAR).text


def test_before_the_meeting_the_agenda_says_what_is_missing(cast: Cast, as_: SignIn) -> None:
    cast.thread("convened")
    page = as_(cast.secretary).get(DAY).text
    assert "nog geen dossier" in page
    assert "Bij AD Lede, voor de voorbereiding." in page
    assert "versie 1</a>, vastgelegd op 23 november 2026" in page  # its day was past: no mail
    assert "Vergadering openen" in page
    assert "nog geen dossier" not in as_(cast.mayor).get(DAY).text


def test_the_preview_tells_who_gets_no_mail(cast: Cast, as_: SignIn) -> None:
    cast.thread("placed", held_on=date(2026, 12, 18))
    page = as_(cast.secretary).get(f"{CALENDAR}2026-12-18/oproepen/").text
    assert "niemand bekend: geen mail" in page
    assert "2 van 5 zetels krijgen een mail, met versie 1 van de agenda." in page
    assert not Message.objects.filter(kind="meeting.invitation").exists()


def test_a_meeting_opens_on_its_own_day(cast: Cast, as_: SignIn) -> None:
    cast.thread("convened", held_on=date(2026, 12, 18))
    page = as_(cast.secretary).get(f"{CALENDAR}2026-12-18/").text
    assert "Openen kan op de dag zelf." in page
    assert "Vergadering openen" not in page


def test_convening_sends_and_freezes(cast: Cast, as_: SignIn) -> None:
    cast.thread("placed", held_on=date(2026, 12, 18))
    page = f"{CALENDAR}2026-12-18/oproepen/"
    answer = as_(cast.secretary).post(page, follow=True)
    assert "De agenda is verstuurd als versie 1." in answer.text
    assert "versie 1</a>, verstuurd op 23 november 2026" in answer.text
    invitations = Message.objects.filter(kind="meeting.invitation")
    assert invitations.count() == 2
    text = invitations.get(recipient=cast.mayor).text
    for part in (
        f"Dag {cast.mayor.name},\n\nU bent uitgenodigd op {cast.table.name}.\n\n",
        "Wanneer: vrijdag 18 december 2026 om 9.30 uur\n",
        f"http://127.0.0.1:8000{CALENDAR}2026-12-18/\n",
        f"{cast.secretary.name}, secretariaat van {cast.table.name}\n{cast.secretary.email}",
    ):
        assert part in text
    assert as_(cast.secretary).post(page).status_code == 409


def test_convening_a_day_that_is_past_sends_nothing(cast: Cast, as_: SignIn) -> None:
    cast.thread("placed")
    client = as_(cast.secretary)
    page = client.get(f"{DAY}oproepen/").text
    assert "Deze dag is al voorbij: niemand krijgt nog een uitnodiging." in page
    assert "krijgen een mail" not in page
    answer = client.post(f"{DAY}oproepen/", follow=True)
    assert "Er vertrok geen mail: de dag is al voorbij." in answer.text
    assert "dat het verslag nog schrijft." in answer.text
    assert "die de agenda ontvingen" not in answer.text
    assert not Message.objects.filter(kind="meeting.invitation").exists()
    assert "Vergadering openen" in answer.text


def test_an_empty_agenda_is_not_sent(cast: Cast, as_: SignIn) -> None:
    cast.meeting()
    answer = as_(cast.secretary).post(f"{DAY}oproepen/")
    assert answer.status_code == 422
    assert "Een agenda zonder punten kan niet verstuurd worden." in answer.text


def test_presence_of_the_rest_in_one_go(cast: Cast, as_: SignIn) -> None:
    meeting = cast.thread("open").meeting
    assert meeting is not None
    typed = {}
    for each in meeting.attendances.all():
        typed[f"presence_{each.pk}"] = "excused" if str(each.seat) == "Zele" else "unknown"
    answer = as_(cast.secretary).post(f"{DAY}aanwezigheid/", typed | {"rest": "present"})
    assert answer.status_code == 302
    states = list(meeting.attendances.values_list("presence", flat=True))
    assert states.count(Presence.PRESENT) == 4
    page = as_(cast.secretary).get(DAY).text
    assert "Zele: verontschuldigd" in page
    assert "van 5" in page


def test_a_replacement_needs_a_name(cast: Cast, as_: SignIn) -> None:
    meeting = cast.thread("open").meeting
    assert meeting is not None
    typed = {f"presence_{each.pk}": "present" for each in meeting.attendances.all()}
    first = meeting.attendances.order_by("seat__order")[0]
    answer = as_(cast.secretary).post(
        f"{DAY}aanwezigheid/", typed | {f"presence_{first.pk}": "replaced"}
    )
    assert answer.status_code == 422
    assert "Schrijf wie Aalst vervangt." in answer.text
    assert not meeting.attendances.filter(presence=Presence.PRESENT).exists()
    wrong = as_(cast.secretary).post(
        f"{DAY}aanwezigheid/", typed | {f"presence_{first.pk}": "overal"}
    )
    assert wrong.status_code == 422


def test_a_member_who_is_replaced_is_represented_not_present(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    meeting, item = thread.meeting, thread.item
    assert meeting is not None
    assert item is not None
    meeting.attendances.update(presence=Presence.PRESENT)
    present = as_(cast.mayor).get(DAY).text
    assert "De tafel, 5 plaatsen: 5 van 5 aanwezig" in present
    assert "door een vervanger" not in present
    first, second = meeting.attendances.order_by("seat__order")[:2]
    first.presence, first.replaced_by = Presence.REPLACED, "An Peeters"
    first.save()
    second.presence = Presence.EXCUSED
    second.save()
    page = as_(cast.mayor).get(DAY).text
    assert "De tafel, 5 plaatsen: 4 van 5 vertegenwoordigd" in page
    assert "4 van 5 vertegenwoordigd, waarvan 1 door een vervanger." in page
    minutes = as_(cast.secretary).get(f"{DAY}verslag/{item.pk}/").text
    assert "4 van 5 vertegenwoordigd, waarvan 1 door een vervanger." in minutes


def test_presence_is_not_noted_before_it_meets(cast: Cast, as_: SignIn) -> None:
    cast.thread("convened")
    assert as_(cast.secretary).get(f"{DAY}aanwezigheid/").status_code == 409


def test_a_concept_report_is_set_right_until_it_is_approved(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("closed")
    assert thread.meeting is not None
    assert thread.item is not None
    page = as_(cast.secretary).get(DAY).text
    assert f'href="{DAY}verslag/{thread.item.pk}/">Verslag bij punt 1 verbeteren' in page
    assert "Aanwezigheid verbeteren" in page
    assert "Na de goedkeuring ligt het vast en krijgen de leden het." in page
    assert "verbeteren" not in as_(cast.mayor).get(DAY).text
    typed = {f"presence_{each.pk}": "present" for each in thread.meeting.attendances.all()}
    assert as_(cast.mayor).post(f"{DAY}aanwezigheid/", typed).status_code == 403
    assert as_(cast.secretary).post(f"{DAY}aanwezigheid/", typed).status_code == 302
    assert thread.meeting.attendances.filter(presence=Presence.PRESENT).count() == 5
    approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    assert "verbeteren" not in as_(cast.secretary).get(DAY).text
    assert as_(cast.secretary).post(f"{DAY}aanwezigheid/", typed).status_code == 409
    with pytest.raises(WrongMoment):
        record_presence(actor=cast.secretary, meeting=thread.meeting, presences={})


def test_closing_without_outcome_says_where(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    assert thread.item is not None
    answer = as_(cast.secretary).post(f"{DAY}afsluiten/")
    assert answer.status_code == 422
    assert f'href="{DAY}verslag/{thread.item.pk}/">Punt 1, “Laadpalen' in answer.text
    assert "kies een uitkomst" in answer.text
    assert "Verslag afsluiten" in answer.text


def test_closing_without_executor_is_refused_with_a_sentence(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("agreed", executors=())
    assert thread.agreement is not None
    answer = as_(cast.secretary).post(f"{DAY}afsluiten/")
    assert answer.status_code == 422
    reference = thread.agreement.reference
    assert f"Afspraak {reference}, “Laadpalen langs de Dender”: kies minstens één" in answer.text
    assert f"/tafels/denderregio/afspraken/{reference}/wijzigen/" in answer.text


def test_an_item_leads_insiders_to_its_proposal(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("convened")
    link = f'<a href="/tafels/denderregio/voorstellen/{thread.proposal.pk}/">Laadpalen'
    assert link in as_(cast.secretary).get(DAY).text
    assert link in as_(cast.mayor).get(DAY).text
    seen = as_(cast.other_officer).get(DAY).text
    assert "1. Laadpalen langs de Dender" in seen
    assert "/voorstellen/" + str(thread.proposal.pk) not in seen


def test_the_report_is_closed_then_approved(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("agreed")
    assert thread.meeting is not None
    client = as_(cast.secretary)
    assert "Het verslag is afgesloten" in client.post(f"{DAY}afsluiten/", follow=True).text
    assert "Verslag in concept" in client.get(DAY).text
    assert "is goedgekeurd" in client.post(f"{DAY}goedkeuren/", follow=True).text
    thread.meeting.refresh_from_db()
    assert thread.meeting.state == MeetingState.APPROVED
    assert client.post(f"{DAY}goedkeuren/").status_code == 409


def test_a_concept_is_for_insiders_and_an_approved_report_for_the_circle(
    cast: Cast, as_: SignIn
) -> None:
    thread = cast.thread("closed")
    assert thread.meeting is not None
    words = "De burgemeesters delen de vraag."
    assert words in as_(cast.mayor).get(DAY).text
    officer = as_(cast.officer)
    assert words not in officer.get(DAY).text
    assert "Het verslag is nog een concept." in officer.get(DAY).text
    approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    assert words in officer.get(DAY).text
    assert "0 van 5 keurden goed · open" not in officer.get(DAY).text


def test_the_report_shows_how_far_its_agreements_are(cast: Cast, as_: SignIn) -> None:
    cast.thread("decisions")
    assert "0 van 5 keurden goed · open" in as_(cast.mayor).get(DAY).text


def test_minutes_show_no_script(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("closed")
    assert thread.item is not None
    type(thread.item).objects.update(
        minutes="<script>alert(1)</script> **kort**", outcome=Outcome.AGREEMENT
    )
    page = as_(cast.mayor).get(DAY).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
    assert "<strong>kort</strong>" in page


def test_cancelling_asks_why(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("convened")
    assert thread.meeting is not None
    client = as_(cast.secretary)
    assert client.post(f"{DAY}annuleren/", {"reason": "  "}).status_code == 422
    assert client.post(f"{DAY}annuleren/", {"reason": "geen quorum"}).status_code == 302
    thread.proposal.refresh_from_db()
    assert thread.proposal.state == "submitted"
    assert "Deze vergadering gaat niet door." in client.get(DAY).text
    assert client.get(f"{DAY}annuleren/").status_code == 409


def test_releasing_explains_and_makes_a_version(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed")
    client = as_(cast.secretary)
    page = client.get(f"{DAY}vrijgeven/").text
    assert "Het verslag zelf gaat nooit mee" in page
    assert "De burgemeesters delen de vraag." not in page
    assert client.post(f"{DAY}vrijgeven/").status_code == 302
    assert Release.objects.get().number == 1
    assert "op 23 november 2026 door Regiocoördinator Dender" in client.get(DAY).text


def test_a_planned_meeting_is_not_released(cast: Cast, as_: SignIn) -> None:
    cast.thread("placed")
    assert as_(cast.secretary).post(f"{DAY}vrijgeven/").status_code == 409
    assert not Release.objects.exists()


def test_two_meetings_of_one_day_show_the_one_that_goes_on(cast: Cast, as_: SignIn) -> None:
    gone = cast.meeting()
    cancel_meeting(actor=cast.secretary, meeting=gone, reason="verplaatst")
    cast.meeting()
    assert "Deze vergadering gaat niet door." not in as_(cast.secretary).get(DAY).text


def test_a_guest_has_a_place_but_is_not_counted(cast: Cast, as_: SignIn) -> None:
    guest = add_seat(
        actor=cast.secretary,
        body=cast.table,
        category="guest",
        municipality=cast.towns["Zele"],
    )
    meeting = cast.thread("placed").meeting
    assert meeting is not None
    plan_visit(actor=cast.secretary, meeting=meeting, seat=guest)
    convene_meeting(actor=cast.secretary, meeting=meeting)
    open_meeting(actor=cast.secretary, meeting=meeting)
    page = as_(cast.mayor).get(DAY).text
    assert "(gast)" in page
    assert "van 5</tspan>" in page


@pytest.mark.parametrize("members", SIZES)
def test_queries_of_a_meeting(
    cast: Cast,
    as_: SignIn,
    members: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    resize(cast, members)
    cast.thread("closed", executors=["Lede"])
    client = as_(cast.secretary)
    with django_assert_num_queries(23):
        assert client.get(DAY).status_code == 200


@pytest.mark.parametrize("members", SIZES)
def test_queries_of_the_presence_form(
    cast: Cast,
    as_: SignIn,
    members: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    resize(cast, members)
    cast.thread("open")
    client = as_(cast.secretary)
    with django_assert_num_queries(8):
        assert client.get(f"{DAY}aanwezigheid/").status_code == 200


@pytest.mark.parametrize("members", SIZES)
def test_queries_of_the_preview(
    cast: Cast,
    as_: SignIn,
    members: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    resize(cast, members)
    cast.thread("placed")
    client = as_(cast.secretary)
    with django_assert_num_queries(17):
        assert client.get(f"{DAY}oproepen/").status_code == 200


@pytest.mark.parametrize("meetings", [1, 19])
def test_queries_of_the_calendar(
    cast: Cast,
    as_: SignIn,
    meetings: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(meetings):
        cast.meeting(date(2026, 12, 1 + number))
        cast.meeting(date(2026, 10, 1 + number))
    client = as_(cast.secretary)
    with django_assert_num_queries(9):
        assert client.get(CALENDAR).status_code == 200


def test_the_log_keeps_who_replaced_whom(cast: Cast) -> None:
    meeting = cast.thread("open").meeting
    assert meeting is not None
    seat = meeting.attendances.get(seat__municipality=cast.towns["Lede"])
    for name in ("Jan Peeters", "Piet Maes"):
        record_presence(
            actor=cast.secretary,
            meeting=meeting,
            presences={seat.pk: (Presence.REPLACED, name)},
        )
    last = AuditEntry.objects.filter(verb="meeting.presence_recorded").latest("id")
    assert last.changes == {"Lede, vervangen door": ["Jan Peeters", "Piet Maes"]}


def test_planning_follows_another_bodys_meeting_and_both_pages_say_so(
    cast: Cast, as_: SignIn
) -> None:
    zone = make_body(cast, "Zoneraad", "zoneraad", BodyKind.FORUM)
    grant_role(actor=cast.system, body=zone, person=cast.secretary.person, role=TableRole.SUPPORT)
    first = cast.meeting(date(2026, 12, 18), zone, starts_at=time(8, 30))
    hidden = cast.meeting(date(2026, 12, 18), cast.other_table)
    client = as_(cast.secretary)
    page = client.get(NEW).text
    assert "Zoneraad, vrijdag 18 december 2026 om 8.30 uur" in page
    assert "Midwest" not in page
    assert client.post(NEW, SOUND | {"follows": hidden.pk}).status_code == 422
    wrong = client.post(NEW, SOUND | {"follows": first.pk, "held_on": "2026-12-17"})
    assert "Aansluiten kan alleen op dezelfde dag." in wrong.text
    assert client.post(NEW, SOUND | {"follows": first.pk}).status_code == 302
    for address in (CALENDAR, "/tafels/zoneraad/vergaderingen/"):
        page = client.get(f"{address}2026-12-18/").text
        chained = page[page.index("Die dag, na elkaar") :]
        assert chained.index("8.30 uur") < chained.index("14.00 uur")
    kept = client.get(f"{CALENDAR}2026-12-18/wijzigen/").text
    assert f'<option value="{first.pk}" selected>' in kept


def test_the_theme_is_on_the_page_the_calendar_and_what_everyone_sees(
    cast: Cast, as_: SignIn
) -> None:
    client = as_(cast.secretary)
    client.post(NEW, SOUND | {"theme": "Energie"})
    meeting = Meeting.objects.get()
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=cast.proposal())
    convene_meeting(actor=cast.secretary, meeting=meeting)
    release_meeting(actor=cast.secretary, meeting=meeting)
    public = "/openbaar/denderregio/"
    for address in (CALENDAR, f"{CALENDAR}2026-12-18/", public):
        assert "Thema: Energie" in client.get(address).text
    assert "<dd>Energie</dd>" in client.get(f"{public}vergaderingen/2026-12-18/").text


def test_a_guest_is_invited_from_the_meeting_and_no_more_than_agreed(
    cast: Cast, as_: SignIn
) -> None:
    guest = add_seat(
        actor=cast.system, body=cast.table, category="guest", municipality=cast.towns["Zele"]
    )
    cast.meeting(date(2026, 12, 4))
    cast.meeting(date(2026, 12, 18))
    client, first, second = as_(cast.secretary), f"{CALENDAR}2026-12-04/", f"{CALENDAR}2026-12-18/"
    table = "/tafels/denderregio/"
    assert "Het jaarlijkse bezoek van Zele staat nog niet gepland." in client.get(table).text
    assert "jaarlijkse bezoek" not in as_(cast.mayor).get(table).text
    answer = client.post(f"{first}gasten/", {"seat": guest.pk}, follow=True)
    assert "Zele is hier te gast en krijgt een uitnodiging." in answer.text
    assert "jaarlijkse bezoek" not in client.get(table).text
    assert "te gast op 4 december 2026" in client.get(second).text
    refused = client.post(f"{second}gasten/", {"seat": guest.pk})
    assert refused.status_code == 422
    assert "hoogstens één keer in 2026" in refused.text
    assert "wordt hier verwacht" in as_(cast.mayor).get(first).text
    client.post(f"{first}gasten/", {"seat": guest.pk, "verb": "cancel"})
    assert "te gast op" not in client.get(second).text


@pytest.mark.parametrize("seat", ["", "x", "999999", "²"])
def test_what_is_no_guest_is_not_found(cast: Cast, as_: SignIn, seat: str) -> None:
    cast.meeting()
    assert as_(cast.secretary).post(f"{DAY}gasten/", {"seat": seat}).status_code == 404


def test_a_report_with_too_few_members_leads_to_the_presence(cast: Cast, as_: SignIn) -> None:
    settle(cast, ratification={"minimum_present": 3})
    cast.thread("agreed")
    answer = as_(cast.secretary).post(f"{DAY}afsluiten/")
    assert answer.status_code == 422
    assert f'href="{DAY}aanwezigheid/">Voor een afspraak zijn volgens' in answer.text


def test_the_charter_it_was_convened_under_is_named(cast: Cast, as_: SignIn) -> None:
    settle(cast)
    cast.thread("convened")
    assert "afsprakennota, versie 1" in as_(cast.mayor).get(DAY).text
    assert "afsprakennota, versie 1" not in as_(cast.officer).get(DAY).text


def test_the_reason_of_a_late_item_is_for_insiders(cast: Cast, as_: SignIn) -> None:
    cast.thread("convened")
    AgendaItem.objects.update(late_reason="De zone beslist vrijdag.")
    assert "De zone beslist vrijdag." in as_(cast.mayor).get(DAY).text
    assert "De zone beslist vrijdag." not in as_(cast.officer).get(DAY).text


def test_what_it_follows_stays_when_someone_changes_the_hour(cast: Cast, as_: SignIn) -> None:
    hidden = cast.meeting(date(2026, 12, 18), cast.other_table)
    meeting = cast.meeting(date(2026, 12, 18), follows=hidden)
    client, page = as_(cast.secretary), f"{CALENDAR}2026-12-18/wijzigen/"
    assert f'<option value="{hidden.pk}" selected>' in client.get(page).text
    client.post(page, SOUND | {"follows": hidden.pk})
    meeting.refresh_from_db()
    assert (meeting.follows, meeting.starts_at) == (hidden, time(14))


def test_the_chair_may_send_what_staff_must_ask_for(cast: Cast, as_: SignIn) -> None:
    settle(cast, support={"tasks": {"convene": "after_chair"}})
    thread = cast.thread("placed", held_on=date(2026, 12, 18))
    page = f"{CALENDAR}2026-12-18/"
    for who, finishes in ((cast.secretary, True), (cast.chair, False)):
        client = as_(who)
        assert ("Agenda afwerken" in client.get(page).text) == finishes
        assert (" disabled>" in client.get(f"{page}oproepen/").text) == finishes
    assert as_(cast.secretary).post(f"{page}oproepen/").status_code == 409
    assert as_(cast.chair).post(f"{page}oproepen/").status_code == 302
    assert thread.meeting is not None
    assert thread.meeting.agenda_versions.get().convened_by == cast.chair


def test_who_is_not_known_is_not_shown_as_invited(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread(until="convened", held_on=date(2026, 12, 18))
    assert thread.meeting is not None
    page = as_(cast.secretary).get("/tafels/denderregio/vergaderingen/2026-12-18/").text
    known = thread.meeting.attendances.exclude(holder="").count()
    unknown = thread.meeting.attendances.filter(holder="").count()
    assert known and unknown
    assert page.count("nog niemand bekend, niet uitgenodigd") == unknown
    assert f"nog niemand bekend ({unknown})" in page
