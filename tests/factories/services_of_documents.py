"""The services of documents: adding, replacing, opening, taking away, a refusal."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.dossiers.content_checks import check_file
from overlegtafel.dossiers.models import Document
from overlegtafel.dossiers.services import open_dossier
from overlegtafel.governance.states import Openness, Task
from overlegtafel.meetings import services as meetings
from overlegtafel.meetings.models import AgendaItem

Prepare = Callable[[Stage, User], Attempt]
FILE = check_file(b"Een bijlage.", "bijlage.txt")
NEXT = check_file(b"Een betere bijlage.", "bijlage.txt")


def _item(stage: Stage) -> AgendaItem:
    """An item that Zele brought, where nobody of the cast works."""
    item = stage.item()
    type(item.proposal).objects.filter(pk=item.proposal_id).update(brought_by=stage.town("Zele"))
    return AgendaItem.objects.select_related("proposal__body", "meeting__body").get(pk=item.pk)


def _annex(stage: Stage, actor: User) -> Attempt:
    item = _item(stage)
    return Attempt(
        lambda who: meetings.add_annex(
            actor=who, proposal=item.proposal, item=item, title="Bijlage", file=FILE
        ),
        item.meeting,
    )


def _move(stage: Stage, actor: User) -> Attempt:
    """The second of two annexes of Zele's item, not yet sent."""
    item = _item(stage)
    for file in (FILE, NEXT):
        last = meetings.add_annex(
            actor=stage.system, proposal=item.proposal, title=file.name, file=file
        )
    return Attempt(
        lambda who: meetings.move_annex(actor=who, annex=last.annex, step=-1), item.meeting
    )


def _document(stage: Stage) -> Document:
    """A document of a dossier of Zele."""
    dossier = open_dossier(
        actor=stage.system,
        body=stage.table,
        title="Energie",
        domain="energie",
        owner=stage.town("Zele"),
    )
    return meetings.add_to_dossier(actor=stage.system, dossier=dossier, title="Bijlage", file=FILE)


def _at_dossier(stage: Stage, actor: User) -> Attempt:
    dossier = _document(stage).dossier
    assert dossier is not None
    return Attempt(
        lambda who: meetings.add_to_dossier(actor=who, dossier=dossier, title="Nog een", file=NEXT),
        dossier,
    )


def _of_dossier(name: str, **facts: Any) -> Prepare:
    """A service on a document of a dossier: cleared, as all of a dossier, by the dossier."""

    def prepare(stage: Stage, actor: User) -> Attempt:
        document, service = _document(stage), getattr(meetings, name)
        return Attempt(lambda who: service(actor=who, document=document, **facts), document.dossier)

    return prepare


def _opened(name: str, **facts: Any) -> Prepare:
    """A service that lets others read it, or says why they don't: cleared by the document."""

    def prepare(stage: Stage, actor: User) -> Attempt:
        document, service = _document(stage), getattr(meetings, name)
        return Attempt(lambda who: service(actor=who, document=document, **facts), document)

    return prepare


def _item_openness(stage: Stage, actor: User) -> Attempt:
    item = _item(stage)
    return Attempt(
        lambda who: meetings.set_item_openness(actor=who, item=item, openness=Openness.TABLE),
        item.meeting,
    )


DOCUMENTS = {
    "meetings.add_annex": Row(Task.AGENDA, _annex),
    "meetings.move_annex": Row(Task.AGENDA, _move),
    "meetings.add_to_dossier": Row(Task.DOSSIERS, _at_dossier),
    "meetings.add_version": Row(Task.DOSSIERS, _of_dossier("add_version", file=NEXT)),
    "meetings.remove_document": Row(Task.DOSSIERS, _of_dossier("remove_document")),
    "meetings.set_document_openness": Row(
        Task.RELEASE, _opened("set_document_openness", openness=Openness.PUBLIC)
    ),
    "meetings.set_document_openness (closer)": Row(
        Task.DOSSIERS, _of_dossier("set_document_openness", openness=Openness.TABLE)
    ),
    "meetings.set_item_openness": Row(Task.AGENDA, _item_openness),
    "meetings.note_access_refusal": Row(
        Task.RELEASE,
        _opened(
            "note_access_refusal",
            ground="unfinished",
            explanation="Nog niet af.",
            asked_on=date(2026, 11, 20),
            refused_on=date(2026, 11, 23),
        ),
    ),
}
