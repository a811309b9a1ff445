"""What an item has before its agenda is sent: a preparer from placing on, the rest by sending."""

import re
from typing import Any

import pytest
from tests.factories.cast import Cast
from tests.factories.routes import make_around, settle

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.dossiers.states import Category, Function
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.services import give_clearance
from overlegtafel.governance.states import CompetentBody, Task
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.queries import items_of
from overlegtafel.meetings.readiness import objections, rules_of
from overlegtafel.meetings.services import complete_item, convene_meeting, place_on_agenda
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.queries import current_passage
from overlegtafel.proposals.services import advise
from overlegtafel.proposals.states import PassageOutcome
from overlegtafel.reporting.meetings import item_lines

POLICY = {"function": Function.POLICY}


def placed(cast: Cast, **content: Any) -> tuple[Meeting, AgendaItem]:
    """A meeting with one item on its agenda."""
    meeting = cast.meeting()
    item = place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=cast.proposal(**content))
    return meeting, item


def sentences(meeting: Meeting) -> list[str]:
    """Why the agenda can't be sent."""
    return [words for _, words in objections(items_of(meeting), rules_of(meeting))]


def test_an_exchange_goes_with_a_title_and_one_sentence(cast: Cast) -> None:
    meeting, _ = placed(cast, function=Function.EXCHANGE, preparer_label="", reasons=())
    convene_meeting(actor=cast.secretary, meeting=meeting)


@pytest.mark.parametrize("function", [Function.ALIGNMENT, Function.POLICY])
def test_who_prepares_is_known_from_placing_on(cast: Cast, function: Function) -> None:
    meeting, proposal = cast.meeting(), cast.proposal(function=function, preparer_label="")
    with pytest.raises(Invalid, match="wie dit voorbereidt") as refused:
        place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    assert refused.value.field == "preparer_label"
    item = place_on_agenda(
        actor=cast.secretary, meeting=meeting, proposal=proposal, preparer_label=" SOLVA "
    )
    assert item.preparer_label == "SOLVA"
    assert Proposal.objects.get().preparer_label == "SOLVA"


def test_where_the_charter_does_not_ask_it_nobody_prepares(cast: Cast) -> None:
    settle(cast, preparation={"preparer_needed": False})
    meeting, item = placed(cast, preparer_label="")
    assert item.preparer_label == ""
    convene_meeting(actor=cast.secretary, meeting=meeting)


def test_a_policy_item_is_sent_with_the_decision_it_expects_and_its_note(cast: Cast) -> None:
    """R5: a policy item cannot be put on a final agenda without them."""
    settle(cast, preparation={"note_needed_for_policy": True})
    meeting, item = placed(cast, title="Visie 2040", **POLICY)
    asked = "Punt 1, “Visie 2040”: vul nog aan welke lokale beslissing verwacht wordt en de nota."
    assert sentences(meeting) == [asked]
    with pytest.raises(Invalid, match=re.escape(asked)):
        convene_meeting(actor=cast.secretary, meeting=meeting)
    meeting.refresh_from_db()
    assert meeting.state == "planned"
    complete_item(
        actor=cast.secretary,
        item=item,
        expected_revision=1,
        expected_decision=CompetentBody.COUNCIL,
        note="Waarom wij dit doen.",
    )
    assert sentences(meeting) == []
    convene_meeting(actor=cast.secretary, meeting=meeting)
    proposal = Proposal.objects.get()
    assert (proposal.expected_decision, proposal.note) == ("council", "Waarom wij dit doen.")


def test_every_incomplete_item_is_named(cast: Cast) -> None:
    meeting, _ = placed(cast, title="Eerste", **POLICY)
    second = cast.proposal(title="Tweede", **POLICY)
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=second)
    with pytest.raises(Invalid, match=r"Punt 1, “Eerste”.*Punt 2, “Tweede”"):
        convene_meeting(actor=cast.secretary, meeting=meeting)


def test_an_item_without_category_is_not_sent(cast: Cast) -> None:
    """R101. No service makes one; an import or an old row might."""
    meeting, item = placed(cast, function=Function.EXCHANGE, reasons=())
    AgendaItem.objects.update(category="")
    with pytest.raises(Invalid, match="vul nog aan de categorie"):
        convene_meeting(actor=cast.secretary, meeting=meeting)
    complete_item(actor=cast.secretary, item=item, expected_revision=1, category=Category.PROJECT)
    convene_meeting(actor=cast.secretary, meeting=meeting)


def advised_domain(cast: Cast, *bodies: str) -> None:
    """A charter that wants advice in the dossier's domain."""
    settle(cast, preparation={"domains": [{"name": "personeel", "advice": list(bodies)}]})


def test_a_proposal_passes_the_bodies_whose_advice_its_domain_asks(cast: Cast) -> None:
    around = make_around(cast)
    advised_domain(cast, "dado")
    proposal = cast.proposal(dossier=cast.dossier)
    meeting = cast.meeting()
    with pytest.raises(WrongMoment, match="DADO"):
        place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    passage = current_passage(proposal)
    assert passage is not None
    advise(
        actor=around.director_lead,
        passage=passage,
        outcome=PassageOutcome.AGAINST,
        advice="Te duur.",
    )
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=Proposal.objects.get())
    convene_meeting(actor=cast.secretary, meeting=meeting)
    [line] = item_lines(cast.mayor, meeting, rules_of(meeting))
    assert line.tracks is not None
    assert line.tracks.administrative == [
        "Voorbereid door AD Lede",
        "DADO: ongunstig advies, genoteerd door Trekker DADO",
    ]


def test_an_exchange_asks_no_advice(cast: Cast) -> None:
    make_around(cast)
    advised_domain(cast, "dado")
    meeting, _ = placed(cast, function=Function.EXCHANGE, reasons=(), dossier=cast.dossier)
    convene_meeting(actor=cast.secretary, meeting=meeting)


def test_advice_that_came_another_way_is_noted_by_who_makes_the_agenda(cast: Cast) -> None:
    around = make_around(cast)
    meeting, item = placed(cast, title="Laadpalen", dossier=cast.dossier)
    advised_domain(cast, "dado", "bestaat-niet")
    assert sentences(meeting) == ["Punt 1, “Laadpalen”: vul nog aan advies van DADO."]
    advices = {around.directors: (PassageOutcome.WITH_REMARKS, "Begin klein.")}
    wordless = {around.directors: (PassageOutcome.AGAINST, " ")}
    with pytest.raises(Invalid, match="Schrijf het advies"):
        complete_item(actor=cast.secretary, item=item, expected_revision=1, advices=wordless)
    complete_item(actor=cast.secretary, item=item, expected_revision=1, advices=advices)
    assert sentences(meeting) == []
    noted = AuditEntry.objects.get(verb="proposal.advice_noted")
    assert noted.actor == cast.secretary
    assert noted.changes == {"passage": [None, "DADO: advies met opmerkingen"]}


def test_filling_in_keeps_what_someone_else_saved(cast: Cast) -> None:
    _, item = placed(cast, **POLICY)
    complete_item(actor=cast.secretary, item=item, expected_revision=1, note="Eerst.")
    with pytest.raises(Stale):
        complete_item(actor=cast.second_secretary, item=item, expected_revision=1, note="Later.")
    assert AgendaItem.objects.get().note == "Eerst."


def test_who_fills_in_and_until_when(cast: Cast) -> None:
    meeting, item = placed(cast)
    for stranger in (cast.mayor, cast.director, cast.other_secretary, cast.partner, cast.citizen):
        with pytest.raises(NotAllowed):
            complete_item(actor=stranger, item=item, expected_revision=1, note="x")
    convene_meeting(actor=cast.secretary, meeting=meeting)
    with pytest.raises(WrongMoment):
        complete_item(actor=cast.secretary, item=item, expected_revision=1, note="x")


def test_what_the_chair_validated_is_validated_again_once_an_item_changes(cast: Cast) -> None:
    settle(cast, support={"tasks": {"convene": "after_chair"}})
    meeting, item = placed(cast, **POLICY)
    give_clearance(actor=cast.chair, body=cast.table, task=Task.CONVENE, subject=meeting)
    complete_item(
        actor=cast.secretary,
        item=item,
        expected_revision=1,
        expected_decision=CompetentBody.NONE,
    )
    with pytest.raises(WrongMoment, match="akkoord van de voorzitter"):
        convene_meeting(actor=cast.secretary, meeting=meeting)
    give_clearance(actor=cast.chair, body=cast.table, task=Task.CONVENE, subject=meeting)
    convene_meeting(actor=cast.secretary, meeting=meeting)


def test_a_policy_item_nobody_of_the_administration_supports_is_warned_about(cast: Cast) -> None:
    """R55: seen by who leads the table, with both tracks named."""
    settle(cast, preparation={"preparer_needed": False})
    meeting, _ = placed(cast, preparer_label="", **POLICY)
    [line] = item_lines(cast.chair, meeting, rules_of(meeting))
    assert line.tracks is not None
    assert (line.tracks.administrative, line.tracks.political) == ([], [])
    assert "nog geen ambtelijk draagvlak" in line.tracks.warning


def test_the_tracks_are_for_insiders(cast: Cast) -> None:
    meeting, _ = placed(cast)
    convene_meeting(actor=cast.secretary, meeting=meeting)
    for reader, sees in (("mayor", True), ("director", True), ("officer", False)):
        [line] = item_lines(getattr(cast, reader), meeting, rules_of(meeting))
        assert (line.tracks is not None) == sees, reader


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"functions": ["exchange"]}, "doet dit niet"),
        ({"categories": ["information"]}, "behandelt deze categorie niet"),
    ],
)
def test_what_the_table_does_not_handle_is_not_placed(
    cast: Cast, facts: dict[str, list[str]], sentence: str
) -> None:
    proposal, meeting = cast.proposal(), cast.meeting()
    GoverningBody.objects.filter(pk=cast.table.pk).update(**facts)
    meeting.body.refresh_from_db()
    with pytest.raises(Invalid, match=sentence):
        place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)


def test_the_template_of_a_note_is_no_note(cast: Cast) -> None:
    settle(cast, preparation={"note_needed_for_policy": True, "note_template": "Wat?\n\nWaarom?"})
    meeting, item = placed(cast, expected_decision=CompetentBody.NONE, **POLICY)
    complete_item(actor=cast.secretary, item=item, expected_revision=1, note="Wat?\n\nWaarom? ")
    [sentence] = sentences(meeting)
    assert sentence.endswith("vul nog aan de nota.")
