"""Making the agenda of a planned meeting: from the pool to an order."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import Invalid, NotVisible, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.governance.policy import can_propose, is_cleared
from overlegtafel.governance.states import CompetentBody, Task
from overlegtafel.meetings import services
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.queries import item_of
from overlegtafel.meetings.readiness import advising_bodies, missing_advice, rules_of
from overlegtafel.meetings.states import MeetingState
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.queries import preparers_for, proposal_of
from overlegtafel.reporting.agendas import agenda_pool
from overlegtafel.reporting.meetings import item_lines, stage_of, waits_for_chair
from overlegtafel.workspace.agenda_news import say_with_chair
from overlegtafel.workspace.forms.agendas import ItemForm
from overlegtafel.workspace.views.meetings import led_meeting_of, meeting_context
from overlegtafel.workspace.views.shared import actor_of, posted

STEPS = {"op": -1, "neer": 1}
_TAKEN_BACK = (
    " Het akkoord van de voorzitter is daarmee vervallen: vraag het opnieuw voor u de agenda "
    "verstuurt."
)


@require_safe
def edit(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """The pool at one side, the agenda at the other."""
    return _page(request, _planned(led_meeting_of(request, slug, day)))


def _planned(meeting: Meeting) -> Meeting:
    if meeting.state != MeetingState.PLANNED:
        raise WrongMoment("Deze agenda is verstuurd en wijzigt niet meer.")
    return meeting


def _page(request: HttpRequest, meeting: Meeting, status: int = 200, **extra: Any) -> HttpResponse:
    actor, rules = actor_of(request), rules_of(meeting)
    lines = item_lines(actor, meeting, rules)
    pool = agenda_pool(actor, meeting, rules, lines)
    stage = stage_of(meeting, None)
    asks_preparer = any(row.needs_preparer for row in pool.rows)
    lacking = sum(bool(line.missing) for line in lines)
    context = meeting_context(
        request,
        meeting,
        pool=pool,
        lines=lines,
        lacking=lacking,
        ready=bool(lines) and not lacking,
        stage=stage,
        brings=not pool.rows and can_propose(actor, meeting.body),
        held_back=waits_for_chair(actor, meeting.body_id, stage),
        preparers=list(preparers_for(actor, meeting.body)) if asks_preparer else [],
        **extra,
    )
    return render(request, "workspace/agenda.html", context, status=status)


@require_POST
def place(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Put a proposal or a standing item on the agenda as the last one; or ask the chair first."""
    meeting, actor = led_meeting_of(request, slug, day), actor_of(request)
    if "standing" in request.POST:
        return _restore(request, actor, meeting)
    asked = request.POST.get("proposal", "")
    if not _is_number(asked):
        raise NotVisible
    proposal = proposal_of(actor, meeting.body, int(asked))
    if request.POST.get("verb") == "ask":
        services.ask_late(actor=actor, meeting=meeting, proposal=proposal)
        messages.success(request, "De voorzitter krijgt uw vraag.")
        return redirect(f"{_agenda(meeting)}#voorstel-{proposal.pk}")
    return _place(request, actor, meeting, proposal)


def _place(request: HttpRequest, actor: User, meeting: Meeting, proposal: Proposal) -> HttpResponse:
    typed = {name: request.POST.get(name, "")[:300] for name in ("preparer_label", "late_reason")}
    cleared = _cleared(meeting)
    try:
        item = services.place_on_agenda(
            actor=actor,
            meeting=meeting,
            proposal=proposal,
            preparer_label=typed["preparer_label"][:200],
            late_reason=typed["late_reason"],
        )
    except Invalid as refusal:
        refused = {"pk": proposal.pk, "field": refusal.field, "sentence": refusal.sentence}
        return _page(request, _planned(meeting), status=422, refused=refused | typed)
    said = f"“{item.title}” staat op de agenda als punt {item.order}."
    _say(request, meeting, said, cleared)
    return redirect(f"{_agenda(meeting)}#punt-{item.pk}")


def _restore(request: HttpRequest, actor: User, meeting: Meeting) -> HttpResponse:
    cleared = _cleared(meeting)
    item = services.restore_standing_item(
        actor=actor, meeting=meeting, title=request.POST["standing"]
    )
    _say(request, meeting, f"“{item.title}” staat op de agenda als punt {item.order}.", cleared)
    return redirect(f"{_agenda(meeting)}#punt-{item.pk}")


@require_POST
def move(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Move an item one place up or down."""
    meeting = led_meeting_of(request, slug, day)
    step = STEPS.get(request.POST.get("step", ""), 0)
    cleared = _cleared(meeting)
    services.move_item(
        actor=actor_of(request), item=item_of(actor_of(request), meeting, item), step=step
    )
    _say(request, meeting, "", cleared)
    return redirect(f"{_agenda(meeting)}#punt-{item}")


@require_POST
def remove(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Take an item off; its proposal goes back to the pool."""
    meeting = led_meeting_of(request, slug, day)
    found, cleared = item_of(actor_of(request), meeting, item), _cleared(meeting)
    services.remove_from_agenda(actor=actor_of(request), item=found)
    said = f"“{found.title}” staat weer bij de voorstellen."
    if found.proposal.is_standing:
        said = f"“{found.title}” staat niet meer op deze agenda; op de volgende komt het terug."
    _say(request, meeting, said, cleared)
    return redirect(_agenda(meeting))


@require_http_methods(["GET", "POST"])
def complete(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Fill in what an item still lacks before the agenda is sent."""
    meeting = _planned(led_meeting_of(request, slug, day))
    found, actor = item_of(actor_of(request), meeting, item), actor_of(request)
    form = _item_form(meeting, found, posted(request))
    if request.method == "POST" and form.is_valid():
        cleared = _cleared(meeting)
        try:
            saved = try_service(
                form,
                lambda: services.complete_item(
                    actor=actor,
                    item=found,
                    expected_revision=form.cleaned_data["revision"],
                    advices=form.advices(),
                    **form.facts(),
                ),
            )
        except Stale:
            return _stale(request, meeting, item, form)
        if saved is not None:
            _say(request, meeting, f"Punt {saved.order} is aangevuld.", cleared)
            return redirect(f"{_agenda(meeting)}#punt-{item}")
    return _item_page(request, meeting, found, form, status_of(form))


def _item_form(meeting: Meeting, item: AgendaItem, data: Any) -> ItemForm:
    rules = rules_of(meeting)
    waited = missing_advice(item, item.proposal, rules, advising_bodies(rules))
    return ItemForm(data, item=item, waited=waited, preparation=rules.preparation)


def _stale(request: HttpRequest, meeting: Meeting, pk: int, form: ItemForm) -> HttpResponse:
    """Both texts, and a form that saves on top of the newer one: knowingly."""
    newest = item_of(actor_of(request), meeting, pk)
    again = request.POST.copy()
    again["revision"] = str(newest.revision)
    theirs = {name: getattr(newest, name) for name in form.facts()}
    stale = {"theirs": _in_words(theirs), "mine": _in_words(form.facts())}
    fresh = _item_form(meeting, newest, again)
    return _item_page(request, meeting, newest, fresh, 409, stale=stale)


def _in_words(facts: dict[str, str]) -> str:
    decision = dict(CompetentBody.choices).get(facts.get("expected_decision", ""), "")
    parts = [facts.get("preparer_label", ""), str(decision), facts.get("note", "")]
    return "\n\n".join(part for part in parts if part) or "(nog niets)"


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
    context["crumbs"].append(("Agenda maken", _agenda(meeting)))
    return render(request, "workspace/agenda_item.html", context, status=status)


def _cleared(meeting: Meeting) -> bool:
    """Whether the chair's go-ahead stands, before something changes."""
    return is_cleared(meeting.body, Task.CONVENE, meeting)


def _say(request: HttpRequest, meeting: Meeting, sentence: str, was_cleared: bool) -> None:
    """Tell what happened, and plainly when the chair's go-ahead went with it (R95)."""
    gone = was_cleared and not _cleared(meeting)
    if gone:
        messages.warning(request, f"{sentence}{_TAKEN_BACK}".strip())
    elif sentence:
        messages.success(request, sentence)
    say_with_chair(request, meeting)


def _agenda(meeting: Meeting) -> str:
    return reverse("agenda", args=[meeting.body.slug, meeting.held_on.isoformat()])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
