"""The demo: a year of two regions, made by the services, moved to today."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pdfminer.high_level import extract_text
from tests.demo_fixture import REFERENCE, Demo

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.queries import execution_of
from overlegtafel.audit.models import AuditEntry
from overlegtafel.audit.services import broken_links
from overlegtafel.config.demo.cast import PICKER
from overlegtafel.dossiers.models import Dossier, FunctionStep
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.models import Charter
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.queries import filled_seats, seats_on
from overlegtafel.governance.states import Authority, Task
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.queries import progress_of, spoken_state
from overlegtafel.meetings.document_queries import bytes_of, documents_of
from overlegtafel.meetings.models import AgendaItem, AgendaVersion, Annex, Meeting, ReportItem
from overlegtafel.outbox.models import Message
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.queries import current_passage
from overlegtafel.publication.models import Release

pytestmark = pytest.mark.django_db
TABLES = ["denderregio", "midwest"]


def test_makes_everything_the_scenario_names(demo: Demo) -> None:
    assert Dossier.objects.count() == 18
    assert Meeting.objects.filter(body__slug__in=TABLES).count() == 18
    items = AgendaItem.objects.filter(meeting__body__slug__in=TABLES)
    assert items.filter(report_item=None).count() == 55
    assert items.exclude(report_item=None).count() == 16  # each report but the first of a table
    assert Agreement.objects.count() == 15
    assert LocalDecision.objects.count() == 62


@pytest.mark.parametrize(
    ("reference", "spoken"),
    [
        ("A-D07", "3 van 14 keurden goed · loopt"),
        ("A-D08", "3 van 4 keurden goed · loopt"),
        ("A-D09", "0 van 14 keurden goed · open"),
        ("A-M05", "13 van 15 keurden goed · loopt"),
        ("A-M06", "14 van 15 keurden goed · te laat"),
    ],
)
def test_local_decisions_stand_where_the_scenario_says(
    demo: Demo, reference: str, spoken: str
) -> None:
    agreement = demo.agreement(reference)
    assert progress_of([agreement.pk])[agreement.pk].spoken(demo.today) == spoken


def test_execution_stands_where_the_scenario_says(demo: Demo) -> None:
    found = execution_of(Agreement.objects.values_list("pk", flat=True))
    labels = {each.reference: found[each.pk].label(demo.today) for each in Agreement.objects.all()}
    done = ["A-D01", "A-D02", "A-D04", "A-D05", "A-D06", "A-M02", "A-M03", "A-M04"]
    running = ["A-D03", "A-D07", "A-D08", "A-M01", "A-M05"]
    assert labels == (
        dict.fromkeys(done, "uitgevoerd")
        | dict.fromkeys(running, "loopt")
        | {"A-D09": "open", "A-M06": "te laat"}
    )


def test_one_municipality_in_words(demo: Demo) -> None:
    assert spoken_state(demo.decision("A-D07", "Lede")) == (
        "goedgekeurd door de gemeenteraad op 19 november 2026"
    )
    changed = demo.decision("A-D07", "Denderleeuw")
    assert spoken_state(changed).startswith("goedgekeurd met wijziging")
    assert "proeftijd 6" in changed.note
    assert spoken_state(demo.decision("A-M06", "Tielt")) == (
        "goedgekeurd door het college op 23 oktober 2026"
    )
    assert spoken_state(demo.decision("A-D07", "Haaltert")) == (
        "op de agenda van de gemeenteraad op 23 november 2026"
    )


def test_meetings_follow_each_other_on_one_day(demo: Demo) -> None:
    last = Meeting.objects.get(body__slug="vervoerregioraad-roeselare", state="planned")
    middle = last.follows
    assert middle is not None and middle.body.slug == "midwest"
    first = middle.follows
    assert first is not None and first.body.slug == "zoneraad-midwest"
    assert {each.held_on.isoformat() for each in (first, middle, last)} == {"2026-12-10"}
    guests = {
        meeting.body.slug: {str(seat) for seat in seats_on(meeting.body, meeting.held_on)}
        for meeting in (first, middle, last)
    }
    assert len(guests["zoneraad-midwest"]) == 13
    assert guests["midwest"] - guests["zoneraad-midwest"] == {
        "Ledegem",
        "Wielsbeke",
        "Streekgedeputeerde Midwest",
        "AD WVI",
        "AD-afgevaardigde",
        "AD Midwest",
    }
    assert "Torhout" in guests["vervoerregioraad-roeselare"]


def test_every_seat_is_filled_by_someone_with_a_login(demo: Demo) -> None:
    for slug in (*TABLES, "dado", "stuurgroep-denderregio", "dagelijks-bestuur-midwest"):
        body = demo.body(slug)
        assert all(each.user is not None for each in filled_seats(body, demo.today)), slug


def test_states_of_meetings_and_proposals(demo: Demo) -> None:
    def states(slug: str, kind: type[Meeting | Proposal]) -> set[str]:
        return set(kind.objects.filter(body__slug=slug).values_list("state", flat=True))

    for slug in TABLES:
        assert states(slug, Meeting) == {"approved", "reported", "planned"}
        pool = {"treated", "scheduled", "submitted", "postponed", "returned", "draft"}
        assert pool <= states(slug, Proposal)
    assert Proposal.objects.get(title__startswith="Deeltreinhalte").answer.startswith(
        "Dit hoort in vervoerregio Vlaamse Rand"
    )


def test_each_step_stands_at_its_own_moment(demo: Demo) -> None:
    version = AgendaVersion.objects.get(
        meeting__body__slug="denderregio", meeting__held_on="2026-09-18"
    )
    assert version.convened_at.astimezone(REFERENCE.tzinfo).isoformat() == (
        "2026-09-10T10:00:00+02:00"
    )
    moments = list(AuditEntry.objects.order_by("pk").values_list("at", flat=True))[1:]
    assert moments == sorted(moments)
    first_charter = Charter.objects.get(body__slug="midwest", number=1)
    assert moments[0].date() < first_charter.adopted_on
    assert moments[-1] <= REFERENCE


def test_both_tables_work_under_their_charter(demo: Demo) -> None:
    denderregio, midwest = demo.body("denderregio"), demo.body("midwest")
    theirs, ours = current_rules(midwest), current_rules(denderregio)
    assert (ours.function_model, theirs.function_model) == ("steps", "overlapping")
    assert theirs.support.authority(Task.PROPOSE_OWN) == Authority.NEVER
    assert Charter.objects.get(body=midwest, state="draft").number == 5
    under = Meeting.objects.filter(body__in=[denderregio, midwest], state="approved")
    versions = under.order_by("held_on").values_list("body__slug", "charter__number")
    assert set(versions) == {("midwest", 4), ("denderregio", None), ("denderregio", 1)}


def test_what_came_over_the_route_carries_its_advice(demo: Demo) -> None:
    treated = Proposal.objects.get(title__startswith="Regiomobiliteit: bekrachtiging")
    way = list(treated.passages.values_list("body__slug", "outcome"))
    assert way == [("dado", "in_favour"), ("stuurgroep-denderregio", "passed")]
    assert "syndicaal overleg" in treated.passages.get(order=1).advice
    waiting = Proposal.objects.get(title__startswith="Streekfonds")
    passage = current_passage(waiting)
    assert passage is not None and passage.body.slug == "dado"
    early = FunctionStep.objects.get(is_override=True)
    assert (early.dossier.reference, early.to_function) == ("D-04", "policy")


def test_the_log_says_for_which_of_the_two_companies_someone_acted(demo: Demo) -> None:
    sent = AuditEntry.objects.filter(verb="meeting.convened", body_id=demo.body("denderregio").pk)
    assert set(sent.values_list("capacity", flat=True)) == {"SOLVA"}


def test_the_log_is_whole_and_names_people(demo: Demo) -> None:
    assert list(broken_links()) == []
    actors = set(AuditEntry.objects.values_list("actor__name", flat=True))
    assert {"Regiocoördinator Dender", "AD Midwest", "Dossierbehandelaar Lede"} <= actors


def test_nothing_invented_waits_to_be_mailed(demo: Demo) -> None:
    assert Message.objects.filter(kind="meeting.invitation").count() > 300
    assert not Message.objects.filter(state=Message.State.PENDING).exists()


def test_some_of_it_is_public(demo: Demo) -> None:
    released = dict(
        Release.objects.filter(agreement__isnull=False).values_list(
            "agreement__reference", "local_detail"
        )
    )
    assert released["A-D07"] == "per_municipality"
    assert released["A-M06"] == "figures"
    assert "A-D09" not in released
    assert Release.objects.filter(meeting__isnull=False).count() == 12


def test_no_text_keeps_a_date_in_braces(demo: Demo) -> None:
    texts = [
        *AgendaItem.objects.values_list("title", "summary", "minutes", "outcome_note"),
        *Agreement.objects.values_list("title", "text"),
        *Proposal.objects.values_list("summary", "answer"),
    ]
    assert not [text for row in texts for text in row if "{" in text or "}" in text]
    minuted = AgendaItem.objects.filter(meeting__state__in=["approved", "reported"])
    assert not minuted.filter(minutes="", report_item=None).exists()


def test_each_report_was_approved_at_the_next_meeting_and_the_last_one_waits(demo: Demo) -> None:
    placed = ReportItem.objects.filter(report_of__body__slug__in=TABLES)
    for each in placed.select_related("item__meeting", "report_of"):
        last = each.report_of.report_versions.last()
        if each.report_of.state == "reported":
            assert each.item.meeting.state == "planned"
            assert each.report_of.readings.exists()
        else:
            assert last is not None
            assert (each.item.order, last.approved_in) == (1, each.item.meeting)


def test_the_picker_offers_roles_in_order(demo: Demo) -> None:
    offered = User.objects.filter(demo_order__gt=0).order_by("demo_order")
    assert [user.email.split("@")[0] for user in offered] == [key for key, _, _ in PICKER]
    groups = [user.demo_group for user in offered]
    assert [a for a, b in zip(groups, [None, *groups], strict=False) if a != b] == list(
        dict.fromkeys(groups)
    )
    assert all(user.demo_note for user in offered)
    assert not any(user.has_usable_password() for user in User.objects.filter(is_demo=True))


def test_one_person_may_stand_in_several_places(demo: Demo) -> None:
    hooglede = standing_of(demo.user("ad.hooglede"))
    assert demo.body("midwest").pk in hooglede.sits_at
    assert demo.body("dagelijks-bestuur-midwest").pk in hooglede.sits_at
    assert set(hooglede.posts) == {"director", "staff"}


def test_a_second_load_changes_nothing(demo: Demo, capsys: pytest.CaptureFixture[str]) -> None:
    before = AuditEntry.objects.count()
    call_command("load_demo")
    assert "staat er al" in capsys.readouterr().out
    assert AuditEntry.objects.count() == before


def test_people_are_roles_and_addresses_lead_nowhere(demo: Demo) -> None:
    addresses = User.objects.filter(is_demo=True).values_list("email", flat=True)
    assert all(address.endswith("@demo.overlegtafel.example") for address in addresses)
    roles = re.compile(
        r"(Eerste|Burgemeester|AD|Dossierbehandelaar|Schepen|Raadslid|Regio|Directie|Expert|HR"
        r"|Communicatie|Projectleider|Streekgedeputeerde|Streekcoördinator)"
    )
    names = User.objects.filter(is_demo=True).values_list("name", flat=True)
    assert all(roles.match(name) for name in names)


def test_the_scenario_says_that_it_is_invented(repository: Path) -> None:
    readme = repository / "src/overlegtafel/config/demo/README.md"
    assert "invented" in readme.read_text(encoding="utf-8")


def test_documents_of_three_kinds_wait_at_items_and_say_they_are_invented(demo: Demo) -> None:
    asked = ("document__versions__kind", "proposal__items__meeting__state", "document__openness")
    annexes = Annex.objects.filter(item=None).order_by("pk")
    assert list(annexes.values_list("document__body__slug", *asked)) == [
        ("denderregio", "pdf", "approved", "local"),
        ("denderregio", "pdf", "planned", "local"),
        ("denderregio", "docx", "planned", "local"),
        ("denderregio", "png", "planned", "local"),
        ("midwest", "pdf", "planned", "members"),
    ]
    item = AgendaItem.objects.get(proposal__annexes=annexes[0])
    (note,) = documents_of(demo.user("burgemeester.lede"), item)
    assert "verzonnen" in extract_text(BytesIO(bytes_of(note.current)))
    assert documents_of(demo.user("burgemeester.tielt"), item) == []
