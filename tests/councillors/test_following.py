"""Following a dossier: on, off, and what one hears of it."""

from datetime import date

import pytest
from tests.councillors.conftest import Council

from overlegtafel.audit.remember import forget
from overlegtafel.common.chores import chores
from overlegtafel.common.errors import NotAllowed, NotVisible
from overlegtafel.councillors.models import Following
from overlegtafel.councillors.services import (
    follow_dossier,
    tell_what_is_new,
    unfollow_dossier,
)
from overlegtafel.dossiers.models import Dossier
from overlegtafel.organizations.models import Mandate
from overlegtafel.outbox.models import Message

CHORE = "nieuws over gevolgde dossiers"


def test_a_follower_hears_of_a_new_agreement_once(council: Council) -> None:
    council.opens("report")
    dossier = council.cast.dossier
    council.approved(dossier=dossier, title="Eerste", held_on=date(2026, 10, 2))
    follow_dossier(actor=council.lede, dossier=dossier)
    follow_dossier(actor=council.lede, dossier=dossier)
    assert Following.objects.count() == 1
    assert chores[CHORE]() == 0
    council.approved(dossier=dossier, title="Tweede", held_on=date(2026, 10, 9))
    assert (chores[CHORE](), chores[CHORE]()) == (1, 0)
    message = Message.objects.get(kind="followed")
    assert "Tweede" in message.text and "Eerste" not in message.text


def test_who_follows_no_longer_or_left_the_council_hears_nothing(council: Council) -> None:
    council.opens("report")
    dossier = council.cast.dossier
    council.approved(dossier=dossier, held_on=date(2026, 10, 2))
    follow_dossier(actor=council.lede, dossier=dossier)
    follow_dossier(actor=council.zele, dossier=dossier)
    unfollow_dossier(actor=council.lede, dossier=dossier)
    Mandate.objects.filter(person=council.zele.person).update(valid_to=date(2026, 11, 1))
    council.approved(dossier=dossier, title="Tweede", held_on=date(2026, 10, 9))
    assert chores[CHORE]() == 0


def test_nobody_follows_what_councillors_do_not_see(council: Council) -> None:
    dossier = council.cast.dossier
    with pytest.raises(NotVisible):
        follow_dossier(actor=council.lede, dossier=dossier)
    council.opens("agenda")
    council.approved(dossier=dossier)
    for actor in (council.stranger, council.cast.citizen, council.cast.other_mayor):
        with pytest.raises(NotVisible):
            follow_dossier(actor=actor, dossier=dossier)
    with pytest.raises(NotAllowed):
        follow_dossier(actor=council.cast.mayor, dossier=dossier)
    Dossier.objects.filter(pk=dossier.pk).update(is_internal=True)
    forget()
    with pytest.raises(NotVisible):
        follow_dossier(actor=council.lede, dossier=dossier)
    with pytest.raises(NotAllowed):
        tell_what_is_new(actor=council.lede)
