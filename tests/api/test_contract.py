"""The promise of the API: its schema, its caching, its speed."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.api.test_reference_data import answer
from tests.factories.products import sent_statement_of
from tests.released import Released, agreed

from overlegtafel.publication.services import release_agreement, release_meeting
from overlegtafel.publication.statements import release_statement
from overlegtafel.publication.states import LocalDetail

pytestmark = pytest.mark.django_db


def references(node: Any) -> Iterator[str]:
    """Every ``$ref`` in a schema."""
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_the_schema_holds_together(client: Client, released: Released) -> None:
    schema = answer(client, "/openapi.json")
    assert schema["openapi"].startswith("3.1")
    assert len(schema["paths"]) == 12
    known = {f"#/components/schemas/{name}" for name in schema["components"]["schemas"]}
    assert set(references(schema)) <= known
    names = set()
    for operations in schema["paths"].values():
        assert set(operations) == {"get"}
        operation = operations["get"]
        names.add(operation["operationId"])
        assert operation["summary"] and operation["description"]
        assert {"200", "404", "422"} <= set(map(str, operation["responses"]))
        assert all(one["description"] for one in operation.get("parameters", []))
    assert len(names) == 12


def test_every_example_of_the_schema_answers(client: Client, released: Released) -> None:
    schema = answer(client, "/openapi.json")
    statement = sent_statement_of(released.cast)
    release_statement(actor=released.cast.secretary, statement=statement)
    rows = {"/agreements/{id}": released.shown.pk, "/statements/{id}": statement.pk}
    for path, operations in schema["paths"].items():
        address = path
        asked: dict[str, Any] = {}
        for one in operations["get"].get("parameters", []):
            if one["in"] == "path":
                example = (
                    rows[path.removeprefix("/api/v1")] if one["name"] == "id" else one["example"]
                )
                address = address.replace(f"{{{one['name']}}}", str(example))
            elif "example" in one:
                asked[one["name"]] = one["example"]
        assert client.get(address).status_code == 200, address
        assert client.get(address, asked).status_code == 200, (address, asked)


def test_answers_may_be_kept_five_minutes_and_compared(client: Client, released: Released) -> None:
    first = client.get("/api/v1/regions")
    assert first["Cache-Control"] == "public, max-age=300"
    assert first["Access-Control-Allow-Origin"] == "*"
    again = client.get("/api/v1/regions", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    changed = client.get("/api/v1/regions?limit=1", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_head_and_options_answer_without_a_body(client: Client, released: Released) -> None:
    assert client.head("/api/v1/regions").status_code == 200
    assert client.options("/api/v1/regions").status_code == 204
    assert client.get("/api/v1/")["Location"] == "/api/v1/docs"


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/municipalities?limit=1", 3),
        ("/municipalities?limit=500", 3),
        ("/municipalities/41034", 5),
        ("/regions?limit=1", 4),
        ("/regions", 4),
        ("/regions/limburg", 4),
        ("/consultations?limit=1", 4),
        ("/consultations", 4),
        ("/tables", 2),
        ("/tables/denderregio", 2),
        ("/tables/denderregio/meetings", 3),
        ("/tables/denderregio/agreements", 4),
    ],
)
def test_queries_do_not_grow_with_the_list(
    client: Client,
    released: Released,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    count: int,
) -> None:
    with django_assert_num_queries(count):
        client.get(f"/api/v1{path}")
    for number in range(4):
        more = agreed(released.cast, f"Afspraak {number}", date(2026, 6, 1) + timedelta(number))
        release_meeting(actor=released.cast.secretary, meeting=more.item.meeting)
        release_agreement(
            actor=released.cast.secretary,
            agreement=more,
            local_detail=LocalDetail.PER_MUNICIPALITY,
        )
    with django_assert_num_queries(count):
        client.get(f"/api/v1{path}")


def test_one_agreement_takes_three_queries(
    client: Client, released: Released, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        answer(client, f"/agreements/{released.shown.pk}")
