"""Every refusal has one shape, whatever was wrong."""

import pytest
from django.test import Client

from overlegtafel.publication import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("released")]


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("v1/municipalities?on=gisteren", 422, "on"),
        ("v1/municipalities?on=2025-02-30", 422, "on"),
        ("v1/municipalities?region=atlantis", 422, "region"),
        ("v1/municipalities?limit=0", 422, "limit"),
        ("v1/municipalities?limit=501", 422, "limit"),
        ("v1/municipalities?limit=veel", 422, "limit"),
        ("v1/municipalities?offset=-1", 422, "offset"),
        ("v1/municipalities?q=" + "a" * 101, 422, "q"),
        ("v1/municipalities/99999", 404, None),
        ("v1/municipalities/lede", 422, "nis"),
        ("v1/municipalities/4103", 422, "nis"),
        ("v1/tables?on=morgen", 422, "on"),
        ("v1/tables/denderregio?on=morgen", 422, "on"),
        ("v1/municipalities?region=%00", 400, None),
        ("v1/tables/%00", 400, None),
        ("v1/agreements/eerste", 422, "id"),
        ("v1/agreements/99999999999999999999", 422, "id"),
        ("v1/agreements/999999", 404, None),
        ("v1/regions/atlantis", 404, None),
        ("v1/tables/atlantis", 404, None),
        ("v1/tables/atlantis/meetings", 404, None),
        ("v1/tables/atlantis/agreements", 404, None),
        ("v1/niets", 404, None),
        ("v1/municipalities/", 404, None),
        ("v2/municipalities", 404, None),
        ("", 404, None),
    ],
)
def test_one_shape(client: Client, path: str, status: int, field: str | None) -> None:
    answer = client.get(f"/api/{path}")
    assert answer.status_code == status
    error = answer.json()["error"]
    assert set(error) == {"status", "message", "field"}
    assert (error["status"], error["field"]) == (status, field)
    assert error["message"].endswith(".")


def test_an_unknown_code_is_named(client: Client) -> None:
    error = client.get("/api/v1/municipalities/99999").json()["error"]
    assert error["message"] == "Geen gemeente heeft NIS-code 99999."


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["v1/municipalities", "v1/agreements/1", "v1/openapi.json"])
def test_only_reading(client: Client, method: str, path: str) -> None:
    answer = getattr(client, method)(f"/api/{path}")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.json()["error"]["status"] == 405


def test_a_fault_of_ours_has_the_same_shape(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(queries, "public_bodies", lambda *_: 1 / 0)
    answer = client.get("/api/v1/tables")
    assert answer.status_code == 500
    assert answer.json()["error"]["status"] == 500
    assert "division" not in answer.content.decode()
    assert "ZeroDivisionError" in caplog.text
