"""The pages of what a table makes cost the same at a table of one and of thirty-eight."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.cast import Cast
from tests.factories.products import joint_of, sent_statement_of
from tests.workspace.sizes import SIZES, resize

from overlegtafel.agreements.queries.positions import members_of
from overlegtafel.audit.remember import forget
from overlegtafel.common import clock
from overlegtafel.products.linking import Origin
from overlegtafel.products.services import add_example, choose_example

pytestmark = pytest.mark.django_db

PAGES = {"products": 13, "statement": 14, "joint": 10, "examples": 11}


@pytest.mark.parametrize("members", SIZES)
def test_each_page_asks_as_many_questions_at_any_size(
    cast: Cast, client: Client, members: int
) -> None:
    resize(cast, members)
    forget()
    towns = members_of(cast.table, clock.today())
    assert len(towns) == members
    statement = sent_statement_of(cast, origin=Origin(cast.dossier))
    joint = joint_of(cast, parties=[*towns, cast.support], origin=Origin(cast.dossier))
    example = add_example(
        actor=cast.secretary, dossier=cast.dossier, title="Tekst", source_label="DDS"
    )
    for town in towns:
        choose_example(
            actor=cast.system,
            dossier=cast.dossier,
            municipality=town,
            use="example",
            example=example,
        )
    client.force_login(cast.mayor)
    keys = {"statement": {"pk": statement.pk}, "joint": {"pk": joint.pk}}
    keys["examples"] = {"reference": "D-01"}
    counted = {}
    for name in ("products", "statement", "joint", "examples"):
        address = reverse(name, kwargs={"slug": "denderregio", **keys.get(name, {})})
        client.get(address)
        forget()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counted[name] = len(queries)
    assert counted == PAGES
