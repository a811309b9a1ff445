"""What councillors see, in the charter's steps (R68), and never what stays inside (R109)."""

from datetime import date

import pytest
from tests.conftest import FixedClock
from tests.councillors.conftest import Council
from tests.factories.cast import Cast

from overlegtafel.audit.remember import forget
from overlegtafel.common import clock as now
from overlegtafel.common.errors import NotVisible
from overlegtafel.councillors.queries import (
    as_shown,
    meeting_at,
    own_decisions,
    room_of,
    stands_of,
    towns_of,
)
from overlegtafel.councillors.sight import Sight, sight_of
from overlegtafel.dossiers.models import Dossier
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.publication.services import release_agreement, release_meeting
from overlegtafel.publication.states import LocalDetail


def sight(cast: Cast) -> Sight:
    """What councillors see of the cast's table now."""
    return sight_of(cast.table.pk, now.today())


def test_by_default_councillors_read_what_is_released_and_nothing_more(council: Council) -> None:
    thread = council.approved(title="Laadpalen")
    seen = sight(council.cast)
    assert (seen.meetings, seen.agreements, seen.dossiers) == ((), (), ())
    assert thread.meeting and thread.agreement
    release_meeting(actor=council.cast.secretary, meeting=thread.meeting)
    release_agreement(actor=council.cast.secretary, agreement=thread.agreement)
    seen = sight(council.cast)
    assert [each.pk for each in seen.meetings] == [thread.meeting.pk]
    assert [each.pk for each in seen.agreements] == [thread.agreement.pk]
    [item] = as_shown(seen, thread.meeting).items
    assert (item.title, item.outcome) == ("Laadpalen", "afspraak")
    assert item.minutes == item.summary == ""


@pytest.mark.parametrize(
    ("step", "sees", "summary"),
    [
        ("release", False, False),
        ("report", False, False),
        ("titles", True, False),
        ("agenda", True, True),
    ],
)
def test_a_sent_agenda_opens_as_far_as_the_step_goes(
    council: Council, step: str, sees: bool, summary: bool
) -> None:
    council.opens(step)
    meeting = council.cast.thread("convened", title="Laadpalen").meeting
    assert meeting is not None
    seen = sight(council.cast)
    assert bool(seen.meetings) is sees
    if sees:
        [item] = as_shown(seen, meeting_at(seen, meeting.held_on)).items
        assert item.title == "Laadpalen"
        assert bool(item.summary) is summary
        assert item.minutes == item.outcome == ""
    assert seen.agreements == ()


@pytest.mark.parametrize(("step", "reads"), [("report", True), ("agenda", True), ("titles", False)])
def test_a_report_opens_once_it_is_approved(council: Council, step: str, reads: bool) -> None:
    council.opens(step)
    concept = council.cast.thread("closed", title="In concept", held_on=date(2026, 11, 6))
    assert concept.agreement is not None
    assert concept.agreement.pk not in sight(council.cast).agreement_ids
    thread = council.approved(title="Laadpalen")
    seen = sight(council.cast)
    assert thread.meeting and thread.agreement
    assert (thread.agreement.pk in seen.agreement_ids) is reads
    shown = as_shown(seen, meeting_at(seen, thread.meeting.held_on))
    [item] = [each for each in shown.items if each.title == "Laadpalen"]
    assert (item.minutes == "De burgemeesters delen de vraag.") is reads
    assert shown.reported is reads


def test_an_internal_dossier_comes_in_no_step(council: Council) -> None:
    council.opens("agenda")
    dossier = council.cast.dossier
    thread = council.approved(title="Rechtspositie", dossier=dossier)
    assert {each.pk for each in sight(council.cast).dossiers} == {dossier.pk}
    Dossier.objects.filter(pk=dossier.pk).update(is_internal=True)
    forget()
    seen = sight(council.cast)
    assert (seen.agreements, seen.dossiers) == ((), ())
    assert thread.meeting is not None
    [item] = as_shown(seen, meeting_at(seen, thread.meeting.held_on)).items
    assert item.is_closed and "Rechtspositie" not in str(item)


def test_what_the_table_keeps_closed_stays_closed(council: Council) -> None:
    council.opens("agenda")
    thread = council.approved(title="Geheim")
    assert thread.item and thread.meeting
    type(thread.item).objects.filter(pk=thread.item.pk).update(openness="members")
    forget()
    seen = sight(council.cast)
    assert seen.agreements == ()
    assert "Geheim" not in str(as_shown(seen, meeting_at(seen, thread.meeting.held_on)))


def test_an_internal_agreement_that_was_released_says_no_more_than_its_release(
    council: Council,
) -> None:
    council.opens("agenda")
    Dossier.objects.filter(pk=council.cast.dossier.pk).update(is_internal=True)
    council.cast.dossier.refresh_from_db()
    thread = council.approved(title="Regiomobiliteit", dossier=council.cast.dossier)
    assert thread.agreement is not None
    release_agreement(
        actor=council.cast.secretary,
        agreement=thread.agreement,
        local_detail=LocalDetail.FIGURES,
        despite_internal=True,
    )
    seen = sight(council.cast)
    assert seen.agreement_ids == {thread.agreement.pk}
    assert seen.dossiers == ()
    towns = [council.cast.towns["Lede"].pk]
    assert [each.name for each in stands_of(seen, seen.agreements[0], towns)] == ["Lede"]


def test_the_own_council_is_told_eight_days_before(council: Council, clock: FixedClock) -> None:
    """Also where nothing was released: by then the council must be convened."""
    decision = council.approved().decisions["Lede"]
    record_decision(
        actor=council.cast.officer,
        decision=decision,
        verb="plan",
        expected_revision=1,
        meets_on=date(2026, 12, 17),
    )
    body, lede = council.cast.table, [council.cast.towns["Lede"].pk]
    seen = {}
    for day in ("2026-12-08", "2026-12-09", "2026-12-10"):
        clock.travel_to(f"{day} 09:00")
        forget()
        coming, _ = own_decisions(sight(council.cast), body.pk, lede, now.today())
        seen[day] = [each.day for each in coming]
    told = [date(2026, 12, 17)]
    assert seen == {"2026-12-08": [], "2026-12-09": told, "2026-12-10": told}
    zele = [council.cast.towns["Zele"].pk]
    assert own_decisions(sight(council.cast), body.pk, zele, now.today())[0] == []


def test_of_a_sitting_that_is_over_it_says_that_nobody_told_the_outcome(
    council: Council, clock: FixedClock
) -> None:
    council.opens("report")
    record_decision(
        actor=council.cast.officer,
        decision=council.approved().decisions["Lede"],
        verb="plan",
        expected_revision=1,
        meets_on=date(2026, 12, 17),
    )
    words = {}
    for day in ("2026-12-17", "2026-12-18"):
        clock.travel_to(f"{day} 09:00")
        forget()
        seen = sight(council.cast)
        stands = stands_of(seen, seen.agreements[0], [council.cast.towns["Lede"].pk])
        words[day] = next(each.words for each in stands if each.is_own)
    assert words["2026-12-17"] == "gepland voor de gemeenteraad op 17 december 2026"
    assert words["2026-12-18"] == f"{words['2026-12-17']}, nog niet gemeld wat eruit kwam"


def test_where_the_report_is_open_the_council_is_told_at_once(council: Council) -> None:
    council.opens("report")
    thread = council.approved()
    coming, decided = own_decisions(
        sight(council.cast),
        council.cast.table.pk,
        towns_of(council.lede, council.cast.table),
        now.today(),
    )
    assert [(each.decision.pk, each.has_page) for each in coming] == [
        (thread.decisions["Lede"].pk, True)
    ]
    assert decided == []


def test_of_another_municipality_only_what_is_public_there_is_told(council: Council) -> None:
    council.opens("report")
    thread = council.approved()
    for town, verb, officer in (
        ("Ninove", "approve", council.cast.other_officer),
        ("Lede", "plan", council.cast.officer),
    ):
        record_decision(
            actor=officer,
            decision=thread.decisions[town],
            verb=verb,
            expected_revision=1,
            meets_on=date(2026, 11, 20) if verb == "approve" else date(2026, 12, 17),
        )
    seen = sight(council.cast)
    zele = [council.cast.towns["Zele"].pk]
    told = {each.name: each.words for each in stands_of(seen, seen.agreements[0], zele)}
    assert told["Ninove"] == "goedgekeurd door de gemeenteraad op 20 november 2026"
    assert told["Lede"] == told["Aalst"] == "nog niet beslist"


def test_only_councillors_of_members_and_the_circle_have_a_room(council: Council) -> None:
    cast = council.cast
    for user in (council.lede, council.zele, cast.secretary, cast.mayor, cast.alderman):
        assert room_of(user, "denderregio")[0].pk == cast.table.pk
    for user in (council.stranger, cast.other_mayor, cast.partner, cast.citizen):
        with pytest.raises(NotVisible):
            room_of(user, "denderregio")
