"""A proposal travels over the bodies that the charter names (R34), one at a time."""

from datetime import date
from typing import Any

import pytest
from tests.factories.cast import Cast
from tests.factories.routes import USUAL, Around, make_around, make_body, route, settle

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.governance.services import give_clearance, grant_role
from overlegtafel.governance.states import BodyKind, TableRole, Task
from overlegtafel.meetings.services import place_on_agenda
from overlegtafel.outbox.models import Message
from overlegtafel.proposals.models import Passage, Proposal
from overlegtafel.proposals.policy import can_screen, is_ready, proposals_visible_to
from overlegtafel.proposals.queries import current_passage, pool_of, waiting_at
from overlegtafel.proposals.services import (
    advise,
    edit_and_submit,
    pass_on,
    postpone_proposal,
    pull_past,
    refuse_proposal,
    return_proposal,
)
from overlegtafel.proposals.states import PassageOutcome, ProposalState


@pytest.fixture
def around(cast: Cast) -> Around:
    """The usual route: DADO advises, the Stuurgroep screens."""
    found = make_around(cast)
    settle(cast, **route(*USUAL))
    return found


def at(proposal: Proposal) -> str:
    """The body that has it now."""
    passage = current_passage(Proposal.objects.get(pk=proposal.pk))
    return passage.body.name if passage else ""


def passage_of(proposal: Proposal) -> Passage:
    """The step of its route where it is now."""
    found = current_passage(proposal)
    assert found is not None
    return found


def test_without_a_route_it_is_at_the_table_at_once(cast: Cast) -> None:
    proposal = cast.proposal()
    assert proposal.charter is None
    assert not proposal.passages.exists()
    assert is_ready(proposal)
    assert list(pool_of(cast.table)) == [proposal]


def test_advice_goes_along_to_the_agenda(cast: Cast, around: Around) -> None:
    proposal = cast.proposal()
    assert proposal.charter is not None
    assert at(proposal) == "DADO"
    assert not pool_of(cast.table)
    advise(
        actor=around.director_lead,
        passage=passage_of(proposal),
        outcome=PassageOutcome.WITH_REMARKS,
        advice="Reken de kost per inwoner uit.",
    )
    assert at(proposal) == "Stuurgroep"
    pass_on(actor=around.steering_lead, passage=passage_of(proposal))
    assert at(proposal) == ""
    proposal = Proposal.objects.get(pk=proposal.pk)
    assert list(pool_of(cast.table)) == [proposal]
    place_on_agenda(actor=cast.secretary, meeting=cast.meeting(), proposal=proposal)
    first = proposal.passages.get(order=1)
    assert (first.outcome, first.advice) == ("with_remarks", "Reken de kost per inwoner uit.")
    assert first.done_by == around.director_lead
    told = Message.objects.filter(kind="proposal.answer", recipient=cast.mayor)
    assert told.filter(text__contains="Reken de kost per inwoner uit.").count() == 1


def test_no_agenda_while_a_body_has_it(cast: Cast, around: Around) -> None:
    proposal = cast.proposal()
    with pytest.raises(WrongMoment, match="nog bij DADO"):
        place_on_agenda(actor=cast.chair, meeting=cast.meeting(), proposal=proposal)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SUBMITTED


def test_who_has_it_answers_and_nobody_else(cast: Cast, around: Around) -> None:
    proposal = cast.proposal()
    assert can_screen(around.director_lead, proposal)
    for other in (cast.secretary, cast.chair, around.steering_lead, cast.other_secretary):
        assert not can_screen(other, proposal)
    with pytest.raises(WrongMoment, match="ligt nu bij DADO"):
        refuse_proposal(actor=cast.secretary, proposal=proposal, answer="Neen.")
    for stranger in (
        around.steering_lead,
        cast.mayor,
        cast.partner,
        cast.other_mayor,
        cast.citizen,
    ):
        with pytest.raises(NotAllowed):
            advise(
                actor=stranger,
                passage=passage_of(proposal),
                outcome=PassageOutcome.IN_FAVOUR,
                advice="",
            )
    with pytest.raises(WrongMoment, match="geeft advies"):
        refuse_proposal(actor=around.director_lead, proposal=proposal, answer="Neen.")
    with pytest.raises(WrongMoment, match="geeft advies"):
        pass_on(actor=around.director_lead, passage=passage_of(proposal))


@pytest.mark.parametrize("outcome", [PassageOutcome.AGAINST, PassageOutcome.PASSED])
def test_an_advice_is_whole(cast: Cast, around: Around, outcome: PassageOutcome) -> None:
    proposal = cast.proposal()
    with pytest.raises(Invalid):
        advise(actor=around.director_lead, passage=passage_of(proposal), outcome=outcome, advice="")
    assert at(proposal) == "DADO"


def test_the_same_advice_twice_is_refused(cast: Cast, around: Around) -> None:
    passage = passage_of(cast.proposal())
    said = {"outcome": PassageOutcome.IN_FAVOUR, "advice": ""}
    advise(actor=around.director_lead, passage=passage, **said)
    with pytest.raises((WrongMoment, NotAllowed)):
        advise(actor=around.director_lead, passage=passage, **said)


def test_a_question_comes_back_to_who_asked(cast: Cast, around: Around) -> None:
    proposal = cast.proposal()
    return_proposal(actor=around.director_lead, proposal=proposal, answer="Wat kost het?")
    proposal.refresh_from_db()
    edit_and_submit(
        actor=cast.mayor, proposal=proposal, expected_revision=proposal.revision, summary="Niets."
    )
    assert at(proposal) == "DADO"
    assert proposal.passages.count() == 2


def test_a_refusal_on_the_way_stays_findable(cast: Cast, around: Around) -> None:
    proposal = cast.proposal()
    advise(
        actor=around.director_lead,
        passage=passage_of(proposal),
        outcome=PassageOutcome.IN_FAVOUR,
        advice="",
    )
    proposal.refresh_from_db()
    refuse_proposal(actor=around.steering_lead, proposal=proposal, answer="Hoort lokaal.")
    assert proposal.passages.get(order=2).outcome == PassageOutcome.STOPPED
    assert proposal in proposals_visible_to(cast.mayor)
    assert proposal in proposals_visible_to(around.director_lead)
    told = Message.objects.filter(recipient=cast.mayor, text__contains="Hoort lokaal.")
    assert told.filter(text__contains="Antwoord van Stuurgroep").count() == 1


def test_the_chair_of_the_table_waits_no_longer(cast: Cast, around: Around) -> None:
    proposal = cast.proposal()
    passage = passage_of(proposal)
    for other in (cast.secretary, around.director_lead, cast.mayor, cast.other_mayor):
        with pytest.raises(NotAllowed):
            pull_past(actor=other, passage=passage, reason="Dringend.")
    with pytest.raises(Invalid):
        pull_past(actor=cast.chair, passage=passage, reason=" ")
    pull_past(actor=cast.chair, passage=passage, reason="DADO komt pas in januari samen.")
    assert at(proposal) == "Stuurgroep"
    logged = AuditEntry.objects.get(verb="proposal.pulled")
    assert logged.reason == "DADO komt pas in januari samen."


def test_bodies_that_are_gone_are_left_out_and_told(cast: Cast) -> None:
    ended = make_body(cast, "Oud orgaan", "oud", BodyKind.STEERING, valid_to=date(2025, 1, 1))
    settle(cast, **route((ended.slug, "screens"), ("bestaat-niet", "advises")))
    proposal = cast.proposal()
    assert not proposal.passages.exists()
    logged = AuditEntry.objects.get(verb="proposal.route_shortened")
    assert logged.changes == {"passage": ["oud, bestaat-niet", None]}


def test_it_stays_under_the_charter_it_was_sent_under(cast: Cast, around: Around) -> None:
    proposal = cast.proposal()
    settle(cast, valid_from=date(2026, 11, 23))
    assert cast.proposal(title="Later").passages.count() == 0
    assert at(proposal) == "DADO"


def test_who_sees_it_on_its_way(cast: Cast, around: Around) -> None:
    proposal = cast.proposal()
    for reader in (around.director_lead, around.steering_lead, cast.secretary, cast.mayor):
        assert proposal in proposals_visible_to(reader)
    for stranger in (cast.partner, cast.other_mayor, cast.other_secretary, cast.citizen):
        assert proposal not in proposals_visible_to(stranger)
    draft = cast.proposal(title="Nog niet", submitted=False)
    assert draft not in proposals_visible_to(around.director_lead)


def test_what_waits_on_a_body(cast: Cast, around: Around) -> None:
    proposal = cast.proposal()
    assert list(waiting_at({around.directors.pk})) == [proposal]
    assert not waiting_at({cast.table.pk, around.steering.pk})


def test_the_go_ahead_is_asked_of_the_chair_of_the_body_that_has_it(
    cast: Cast, around: Around
) -> None:
    settle(cast, around.steering, support={"tasks": {"screen": "after_chair"}})
    proposal = cast.proposal()
    advise(
        actor=around.director_lead,
        passage=passage_of(proposal),
        outcome=PassageOutcome.IN_FAVOUR,
        advice="",
    )
    with pytest.raises(WrongMoment, match="akkoord van de voorzitter"):
        pass_on(actor=around.steering_lead, passage=passage_of(proposal))
    grant_role(
        actor=cast.system,
        body=around.steering,
        person=cast.other_officer.person,
        role=TableRole.CHAIR,
    )
    chair = cast.fresh(cast.other_officer)
    give_clearance(actor=chair, body=around.steering, task=Task.SCREEN, subject=proposal)
    pass_on(actor=around.steering_lead, passage=passage_of(proposal))
    assert at(proposal) == ""


def test_postponed_until_a_day_it_comes_back_by_itself(cast: Cast, clock: Any) -> None:
    proposal = cast.proposal()
    postpone_proposal(actor=cast.secretary, proposal=proposal, until=date(2026, 12, 10))
    assert not pool_of(cast.table)
    assert not waiting_at({cast.table.pk})
    clock.travel_to("2026-12-10 08:00")
    back = Proposal.objects.get()
    assert back.back_since == date(2026, 12, 10)
    assert list(pool_of(cast.table)) == [back]
    assert list(waiting_at({cast.table.pk})) == [back]


def told_at(proposal: Proposal) -> list[tuple[User, str]]:
    """Who heard that the proposal arrived somewhere, and what the mail says."""
    messages = Message.objects.filter(kind="proposal.arrived", text__contains=proposal.title)
    return [(each.recipient, each.text) for each in messages.order_by("pk")]


def test_each_body_on_the_way_hears_that_something_waits(cast: Cast, around: Around) -> None:
    proposal = cast.proposal()
    [(reader, text)] = told_at(proposal)
    assert reader == around.director_lead
    assert "Er ligt een voorstel bij DADO." in text
    assert f"/tafels/{cast.table.slug}/voorstellen/{proposal.pk}/" in text
    advise(
        actor=around.director_lead,
        passage=passage_of(proposal),
        outcome=PassageOutcome.IN_FAVOUR,
        advice="",
    )
    assert [who for who, _ in told_at(proposal)] == [around.director_lead, around.steering_lead]
    pass_on(actor=around.steering_lead, passage=passage_of(proposal))
    home = told_at(proposal)[2:]
    assert {cast.secretary, cast.chair} <= {who for who, _ in home}
    assert cast.mayor not in {who for who, _ in home}
    assert all("Nu kiest dit overleg wat ermee gebeurt." in text for _, text in home)


def test_sent_again_it_is_told_to_who_asked(cast: Cast, around: Around) -> None:
    proposal = cast.proposal()
    return_proposal(actor=around.director_lead, proposal=proposal, answer="Hoeveel kost het?")
    proposal.refresh_from_db()
    edit_and_submit(
        actor=cast.mayor,
        proposal=proposal,
        expected_revision=proposal.revision,
        summary="Het kost niets.",
    )
    assert [who for who, _ in told_at(proposal)] == [around.director_lead] * 2


def test_nobody_gets_a_mail_about_the_own_click(cast: Cast, around: Around) -> None:
    grant_role(
        actor=cast.system,
        body=around.directors,
        person=cast.mayor.person,
        role=TableRole.CHAIR,
        valid_from=date(2026, 1, 1),
    )
    proposal = cast.proposal()
    assert [who for who, _ in told_at(proposal)] == [around.director_lead]
    advise(
        actor=cast.fresh(cast.mayor),
        passage=passage_of(proposal),
        outcome=PassageOutcome.IN_FAVOUR,
        advice="",
    )
    assert not Message.objects.filter(kind="proposal.answer", recipient=cast.mayor).exists()
    assert around.steering_lead in [who for who, _ in told_at(proposal)]
