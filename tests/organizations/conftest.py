"""Flanders, loaded from the real files."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from overlegtafel.accounts.models import User
from overlegtafel.audit import services as audit
from overlegtafel.organizations.models import Membership, Organization, OtherName, Succession
from overlegtafel.organizations.reference_files import DATA
from overlegtafel.organizations.services import LoadReport, load_flanders


@pytest.fixture
def system(db: None) -> User:
    """The named actor for loaders."""
    return User.objects.system()


@pytest.fixture
def flanders(system: User) -> LoadReport:
    """All of Flanders in the database; loading takes a fifth of a second."""
    return load_flanders(actor=system)


@pytest.fixture(scope="module")
def flanders_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """All of Flanders for a whole module of tests that leave it as it is.

    Nothing goes into the log: that is never cleared, and other modules start with it empty.
    """
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit, "record", lambda *args, **facts: None)
        load_flanders(actor=User.objects.system())
    yield
    with django_db_blocker.unblock():
        for kind in (Membership, Succession, OtherName, Organization):
            kind.objects.all().delete()
        User.objects.filter(kind=User.Kind.SYSTEM).delete()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the files, to damage."""
    for file in DATA.glob("*.csv"):
        shutil.copy(file, tmp_path)
    return tmp_path
