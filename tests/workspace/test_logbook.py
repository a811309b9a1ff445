"""The log of a table: in words, for who runs it, at the same cost whatever its length."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.workspace.conftest import SignIn

from overlegtafel.audit.models import AuditEntry
from overlegtafel.dossiers.states import MOVES as DOSSIER_MOVES
from overlegtafel.governance.services import invite_member
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.organizations.models import PostRole
from overlegtafel.proposals.services import edit_proposal, submit_proposal, withdraw_proposal
from overlegtafel.proposals.states import ProposalState
from overlegtafel.publication.services import release_agreement
from overlegtafel.reporting.words import KINDS, VERBS, changed_fields

LOG = "/tafels/denderregio/logboek/"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 200),
        ("chair", 200),
        ("mayor", 403),
        ("director", 403),
        ("officer", 403),
        ("partner", 403),
        ("councillor", 404),
        ("other_secretary", 404),
        ("citizen", 404),
    ],
)
def test_who_reads_the_log(cast: Cast, as_: SignIn, who: str, status: int) -> None:
    cast.proposal(title="Iets vertrouwelijks")
    page = as_(getattr(cast, who)).get(LOG)
    assert page.status_code == status
    assert ("Iets vertrouwelijks" in page.text) == (status == 200)


def test_changes_read_as_dutch(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread()
    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="put_on_agenda",
        expected_revision=1,
        meets_on=date(2026, 12, 10),
    )
    draft = cast.proposal(title="Oud", submitted=False)
    edit_proposal(
        actor=cast.mayor,
        proposal=draft,
        expected_revision=1,
        title="Nieuw",
        category="strategy",
        reason_political=True,
    )
    submit_proposal(actor=cast.mayor, proposal=cast.mayor.proposals.get(title="Nieuw"))
    page = as_(cast.secretary).get(LOG).text
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "Dossierbehandelaar Lede legde de lokale beslissing vast" in text
    assert "stand: van Nog niet bekend → naar Op de agenda" in text
    assert "zitting: 10 december 2026" in text
    assert "titel: van Oud → naar Nieuw" in text
    assert "Er moet politiek gewogen worden: ja" in text or "→ naar ja" in text
    assert "besturen: Aalst, Lebbeke, Lede, Ninove en Zele" in text
    for raw in ("put_on_agenda", "on_agenda", "strategy", "meets_on", "gegeven:", "None"):
        assert raw not in text


def test_a_draft_is_not_read_in_the_log_before_it_is_sent(cast: Cast, as_: SignIn) -> None:
    draft = cast.proposal(title="Nog voor niemand", submitted=False)
    cast.proposal(title="Eigen ontwerp", by=cast.secretary, submitted=False)
    client = as_(cast.secretary)
    assert "Nog voor niemand" not in client.get(LOG).text
    assert "Eigen ontwerp" in client.get(LOG).text
    submit_proposal(actor=cast.mayor, proposal=draft)
    assert "Nog voor niemand" in client.get(LOG).text
    withdraw_proposal(actor=cast.mayor, proposal=draft)
    assert "trok het voorstel in" in client.get(LOG).text


def test_who_gives_a_post_in_a_municipality_stands_in_the_log(cast: Cast, as_: SignIn) -> None:
    invite_member(
        actor=cast.secretary,
        body=cast.table,
        email="nieuw@example.org",
        name="Nieuw Gezicht",
        role=PostRole.OFFICER,
        organization=cast.towns["Aalst"],
    )
    page = as_(cast.chair).get(LOG, {"soort": "samenstelling"}).text
    assert "gaf een functie in een bestuur" in page
    assert "nodigde iemand uit" in page
    assert "schreef een nieuwe persoon in" in page
    assert "nieuw@example.org" in page
    assert "Nieuw Gezicht" in page


def test_the_log_is_filtered_by_kind(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed")
    client = as_(cast.secretary)
    filtered = client.get(LOG, {"soort": "vergaderingen"}).text
    assert "verstuurde de agenda" in filtered
    assert "diende het voorstel in" not in filtered
    assert client.get(LOG, {"soort": "onzin", "page": "x"}).status_code == 200


def test_every_verb_has_words_and_a_kind(repository: Path) -> None:
    written = set()
    for file in (repository / "src").rglob("services.py"):
        written |= set(re.findall(r'"([a-z_]+\.[a-z_]+)"', file.read_text(encoding="utf-8")))
    written |= {f"proposal.{state}" for state in ProposalState if state != ProposalState.DRAFT}
    written |= {f"dossier.{verb}" for verb in DOSSIER_MOVES}
    elsewhere = {"flanders", "organization"}
    verbs = {verb for verb in written if verb.split(".")[0] not in elsewhere and "key" not in verb}
    assert verbs - set(VERBS) == set()
    prefixes = tuple(prefix for _, each in KINDS.values() for prefix in each)
    assert all(verb.startswith(prefixes) for verb in VERBS)


CHOSEN = [
    (model, field)
    for model in apps.get_models()
    if model.__module__.startswith("overlegtafel.")
    for field in model._meta.get_fields()
    if getattr(field, "flatchoices", ())
]


@pytest.mark.parametrize(
    ("model", "field"), CHOSEN, ids=[f"{model.__name__}-{field.name}" for model, field in CHOSEN]
)
def test_a_choice_reads_as_its_label(model: type[Model], field: Any) -> None:
    for value, label in field.flatchoices:
        entry = AuditEntry(
            verb="x", subject_type=model._meta.label_lower, changes={field.name: [None, value]}
        )
        assert not value or [line.new for line in changed_fields(entry)] == [str(label)]


def test_a_release_says_what_everyone_sees(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread()
    assert thread.agreement is not None
    release_agreement(actor=cast.secretary, agreement=thread.agreement)
    page = as_(cast.secretary).get(LOG).text
    assert "geen lokale beslissingen" in page
    assert "none" not in re.sub(r"<[^>]+>", "", page)
    assert "maakte de afspraak definitief" in page
    assert "bekrachtig" not in page


@pytest.mark.parametrize("how_many", [1, 60])
def test_the_log_costs_the_same(
    cast: Cast,
    as_: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    how_many: int,
) -> None:
    for number in range(how_many):
        cast.proposal(title=f"Voorstel {number}")
    client = as_(cast.secretary)
    with django_assert_num_queries(8):
        page = client.get(LOG)
    assert page.text.count("<time") == min(50, page.context["page"].paginator.count)
