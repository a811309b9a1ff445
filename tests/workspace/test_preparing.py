"""The pages of who prepares one item: that item, its note, and no more (R85)."""

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast, make_person
from tests.factories.routes import settle
from tests.workspace.conftest import SignIn

from overlegtafel.governance.states import Intake
from overlegtafel.meetings.services import convene_meeting, place_on_agenda
from overlegtafel.organizations.models import Classification, Organization, PostRole
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.services import draft_proposal, postpone_proposal

POOL = "/tafels/denderregio/voorstellen/"
HOME = "/mijn-tafel/"


def prepared(cast: Cast, **content: object) -> Proposal:
    """A proposal of Lede that the partner prepares."""
    facts: dict[str, object] = {"prepared_by": cast.partner_organization, **content}
    return cast.proposal(title="Eerstelijnszorg", preparer_label="Zorgzaam vzw", **facts)


def page_of(proposal: Proposal) -> str:
    return f"{POOL}{proposal.pk}/"


def test_the_preparer_finds_it_on_the_start_page_and_writes_the_note(
    cast: Cast, as_: SignIn
) -> None:
    proposal, client = prepared(cast), as_(cast.partner)
    start = client.get(HOME).text
    assert "Nota voorbereiden" in start
    assert page_of(proposal) in start
    page = client.get(page_of(proposal))
    assert page.status_code == 200
    assert "U bereidt dit voor" in page.text
    typed = {"note": "Onze cijfers.\r\nEn meer.", "expected_revision": proposal.revision}
    answer = client.post(f"{page_of(proposal)}nota/", typed, follow=True)
    assert "De nota is bewaard." in answer.text
    assert "De nota wijzigen" in answer.text
    assert Proposal.objects.get().note == "Onze cijfers.\nEn meer."
    again = client.get(HOME).text
    assert "Nota voorbereiden" not in again
    assert "U bereidt voor" in again


def test_it_reads_nothing_of_what_happens_around_it(cast: Cast, as_: SignIn) -> None:
    proposal = prepared(cast, dossier=cast.dossier)
    cast.proposal(title="Een ander punt")
    postpone_proposal(
        actor=cast.secretary, proposal=proposal, until=None, answer="De raad ligt moeilijk."
    )
    page = as_(cast.partner).get(page_of(proposal)).text
    for hidden in (
        *("ligt moeilijk", "Wat ermee gebeurde", "stelde het voorstel uit", "Draagvlak"),
        *("Een ander punt", cast.dossier.title, "/vergaderingen/"),
    ):
        assert hidden not in page
    seen = as_(cast.mayor).get(page_of(proposal)).text
    assert "ligt moeilijk" in seen
    assert "Wat ermee gebeurde" in seen


def test_in_the_pool_it_stands_alone(cast: Cast, as_: SignIn) -> None:
    settle(cast, agendering={"intake": [Intake.PARTNER, Intake.MEMBER]})
    proposal = prepared(cast)
    cast.proposal(title="Een ander punt")
    postpone_proposal(
        actor=cast.secretary, proposal=proposal, until=None, answer="De raad ligt moeilijk."
    )
    page = as_(cast.partner).get(POOL).text
    assert "Eerstelijnszorg" in page
    assert "Een ander punt" not in page
    assert "ligt moeilijk" not in page


@pytest.mark.parametrize("who", ["other_mayor", "other_secretary", "citizen", "officer"])
def test_who_neither_prepares_nor_sits_there_finds_nothing(
    cast: Cast, as_: SignIn, who: str
) -> None:
    proposal, client = prepared(cast), as_(getattr(cast, who))
    for address in (page_of(proposal), f"{page_of(proposal)}nota/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Eerstelijnszorg" not in answer.text


def test_a_partner_that_does_not_prepare_it_finds_nothing(cast: Cast, as_: SignIn) -> None:
    proposal = prepared(cast, prepared_by=cast.support)
    assert as_(cast.partner).get(page_of(proposal)).status_code == 404


def test_staff_of_a_company_without_a_place_at_the_table_prepares_too(
    cast: Cast, as_: SignIn
) -> None:
    expert = make_person(cast.system, "Zorgexpert", cast.support, PostRole.EXPERT)
    proposal, client = prepared(cast, prepared_by=cast.support), as_(expert)
    page = client.get(page_of(proposal))
    assert page.status_code == 200
    assert "/tafels/denderregio/vergaderingen/" not in page.text
    assert "Nota voorbereiden" in client.get(HOME).text
    assert client.get("/tafels/denderregio/").status_code == 404


def test_insiders_read_the_note_and_are_told_who_writes_it(cast: Cast, as_: SignIn) -> None:
    proposal = prepared(cast, note="Onze cijfers.")
    page = as_(cast.secretary).get(page_of(proposal)).text
    assert "Onze cijfers." in page
    assert f"{page_of(proposal)}nota/" not in page
    assert as_(cast.secretary).get(f"{page_of(proposal)}nota/").status_code == 403


def test_what_was_typed_comes_back_when_someone_saved_first(cast: Cast, as_: SignIn) -> None:
    proposal, client = prepared(cast, note="De eerste."), as_(cast.partner)
    Proposal.objects.update(note="De tweede.", revision=9)
    typed = {"note": "Die van mij.", "expected_revision": proposal.revision}
    answer = client.post(f"{page_of(proposal)}nota/", typed)
    assert answer.status_code == 409
    assert "De tweede." in answer.text
    assert answer.text.count("Die van mij.") == 2
    assert 'value="9"' in answer.text


def test_too_long_a_note_comes_back_whole(cast: Cast, as_: SignIn) -> None:
    proposal = prepared(cast)
    long = "woord " * 9_000
    typed = {"note": long, "expected_revision": proposal.revision}
    answer = as_(cast.partner).post(f"{page_of(proposal)}nota/", typed)
    assert answer.status_code == 422
    assert long.strip() in answer.text


def test_once_the_agenda_is_sent_there_is_no_form(cast: Cast, as_: SignIn) -> None:
    proposal, meeting, client = prepared(cast), cast.meeting(), as_(cast.partner)
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    assert "U bereidt dit voor" in client.get(page_of(proposal)).text
    convene_meeting(actor=cast.secretary, meeting=meeting)
    assert f"{page_of(proposal)}nota/" not in client.get(page_of(proposal)).text
    assert client.get(f"{page_of(proposal)}nota/").status_code == 409
    assert "Nota voorbereiden" not in client.get(HOME).text


def test_the_templates_empty_note_is_none(cast: Cast, as_: SignIn) -> None:
    settle(cast, preparation={"note_template": "Waarom?\nWat kost het?"})
    proposal, client = prepared(cast), as_(cast.partner)
    assert "Wat kost het?" in client.get(page_of(proposal)).text
    typed = {"note": "Waarom?\r\nWat kost het?", "expected_revision": proposal.revision}
    client.post(f"{page_of(proposal)}nota/", typed)
    assert Proposal.objects.get().note == ""


def test_a_known_organization_chosen_in_the_form_prepares_it(cast: Cast, as_: SignIn) -> None:
    typed = {
        "title": "Eerstelijnszorg",
        "summary": "Eén zin.",
        "function": "alignment",
        "category": "project",
        "reasons": ["reason_challenge"],
        "brought_by": cast.towns["Lede"].pk,
        "preparer": cast.partner_organization.pk,
        "preparer_label": "dienst zorg",
    }
    client = as_(cast.mayor)
    client.post(f"{POOL}nieuw/", {**typed, "draft": "1"})
    draft = Proposal.objects.get()
    assert draft.prepared_by == cast.partner_organization
    assert draft.preparer_label == "Zorgzaam vzw: dienst zorg"
    page = client.get(f"{page_of(draft)}wijzigen/")
    form = page.context["form"]
    assert form["preparer"].value() == cast.partner_organization.pk
    assert form["preparer_label"].value() == "dienst zorg"
    words = {**typed, "preparer": "", "preparer_label": "een dokter", "submit": "1"}
    client.post(f"{page_of(draft)}wijzigen/", {**words, "expected_revision": draft.revision})
    draft.refresh_from_db()
    assert (draft.prepared_by, draft.preparer_label, draft.state) == (
        None,
        "een dokter",
        "submitted",
    )


def test_who_edits_keeps_a_preparer_it_could_not_choose(cast: Cast, as_: SignIn) -> None:
    settle(cast, agendering={"intake": [Intake.PARTNER]})
    other = Organization.objects.create(
        classification=Classification.PARTNER, code="ioed", name="IOED Dender", slug="ioed"
    )
    draft = draft_proposal(
        actor=cast.partner,
        body=cast.table,
        title="Een molen",
        brought_by=cast.partner_organization,
    )
    Proposal.objects.update(prepared_by=other, preparer_label="IOED Dender")
    client = as_(cast.partner)
    form = client.get(f"{page_of(draft)}wijzigen/").context["form"]
    assert form["preparer"].value() == other.pk
    typed = {name: form[name].value() for name in form.fields if form[name].value()}
    answer = client.post(f"{page_of(draft)}wijzigen/", {**typed, "title": "Een kerk", "draft": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    draft.refresh_from_db()
    assert (draft.title, draft.prepared_by, draft.preparer_label) == (
        "Een kerk",
        other,
        "IOED Dender",
    )


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_pages_cost_the_same(
    cast: Cast,
    as_: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    how_many: int,
) -> None:
    settle(cast, agendering={"intake": [Intake.PARTNER, Intake.MEMBER]})
    for _ in range(how_many):
        proposal = prepared(cast)
    client = as_(cast.partner)
    client.get(HOME)
    with django_assert_num_queries(10):
        client.get(HOME)
    with django_assert_num_queries(12):
        client.get(POOL)
    with django_assert_num_queries(10):
        client.get(page_of(proposal))
