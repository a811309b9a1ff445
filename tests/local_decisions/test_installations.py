"""A new college takes up its term: what ran is confirmed again, what was stays."""

from datetime import date

import pytest
from django.test import Client
from tests.conftest import FixedClock
from tests.factories.cast import Cast

from overlegtafel.agreements.models import Agreement
from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.governance.queries import filled_seats
from overlegtafel.governance.services import appoint, end_mandate
from overlegtafel.local_decisions.models import Installation, Reconfirmation
from overlegtafel.local_decisions.queries import progress_of
from overlegtafel.local_decisions.queries.installations import reconfirmed
from overlegtafel.local_decisions.services import install_college, reconfirm, record_decision
from overlegtafel.organizations.models import Mandate, Person, PostRole
from overlegtafel.outbox.models import Message

pytestmark = pytest.mark.django_db

INSTALLED = date(2026, 12, 4)


def installed(cast: Cast, clock: FixedClock, town: str = "Lede") -> Installation:
    clock.travel_to("2026-12-07 09:00")
    return install_college(
        actor=cast.director, municipality=cast.towns[town], installed_on=INSTALLED
    )


def test_a_new_college_finds_what_runs_listed(cast: Cast, clock: FixedClock) -> None:
    agreement = cast.thread("decisions").agreement
    found = installed(cast, clock)
    assert [each.agreement for each in found.reconfirmations.all()] == [agreement]


def test_what_is_finished_or_came_later_is_not_asked(cast: Cast, clock: FixedClock) -> None:
    thread = cast.thread("decisions")
    for name, decision in thread.decisions.items():
        record_decision(
            actor=cast.system,
            decision=decision,
            verb="approve",
            expected_revision=decision.revision,
            meets_on=date(2026, 11, 23),
            note=name,
        )
    assert thread.agreement is not None
    thread.agreement.executors.update(state="done", done_on=date(2026, 11, 23))
    assert not installed(cast, clock).reconfirmations.exists()


def test_confirming_changes_nothing_of_what_was_decided(cast: Cast, clock: FixedClock) -> None:
    thread = cast.thread("decisions")
    lede = thread.decisions["Lede"]
    record_decision(
        actor=cast.officer,
        decision=lede,
        verb="approve",
        expected_revision=lede.revision,
        meets_on=date(2026, 11, 23),
    )
    before = Agreement.objects.values().get(pk=lede.agreement_id)
    [asked] = installed(cast, clock).reconfirmations.all()
    reconfirm(actor=cast.officer, reconfirmation=asked, verb="confirm")
    assert Agreement.objects.values().get(pk=lede.agreement_id) == before
    assert progress_of([lede.agreement_id])[lede.agreement_id].figure == "1 van 5"
    said = reconfirmed([lede.agreement_id])[lede.agreement_id]
    assert said.spoken == "het nieuwe college bevestigde opnieuw"


def test_a_question_needs_a_sentence_and_reaches_who_leads(cast: Cast, clock: FixedClock) -> None:
    cast.thread("decisions")
    [asked] = installed(cast, clock).reconfirmations.all()
    with pytest.raises(Invalid, match="waarom"):
        reconfirm(actor=cast.mayor, reconfirmation=asked, verb="question")
    reconfirm(actor=cast.mayor, reconfirmation=asked, verb="question", note="Andere meerderheid.")
    told = Message.objects.filter(kind="agreement.questioned")
    assert {each.recipient for each in told} >= {cast.secretary, cast.chair}
    assert all("Andere meerderheid." in each.text for each in told)


def test_the_old_term_keeps_its_mayor(cast: Cast, clock: FixedClock) -> None:
    thread = cast.thread("decisions")
    assert thread.meeting is not None
    clock.travel_to("2026-12-07 09:00")
    old = Mandate.objects.get(person=cast.mayor.person, post__role=PostRole.MAYOR)
    end_mandate(actor=cast.system, mandate=old, on=date(2026, 12, 3))
    appoint(
        actor=cast.system,
        person=Person.objects.create(name="Nieuwe burgemeester Lede"),
        organization=cast.towns["Lede"],
        role=PostRole.MAYOR,
        label="Burgemeester Lede",
        valid_from=INSTALLED,
    )
    then = {seat.holder for seat in filled_seats(cast.table, thread.meeting.held_on)}
    now = {seat.holder for seat in filled_seats(cast.table, INSTALLED)}
    assert cast.mayor.person.name in then
    assert "Nieuwe burgemeester Lede" not in then
    assert "Nieuwe burgemeester Lede" in now
    assert cast.mayor.person.name not in now


def test_not_before_it_happened_and_not_twice(cast: Cast, clock: FixedClock) -> None:
    with pytest.raises(Invalid, match="nog komen"):
        install_college(
            actor=cast.director, municipality=cast.towns["Lede"], installed_on=INSTALLED
        )
    installed(cast, clock)
    with pytest.raises(Invalid, match="later of hetzelfde"):
        installed(cast, clock)


@pytest.mark.parametrize("who", ["other_officer", "councillor", "partner", "other_mayor"])
def test_only_the_own_municipality_answers(cast: Cast, clock: FixedClock, who: str) -> None:
    cast.thread("decisions")
    [asked] = installed(cast, clock).reconfirmations.all()
    with pytest.raises(NotAllowed):
        reconfirm(actor=getattr(cast, who), reconfirmation=asked, verb="confirm")
    with pytest.raises(NotAllowed):
        install_college(
            actor=getattr(cast, who), municipality=cast.towns["Lede"], installed_on=INSTALLED
        )


def test_confirmed_on_the_page_with_one_click(
    cast: Cast, clock: FixedClock, client: Client
) -> None:
    cast.thread("decisions")
    clock.travel_to("2026-12-07 09:00")
    client.force_login(cast.director)
    place = "/besturen/lede/nieuw-college/"
    refused = client.post(place, {"installed_on": "2027-01-04"})
    assert refused.status_code == 422
    assert "nog komen" in refused.text
    assert "04/01/2027" in refused.text or "2027-01-04" in refused.text
    assert client.post(place, {"installed_on": "2026-12-04"}).status_code == 302
    asked = Reconfirmation.objects.get()
    assert asked.agreement.title in client.get(place).text
    empty = client.post(f"{place}{asked.pk}/", {"verb": "question", "note": ""})
    assert empty.status_code == 422
    assert client.post(f"{place}{asked.pk}/", {"verb": "confirm"}).status_code == 302
    assert "Opnieuw bevestigd" in client.get(place).text


@pytest.mark.parametrize(
    ("who", "status"), [("councillor", 403), ("other_mayor", 404), ("partner", 404)]
)
def test_who_does_not_read_it(
    cast: Cast, clock: FixedClock, client: Client, who: str, status: int
) -> None:
    cast.thread("decisions")
    installed(cast, clock)
    client.force_login(getattr(cast, who))
    assert client.get("/besturen/lede/nieuw-college/").status_code == status
