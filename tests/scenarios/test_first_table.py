"""A real site starts empty: set the table, invite its secretary, and it runs."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import broken_links
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_lead
from overlegtafel.organizations.services import load_flanders

pytestmark = pytest.mark.django_db


@pytest.fixture
def _flanders(db: None) -> None:
    load_flanders(actor=User.objects.system())


@pytest.mark.usefixtures("_flanders")
def test_from_an_empty_site_to_a_table_with_a_secretary() -> None:
    call_command("set_table", "denderregio", prefix="A-D", short="DBO")
    call_command("invite", "an@solva.example", name="An Peeters", body="denderregio")
    body = GoverningBody.objects.get(slug="denderregio")
    assert body.is_primary
    assert body.region is not None and body.region.name == "Denderregio"
    assert body.seats.filter(category__counts=True).count() == 14
    assert can_lead(User.objects.get(email="an@solva.example"), body.pk)
    assert list(broken_links()) == []


@pytest.mark.usefixtures("_flanders")
def test_a_table_is_set_once_and_with_its_own_prefix() -> None:
    call_command("set_table", "denderregio", prefix="A-D")
    with pytest.raises(CommandError, match="staat al klaar"):
        call_command("set_table", "denderregio", prefix="A-X")
    with pytest.raises(CommandError, match="al in gebruik"):
        call_command("set_table", "midwest", prefix="A-D")
    assert GoverningBody.objects.count() == 1


@pytest.mark.usefixtures("_flanders")
def test_an_unknown_consultation_is_named() -> None:
    with pytest.raises(CommandError, match="denderregio"):
        call_command("set_table", "atlantis", prefix="A-A")


@pytest.mark.usefixtures("_flanders")
@pytest.mark.parametrize("option", ["prefix", "short", "rhythm"])
def test_what_no_column_holds_is_refused_in_words(option: str) -> None:
    given = {"prefix": "A-D"} | {option: "x" * 300}
    with pytest.raises(CommandError, match=f"--{option}: hoogstens"):
        call_command("set_table", "denderregio", **given)
    with pytest.raises(CommandError, match="--name"):
        call_command("invite", "an@solva.example", name="x" * 300)
    assert not GoverningBody.objects.exists()
