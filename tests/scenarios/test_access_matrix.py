"""Every address x every role: the expected answer, and no leaked title.

The addresses come from the URL table itself: an address without a row in ``ADDRESSES`` fails the
test, so none is forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.factories.cast import Cast

from overlegtafel.accounts.models import User
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.meetings.services import place_on_agenda
from overlegtafel.publication.services import release_agreement, release_meeting
from overlegtafel.publication.states import LocalDetail

SECRET = "Vertrouwelijk-K7Q"
"""In every title that is not released; it may never reach who has no right to it."""

LEADS = {"secretary", "second_secretary", "chair"}
INSIDERS = LEADS | {"mayor", "director"}
CIRCLE = INSIDERS | {"officer", "other_officer", "alderman"}
AROUND = CIRCLE | {"partner", "councillor"}
STRANGERS = {"other_mayor", "other_secretary", "citizen"}
EVERYONE = AROUND | STRANGERS
OWN_OFFICERS = {"officer", "director", "mayor"}
ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Address:
    """Who may use an address; who may only know it exists (403); all others get 404."""

    allowed: set[str]
    told: set[str]
    method: str = "get"
    public: bool = False


def public() -> Address:
    return Address(EVERYONE, set(), public=True)


def page(allowed: set[str], told: set[str] | None = None) -> Address:
    return Address(allowed, (told or set()) - allowed)


def act(allowed: set[str], told: set[str]) -> Address:
    return Address(allowed, told - allowed, "post")


ADDRESSES = {
    # everyone
    "home": public(),
    "regions": public(),
    "region": public(),
    "public_municipality": public(),
    "public_tables": public(),
    "public_table": public(),
    "public_meeting": public(),
    "public_agreements": public(),
    "public_agreement": public(),
    "accessibility": public(),
    "sources": public(),
    # who is signed in
    "my_table": page(EVERYONE),
    "municipality": page(LEADS | OWN_OFFICERS | {"alderman", "councillor"}),
    # the table
    "table": page(CIRCLE | {"partner"}),
    "table_invite": page(LEADS, CIRCLE | {"partner"}),
    "logbook": page(LEADS, CIRCLE | {"partner"}),
    "proposals": page(INSIDERS | {"partner"}, CIRCLE),
    "proposal_new": page(INSIDERS | {"partner"}, CIRCLE),
    "proposal": page(INSIDERS),
    "proposal_edit": page({"mayor", "director"}, INSIDERS),
    "proposal_submit": act({"mayor", "director"}, INSIDERS),
    "proposal_withdraw": act({"mayor", "director"}, INSIDERS),
    "proposal_screen": page(LEADS, INSIDERS),
    "meetings": page(CIRCLE),
    "meeting_new": page(LEADS, CIRCLE),
    "meeting": page(CIRCLE),
    "agenda": page(LEADS, CIRCLE),
    "agenda_place": act(LEADS, CIRCLE),
    "agenda_move": act(LEADS, CIRCLE),
    "agenda_remove": act(LEADS, CIRCLE),
    "meeting_convene": page(LEADS, CIRCLE),
    "meeting_open": act(LEADS, CIRCLE),
    "meeting_presence": page(LEADS, CIRCLE),
    "minutes": page(LEADS, CIRCLE),
    "agreement_new": page(LEADS, CIRCLE),
    "meeting_close": act(LEADS, CIRCLE),
    "meeting_approve": act(LEADS, CIRCLE),
    "meeting_cancel": page(LEADS, CIRCLE),
    "meeting_release": page(LEADS, CIRCLE),
    "dossiers": page(CIRCLE),
    "dossier": page(CIRCLE),
    "agreements": page(CIRCLE),
    "agreement": page(CIRCLE),
    "agreement_edit": page(LEADS, CIRCLE),
    "agreement_remove": page(LEADS, CIRCLE),
    "execution": page(LEADS | OWN_OFFICERS, CIRCLE),
    "agreement_release": page(LEADS, CIRCLE),
    "decisions_open": page(LEADS, CIRCLE),
    "decision": page(CIRCLE),
}
NOT_OURS = ("account/", "api/")
"""allauth's own pages (tests/accounts) and the public API (tests/api)."""


def named_addresses() -> Iterator[tuple[str, str]]:
    """Name and route of every address in the URL table."""

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            elif not route.startswith(NOT_OURS):
                yield pattern.name or route, route

    yield from walk(get_resolver().url_patterns, "")


def test_every_address_has_a_row() -> None:
    assert {name for name, _ in named_addresses()} == set(ADDRESSES)


@pytest.fixture
def world(cast: Cast) -> Cast:
    """A finished thread under a secret title, one released part, and a proposal in the pool."""
    thread = cast.thread(title=f"{SECRET} afspraak", dossier=cast.dossier)
    assert thread.meeting and thread.agreement and thread.item
    cast.dossier.title = f"{SECRET} dossier"
    cast.dossier.save()
    planned = cast.meeting(date(2026, 12, 18))
    place_on_agenda(
        actor=cast.secretary, meeting=planned, proposal=cast.proposal(title=f"{SECRET} punt")
    )
    shown = cast.thread(title="Openbare afspraak", held_on=date(2026, 10, 16))
    assert shown.meeting and shown.agreement
    release_meeting(actor=cast.secretary, meeting=shown.meeting)
    release_agreement(
        actor=cast.secretary, agreement=shown.agreement, local_detail=LocalDetail.PER_MUNICIPALITY
    )
    executor = thread.agreement.executors.get(organization=cast.towns["Lede"])
    draft = cast.proposal(title=f"{SECRET} voorstel")
    table, day = {"slug": "denderregio"}, {"day": thread.meeting.held_on.isoformat()}
    coming = {"day": planned.held_on.isoformat()}
    reference = {"reference": thread.agreement.reference}
    cast.typed = {"agenda_place": {"proposal": draft.pk}}  # type: ignore[attr-defined]
    cast.places = {  # type: ignore[attr-defined]
        "region": table,
        "public_municipality": {"slug": "lede"},
        "municipality": {"slug": "lede"},
        "public_meeting": {**table, "day": "2026-10-16"},
        "public_agreement": {**table, "reference": shown.agreement.reference},
        "agenda": {**table, **coming},
        "agenda_place": {**table, **coming},
        "agenda_move": {**table, **coming, "item": planned.items.get().pk},
        "agenda_remove": {**table, **coming, "item": planned.items.get().pk},
        "meeting_convene": {**table, **coming},
        "minutes": {**table, **day, "item": thread.item.pk},
        "agreement_new": {**table, **day, "item": thread.item.pk},
        "execution": {**table, **reference, "executor": executor.pk},
        "decision": {**table, **reference, "municipality": "lede"},
        "dossier": {**table, "reference": "D-01"},
        "proposal": {**table, "pk": draft.pk},
        "meeting": {**table, **day},
        "agreement": {**table, **reference},
    }
    return cast


def address_of(cast: Cast, name: str) -> str:
    """The address with the secret thread's own keys filled in."""
    [route] = [route for each, route in named_addresses() if each == name]
    places: dict[str, dict[str, object]] = cast.places  # type: ignore[attr-defined]
    if name in places:
        return reverse(name, kwargs=places[name])
    for prefix in ("proposal", "meeting", "agreement"):
        if name.startswith(f"{prefix}_") and "<" in route.removeprefix("tafels/<slug:slug>/"):
            return reverse(name, kwargs=places[prefix])
    if name == "decisions_open":
        return reverse(name, kwargs=places["agreement"])
    return reverse(name, kwargs={"slug": "denderregio"} if "<slug:slug>" in route else {})


def client_of(user: User | None) -> Client:
    """A browser, signed in or not."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_each_role_gets_what_it_may_and_nothing_more(world: Cast, name: str) -> None:
    expected, address = ADDRESSES[name], address_of(world, name)
    seen = {}
    for role in sorted(EVERYONE):
        with transaction.atomic():  # every role starts from the same moment
            client = client_of(getattr(world, role))
            answer = getattr(client, expected.method)(address, world.typed.get(name, {}))
            transaction.set_rollback(True)
        if role in expected.allowed:
            fine = {200} if expected.method == "get" else {200, 302, 409, 422}
            # a verb whose moment has passed is refused, but told why
            fine |= {409} if not expected.public else set()
            right = answer.status_code in fine
        else:
            right = answer.status_code == (403 if role in expected.told else 404)
        text = answer.content.decode()
        leaked = SECRET in text and (role not in AROUND or answer.status_code in (403, 404))
        if not right or leaked:
            seen[role] = (answer.status_code, "gelekt" if leaked else "")
    assert seen == {}, address


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_without_signing_in_only_the_public_pages_open(world: Cast, name: str) -> None:
    expected, address = ADDRESSES[name], address_of(world, name)
    answer = getattr(client_of(None), expected.method)(address)
    if expected.public:
        assert answer.status_code == 200
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize("role", ["councillor", "partner", "citizen", "other_mayor"])
def test_no_page_that_opens_leaks_a_title_to_who_is_outside_the_circle(
    world: Cast, role: str
) -> None:
    leaks = []
    for name in sorted(ADDRESSES):
        if ADDRESSES[name].method == "get":
            answer = client_of(getattr(world, role)).get(address_of(world, name))
            if SECRET in answer.content.decode():
                leaks.append(name)
    assert leaks == []


@pytest.mark.parametrize("name", sorted(n for n, a in ADDRESSES.items() if a.method == "post"))
def test_what_writes_does_not_answer_to_get(world: Cast, name: str) -> None:
    answer = client_of(world.secretary).get(address_of(world, name))
    assert answer.status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/tafels/denderregio/vergaderingen/2026-13-45/",
        "/tafels/denderregio/vergaderingen/morgen/",
        "/tafels/denderregio/afspraken/A-D99/",
        "/tafels/denderregio/dossiers/D-99/",
        "/tafels/denderregio/voorstellen/999999/",
        "/tafels/denderregio/afspraken/../../x/",
        "/tafels/atlantis/",
        "/besturen/atlantis/",
        "/openbaar/denderregio/vergaderingen/gisteren/",
        "/regios/atlantis/",
        "/gemeenten/atlantis/",
    ],
)
def test_what_does_not_exist_is_not_found(world: Cast, address: str) -> None:
    assert client_of(world.secretary).get(address).status_code == 404


def test_another_tables_things_are_not_found_under_our_own_address(world: Cast) -> None:
    places: dict[str, dict[str, object]] = world.places  # type: ignore[attr-defined]
    client = client_of(world.other_secretary)
    for name in ("proposal", "agreement", "meeting", "dossier", "minutes", "decision"):
        address = reverse(name, kwargs={**places[name], "slug": "midwest"})
        assert client.get(address).status_code == 404, address


def test_a_councillor_sees_the_own_councils_row_once_it_is_on_the_agenda(cast: Cast) -> None:
    decision = cast.thread(title=f"{SECRET} afspraak").decisions["Lede"]
    own_page = reverse("municipality", kwargs={"slug": "lede"})
    assert SECRET not in client_of(cast.councillor).get(own_page).text
    record_decision(
        actor=cast.officer,
        decision=decision,
        verb="put_on_agenda",
        expected_revision=1,
        meets_on=date(2026, 12, 17),
    )
    assert f"{SECRET} afspraak" in client_of(cast.councillor).get(own_page).text
    assert client_of(cast.councillor).get("/besturen/ninove/").status_code == 404
