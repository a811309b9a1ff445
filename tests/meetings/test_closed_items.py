"""An item that one may not read is nowhere: a number and "Besloten punt", or nothing (R8, R131)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.cast import Cast, Thread
from tests.factories.routes import settle

from overlegtafel.accounts.models import User
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.services import add_seat, define_category
from overlegtafel.governance.states import Openness
from overlegtafel.meetings.item_levels import CLOSED, as_read_by, entries_for
from overlegtafel.meetings.models import AgendaItem, Replacement
from overlegtafel.meetings.notifications import letters_for
from overlegtafel.meetings.policy import items_visible_to
from overlegtafel.meetings.queries import expected_seats, item_of, items_of
from overlegtafel.meetings.reports import readable_report
from overlegtafel.meetings.services import approve_minutes, convene_meeting
from overlegtafel.meetings.states import Acting
from overlegtafel.printing.contents import pack_contents
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import proposals_visible_to

SECRET = "Kikkerplan"


def closed(cast: Cast, stage: str, level: Openness) -> Thread:
    """A thread whose item has a secret word everywhere, with a level."""
    thread = cast.thread(stage)
    assert thread.meeting is not None
    brought = {"proposer": cast.secretary, "brought_by": cast.support}
    words = {"title": f"{SECRET} X", "summary": f"{SECRET} toelichting", "openness": level}
    Proposal.objects.filter(pk=thread.proposal.pk).update(**words, **brought)
    items = AgendaItem.objects.filter(meeting=thread.meeting)
    items.update(**words, minutes=f"{SECRET} verslag")
    for version in thread.meeting.agenda_versions.all():
        version.content = [each | {"title": f"{SECRET} X"} for each in version.content]
        version.save()
    return thread


def everywhere(actor: User, thread: Thread) -> str:
    """All that the reads of a meeting tell the actor of its items."""
    meeting = thread.meeting
    assert meeting is not None
    version = meeting.agenda_versions.last()
    said = [
        *(vars(item) for item in as_read_by(actor, meeting, items_of(meeting))),
        *(each.words() for each in pack_contents(actor, meeting).items),
        *(item.title for item in items_visible_to(actor)),
        *(proposal.title for proposal in proposals_visible_to(actor)),
        *(entries_for(actor, meeting, version.content) if version else ()),
    ]
    return str(said)


@pytest.mark.parametrize(
    ("level", "readers", "others"),
    [
        (Openness.TABLE, ["secretary", "chair", "mayor"], ["director", "officer"]),
        (Openness.MEMBERS, ["secretary", "mayor", "director"], ["officer", "alderman"]),
    ],
)
def test_only_who_may_read_an_item_finds_it(
    cast: Cast, level: Openness, readers: list[str], others: list[str]
) -> None:
    thread = closed(cast, "convened", level)
    for name in readers:
        assert SECRET in everywhere(getattr(cast, name), thread), name
        assert item_of(getattr(cast, name), thread.meeting, thread.item.pk).title.startswith(SECRET)
    for name in others:
        assert SECRET not in everywhere(getattr(cast, name), thread), name
        assert CLOSED in everywhere(getattr(cast, name), thread), name
        with pytest.raises(NotVisible):
            item_of(getattr(cast, name), thread.meeting, thread.item.pk)
    for name in ("councillor", "partner", "other_mayor", "other_secretary", "citizen"):
        actor = getattr(cast, name)
        assert not items_visible_to(actor).filter(meeting=thread.meeting).exists()


def test_who_brings_a_closed_item_reads_it_but_not_what_was_said(cast: Cast) -> None:
    thread = closed(cast, "closed", Openness.TABLE)
    Proposal.objects.filter(pk=thread.proposal.pk).update(proposer=cast.officer)
    meeting = approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    assert item_of(cast.officer, meeting, thread.item.pk).title.startswith(SECRET)
    assert f"{SECRET} verslag" not in str(readable_report(cast.officer, meeting))


def test_agreements_of_a_closed_item_are_for_its_readers_and_who_carries_them_out(
    cast: Cast,
) -> None:
    closed(cast, "closed", Openness.TABLE)
    assert agreements_visible_to(cast.mayor).exists()
    assert agreements_visible_to(cast.officer).exists()  # Lede carries it out
    assert not agreements_visible_to(cast.other_officer).exists()


def test_a_charter_closes_a_function_and_the_item_is_closed_in_lists_too(cast: Cast) -> None:
    settle(cast, visibility={"alignment": "members"})
    thread = closed(cast, "convened", Openness.LOCAL)
    assert SECRET in everywhere(cast.officer, thread)
    AgendaItem.objects.filter(pk=thread.item.pk).update(openness="")
    Proposal.objects.filter(pk=thread.proposal.pk).update(openness="")
    assert SECRET not in everywhere(cast.officer, thread)
    assert SECRET in everywhere(cast.director, thread)


def test_an_item_of_an_internal_dossier_stays_with_members_and_directors(cast: Cast) -> None:
    thread = closed(cast, "convened", Openness.LOCAL)
    Dossier.objects.filter(pk=cast.dossier.pk).update(is_internal=True)
    AgendaItem.objects.filter(pk=thread.item.pk).update(dossier=cast.dossier)
    assert SECRET not in str(items_visible_to(cast.officer).values_list("title"))
    assert as_read_by(cast.officer, thread.meeting, items_of(thread.meeting))[0].title == CLOSED
    assert SECRET in str(items_visible_to(cast.director).values_list("title"))


def test_who_stands_in_for_a_mayor_reads_what_the_seat_reads(cast: Cast) -> None:
    thread = closed(cast, "convened", Openness.TABLE)
    place = thread.meeting.attendances.get(seat__municipality=cast.towns["Lede"])
    assert SECRET not in everywhere(cast.alderman, thread)
    Replacement.objects.create(
        attendance=place,
        user=cast.alderman,
        name="Schepen Lede",
        acting=Acting.ALDERMAN,
        named_at=clock.now(),
    )
    assert SECRET in everywhere(cast.alderman, thread)


def test_the_invitation_lists_for_each_seat_what_it_may_read(cast: Cast) -> None:
    category = define_category(
        actor=cast.system, body=cast.table, key="waarnemer", name="Waarnemers", sees_inside=False
    )
    add_seat(actor=cast.system, body=cast.table, category=category, person=cast.alderman.person)
    thread = closed(cast, "placed", Openness.TABLE)
    meeting = thread.meeting
    version = convene_meeting(actor=cast.secretary, meeting=meeting)
    letters = letters_for(version, expected_seats(meeting), is_preview=True)
    texts = {letter.recipient.name: letter.text for letter in letters}
    assert SECRET in texts["Burgemeester Lede"]
    assert SECRET not in texts["Schepen Lede"]
    assert f"1. {CLOSED}" in texts["Schepen Lede"]


@pytest.mark.parametrize("stage", ["convened", "approved"])
def test_no_page_gives_a_closed_item_away(cast: Cast, stage: str) -> None:
    thread = closed(cast, "convened" if stage == "convened" else "closed", Openness.TABLE)
    meeting, slug = thread.meeting, cast.table.slug
    if stage == "approved":
        meeting = approve_minutes(actor=cast.secretary, meeting=meeting)
    day = [slug, meeting.held_on.isoformat()]
    names: list[tuple[str, list[Any]]] = [
        ("meeting", day),
        ("agenda_version", [*day, 1]),
        ("meeting_pack", day),
        ("item", [*day, thread.item.pk]),
        ("proposal", [slug, thread.proposal.pk]),
        ("proposals", [slug]),
        ("meetings", [slug]),
        ("dossier", [slug, cast.dossier.reference]),
        ("agreements", [slug]),
        ("report", day),
        ("table", [slug]),
        ("my_table", []),
    ]
    for who, finds in (("secretary", True), ("director", False), ("officer", False)):
        client = Client()
        client.force_login(
            getattr(cast, who), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        pages = {name: client.get(reverse(name, args=args)) for name, args in names}
        assert pages["meeting"].status_code == 200
        shown = [name for name, page in pages.items() if SECRET in page.content.decode()]
        assert bool(shown) is finds, (who, shown)
        if not finds:
            assert CLOSED in pages["meeting"].content.decode()
            assert pages["item"].status_code == 404
