"""Statements as machines read them: what was sent and released, and only who wants to be named."""

from itertools import product
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
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
from tests.api.test_reference_data import answer
from tests.factories.cast import Cast
from tests.factories.products import sent_statement_of, statement_of

from overlegtafel.products.models import Statement
from overlegtafel.products.services import consent_to_naming, record_support
from overlegtafel.publication.statements import release_statement

pytestmark = pytest.mark.django_db
LIST = "/tables/denderregio/statements"


def released_of(cast: Cast, title: str = "De rechtbank blijft") -> Statement:
    """A statement that was sent and released; Lede supports it and is not named."""
    statement = sent_statement_of(cast, title)
    release_statement(actor=cast.secretary, statement=statement)
    return statement


def test_what_was_sent_and_released_and_nothing_else(client: Client, cast: Cast) -> None:
    statement_of(cast, "Geheim in opmaak")
    sent_statement_of(cast, "Geheim verzonden")
    shown = released_of(cast)
    found = answer(client, LIST)
    assert found["count"] == 1
    [one] = found["items"]
    assert one == answer(client, f"/statements/{shown.pk}")
    assert (one["title"], one["table"], one["addressees"], one["sent_on"]) == (
        "De rechtbank blijft",
        "denderregio",
        ["De minister"],
        "2026-11-23",
    )
    assert one["url"].endswith(f"/openbaar/denderregio/standpunten/{shown.pk}/")
    assert "Geheim" not in client.get(f"/api/v1{LIST}").text


def test_the_unreleased_and_the_unknown_get_the_same_answer(client: Client, cast: Cast) -> None:
    hidden = sent_statement_of(cast, "Geheim verzonden")
    answers = [client.get(f"/api/v1/statements/{pk}") for pk in (hidden.pk, 999_999)]
    assert [each.status_code for each in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
    assert client.get("/api/v1/tables/nergens/statements").status_code == 404


def test_who_does_not_want_to_be_named_leaves_no_trace(client: Client, cast: Cast) -> None:
    statement = released_of(cast)
    before = client.get(f"/api/v1/statements/{statement.pk}").json()
    assert before["supporters"] == []
    assert "Lede" not in str(before)
    support = statement.supports.get(municipality=cast.towns["Lede"])
    consent_to_naming(actor=cast.mayor, support=support, is_named=True)
    [named] = client.get(f"/api/v1/statements/{statement.pk}").json()["supporters"]
    assert named == {
        "nis": cast.towns["Lede"].code,
        "name": "Lede",
        "with_reservation": False,
    }
    consent_to_naming(actor=cast.mayor, support=support, is_named=False)
    assert client.get(f"/api/v1/statements/{statement.pk}").json() == before


def test_how_many_support_shows_nowhere(client: Client, cast: Cast) -> None:
    alone, together = sent_statement_of(cast, "Eén"), statement_of(cast, "Allen")
    for town in cast.towns.values():
        record_support(actor=cast.system, statement=together, municipality=town, backing="supports")
    Statement.objects.filter(pk=together.pk).update(
        state=alone.state, frozen=alone.frozen, checksum=alone.checksum, sent_on=alone.sent_on
    )
    for each in (alone, together):
        release_statement(actor=cast.secretary, statement=each)
    texts: list[dict[str, Any]] = answer(client, LIST)["items"]
    own = ("id", "url", "answered_on")
    one, other = ({k: v for k, v in each.items() if k not in own} for each in texts)
    assert one == other


def test_a_list_costs_the_same_at_any_length(
    client: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    released_of(cast)
    with django_assert_num_queries(4):
        assert answer(client, LIST)["count"] == 1
    for number in range(5):
        released_of(cast, f"Standpunt {number}")
    with django_assert_num_queries(4):
        assert answer(client, LIST)["count"] == 6
    assert answer(client, f"{LIST}?limit=2&offset=4")["count"] == 6


@pytest.mark.usefixtures("_one_connection")
def test_whatever_is_asked_the_schema_holds(cast: Cast) -> None:
    statement = released_of(cast)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    seen: set[tuple[str, int]] = set()
    about = schema.include(path_regex="statements")
    for found, mode in product(about.get_all_operations(), GenerationMode):

        @given(case=found.ok().as_strategy(generation_mode=mode))
        @settings(
            max_examples=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def asked(case: schemathesis.Case) -> None:  # type: ignore[type-arg]
            places = case.path_parameters or {}
            if "id" in places and len(str(case.query)) % 2:
                places["id"] = statement.pk
            if "slug" in places and len(str(case.query)) % 2:
                places["slug"] = "denderregio"
            got = case.call_and_validate(checks=checks, headers={"Accept-Encoding": "identity"})
            seen.add((case.path, got.status_code))

        asked()
    assert {path for path, _ in seen} == {
        "/api/v1/tables/{slug}/statements",
        "/api/v1/statements/{id}",
    }
    assert {404} < {status for _, status in seen}
