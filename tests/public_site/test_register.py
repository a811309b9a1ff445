"""The register of consultations, and who consulted with whom on a day (R23 to R28, R30, R38)."""

from datetime import date

import pytest
from django.test import Client
from tests.factories.routes import make_body
from tests.released import NEVER, Released

from overlegtafel.governance.models import Charter, GoverningBody
from overlegtafel.governance.services import (
    add_seat,
    adopt_charter,
    change_body,
    draft_charter,
    save_charter,
    set_predecessors,
)
from overlegtafel.governance.states import BodyKind, Situation
from overlegtafel.organizations.models import Organization
from overlegtafel.publication import flanders
from overlegtafel.publication.history import (
    Level,
    Place,
    region_timeline,
    situation_on,
)
from overlegtafel.publication.history import Situation as OnADay
from overlegtafel.publication.profile import profile_of
from overlegtafel.publication.register import BY_ITSELF, Entry, register

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
IN_2019 = date(2019, 12, 31)


def entry(slug: str) -> Entry:
    return register(TODAY).entry(slug)


def table() -> GoverningBody:
    """The table of the cast, read again: each test undoes what it wrote."""
    return GoverningBody.objects.get(slug="denderregio")


def place(found: OnADay, slug: str) -> Place:
    return next(each for each in found.places if each.municipality.slug == slug)


def test_the_oldest_consultation_stands_first(released: Released) -> None:
    entries = register(TODAY).entries
    assert entries[0].name == "Conferentie van Burgemeesters Zuid-West-Vlaanderen"
    assert (entries[0].started.words, entries[0].hosts.words) == ("1977", "Leiedal")
    assert not entries[0].started.to_confirm
    known = [each.since for each in entries if each.since]
    assert known == sorted(known)
    assert [each.since for each in entries[len(known) :]] == [None] * (len(entries) - len(known))


def test_what_no_source_says_is_to_be_confirmed(released: Released, client: Client) -> None:
    kept = entry("zuid-west-vlaanderen").situation_said
    assert (kept.words, kept.to_confirm) == ("behouden", True)
    assert not entry("limburg").situation_said.to_confirm
    assert not entry("waasland").started.words
    page = client.get("/overleggen/waasland/").content.decode()
    assert "niet bekend" in page


def test_the_register_counts_how_consultations_came_through(released: Released) -> None:
    found = register(TODAY)
    assert [words for words, _ in found.counts()] == [
        *(str(each.label) for each in Situation),
        "niet bekend",
    ]
    assert sum(number for _, number in found.counts()) == len(found.entries) == 23
    before = dict(found.counts())["behouden"]
    change_body(actor=released.cast.secretary, body=table(), situation=Situation.KEPT)
    assert dict(register(TODAY).counts())["behouden"] == before + 1


def test_a_table_of_this_site_says_of_itself(released: Released) -> None:
    cast = released.cast
    change_body(actor=cast.secretary, body=table(), started="1999", situation=Situation.KEPT)
    ours = entry("denderregio")
    assert (ours.started.words, ours.started.source) == ("1999", BY_ITSELF)
    assert ours.situation_said.source == BY_ITSELF
    assert ours.hosts.words == "SOLVA"


def test_a_table_without_a_place_in_the_reference_files_is_in_it_too(
    released: Released, client: Client
) -> None:
    cast = released.cast
    older = make_body(cast, "Oud overleg", "kempen", BodyKind.MAYORS, region=None)
    newer = make_body(cast, "Nieuw overleg", "nieuw-overleg", BodyKind.MAYORS, region=None)
    set_predecessors(actor=cast.system, body=newer, predecessors=[older])
    assert entry("kempen").name == "Conferentie van burgemeesters Kempen"
    page = client.get("/overleggen/overleg-kempen/").content.decode()
    assert "Oud overleg" in page
    assert 'Ging op in</dt><dd><a href="/overleggen/nieuw-overleg/">Nieuw overleg' in page
    assert client.get("/overleggen/bestaat-niet/").status_code == 404


def test_successors_of_consultations_elsewhere(released: Released) -> None:
    assert [each.slug for each in entry("dender-noord").after] == ["denderregio"]


def test_2019_is_what_the_text_says_and_no_more(released: Released) -> None:
    found = situation_on(IN_2019, TODAY)
    gent, antwerpen = place(found, "gent"), place(found, "antwerpen")
    assert (gent.level, gent.entries) == (Level.GUEST, [])
    assert [note.partition(":")[0] for note in gent.notes[:2]] == ["één keer per jaar te gast"] * 2
    assert (antwerpen.level, antwerpen.entries) == (Level.NONE, [])
    assert place(found, "genk").level == Level.UNKNOWN
    assert place(found, "kortrijk").level == Level.REGIONAL
    assert place(found, "eeklo").level == Level.SUBREGIONAL
    assert {each.slug for each in found.not_yet} >= {"limburg", "denderregio", "regio-gent"}
    assert {each.slug for each in found.unknown} >= {"regio-antwerpen", "kempen", "kust"}


def test_who_has_no_known_consultation_is_not_left_without_a_note(released: Released) -> None:
    found = situation_on(IN_2019, TODAY)
    alone = [each for each in found.places if not each.entries]
    assert alone
    assert all("zoneraad van" in " ".join(each.notes) for each in alone)


@pytest.mark.parametrize(
    ("day", "municipalities"), [(IN_2019, 300), (date(2024, 12, 31), 300), (TODAY, 285)]
)
def test_every_municipality_has_one_level(
    released: Released, day: date, municipalities: int
) -> None:
    found = situation_on(day, TODAY)
    assert sum(count for _, _, count in found.counts()) == municipalities
    assert len(set(found.letters.values())) == len(found.letters)
    assert found.letters == situation_on(TODAY, TODAY).letters


def test_today_every_region_has_its_consultation(released: Released) -> None:
    found = situation_on(TODAY, TODAY)
    assert len(found.regional) == 15
    assert place(found, "wervik").level == Level.REGIONAL
    assert len(place(found, "wervik").entries) == 2
    assert not found.unknown


def test_today_a_table_says_itself_who_sits_there(released: Released) -> None:
    found = situation_on(TODAY, TODAY)
    [ours] = [one for one in found.consulting if one.entry.slug == "denderregio"]
    assert sorted(each.name for each in ours.members) == sorted(released.cast.towns)
    assert "dendermonde" not in {each.slug for each in ours.members}


def test_a_guest_and_who_meets_in_the_margin_show_as_such(released: Released) -> None:
    cast = released.cast
    lonely = Organization.objects.create(
        classification="municipality", code="99999", name="Nergens", slug="nergens"
    )
    guest = Organization.objects.create(
        classification="municipality", code="99998", name="Gaststad", slug="gaststad"
    )
    zone = make_body(cast, "Zoneraad Oost", "zoneraad-oost", BodyKind.FORUM)
    add_seat(actor=cast.system, body=zone, category="mayor", municipality=lonely)
    add_seat(actor=cast.system, body=cast.table, category="guest", municipality=guest)
    found = situation_on(TODAY, TODAY)
    assert place(found, "nergens").level == Level.MARGIN
    assert place(found, "nergens").notes == ["in de marge van Zoneraad Oost"]
    assert place(found, "gaststad").level == Level.GUEST
    assert place(found, "gaststad").notes == ["te gast: Denderregio Burgemeestersoverleg"]


@pytest.mark.parametrize("asked", ["2018-12-31", "2027-01-01", "morgen", "2026-02-30"])
def test_a_day_that_can_not_be_shown_is_told(
    released: Released, client: Client, asked: str
) -> None:
    answer = client.get("/overleggen/op-een-dag/", {"op": asked})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_the_map_has_a_table_and_a_legend_with_every_level(
    released: Released, client: Client
) -> None:
    page = client.get("/overleggen/op-een-dag/?op=2019-12-31").content.decode()
    drawing, _, table = page.partition("Hetzelfde als tabel")
    assert drawing.count('href="/gemeenten/') == 300
    for words in (
        "regionaal overleg",
        "enkel te gast",
        "in de marge",
        "geen overleg",
        "niet bekend",
    ):
        assert words in drawing
    assert "f-level-none" in drawing
    assert "<title>Antwerpen: geen overleg; nam aan geen enkel burgemeestersoverleg" in drawing
    assert "<b>Gent</b>: één keer per jaar te gast" in table
    assert "Geen overleg: 1 bestuur" in table


def test_the_timeline_of_a_region_has_the_three_dates_and_its_mergers(released: Released) -> None:
    limburg = region_timeline(flanders.region("limburg", TODAY))
    assert [step.when for step in limburg] == [
        *("1 januari 2019", "9 oktober 2020", "12 maart 2021", "4 februari 2022", "april 2022"),
        *("1 februari 2023", "1 januari 2025"),
    ]
    assert "Hasselt en Kortessem gaan op in Hasselt" in limburg[-1].text
    assert all(step.source for step in limburg)


def test_the_timeline_tells_who_coached(released: Released, client: Client) -> None:
    assert (
        "Begeleiding door Labo Regiovorming" in client.get("/regios/regio-gent/").content.decode()
    )
    assert "Begeleiding door" not in client.get("/regios/limburg/").content.decode()


def traits(slug: str = "denderregio") -> dict[str, tuple[str, str]]:
    found = profile_of(entry(slug), TODAY)
    return {each.name: (each.said.words, each.said.source) for each in found}


def test_a_profile_counts_only_what_was_released(released: Released, client: Client) -> None:
    assert traits()["Hoe vaak"] == (
        "3 vrijgegeven vergaderingen in de laatste twaalf maanden",
        "de vrijgegeven vergaderingen",
    )
    assert traits()["Waarover het gaat"] == ("afstemming 3 van 3", "de vrijgegeven agenda's")
    page = client.get("/overleggen/denderregio/").content.decode()
    assert not [word for word in NEVER if word in page]


def test_a_charter_tells_who_sets_the_agenda_once_it_is_public(
    released: Released, client: Client
) -> None:
    cast = released.cast
    assert traits()["Wie de agenda bepaalt"] == ("", "")
    draft = draft_charter(actor=cast.system, body=cast.table)
    words = dict.fromkeys(("agendering", "preparation", "ratification", "execution"), "Zo.")
    saved = save_charter(actor=cast.system, charter=draft, expected_revision=1, **words)
    charter = adopt_charter(actor=cast.system, charter=saved, valid_from=TODAY, adopted_on=TODAY)
    assert traits()["Wie de agenda bepaalt"] == ("", "")
    Charter.objects.filter(pk=charter.pk).update(is_public=True)
    change_body(actor=cast.system, body=table(), rhythm="vaak")
    assert traits()["Wie de agenda bepaalt"] == (
        "het secretariaat",
        "de openbare afsprakennota, versie 1",
    )
    page = client.get("/overleggen/denderregio/").content.decode()
    assert '<a href="/openbaar/denderregio/afsprakennota/">de openbare afsprakennota' in page
    assert client.get("/openbaar/denderregio/afsprakennota/").status_code == 200


def test_two_profiles_differ_and_name_their_basis(released: Released) -> None:
    assert traits("regio-gent")["Hoe vaak"] == (
        "twee keer per jaar",
        "veneco.be, regiowerking; toekomstplan.veneco.be, streekontwikkeling",
    )
    assert traits("regio-gent") != traits()
