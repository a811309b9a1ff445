"""The committed demo, as a browser sees it: whole and fresh for each test."""

import pytest
from tests.demo_fixture import Demo

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import broken_links
from overlegtafel.dossiers.models import Dossier


@pytest.mark.parametrize("time", ["first", "again"])
def test_is_whole_each_time(demo_site: Demo, time: str) -> None:
    assert Dossier.objects.count() == 18
    assert list(broken_links()) == []
    mayor = demo_site.user("burgemeester.lede")
    assert mayor.name == "Burgemeester Lede"
    User.objects.filter(pk=mayor.pk).update(name="Gewijzigd")
