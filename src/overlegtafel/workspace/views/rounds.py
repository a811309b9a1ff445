"""Written rounds between meetings: asking, answering, closing, and what is agreed by it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.agreements.models import RoundReply, WrittenRound
from overlegtafel.agreements.queries import possible_executors
from overlegtafel.agreements.queries.positions import members_of
from overlegtafel.agreements.queries.rounds import (
    replies_of,
    result_of,
    round_of,
    rounds_of,
    seats_filled_by,
)
from overlegtafel.agreements.services import (
    agree_in_round,
    close_round,
    open_round,
    remind_in_round,
    reply_in_round,
)
from overlegtafel.agreements.states import AGREEING, RoundState
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.common.working_days import working_days_after
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import may, reads_inside
from overlegtafel.governance.queries import filled_seats
from overlegtafel.governance.states import Task
from overlegtafel.meetings.queries import item_of
from overlegtafel.reporting.agreements import settled_for
from overlegtafel.reporting.turn import turn_of_round
from overlegtafel.workspace.back_planning import checked, is_check
from overlegtafel.workspace.forms.agreements import AgreementForm
from overlegtafel.workspace.forms.rounds import CloseRoundForm, ReplyForm, RoundForm
from overlegtafel.workspace.position_marks import reply_legend, reply_seats
from overlegtafel.workspace.views.meetings import led_meeting_of, meeting_context
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    led_table_of,
    posted,
    table_context,
)


def _inside(request: HttpRequest, slug: str) -> GoverningBody:
    """The table in the address, for who reads inside it. Raises ``NotVisible``, ``NotAllowed``."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    if not reads_inside(actor, body.pk):
        raise NotAllowed("Schriftelijke rondes zijn er voor wie aan tafel zit.")
    return body


def _context(request: HttpRequest, body: GoverningBody, **extra: Any) -> dict[str, Any]:
    crumbs = [
        (body.short_name, reverse("table", args=[body.slug])),
        ("Afspraken", reverse("agreements", args=[body.slug])),
    ]
    return table_context(request, body, section="agreements", **{"crumbs": crumbs, **extra})


def _round_context(request: HttpRequest, written: WrittenRound, **extra: Any) -> dict[str, Any]:
    """What every page of one round needs."""
    replies, today = list(replies_of(written)), clock.today()
    result = result_of(written, replies)
    context = _context(
        request,
        written.body,
        written=written,
        replies=replies,
        result=result,
        result_spoken=result.spoken(today),
        turn=turn_of_round(written, result.silent, today),
        running=written.state == RoundState.OPEN and written.due_on >= today,
        item=written.item,
        day=written.item.meeting.held_on.isoformat(),
        runs=may(actor_of(request), written.body, Task.AGREEMENTS),
        **extra,
    )
    context["crumbs"].append(("Schriftelijke rondes", reverse("rounds", args=[written.body.slug])))
    return context


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The written rounds of a table, newest first."""
    body, today = _inside(request, slug), clock.today()
    rows = [
        (each, result_of(each, each.replies.all()).spoken(today))
        for each in rounds_of(actor_of(request), body)[:100]
    ]
    return render(request, "workspace/rounds.html", _context(request, body, rows=rows))


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Ask something in writing about an item that was discussed."""
    meeting, actor = led_meeting_of(request, slug, day), actor_of(request)
    found, rules = (
        item_of(actor_of(request), meeting, item),
        current_rules(meeting.body).ratification.written_rounds,
    )
    found.meeting = meeting
    if not rules.allowed:
        raise WrongMoment("De afsprakennota voorziet geen schriftelijke rondes.")
    suggested = working_days_after(clock.today() + timedelta(days=rules.days - 1), 1)
    form = RoundForm(posted(request), initial={"due_on": suggested})
    if request.method == "POST" and form.is_valid():
        typed = form.content
        opened = try_service(form, lambda: open_round(actor=actor, item=found, **typed))
        if opened is not None:
            messages.success(request, "De schriftelijke ronde loopt; iedereen kreeg een mail.")
            return redirect("round", slug, opened.pk)
    seats = filled_seats(meeting.body, clock.today())
    context = meeting_context(
        request,
        meeting,
        form=form,
        item=found,
        rules=rules,
        asked=[each for each in seats if each.seat.counts and each.holder],
    )
    return render(request, "workspace/round_new.html", context, status=status_of(form))


@require_safe
def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One round: the question, who answered what, what follows."""
    return _detail(request, round_of(actor_of(request), _inside(request, slug), pk))


def _detail(
    request: HttpRequest,
    written: WrittenRound,
    tried: tuple[int, ReplyForm] | None = None,
) -> HttpResponse:
    context = _round_context(request, written)
    mine = seats_filled_by(actor_of(request), written.body) if context["running"] else set()
    forms = []
    for reply in context["replies"]:
        if reply.seat_id in mine:
            bound = tried is not None and tried[0] == reply.pk
            initial = {"answer": reply.answer, "note": reply.note}
            fresh = ReplyForm(initial=initial, prefix=f"r{reply.pk}")
            forms.append((reply, tried[1] if bound and tried else fresh))
    context |= {
        "forms": forms,
        "seats": reply_seats(context["replies"]),
        "legend": reply_legend(context["replies"]),
        "centre": [str(context["result"].agreeing), f"van {context['result'].total}", "akkoord"],
        "can_agree": written.outcome in AGREEING and written.agreement_id is None,
        "can_close": written.state == RoundState.OPEN
        and not context["result"].is_running(clock.today()),
    }
    return render(
        request, "workspace/round.html", context, status=status_of(tried[1]) if tried else 200
    )


@require_POST
def reply(request: HttpRequest, slug: str, pk: int, reply: int) -> HttpResponse:
    """Answer for one's own seat."""
    written = round_of(actor_of(request), _inside(request, slug), pk)
    row = _reply_of(written, reply)
    if row.seat_id not in seats_filled_by(actor_of(request), written.body):
        raise NotAllowed("Hier antwoordt wie deze zetel vult.")
    form = ReplyForm(request.POST, prefix=f"r{row.pk}")
    if form.is_valid():
        actor, typed = actor_of(request), form.cleaned_data
        if try_service(form, lambda: reply_in_round(actor=actor, reply=row, **typed)) is not None:
            messages.success(request, f"Uw antwoord voor {row.seat.label} is genoteerd.")
            return redirect("round", slug, pk)
    return _detail(request, written, (row.pk, form))


def _reply_of(written: WrittenRound, pk: int) -> RoundReply:
    found = replies_of(written).select_related("round__body").filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def _led_round(request: HttpRequest, slug: str, pk: int) -> WrittenRound:
    return round_of(actor_of(request), led_table_of(request, slug), pk)


@require_POST
def remind(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Mail who did not answer yet."""
    sent = remind_in_round(actor=actor_of(request), written=_led_round(request, slug, pk))
    said = "Er vertrokken herinneringen" if sent != 1 else "Er vertrok één herinnering"
    messages.success(request, f"{said}." if sent else "Vandaag kreeg iedereen al een herinnering.")
    return redirect("round", slug, pk)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write what came of a round."""
    written, actor = _led_round(request, slug, pk), actor_of(request)
    if written.state == RoundState.CLOSED:
        raise WrongMoment("Deze schriftelijke ronde is al afgesloten.")
    context = _round_context(request, written)
    if context["result"].is_running(clock.today()):
        raise WrongMoment("Niet iedereen antwoordde, en dat kan nog.")
    form = CloseRoundForm(posted(request), initial={"outcome": context["result"].outcome})
    if request.method == "POST" and form.is_valid():
        content = form.content
        if try_service(form, lambda: close_round(actor=actor, written=written, **content)):
            messages.success(request, "De schriftelijke ronde is afgesloten.")
            return redirect("round", slug, pk)
    return render(
        request, "workspace/round_close.html", context | {"form": form}, status=status_of(form)
    )


@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write the agreement that a round led to."""
    written, actor = _led_round(request, slug, pk), actor_of(request)
    if written.outcome not in AGREEING or written.agreement_id is not None:
        raise WrongMoment("Een afspraak volgt één keer op een ronde die met akkoord eindigde.")
    choices = possible_executors(written.body, clock.today())
    settled = settled_for(written.item, choices)
    form = AgreementForm(
        posted(request),
        choices=choices,
        members=members_of(written.body, clock.today()),
        initial={"revision": 0} | settled.initial,
    )
    asked = checked(request, form)
    if request.method == "POST" and not is_check(request) and form.is_valid():
        made = try_service(
            form,
            lambda: agree_in_round(
                actor=actor, written=written, executors=form.chosen(), **form.content
            ),
        )
        if made is not None:
            messages.success(request, f"Afspraak {made.reference} is gemaakt.")
            return redirect("agreement", slug, made.reference)
    context = _round_context(
        request, written, form=form, back=reverse("round", args=[slug, written.pk]), **asked
    )
    return render(request, "workspace/agreement_form.html", context, status=status_of(form))
