"""Every curl line of the documentation does what stands beside it."""

import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from tests.factories.cast import Cast
from tests.factories.couplings import coupled

from overlegtafel.local_decisions.services import PUBLISH
from overlegtafel.local_decisions.states import MOVES

pytestmark = pytest.mark.django_db


def page(repository: Path) -> str:
    return (repository / "docs" / "reference" / "api-meldingen.md").read_text(encoding="utf-8")


def test_the_examples_work_one_after_another(repository: Path, cast: Cast) -> None:
    cache.clear()
    pk = cast.thread().decisions["Lede"].pk
    secret = coupled(cast)[1]
    states = []
    for block in re.findall(r"```sh\n(.*?)```", page(repository), re.DOTALL):
        words = shlex.split(block.replace("$SLEUTEL", secret))
        given = dict(words[at + 1].split(": ", 1) for at, one in enumerate(words) if one == "-H")
        body = next((words[at + 1] for at, one in enumerate(words) if one == "-d"), None)
        asked = urlsplit(words[-1])
        address = asked.path.replace("/decisions/1", f"/decisions/{pk}")
        if body is None:
            answer = Client().get(f"{address}?{asked.query}", headers=given)
        else:
            kind = given.pop("Content-Type")
            answer = Client().post(address, body, content_type=kind, headers=given)
            states.append(answer.json().get("state"))
        assert answer.status_code == 200, (block, answer.content)
    assert states == ["on_agenda", "approved", "approved", "unknown"]


def test_every_verb_has_a_row(repository: Path) -> None:
    told = re.findall(r"^\| `([a-z_]+)` \|", page(repository), re.MULTILINE)
    assert set(told) == {*MOVES, PUBLISH}
