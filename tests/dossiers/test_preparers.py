"""Who prepares a dossier: five kinds, for a period, by the charter when left empty (R83 to R85)."""

from datetime import date
from typing import Any

import pytest
from tests.factories.cast import Cast
from tests.factories.routes import settle

from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.queries import preparer_of
from overlegtafel.dossiers.services import (
    drop_co_preparer,
    name_co_preparer,
    open_dossier,
    set_preparer,
)
from overlegtafel.dossiers.states import Category, Function, PreparerKind, Reason
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.queries import settled_preparers
from overlegtafel.proposals.services import propose
from overlegtafel.reporting.preparation import preparation_of


def domains(*rows: dict[str, Any]) -> dict[str, Any]:
    """The part of a charter that names policy domains."""
    return {"preparation": {"domains": list(rows)}}


def words_of(dossier: Dossier) -> tuple[str, str]:
    """Who prepares a dossier today, and by what."""
    dossier = Dossier.objects.select_related("preparer", "parent__preparer").get(pk=dossier.pk)
    found = preparer_of(dossier, settled_preparers(current_rules(dossier.body), clock.today()))
    return found.words, found.source


@pytest.mark.parametrize("kind", PreparerKind)
def test_each_of_the_five_kinds_can_prepare(cast: Cast, kind: PreparerKind) -> None:
    set_preparer(
        actor=cast.secretary,
        dossier=cast.dossier,
        preparer=None,
        preparer_kind=kind,
        preparer_label="Iemand die het kent",
        preparer_contact="iemand@voorbeeld.be",
        preparer_from=date(2026, 1, 1),
        preparer_until=date(2026, 12, 31),
    )
    assert cast.dossier.preparer_kind == kind
    assert words_of(cast.dossier) == ("Iemand die het kent", "")


def test_the_kind_follows_from_the_organization_when_left_open(cast: Cast) -> None:
    for organization, kind in (
        (cast.towns["Lede"], PreparerKind.LOCAL_GOVERNMENT),
        (cast.support, PreparerKind.IGS_EXPERT),
        (cast.partner_organization, PreparerKind.PARTNER),
    ):
        set_preparer(actor=cast.secretary, dossier=cast.dossier, preparer=organization)
        assert cast.dossier.preparer_kind == kind


def test_left_empty_the_charter_of_the_domain_says_who_until_its_day(cast: Cast) -> None:
    settle(
        cast,
        **domains(
            {"name": "personeel", "preparer": "intermunicipal:solva", "preparer_until": "2026-12"},
            {"name": "wonen", "preparer": "de woonwinkel"},
            {"name": "sport", "preparer": "sportregio", "preparer_until": "2026-10"},
        ),
    )
    assert words_of(cast.dossier) == ("SOLVA", "volgens de afsprakennota")
    living = open_dossier(actor=cast.secretary, body=cast.table, title="W", domain="wonen")
    sport = open_dossier(actor=cast.secretary, body=cast.table, title="S", domain="sport")
    assert words_of(living)[0] == "de woonwinkel"
    assert words_of(sport) == ("", "")


def test_an_arrangement_that_is_over_prepares_no_longer(cast: Cast) -> None:
    set_preparer(
        actor=cast.secretary,
        dossier=cast.dossier,
        preparer=cast.support,
        preparer_until=date(2026, 11, 22),
    )
    assert words_of(cast.dossier) == ("", "")


def test_a_part_has_its_own_preparer_or_that_of_the_whole(cast: Cast) -> None:
    set_preparer(actor=cast.secretary, dossier=cast.dossier, preparer=cast.support)
    part = open_dossier(
        actor=cast.secretary,
        body=cast.table,
        title="Welzijn van personeel",
        domain="personeel",
        parent=cast.dossier,
    )
    assert words_of(part) == ("SOLVA", "zoals het hoofddossier")
    set_preparer(actor=cast.secretary, dossier=part, preparer=cast.partner_organization)
    assert words_of(part) == ("Zorgzaam vzw", "")
    assert words_of(cast.dossier) == ("SOLVA", "")


def test_what_is_brought_in_a_dossier_takes_its_preparer(cast: Cast) -> None:
    set_preparer(
        actor=cast.secretary,
        dossier=cast.dossier,
        preparer=cast.support,
        preparer_label="HR-expert",
    )
    brought = propose(
        actor=cast.mayor,
        body=cast.table,
        title="Een gedeelde clausule",
        summary="Eén zin.",
        function=Function.ALIGNMENT,
        category=Category.PROJECT,
        reasons=(Reason.CHALLENGE,),
        brought_by=cast.towns["Lede"],
        dossier=cast.dossier,
    )
    assert brought.preparer_label == "SOLVA: HR-expert"


@pytest.mark.parametrize("who", ["mayor", "officer", "alderman", "other_secretary", "partner"])
def test_who_does_not_run_the_table_names_no_preparer(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_preparer(actor=getattr(cast, who), dossier=cast.dossier, preparer=cast.support)


def test_a_period_that_ends_before_it_begins_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        set_preparer(
            actor=cast.secretary,
            dossier=cast.dossier,
            preparer=cast.support,
            preparer_from=date(2026, 12, 1),
            preparer_until=date(2026, 11, 1),
        )
    assert refused.value.field == "preparer_until"


def test_co_preparers_are_one_line_a_municipality(cast: Cast) -> None:
    lede, zele = cast.towns["Lede"], cast.towns["Zele"]
    name_co_preparer(actor=cast.secretary, dossier=cast.dossier, municipality=lede, who="HR-dienst")
    name_co_preparer(actor=cast.secretary, dossier=cast.dossier, municipality=zele, who="Jan")
    row = name_co_preparer(
        actor=cast.secretary, dossier=cast.dossier, municipality=lede, who="Diensthoofd HR"
    )
    assert [str(each) for each in cast.dossier.co_preparers.all()] == [
        "Lede: Diensthoofd HR",
        "Zele: Jan",
    ]
    with pytest.raises(NotAllowed):
        drop_co_preparer(actor=cast.officer, co_preparer=row)
    drop_co_preparer(actor=cast.secretary, co_preparer=row)
    assert [str(each) for each in cast.dossier.co_preparers.all()] == ["Zele: Jan"]
    with pytest.raises(Invalid, match="Kies een lokaal bestuur"):
        name_co_preparer(
            actor=cast.secretary, dossier=cast.dossier, municipality=cast.support, who="X"
        )


def test_a_domain_without_expert_is_a_gap_until_there_is_an_arrangement(cast: Cast) -> None:
    settle(cast, **domains({"name": "welzijn"}, {"name": "wonen", "preparer": "de woonwinkel"}))
    care = open_dossier(actor=cast.secretary, body=cast.table, title="Zorg", domain="welzijn")
    before = preparation_of(cast.secretary, cast.table)
    assert [line.domain.name for line in before.gaps] == ["personeel", "welzijn"]
    assert before.without == [cast.dossier, care]
    set_preparer(actor=cast.secretary, dossier=care, preparer=cast.partner_organization)
    after = preparation_of(cast.secretary, cast.table)
    assert [line.domain.name for line in after.gaps] == ["personeel"]
    assert after.without == [cast.dossier]


def test_what_was_brought_and_not_scheduled_is_counted_by_domain(cast: Cast) -> None:
    cast.thread("placed", dossier=cast.dossier, title="Op de agenda")
    propose(
        actor=cast.mayor,
        body=cast.table,
        title="Blijft liggen",
        summary="Nog niet geplaatst.",
        function=Function.EXCHANGE,
        brought_by=cast.towns["Lede"],
        dossier=cast.dossier,
    )
    cast.proposal(dossier=cast.dossier, title="Ontwerp", submitted=False)
    [line] = preparation_of(cast.secretary, cast.table).domains
    assert (line.brought, line.not_scheduled) == (2, 1)
