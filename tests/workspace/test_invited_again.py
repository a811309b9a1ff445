"""After inviting one sees who came in already; who did not gets the mail again, once a click."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.cast import Cast
from tests.workspace.conftest import SignIn

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible, WrongMoment
from overlegtafel.governance.places import places_at
from overlegtafel.governance.services import grant_role, invite_again, invite_member
from overlegtafel.governance.states import TableRole
from overlegtafel.organizations.models import PostRole
from overlegtafel.outbox.models import Message

PAGE = "/tafels/denderregio/uitnodigen/leden/"
LATER = date(2027, 2, 1)


def again_at(cast: Cast) -> str:
    return f"/tafels/denderregio/uitnodigen/{cast.mayor.person.pk}/opnieuw/"


def mails(cast: Cast) -> list[Message]:
    return list(Message.objects.filter(kind="account.invitation", recipient=cast.mayor))


def test_the_page_says_who_came_in_and_who_did_not(cast: Cast, as_: SignIn) -> None:
    as_(cast.chair)
    places = {each.person.name: each for each in places_at(cast.table, clock.today())}
    assert places[cast.mayor.name].signed_in is None
    assert places[cast.chair.name].signed_in is not None
    page = as_(cast.secretary).get(PAGE).text
    assert "nog niet aangemeld" in page
    assert "laatst op 2" in page
    assert again_at(cast) in page
    assert f"/uitnodigen/{cast.chair.person.pk}/opnieuw/" not in page


def test_one_click_is_one_mail_and_one_line_in_the_log(cast: Cast, as_: SignIn) -> None:
    cast.mayor.set_unusable_password()
    cast.mayor.save()
    secretary = as_(cast.secretary)
    page = secretary.post(again_at(cast), follow=True)
    assert page.redirect_chain == [(f"{PAGE}#uitgenodigd", 302)]
    assert "krijgt de uitnodiging opnieuw" in page.text
    [message] = mails(cast)
    assert cast.table.name in message.subject
    assert "/account/welkom/" in message.text
    entry = AuditEntry.objects.get(verb="account.invited_again")
    assert (entry.actor, entry.body_id) == (cast.secretary, cast.table.pk)


def test_who_signed_in_gets_no_invitation_any_more(cast: Cast, as_: SignIn) -> None:
    as_(cast.mayor)
    person = cast.fresh(cast.mayor).person
    with pytest.raises(WrongMoment, match="heeft zich al aangemeld"):
        invite_again(actor=cast.secretary, body=cast.table, person=person)
    assert as_(cast.secretary).post(again_at(cast)).status_code == 409
    assert mails(cast) == []


@pytest.mark.parametrize("who", ["mayor", "director", "partner", "other_secretary", "citizen"])
def test_only_who_runs_the_table_sends_again(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        invite_again(actor=getattr(cast, who), body=cast.table, person=cast.mayor.person)
    assert mails(cast) == []


def test_nobody_of_another_table_is_invited_from_here(cast: Cast, as_: SignIn) -> None:
    with pytest.raises(NotVisible):
        invite_again(actor=cast.secretary, body=cast.table, person=cast.other_mayor.person)
    secretary = as_(cast.secretary)
    for number in (cast.other_mayor.person.pk, 99_999):
        address = f"/tafels/denderregio/uitnodigen/{number}/opnieuw/"
        assert secretary.post(address).status_code == 404
    assert not Message.objects.filter(kind="account.invitation").exists()


def test_a_place_that_starts_later_is_there_with_its_day(cast: Cast, as_: SignIn) -> None:
    grant_role(
        actor=cast.system,
        body=cast.table,
        person=cast.other_mayor.person,
        role=TableRole.PARTNER,
        valid_from=LATER,
    )
    assert "vanaf 1 februari 2027" in as_(cast.secretary).get(PAGE).text
    invite_again(actor=cast.secretary, body=cast.table, person=cast.other_mayor.person)
    assert "Dit geldt vanaf 1 februari 2027." in Message.objects.get(kind="account.invitation").text


def test_the_places_cost_three_queries_whatever_the_size(cast: Cast) -> None:
    counts = []
    for many in (1, 8):
        for number in range(many):
            invite_member(
                actor=cast.secretary,
                body=cast.table,
                email=f"dossier{many}{number}@zele.example",
                name=f"Dossier {many} {number}",
                role=PostRole.OFFICER,
                organization=cast.towns["Lede"],
            )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(places_at(cast.table, clock.today())) > many
        counts.append(len(queries))
    assert counts == [3, 3]
