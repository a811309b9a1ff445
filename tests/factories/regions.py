"""The packaged sets in a test: all of Flanders, a file brought in, a site of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from overlegtafel.accounts.models import User
from overlegtafel.audit import services as audit
from overlegtafel.governance.configuration.importing import import_configuration
from overlegtafel.governance.configuration.packaged import PACKAGED
from overlegtafel.governance.configuration.reading import Document, read_configuration
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Membership, Organization, OtherName, Succession
from overlegtafel.organizations.services import load_flanders


def packaged(name: str) -> Path:
    """The file of a set, by its name."""
    return PACKAGED / f"{name}.yaml"


def document_of(name: str) -> Document:
    """A packaged set, read."""
    return read_configuration(packaged(name).read_bytes(), f"{name}.yaml")


def document(text: str) -> Document:
    """A configuration, read from its text."""
    return read_configuration(text.encode(), "eigen.yaml")


def bring_in(name: str, actor: User | None = None) -> list[GoverningBody]:
    """A packaged set, brought in as the system unless someone else is named."""
    return import_configuration(actor=actor or User.objects.system(), document=document_of(name))


@contextmanager
def another_site() -> Iterator[None]:
    """Whatever is written within is taken back after: as if it happened on a site of its own."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _flanders_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """All of Flanders for a whole module of tests, taken away after; nothing of it in the log."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit, "record", lambda *args, **facts: None)
        load_flanders(actor=User.objects.system())
    yield
    with django_db_blocker.unblock():
        for kind in (Membership, Succession, OtherName, Organization):
            kind.objects.all().delete()
        User.objects.filter(kind=User.Kind.SYSTEM).delete()


@pytest.fixture
def flanders(_flanders_once: None, db: None) -> User:
    """All of Flanders in the database, without a single table; gives the system's user."""
    return User.objects.system()
