"""Preparing a next version of an agenda that was sent, looking it over, and sending it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import Invalid, NotVisible, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.meetings import services
from overlegtafel.meetings.brought import (
    is_brought,
    offer_of,
    reports_to_bring,
    title_of_report,
)
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.previews import preview_of
from overlegtafel.meetings.readiness import lacking, objections, rules_of
from overlegtafel.meetings.states import MeetingState
from overlegtafel.meetings.supplements import Supplement, seats_with_a_place, supplement_of
from overlegtafel.printing.services import prepare_packs
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.queries import preparers_for, proposal_of
from overlegtafel.reporting.agenda_versions import marks_of
from overlegtafel.reporting.agendas import agenda_pool
from overlegtafel.reporting.meetings import stage_of, waits_for_chair
from overlegtafel.workspace.agenda_news import say_with_chair
from overlegtafel.workspace.forms.agendas import ItemForm
from overlegtafel.workspace.views.meetings import address_of, led_meeting_of, meeting_context
from overlegtafel.workspace.views.shared import actor_of, posted

STEPS = {"op": -1, "neer": 1}


def _sent(request: HttpRequest, slug: str, day: str) -> Meeting:
    """The meeting, while its agenda may still be added to. Raises ``WrongMoment``."""
    meeting = led_meeting_of(request, slug, day)
    if meeting.state == MeetingState.PLANNED:
        raise WrongMoment("Deze agenda is nog niet verstuurd: u kunt hem gewoon wijzigen.")
    if meeting.state != MeetingState.CONVENED:
        raise WrongMoment("De vergadering begon al: deze agenda wijzigt niet meer.")
    return meeting


def _address(meeting: Meeting) -> str:
    return reverse("agenda_supplement", args=[meeting.body.slug, meeting.held_on.isoformat()])


@require_safe
def edit(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """The pool at one side, the agenda as it will be at the other."""
    return _page(request, _sent(request, slug, day))


def _page(request: HttpRequest, meeting: Meeting, status: int = 200, **extra: Any) -> HttpResponse:
    actor, rules = actor_of(request), rules_of(meeting)
    supplement = supplement_of(meeting)
    pool = agenda_pool(actor, meeting, rules, [])
    prepared = {item.proposal_id for item in supplement.items}
    rows = [row for row in pool.rows if row.proposal.pk not in prepared]
    missing = lacking(supplement.items, rules)
    marks = marks_of(supplement.changes)
    context = meeting_context(
        request,
        meeting,
        pool=pool,
        rows=rows,
        supplement=supplement,
        lines=[
            (item, missing[item.pk], marks.get(item.proposal_id, [])) for item in supplement.items
        ],
        offer=offer_of(meeting, prepared),
        gone=[change for change in supplement.changes if change.kind == "gone"],
        incomplete=sum(bool(words) for words in missing.values()),
        next_number=supplement.version.number + 1,
        preparers=list(preparers_for(actor, meeting.body))
        if any(row.needs_preparer for row in rows)
        else [],
        **extra,
    )
    return render(request, "workspace/agenda_supplement.html", context, status=status)


def _proposal_of(actor: User, meeting: Meeting, asked: str) -> Proposal:
    """A proposal of this table, or what its draft brings. Raises ``NotVisible``."""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise NotVisible
    number = int(asked)
    if is_brought(number):
        items = supplement_of(meeting).items
        found = next((each.proposal for each in items if each.proposal_id == number), None)
        if found is None:
            raise NotVisible
    else:
        found = proposal_of(actor, meeting.body, number)
    found.body = meeting.body
    return found


@require_POST
def act(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """One change for the next version: an item on it, off it, higher, lower; or forget them all."""
    meeting, actor = _sent(request, slug, day), actor_of(request)
    verb = request.POST.get("verb", "")
    if verb in ("report", "standing"):
        return _bring(request, actor, meeting, verb)
    if verb == "drop":
        services.drop_supplements(actor=actor, meeting=meeting)
        messages.success(request, "De agenda blijft zoals ze verstuurd is.")
        return redirect(address_of(meeting))
    proposal = _proposal_of(actor, meeting, request.POST.get("proposal", ""))
    asked: dict[str, Any] = {"actor": actor, "meeting": meeting, "proposal": proposal}
    if verb in STEPS:
        services.move_supplement(**asked, step=STEPS[verb])
    elif verb == "out":
        services.leave_out_supplement(**asked)
        messages.success(request, f"“{proposal.title}” staat niet in de volgende versie.")
    elif verb == "ask":
        services.ask_late(**asked)
        messages.success(request, "De voorzitter krijgt uw vraag.")
    else:
        return _add(request, actor, meeting, proposal)
    say_with_chair(request, meeting)
    return redirect(f"{_address(meeting)}#punt-{proposal.pk}")


def _bring(request: HttpRequest, actor: User, meeting: Meeting, verb: str) -> HttpResponse:
    """A report to approve or a standing item of the charter, on the next version."""
    asked = request.POST.get("brings", "")
    if verb == "standing":
        services.add_standing_supplement(actor=actor, meeting=meeting, title=asked)
        said = asked
    else:
        waiting = reports_to_bring(meeting)
        report_of = next((each for each in waiting if str(each.pk) == asked), None)
        if report_of is None:
            raise NotVisible
        services.add_report_supplement(actor=actor, meeting=meeting, report_of=report_of)
        said = title_of_report(report_of)
    messages.success(request, f"“{said}” staat klaar voor de volgende versie.")
    say_with_chair(request, meeting)
    return redirect(_address(meeting))


def _add(request: HttpRequest, actor: User, meeting: Meeting, proposal: Proposal) -> HttpResponse:
    typed = {name: request.POST.get(name, "")[:300] for name in ("preparer_label", "late_reason")}
    try:
        services.add_supplement(
            actor=actor,
            meeting=meeting,
            proposal=proposal,
            preparer_label=typed["preparer_label"][:200],
            late_reason=typed["late_reason"],
        )
    except Invalid as refusal:
        refused = {"pk": proposal.pk, "field": refusal.field, "sentence": refusal.sentence}
        return _page(request, meeting, status=422, refused=refused | typed)
    messages.success(request, f"“{proposal.title}” staat klaar voor de volgende versie.")
    say_with_chair(request, meeting)
    return redirect(f"{_address(meeting)}#punt-{proposal.pk}")


@require_http_methods(["GET", "POST"])
def complete(request: HttpRequest, slug: str, day: str, proposal: int) -> HttpResponse:
    """Fill in what an item of the next version lacks, or set it right."""
    meeting, actor = _sent(request, slug, day), actor_of(request)
    supplement = supplement_of(meeting)
    item = next((each for each in supplement.items if each.proposal_id == proposal), None)
    if item is None:
        raise NotVisible
    form = _form(meeting, item, supplement, posted(request))
    if request.method == "POST" and form.is_valid():
        facts = {name: value for name, value in form.facts().items() if name != "prepared_by"}
        try:
            saved = try_service(
                form,
                lambda: services.complete_supplement(
                    actor=actor,
                    meeting=meeting,
                    proposal=item.proposal,
                    expected_revision=form.cleaned_data["revision"],
                    **facts,
                ),
            )
        except Stale:
            again = request.POST.copy()
            again["revision"] = str(supplement.revision)
            fresh = _form(meeting, item, supplement, again)
            return _item_page(request, meeting, item, fresh, 409, newer=True)
        if saved is not None:
            messages.success(request, f"“{item.title}” is aangevuld voor de volgende versie.")
            say_with_chair(request, meeting)
            return redirect(f"{_address(meeting)}#punt-{proposal}")
    return _item_page(request, meeting, item, form, status_of(form))


def _form(meeting: Meeting, item: AgendaItem, supplement: Supplement, data: Any) -> ItemForm:
    item.revision = supplement.revision
    preparation = rules_of(meeting).preparation
    return ItemForm(data, item=item, waited={}, preparation=preparation)


def _item_page(
    request: HttpRequest,
    meeting: Meeting,
    item: AgendaItem,
    form: ItemForm,
    status: int,
    **extra: Any,
) -> HttpResponse:
    preparers = list(preparers_for(actor_of(request), meeting.body))
    context = meeting_context(request, meeting, item=item, form=form, preparers=preparers, **extra)
    context["crumbs"].append(("Agenda aanvullen", _address(meeting)))
    return render(request, "workspace/agenda_supplement_item.html", context, status=status)


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Show what changes and who hears of it; then send the next version."""
    meeting, actor = _sent(request, slug, day), actor_of(request)
    refused = ""
    if request.method == "POST":
        try:
            sent = services.send_new_version(actor=actor, meeting=meeting)
        except Invalid as refusal:
            refused = refusal.sentence
        else:
            messages.success(request, f"De agenda is verstuurd als versie {sent.number}.")
            prepare_packs(actor=actor, meeting=meeting)
            return redirect("agenda_dispatch", slug, day, sent.number)
    supplement, rules = supplement_of(meeting), rules_of(meeting)
    seats = seats_with_a_place(meeting)
    number, stage = supplement.version.number + 1, stage_of(meeting, None)
    context = meeting_context(
        request,
        meeting,
        supplement=supplement,
        preview=preview_of(actor, meeting, supplement.items, seats, number, supplement.changes),
        objections=[(item, sentence) for item, sentence in objections(supplement.items, rules)],
        refused=refused,
        stage=stage,
        held_back=waits_for_chair(actor, meeting.body_id, stage),
    )
    context["crumbs"].append(("Agenda aanvullen", _address(meeting)))
    page = "workspace/agenda_supplement_send.html"
    return render(request, page, context, status=422 if refused else 200)
