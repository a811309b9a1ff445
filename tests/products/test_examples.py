"""The example library: who shares, who chooses, and the matrix both ways (R20)."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.cast import Cast

from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible
from overlegtafel.products.models import Example
from overlegtafel.products.queries import library_of
from overlegtafel.products.services import add_example, choose_example
from overlegtafel.products.states import ExampleUse

pytestmark = pytest.mark.django_db


@pytest.fixture
def examples(cast: Cast) -> list[Example]:
    """Three examples of the dossier: A, B and C."""
    return [
        add_example(
            actor=cast.secretary,
            dossier=cast.dossier,
            title=f"Tekst {number}",
            source=cast.towns["Zele"],
        )
        for number in (1, 2, 3)
    ]


def test_choosing_b_for_lede_shows_in_the_matrix_and_b_lists_lede(
    cast: Cast, examples: list[Example], client: Client
) -> None:
    assert [each.letter for each in examples] == ["A", "B", "C"]
    client.force_login(cast.mayor)
    place = ["denderregio", "D-01"]
    answer = client.post(reverse("example_choose", args=[*place, "lede"]), {"use": examples[1].pk})
    assert answer.status_code == 302
    library = library_of(cast.officer, cast.dossier)
    assert [town.name for town in library.lines[1].users] == ["Lede"]
    spoken = {row.municipality.name: row.spoken for row in library.rows}
    assert spoken["Lede"] == "voorbeeld B" and spoken["Aalst"] == "geen antwoord"
    page = client.get(reverse("examples", args=place)).text
    assert "1 × voorbeeld B, 4 zonder antwoord".lower() in page.lower()
    assert 'href="#keuze-lede"' in page


def test_the_own_people_choose_and_their_word_goes_before_what_was_noted(
    cast: Cast, examples: list[Example]
) -> None:
    lede = {"dossier": cast.dossier, "municipality": cast.towns["Lede"]}
    noted = choose_example(actor=cast.secretary, **lede, use=ExampleUse.NOT_YET)
    assert noted.voice == "noted"
    own = choose_example(actor=cast.officer, **lede, use=ExampleUse.EXAMPLE, example=examples[0])
    assert (own.voice, own.spoken) == ("own", "voorbeeld A")
    with pytest.raises(NotAllowed):
        choose_example(actor=cast.secretary, **lede, use=ExampleUse.OWN_TEXT)
    for actor in (cast.other_officer, cast.alderman):
        with pytest.raises(NotAllowed):
            choose_example(actor=actor, **lede, use=ExampleUse.OWN_TEXT)
    for actor in (cast.other_mayor, cast.councillor, cast.citizen, cast.partner):
        with pytest.raises(NotVisible):
            choose_example(actor=actor, **lede, use=ExampleUse.OWN_TEXT)
    with pytest.raises(Invalid):
        choose_example(actor=cast.mayor, **lede, use=ExampleUse.EXAMPLE)


def test_an_internal_dossier_shows_its_examples_only_inside(
    cast: Cast, examples: list[Example]
) -> None:
    type(cast.dossier).objects.update(is_internal=True)
    cast.dossier.refresh_from_db()
    assert library_of(cast.mayor, cast.dossier).lines
    assert not library_of(cast.fresh(cast.officer), cast.dossier).lines
    with pytest.raises(NotVisible):
        add_example(actor=cast.officer, dossier=cast.dossier, title="x", source_label="y")
