"""Flanders as it was on a day: counts, mergers, overlaps."""

from datetime import date

import pytest

from overlegtafel.common.models import valid_on
from overlegtafel.organizations import queries
from overlegtafel.organizations.models import Classification, Membership, Organization, Succession

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flanders_once")]

EVE, DAY = date(2024, 12, 31), date(2025, 1, 1)
REGION, CONSULTATION = Classification.REFERENCE_REGION, Classification.MAYORS_CONSULTATION
TRANSPORT, CARE = Classification.TRANSPORT_REGION, Classification.PRIMARY_CARE_ZONE
POLICE, FIRE = Classification.POLICE_ZONE, Classification.FIRE_ZONE


def names(found: object) -> list[str]:
    return [str(one) for one in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2018, 12, 31), 308), (date(2019, 1, 1), 300), (EVE, 300), (DAY, 285)],
)
def test_the_mergers_leave_fewer_municipalities(day: date, count: int) -> None:
    assert queries.municipalities_on(day).count() == count


@pytest.mark.parametrize(
    ("classification", "count"),
    [
        (Classification.PROVINCE, 5),
        (REGION, 15),
        (TRANSPORT, 15),
        (FIRE, 20),
        (POLICE, 101),
        (CARE, 56),
        (Classification.INTERMUNICIPAL, 19),
        (CONSULTATION, 23),
    ],
)
def test_all_groups_are_there(classification: str, count: int) -> None:
    assert queries.groups_on(classification, DAY).count() == count


@pytest.mark.parametrize("classification", [Classification.PROVINCE, REGION, TRANSPORT, FIRE, CARE])
@pytest.mark.parametrize("day", [EVE, DAY])
def test_every_municipality_is_in_exactly_one(classification: str, day: date) -> None:
    existing = set(queries.municipalities_on(day).values_list("pk", flat=True))
    members: list[int] = []
    for group in queries.groups_on(classification, day):
        members += queries.members_on(group, day).values_list("pk", flat=True)
    assert len(members) == len(existing)
    assert set(members) == existing


def test_every_municipality_of_2025_is_in_one_police_zone() -> None:
    held = Membership.objects.filter(group__classification=POLICE, valid_to=None)
    assert held.count() == held.values("member").distinct().count() == 285


@pytest.mark.parametrize(
    ("classification", "slug", "before", "after"),
    [
        (REGION, "midwest", 17, 15),
        (REGION, "denderregio", 14, 14),
        (REGION, "waasland", 10, 7),
        (CONSULTATION, "midwest", 16, 14),
        (CONSULTATION, "westhoek", 18, 18),
        (CONSULTATION, "kust", 10, 10),
        (CONSULTATION, "dds", 11, 11),
        (FIRE, "brandweerzone-oost-limburg", 14, 13),
        (FIRE, "brandweer-zone-rand", 21, 20),
        (FIRE, "hulpverleningszone-zuid-oost", 11, 9),
    ],
)
def test_members_before_and_after_the_mergers_of_2025(
    classification: str, slug: str, before: int, after: int
) -> None:
    group = queries.group_by_slug(classification, slug)
    counts = [queries.members_on(group, day).count() for day in (EVE, DAY)]
    assert counts == [before, after]


@pytest.mark.parametrize(
    ("slug", "classification", "count"),
    [
        ("denderregio", TRANSPORT, 4),
        ("denderregio", CARE, 4),
        ("denderregio", POLICE, 10),
        ("midwest", TRANSPORT, 1),
        ("midwest", CARE, 3),
        ("midwest", POLICE, 5),
    ],
)
def test_a_region_lies_across_other_borders(slug: str, classification: str, count: int) -> None:
    region = queries.group_by_slug(REGION, slug)
    assert queries.groups_of_members(region, classification, DAY).count() == count


def test_the_coast_lies_in_three_regions() -> None:
    coast = queries.group_by_slug(CONSULTATION, "kust")
    found = names(queries.regions_of_members(coast, DAY))
    assert found == ["Regio Brugge", "Regio Oostende", "Westhoek"]


def test_reference_regions_start_with_the_decree() -> None:
    assert queries.groups_on(REGION, date(2023, 3, 18)).count() == 0
    assert queries.groups_on(REGION, date(2023, 3, 19)).count() == 15
    aalst = queries.municipality_by_slug("aalst")
    assert not queries.groups_of(aalst, date(2023, 3, 18), REGION)
    assert names(queries.groups_of(aalst, date(2023, 3, 19), REGION)) == ["Denderregio"]


def test_antwerpen_continues_and_borsbeek_ends() -> None:
    antwerpen, borsbeek = map(queries.municipality_by_slug, ["antwerpen", "borsbeek"])
    assert antwerpen.valid_from is None
    assert [str(each.predecessor) for each in antwerpen.succeeds.all()] == ["Borsbeek"]
    assert borsbeek.valid_to == EVE
    assert [str(each.successor) for each in borsbeek.succeeded_by.all()] == ["Antwerpen"]


def test_zwijndrecht_changed_province_by_merging_but_was_in_waasland_before() -> None:
    zwijndrecht, merged = map(
        queries.municipality_by_slug, ["zwijndrecht", "beveren-kruibeke-zwijndrecht"]
    )
    provinces = [
        names(queries.groups_of(one, day, Classification.PROVINCE))
        for one, day in ((zwijndrecht, EVE), (merged, DAY))
    ]
    assert provinces == [["Antwerpen"], ["Oost-Vlaanderen"]]
    held = queries.memberships_of(zwijndrecht, EVE).get(group__classification=REGION)
    assert str(held.group) == "Waasland"
    assert "amendement" in held.note
    assert held.to_confirm


def test_an_old_namesake_has_its_code_in_its_address() -> None:
    old, new = map(queries.municipality_by_slug, ["tielt-37015", "tielt"])
    assert (old.code, old.valid_to) == ("37015", EVE)
    assert (new.code, new.valid_from) == ("37022", DAY)
    assert {"wingene-37018", "hasselt-71022"} <= set(
        queries.municipalities_on(EVE).values_list("slug", flat=True)
    )


def test_memberships_of_merged_municipalities_are_to_be_confirmed() -> None:
    held = Membership.objects.filter(member__valid_to=EVE, group__classification=REGION)
    assert held.count() == 27
    assert all(one.to_confirm and "Afgeleid" in one.note for one in held)


def test_assumed_consultations_are_to_be_confirmed_and_sourced_ones_are_not() -> None:
    kempen, dender = (
        queries.group_by_slug(CONSULTATION, slug) for slug in ("kempen", "denderregio")
    )
    assert kempen.to_confirm
    assert all(one.to_confirm for one in kempen.members.filter(valid_on(DAY)))
    assert not dender.to_confirm
    assert not any(one.to_confirm for one in dender.members.filter(valid_on(DAY)))


def test_regio_oostende_is_also_called_middenkust() -> None:
    region = queries.group_by_slug(REGION, "regio-oostende")
    assert "Middenkust" in set(region.other_names.values_list("name", flat=True))


def test_every_fact_from_a_source_names_it() -> None:
    for kind in (Organization, Membership, Succession):
        assert not kind.objects.filter(confidence="sourced", source="").exists()


def test_a_municipality_shows_all_its_groups() -> None:
    wervik = queries.municipality_by_slug("wervik")
    found = {(one.classification, one.slug) for one in queries.groups_of(wervik, DAY)}
    assert {
        ("reference_region", "zuid-west-vlaanderen"),
        ("mayors_consultation", "westhoek"),
        ("intermunicipal", "leiedal"),
        ("intermunicipal", "wvi"),
        ("police_zone", "pz-arro-ieper"),
    } <= found
