"""All of Flanders with one packaged set brought in, and people to put at its tables."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client
from tests.factories.cast import make_person
from tests.factories.regions import (
    _flanders_once,  # noqa: F401
    bring_in,
    flanders,  # noqa: F401
)

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.governance.models import Charter, GoverningBody
from overlegtafel.governance.services import adopt_charter, appoint, grant_role
from overlegtafel.governance.states import TableRole
from overlegtafel.organizations.models import Classification, Organization, Post, PostRole


@dataclass(frozen=True)
class Site:
    """A site with the reference files of Flanders; ``open`` brings sets in."""

    system: User

    def open(self, *names: str) -> None:
        """Bring packaged sets in."""
        for name in names:
            bring_in(name)

    def table(self, slug: str) -> GoverningBody:
        """A table by its address."""
        return GoverningBody.objects.select_related("region").get(slug=slug)

    def town(self, name: str) -> Organization:
        """A municipality of today."""
        return Organization.objects.get(
            classification=Classification.MUNICIPALITY, name=name, valid_to=None
        )

    def post(self, label: str) -> Post:
        """A post by what it is called."""
        return Post.objects.get(label=label)

    def mayor(self, town: str) -> User:
        """The mayor of a municipality, with a login."""
        return make_person(self.system, f"Burgemeester {town}", self.town(town), PostRole.MAYOR)

    def director(self, town: str) -> User:
        """The general director of a municipality, with a login."""
        return make_person(self.system, f"AD {town}", self.town(town), PostRole.DIRECTOR)

    def holder(self, label: str, name: str = "", since: date | None = None) -> User:
        """Someone who holds a post that has a seat."""
        post, who = self.post(label), make_person(self.system, name or f"Wie {label} is")
        appoint(
            actor=self.system,
            person=who.person,
            organization=post.organization,
            role=PostRole(post.role),
            label=label,
            valid_from=since,
        )
        return who

    def helper(
        self,
        name: str,
        *slugs: str,
        role: TableRole = TableRole.SUPPORT,
        behalf: Organization | None = None,
    ) -> User:
        """Someone with a role at some tables: their secretariat unless said otherwise."""
        who = make_person(self.system, name)
        for slug in slugs:
            grant_role(
                actor=self.system,
                body=self.table(slug),
                person=who.person,
                role=role,
                organization=behalf,
            )
        return who

    def adopt(self, slug: str) -> Charter:
        """The charter of the table's file, in force from today."""
        draft = Charter.objects.get(body__slug=slug, state="draft")
        today = clock.today()
        return adopt_charter(actor=self.system, charter=draft, valid_from=today, adopted_on=today)


@pytest.fixture
def site(flanders: User) -> Site:  # noqa: F811
    """The reference files of Flanders, without a table."""
    return Site(flanders)


@pytest.fixture
def page(db: None) -> Callable[..., str]:
    """``page(address, user)``: what that page says, for a visitor when no user is named."""

    def read(address: str, user: User | None = None, status: int = 200) -> str:
        client = Client()
        if user is not None:
            client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        answer = client.get(address, follow=True)
        assert answer.status_code == status, (answer.status_code, address)
        return answer.text

    return read
