"""Telling other tables, with one text for all (R72): the coast tells the tables of its regions."""

import pytest
from tests.factories.cast import Cast, make_person, make_table
from tests.factories.routes import make_around, route, settle

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import PostRole
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import proposals_visible_to
from overlegtafel.proposals.queries import tables_to_tell
from overlegtafel.proposals.services import (
    draft_proposal,
    refer_proposal,
    refuse_proposal,
    tell_tables,
)
from overlegtafel.reporting.proposals import other_end_of, proposal_thread

TEXT = "Wij vragen samen een strandreddingsplan. Weegt u mee?"


def neighbours(cast: Cast) -> list[GoverningBody]:
    """Two tables that share a member with ours."""
    return [
        make_table(cast.system, f"Overleg {name}", name.lower(), [cast.towns[name]], f"A-{name}")
        for name in ("Zele", "Ninove")
    ]


def test_each_table_gets_the_same_text_as_information(cast: Cast) -> None:
    first, second = neighbours(cast)
    proposal = cast.proposal(title="Reddingsplan")
    told = tell_tables(actor=cast.secretary, proposal=proposal, bodies=[first, second], text=TEXT)
    proposal.refresh_from_db()
    assert proposal.state == "submitted"
    assert [(each.body, each.summary, each.origin) for each in told] == [
        (first, TEXT, proposal),
        (second, TEXT, proposal),
    ]
    assert {each.function for each in told} == {"exchange"}
    assert {each.brought_by for each in told} == {cast.table.organization}
    assert told[0].title == "Uit Denderregio: Reddingsplan"


def test_both_ends_show_each_other_and_only_who_may_gets_the_way(cast: Cast) -> None:
    [first, _] = neighbours(cast)
    proposal = cast.proposal(title="Reddingsplan")
    [there] = tell_tables(actor=cast.secretary, proposal=proposal, bodies=[first], text=TEXT)
    [end] = proposal_thread(cast.mayor, proposal).told
    assert (end.body, end.link) == (first, None)
    assert end.words == f"Bij het secretariaat van {first.name}."
    seat_of_both = make_person(cast.system, "Mayor Zele", cast.towns["Zele"], PostRole.MAYOR)
    [seen] = proposal_thread(seat_of_both, proposal).told
    assert seen.link == there
    origin = proposal_thread(seat_of_both, there).origin
    assert origin is not None
    assert (origin.body, origin.words, origin.link) == (cast.table, "", proposal)
    assert there not in proposals_visible_to(cast.other_mayor)


def test_information_goes_to_the_secretariat_without_advice_first(cast: Cast) -> None:
    around = make_around(cast)
    settle(cast, around.steering, **route(("dado", "advises")))
    [there] = tell_tables(
        actor=cast.secretary, proposal=cast.proposal(), bodies=[around.steering], text=TEXT
    )
    assert not there.passages.exists()


def test_a_table_is_told_once_and_never_where_it_came_from(cast: Cast) -> None:
    [first, second] = neighbours(cast)
    proposal = cast.proposal()
    [there] = tell_tables(actor=cast.secretary, proposal=proposal, bodies=[first], text=TEXT)
    assert list(tables_to_tell(proposal)) == [second]
    with pytest.raises(Invalid, match="niet, of niet meer"):
        tell_tables(actor=cast.secretary, proposal=proposal, bodies=[first], text=TEXT)
    assert cast.table not in tables_to_tell(there)


def test_sent_on_after_it_was_told_the_other_end_is_where_it_went(cast: Cast) -> None:
    [first, second] = neighbours(cast)
    proposal = cast.proposal()
    tell_tables(actor=cast.secretary, proposal=proposal, bodies=[first], text=TEXT)
    there = refer_proposal(
        actor=cast.secretary, proposal=proposal, to_body=second, reason="Het hoort daar."
    )
    proposal.refresh_from_db()
    assert other_end_of(cast.secretary, proposal).body == there.body


@pytest.mark.parametrize("who", ["mayor", "director", "partner", "other_mayor", "other_secretary"])
def test_only_who_answers_for_the_table_tells(cast: Cast, who: str) -> None:
    [first, _] = neighbours(cast)
    actor: User = getattr(cast, who)
    with pytest.raises(NotAllowed):
        tell_tables(actor=actor, proposal=cast.proposal(), bodies=[first], text=TEXT)
    assert not Proposal.objects.filter(body=first).exists()


def test_nothing_empty_strange_or_over_is_told(cast: Cast) -> None:
    [first, _] = neighbours(cast)
    proposal = cast.proposal()
    for bodies, text, field in (
        ([first], "  ", "text"),
        ([], TEXT, "bodies"),
        ([cast.other_table], TEXT, "bodies"),
    ):
        with pytest.raises(Invalid) as refusal:
            tell_tables(actor=cast.secretary, proposal=proposal, bodies=bodies, text=text)
        assert refusal.value.field == field
    refuse_proposal(actor=cast.secretary, proposal=proposal, answer="Niet nu.")
    with pytest.raises(WrongMoment, match="niet weerhouden"):
        tell_tables(actor=cast.secretary, proposal=proposal, bodies=[first], text=TEXT)


def test_a_draft_is_told_to_nobody(cast: Cast) -> None:
    [first, _] = neighbours(cast)
    draft = draft_proposal(
        actor=cast.secretary, body=cast.table, title="Later", brought_by=cast.support
    )
    with pytest.raises(WrongMoment, match="ontwerp"):
        tell_tables(actor=cast.secretary, proposal=draft, bodies=[first], text=TEXT)
