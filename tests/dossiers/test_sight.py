"""Who sees a dossier, and the stricter sight of one with internal effects (R109)."""

import pytest
from tests.factories.cast import Cast, make_person

from overlegtafel.common.errors import Invalid
from overlegtafel.dossiers.policy import can_see, dossiers_visible_to
from overlegtafel.dossiers.services import (
    edit_dossier,
    name_co_preparer,
    open_dossier,
    set_preparer,
)
from overlegtafel.organizations.models import PostRole
from overlegtafel.publication.services import release_agreement

INSIDE = ["secretary", "second_secretary", "chair", "mayor", "director"]
OUTSIDE = ["officer", "other_officer", "alderman", "councillor", "partner"]
STRANGERS = ["other_mayor", "other_secretary", "citizen"]


def flag(cast: Cast) -> None:
    edit_dossier(actor=cast.secretary, dossier=cast.dossier, expected_revision=1, is_internal=True)


@pytest.mark.parametrize("who", INSIDE)
def test_insiders_see_what_has_internal_effects(cast: Cast, who: str) -> None:
    flag(cast)
    actor = getattr(cast, who)
    assert cast.dossier in dossiers_visible_to(actor)
    assert can_see(actor, cast.dossier)


@pytest.mark.parametrize("who", OUTSIDE + STRANGERS)
def test_the_wider_circle_and_strangers_do_not(cast: Cast, who: str) -> None:
    flag(cast)
    actor = getattr(cast, who)
    assert cast.dossier not in dossiers_visible_to(actor)
    assert not can_see(actor, cast.dossier)


def test_without_the_flag_the_circle_sees_it(cast: Cast) -> None:
    seen = [
        who for who in INSIDE + OUTSIDE + STRANGERS if can_see(getattr(cast, who), cast.dossier)
    ]
    assert seen == [*INSIDE, "officer", "other_officer", "alderman"]


def test_who_owns_or_prepares_it_reads_along(cast: Cast) -> None:
    flag(cast)
    officer = make_person(cast.system, "HR Lebbeke", cast.towns["Lebbeke"], PostRole.OFFICER)
    expert = make_person(cast.system, "HR-expert SOLVA", cast.support, PostRole.EXPERT)
    assert can_see(officer, cast.dossier)
    assert not can_see(expert, cast.dossier)
    set_preparer(actor=cast.secretary, dossier=cast.dossier, preparer=cast.support)
    assert can_see(expert, cast.dossier)


def test_the_mayor_of_a_co_preparing_municipality_from_elsewhere_reads_along(cast: Cast) -> None:
    flag(cast)
    tielt = cast.other_mayor.person.mandates.get().post.organization
    name_co_preparer(
        actor=cast.secretary, dossier=cast.dossier, municipality=tielt, who="HR-dienst"
    )
    assert can_see(cast.fresh(cast.other_mayor), cast.dossier)
    assert not can_see(cast.other_secretary, cast.dossier)


def test_a_partner_sees_only_the_dossier_it_prepares(cast: Cast) -> None:
    open_dossier(actor=cast.secretary, body=cast.table, title="Ander", domain="wonen")
    assert list(dossiers_visible_to(cast.partner)) == []
    set_preparer(actor=cast.secretary, dossier=cast.dossier, preparer=cast.partner_organization)
    assert list(dossiers_visible_to(cast.partner)) == [cast.dossier]


def test_the_parts_of_what_is_internal_are_internal(cast: Cast) -> None:
    part = open_dossier(
        actor=cast.secretary,
        body=cast.table,
        title="Proeftijd",
        domain="personeel",
        parent=cast.dossier,
    )
    assert not part.is_internal
    flag(cast)
    part.refresh_from_db()
    assert part.is_internal
    with pytest.raises(Invalid, match="heeft interne effecten"):
        edit_dossier(actor=cast.secretary, dossier=part, expected_revision=1, is_internal=False)


def test_a_public_agreement_does_not_name_an_internal_dossier(cast: Cast) -> None:
    thread = cast.thread(dossier=cast.dossier)
    assert thread.agreement is not None
    open_one = release_agreement(actor=cast.secretary, agreement=thread.agreement)
    assert open_one.content["dossier"] == cast.dossier.title
    flag(cast)
    later = release_agreement(
        actor=cast.secretary, agreement=thread.agreement, despite_internal=True
    )
    assert later.content["dossier"] == ""
