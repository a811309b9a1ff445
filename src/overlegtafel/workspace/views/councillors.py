"""The councillor's room: what councillors of every party alike read of one table."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.councillors.policy import may_ask, may_follow
from overlegtafel.councillors.queries import (
    agreement_in,
    as_shown,
    dossier_in,
    evenings_in_room,
    figures_of,
    file_at,
    followed_by,
    letters_of,
    meeting_at,
    own_decisions,
    questions_of,
    room_of,
    stands_of,
    towns_of,
)
from overlegtafel.councillors.services import follow_dossier, unfollow_dossier
from overlegtafel.councillors.sight import Sight
from overlegtafel.dossiers.serving import file_answer
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import standing_of
from overlegtafel.local_decisions.states import DecisionState
from overlegtafel.meetings.states import HELD, MeetingState
from overlegtafel.reporting.turn import turn_of_question
from overlegtafel.workspace.marks import DECISION
from overlegtafel.workspace.views.shared import actor_of, day_of

RECENT = 6


def room_context(
    request: HttpRequest, table: GoverningBody, sight: Sight, **extra: Any
) -> dict[str, Any]:
    """What ``workspace/councillor_base.html`` needs beside the page's own context."""
    actor = actor_of(request)
    return {
        "table": table,
        "crumbs": [(table.short_name, reverse("councillor_room", args=[table.slug]))],
        "today": clock.today(),
        "rules": sight.rules,
        "asks": may_ask(actor, table),
        "follows": may_follow(actor, table),
        "looks_along": table.pk in standing_of(actor).circle_of,
        **extra,
    }


@require_safe
def room(request: HttpRequest, slug: str) -> HttpResponse:
    """What comes to the own council, what the table does, questions and letters."""
    actor, today = actor_of(request), clock.today()
    table, sight = room_of(actor, slug)
    coming, decided = own_decisions(sight, table.pk, towns_of(actor, table), today)
    figures = figures_of(sight)
    context = room_context(
        request,
        table,
        sight,
        crumbs=[],
        coming=coming,
        decided=decided[:RECENT],
        ahead=[each for each in reversed(sight.meetings) if not _is_over(each.state)],
        past=[each for each in sight.meetings if _is_over(each.state)][:RECENT],
        evenings=evenings_in_room(actor, table, today),
        dossiers=sight.dossiers,
        followed=followed_by(actor, table),
        agreements=[(each, figures.get(each.pk)) for each in sight.agreements],
        questions=[(each, turn_of_question(each)) for each in questions_of(actor, table)],
        letters=letters_of(actor, table),
    )
    return render(request, "workspace/councillor_room.html", context)


def _is_over(state: str) -> bool:
    return state in (*HELD, MeetingState.CANCELLED)


@require_safe
def meeting(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """One meeting: its agenda, and its report once councillors read it."""
    actor = actor_of(request)
    table, sight = room_of(actor, slug)
    found = meeting_at(sight, day_of(day))
    context = room_context(
        request,
        table,
        sight,
        shown=as_shown(sight, found),
        meeting=found,
        day=found.held_on.isoformat(),
        agreements=[each for each in sight.agreements if each.item.meeting_id == found.pk],
    )
    return render(request, "workspace/councillor_meeting.html", context)


@require_safe
def file(request: HttpRequest, slug: str, day: str, pk: int, number: int) -> HttpResponse:
    """A document of a meeting, as far as its own level lets councillors read it."""
    _, sight = room_of(actor_of(request), slug)
    return file_answer(request, file_at(sight, meeting_at(sight, day_of(day)), pk, number))


@require_safe
def agreement(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """An agreement, and how the own and the other municipalities decided."""
    actor = actor_of(request)
    table, sight = room_of(actor, slug)
    found = agreement_in(sight, reference)
    about = [each for each in questions_of(actor, table) if each.agreement_id == found.pk]
    dossier, stands = found.item.dossier, stands_of(sight, found, towns_of(actor, table))
    context = room_context(
        request,
        table,
        sight,
        agreement=found,
        dossier=dossier if dossier in sight.dossiers else None,
        meeting_shown=found.item.meeting in sight.meetings,
        progress=figures_of(sight).get(found.pk),
        stands=[(each, DECISION[DecisionState(each.state)]) for each in stands],
        has_links=any(each.link for each in stands),
        questions=[(each, turn_of_question(each)) for each in about],
    )
    return render(request, "workspace/councillor_agreement.html", context)


@require_safe
def dossier(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """A dossier in plain words: its agreements, when it was on the table, its questions."""
    actor = actor_of(request)
    table, sight = room_of(actor, slug)
    found = dossier_in(sight, reference)
    agreements, figures = sight.agreements_in(found.pk), figures_of(sight)
    about = [each for each in questions_of(actor, table) if _is_about(each, found.pk)]
    context = room_context(
        request,
        table,
        sight,
        dossier=found,
        tells_words=sight.tells_words,
        is_followed=found.pk in followed_by(actor, table),
        agreements=[(each, figures.get(each.pk)) for each in agreements],
        meetings=sight.meetings_of(found.pk),
        questions=[(each, turn_of_question(each)) for each in about],
    )
    return render(request, "workspace/councillor_dossier.html", context)


def _is_about(question: Any, dossier_id: int) -> bool:
    agreement = question.agreement
    return dossier_id in (question.dossier_id, agreement and agreement.item.dossier_id)


@require_POST
def follow(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Follow a dossier, or no longer."""
    actor: User = actor_of(request)
    table, sight = room_of(actor, slug)
    found = dossier_in(sight, reference)
    if "stop" in request.POST:
        unfollow_dossier(actor=actor, dossier=found)
        messages.success(request, f"U volgt “{found.title}” niet meer.")
    else:
        follow_dossier(actor=actor, dossier=found)
        messages.success(request, f"U volgt “{found.title}”. U krijgt mail als er iets nieuws is.")
    return redirect("councillor_dossier", table.slug, found.reference)
