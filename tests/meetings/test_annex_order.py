"""The order of the annexes of an item: who sets it, and until when."""

import pytest
from tests.factories.cast import Cast, Thread

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import NotAllowed, NotVisible, WrongMoment
from overlegtafel.dossiers.content_checks import check_file
from overlegtafel.dossiers.models import Document
from overlegtafel.governance.states import Openness
from overlegtafel.meetings.document_queries import documents_of
from overlegtafel.meetings.services import add_annex, convene_meeting, move_annex


def annexes(cast: Cast, thread: Thread, *levels: Openness | None) -> list[Document]:
    return [
        add_annex(
            actor=cast.second_secretary,
            proposal=thread.proposal,
            title=f"Bijlage {number}",
            file=check_file(f"Bijlage {number}.".encode(), "bijlage.txt"),
            openness=level,
        )
        for number, level in enumerate(levels, 1)
    ]


def order(cast: Cast, thread: Thread) -> list[str]:
    assert thread.item
    return [each.title[-1] for each in documents_of(cast.secretary, thread.item)]


def test_an_annex_moves_one_place_and_the_log_says_so(cast: Cast) -> None:
    thread = cast.thread("placed")
    first, _, last = annexes(cast, thread, None, None, None)
    move_annex(actor=cast.secretary, annex=last.annex, step=-1)
    assert order(cast, thread) == ["1", "3", "2"]
    move_annex(actor=cast.mayor, annex=first.annex, step=1)  # who brings it
    assert order(cast, thread) == ["3", "1", "2"]
    moved = AuditEntry.objects.filter(verb="document.moved").order_by("pk")
    assert [entry.changes["order"] for entry in moved] == [[3, 2], [1, 2]]


def test_at_the_end_it_stays_and_nothing_is_logged(cast: Cast) -> None:
    thread = cast.thread("placed")
    first, last = annexes(cast, thread, None, None)
    move_annex(actor=cast.secretary, annex=first.annex, step=-1)
    move_annex(actor=cast.secretary, annex=last.annex, step=1)
    move_annex(actor=cast.secretary, annex=last.annex, step=0)
    assert order(cast, thread) == ["1", "2"]
    assert not AuditEntry.objects.filter(verb="document.moved").exists()


def test_it_moves_past_what_the_actor_does_not_read(cast: Cast) -> None:
    thread = cast.thread("placed")
    _, closed, last = annexes(cast, thread, None, Openness.TABLE, None)
    move_annex(actor=cast.director, annex=last.annex, step=-1)
    assert order(cast, thread) == ["3", "1", "2"]
    with pytest.raises(NotVisible):
        move_annex(actor=cast.director, annex=closed.annex, step=-1)


def test_once_the_agenda_is_sent_the_order_stays(cast: Cast) -> None:
    thread = cast.thread("placed")
    _, last = annexes(cast, thread, None, None)
    assert thread.meeting
    convene_meeting(actor=cast.secretary, meeting=thread.meeting)
    last = Document.objects.get(pk=last.pk)
    with pytest.raises(WrongMoment):
        move_annex(actor=cast.secretary, annex=last.annex, step=-1)
    assert order(cast, thread) == ["1", "2"]


@pytest.mark.parametrize("role", ["other_mayor", "other_secretary", "partner", "councillor"])
def test_others_do_not_order(cast: Cast, role: str) -> None:
    thread = cast.thread("placed")
    _, last = annexes(cast, thread, None, None)
    with pytest.raises(NotAllowed):
        move_annex(actor=getattr(cast, role), annex=last.annex, step=-1)
