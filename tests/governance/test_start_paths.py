"""The start path: texts, themes that keep their authors, and the draft charter at the end."""

import pytest
from tests.factories.cast import Cast

from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.governance.models import StartPath
from overlegtafel.governance.services import (
    collect_theme,
    finish_start_path,
    merge_theme,
    move_theme,
    open_start_path,
    save_start_text,
    separate_theme,
)
from overlegtafel.governance.states import CharterState, Situation
from overlegtafel.reporting.founding import themes_of


@pytest.fixture
def path(cast: Cast) -> StartPath:
    """A start path under way."""
    return open_start_path(actor=cast.secretary, body=cast.table, situation=Situation.STARTED)


def test_themes_merge_and_keep_who_brought_them(cast: Cast, path: StartPath) -> None:
    bikes = collect_theme(
        actor=cast.mayor, path=path, title="Fietspaden", brought_by=cast.towns["Lede"]
    )
    roads = collect_theme(
        actor=cast.secretary, path=path, title="Mobiliteit", brought_by=cast.towns["Zele"]
    )
    homes = collect_theme(
        actor=cast.director, path=path, title="Wonen", brought_by=cast.towns["Lede"]
    )
    merge_theme(actor=cast.secretary, theme=bikes, into=roads)
    assert [row.authors for row in themes_of(path)] == [["Zele", "Lede"], ["Lede"]]
    move_theme(actor=cast.secretary, theme=homes, up=True)
    assert [row.theme.title for row in themes_of(path)] == ["Wonen", "Mobiliteit"]
    merge_theme(actor=cast.secretary, theme=roads, into=homes)
    assert themes_of(path)[0].authors == ["Lede", "Zele"]
    with pytest.raises(Invalid):
        merge_theme(actor=cast.secretary, theme=homes, into=bikes)
    bikes.refresh_from_db()
    separate_theme(actor=cast.secretary, theme=bikes)
    assert len(themes_of(path)) == 2


@pytest.mark.parametrize("who", ["officer", "other_mayor", "citizen", "councillor", "partner"])
def test_who_brings_no_theme(cast: Cast, path: StartPath, who: str) -> None:
    with pytest.raises(NotAllowed):
        collect_theme(actor=getattr(cast, who), path=path, title="X", brought_by=cast.towns["Lede"])


def test_a_mayor_brings_themes_for_the_own_municipality_only(cast: Cast, path: StartPath) -> None:
    with pytest.raises(NotAllowed):
        collect_theme(actor=cast.mayor, path=path, title="X", brought_by=cast.towns["Zele"])


def test_a_text_is_not_written_over(cast: Cast, path: StartPath) -> None:
    save_start_text(
        actor=cast.secretary, path=path, name="preconditions", text="Eén", expected_revision=1
    )
    with pytest.raises(Stale):
        save_start_text(
            actor=cast.chair, path=path, name="preconditions", text="Twee", expected_revision=1
        )
    with pytest.raises(NotAllowed):
        save_start_text(
            actor=cast.mayor, path=path, name="preconditions", text="Drie", expected_revision=2
        )


def test_the_path_ends_in_a_draft_charter(cast: Cast, path: StartPath) -> None:
    save_start_text(
        actor=cast.secretary, path=path, name="preconditions", text="Samen", expected_revision=1
    )
    save_start_text(
        actor=cast.secretary, path=path, name="decision_process", text="Eens", expected_revision=2
    )
    for title in ("Wonen", "wonen", "Mobiliteit"):
        collect_theme(actor=cast.mayor, path=path, title=title, brought_by=cast.towns["Lede"])
    charter = finish_start_path(actor=cast.secretary, path=path)
    assert (charter.state, charter.ambition, charter.ratification) == (
        CharterState.DRAFT,
        "Samen",
        "Eens",
    )
    assert [each.theme for each in charter.rules.themes] == ["Wonen", "Mobiliteit"]
    assert [each.name for each in charter.rules.domains] == ["Wonen", "Mobiliteit"]
    assert charter.rules.themes[0].agreeing == ("denderregio",)
    with pytest.raises(WrongMoment):
        finish_start_path(actor=cast.secretary, path=path)
    with pytest.raises(WrongMoment):
        collect_theme(actor=cast.mayor, path=path, title="Te laat", brought_by=cast.towns["Lede"])


def test_a_table_walks_it_once(cast: Cast, path: StartPath) -> None:
    with pytest.raises(WrongMoment):
        open_start_path(actor=cast.secretary, body=cast.table, situation=Situation.STARTED)
    with pytest.raises(NotAllowed):
        open_start_path(actor=cast.mayor, body=cast.other_table, situation=Situation.STARTED)
