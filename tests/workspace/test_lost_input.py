"""What someone typed about a table's working is never lost to a mistake or to a colleague."""

from typing import Any

import pytest
from tests.factories.world import World
from tests.workspace.conftest import SignIn
from tests.workspace.test_charters import filled

from overlegtafel.governance.models import Charter
from overlegtafel.governance.services import save_charter

KEPT = "Dit blijft staan: <b>ja</b>"
SHOWN = "Dit blijft staan: &lt;b&gt;ja&lt;/b&gt;"
LONG = "x" * 6000
WRONG_DAY = "ooit"
pytestmark = pytest.mark.django_db

FORMS: dict[str, tuple[str, dict[str, Any], str]] = {
    "seat_new": ("secretary", {"holder": "person", "person": KEPT, "valid_from": WRONG_DAY}, SHOWN),
    "seat_end": ("secretary", {"on": WRONG_DAY}, WRONG_DAY),
    "holder": ("secretary", {"name": KEPT, "email": "geen adres"}, SHOWN),
    "category": ("secretary", {"name": "", "reason": KEPT}, SHOWN),
    "role_new": ("secretary", {"role": "chair", "person": "x"}, 'value="chair"'),
    "role_end": ("secretary", {"on": WRONG_DAY}, WRONG_DAY),
    "involve": ("secretary", {"organization": "", "note": KEPT}, SHOWN),
    "involvement_end": ("secretary", {"on": WRONG_DAY}, WRONG_DAY),
    "support": ("secretary", {"organizations": f"{KEPT}\n{LONG}"}, SHOWN),
    "align_members": ("secretary", {"group": "", "on": WRONG_DAY}, WRONG_DAY),
    "body_new": ("secretary", {"name": "", "purpose": KEPT}, SHOWN),
    "body_edit": ("secretary", {"name": "", "purpose": KEPT}, SHOWN),
    "bodies_merge": ("secretary", {"name": KEPT}, SHOWN),
    "fact_new": ("secretary", {"text": "", "source": KEPT}, SHOWN),
    "situation": ("secretary", {"situation": "", "situation_note": KEPT}, SHOWN),
    "start_path": ("mayor", {"title": "", "note": KEPT}, SHOWN),
    "start_text": ("secretary", {"revision": "x", "text": KEPT}, SHOWN),
    "charter_draft": ("secretary", {"adopted_on": WRONG_DAY}, WRONG_DAY),
    "assessment": ("mayor", {"useful": "4", "trust": "9"}, "checked"),
    "charter_acknowledge": ("officer", {"noted_on": WRONG_DAY}, WRONG_DAY),
    "share": ("secretary", {"piece": "x", "title": KEPT}, SHOWN),
    "evaluations": ("secretary", {"period_from": WRONG_DAY}, WRONG_DAY),
    "evaluation_close": ("secretary", {"conclusions": KEPT, "next_on": WRONG_DAY}, SHOWN),
    "table_invite": ("secretary", {"email": "geen adres", "name": KEPT}, SHOWN),
    "configuration_import": ("secretary", {"content": KEPT}, SHOWN),
}
"""Page, who types, what (with one mistake), and how it comes back."""


@pytest.mark.parametrize("name", FORMS)
def test_a_mistake_brings_back_what_was_typed(world: World, as_: SignIn, name: str) -> None:
    role, sent, shown = FORMS[name]
    page = as_(getattr(world.cast, role)).post(world.address_of(name), sent)
    assert page.status_code == 422
    assert shown in page.text
    assert "<b>ja" not in page.text
    assert "error-summary" in page.text


PARTS = {
    "ambitie": "ambition",
    "agendering": "agendering",
    "voorbereiding": "preparation",
    "bekrachtiging": "ratification",
    "uitvoering": "execution",
}


@pytest.mark.parametrize("address", PARTS)
def test_two_at_once_on_a_part_of_a_charter_both_stay(
    world: World, as_: SignIn, address: str
) -> None:
    field, client = PARTS[address], as_(world.cast.secretary)
    where = f"/tafels/denderregio/afsprakennota/ontwerp/{address}/"
    sent = filled(client.get(where)) | {"words": KEPT}
    draft = Charter.objects.get(body=world.cast.table, state="draft")
    save_charter(
        actor=world.cast.chair,
        charter=draft,
        expected_revision=draft.revision,
        **{field: "Wat de voorzitter schreef"},
    )
    page = client.post(where, sent)
    assert page.status_code == 409
    assert SHOWN in page.text
    assert "Wat de voorzitter schreef" in page.text
    assert client.post(where, filled(page)).status_code == 302
    draft.refresh_from_db()
    assert getattr(draft, field) == KEPT


@pytest.mark.parametrize("address", PARTS)
def test_a_mistake_in_a_part_of_a_charter_keeps_the_rest(
    world: World, as_: SignIn, address: str
) -> None:
    client = as_(world.cast.secretary)
    where = f"/tafels/denderregio/afsprakennota/ontwerp/{address}/"
    sent = filled(client.get(where)) | {"words": KEPT, "expected_revision": "x"}
    page = client.post(where, sent)
    assert page.status_code == 422
    assert SHOWN in page.text


def test_settings_that_clash_are_told_and_kept(world: World, as_: SignIn) -> None:
    """Two domains of one name: what the charter itself refuses."""
    client = as_(world.cast.secretary)
    where = "/tafels/denderregio/afsprakennota/ontwerp/voorbereiding/"
    sent = filled(client.get(where))
    names = [key for key in sent if key.endswith("-name") and sent[key]]
    assert len(names) == 3
    sent |= {names[1]: sent[names[0]], "words": KEPT}
    page = client.post(where, sent)
    assert page.status_code == 422
    assert "staat er twee keer" in page.text
    assert SHOWN in page.text
