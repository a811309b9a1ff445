"""One agenda item: what each municipality thinks of it, and what one's own prepares inside."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.agreements.models import Position, Remark
from overlegtafel.agreements.policy import can_prepare_in, can_share_remarks, can_take_position
from overlegtafel.agreements.queries.positions import (
    Positions,
    members_of,
    positions_on,
    remarks_on,
    takes_positions,
    versions_of,
)
from overlegtafel.agreements.queries.rounds import result_of, rounds_on
from overlegtafel.agreements.services import (
    share_position,
    share_remark,
    take_position,
    withdraw_remark,
    write_remark,
)
from overlegtafel.agreements.states import SharingState
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible, Stale
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.governance.policy import may, reads_inside
from overlegtafel.governance.states import Task
from overlegtafel.meetings.item_levels import as_read_by
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.queries import items_of
from overlegtafel.meetings.states import HELD, MeetingState
from overlegtafel.organizations.models import Organization
from overlegtafel.reporting.back_and_forth import back_and_forth, tracks_with_positions
from overlegtafel.reporting.turn import turn_of_item
from overlegtafel.workspace.forms.positions import PositionForm, RemarkForm
from overlegtafel.workspace.position_marks import position_legend, position_seats
from overlegtafel.workspace.views.meetings import meeting_context, meeting_of
from overlegtafel.workspace.views.shared import actor_of, posted

_FACTS = ("stance", "reservation", "basis", "based_on", "reference", "text")
_OPEN = (MeetingState.CONVENED, MeetingState.IN_SESSION, *HELD)


def _item(request: HttpRequest, slug: str, day: str, pk: int) -> AgendaItem:
    """The item in the address, with its meeting. Raises ``NotVisible``."""
    meeting = meeting_of(request, slug, day)
    found = items_of(meeting).filter(pk=pk).first()
    if found is None or as_read_by(actor_of(request), meeting, [found])[0].is_closed:
        raise NotVisible
    found.meeting = meeting
    return found


def _own(
    request: HttpRequest, slug: str, day: str, pk: int, municipality: str
) -> tuple[AgendaItem, Organization]:
    """An item and one's own municipality. Raises ``NotVisible``, ``NotAllowed``."""
    item = _item(request, slug, day, pk)
    members = members_of(item.meeting.body, item.meeting.held_on)
    town = next((each for each in members if each.slug == municipality), None)
    if town is None:
        raise NotVisible
    if not can_prepare_in(actor_of(request), town.pk):
        raise NotAllowed("De voorbereiding van een bestuur leest alleen dat bestuur zelf.")
    return item, town


def positions_context(item: AgendaItem, positions: Positions) -> dict[str, Any]:
    """What ``workspace/_positions.html`` shows beside the item: no query."""
    mandated, _, rest = positions.figure.partition(" van ")
    total, _, words = rest.partition(" ")
    return {
        "positions": positions,
        "position_seats": position_seats(positions.rows),
        "position_legend": position_legend(positions.rows),
        "position_centre": [mandated, f"van {total}", words],
    }


@require_safe
def detail(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """The item: what it is, the two tracks, positions, what went and came, written rounds."""
    actor, found = actor_of(request), _item(request, slug, day, item)
    meeting = found.meeting
    inside = reads_inside(actor, meeting.body_id)
    positions = positions_on(found, actor) if takes_positions(found) else Positions([])
    context = meeting_context(
        request,
        meeting,
        item=found,
        inside=inside,
        turn=turn_of_item(found, meeting),
        own=_own_rows(request, found, positions),
        **positions_context(found, positions),
    )
    if inside:
        context |= _inside(request, found, positions)
    return render(request, "workspace/item.html", context)


def _inside(request: HttpRequest, item: AgendaItem, positions: Positions) -> dict[str, Any]:
    """What only who reads inside the table sees of an item."""
    actor, meeting = actor_of(request), item.meeting
    panel = back_and_forth(actor, item, positions)
    remarks = [each for row in panel.rows for each in row.remarks]
    return {
        "panel": panel,
        "remarks": remarks,
        "tracks": tracks_with_positions(item, positions, remarks),
        "rounds": [
            (each, result_of(each, each.replies.all()).spoken(clock.today()))
            for each in rounds_on(item, actor)
        ],
        "may_ask": meeting.state in HELD and may(actor, meeting.body, Task.AGREEMENTS),
    }


def _own_rows(
    request: HttpRequest, item: AgendaItem, positions: Positions
) -> list[tuple[Any, bool]]:
    """The rows of one's own municipalities, and whether one takes the position there."""
    actor = actor_of(request)
    if item.meeting.state not in _OPEN:
        return []
    return [
        (row, can_take_position(actor, row.municipality.pk))
        for row in positions.rows
        if can_prepare_in(actor, row.municipality.pk)
    ]


@require_http_methods(["GET", "POST"])
def preparation(
    request: HttpRequest, slug: str, day: str, item: int, municipality: str
) -> HttpResponse:
    """What one's own municipality prepares of an item: its position, its people's remarks."""
    found, town = _own(request, slug, day, item, municipality)
    actor, form = actor_of(request), RemarkForm(posted(request))
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        written = try_service(
            form, lambda: write_remark(actor=actor, item=found, municipality=town, text=text)
        )
        if written is not None:
            messages.success(request, f"Uw opmerking is bewaard, alleen voor {town}.")
            return redirect("preparation", slug, day, item, municipality)
    context = _own_context(
        request,
        found,
        town,
        form=form,
        versions=versions_of(actor, found, town),
        remarks=list(remarks_on(found, actor, town)),
        may_share=can_share_remarks(actor, town.pk),
        writes=can_take_position(actor, town.pk) and takes_positions(found),
        remarkable=found.meeting.state in _OPEN[:2],
    )
    return render(request, "workspace/preparation.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def position(
    request: HttpRequest, slug: str, day: str, item: int, municipality: str
) -> HttpResponse:
    """Write the municipality's position; keep it inside, or let the table read it."""
    found, town = _own(request, slug, day, item, municipality)
    actor = actor_of(request)
    if not can_take_position(actor, town.pk):
        raise NotAllowed("Het standpunt schrijft de burgemeester of de algemeen directeur.")
    remarks = _to_share(request, found, town)
    if request.method == "GET":
        return _position_page(request, found, town, _form_for(request, found, town, remarks))
    form = PositionForm(request.POST, remarks=remarks)
    if not form.is_valid():
        return _position_page(request, found, town, form)
    try:
        saved = try_service(form, lambda: _save(request, found, town, form))
    except Stale:
        return _stale(request, found, town, form)
    if saved is None:
        return _position_page(request, found, town, form)
    if "share" in request.POST and not saved.is_shared:
        chosen = form.cleaned_data.get("remarks", ())
        shared = [each for each in remarks if each.pk in chosen]
        share_position(actor=actor, position=saved, remarks=shared)
        messages.success(request, f"Het standpunt van {town} is gedeeld met de tafel.")
        return redirect("item", slug, day, item)
    where = "en gedeeld" if saved.is_shared else "binnen uw bestuur"
    messages.success(request, f"Het standpunt van {town} is bewaard, {where}.")
    return redirect("preparation", slug, day, item, municipality)


@require_POST
def remark_share(request: HttpRequest, slug: str, day: str, item: int, pk: int) -> HttpResponse:
    """Let the table read one remark."""
    remark = _remark(request, slug, day, item, pk)
    share_remark(actor=actor_of(request), remark=remark)
    messages.success(request, "De opmerking is gedeeld met de tafel.")
    return redirect("preparation", slug, day, item, remark.municipality.slug)


@require_POST
def remark_drop(request: HttpRequest, slug: str, day: str, item: int, pk: int) -> HttpResponse:
    """Take back one's own remark."""
    remark = _remark(request, slug, day, item, pk)
    withdraw_remark(actor=actor_of(request), remark=remark)
    messages.success(request, "Uw opmerking is weg.")
    return redirect("preparation", slug, day, item, remark.municipality.slug)


def _remark(request: HttpRequest, slug: str, day: str, item: int, pk: int) -> Remark:
    """A remark of one's own municipality. Raises ``NotVisible``, ``NotAllowed``."""
    found = _item(request, slug, day, item)
    remarks = Remark.objects.select_related("municipality", "item__meeting")
    remark = remarks.filter(pk=pk, item=found).first()
    if remark is None or not can_prepare_in(actor_of(request), remark.municipality_id):
        raise NotAllowed("De voorbereiding van een bestuur leest alleen dat bestuur zelf.")
    return remark


def _save(
    request: HttpRequest, item: AgendaItem, town: Organization, form: PositionForm
) -> Position:
    return take_position(
        actor=actor_of(request),
        item=item,
        municipality=town,
        expected_revision=form.cleaned_data["revision"],
        **form.content,
    )


def _to_share(request: HttpRequest, item: AgendaItem, town: Organization) -> list[Remark]:
    """The remarks inside that the actor may share along."""
    actor = actor_of(request)
    if not can_share_remarks(actor, town.pk):
        return []
    return list(remarks_on(item, actor, town).filter(state=SharingState.INSIDE))


def _form_for(
    request: HttpRequest, item: AgendaItem, town: Organization, remarks: list[Remark]
) -> PositionForm:
    newest = next(iter(versions_of(actor_of(request), item, town)), None)
    initial: dict[str, Any] = {"revision": newest.revision if newest else 0}
    if newest is not None:
        initial |= {name: getattr(newest, name) for name in _FACTS}
    return PositionForm(initial=initial, remarks=remarks)


def _stale(
    request: HttpRequest, item: AgendaItem, town: Organization, form: PositionForm
) -> HttpResponse:
    """Both texts, and a form that saves on top of the newer one: knowingly."""
    newest = versions_of(actor_of(request), item, town)[0]
    again = form.data.copy()  # type: ignore[attr-defined]
    again["revision"] = newest.revision
    typed = Position(**form.content)
    stale = {"theirs": _in_words(newest), "mine": _in_words(typed), "who": str(newest.saved_by)}
    bound = PositionForm(again, remarks=_to_share(request, item, town))
    return _position_page(request, item, town, bound, status=409, stale=stale)


def _in_words(position: Position) -> str:
    parts = [
        f"{position.get_stance_display()}, {position.get_basis_display()}",
        position.reservation,
        position.text,
    ]
    return "\n\n".join(filter(None, parts))


def _position_page(
    request: HttpRequest,
    item: AgendaItem,
    town: Organization,
    form: PositionForm,
    status: int = 0,
    **extra: Any,
) -> HttpResponse:
    newest = next(iter(versions_of(actor_of(request), item, town)), None)
    started = item.meeting.state != MeetingState.CONVENED
    context = _own_context(
        request,
        item,
        town,
        form=form,
        newest=newest,
        started=started,
        is_new=newest is None or (started and (newest.is_shared or not newest.is_late)),
        **extra,
    )
    return render(request, "workspace/position.html", context, status=status or status_of(form))


def _own_context(
    request: HttpRequest, item: AgendaItem, town: Organization, **extra: Any
) -> dict[str, Any]:
    context = meeting_context(request, item.meeting, item=item, town=town, **extra)
    slug, day = item.meeting.body.slug, item.meeting.held_on.isoformat()
    context["crumbs"] += [(f"Punt {item.order}", reverse("item", args=[slug, day, item.pk]))]
    return context
