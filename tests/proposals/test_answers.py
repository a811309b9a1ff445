"""Sending on, combining, and what the charter fills in."""

from datetime import date

import pytest
from tests.factories.cast import Cast, make_person, make_table, make_town
from tests.factories.routes import make_around, make_body, route, settle

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.services import add_seat, grant_role
from overlegtafel.governance.states import BodyKind, TableRole
from overlegtafel.meetings.services import (
    close_meeting,
    convene_meeting,
    open_meeting,
    place_on_agenda,
    save_minutes,
)
from overlegtafel.meetings.states import Outcome
from overlegtafel.organizations.models import Classification, Organization
from overlegtafel.outbox.models import Message
from overlegtafel.proposals.completeness import missing_from
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import proposals_visible_to
from overlegtafel.proposals.queries import preparers_for, proposal_at, refer_targets
from overlegtafel.proposals.services import (
    combine_proposals,
    draft_proposal,
    edit_proposal,
    keep_here,
    postpone_proposal,
    propose,
    refer_proposal,
    refuse_proposal,
    submit_proposal,
)
from overlegtafel.reporting.proposals import other_end_of, proposal_thread
from overlegtafel.reporting.proposers import proposers_of

FIRE = {
    "theme": "Brandveiligheid",
    "words": ["brandweer", "zoneraad"],
    "platforms": [
        {"platform": "Zoneraad", "role": "agree"},
        {"platform": "stuurgroep", "role": "inform"},
    ],
}


def test_sent_on_it_has_the_other_tables_route_and_points_back(cast: Cast) -> None:
    around = make_around(cast)
    settle(cast, around.steering, **route(("dado", "advises")))
    proposal = cast.proposal(dossier=cast.dossier)
    there = refer_proposal(
        actor=cast.secretary, proposal=proposal, to_body=around.steering, reason="Eerst daar."
    )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("referred", "Eerst daar.")
    assert (there.origin, there.state, there.proposer) == (proposal, "submitted", cast.mayor)
    assert (there.title, there.dossier) == (proposal.title, None)
    assert there.passages.get().body == around.directors
    end = other_end_of(cast.mayor, proposal)
    assert end.body == around.steering
    assert end.words == "bij DADO (adviseert)."
    told = Message.objects.get(recipient=cast.mayor, text__contains="Eerst daar.")
    assert "ging naar Stuurgroep" in told.text
    assert there in proposals_visible_to(around.steering_lead)
    assert proposal_at(cast.mayor, "stuurgroep", there.pk) == there


def test_where_something_may_be_sent(cast: Cast) -> None:
    around = make_around(cast)
    shares = make_table(cast.system, "Buren", "buren", [cast.towns["Zele"]], "A-B")
    over = make_body(cast, "Voorbij", "voorbij", BodyKind.STEERING, valid_to=date(2025, 1, 1))
    below = make_body(cast, "Onder", "onder", BodyKind.SUBREGION, parent=cast.table)
    found = set(refer_targets(cast.table))
    assert found == {around.directors, around.steering, shares, below}
    assert cast.table in refer_targets(below)
    proposal = cast.proposal()
    for body in (cast.other_table, over, cast.table):
        with pytest.raises(Invalid):
            refer_proposal(actor=cast.chair, proposal=proposal, to_body=body, reason="Daar.")
    with pytest.raises(Invalid):
        refer_proposal(actor=cast.chair, proposal=proposal, to_body=below, reason="")
    for stranger in (cast.mayor, cast.partner, cast.other_mayor, cast.other_secretary):
        with pytest.raises(NotAllowed):
            refer_proposal(actor=stranger, proposal=proposal, to_body=below, reason="Daar.")


def test_sent_on_twice_both_ends_show_the_last(cast: Cast) -> None:
    around = make_around(cast)
    first = cast.proposal()
    second = refer_proposal(
        actor=cast.chair, proposal=first, to_body=around.steering, reason="Daar."
    )
    third = refer_proposal(
        actor=around.steering_lead, proposal=second, to_body=around.directors, reason="Of daar."
    )
    assert other_end_of(cast.mayor, first).body == around.directors
    refuse_proposal(actor=around.director_lead, proposal=third, answer="Lokaal.")
    first.refresh_from_db()
    assert other_end_of(cast.mayor, first).words == "niet weerhouden op 23 november 2026."


def test_combined_it_goes_on_in_the_name_of_all(cast: Cast) -> None:
    into = cast.proposal()
    other = cast.proposal(title="Snelladers", by=cast.chair, town="Ninove")
    combine_proposals(actor=cast.secretary, into=into, others=[other])
    other.refresh_from_db()
    assert (other.state, other.combined_into, other.proposer) == ("combined", into, cast.chair)
    item = place_on_agenda(actor=cast.secretary, meeting=cast.meeting(), proposal=into)
    assert item.brought_by_words == "Lede en Ninove"
    for reader in (cast.mayor, cast.chair):
        texts = "".join(Message.objects.filter(recipient=reader).values_list("text", flat=True))
        assert "samengevoegd" in texts
        assert "staat op de agenda van vrijdag 20 november 2026" in texts
    thread = proposal_thread(cast.mayor, proposal_at(cast.mayor, "denderregio", into.pk))
    assert thread.combined == [other]


def test_what_can_not_be_combined(cast: Cast) -> None:
    into, other = cast.proposal(), cast.proposal(title="Ander")
    around = make_around(cast)
    elsewhere = refer_proposal(
        actor=cast.chair, proposal=cast.proposal(), to_body=around.steering, reason="Daar."
    )
    for others in ([], [into], [elsewhere]):
        with pytest.raises(Invalid):
            combine_proposals(actor=cast.secretary, into=into, others=others)
    with pytest.raises(NotAllowed):
        combine_proposals(actor=cast.mayor, into=into, others=[other])
    refuse_proposal(actor=cast.chair, proposal=other, answer="Neen.")
    with pytest.raises(WrongMoment):
        combine_proposals(actor=cast.secretary, into=into, others=[other])
    with pytest.raises(WrongMoment):
        combine_proposals(actor=cast.secretary, into=other, others=[into])


def test_a_partner_learns_nothing_of_what_its_proposal_was_combined_with(cast: Cast) -> None:
    theirs = propose(
        actor=cast.partner,
        body=cast.table,
        title="Zorg dichtbij",
        summary="Samen.",
        brought_by=cast.partner_organization,
    )
    into = cast.proposal(title="Geheim van Lede")
    combine_proposals(actor=cast.secretary, into=into, others=[theirs])
    theirs.refresh_from_db()
    end = other_end_of(cast.partner, theirs)
    assert end.link is None
    told = "".join(Message.objects.filter(recipient=cast.partner).values_list("text", flat=True))
    assert "Geheim van Lede" not in told + end.words


def test_one_partner_sees_nothing_of_another(cast: Cast) -> None:
    second = Organization.objects.create(
        classification=Classification.PARTNER, code="natuur", name="Natuur vzw", slug="natuur"
    )
    user = make_person(cast.system, "Directeur Natuur")
    grant_role(
        actor=cast.system,
        body=cast.table,
        person=user.person,
        role=TableRole.PARTNER,
        organization=second,
    )
    theirs = propose(
        actor=cast.partner,
        body=cast.table,
        title="Zorg dichtbij",
        summary="Samen.",
        brought_by=cast.partner_organization,
    )
    assert theirs not in proposals_visible_to(user)
    assert cast.partner_organization not in preparers_for(user, cast.table)
    assert second in preparers_for(user, cast.table)


def test_deferred_it_comes_back_without_an_old_date(cast: Cast) -> None:
    proposal = cast.proposal()
    postpone_proposal(actor=cast.secretary, proposal=proposal, until=date(2026, 11, 23))
    meeting = cast.meeting(date(2026, 11, 23))
    item = place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    convene_meeting(actor=cast.secretary, meeting=meeting)
    open_meeting(actor=cast.secretary, meeting=meeting)
    save_minutes(
        actor=cast.secretary,
        item=item,
        minutes="",
        outcome=Outcome.DEFERRED,
        expected_revision=item.revision,
    )
    close_meeting(actor=cast.secretary, meeting=meeting)
    proposal = Proposal.objects.get(pk=proposal.pk)
    assert (proposal.state, proposal.back_since) == ("postponed", None)


def test_what_the_charter_says_of_the_domain_fills_in_the_preparer(cast: Cast) -> None:
    domain = {"name": "personeel", "preparer": "solva", "advice": ["dado"]}
    charter = settle(cast, preparation={"domains": [domain], "note_needed_for_policy": True})
    proposal = cast.proposal(dossier=cast.dossier, preparer_label="")
    assert proposal.preparer_label == "SOLVA"
    proposal.function = Function.POLICY
    missing = ["welke lokale beslissing verwacht wordt", "de nota", "advies van dado"]
    assert missing_from(proposal, charter.rules) == missing
    assert missing_from(proposal, charter.rules, {"dado"}) == missing[:2]
    proposal.function = Function.EXCHANGE
    assert missing_from(proposal, charter.rules) == []


def test_a_preparer_whose_time_is_over_is_nobody(cast: Cast) -> None:
    domain = {"name": "personeel", "preparer": "solva", "preparer_until": "2026-10-31"}
    settle(cast, preparation={"domains": [domain]})
    assert cast.proposal(dossier=cast.dossier, preparer_label="").preparer_label == ""


def test_each_of_the_five_kinds_may_prepare(cast: Cast) -> None:
    found = set(preparers_for(cast.secretary, cast.table))
    assert {cast.towns["Lede"], cast.support, cast.partner_organization} <= found
    assert make_town("Gent", "44021") not in set(preparers_for(cast.secretary, cast.table))


def test_a_theme_of_another_platform_is_kept_and_overruled_with_a_reason(cast: Cast) -> None:
    make_around(cast)
    settle(cast, themes=[FIRE])
    proposal = cast.proposal(title="Meer brandweerposten")
    assert proposal.platform == "Zoneraad en Stuurgroep"
    with pytest.raises(NotAllowed):
        keep_here(actor=cast.mayor, proposal=proposal, reason="Politiek.")
    with pytest.raises(Invalid):
        keep_here(actor=cast.secretary, proposal=proposal, reason="")
    keep_here(actor=cast.secretary, proposal=proposal, reason="Eerst politiek wegen.")
    logged = AuditEntry.objects.get(verb="proposal.kept")
    assert logged.changes == {"platform_reason": ["", "Eerst politiek wegen."]}
    assert cast.proposal(title="Laadpalen").platform == ""


def test_the_table_only_takes_the_functions_it_does(cast: Cast) -> None:
    cast.table.functions = ["exchange"]
    cast.table.save()
    draft = cast.proposal(submitted=False)
    with pytest.raises(Invalid, match="Kies een andere functie"):
        submit_proposal(actor=cast.mayor, proposal=draft)


def test_who_brought_what_adds_up_and_names_nobody(cast: Cast) -> None:
    add_seat(actor=cast.system, body=cast.table, category="guest", person=cast.citizen.person)
    for _ in "ab":
        cast.proposal()
    cast.proposal(by=cast.chair, town="Ninove")
    cast.proposal(title="Ontwerp", submitted=False)
    seen = proposers_of(cast.mayor, cast.table, date(2026, 11, 23))
    assert seen.total == 3 == sum(number for _, number in seen.kinds)
    assert seen.own == [("Lede", 2)]
    assert seen.spread == [("niets", 3), ("één of twee", 2)]
    assert seen.named == []
    led = proposers_of(cast.secretary, cast.table, date(2026, 11, 23))
    assert [(town.name, number) for town, number in led.named][:3] == [
        ("Lede", 2),
        ("Ninove", 1),
        ("Aalst", 0),
    ]
    assert proposers_of(cast.secretary, cast.table, date(2027, 11, 23)).total == 0


def test_what_was_typed_in_the_form_is_kept(cast: Cast) -> None:
    draft = draft_proposal(
        actor=cast.mayor,
        body=cast.table,
        title="Samen",
        brought_by=cast.towns["Lede"],
        note="Nota.",
        expected_decision="council",
        wish_of="college",
    )
    edited = edit_proposal(
        actor=cast.mayor, proposal=draft, expected_revision=1, wish_of="council", note="Nieuw."
    )
    assert (edited.note, edited.expected_decision, edited.wish_of) == (
        "Nieuw.",
        "council",
        "council",
    )
