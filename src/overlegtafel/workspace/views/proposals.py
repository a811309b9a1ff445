"""The pool, and one proposal: bring it, rewrite it, send it, answer it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import spoken, spoken_with_weekday
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.common.transitions import allows
from overlegtafel.governance.policy import can_propose
from overlegtafel.meetings.services import place_on_agenda
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import can_edit, can_screen
from overlegtafel.proposals.queries import proposal_of
from overlegtafel.proposals.services import (
    draft_proposal,
    edit_and_submit,
    edit_proposal,
    postpone_proposal,
    propose,
    refuse_proposal,
    return_proposal,
    submit_proposal,
    withdraw_proposal,
)
from overlegtafel.proposals.states import EDITABLE, MOVES, OPEN
from overlegtafel.reporting.proposals import POOL_GROUPS, pool, proposal_thread
from overlegtafel.workspace.forms.proposals import (
    NewProposalForm,
    PoolFilter,
    ProposalEditForm,
    ProposalForm,
    ScreenForm,
    initial_of,
)
from overlegtafel.workspace.views.shared import actor_of, table_context, table_of, typed_in

PAGE_SIZE = 30
_SCREENING = {"place": "schedule", "return": "return", "postpone": "postpone", "refuse": "refuse"}


def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The pool: what was brought to the table, group by group."""
    actor, body = actor_of(request), table_of(request, slug)
    if not can_propose(actor, body):
        raise NotAllowed("De voorstellen zijn er voor wie aan tafel zit.")
    form = PoolFilter(request.GET, actor=actor, body=body)
    wanted = form.wanted()
    found = pool(actor, body).filter(**wanted)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "section": "proposals",
        "filter": form,
        "page": page,
        "filtered": bool(wanted),
        "groups": _grouped(list(page.object_list)),
        "closed": [state for state in POOL_GROUPS if state not in OPEN],
    }
    return render(request, "workspace/proposals.html", table_context(request, body, **context))


def _grouped(proposals: list[Proposal]) -> list[tuple[str, list[Proposal]]]:
    """The proposals of one page under the headings of their states."""
    return [
        (words, rows)
        for state, words in POOL_GROUPS.items()
        if (rows := [each for each in proposals if each.state == state])
    ]


def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring something to the table: keep it as a draft, or send it at once."""
    actor, body = actor_of(request), table_of(request, slug)
    if not can_propose(actor, body):
        raise NotAllowed("Aan deze tafel kunt u niets aanbrengen.")
    sending = request.method != "POST" or "submit" in request.POST
    form = NewProposalForm(typed_in(request), actor=actor, body=body, sending=sending)
    if request.method == "POST" and form.is_valid():
        service = propose if sending else draft_proposal
        proposal = try_service(
            form,
            lambda: service(actor=actor, body=body, reasons=form.ticked(), **form.facts()),
        )
        if proposal is not None:
            return _to(request, proposal, _sent(proposal.state not in EDITABLE, body.name))
    context = table_context(request, body, section="proposals", form=form)
    return render(request, "workspace/proposal_new.html", context, status=status_of(form))


def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One proposal: all facts, who has it, what came of it."""
    actor, proposal = _proposal(request, slug, pk)
    return render(request, "workspace/proposal.html", _context(request, actor, proposal))


def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Rewrite a draft or a returned proposal; what someone else saved is never overwritten."""
    actor, proposal = _proposal(request, slug, pk)
    if not can_edit(actor, proposal):
        raise NotAllowed
    if proposal.state not in EDITABLE:
        raise WrongMoment("Dit voorstel is ingediend en kan niet meer gewijzigd worden.")
    sending = request.method != "POST" or "submit" in request.POST
    form = ProposalEditForm(
        typed_in(request), actor=actor, body=proposal.body, proposal=proposal, sending=sending
    )
    if request.method == "POST" and form.is_valid():
        service = edit_and_submit if sending else edit_proposal
        try:
            saved = try_service(
                form, lambda: service(actor=actor, proposal=proposal, **form.facts())
            )
        except Stale:
            return _stale(request, actor, proposal, form)
        if saved is not None:
            return _to(request, saved, _sent(sending, proposal.body.name))
    return _edit_page(request, proposal, form, status=status_of(form))


def _stale(
    request: HttpRequest, actor: User, proposal: Proposal, typed: ProposalForm
) -> HttpResponse:
    """Both texts side by side, and the form with what was typed, ready to be saved again."""
    proposal.refresh_from_db()
    data = request.POST.copy()
    data["expected_revision"] = str(proposal.revision)
    form = ProposalEditForm(data, actor=actor, body=proposal.body, proposal=proposal)
    mine = f"{typed.cleaned_data['title']}\n\n{typed.cleaned_data['summary']}"
    last = proposal_thread(actor, proposal).history[-1]
    return _edit_page(
        request,
        proposal,
        form,
        status=409,
        theirs=f"{proposal.title}\n\n{proposal.summary}",
        mine=mine,
        who=last.who,
        when=spoken(timezone.localdate(last.at)),
    )


def _edit_page(
    request: HttpRequest, proposal: Proposal, form: ProposalForm, *, status: int, **extra: Any
) -> HttpResponse:
    context = table_context(
        request, proposal.body, section="proposals", form=form, proposal=proposal, **extra
    )
    return render(request, "workspace/proposal_edit.html", context, status=status)


@require_POST
def submit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Send a draft; what is still missing is told on the page where it can be filled in."""
    actor, proposal = _proposal(request, slug, pk)
    try:
        submit_proposal(actor=actor, proposal=proposal)
    except Invalid as missing:
        form = ProposalEditForm(
            _as_typed(proposal), actor=actor, body=proposal.body, proposal=proposal
        )
        if form.is_valid():
            form.add_error(None, missing.sentence)
        return _edit_page(request, proposal, form, status=422)
    return _to(request, proposal, _sent(True, proposal.body.name))


def _as_typed(proposal: Proposal) -> dict[str, Any]:
    """A stored proposal as if it came from the form."""
    return {name: value for name, value in initial_of(proposal).items() if value is not None}


@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one's own proposal back."""
    actor, proposal = _proposal(request, slug, pk)
    withdraw_proposal(actor=actor, proposal=proposal)
    return _to(request, proposal, "Uw voorstel is ingetrokken.")


def screen(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Place it on an agenda, send it back, postpone it or decline it."""
    actor, proposal = _proposal(request, slug, pk)
    if not can_screen(actor, proposal):
        raise NotAllowed("Alleen het secretariaat en de voorzitter beoordelen voorstellen.")
    verbs = _screen_verbs(proposal)
    if not verbs:
        state = proposal.get_state_display().lower()
        raise WrongMoment(f"Dit voorstel is {state}; er valt nu niets te beoordelen.")
    form = ScreenForm(typed_in(request), actor=actor, proposal=proposal, verbs=verbs)
    if request.method == "POST" and form.is_valid():
        sentence = try_service(form, _screening(actor, proposal, form.cleaned_data))
        if sentence is not None:
            return _to(request, proposal, sentence)
    context = table_context(
        request, proposal.body, section="proposals", proposal=proposal, screen_form=form
    )
    return render(request, "workspace/proposal_screen.html", context, status=status_of(form))


def _screening(actor: User, proposal: Proposal, typed: dict[str, Any]) -> Callable[[], str]:
    """The one service that the choice stands for; it answers with the sentence to show."""

    def place() -> str:
        meeting = typed["meeting"]
        item = place_on_agenda(actor=actor, meeting=meeting, proposal=proposal)
        day = spoken_with_weekday(meeting.held_on)
        return f"Staat nu als punt {item.order} op de agenda van {day}."

    def send_back() -> str:
        return_proposal(actor=actor, proposal=proposal, answer=typed["question"])
        return "Het voorstel is teruggestuurd met uw vraag."

    def postpone() -> str:
        postpone_proposal(
            actor=actor, proposal=proposal, until=typed["until"], answer=typed["postpone_note"]
        )
        return "Het voorstel is uitgesteld."

    def refuse() -> str:
        refuse_proposal(actor=actor, proposal=proposal, answer=typed["refusal"])
        return "Het voorstel is niet weerhouden. Wie het aanbracht, leest de reden."

    return {"place": place, "return": send_back, "postpone": postpone, "refuse": refuse}[
        typed["verb"]
    ]


def _screen_verbs(proposal: Proposal) -> list[str]:
    """What may be chosen in the proposal's state."""
    return [name for name, verb in _SCREENING.items() if allows(MOVES, verb, proposal.state)]


def _proposal(request: HttpRequest, slug: str, pk: int) -> tuple[User, Proposal]:
    """Who asks, and the proposal in the address, of the table in the address."""
    actor = actor_of(request)
    return actor, proposal_of(actor, table_of(request, slug), pk)


def _context(request: HttpRequest, actor: User, proposal: Proposal) -> dict[str, Any]:
    """What the page of one proposal shows, and what the actor may do there now."""
    own, state = can_edit(actor, proposal), proposal.state
    verbs = _screen_verbs(proposal) if can_screen(actor, proposal) else []
    return table_context(
        request,
        proposal.body,
        section="proposals",
        proposal=proposal,
        thread=proposal_thread(actor, proposal),
        may_edit=own and state in EDITABLE,
        may_submit=own and allows(MOVES, "submit", state),
        may_withdraw=own and allows(MOVES, "withdraw", state),
        screen_form=ScreenForm(actor=actor, proposal=proposal, verbs=verbs) if verbs else None,
    )


def _sent(sending: bool, body: str) -> str:
    return f"Ingediend bij het secretariaat van {body}." if sending else "Bewaard als ontwerp."


def _to(request: HttpRequest, proposal: Proposal, sentence: str) -> HttpResponseRedirect:
    """To the proposal's page, with what happened."""
    messages.success(request, sentence)
    return redirect("proposal", proposal.body.slug, proposal.pk)
