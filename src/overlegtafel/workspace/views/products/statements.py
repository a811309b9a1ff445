"""Statements: writing, who supports, sending with a preview, the answer, releasing."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, WrongMoment
from overlegtafel.common.forms import status_of, try_saving, try_service
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.policy import may
from overlegtafel.governance.states import Task
from overlegtafel.products.models import Statement
from overlegtafel.products.notifications import mails_of
from overlegtafel.products.policy import can_know_supporters, can_write, speaks_for, voice_for
from overlegtafel.products.queries import (
    correction_of,
    mails_left_for,
    statement_of,
    suggested_backing,
    supports_of,
)
from overlegtafel.products.queries.choices import documents_of, dossiers_of
from overlegtafel.products.services import (
    change_statement,
    close_statement,
    consent_to_naming,
    correct_statement,
    draft_statement,
    note_follow_up,
    record_answer,
    record_support,
    send_statement,
)
from overlegtafel.products.states import SUPPORTING, StatementState, Voice
from overlegtafel.publication.statements import (
    is_internal,
    names_in_text,
    release_statement,
    releases_of_statement,
)
from overlegtafel.reporting.turn import turn_of_statement
from overlegtafel.workspace.forms.products import (
    AnswerForm,
    FollowUpForm,
    ReasonForm,
    ReleaseStatementForm,
    SendForm,
    StatementForm,
    SupportForm,
    addressees_in_words,
    today_initial,
)
from overlegtafel.workspace.product_marks import support_legend, support_seats
from overlegtafel.workspace.views.products.shared import (
    origin_asked,
    product_context,
    require_write,
    town_at,
    writable_table_of,
)
from overlegtafel.workspace.views.shared import actor_of, circle_table_of, posted


def _statement(request: HttpRequest, slug: str, pk: int) -> Statement:
    return statement_of(actor_of(request), circle_table_of(request, slug), pk)


def _context(request: HttpRequest, statement: Statement, **extra: Any) -> dict[str, Any]:
    context = product_context(request, statement.body, statement=statement, **extra)
    address = f"/tafels/{statement.body.slug}/wat-we-samen-maken/standpunten/{statement.pk}/"
    context["crumbs"].append((statement.title, address))
    return context


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a statement, of a dossier, an item or an agreement."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    origin = origin_asked(request, body)
    writable_table_of(request, slug, origin.whole["dossier"])
    free = origin.whole["dossier"] is None
    form = StatementForm(
        posted(request),
        dossiers=dossiers_of(actor, body) if free else None,
        initial={"revision": 1, "title": str(origin.item.title if origin.item else "")},
    )
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        typed.pop("revision")
        dossier = typed.pop("dossier", None)
        whole = type(origin)(origin.dossier or dossier, origin.item, origin.agreement)
        made = try_service(
            form, lambda: draft_statement(actor=actor, body=body, origin=whole, **typed)
        )
        if made is not None:
            messages.success(request, "Bewaard. Elk bestuur zegt nu of het dit steunt.")
            return redirect("statement", slug, made.pk)
    context = product_context(request, body, form=form, origin=origin.whole, kind="standpunt")
    page = "workspace/products/statement_form.html"
    return render(request, page, context, status=status_of(form))


@require_safe
def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One statement: its words, who supports it, where it stands."""
    statement, actor = _statement(request, slug, pk), actor_of(request)
    body, today = statement.body, clock.today()
    supports = supports_of(actor, statement)
    inside = can_know_supporters(actor, statement)
    draft = statement.state == StatementState.DRAFT
    writes = can_write(actor, body, statement.dossier)
    turn = turn_of_statement(statement, supports.unknown if inside else 0, today)
    rows = [
        (row, voice_for(actor, body, row.municipality.pk) if draft else None)
        for row in supports.rows
    ]
    context = product_context(
        request,
        body,
        statement=statement,
        supports=supports,
        rows=rows,
        own=[row for row in supports.rows if speaks_for(actor, row.municipality.pk)],
        inside=inside,
        seats=support_seats(supports.rows),
        legend=support_legend(supports.rows),
        centre=[str(supports.supporting), f"van {len(supports.rows)}", "steunen"],
        turn=turn,
        late=statement.state == StatementState.SENT
        and statement.answer_due_on is not None
        and statement.answer_due_on < today,
        writes=writes,
        sends=may(actor, body, Task.AGREEMENTS),
        releases_it=may(actor, body, Task.RELEASE) and not draft,
        releases=releases_of_statement(statement),
        follow_ups=list(statement.follow_ups.all()),
        newer=correction_of(actor, statement),
        mails=mails_left_for(statement) if writes else (),
        supporting=SUPPORTING,
    )
    return render(request, "workspace/products/statement.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write it otherwise, until it leaves."""
    statement, actor = _statement(request, slug, pk), actor_of(request)
    require_write(request, statement)
    if statement.state != StatementState.DRAFT:
        raise WrongMoment("Dit standpunt is verzonden: het verandert niet meer.")
    initial = {name: getattr(statement, name) for name in ("title", "text", "revision")}
    initial["addressees"] = addressees_in_words(statement.addressees.all())
    form = StatementForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        change = partial(change_statement, actor=actor, statement=statement)
        if try_saving(form, statement, change):
            messages.success(request, "Bewaard.")
            return redirect("statement", slug, pk)
    context = _context(request, statement, form=form, kind="standpunt")
    page = "workspace/products/statement_form.html"
    return render(request, page, context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def support(request: HttpRequest, slug: str, pk: int, municipality: str) -> HttpResponse:
    """Say, or note, whether one municipality supports it."""
    statement, actor = _statement(request, slug, pk), actor_of(request)
    rows = supports_of(actor, statement).rows
    town = town_at([row.municipality for row in rows], municipality)
    voice = voice_for(actor, statement.body, town.pk)
    if voice is None:
        raise NotAllowed("Dit legt het bestuur zelf vast.")
    if statement.state != StatementState.DRAFT:
        raise WrongMoment("Dit standpunt is verzonden: wie steunt, verandert niet meer.")
    kept = next(row.support for row in rows if row.municipality == town)
    suggested = suggested_backing(actor, statement, [town]).get(town.pk)
    initial: dict[str, Any] = {}
    if kept is not None:
        initial = {n: getattr(kept, n) for n in ("backing", "reservation", "is_named")}
    elif suggested is not None:
        initial = {"backing": suggested[0], "reservation": suggested[1]}
    form = SupportForm(posted(request), own=voice == Voice.OWN, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if try_service(
            form,
            lambda: record_support(actor=actor, statement=statement, municipality=town, **typed),
        ):
            messages.success(request, f"Vastgelegd voor {town}.")
            return redirect("statement", slug, pk)
    context = _context(
        request,
        statement,
        form=form,
        town=town,
        own=voice == Voice.OWN,
        from_position=kept is None and suggested is not None,
    )
    return render(request, "workspace/products/support.html", context, status=status_of(form))


@require_POST
def naming(request: HttpRequest, slug: str, pk: int, municipality: str) -> HttpResponse:
    """Let the own municipality be named in public, or no longer."""
    statement, actor = _statement(request, slug, pk), actor_of(request)
    rows = supports_of(actor, statement).rows
    town = town_at([row.municipality for row in rows], municipality)
    kept = next(row.support for row in rows if row.municipality == town)
    if not speaks_for(actor, town.pk):
        raise NotAllowed("Alleen het bestuur zelf zegt of het openbaar genoemd wordt.")
    if kept is None:
        raise WrongMoment("Uw bestuur zei nog niet of het dit standpunt steunt.")
    kept.statement = statement
    named = request.POST.get("named") == "yes"
    consent_to_naming(actor=actor, support=kept, is_named=named)
    said = "kan nu openbaar genoemd worden" if named else "wordt niet meer openbaar genoemd"
    messages.success(request, f"{town} {said}.")
    return redirect("statement", slug, pk)


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let it leave, after seeing what leaves and to whom."""
    statement, actor = _statement(request, slug, pk), actor_of(request)
    if not may(actor, statement.body, Task.AGREEMENTS):
        raise NotAllowed
    if statement.state != StatementState.DRAFT:
        raise WrongMoment("Dit standpunt is al verzonden.")
    today = clock.today()
    term = current_rules(statement.body).execution.answer_days
    form = SendForm(
        posted(request),
        initial={
            "sent_on": today,
            "answer_due_on": today + timedelta(days=term),
            "revision": statement.revision,
        },
    )
    if request.method == "POST" and form.is_valid():
        change = partial(send_statement, actor=actor, statement=statement)
        if try_saving(form, statement, change):
            messages.success(request, "Verzonden. De tekst verandert niet meer.")
            return redirect("statement", slug, pk)
    to = list(statement.addressees.all())
    context = _context(
        request,
        statement,
        form=form,
        to=to,
        mails=mails_of(statement, to),
        supports=supports_of(actor, statement),
        term=term,
    )
    page = "workspace/products/statement_send.html"
    return render(request, page, context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Note a reminder or what else was done."""
    statement, actor = _sent(request, slug, pk), actor_of(request)
    form = FollowUpForm(
        posted(request),
        initial=today_initial("done_on") | {"answer_due_on": statement.answer_due_on},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if try_service(form, lambda: note_follow_up(actor=actor, statement=statement, **typed)):
            messages.success(request, "Genoteerd.")
            return redirect("statement", slug, pk)
    context = _context(request, statement, form=form, title="Opvolging noteren", button="Noteren")
    return render(request, "workspace/products/step.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Keep the answer that came."""
    statement, actor = _sent(request, slug, pk), actor_of(request)
    if statement.state != StatementState.SENT:
        raise WrongMoment("Het antwoord is al vastgelegd, of de opvolging is afgesloten.")
    form = AnswerForm(
        posted(request),
        documents=documents_of(actor, statement.dossier),
        initial=today_initial("answered_on"),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if try_service(form, lambda: record_answer(actor=actor, statement=statement, **typed)):
            messages.success(request, "Het antwoord is vastgelegd.")
            return redirect("statement", slug, pk)
    context = _context(
        request, statement, form=form, title="Antwoord vastleggen", button="Vastleggen"
    )
    return render(request, "workspace/products/step.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End its follow-up."""
    statement, actor = _sent(request, slug, pk), actor_of(request)
    if statement.state == StatementState.CLOSED:
        raise WrongMoment("De opvolging is al afgesloten.")
    form = ReasonForm(posted(request), label="Waarmee eindigt de opvolging?")
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if try_service(form, lambda: close_statement(actor=actor, statement=statement, **typed)):
            messages.success(request, "De opvolging is afgesloten.")
            return redirect("statement", slug, pk)
    context = _context(
        request, statement, form=form, title="Opvolging afsluiten", button="Afsluiten"
    )
    return render(request, "workspace/products/step.html", context, status=status_of(form))


def _sent(request: HttpRequest, slug: str, pk: int) -> Statement:
    """A statement that left, for who writes it."""
    statement = _statement(request, slug, pk)
    require_write(request, statement)
    if statement.state == StatementState.DRAFT:
        raise WrongMoment("Dit standpunt is nog niet verzonden.")
    return statement


@require_POST
def correct(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Start a next version of what left."""
    statement = _statement(request, slug, pk)
    require_write(request, statement)
    made = correct_statement(actor=actor_of(request), statement=statement)
    messages.success(request, "Dit is de volgende versie. Wat verzonden is, blijft zoals het was.")
    return redirect("statement_edit", slug, made.pk)


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Open it to everyone, after seeing what everyone reads."""
    statement, actor = _statement(request, slug, pk), actor_of(request)
    if not may(actor, statement.body, Task.RELEASE):
        raise NotAllowed
    if statement.state == StatementState.DRAFT:
        raise WrongMoment("Een standpunt is openbaar te maken nadat het verzonden is.")
    names = names_in_text(statement)
    form = ReleaseStatementForm(posted(request), internal=is_internal(statement), names=names)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if try_service(form, lambda: release_statement(actor=actor, statement=statement, **typed)):
            messages.success(request, "Vrijgegeven: iedereen kan het nu lezen.")
            return redirect("statement", slug, pk)
    supports = supports_of(actor, statement)
    context = _context(request, statement, form=form, names=names, supports=supports)
    return render(
        request, "workspace/products/statement_release.html", context, status=status_of(form)
    )
