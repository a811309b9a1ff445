"""The pool, and one proposal: bring it, rewrite it, send it, answer it."""

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.conftest import FixedClock
from tests.factories.cast import Cast, make_table
from tests.factories.routes import make_around, make_body, settle
from tests.workspace.conftest import SignIn

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.dates import spoken
from overlegtafel.governance.policy import may_bring_for
from overlegtafel.governance.services import involve
from overlegtafel.governance.states import BodyKind, Involved
from overlegtafel.meetings.models import Meeting
from overlegtafel.organizations.models import Classification, Organization
from overlegtafel.outbox.models import Message
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.services import edit_proposal, pass_on, postpone_proposal
from overlegtafel.proposals.states import ProposalState

POOL = "/tafels/denderregio/voorstellen/"
NEW = f"{POOL}nieuw/"


def typed(cast: Cast, **changed: Any) -> dict[str, Any]:
    """A proposal as the form sends it."""
    return {
        "title": "Samen laadpalen kopen",
        "summary": "Elk bestuur kiest nu alleen.",
        "reasons": ["reason_challenge"],
        "category": "project",
        "function": "alignment",
        "brought_by": cast.towns["Lede"].pk,
        "preparer_label": "",
        **changed,
    }


def test_a_mayor_proposes_and_the_secretariat_has_it(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.mayor).get(NEW)
    assert page.status_code == 200
    assert f'value="{cast.towns["Lede"].pk}" selected' in page.text

    answer = as_(cast.mayor).post(NEW, typed(cast) | {"submit": "1"}, follow=True)
    assert "Ingediend bij het secretariaat van Denderregio Burgemeestersoverleg." in answer.text
    assert "Bij wie ligt het?" in answer.text
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.reasons) == ("submitted", ["Er stelt zich een uitdaging"])


def test_a_draft_needs_less_and_stays_with_who_brings_it(cast: Cast, as_: SignIn) -> None:
    sent = typed(cast, summary="", reasons=[], category="") | {"draft": "1"}
    answer = as_(cast.mayor).post(NEW, sent, follow=True)
    assert "Bewaard als ontwerp." in answer.text
    proposal = Proposal.objects.get()
    assert proposal.state == ProposalState.DRAFT
    address = f"{POOL}{proposal.pk}/"
    assert as_(cast.director).get(address).status_code == 200
    for other in (cast.secretary, cast.chair, cast.partner):
        assert as_(other).get(address).status_code == 404
    assert "Samen laadpalen kopen" not in as_(cast.secretary).get(POOL).text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": ""}, "Schrijf een titel."),
        ({"title": "x" * 10_000}, "hoogstens 200 tekens. U schreef er 10000."),
        ({"reasons": []}, "Kies minstens één aanleiding."),
        ({"category": ""}, "Kies een categorie."),
        ({"function": ""}, "Kies wat de tafel ermee moet doen."),
        ({"summary": " "}, "Schrijf minstens één zin."),
        ({"brought_by": "999999"}, "In naam van dit bestuur kunt u niets aanbrengen."),
        ({"dossier": "999999"}, "Dit dossier hoort niet bij dit overleg."),
    ],
)
def test_what_is_missing_is_told_and_nothing_typed_is_lost(
    cast: Cast, as_: SignIn, changed: dict[str, Any], sentence: str
) -> None:
    sent = typed(cast, preparer_label="HR-expert DDS", **changed) | {"submit": "1"}
    answer = as_(cast.mayor).post(NEW, sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "HR-expert DDS" in answer.text
    assert not Proposal.objects.exists()


def test_nobody_brings_in_the_name_of_another_town(cast: Cast, as_: SignIn) -> None:
    sent = typed(cast, brought_by=cast.towns["Ninove"].pk) | {"submit": "1"}
    assert as_(cast.mayor).post(NEW, sent).status_code == 422


def test_typed_html_stays_text(cast: Cast, as_: SignIn) -> None:
    evil = "<script>alert(1)</script><b>Titel</b>"
    answer = as_(cast.mayor).post(
        NEW, typed(cast, title=evil, summary=evil) | {"submit": "1"}, follow=True
    )
    assert "<script>alert" not in answer.text
    assert "<b>Titel" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "<script>alert" not in as_(cast.mayor).get(POOL).text


def test_a_partner_brings_and_sees_only_the_own(cast: Cast, as_: SignIn) -> None:
    theirs = cast.proposal(title="Van een burgemeester")
    client = as_(cast.partner)
    sent = typed(cast, brought_by=cast.partner_organization.pk) | {"submit": "1"}
    assert client.post(NEW, sent).status_code == 302
    page = client.get(POOL)
    assert "Samen laadpalen kopen" in page.text
    assert "Van een burgemeester" not in page.text
    assert "Lede" not in page.text
    assert client.get(f"{POOL}{theirs.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 200),
        ("chair", 200),
        ("mayor", 200),
        ("director", 200),
        ("partner", 200),
        ("officer", 403),
        ("alderman", 403),
        ("councillor", 404),
        ("other_mayor", 404),
        ("other_secretary", 404),
        ("citizen", 404),
    ],
)
def test_who_opens_the_pool(cast: Cast, as_: SignIn, who: str, status: int) -> None:
    proposal = cast.proposal(title="Niet voor iedereen")
    client = as_(getattr(cast, who))
    assert client.get(POOL).status_code == status
    assert client.get(NEW).status_code == status
    one = client.get(f"{POOL}{proposal.pk}/")
    insider = who in ("secretary", "chair", "mayor", "director")
    assert one.status_code == (200 if insider else 404)
    if not insider:
        assert "Niet voor iedereen" not in one.text + client.get(POOL).text


def test_another_tables_number_is_not_found(cast: Cast, as_: SignIn) -> None:
    proposal = cast.proposal()
    address = f"/tafels/midwest/voorstellen/{proposal.pk}/"
    assert as_(cast.other_secretary).get(address).status_code == 404
    assert as_(cast.secretary).get(address).status_code == 404
    assert as_(cast.other_secretary).post(f"{address}beoordelen/").status_code == 404


def test_the_pool_is_grouped_and_filtered(cast: Cast, as_: SignIn) -> None:
    cast.proposal(title="Van Lede")
    cast.proposal(title="Van Ninove", by=cast.chair, town="Ninove")
    cast.proposal(title="Nog een ontwerp", submitted=False)
    page = as_(cast.mayor).get(POOL).text
    assert page.index("Te beoordelen</h2>") < page.index("Mijn ontwerpen</h2>")
    filtered = as_(cast.mayor).get(
        POOL, {"aangebracht_door": cast.towns["Ninove"].pk, "stand": "submitted"}
    )
    assert "Van Ninove" in filtered.text
    assert "Van Lede" not in filtered.text
    nonsense = as_(cast.mayor).get(POOL, {"aangebracht_door": "x", "stand": "y", "page": "z"})
    assert nonsense.status_code == 200


@pytest.mark.parametrize("how_many", [1, 31])
def test_the_pool_costs_the_same(
    cast: Cast,
    as_: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    how_many: int,
) -> None:
    for number in range(how_many):
        cast.proposal(title=f"Voorstel {number}", dossier=cast.dossier)
    client = as_(cast.secretary)
    with django_assert_num_queries(16):
        page = client.get(POOL)
    assert page.text.count("dossier D-01") == min(how_many, 30)


def edit_sent(cast: Cast, proposal: Proposal, **changed: Any) -> dict[str, Any]:
    return typed(cast, expected_revision=proposal.revision, **changed)


def test_a_draft_is_rewritten_and_sent(cast: Cast, as_: SignIn) -> None:
    proposal = cast.proposal(submitted=False)
    client, address = as_(cast.mayor), f"{POOL}{proposal.pk}/"
    assert proposal.title in client.get(f"{address}wijzigen/").text
    sent = edit_sent(cast, proposal, title="Beter", reasons=["reason_political"])
    answer = client.post(f"{address}wijzigen/", sent | {"submit": "1"}, follow=True)
    assert "Ingediend bij" in answer.text
    proposal.refresh_from_db()
    assert (proposal.title, proposal.state) == ("Beter", "submitted")
    assert proposal.reasons == ["Er moet politiek gewogen worden"]
    assert client.get(f"{address}wijzigen/").status_code == 409
    assert client.post(f"{address}wijzigen/", sent | {"draft": "1"}).status_code == 409


def test_a_stale_edit_keeps_both_texts(cast: Cast, as_: SignIn) -> None:
    proposal = cast.proposal(submitted=False)
    sent = edit_sent(cast, proposal, title="Mijn titel", summary="Mijn zin.") | {"draft": "1"}
    edit_proposal(
        actor=cast.director, proposal=proposal, expected_revision=1, title="Titel van de AD"
    )
    client, address = as_(cast.mayor), f"{POOL}{proposal.pk}/wijzigen/"
    answer = client.post(address, sent)
    assert answer.status_code == 409
    assert "Titel van de AD" in answer.text
    assert "AD Lede bewaarde intussen een andere tekst" in answer.text
    assert 'value="Mijn titel"' in answer.text
    assert 'name="expected_revision" value="2"' in answer.text
    proposal.refresh_from_db()
    assert proposal.title == "Titel van de AD"
    assert client.post(address, sent | {"expected_revision": "2"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.title == "Mijn titel"


def test_only_who_brings_it_rewrites_and_withdraws(cast: Cast, as_: SignIn) -> None:
    proposal = cast.proposal()
    address = f"{POOL}{proposal.pk}/"
    for other in (cast.secretary, cast.chair):
        assert as_(other).get(f"{address}wijzigen/").status_code == 403
        assert as_(other).post(f"{address}intrekken/").status_code == 403
    assert as_(cast.officer).post(f"{address}intrekken/").status_code == 404
    client = as_(cast.mayor)
    assert client.get(f"{address}intrekken/").status_code == 405
    assert "ingetrokken" in client.post(f"{address}intrekken/", follow=True).text
    assert client.post(f"{address}intrekken/").status_code == 409


def test_sending_an_unfinished_draft_tells_what_is_missing(cast: Cast, as_: SignIn) -> None:
    sent = typed(cast, summary="", reasons=[], category="") | {"draft": "1"}
    client = as_(cast.mayor)
    client.post(NEW, sent)
    proposal = Proposal.objects.get()
    answer = client.post(f"{POOL}{proposal.pk}/indienen/")
    assert answer.status_code == 422
    assert "Kies minstens één aanleiding." in answer.text
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.DRAFT
    assert client.get(f"{POOL}{proposal.pk}/indienen/").status_code == 405


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ({"verb": "return", "question": "Wat kost dat?"}, "returned"),
        (
            {"verb": "postpone", "until": "2027-01-15", "postpone_note": "Eerst cijfers."},
            "postponed",
        ),
        ({"verb": "postpone"}, "postponed"),
        ({"verb": "refuse", "refusal": "Dit is lokaal."}, "refused"),
    ],
)
def test_the_secretariat_answers(cast: Cast, as_: SignIn, sent: dict[str, str], state: str) -> None:
    proposal = cast.proposal()
    address = f"{POOL}{proposal.pk}/"
    assert as_(cast.secretary).get(f"{address}beoordelen/").status_code == 200
    answer = as_(cast.secretary).post(f"{address}beoordelen/", sent, follow=True)
    assert answer.status_code == 200
    proposal.refresh_from_db()
    assert proposal.state == state
    read = as_(cast.mayor).get(address).text
    for text in (sent.get("question"), sent.get("postpone_note"), sent.get("refusal")):
        assert text is None or text in read


def test_the_secretariat_places_it_on_an_agenda(cast: Cast, as_: SignIn) -> None:
    proposal, meeting = cast.proposal(), cast.meeting(date(2026, 12, 18))
    address = f"{POOL}{proposal.pk}/"
    page = as_(cast.secretary).get(address)
    assert "vrijdag 18 december 2026" in page.text
    answer = as_(cast.secretary).post(
        f"{address}beoordelen/", {"verb": "place", "meeting": meeting.pk}, follow=True
    )
    assert "punt 1 op de agenda" in answer.text
    assert "/vergaderingen/2026-12-18/" in answer.text
    again = as_(cast.secretary).post(f"{address}beoordelen/", {"verb": "refuse", "refusal": "x"})
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Kies wat u met dit voorstel doet."),
        ({"verb": "steal"}, "Kies een van de mogelijkheden."),
        ({"verb": "place"}, "Kies een vergadering."),
        ({"verb": "place", "meeting": "999"}, "al verstuurd"),
        ({"verb": "return", "question": " "}, "Schrijf uw vraag"),
        ({"verb": "refuse"}, "Schrijf een reden"),
        ({"verb": "postpone", "until": "2020-01-01"}, "Kies een datum in de toekomst."),
        ({"verb": "postpone", "until": "morgen"}, "Schrijf een datum"),
        ({"verb": "refuse", "refusal": "", "question": "Bewaar mij"}, "Bewaar mij"),
    ],
)
def test_an_answer_that_misses_something(
    cast: Cast, as_: SignIn, sent: dict[str, str], sentence: str
) -> None:
    proposal = cast.proposal()
    answer = as_(cast.secretary).post(f"{POOL}{proposal.pk}/beoordelen/", sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SUBMITTED


def test_only_who_runs_the_table_answers(cast: Cast, as_: SignIn) -> None:
    address = f"{POOL}{cast.proposal().pk}/beoordelen/"
    sent = {"verb": "refuse", "refusal": "Nee."}
    assert as_(cast.mayor).post(address, sent).status_code == 403
    assert as_(cast.director).get(address).status_code == 403
    for other in (cast.officer, cast.partner, cast.other_secretary, cast.citizen):
        assert as_(other).post(address, sent).status_code == 404
    assert Proposal.objects.get().state == ProposalState.SUBMITTED


def test_history_tells_what_happened_but_no_earlier_text(cast: Cast, as_: SignIn) -> None:
    proposal = cast.proposal(title="Geheime werktitel", submitted=False)
    edit_proposal(actor=cast.mayor, proposal=proposal, expected_revision=1, title="Nette titel")
    as_(cast.mayor).post(f"{POOL}{proposal.pk}/indienen/")
    page = as_(cast.chair).get(f"{POOL}{proposal.pk}/").text
    assert "diende het voorstel in" in page
    assert "Geheime werktitel" not in page


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_proposal_costs_the_same(
    cast: Cast,
    as_: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    how_many: int,
) -> None:
    proposal = cast.proposal(submitted=False)
    for number in range(how_many):
        proposal = edit_proposal(
            actor=cast.mayor,
            proposal=proposal,
            expected_revision=proposal.revision,
            title=f"Titel {number}",
        )
    client = as_(cast.mayor)
    with django_assert_num_queries(16):
        page = client.get(f"{POOL}{proposal.pk}/")
    assert page.text.count("wijzigde het voorstel") == how_many


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{POOL}99999999999999999999999/", 404),
        (f"{POOL}0/", 404),
        (f"{POOL}?aangebracht_door=99999999999999999999999&stand=%00&page=99999999999", 200),
        ("/tafels/bestaat-niet/voorstellen/", 404),
    ],
)
def test_strange_addresses(cast: Cast, as_: SignIn, address: str, status: int) -> None:
    cast.proposal()
    assert as_(cast.mayor).get(address).status_code == status


def test_strange_input_is_told_not_crashed_on(cast: Cast, as_: SignIn) -> None:
    huge = "9" * 30
    sent = typed(cast, title="a\x00b", brought_by=huge, dossier=huge) | {"submit": "1"}
    assert as_(cast.mayor).post(NEW, sent).status_code == 422
    proposal = cast.proposal(submitted=False)
    answer = as_(cast.mayor).post(
        f"{POOL}{proposal.pk}/wijzigen/", typed(cast, expected_revision=huge) | {"draft": "1"}
    )
    assert answer.status_code == 409
    answer = as_(cast.mayor).post(
        f"{POOL}{proposal.pk}/wijzigen/", typed(cast, expected_revision="x") | {"draft": "1"}
    )
    assert answer.status_code == 422


def test_a_second_click_changes_nothing(cast: Cast, as_: SignIn) -> None:
    proposal, client = cast.proposal(submitted=False), as_(cast.mayor)
    address = f"{POOL}{proposal.pk}/indienen/"
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 409
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SUBMITTED


def test_the_same_form_sent_twice_gives_one_proposal(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.mayor)
    keys = [client.get(NEW).context["form"]["form_key"].value() for _ in "ab"]
    assert keys[0] != keys[1]
    sent = typed(cast, form_key=keys[0]) | {"submit": "1"}
    first, second = client.post(NEW, sent), client.post(NEW, sent)
    proposal = Proposal.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == f"{POOL}{proposal.pk}/"
    assert AuditEntry.objects.filter(verb="proposal.submitted").count() == 1
    client.post(NEW, sent | {"form_key": keys[1]})
    client.post(NEW, sent | {"form_key": ""})
    assert Proposal.objects.count() == 3


def test_someone_elses_form_key_gives_nothing_away(cast: Cast, as_: SignIn) -> None:
    as_(cast.mayor).post(NEW, typed(cast, form_key="sleutel") | {"submit": "1"})
    theirs = typed(
        cast, form_key="sleutel", title="Iets anders", brought_by=cast.towns["Ninove"].pk
    )
    as_(cast.chair).post(NEW, theirs | {"submit": "1"})
    assert {each.proposer for each in Proposal.objects.all()} == {cast.mayor, cast.chair}


def test_back_to_a_draft_takes_what_was_typed_last(cast: Cast, as_: SignIn) -> None:
    client, sent = as_(cast.mayor), typed(cast, form_key="sleutel")
    client.post(NEW, sent | {"draft": "1"})
    client.post(NEW, sent | {"draft": "1"})
    answer = client.post(NEW, sent | {"title": "Beter", "submit": "1"}, follow=True)
    assert "Ingediend bij" in answer.text
    proposal = Proposal.objects.get()
    assert (proposal.title, proposal.state) == ("Beter", "submitted")


def test_an_old_page_overwrites_no_draft_that_was_edited(cast: Cast, as_: SignIn) -> None:
    client, sent = as_(cast.mayor), typed(cast, form_key="sleutel")
    client.post(NEW, sent | {"draft": "1"})
    draft = Proposal.objects.get()
    edit_proposal(actor=cast.director, proposal=draft, expected_revision=1, title="Van de AD")
    assert client.post(NEW, sent | {"title": "Oud", "submit": "1"}).status_code == 409
    assert Proposal.objects.get().title == "Van de AD"


def test_a_title_is_enough_for_a_draft(cast: Cast, as_: SignIn) -> None:
    sent = {"title": "Later uit te werken", "brought_by": cast.towns["Lede"].pk, "draft": "1"}
    assert as_(cast.mayor).post(NEW, sent).status_code == 302
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.function) == ("draft", "exchange")


def test_labels_stay_what_they_were_after_a_mistake(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.mayor)
    clean, refused = client.get(NEW), client.post(NEW, {"title": "", "draft": "1"})
    assert refused.status_code == 422
    assert clean.text.count("(verplicht)") == refused.text.count("(verplicht)")
    assert clean.text.count("(mag leeg)") == refused.text.count("(mag leeg)")


def test_what_is_too_long_is_told_and_comes_back_whole(cast: Cast, as_: SignIn) -> None:
    client, title = as_(cast.mayor), "Laadpalen " * 25
    assert "maxlength" not in client.get(NEW).text
    answer = client.post(NEW, typed(cast, title=title) | {"submit": "1"})
    assert answer.status_code == 422
    assert "hoogstens 200 tekens. U schreef er 249." in answer.text
    assert title in answer.text


def test_text_from_word_becomes_plain_text(cast: Cast, as_: SignIn) -> None:
    sent = typed(cast, title="Samen\vkopen\x07", summary="Waarom:\r\n\uf0b7\tgoedkoper\v•\tsneller")
    as_(cast.mayor).post(NEW, sent | {"submit": "1"})
    proposal = Proposal.objects.get()
    assert (proposal.title, proposal.summary) == (
        "Samen kopen",
        "Waarom:\n- goedkoper\n- sneller",
    )


def test_what_an_open_field_becomes_is_said(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.mayor).get(NEW).text
    assert "dan wordt het: “Er is regionale info”." in page
    assert "dan wordt het: “Informatie- en kennisdoorstroming”." in page


def test_a_placed_proposal_tells_the_day(cast: Cast, as_: SignIn, settings: Any) -> None:
    proposal, meeting = cast.proposal(), cast.meeting(date(2026, 12, 24))
    answer = as_(cast.secretary).post(
        f"{POOL}{proposal.pk}/beoordelen/", {"verb": "place", "meeting": meeting.pk}, follow=True
    )
    assert "Staat nu als punt 1 op de agenda van donderdag 24 december 2026." in answer.text
    told = Message.objects.get(kind="proposal.answer")
    assert told.recipient == cast.mayor
    assert told.text.startswith("Dag Burgemeester Lede,")
    assert "Uw voorstel staat op de agenda van donderdag 24 december 2026." in told.text
    assert "Denderregio Burgemeestersoverleg" in told.text
    assert f"{settings.SITE_ADDRESS}{POOL}{proposal.pk}/" in told.text


def test_an_answer_is_in_the_mail(cast: Cast, as_: SignIn) -> None:
    proposal = cast.proposal()
    sent = {"verb": "return", "question": "Wat kost dat?"}
    as_(cast.secretary).post(f"{POOL}{proposal.pk}/beoordelen/", sent)
    told = Message.objects.get(kind="proposal.answer")
    assert "Uw voorstel kwam terug met een vraag." in told.text
    assert "Wat kost dat?" in told.text


def test_the_log_keeps_until_when_it_waits(cast: Cast) -> None:
    proposal = cast.proposal()
    postpone_proposal(actor=cast.secretary, proposal=proposal, until=date(2027, 1, 15))
    logged = AuditEntry.objects.get(verb="proposal.postponed").changes
    assert logged == {"state": ["submitted", "postponed"], "postponed_until": [None, "2027-01-15"]}


def test_telling_other_tables_from_the_page(cast: Cast, as_: SignIn) -> None:
    there = make_table(cast.system, "Kust", "kust", [cast.towns["Lede"]], "A-K")
    proposal = cast.proposal(title="Reddingsplan")
    address = f"{POOL}{proposal.pk}/melden/"
    client = as_(cast.secretary)
    assert address in client.get(f"{POOL}{proposal.pk}/").text
    answer = client.post(address, {"text": "Weegt u mee?"})
    assert answer.status_code == 422
    assert "Kies minstens één overleg." in answer.text
    assert "Weegt u mee?" in answer.text
    answer = client.post(address, {"text": "Weegt u mee?", "bodies": [there.pk]}, follow=True)
    assert "Gemeld aan Kust Burgemeestersoverleg." in answer.text
    assert "Ook gemeld aan" in answer.text
    assert as_(cast.mayor).get(address).status_code == 403
    assert as_(cast.other_mayor).get(address).status_code == 404


def test_the_page_says_when_the_agenda_is_already_sent(
    cast: Cast, as_: SignIn, clock: FixedClock
) -> None:
    cast.thread(until="convened", held_on=date(2026, 12, 17))
    sent = "De agenda van 17 december 2026 is al verstuurd; uw voorstel "
    added = f"{sent}kan er nog bij met een aanvulling"
    page = as_(cast.secretary).get(NEW).text
    assert f"{added}. Anders komt het op de agenda daarna." in page
    today = clock.now().date()
    Meeting.objects.update(proposals_due_on=today)
    until = f"{added}, tot en met {spoken(today)}. Anders komt het op de agenda daarna."
    assert until in as_(cast.secretary).get(NEW).text
    clock.move(days=1)
    cast.meeting(date(2027, 1, 14))
    assert f"{sent}komt op de agenda van 14 januari 2027." in as_(cast.mayor).get(NEW).text


def test_the_light_form_asks_a_title_and_one_sentence(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.mayor).get(NEW)
    form = page.context["form"]
    shown = {name: form[name].value() for name in ("function", "brought_by")}
    assert shown == {"function": "exchange", "brought_by": cast.towns["Lede"].pk}
    as_(cast.mayor).post(NEW, shown | {"title": "Delen", "summary": "Eén zin.", "submit": "1"})
    assert Proposal.objects.get().state == ProposalState.SUBMITTED


def test_the_only_planned_meeting_is_chosen(cast: Cast, as_: SignIn) -> None:
    proposal = cast.proposal(preparer_label="")
    first = cast.meeting(date(2026, 12, 4))
    page = as_(cast.secretary).get(f"{POOL}{proposal.pk}/").text
    assert f'<option value="{first.pk}" selected>' in page
    assert 'list="voorbereiders"' in page
    assert '<option value="SOLVA"></option>' in page
    cast.meeting(date(2026, 12, 17))
    page = as_(cast.secretary).get(f"{POOL}{proposal.pk}/").text
    assert f'<option value="{first.pk}" selected>' not in page


def test_staff_brings_for_who_is_around_this_table_only(cast: Cast) -> None:
    make_body(cast, "Stuurgroep", "stuurgroep", BodyKind.STEERING)
    far = Organization.objects.create(
        classification=Classification.PARTNER, code="ver", name="Cluster ver", slug="ver"
    )
    near = Organization.objects.create(
        classification=Classification.PARTNER, code="bij", name="Natuurvereniging", slug="bij"
    )
    involve(actor=cast.secretary, body=cast.table, organization=near, way=Involved.ADVICE)
    names = set(may_bring_for(cast.secretary, cast.table).values_list("name", flat=True))
    around = {"Stuurgroep", "Natuurvereniging", "Zorgzaam vzw", "SOLVA"}
    assert names == {*cast.towns, *around, cast.table.organization.name}
    assert far.name not in names
    assert cast.other_table.organization.name not in names
    assert not may_bring_for(cast.secretary, cast.other_table).exists()


def test_the_support_shows_who_noted_it(cast: Cast, as_: SignIn) -> None:
    around = make_around(cast)
    settle(cast, agendering={"route": [{"body": "stuurgroep", "does": "screens"}]})
    proposal = cast.proposal()
    passage = proposal.passages.get()
    pass_on(actor=around.steering_lead, passage=passage)
    page = as_(cast.secretary).get(f"{POOL}{proposal.pk}/").text
    assert "Stuurgroep: doorgegeven, genoteerd door Trekker Stuurgroep" in page
