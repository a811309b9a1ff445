"""Two people at once, on real connections: no lost row, no error, the second is told."""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from tests.factories.cast import Cast, make_cast, make_person
from tests.factories.councils import invited_evening
from tests.factories.routes import settle

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.audit.services import broken_links
from overlegtafel.common.errors import DomainError, Stale
from overlegtafel.councillors.services import sign_up
from overlegtafel.governance.services import invite_member
from overlegtafel.local_decisions.links import link_of_token, report_link
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.services import (
    open_local_decisions,
    record_decision,
    remind_unanswered,
)
from overlegtafel.local_decisions.states import Source
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.services import save_minutes
from overlegtafel.organizations.models import Mandate, PostRole
from overlegtafel.outbox.models import Message
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.services import refuse_proposal, return_proposal

ROUNDS = 20
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def own_cast(transactional_db: None) -> Iterator[Cast]:
    """The cast, committed, so that other connections see it."""
    yield make_cast()


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run the calls at the same moment, each on its own connection; return what each gave.

    A refusal comes back as its exception; any other error fails the test.
    """
    start = threading.Barrier(len(calls))
    given: list[object] = [None] * len(calls)

    def run(place: int, call: Callable[[], object]) -> None:
        start.wait()
        try:
            given[place] = call()
        except DomainError as refusal:
            given[place] = refusal
        except Exception as error:
            given[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    broken = [
        each for each in given if isinstance(each, Exception) and not isinstance(each, DomainError)
    ]
    assert broken == []
    return given


def test_two_officers_record_for_two_municipalities(own_cast: Cast) -> None:
    decisions = own_cast.thread().decisions
    for number in range(ROUNDS):
        verb = "postpone" if number % 2 else "plan"

        def record(name: str, officer: object, verb: str = verb) -> object:
            row = LocalDecision.objects.get(pk=decisions[name].pk)
            return record_decision(
                actor=officer,  # type: ignore[arg-type]
                decision=row,
                verb=verb,
                expected_revision=row.revision,
                meets_on=date(2026, 12, 17),
            )

        given = at_once(
            lambda: record("Lede", own_cast.officer),
            lambda: record("Ninove", own_cast.other_officer),
        )
        assert [type(each) for each in given] == [LocalDecision, LocalDecision]
    recorded = AuditEntry.objects.filter(verb="local_decision.recorded")
    assert recorded.count() == 2 * ROUNDS
    assert list(broken_links()) == []
    revisions = LocalDecision.objects.filter(municipality__name__in=["Lede", "Ninove"])
    assert set(revisions.values_list("revision", flat=True)) == {ROUNDS + 1}


def test_two_secretaries_save_the_same_minutes(own_cast: Cast) -> None:
    thread = own_cast.thread("open")
    assert thread.item is not None
    for number in range(ROUNDS):
        item = AgendaItem.objects.get(pk=thread.item.pk)

        def save(actor: object, text: str, item: AgendaItem = item) -> AgendaItem:
            return save_minutes(
                actor=actor,  # type: ignore[arg-type]
                item=AgendaItem.objects.select_related("meeting").get(pk=item.pk),
                minutes=text,
                outcome="noted",
                expected_revision=item.revision,
            )

        given = at_once(
            lambda number=number: save(own_cast.secretary, f"eerste {number}"),
            lambda number=number: save(own_cast.second_secretary, f"tweede {number}"),
        )
        winners = [each for each in given if isinstance(each, AgendaItem)]
        assert len(winners) == 1
        assert [type(each) for each in given].count(Stale) == 1
        kept = AgendaItem.objects.get(pk=thread.item.pk)
        assert kept.minutes == winners[0].minutes
        assert kept.revision == item.revision + 1


def test_two_answers_to_one_proposal(own_cast: Cast) -> None:
    for number in range(ROUNDS // 4):
        proposal = own_cast.proposal(title=f"Voorstel {number}")

        def answer(
            service: Callable[..., Proposal], actor: object, pk: int = proposal.pk
        ) -> Proposal:
            return service(
                actor=actor, proposal=Proposal.objects.get(pk=pk), answer="Graag meer uitleg."
            )

        given = at_once(
            lambda: answer(return_proposal, own_cast.secretary),
            lambda: answer(refuse_proposal, own_cast.second_secretary),
        )
        assert sum(isinstance(each, Proposal) for each in given) >= 1
        entries = AuditEntry.objects.filter(
            subject_id=proposal.pk, verb__in=["proposal.returned", "proposal.refused"]
        )
        assert entries.count() == 1


def test_local_decisions_are_opened_once(own_cast: Cast) -> None:
    agreement = own_cast.thread("closed").agreement
    assert agreement is not None
    at_once(
        lambda: open_local_decisions(actor=own_cast.secretary, agreement=agreement),
        lambda: open_local_decisions(actor=own_cast.second_secretary, agreement=agreement),
    )
    assert agreement.local_decisions.count() == 5


def browser_of(user: User) -> Client:
    """A signed-in browser."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_two_officers_press_the_button_together(own_cast: Cast) -> None:
    decisions = own_cast.thread().decisions
    reference = decisions["Lede"].agreement.reference
    people = {"lede": browser_of(own_cast.officer), "ninove": browser_of(own_cast.other_officer)}
    for number in range(ROUNDS):

        def press(town: str, revision: int = number + 1) -> int:
            return (
                people[town]
                .post(
                    f"/tafels/denderregio/afspraken/{reference}/besturen/{town}/",
                    {
                        "verb": "postpone" if revision % 2 else "plan",
                        "meets_on": "2026-12-17",
                        "revision": revision,
                    },
                )
                .status_code
            )

        assert at_once(lambda: press("lede"), lambda: press("ninove")) == [302, 302]
    assert AuditEntry.objects.filter(verb="local_decision.recorded").count() == 2 * ROUNDS


def test_the_second_secretary_gets_the_own_text_back(own_cast: Cast) -> None:
    thread = own_cast.thread("open")
    assert thread.item is not None
    address = f"/tafels/denderregio/vergaderingen/2026-11-20/verslag/{thread.item.pk}/"
    people = [browser_of(own_cast.secretary), browser_of(own_cast.second_secretary)]
    for number in range(ROUNDS):
        revision = AgendaItem.objects.get(pk=thread.item.pk).revision

        def press(who: int, number: int = number, revision: int = revision) -> HttpResponse:
            typed = {"minutes": f"Tekst {who} van ronde {number}", "outcome": "noted"}
            return people[who].post(address, {**typed, "revision": revision})

        answers = at_once(lambda: press(0), lambda: press(1))
        statuses = [getattr(answer, "status_code", answer) for answer in answers]
        assert sorted(statuses) == [302, 409]
        second = statuses.index(409)
        page = getattr(answers[second], "text", "")
        assert f"Tekst {second} van ronde {number}" in page
        assert f"Tekst {1 - second} van ronde {number}" in page


def test_one_address_is_invited_twice(own_cast: Cast) -> None:
    for number in range(ROUNDS // 4):
        email = f"nieuw{number}@example.org"

        def invite(actor: object, email: str = email) -> object:
            return invite_member(
                actor=actor,  # type: ignore[arg-type]
                body=own_cast.table,
                email=email,
                name="Nieuw Gezicht",
                role=PostRole.OFFICER,
                organization=own_cast.towns["Lede"],
            )

        at_once(lambda: invite(own_cast.secretary), lambda: invite(own_cast.second_secretary))
        assert Mandate.objects.filter(person__user__email=email).count() == 1


def test_one_link_in_a_mail_is_used_once(own_cast: Cast) -> None:
    decision = own_cast.thread().decisions["Lede"]
    token = report_link(decision, own_cast.officer).rstrip("/").rpartition("/")[2]

    def use(verb: str) -> object:
        link = link_of_token(token)
        return record_decision(
            actor=link.user,
            decision=link.decision,
            verb=verb,
            expected_revision=link.revision,
            source=Source.BY_LINK,
        )

    given = at_once(lambda: use("plan"), lambda: use("postpone"))
    assert sum(isinstance(each, LocalDecision) for each in given) == 1
    assert decision.entries.count() == 2


def test_two_who_remind_at_once_write_each_person_once(own_cast: Cast) -> None:
    agreement = own_cast.thread().agreement
    assert agreement is not None
    given = at_once(
        lambda: remind_unanswered(actor=own_cast.secretary, agreement=agreement),
        lambda: remind_unanswered(actor=own_cast.second_secretary, agreement=agreement),
    )
    assert sum(isinstance(each, list) for each in given) == 1
    written = Message.objects.filter(kind="local_decision.reminder")
    assert written.count() == written.values("recipient").distinct().count() > 0


def test_of_two_who_take_the_last_place_of_an_evening_one_waits(own_cast: Cast) -> None:
    cast = own_cast
    settle(cast, councillors={"mode": "evening", "step": "report"})
    zele = make_person(cast.system, "Raadslid Zele", cast.towns["Zele"], PostRole.COUNCILLOR)
    both = [User.objects.get(pk=each.pk) for each in (cast.councillor, zele)]
    for number in range(5):
        evening = invited_evening(cast, title=f"Avond {number}", seats=1)
        given = at_once(
            *(partial(sign_up, actor=who, evening=evening) for who in both),
            partial(sign_up, actor=both[0], evening=evening),
        )
        assert not [each for each in given if isinstance(each, Exception)]
        assert sorted(evening.sign_ups.values_list("state", flat=True)) == ["coming", "waiting"]
    assert list(broken_links()) == []
