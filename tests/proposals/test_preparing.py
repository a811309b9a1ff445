"""Who prepares one item sees that one and writes its note, and nothing else of the table (R85)."""

from datetime import date

import pytest
from tests.factories.cast import Cast, make_person
from tests.factories.routes import settle

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.dossiers.policy import dossiers_visible_to
from overlegtafel.dossiers.services import set_preparer
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.policy import is_cleared
from overlegtafel.governance.services import ask_clearance, give_clearance, grant_role
from overlegtafel.governance.states import Intake, TableRole, Task
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.policy import meetings_visible_to
from overlegtafel.meetings.services import (
    complete_item,
    convene_meeting,
    place_on_agenda,
    write_note,
)
from overlegtafel.organizations.models import Classification, Organization, PostRole
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import only_prepares, proposals_visible_to
from overlegtafel.proposals.services import (
    draft_proposal,
    edit_proposal,
    refuse_proposal,
    return_proposal,
    submit_proposal,
)


def another_partner(cast: Cast) -> User:
    """A partner of the same table, of another organization."""
    other = Organization.objects.create(
        classification=Classification.PARTNER, code="ioed", name="IOED Dender", slug="ioed"
    )
    person = make_person(cast.system, "Consulent erfgoed")
    grant_role(
        actor=cast.system,
        body=cast.table,
        person=person.person,
        role=TableRole.PARTNER,
        organization=other,
    )
    return person


def seen_by(actor: User) -> set[str]:
    """The titles that someone sees."""
    return set(proposals_visible_to(actor).values_list("title", flat=True))


def prepared(cast: Cast, by: Organization | None = None, **content: object) -> Proposal:
    """A proposal that the partner prepares, beside one that it does not."""
    cast.proposal(title="Een ander punt")
    return cast.proposal(
        title="Eerstelijnszorg", prepared_by=by or cast.partner_organization, **content
    )


def test_the_partner_that_prepares_one_item_sees_that_one(cast: Cast) -> None:
    assert seen_by(cast.partner) == set()
    prepared(cast)
    assert seen_by(cast.partner) == {"Eerstelijnszorg"}
    for who in (another_partner(cast), cast.other_mayor, cast.other_secretary, cast.citizen):
        assert seen_by(who) == set()
    for who in (cast.officer, cast.alderman, cast.councillor):
        assert "Eerstelijnszorg" not in seen_by(who)


def test_it_sees_nothing_else_of_the_table(cast: Cast) -> None:
    proposal = prepared(cast, dossier=cast.dossier)
    place_on_agenda(actor=cast.secretary, meeting=cast.meeting(), proposal=proposal)
    assert list(meetings_visible_to(cast.partner)) == []
    assert list(dossiers_visible_to(cast.partner)) == []
    assert only_prepares(cast.partner, proposal)
    assert not only_prepares(cast.mayor, proposal)
    assert not only_prepares(cast.secretary, proposal)


def test_a_draft_is_not_yet_the_preparers(cast: Cast) -> None:
    draft = prepared(cast, submitted=False)
    assert seen_by(cast.partner) == set()
    submit_proposal(actor=cast.mayor, proposal=draft)
    assert seen_by(cast.partner) == {"Eerstelijnszorg"}


@pytest.mark.parametrize("role", [PostRole.STAFF, PostRole.DIRECTOR, PostRole.EXPERT])
def test_so_do_the_staff_the_director_and_the_experts_of_a_company(
    cast: Cast, role: PostRole
) -> None:
    someone = make_person(cast.system, f"{role.label} SOLVA", cast.support, role)
    member = make_person(cast.system, "Bestuurder SOLVA", cast.support, PostRole.MEMBER)
    proposal = prepared(cast, by=cast.support)
    assert seen_by(someone) == {"Eerstelijnszorg"}
    assert seen_by(member) == set()
    write_note(actor=someone, proposal=proposal, note="De nota.", expected_revision=2)
    assert Proposal.objects.get(pk=proposal.pk).note == "De nota."


def test_a_partner_of_another_table_prepares_only_there(cast: Cast) -> None:
    stranger = make_person(cast.system, "Zorgzaam elders")
    grant_role(
        actor=cast.system,
        body=cast.other_table,
        person=stranger.person,
        role=TableRole.PARTNER,
        organization=cast.partner_organization,
    )
    proposal = prepared(cast)
    assert seen_by(stranger) == set()
    with pytest.raises(NotAllowed):
        write_note(actor=stranger, proposal=proposal, note="X", expected_revision=2)


def test_the_note_is_written_and_logged_until_someone_saved_first(cast: Cast) -> None:
    proposal = prepared(cast)
    write_note(actor=cast.partner, proposal=proposal, note="Onze cijfers.", expected_revision=2)
    entry = AuditEntry.objects.get(verb="proposal.prepared")
    assert (entry.actor, entry.changes) == (cast.partner, {"note": ["", "Onze cijfers."]})
    with pytest.raises(Stale):
        write_note(actor=cast.partner, proposal=proposal, note="Later", expected_revision=2)
    proposal.refresh_from_db()
    assert (proposal.note, proposal.revision) == ("Onze cijfers.", 3)


@pytest.mark.parametrize(
    "who", ["secretary", "chair", "mayor", "director", "officer", "other_mayor", "citizen"]
)
def test_nobody_else_writes_it_this_way(cast: Cast, who: str) -> None:
    proposal = prepared(cast)
    with pytest.raises(NotAllowed):
        write_note(actor=getattr(cast, who), proposal=proposal, note="X", expected_revision=2)


def test_after_a_question_it_may_still_be_written_but_not_once_refused(cast: Cast) -> None:
    proposal = prepared(cast)
    return_proposal(actor=cast.secretary, proposal=proposal, answer="Kan de nota korter?")
    write_note(
        actor=cast.partner, proposal=proposal, note="Kort.", expected_revision=proposal.revision
    )
    submit_proposal(actor=cast.mayor, proposal=Proposal.objects.get(pk=proposal.pk))
    proposal.refresh_from_db()
    refuse_proposal(actor=cast.secretary, proposal=proposal, answer="Elders.")
    with pytest.raises(WrongMoment, match="niet weerhouden"):
        write_note(
            actor=cast.partner, proposal=proposal, note="X", expected_revision=proposal.revision
        )
    assert seen_by(cast.partner) == {"Eerstelijnszorg"}


def test_on_an_agenda_the_item_takes_the_note_over_until_it_is_sent(cast: Cast) -> None:
    settle(cast, support={"tasks": {"convene": "after_chair"}})
    proposal, meeting = prepared(cast), cast.meeting()
    item = place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    ask_clearance(actor=cast.secretary, body=cast.table, task=Task.CONVENE, subject=meeting)
    give_clearance(actor=cast.chair, body=cast.table, task=Task.CONVENE, subject=meeting)
    proposal.refresh_from_db()
    revision = proposal.revision
    write_note(actor=cast.partner, proposal=proposal, note="De nota.", expected_revision=revision)
    item.refresh_from_db()
    assert (item.note, item.revision) == ("De nota.", 2)
    assert not is_cleared(cast.table, Task.CONVENE, meeting)
    give_clearance(actor=cast.chair, body=cast.table, task=Task.CONVENE, subject=meeting)
    convene_meeting(actor=cast.secretary, meeting=meeting)
    with pytest.raises(WrongMoment, match="agenda is verstuurd"):
        write_note(actor=cast.partner, proposal=proposal, note="X", expected_revision=revision + 1)
    assert AgendaItem.objects.get().note == "De nota."


def test_what_the_chair_cleared_about_it_is_cleared_again(cast: Cast) -> None:
    settle(cast, support={"tasks": {"screen": "after_chair"}})
    proposal = prepared(cast)
    give_clearance(actor=cast.chair, body=cast.table, task=Task.SCREEN, subject=proposal)
    write_note(actor=cast.partner, proposal=proposal, note="Nieuw.", expected_revision=2)
    assert not is_cleared(cast.table, Task.SCREEN, proposal)


def test_a_table_that_is_over_is_only_read(cast: Cast) -> None:
    proposal = prepared(cast)
    type(cast.table).objects.update(valid_to=date(2026, 1, 1))
    with pytest.raises(WrongMoment, match="liep af"):
        write_note(
            actor=cast.partner,
            proposal=Proposal.objects.get(pk=proposal.pk),
            note="X",
            expected_revision=2,
        )


def test_only_who_is_involved_here_can_be_named(cast: Cast) -> None:
    elsewhere = cast.other_mayor.person.mandates.get().post.organization
    for preparer in (elsewhere, cast.other_table.organization):
        with pytest.raises(Invalid, match="hier niet betrokken") as refused:
            cast.proposal(prepared_by=preparer)
        assert refused.value.field == "preparer"
    draft = cast.proposal(submitted=False)
    with pytest.raises(Invalid, match="hier niet betrokken"):
        edit_proposal(actor=cast.mayor, proposal=draft, expected_revision=1, prepared_by=elsewhere)


def test_a_partner_names_itself_and_no_other(cast: Cast) -> None:
    settle(cast, agendering={"intake": [Intake.PARTNER]})
    other = another_partner(cast).person.role_grants.get().organization
    facts = {"actor": cast.partner, "body": cast.table, "brought_by": cast.partner_organization}
    draft = draft_proposal(title="Van ons", prepared_by=cast.partner_organization, **facts)
    assert draft.preparer_label == "Zorgzaam vzw"
    with pytest.raises(Invalid):
        draft_proposal(title="Van hen", prepared_by=other, **facts)


def test_the_preparer_of_the_dossier_is_taken_over_at_sending(cast: Cast) -> None:
    set_preparer(
        actor=cast.secretary,
        dossier=cast.dossier,
        preparer=cast.partner_organization,
        preparer_label="dienst zorg",
    )
    proposal = cast.proposal(dossier=cast.dossier, preparer_label="")
    assert proposal.preparer_label == "Zorgzaam vzw: dienst zorg"
    assert proposal.prepared_by == cast.partner_organization
    assert proposal.preparer_words == "dienst zorg"
    assert len(seen_by(cast.partner)) == 1


def test_so_is_the_organization_that_the_charter_names_for_the_domain(cast: Cast) -> None:
    domains = [
        {"name": "personeel", "preparer": "partner:zorg"},
        {"name": "wonen", "preparer": "de woonwinkel"},
    ]
    settle(cast, preparation={"domains": domains})
    proposal = cast.proposal(dossier=cast.dossier, preparer_label="")
    assert (proposal.preparer_label, proposal.prepared_by) == (
        "Zorgzaam vzw",
        cast.partner_organization,
    )
    type(cast.dossier).objects.update(domain="wonen")
    cast.dossier.refresh_from_db()
    in_words = cast.proposal(dossier=cast.dossier, preparer_label="")
    assert (in_words.preparer_label, in_words.prepared_by) == ("de woonwinkel", None)


def test_who_is_named_at_placing_is_known_by_name(cast: Cast) -> None:
    meeting, involved = cast.meeting(), " zorgzaam VZW: dienst zorg "
    proposals = [cast.proposal(title=words, preparer_label="") for words in "AB"]
    place_on_agenda(
        actor=cast.secretary, meeting=meeting, proposal=proposals[0], preparer_label=involved
    )
    place_on_agenda(
        actor=cast.secretary, meeting=meeting, proposal=proposals[1], preparer_label="onze expert"
    )
    known = list(AgendaItem.objects.order_by("order").values_list("prepared_by", flat=True))
    assert known == [cast.partner_organization.pk, None]
    assert seen_by(cast.partner) == {"A"}


def test_named_anew_on_the_agenda_another_prepares_it(cast: Cast) -> None:
    item = place_on_agenda(
        actor=cast.secretary, meeting=cast.meeting(), proposal=prepared(cast, note="Klaar.")
    )
    complete_item(actor=cast.secretary, item=item, expected_revision=1, note="Beter.")
    assert seen_by(cast.partner) == {"Eerstelijnszorg"}
    complete_item(actor=cast.secretary, item=item, expected_revision=2, preparer_label="SOLVA")
    item.proposal.refresh_from_db()
    assert item.proposal.prepared_by == item.prepared_by == cast.support
    assert seen_by(cast.partner) == set()


def test_an_exchange_is_nobodys_to_prepare_by_itself(cast: Cast) -> None:
    set_preparer(actor=cast.secretary, dossier=cast.dossier, preparer=cast.partner_organization)
    proposal = cast.proposal(dossier=cast.dossier, preparer_label="", function=Function.EXCHANGE)
    assert proposal.prepared_by is None
    assert seen_by(cast.partner) == set()
