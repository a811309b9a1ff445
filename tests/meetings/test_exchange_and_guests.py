"""The exchange round (R6) and an expert at one item (R7)."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.factories.meeting_day import TABLE, called_meeting

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.meetings.exchange import round_of
from overlegtafel.meetings.guests import guest_link
from overlegtafel.meetings.models import AgendaItem, ExchangeRow, GuestInvitation
from overlegtafel.meetings.services import (
    fill_exchange_row,
    invite_guest,
    open_meeting,
    revoke_guest,
)
from overlegtafel.outbox.models import Message

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def make_round(cast: Cast) -> AgendaItem:
    """An exchange item on an agenda that was sent."""
    meeting = called_meeting(cast)
    items = meeting.items.select_related("meeting__body", "proposal")
    return items.get(title__startswith="Jeugdhuizen")


def fill(
    cast: Cast, item: AgendaItem, who: str, town: str = "Lede", **typed: object
) -> ExchangeRow:
    """Someone writes a row."""
    return fill_exchange_row(
        actor=getattr(cast, who),
        item=item,
        municipality=cast.towns[town],
        **{"expected_revision": 0, "approach": "Eén huis, twee buurten.", **typed},  # type: ignore[arg-type]
    )


def shared_with(cast: Cast, item: AgendaItem, who: str) -> list[str]:
    """The municipalities whose text someone reads."""
    return [str(each.municipality) for each in round_of(getattr(cast, who), item) if each.row]


def address_of(item: AgendaItem, rest: str = "") -> str:
    """The page of the round."""
    return f"/tafels/{TABLE['slug']}/vergaderingen/2026-12-11/uitwisseling/{item.pk}/{rest}"


@pytest.mark.parametrize("who", ["mayor", "director", "officer"])
def test_ones_own_people_fill_the_own_row_alone(cast: Cast, who: str) -> None:
    item = make_round(cast)
    assert fill(cast, item, who).municipality == cast.towns["Lede"]
    with pytest.raises(NotAllowed):
        fill(cast, item, who, town="Ninove")


@pytest.mark.parametrize("who", ["alderman", "partner", "other_mayor", "citizen"])
def test_others_fill_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        fill(cast, make_round(cast), who)


def test_the_secretariat_types_for_one_during_the_meeting_and_the_log_says_so(
    cast: Cast, clock: FixedClock
) -> None:
    item = make_round(cast)
    with pytest.raises(WrongMoment):
        fill(cast, item, "secretary", town="Zele")
    clock.travel_to("2026-12-11 09:30")
    open_meeting(actor=cast.secretary, meeting=item.meeting)
    fill(cast, item, "secretary", town="Zele")
    entry = AuditEntry.objects.get(verb="exchange.filled")
    assert (entry.actor, "door het secretariaat" in entry.reason) == (cast.secretary, True)


def test_nobody_from_outside_the_table_has_a_row(cast: Cast) -> None:
    item = make_round(cast)
    tielt = cast.other_table.seats.filter(municipality__name="Tielt").get().municipality
    assert tielt is not None
    with pytest.raises(NotVisible):
        fill_exchange_row(
            actor=cast.other_mayor, item=item, municipality=tielt, expected_revision=0
        )


def test_a_row_is_for_the_members_until_it_is_shared(cast: Cast) -> None:
    item = make_round(cast)
    fill(cast, item, "mayor")
    assert shared_with(cast, item, "chair") == ["Lede"]
    assert shared_with(cast, item, "alderman") == ["Lede"]
    assert shared_with(cast, item, "other_officer") == []
    fill(cast, item, "mayor", expected_revision=1, is_shared=True)
    assert shared_with(cast, item, "other_officer") == ["Lede"]
    assert len(round_of(cast.chair, item)) == 5


def test_the_second_writer_keeps_the_text(cast: Cast) -> None:
    item = make_round(cast)
    fill(cast, item, "mayor")
    with pytest.raises(Stale):
        fill(cast, item, "officer", approach="Drie huizen.")
    client = Client()
    client.force_login(cast.officer, backend=BACKEND)
    typed = {"revision": "0", "approach": "Drie huizen.", "plan": "", "contact": ""}
    page = client.post(address_of(item, "lede/"), typed)
    assert page.status_code == 409
    assert "Drie huizen." in page.text
    assert "Eén huis, twee buurten." in page.text
    assert "Burgemeester Lede" in page.text
    assert client.post(address_of(item, "lede/"), typed | {"revision": "1"}).status_code == 302
    assert ExchangeRow.objects.get().approach == "Drie huizen."


def test_the_round_goes_along_as_one_document(cast: Cast) -> None:
    item = make_round(cast)
    fill(cast, item, "mayor", contact="=HYPERLINK(1)")
    client = Client()
    client.force_login(cast.chair, backend=BACKEND)
    page = client.get(address_of(item)).text
    assert page.count("nog niet gedeeld") == 4
    assert "1 van 5 besturen" in page
    lines = client.get(address_of(item, "bestand.csv")).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 6
    assert "Lede;Eén huis, twee buurten.;;'=HYPERLINK(1)" in lines
    word = Document(io.BytesIO(client.get(address_of(item, "bestand.docx")).content))
    [table] = word.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert (len(rows), ["Zele", "nog niet gedeeld", "", ""] in rows) == (6, True)
    client.force_login(cast.other_officer, backend=BACKEND)
    assert "Eén huis" not in client.get(address_of(item, "bestand.csv")).content.decode()
    assert client.get(address_of(item, "bestand.exe")).status_code == 404


def test_the_round_takes_as_many_queries_for_one_row_as_for_all(cast: Cast) -> None:
    item = make_round(cast)
    with CaptureQueriesContext(connection) as few:
        round_of(cast.secretary, item)
    for row, town in enumerate(cast.towns.values()):
        ExchangeRow.objects.create(
            item=item,
            municipality=town,
            approach=f"Zo {row}",
            saved_by=cast.mayor,
            saved_at=item.meeting.state_since,
        )
    with CaptureQueriesContext(connection) as many:
        round_of(cast.secretary, item)
    assert len(few) == len(many) == 3


def make_guest(cast: Cast, item: AgendaItem) -> GuestInvitation:
    """An expert who is invited to an item."""
    return invite_guest(
        actor=cast.secretary,
        item=item,
        name="Els Expert",
        email="els@example.org",
        organization="Kenniscentrum",
    )


def page_of(guest: GuestInvitation) -> str:
    """What the link of a guest opens."""
    link = guest_link(guest)
    return link[link.index("/gast/") :]


def test_the_link_of_a_guest_opens_the_one_item_until_its_last_day(
    cast: Cast, clock: FixedClock
) -> None:
    meeting = called_meeting(cast, "Jeugdhuizen", "Iets vertrouwelijks")
    item = meeting.items.select_related("meeting__body").get(title="Jeugdhuizen")
    guest = make_guest(cast, item)
    [mail] = Message.objects.filter(kind="meeting.guest")
    assert (mail.address, page_of(guest)[:20] in mail.text) == ("els@example.org", True)
    page = Client().get(page_of(guest))
    assert "Jeugdhuizen" in page.text
    assert "Iets vertrouwelijks" not in page.text
    client = Client()
    client.force_login(User.objects.get(email="els@example.org"), backend=BACKEND)
    meeting_page = "/tafels/denderregio/vergaderingen/2026-12-11/"
    for closed in ("/tafels/denderregio/", meeting_page, f"{meeting_page}uitwisseling/{item.pk}/"):
        assert client.get(closed).status_code == 404, closed
    clock.travel_to("2026-12-25 23:00")
    assert Client().get(page_of(guest)).status_code == 200
    clock.travel_to("2026-12-26 00:00")
    late = Client().get(page_of(guest))
    assert (late.status_code, "verlopen" in late.text) == (410, True)


def test_a_guest_that_is_taken_back_reads_nothing_more(cast: Cast) -> None:
    item = make_round(cast)
    guest = make_guest(cast, item)
    with pytest.raises(Invalid):
        make_guest(cast, item)
    with pytest.raises(NotAllowed):
        revoke_guest(actor=cast.mayor, guest=guest)
    revoke_guest(actor=cast.secretary, guest=guest)
    gone = Client().get(page_of(guest))
    assert (gone.status_code, "ingetrokken" in gone.text) == (410, True)
    assert Client().get(f"{page_of(guest)[:-2]}x/").status_code == 404
    verbs = AuditEntry.objects.filter(verb__startswith="guest.").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["guest.invited", "guest.revoked"]


@pytest.mark.parametrize("who", ["mayor", "director", "partner", "other_secretary", "citizen"])
def test_only_who_runs_the_table_invites_a_guest(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        invite_guest(
            actor=getattr(cast, who),
            item=make_round(cast),
            name="Els Expert",
            email="els@example.org",
        )
