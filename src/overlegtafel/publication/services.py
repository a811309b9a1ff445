"""Releasing: an explicit act, with name and moment, that makes a frozen snapshot."""

from collections.abc import Collection, Mapping
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import Max

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import AgreementState
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, WrongMoment
from overlegtafel.dossiers.models import Document, Dossier
from overlegtafel.dossiers.services import release_document
from overlegtafel.governance.policy import require
from overlegtafel.governance.states import Openness, Task
from overlegtafel.meetings.document_queries import open_documents
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.queries import attendances_of, items_of
from overlegtafel.meetings.states import MeetingState
from overlegtafel.publication.models import Release
from overlegtafel.publication.states import INTERNAL_ITEM, RELEASABLE, LocalDetail

_DETAIL_ORDER = list(LocalDetail)


@transaction.atomic
def release_meeting(*, actor: User, meeting: Meeting, opened: Collection[int] = ()) -> Release:
    """Open a meeting's agenda; once its report is approved, the outcomes with it.

    Minutes never go out this way. An item of a dossier with internal effects is no more than a
    line that says so (R109), unless its number is among ``opened``. Raises ``NotAllowed``,
    ``WrongMoment``, ``Invalid`` for what is no such item of the meeting.
    """
    require(actor, meeting.body, Task.RELEASE, meeting)
    meeting = (
        Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    )
    if meeting.state not in RELEASABLE:
        raise WrongMoment("Vrijgeven kan vanaf de oproeping.")
    items = list(items_of(meeting))
    internal = {item.pk: item.title for item in items if is_internal(item)}
    if set(opened) - set(internal):
        raise Invalid("Kies punten van deze vergadering.", field="opened")
    told = {"opened": (None, [internal[pk] for pk in opened])} if opened else {}
    closed = set(internal) - set(opened)
    documents = open_documents(meeting, [item for item in items if item.pk not in closed])
    for each in chain.from_iterable(documents.values()):
        release_document(actor=actor, document=each)
    content = _meeting_content(meeting, items, closed, documents)
    content["opened"] = sorted(opened)
    return _release(actor, content=content, meeting=meeting, told=told)


def is_internal(item: AgendaItem) -> bool:
    """Whether an item belongs to a dossier with internal effects (R109), or is closed (R8)."""
    inside = item.dossier is not None and item.dossier.is_internal
    return inside or item.openness in (Openness.TABLE, Openness.MEMBERS)


def _meeting_content(
    meeting: Meeting,
    items: list[AgendaItem],
    closed: set[int],
    documents: Mapping[int, list[Document]],
) -> dict[str, Any]:
    approved = meeting.state == MeetingState.APPROVED
    nothing = {"title": INTERNAL_ITEM, "function": "", "category": "", "outcome": ""}
    return {
        "held_on": meeting.held_on.isoformat(),
        "starts_at": f"{meeting.starts_at:%H:%M}",
        "location": meeting.location,
        "theme": meeting.theme,
        "with_outcomes": approved,
        "members": [
            str(attendance.seat) for attendance in attendances_of(meeting) if attendance.seat.counts
        ],
        "items": [
            {"order": item.order, **nothing}
            if item.pk in closed
            else {
                "order": item.order,
                "title": item.title,
                "function": item.get_function_display(),
                "category": item.get_category_display(),
                "outcome": item.get_outcome_display() if approved else "",
                "documents": [_as_released(each) for each in documents.get(item.pk, [])],
            }
            for item in items
        ],
    }


def _as_released(document: Document) -> dict[str, Any]:
    """A document as it is now: a later version goes out with a next release."""
    version = document.current
    return {
        "title": document.title,
        "name": version.name,
        "kind": version.kind,
        "size": version.size,
        "checksum": version.checksum,
    }


@transaction.atomic
def release_agreement(
    *,
    actor: User,
    agreement: Agreement,
    local_detail: LocalDetail = LocalDetail.NONE,
    despite_internal: bool = False,
) -> Release:
    """Open an agreement, with as much of the local decisions as chosen.

    One of a dossier with internal effects only when that is said with so many words,
    ``despite_internal`` (R109). Raises ``NotAllowed``, ``WrongMoment`` for a draft, ``Invalid``
    when that is not said, or when a later release would show less than an earlier one.
    """
    require(actor, agreement.body, Task.RELEASE, agreement)
    agreement = (
        Agreement.objects.select_for_update(of=("self",))
        .select_related("body", "item__meeting", "item__dossier", "owner")
        .get(pk=agreement.pk)
    )
    if agreement.state != AgreementState.CONFIRMED:
        raise WrongMoment("Een afspraak in opmaak kan niet vrijgegeven worden.")
    if local_detail not in LocalDetail.values:
        raise Invalid("Kies wat iedereen van de lokale beslissingen ziet.", field="local_detail")
    internal = is_internal(agreement.item)
    if internal and not despite_internal:
        raise Invalid(
            "Deze afspraak hoort bij een dossier met interne gevolgen. Vink aan dat u ze toch "
            "vrijgeeft.",
            field="despite_internal",
        )
    earlier = agreement.releases.order_by("-number").first()
    if earlier and _DETAIL_ORDER.index(LocalDetail(earlier.local_detail)) > _DETAIL_ORDER.index(
        LocalDetail(local_detail)
    ):
        raise Invalid(
            "Wat openbaar is, gaat niet meer dicht: kies minstens evenveel als voordien.",
            field="local_detail",
        )
    content = {
        "reference": agreement.reference,
        "title": agreement.title,
        "text": agreement.text,
        "due_on": agreement.due_on.isoformat(),
        "competent_body": agreement.get_competent_body_display(),
        "needs_local_decision": agreement.needs_local_decision,
        "owner": str(agreement.owner or ""),
        "executors": [
            executor.organization.name
            for executor in agreement.executors.select_related("organization")
        ],
        "held_on": agreement.item.meeting.held_on.isoformat(),
        "dossier": _public_dossier(agreement.item.dossier),
    }
    told = {"despite_internal": (None, True)} if internal else {}
    return _release(
        actor, content=content, agreement=agreement, local_detail=local_detail, told=told
    )


def _public_dossier(dossier: Dossier | None) -> str:
    """The dossier everyone may read of: none when it has internal effects (R109)."""
    return dossier.title if dossier and not dossier.is_internal else ""


def _release(
    actor: User,
    *,
    content: dict[str, Any],
    meeting: Meeting | None = None,
    agreement: Agreement | None = None,
    local_detail: LocalDetail = LocalDetail.NONE,
    told: dict[str, tuple[Any, Any]],
) -> Release:
    subject: Meeting | Agreement
    if meeting is not None:
        subject, earlier = meeting, Release.objects.filter(meeting=meeting)
    elif agreement is not None:
        subject, earlier = agreement, Release.objects.filter(agreement=agreement)
    else:
        raise TypeError("een vrijgave hoort bij een vergadering of een afspraak")
    last = earlier.aggregate(last=Max("number"))["last"] or 0
    release = Release.objects.create(
        body=subject.body,
        meeting=meeting,
        agreement=agreement,
        number=last + 1,
        content=content,
        local_detail=local_detail,
        released_at=clock.now(),
        released_by=actor,
    )
    record(
        f"{subject._meta.model_name}.released",
        subject,
        actor=actor,
        changes={"release": (last or None, last + 1), "local_detail": (None, local_detail)} | told,
        body_id=subject.body_id,
    )
    return release
