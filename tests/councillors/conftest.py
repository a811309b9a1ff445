"""Two councillors of one municipality, one of another, and how far a charter opens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories.cast import Cast, Thread, make_person
from tests.factories.routes import settle

from overlegtafel.accounts.models import User
from overlegtafel.meetings.services import approve_minutes
from overlegtafel.organizations.models import PostRole

SignIn = Callable[[User], Client]


@dataclass
class Council:
    """The cast, with councillors; which party anyone is of, is nowhere."""

    cast: Cast
    lede: User
    lede_too: User
    zele: User
    stranger: User

    def opens(self, step: str, mode: str = "questions", **more: Any) -> None:
        """The charter lets councillors read from this step on."""
        day = date(2026, 1, 1) + timedelta(days=self.cast.table.charters.count())
        rules = {"step": step, "mode": mode, **more}
        settle(self.cast, valid_from=day, councillors=rules)

    def approved(self, **how: Any) -> Thread:
        """A thread whose report is approved, with local decisions open."""
        thread = self.cast.thread(**how)
        assert thread.meeting is not None and thread.agreement is not None
        thread.meeting.refresh_from_db()
        approve_minutes(actor=self.cast.secretary, meeting=thread.meeting)
        thread.meeting.refresh_from_db()
        thread.agreement.refresh_from_db()
        return thread


@pytest.fixture
def council(cast: Cast) -> Council:
    """Councillors around the cast's table."""
    role = PostRole.COUNCILLOR
    return Council(
        cast=cast,
        lede=cast.councillor,
        lede_too=make_person(cast.system, "Tweede raadslid Lede", cast.towns["Lede"], role),
        zele=make_person(cast.system, "Raadslid Zele", cast.towns["Zele"], role),
        stranger=make_person(
            cast.system,
            "Raadslid Tielt",
            cast.other_mayor.person.mandates.get().post.organization,
            role,
        ),
    )


@pytest.fixture
def as_(db: None) -> SignIn:
    """A browser signed in as someone."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
