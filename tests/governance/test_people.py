"""Inviting many at once: all or none, and what is wrong by line."""

import pytest
from tests.factories.cast import Cast

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import NotAllowed
from overlegtafel.governance.services import InvalidRows, Invited, invite_many, invite_person
from overlegtafel.organizations.models import Mandate, PostRole
from overlegtafel.outbox.models import Message

MAYOR, DIRECTOR = PostRole.MAYOR, PostRole.DIRECTOR


def test_all_get_their_post_and_a_mail(cast: Cast) -> None:
    lines = [
        Invited(cast.towns["Aalst"], MAYOR, "An", "an@aalst.example"),
        Invited(cast.towns["Zele"], MAYOR, "Bo", "bo@zele.example"),
        Invited(cast.towns["Aalst"], DIRECTOR, "Cas", "cas@aalst.example"),
    ]
    assert len(invite_many(actor=cast.secretary, body=cast.table, lines=lines)) == 3
    assert Message.objects.filter(kind="account.invitation").count() == 3
    assert Mandate.objects.filter(person__name="An", post__role=MAYOR).exists()


def test_one_wrong_line_sends_nothing(cast: Cast) -> None:
    wrong = Invited(cast.towns["Lede"], MAYOR, "Bo", "bo@lede.example")
    right = Invited(cast.towns["Aalst"], MAYOR, "An", "an@aalst.example")
    with pytest.raises(InvalidRows) as refusal:
        invite_many(actor=cast.secretary, body=cast.table, lines=[right, wrong])
    assert refusal.value.rows.keys() == {wrong.key}
    assert "Lede heeft al een burgemeester" in refusal.value.rows[wrong.key]
    assert not User.objects.filter(email__endswith=".example").exists()
    assert not Message.objects.filter(kind="account.invitation").exists()


@pytest.mark.parametrize("who", ["officer", "mayor", "partner", "other_secretary", "citizen"])
def test_others_invite_nobody(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        invite_many(actor=getattr(cast, who), body=cast.table, lines=[])


def test_only_the_system_lets_someone_found_tables(cast: Cast) -> None:
    user = invite_person(
        actor=cast.system, email="start@example.org", name="Starter", may_found=True
    )
    assert User.objects.get(pk=user.pk).may_found_tables
    with pytest.raises(NotAllowed):
        invite_person(actor=cast.secretary, email="x@example.org", name="X", may_found=True)
