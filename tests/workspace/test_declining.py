"""The chair says no to what staff asked, with the reason; it may be asked again (R90)."""

import pytest
from tests.factories.cast import Cast
from tests.factories.routes import settle
from tests.workspace.conftest import SignIn

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.governance.models import Clearance
from overlegtafel.governance.services import ask_clearance, decline_clearance, give_clearance
from overlegtafel.governance.states import Task
from overlegtafel.outbox.models import Message

PAGE = "/tafels/denderregio/akkoord/"
REASON = "Eerst de cijfers van Lede."


@pytest.fixture
def asked(cast: Cast) -> Clearance:
    settle(cast, cast.table, support={"tasks": {"plan": "after_chair"}})
    return ask_clearance(actor=cast.secretary, body=cast.table, task=Task.PLAN)


def test_who_asked_reads_why_and_may_ask_again(cast: Cast, asked: Clearance) -> None:
    decline_clearance(actor=cast.chair, clearance=asked, reason=REASON)
    assert not Clearance.objects.exists()
    message = Message.objects.get(kind="clearance.declined")
    assert message.recipient == cast.secretary
    assert REASON in message.text
    assert PAGE in message.text
    entry = AuditEntry.objects.get(verb="clearance.declined")
    assert (entry.actor, entry.reason, entry.body_id) == (cast.chair, REASON, cast.table.pk)
    again = ask_clearance(actor=cast.secretary, body=cast.table, task=Task.PLAN)
    assert again.given_at is None
    assert Message.objects.filter(kind="clearance.asked", recipient=cast.chair).count() == 2


@pytest.mark.parametrize("who", ["secretary", "mayor", "partner", "other_secretary", "citizen"])
def test_only_the_chair_declines(cast: Cast, asked: Clearance, who: str) -> None:
    with pytest.raises(NotAllowed):
        decline_clearance(actor=getattr(cast, who), clearance=asked, reason=REASON)
    assert Clearance.objects.filter(given_at__isnull=True).exists()


def test_no_goes_with_a_reason_and_only_before_the_answer(cast: Cast, asked: Clearance) -> None:
    with pytest.raises(Invalid) as refused:
        decline_clearance(actor=cast.chair, clearance=asked, reason="  ")
    assert refused.value.field == "reason"
    give_clearance(actor=cast.chair, body=cast.table, task=Task.PLAN)
    with pytest.raises(WrongMoment, match="al beantwoord"):
        decline_clearance(actor=cast.chair, clearance=asked, reason=REASON)
    assert not Message.objects.filter(kind="clearance.declined").exists()


def test_the_chair_declines_on_the_page_and_the_reason_is_not_lost(
    cast: Cast, as_: SignIn, asked: Clearance
) -> None:
    chair = as_(cast.chair)
    assert "Niet akkoord" in chair.get(PAGE).text
    typed = {"clearance": asked.pk, "verb": "decline", "reason": ""}
    refused = chair.post(PAGE, typed)
    assert refused.status_code == 422
    assert f'aria-describedby="niet-{asked.pk}-reason' in refused.text
    long = "x" * 2001
    assert long in chair.post(PAGE, typed | {"reason": long}).text
    done = chair.post(PAGE, typed | {"reason": REASON}, follow=True)
    assert "leest waarom u niet akkoord bent" in done.text
    assert not Clearance.objects.exists()
    assert chair.post(PAGE, typed | {"reason": REASON}).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("secretary", 403), ("mayor", 403), ("citizen", 404)])
def test_nobody_else_declines_on_the_page(
    cast: Cast, as_: SignIn, asked: Clearance, who: str, status: int
) -> None:
    person = as_(getattr(cast, who))
    typed = {"clearance": asked.pk, "verb": "decline", "reason": REASON}
    assert person.post(PAGE, typed).status_code == status
    assert "Niet akkoord laten weten" not in as_(cast.secretary).get(PAGE).text
    assert Clearance.objects.filter(pk=asked.pk).exists()


def test_who_agrees_tells_who_asked_with_the_way_to_go_on(cast: Cast, asked: Clearance) -> None:
    give_clearance(actor=cast.chair, body=cast.table, task=Task.PLAN)
    message = Message.objects.get(kind="clearance.given")
    assert message.recipient == asked.asked_by
    assert "Nu kunt u verder:" in message.text
    assert PAGE in message.text
