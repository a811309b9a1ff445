"""A decision system at the door: it reads and reports for its own municipality, and no other."""

import json
import logging
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any, get_args

import pytest
import schemathesis
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from pytest_django import DjangoAssertNumQueries
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.conftest import FixedClock
from tests.factories.cast import Cast, Thread
from tests.factories.couplings import coupled

from overlegtafel.agreements.models import Agreement
from overlegtafel.api.reporting_schemas import Verb
from overlegtafel.audit.models import AuditEntry
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.states import Openness
from overlegtafel.local_decisions.models import LocalDecision, ReportingToken
from overlegtafel.local_decisions.services import PUBLISH, revoke_token
from overlegtafel.local_decisions.states import MOVES, DecisionState, TokenScope
from overlegtafel.meetings.models import AgendaItem

pytestmark = pytest.mark.django_db
BASE = "/api/v1/reporting"
APPROVED = {"verb": "approve", "meets_on": "2026-11-23", "link": "https://lede.example/b/1"}


@pytest.fixture(autouse=True)
def _counted_from_zero() -> Iterator[None]:
    """The limit per minute, from nothing."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def thread(cast: Cast) -> Thread:
    return cast.thread()


class System:
    """A decision system with one secret."""

    def __init__(self, secret: str) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.headers = {"Authorization": f"Bearer {secret}"}

    def get(self, path: str) -> Any:
        return self.client.get(f"{BASE}{path}", headers=self.headers)

    def report(self, pk: int, said: Any = APPROVED, key: str | None = "k1") -> Any:
        sent = self.headers if key is None else {**self.headers, "Idempotency-Key": key}
        return self.client.post(
            f"{BASE}/decisions/{pk}/reports",
            data=said if isinstance(said, bytes) else json.dumps(said),
            content_type="application/json",
            headers=sent,
        )


@pytest.fixture
def lede(cast: Cast) -> System:
    return System(coupled(cast)[1])


def said(answer: Any, status: int) -> str:
    """The sentence of a refusal, in the one shape of the API."""
    assert answer.status_code == status, answer.content
    error = answer.json()["error"]
    assert set(error) == {"status", "message", "field"}
    assert error["status"] == status
    assert error["message"].endswith((".", "…."))
    return str(error["message"])


def test_what_is_asked_with_agreement_body_days_and_dossier(
    cast: Cast, lede: System, thread: Thread
) -> None:
    Dossier.objects.filter(pk=cast.dossier.pk).update(is_internal=False)
    more = cast.thread(title="Regiomobiliteit", held_on=date(2026, 11, 13), dossier=cast.dossier)
    answer = lede.get("/decisions")
    assert answer.status_code == 200
    found = answer.json()
    assert found["count"] == 2
    row = next(one for one in found["items"] if one["id"] == more.decisions["Lede"].pk)
    assert row["competent_body_label"] == "de gemeenteraad"
    assert row["agreement"]["due_on"] == "2026-12-31"
    assert row["agreement"]["table"] == {"slug": "denderregio", "name": cast.table.name}
    assert row["dossier"]["reference"] == "D-01"
    assert row["dossier"]["url"].endswith("/tafels/denderregio/dossiers/D-01/")
    assert row["url"].endswith("/besturen/lede/")
    assert "approve" in row["can"] and "publish" not in row["can"]
    assert lede.get(f"/decisions/{row['id']}").json() == row


def test_a_dossier_with_internal_effects_is_not_named(cast: Cast, lede: System) -> None:
    Dossier.objects.filter(pk=cast.dossier.pk).update(is_internal=True)
    cast.thread(dossier=cast.dossier)
    answer = lede.get("/decisions")
    assert answer.json()["items"][0]["dossier"] is None
    assert cast.dossier.title not in answer.content.decode()


def test_a_closed_item_keeps_its_text_from_who_does_not_carry_it_out(
    cast: Cast, lede: System, thread: Thread
) -> None:
    zele = System(coupled(cast, "Zele")[1])
    Agreement.objects.update(text="Enkel aan tafel gezegd")
    assert "Enkel aan tafel gezegd" in zele.get("/decisions").content.decode()
    AgendaItem.objects.update(openness=Openness.MEMBERS)
    answer = zele.get("/decisions")
    assert answer.json()["count"] == 1
    assert "Enkel aan tafel gezegd" not in answer.content.decode()
    assert "Enkel aan tafel gezegd" in lede.get("/decisions").content.decode()


def test_a_report_is_recorded_and_answers_with_what_stands_there(
    lede: System, thread: Thread
) -> None:
    decision = thread.decisions["Lede"]
    answer = lede.report(decision.pk)
    assert answer.status_code == 200
    assert answer.json()["state"] == "approved"
    assert answer.json()["can"] == ["correct", "publish"]
    decision.refresh_from_db()
    assert (decision.state, decision.link) == (DecisionState.APPROVED, APPROVED["link"])
    assert lede.get("/decisions").json()["count"] == 0
    assert lede.get("/decisions?state=decided").json()["count"] == 1
    assert lede.get("/decisions?state=all").json()["count"] == 1


def test_sent_twice_it_happens_once_with_the_same_answer(lede: System, thread: Thread) -> None:
    decision = thread.decisions["Lede"]
    first, again = lede.report(decision.pk), lede.report(decision.pk)
    assert (again.status_code, again.json()) == (200, first.json())
    assert decision.entries.count() == 2
    other = lede.report(decision.pk, {"verb": "refuse", "meets_on": "2026-11-23"})
    assert said(other, 422) == "Deze sleutel hoort al bij een andere melding."
    assert said(lede.report(decision.pk, key="k2"), 409).startswith("“Goedgekeurd” kan niet meer")


@pytest.mark.parametrize("who", ["none", "basic", "unknown", "revoked", "expired"])
def test_who_is_not_let_in_hears_why(
    cast: Cast, clock: FixedClock, client: Client, thread: Thread, who: str
) -> None:
    token, secret = coupled(cast)
    sent = {"basic": f"Basic {secret}", "unknown": "Bearer ovt_nooit", "none": ""}
    if who == "revoked":
        revoke_token(actor=cast.director, token=token)
    if who == "expired":
        clock.travel_to("2027-07-01 00:00")
    headers = {"Authorization": sent.get(who, f"Bearer {secret}")}
    pk = thread.decisions["Lede"].pk
    for answer in (
        client.get(f"{BASE}/decisions", headers=headers),
        client.get(f"{BASE}/decisions/{pk}", headers=headers),
        client.post(f"{BASE}/decisions/{pk}/reports", APPROVED, headers=headers),
    ):
        sentence = said(answer, 401)
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert secret not in answer.content.decode()
    words = {
        "none": "Stuur de sleutel",
        "basic": "Stuur de sleutel",
        "unknown": "Deze sleutel kennen wij niet",
        "revoked": "Deze koppeling is ingetrokken",
        "expired": "Deze koppeling was geldig tot en met 30 juni 2027",
    }
    assert sentence.startswith(words[who])


def test_a_signed_in_mayor_without_token_is_not_let_in(cast: Cast, client: Client) -> None:
    client.force_login(cast.mayor)
    said(client.get(f"{BASE}/decisions"), 401)


def test_a_coupling_that_only_reads(cast: Cast, thread: Thread) -> None:
    reads = System(coupled(cast, scope=TokenScope.READ)[1])
    pk = thread.decisions["Lede"].pk
    assert reads.get(f"/decisions/{pk}").status_code == 200
    assert said(reads.report(pk), 403).startswith("Deze koppeling mag alleen lezen.")


def test_two_municipalities_never_see_each_other(cast: Cast, thread: Thread) -> None:
    systems = {town: System(coupled(cast, town)[1]) for town in ("Lede", "Zele")}
    own = {town: thread.decisions[town].pk for town in systems}
    systems["Zele"].report(own["Zele"], {**APPROVED, "note": "Zelfs dit niet"})
    for town, other in (("Lede", "Zele"), ("Zele", "Lede")):
        answers = [
            systems[town].get("/decisions?state=all"),
            systems[town].get(f"/decisions/{own[other]}"),
            systems[town].report(own[other], key="k2"),
        ]
        assert [one.status_code for one in answers] == [200, 404, 404]
        told = " ".join(one.content.decode() for one in answers)
        assert f'"municipality": "{other}"' not in told
        assert f'"id": {own[other]},' not in told
        assert town == "Zele" or "Zelfs dit niet" not in told
    assert thread.decisions["Lede"].entries.count() == 1


@pytest.mark.parametrize(
    ("sent", "status", "field"),
    [
        ({"verb": "approve"}, 422, "meets_on"),
        ({"verb": "goedgekeurd"}, 422, "verb"),
        ({"verb": "approve", "meets_on": "2026-11-24"}, 422, "meets_on"),
        ({"verb": "approve", "meets_on": "2026-11-19"}, 422, "meets_on"),
        ({"verb": "approve", "meets_on": "23/11/2026"}, 422, "meets_on"),
        ({"verb": "approve", "meets_on": 86400}, 422, "meets_on"),
        ({"verb": "plan", "meets_on": "0001-01-01"}, 422, "meets_on"),
        ({**APPROVED, "link": "http://lede.example"}, 422, "link"),
        ({**APPROVED, "link": "javascript:alert(1)"}, 422, "link"),
        ({**APPROVED, "note": "a" * 301}, 422, "note"),
        ({**APPROVED, "note": "\x00"}, 422, "note"),
        ({**APPROVED, "note": "\ud800"}, 422, "note"),
        ({**APPROVED, "beslist_op": "2026-11-23"}, 422, "beslist_op"),
        ({**APPROVED, "expected_revision": 7}, 409, None),
        ({**APPROVED, "expected_revision": "1"}, 422, "expected_revision"),
        ({"verb": "publish", "published_on": "2026-11-23"}, 409, None),
        ([], 422, "report"),
        (b"{geen json", 400, None),
        (b"\xff\xfe", 400, None),
        (b"[" * 50_000, 400, None),
        (b" " * 100_001, 413, None),
    ],
)
def test_what_can_not_be_is_refused_in_words(
    lede: System, thread: Thread, sent: Any, status: int, field: str | None
) -> None:
    answer = lede.report(thread.decisions["Lede"].pk, sent)
    said(answer, status)
    assert answer.json()["error"]["field"] == field
    assert thread.decisions["Lede"].entries.count() == 1


@pytest.mark.parametrize("key", [None, "", "a" * 101, "sleutel\x07", "é"])
def test_a_report_needs_a_key_of_its_own(lede: System, thread: Thread, key: str | None) -> None:
    said(lede.report(thread.decisions["Lede"].pk, key=key), 422)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_another_method_is_refused_in_the_same_shape(lede: System, method: str) -> None:
    answer = getattr(lede.client, method)(f"{BASE}/decisions", headers=lede.headers)
    said(answer, 405)
    assert answer["Allow"] == "GET"


def test_nothing_is_kept_or_shared_and_no_cookie_is_set(lede: System, thread: Thread) -> None:
    for answer in (lede.get("/decisions"), lede.report(thread.decisions["Lede"].pk)):
        assert "no-store" in answer["Cache-Control"]
        assert "Access-Control-Allow-Origin" not in answer
        assert not answer.cookies


def test_the_secret_is_in_no_log(
    cast: Cast, thread: Thread, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    _, secret = coupled(cast)
    system = System(secret)
    system.report(thread.decisions["Lede"].pk)
    system.report(thread.decisions["Zele"].pk)
    monkeypatch.setattr("overlegtafel.api.reporting.as_answer", lambda _: 1 / 0)
    assert said(system.get(f"/decisions/{thread.decisions['Lede'].pk}"), 500).startswith("Er ging")
    assert "ZeroDivisionError" in caplog.text
    assert secret[4:] not in caplog.text
    assert secret[4:] not in str(list(AuditEntry.objects.values()))


def test_a_system_that_asks_too_often_waits_a_minute(
    lede: System, cast: Cast, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.COUPLING_CALLS_PER_MINUTE", 2)
    other = System(coupled(cast, "Zele")[1])
    assert [lede.get("/decisions").status_code for _ in range(2)] == [200, 200]
    refused = lede.get("/decisions")
    assert said(refused, 429).startswith("Dat gaat te snel")
    assert refused["Retry-After"] == "60"
    assert other.get("/decisions").status_code == 200
    clock.move(minutes=1)
    assert lede.get("/decisions").status_code == 200


def test_last_use_is_kept_to_the_minute(lede: System, clock: FixedClock) -> None:
    first = clock.now()
    lede.get("/decisions")
    clock.move(seconds=59)
    lede.get("/decisions")
    assert ReportingToken.objects.get().last_used_at == first
    clock.move(seconds=1)
    lede.get("/decisions")
    assert ReportingToken.objects.get().last_used_at == clock.now()


def test_the_list_costs_the_same_with_one_row_and_with_thirty_eight(
    lede: System, cast: Cast, thread: Thread, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lede.get("/decisions")
    with django_assert_num_queries(4):
        assert lede.get("/decisions").json()["count"] == 1
    thread_agreement = thread.agreement
    assert thread_agreement is not None
    for number in range(37):
        thread_agreement.pk, thread_agreement.reference = None, f"A-D9{number:02}"
        thread_agreement.save(force_insert=True)
        LocalDecision.objects.create(
            agreement_id=thread_agreement.pk,
            municipality=cast.towns["Lede"],
            competent_body="council",
            state_since=thread.decisions["Lede"].state_since,
        )
    with django_assert_num_queries(4):
        assert len(lede.get("/decisions").json()["items"]) == 38


def test_the_schema_names_every_verb_and_its_examples_hold(lede: System, thread: Thread) -> None:
    assert set(get_args(Verb)) == {*MOVES, PUBLISH}
    schema = Client().get(f"{BASE}/openapi.json").json()
    report = schema["components"]["schemas"]["Report"]
    assert all(one.get("description") for one in report["properties"].values())
    assert all(
        operation["summary"] and operation["description"]
        for path in schema["paths"].values()
        for operation in path.values()
    )
    assert schema["components"]["securitySchemes"]["Coupling"]["scheme"] == "bearer"
    pk = thread.decisions["Lede"].pk
    answers = [
        lede.report(pk, {**example, "meets_on": "2026-11-23"}, str(number)).status_code
        for number, example in enumerate(report["examples"])
    ]
    assert answers == [200, 409, 200]


@pytest.mark.usefixtures("_one_connection")
def test_whatever_a_machine_sends_there_is_no_fault_and_no_leak(cast: Cast, thread: Thread) -> None:
    secret = coupled(cast)[1]
    schema = schemathesis.openapi.from_wsgi(f"{BASE}/openapi.json", get_wsgi_application())
    pk, others = (
        thread.decisions["Lede"].pk,
        LocalDecision.objects.exclude(municipality=cast.towns["Lede"]),
    )
    before = list(others.order_by("pk").values())
    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    seen: set[int] = set()
    for found, mode in product(schema.get_all_operations(), GenerationMode):
        strategy = found.ok().as_strategy(generation_mode=mode)

        @given(case=strategy)
        @settings(
            max_examples=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def sent(case: schemathesis.Case) -> None:
            cache.clear()
            if "id" in (case.path_parameters or {}) and len(str(case.body)) % 3:
                case.path_parameters["id"] = pk
            with transaction.atomic():
                answer = case.call_and_validate(
                    headers={"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"},
                    checks=checks,
                )
                transaction.set_rollback(True)
            seen.add(answer.status_code)
            assert b'"municipality": "Zele"' not in answer.content

        sent()
    assert {200, 404, 422} <= seen
    assert list(others.order_by("pk").values()) == before
