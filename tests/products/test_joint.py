"""A text that parties sign: frozen when it lies open, signed after the own body, reminded."""

from datetime import date

import pytest
from django.test import Client
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.factories.products import SENT_ON, joint_of, party_in

from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, WrongMoment
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.outbox.models import Message
from overlegtafel.products.linking import Origin
from overlegtafel.products.models import JointAgreement
from overlegtafel.products.policy import joints_visible_to
from overlegtafel.products.queries import parties_of
from overlegtafel.products.services import (
    change_joint,
    correct_joint,
    draft_joint,
    open_joint,
    remind_to_sign,
    sign_joint,
    take_signature_back,
)
from overlegtafel.reporting.turn import turn_of_joint

pytestmark = pytest.mark.django_db


def agreed(cast: Cast) -> JointAgreement:
    """One that waits for each council's decision on an agreement; Lede's council approved it."""
    thread = cast.thread()
    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="approve",
        expected_revision=1,
        meets_on=date(2026, 11, 22),
    )
    assert thread.agreement is not None
    return joint_of(cast, origin=Origin(agreement=thread.agreement), needs_approval=True)


def test_a_party_signs_after_its_own_council_and_is_warned_before(cast: Cast) -> None:
    joint = agreed(cast)
    assert joint.dossier is None and joint.item is not None
    stands = {row.party.organization.name: row.stand for row in parties_of(joint)}
    assert stands == {
        "Lede": "ready",
        **dict.fromkeys(("Aalst", "Lebbeke", "Ninove", "Zele"), "waiting"),
    }
    signed = sign_joint(actor=cast.mayor, party=party_in(joint, "Lede"), signed_on=SENT_ON)
    assert (signed.voice, signed.before_approval) == ("own", False)
    ninove = party_in(joint, "Ninove")
    with pytest.raises(Invalid, match="nog niet goed"):
        sign_joint(actor=cast.chair, party=ninove, signed_on=SENT_ON)
    assert sign_joint(actor=cast.chair, party=ninove, signed_on=SENT_ON, despite=True)
    ninove.refresh_from_db()
    assert ninove.before_approval
    turn = turn_of_joint(joint, parties_of(joint))
    assert turn is not None
    assert turn.sentence.startswith("Bij Aalst, Lebbeke en Zele, die eerst nog zelf moeten besl")


def test_who_decided_already_is_not_asked_about_signing_before(cast: Cast, client: Client) -> None:
    joint = agreed(cast)
    client.force_login(cast.secretary)
    page = f"/tafels/denderregio/wat-we-samen-maken/overeenkomsten/{joint.pk}/partijen/"
    assert "Er is toch getekend" not in client.get(f"{page}lede/").text
    assert "Er is toch getekend" in client.get(f"{page}ninove/").text
    early = client.post(f"{page}lede/", {"signed_on": "2026-11-21"})
    assert early.status_code == 422 and "Er is toch getekend" in early.text


def test_a_day_before_the_own_council_counts_as_before(cast: Cast) -> None:
    with pytest.raises(Invalid, match="22 november 2026"):
        sign_joint(
            actor=cast.mayor, party=party_in(agreed(cast), "Lede"), signed_on=date(2026, 11, 21)
        )


def test_only_the_own_people_or_who_writes_the_minutes_record_it(cast: Cast) -> None:
    party = party_in(joint_of(cast), "Lede")
    for actor in (cast.officer, cast.other_officer, cast.alderman):
        with pytest.raises(NotAllowed):
            sign_joint(actor=actor, party=party, signed_on=SENT_ON)
    for actor in (cast.partner, cast.councillor, cast.other_mayor, cast.citizen):
        with pytest.raises(NotVisible):
            sign_joint(actor=actor, party=party, signed_on=SENT_ON)
    noted = sign_joint(actor=cast.secretary, party=party, signed_on=SENT_ON)
    assert noted.voice == "noted"
    with pytest.raises(WrongMoment):
        sign_joint(actor=cast.mayor, party=party, signed_on=SENT_ON)
    take_signature_back(actor=cast.mayor, party=party, reason="Het was een ander stuk.")
    sign_joint(actor=cast.mayor, party=party, signed_on=SENT_ON)
    with pytest.raises(NotAllowed):
        take_signature_back(actor=cast.secretary, party=party, reason="Vergissing.")


def test_what_lies_open_is_frozen_and_a_next_version_is_signed_anew(cast: Cast) -> None:
    joint = joint_of(cast)
    assert joint.is_whole and len(joint.frozen["parties"]) == 5
    with pytest.raises(WrongMoment):
        change_joint(
            actor=cast.secretary,
            joint=joint,
            expected_revision=joint.revision,
            title="Anders",
            text="Anders",
            parties=[],
        )
    sign_joint(actor=cast.mayor, party=party_in(joint, "Lede"), signed_on=SENT_ON)
    made = correct_joint(actor=cast.secretary, joint=joint)
    assert (made.number, made.replaces) == (2, joint)
    assert made.parties.filter(signed_on__isnull=True).count() == 5
    assert joint.parties.filter(signed_on__isnull=False).count() == 1


def test_it_lies_open_only_with_words_and_two_parties(cast: Cast) -> None:
    for facts in ({"text": ""}, {"parties": [cast.towns["Lede"]]}):
        joint = joint_of(cast, opened=False, **facts)
        with pytest.raises(Invalid):
            open_joint(actor=cast.secretary, joint=joint, expected_revision=1)
    with pytest.raises(Invalid):
        joint_of(cast, parties=[cast.other_table.organization])
    with pytest.raises(NotAllowed):
        draft_joint(actor=cast.mayor, body=cast.table, title="x", text="y", parties=[])


def test_a_draft_stays_inside(cast: Cast) -> None:
    joint_of(cast, opened=False)
    assert joints_visible_to(cast.mayor).exists()
    for actor in (cast.officer, cast.partner, cast.councillor, cast.other_mayor, cast.citizen):
        assert not joints_visible_to(actor).exists()


def test_who_decides_first_hears_that_in_the_reminder(cast: Cast) -> None:
    remind_to_sign(actor=cast.secretary, joint=agreed(cast))
    told = {each.recipient: each.text for each in Message.objects.filter(kind="joint.asked")}
    assert "Ninove beslist eerst zelf over de afspraak" in told[cast.chair]
    assert "Lede keurde de afspraak goed op 22 november 2026." in told[cast.mayor]


def test_who_did_not_sign_is_reminded_not_more_often_than_the_term(
    cast: Cast, clock: FixedClock
) -> None:
    joint = joint_of(cast)
    sign_joint(actor=cast.chair, party=party_in(joint, "Ninove"), signed_on=SENT_ON)
    assert remind_to_sign(actor=cast.secretary, joint=joint) == 2
    told = {message.recipient for message in Message.objects.filter(kind="joint.asked")}
    assert told == {cast.mayor, cast.director}
    clock.travel_to("2026-11-29 09:00")
    assert remind_to_sign(actor=cast.secretary, joint=joint) == 0
    clock.travel_to("2026-12-01 09:00")
    assert remind_to_sign(actor=cast.secretary, joint=joint) == 2
    with pytest.raises(NotAllowed):
        remind_to_sign(actor=cast.mayor, joint=joint)
