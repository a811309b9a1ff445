"""How a table works: figures, evaluation, self-assessment, taking note, the road covered."""

from datetime import date

import pytest
from tests.factories.cast import Cast
from tests.workspace.conftest import SignIn

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.governance.models import Charter, Evaluation
from overlegtafel.governance.rules import Agendering, CharterRules, Template
from overlegtafel.governance.services import adopt_charter, draft_charter, save_charter
from overlegtafel.governance.services.evaluations import (
    acknowledge_charter,
    answer_evaluation,
    assess,
    close_evaluation,
    open_evaluation,
)
from overlegtafel.governance.services.sharing import copy_charter, share_piece, withdraw_piece
from overlegtafel.governance.states import SharedKind
from overlegtafel.reporting.sharing import library_visible_to, pieces_to_share
from overlegtafel.reporting.working import evaluation_figures, road_of, working_of

TODAY = date(2026, 11, 23)
SCORES = {"trust": 4, "useful": 5, "prepared": 3, "followed": 4, "home": 2}
pytestmark = pytest.mark.django_db


def adopted(cast: Cast, rules: CharterRules | None = None) -> Charter:
    """A charter that holds today."""
    charter = draft_charter(actor=cast.chair, body=cast.table)
    charter = save_charter(
        actor=cast.chair,
        charter=charter,
        expected_revision=1,
        rules=rules or CharterRules(),
        agendering="Wie iets aanbrengt, meldt het drie weken vooraf.",
    )
    return adopt_charter(
        actor=cast.system, charter=charter, valid_from=date(2026, 1, 1), adopted_on=date(2026, 1, 1)
    )


def test_every_figure_leads_to_what_it_counts(cast: Cast, as_: SignIn) -> None:
    cast.thread(until="closed")
    page = as_(cast.mayor).get("/tafels/denderregio/werking/")
    assert page.status_code == 200
    assert "?jaar=2026&amp;functie=alignment" in page.content.decode()
    listed = as_(cast.mayor).get("/tafels/denderregio/werking/punten/?jaar=2026&functie=alignment")
    assert "Laadpalen langs de Dender" in listed.content.decode()
    assert as_(cast.mayor).get("/tafels/denderregio/werking/punten/?jaar=x").status_code == 404


def test_four_categories_by_three_functions_add_up_and_lead_on(cast: Cast, as_: SignIn) -> None:
    cast.thread(until="closed")
    working = working_of(cast.mayor, cast.table, TODAY)
    cells = {row.category: [count for _, _, count in row.cells] for row in working.categories}
    assert cells == {
        "information": [0, 0, 0],
        "steering": [0, 0, 0],
        "project": [0, 1, 0],
        "strategy": [0, 0, 0],
    }
    assert sum(row.total for row in working.categories) == working.years[-1].total
    client = as_(cast.mayor)
    assert (
        "functie=alignment&amp;categorie=project" in client.get("/tafels/denderregio/werking/").text
    )
    points = "/tafels/denderregio/werking/punten/?jaar=2026&categorie="
    assert "Laadpalen langs de Dender" in client.get(f"{points}project").text
    assert "Laadpalen langs de Dender" not in client.get(f"{points}strategy").text
    assert client.get(f"{points}geen").status_code == 404


def test_an_evaluation_closes_with_a_conclusion_and_a_next_date(cast: Cast) -> None:
    cast.thread(until="closed")
    evaluation = open_evaluation(
        actor=cast.secretary, body=cast.table, period_from=date(2026, 1, 1), period_to=TODAY
    )
    with pytest.raises(WrongMoment):
        open_evaluation(
            actor=cast.chair, body=cast.table, period_from=date(2026, 1, 1), period_to=TODAY
        )
    figures = evaluation_figures(cast.table, evaluation.period_from, evaluation.period_to)
    assert (figures["meetings"], figures["items"], figures["proposers"]) == (1, 1, {"gemeente": 1})
    with pytest.raises(Invalid, match="minstens één conclusie"):
        close_evaluation(
            actor=cast.secretary,
            evaluation=evaluation,
            conclusions=[" "],
            next_on=date(2027, 6, 1),
            figures=figures,
        )
    with pytest.raises(Invalid, match="toekomst"):
        close_evaluation(
            actor=cast.secretary,
            evaluation=evaluation,
            conclusions=["Niets wijzigen"],
            next_on=TODAY,
            figures=figures,
        )
    closed = close_evaluation(
        actor=cast.secretary,
        evaluation=evaluation,
        conclusions=["Niets wijzigen"],
        next_on=date(2027, 6, 1),
        figures=figures,
    )
    closed.refresh_from_db()
    assert closed.figures["items"] == 1
    charter = draft_charter(actor=cast.chair, body=cast.table, from_evaluation=closed)
    assert list(closed.changes.all()) == [charter]
    with pytest.raises(NotAllowed):
        open_evaluation(actor=cast.other_mayor, body=cast.table, period_from=TODAY, period_to=TODAY)


def test_two_who_answer_at_once_lose_nothing(cast: Cast, as_: SignIn) -> None:
    evaluation = open_evaluation(
        actor=cast.secretary, body=cast.table, period_from=date(2026, 1, 1), period_to=TODAY
    )
    answer_evaluation(
        actor=cast.chair, evaluation=evaluation, answers={"structure": "Ja."}, expected_revision=1
    )
    with pytest.raises(Stale):
        answer_evaluation(
            actor=cast.secretary, evaluation=evaluation, answers={}, expected_revision=1
        )
    page = as_(cast.secretary).post(
        f"/tafels/denderregio/evaluaties/{evaluation.pk}/",
        {"expected_revision": "1", "structure": "Te veel groepen"},
    )
    assert page.status_code == 409
    assert "Te veel groepen" in page.content.decode()
    assert "Ja." in page.content.decode()


def test_the_view_of_members_shows_from_three_answers_on_and_never_whose(cast: Cast) -> None:
    members = [cast.mayor, *mayors_beside(cast)]
    for count, member in enumerate(members[:3], 1):
        assess(actor=member, body=cast.table, scores=SCORES)
        views = working_of(cast.mayor, cast.table, TODAY).views
        assert bool(views) == (count >= 3)
    assess(actor=cast.mayor, body=cast.table, scores=SCORES | {"trust": 1})
    working = working_of(cast.mayor, cast.table, TODAY)
    assert (working.respondents, working.views[0].mean) == (3, 3.0)
    with pytest.raises(NotAllowed):
        assess(actor=cast.secretary, body=cast.table, scores=SCORES)
    with pytest.raises(Invalid):
        assess(actor=cast.mayor, body=cast.table, scores=SCORES | {"trust": 6})


def mayors_beside(cast: Cast) -> list[User]:
    """Who else fills a mayor's seat at the table."""
    from overlegtafel.governance.queries import filled_seats

    found = [each.user for each in filled_seats(cast.table, TODAY) if each.user]
    missing = [each for each in filled_seats(cast.table, TODAY) if not each.user]
    from overlegtafel.governance.services import invite_member
    from overlegtafel.organizations.models import PostRole

    for number, empty in enumerate(missing):
        found.append(
            invite_member(
                actor=cast.secretary,
                body=cast.table,
                email=f"nieuw{number}@voorbeeld.test",
                name=f"Burgemeester {empty.seat.label}",
                role=PostRole.MAYOR,
                organization=empty.seat.municipality,
            )
        )
    return [each for each in found if each != cast.mayor]


def test_colleges_take_note_of_the_ambition(cast: Cast, as_: SignIn) -> None:
    charter = adopted(cast)
    page = as_(cast.director).get("/tafels/denderregio/werking/kennisname/")
    assert page.status_code == 200
    town = next(iter(cast.towns.values()))
    ours = working_of(cast.mayor, cast.table, TODAY)
    assert (ours.noted, ours.members) == (0, 5)
    own = cast.towns["Lede"]
    acknowledge_charter(
        actor=cast.mayor, charter=charter, organization=own, noted_on=date(2026, 3, 1)
    )
    assert working_of(cast.mayor, cast.table, TODAY).noted == 1
    with pytest.raises(NotAllowed):
        acknowledge_charter(
            actor=cast.other_mayor, charter=charter, organization=town, noted_on=TODAY
        )
    with pytest.raises(Invalid):
        acknowledge_charter(
            actor=cast.mayor, charter=charter, organization=own, noted_on=date(2025, 1, 1)
        )


def test_a_region_copies_what_another_released_and_sees_nothing_else(cast: Cast) -> None:
    charter = adopted(
        cast,
        CharterRules(agendering=Agendering(templates=(Template(title="Vraag aan de minister"),))),
    )
    pieces = pieces_to_share(cast.table)
    assert set(pieces) == {"charter", "template-0"}
    kind, title, content = pieces["charter"]
    assert not library_visible_to(cast.other_secretary).exists()
    piece = share_piece(
        actor=cast.secretary, body=cast.table, kind=kind, title=title, content=content
    )
    assert list(library_visible_to(cast.other_secretary)) == [piece]
    assert not library_visible_to(cast.citizen).exists()
    copied = copy_charter(actor=cast.other_secretary, body=cast.other_table, piece=piece)
    assert copied.credit == str(cast.table)
    assert copied.agendering == charter.agendering
    withdraw_piece(actor=cast.secretary, piece=piece)
    assert not library_visible_to(cast.other_secretary).exists()
    with pytest.raises(NotAllowed):
        share_piece(
            actor=cast.other_secretary,
            body=cast.table,
            kind=SharedKind.CHARTER,
            title="",
            content={},
        )


def test_the_road_covered_fills_itself(cast: Cast) -> None:
    cast.thread(until="closed")
    adopted(cast)
    titles = [each.title for each in road_of(cast.mayor, cast.table, TODAY)]
    assert titles == [
        "Afsprakennota, versie 1",
        "Eerste vergadering in Overlegtafel",
        "Eerste punt van afstemming",
    ]


def test_an_evaluation_in_the_browser(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    sent = client.post(
        "/tafels/denderregio/evaluaties/", {"period_from": "2026-01-01", "period_to": "2026-11-23"}
    )
    evaluation = Evaluation.objects.get()
    address = f"/tafels/denderregio/evaluaties/{evaluation.pk}/"
    assert sent.headers["Location"] == address
    refused = client.post(f"{address}afsluiten/", {"conclusions": "", "next_on": "2027-06-01"})
    assert refused.status_code == 422
    client.post(f"{address}afsluiten/", {"conclusions": "Later\nVroeger", "next_on": "2027-06-01"})
    evaluation.refresh_from_db()
    assert evaluation.conclusions == ["Later", "Vroeger"]
    assert as_(cast.mayor).get(address).status_code == 200
    assert as_(cast.other_mayor).get(address).status_code == 404
    assert as_(cast.officer).post("/tafels/denderregio/evaluaties/", {}).status_code in (403, 422)
