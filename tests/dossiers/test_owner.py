"""Who has a dossier: editing by its owner, and handing it over with its history (R103)."""

from datetime import date

import pytest
from tests.factories.cast import Cast, make_person

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.policy import can_edit, dossiers_visible_to
from overlegtafel.dossiers.services import close_dossier, edit_dossier, hand_over, open_dossier
from overlegtafel.organizations.models import PostRole

TODAY = date(2026, 11, 23)


def owned_by_lede(cast: Cast) -> Dossier:
    hand_over(
        actor=cast.secretary,
        dossier=cast.dossier,
        to_owner=cast.towns["Lede"],
        handed_on=TODAY,
        reason="Lede heeft de juriste.",
        contact="juridische dienst",
    )
    return cast.dossier


@pytest.mark.parametrize("who", ["mayor", "director", "officer"])
def test_who_works_for_the_owner_writes_the_text(cast: Cast, who: str) -> None:
    dossier, actor = owned_by_lede(cast), getattr(cast, who)
    edit_dossier(actor=actor, dossier=dossier, expected_revision=1, summary="Nieuwe tekst.")
    assert (dossier.summary, dossier.revision) == ("Nieuwe tekst.", 2)


@pytest.mark.parametrize("who", ["other_officer", "alderman", "councillor", "other_mayor"])
def test_nobody_else_writes_it(cast: Cast, who: str) -> None:
    dossier = owned_by_lede(cast)
    with pytest.raises(NotAllowed):
        edit_dossier(
            actor=getattr(cast, who), dossier=dossier, expected_revision=1, summary="Van mij."
        )


def test_the_owner_does_not_settle_what_is_the_tables(cast: Cast) -> None:
    dossier = owned_by_lede(cast)
    with pytest.raises(NotAllowed):
        edit_dossier(actor=cast.mayor, dossier=dossier, expected_revision=1, domain="wonen")
    with pytest.raises(NotAllowed):
        hand_over(
            actor=cast.mayor,
            dossier=dossier,
            to_owner=cast.towns["Zele"],
            handed_on=TODAY,
            reason="We willen ervan af.",
        )


def test_the_staff_of_an_owning_company_and_partner_write_it_too(cast: Cast) -> None:
    staff = make_person(cast.system, "Medewerker SOLVA", cast.support, PostRole.STAFF)
    theirs = open_dossier(
        actor=cast.secretary, body=cast.table, title="Energie", domain="energie", owner=cast.support
    )
    edit_dossier(actor=staff, dossier=theirs, expected_revision=1, summary="Door SOLVA.")
    care = open_dossier(
        actor=cast.secretary,
        body=cast.table,
        title="Zorg",
        domain="welzijn",
        owner=cast.partner_organization,
    )
    assert list(dossiers_visible_to(cast.partner)) == [care]
    edit_dossier(actor=cast.partner, dossier=care, expected_revision=1, summary="Door Zorgzaam.")
    assert not can_edit(cast.partner, theirs)


def test_a_hand_over_keeps_who_had_it(cast: Cast) -> None:
    dossier = owned_by_lede(cast)
    hand_over(
        actor=cast.chair,
        dossier=dossier,
        to_owner=cast.partner_organization,
        handed_on=TODAY,
        reason="Zorgzaam zoekt verder.",
    )
    assert [str(each) for each in dossier.hand_overs.all()] == [
        "Lebbeke aan Lede",
        "Lede aan Zorgzaam vzw",
    ]
    assert (dossier.owned_by, dossier.owner_since) == ("Zorgzaam vzw", TODAY)
    logged = AuditEntry.objects.filter(verb="dossier.handed_over").order_by("id")
    assert [entry.reason for entry in logged] == [
        "Lede heeft de juriste.",
        "Zorgzaam zoekt verder.",
    ]
    assert logged[0].changes["owner"] == ["Lebbeke", "Lede"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"to_owner": None}, "to_owner"),
        ({"reason": "  "}, "reason"),
        ({"handed_on": date(2026, 12, 24)}, "handed_on"),
        ({"handed_on": date(2020, 1, 1)}, "handed_on"),
    ],
)
def test_a_hand_over_that_can_not_be(cast: Cast, typed: dict[str, object], field: str) -> None:
    facts = {"to_owner": cast.towns["Lede"], "handed_on": TODAY, "reason": "Kan.", **typed}
    with pytest.raises(Invalid) as refused:
        hand_over(actor=cast.secretary, dossier=cast.dossier, **facts)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not cast.dossier.hand_overs.exists()


def test_handing_over_to_who_has_it_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="nu al de eigenaar"):
        hand_over(
            actor=cast.secretary,
            dossier=cast.dossier,
            to_owner=cast.towns["Lebbeke"],
            handed_on=TODAY,
            reason="Nog eens.",
        )


def test_who_saved_first_is_not_overwritten(cast: Cast) -> None:
    edit_dossier(actor=cast.secretary, dossier=cast.dossier, expected_revision=1, title="Eerst")
    with pytest.raises(Stale):
        edit_dossier(actor=cast.chair, dossier=cast.dossier, expected_revision=1, title="Tweede")
    cast.dossier.refresh_from_db()
    assert cast.dossier.title == "Eerst"


def test_a_closed_dossier_is_left_as_it_is(cast: Cast) -> None:
    close_dossier(actor=cast.secretary, dossier=cast.dossier, verb="complete", note="Klaar.")
    with pytest.raises(WrongMoment, match="Neem het eerst weer op"):
        edit_dossier(actor=cast.secretary, dossier=cast.dossier, expected_revision=1, title="Toch")
    with pytest.raises(WrongMoment):
        owned_by_lede(cast)


def test_a_part_hangs_under_a_whole_and_never_deeper(cast: Cast) -> None:
    part = open_dossier(
        actor=cast.secretary,
        body=cast.table,
        title="Proeftijd",
        domain="personeel",
        parent=cast.dossier,
    )
    with pytest.raises(Invalid, match="zelf een deeldossier"):
        open_dossier(
            actor=cast.secretary, body=cast.table, title="Dieper", domain="personeel", parent=part
        )
    with pytest.raises(Invalid, match="heeft zelf deeldossiers"):
        other = open_dossier(
            actor=cast.secretary, body=cast.table, title="Ander", domain="personeel"
        )
        edit_dossier(actor=cast.secretary, dossier=cast.dossier, expected_revision=1, parent=other)
    with pytest.raises(Invalid, match="ander overleg"):
        open_dossier(
            actor=cast.other_secretary,
            body=cast.other_table,
            title="Elders",
            domain="personeel",
            parent=cast.dossier,
        )
