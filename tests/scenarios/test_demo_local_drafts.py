"""The fourteen drafts of the invented year: one deviates, none holds another's data (R21, R43)."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from tests.demo_fixture import Demo, demo  # noqa: F401
from tests.printing.word_files import as_office_reads
from tests.rdfa import triples_of, violations

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.drafting.local_queries import LocalView, all_of, overview_of
from overlegtafel.printing.drafts.files import draft_file
from overlegtafel.printing.drafts.paper import paper_of
from overlegtafel.printing.drafts.word import default_template

pytestmark = pytest.mark.django_db


def agreement() -> Agreement:
    """The one that fourteen councils decide."""
    return Agreement.objects.select_related("body", "owner", "item__dossier__owner").get(
        reference="A-D07"
    )


def test_one_of_fourteen_deviates_and_in_which_words(demo: Demo) -> None:  # noqa: F811
    seen = overview_of(User.objects.get(name="AD Lebbeke"), agreement())
    assert (len(seen.made), seen.missing, seen.adapted, seen.behind) == (14, 0, 1, 0)
    [row] = [view for view in seen.made if view.differing]
    assert isinstance(row, LocalView) and row.is_adopted
    assert row.draft.decision.municipality.name == "Denderleeuw"
    [clause] = row.differing
    assert clause.label == "Artikel 3. Proeftijd"
    changed = [(each.how, each.text) for each in clause.pieces if each.how != "same"]
    assert changed == [("gone", "drie"), ("new", "zes")]


def test_each_of_the_fourteen_is_opened_elsewhere_and_is_its_own(
    demo: Demo,  # noqa: F811
    tmp_path: Path,
) -> None:
    drafts = all_of(agreement())
    towns = {draft.decision.municipality.name for draft in drafts}
    word = {}
    for draft in drafts:
        paper, own = paper_of(draft), draft.decision.municipality.name
        html = draft_file("html", paper, b"")
        word[draft.decision.municipality.slug] = draft_file("docx", paper, default_template())
        with zipfile.ZipFile(BytesIO(word[draft.decision.municipality.slug])) as parts:
            said = [
                html.decode(),
                *(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist()),
            ]
        text = "\n".join([*said, draft_file("txt", paper, b"").decode()])
        assert own in text
        assert [each for each in towns - {own} if re.search(rf"\b{each}\b", text)] == []
        graph = triples_of(html, paper.address)
        assert violations(graph, "lib-decision-shapes_decision.ttl") == set()
    read = as_office_reads(word, tmp_path)
    assert len(read) == 14
    assert "De proeftijd bedraagt zes maanden." in read["denderleeuw"]
    assert all("De gemeenteraad beslist:" in each and "{%" not in each for each in read.values())
