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
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken, spoken_with_weekday
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.common.text import join_dutch
from overlegtafel.common.transitions import allows
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.models import Clearance
from overlegtafel.governance.policy import (
    authority_of,
    can_lead,
    can_propose,
    can_see_table,
    is_cleared,
    may,
    standing_of,
)
from overlegtafel.governance.services import ask_clearance, give_clearance
from overlegtafel.governance.states import Authority, Task
from overlegtafel.meetings.services import place_on_agenda
from overlegtafel.proposals.models import Passage, Proposal
from overlegtafel.proposals.platforms import conflicts
from overlegtafel.proposals.policy import (
    can_edit,
    can_pull,
    can_screen,
    holder_of,
    is_asked_for_advice,
)
from overlegtafel.proposals.queries import (
    combinable_with,
    proposal_at,
    refer_targets,
)
from overlegtafel.proposals.services import (
    advise,
    combine_proposals,
    draft_proposal,
    edit_and_submit,
    edit_proposal,
    keep_here,
    pass_on,
    postpone_proposal,
    propose,
    pull_past,
    refer_proposal,
    refuse_proposal,
    return_proposal,
    submit_proposal,
    tell_tables,
    withdraw_proposal,
)
from overlegtafel.proposals.states import EDITABLE, MOVES, POOL, TELLABLE, PassageOutcome
from overlegtafel.reporting.platforms import platform_table
from overlegtafel.reporting.proposals import (
    POOL_GROUPS,
    STILL_OPEN,
    clearances_of,
    coming_deadline,
    pool,
    proposal_thread,
    visiting,
)
from overlegtafel.reporting.proposers import proposers_of
from overlegtafel.workspace.forms.proposals import (
    NewProposalForm,
    PoolFilter,
    ProposalEditForm,
    ProposalForm,
    initial_of,
    template_initial,
)
from overlegtafel.workspace.forms.screening import ScreenForm, TellForm
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    table_context,
    table_of,
    typed_in,
)

PAGE_SIZE = 30
_ANSWERS = {
    "return": "return",
    "postpone": "postpone",
    "refer": "refer",
    "combine": "combine",
    "refuse": "refuse",
}
"""Choices of the screening form that are moves of a proposal."""


def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The pool: what was brought to the table, group by group, and what passes by."""
    actor, body = actor_of(request), table_of(request, slug)
    if not can_propose(actor, body):
        raise NotAllowed("De voorstellen zijn er voor wie aan tafel zit.")
    form = PoolFilter(request.GET, actor=actor, body=body)
    wanted = form.wanted()
    found = pool(actor, body).filter(**wanted)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    leads = can_lead(actor, body.pk)
    insider = body.pk in standing_of(actor).insider_of
    context = {
        "section": "proposals",
        "filter": form,
        "page": page,
        "filtered": bool(wanted),
        "groups": _grouped(list(page.object_list)),
        "closed": [state for state in POOL_GROUPS if state not in STILL_OPEN],
        "visiting": visiting(actor, body) if insider and not wanted else [],
        "proposers": proposers_of(actor, body, clock.today()) if insider else None,
        "conflicts": conflicts(current_rules(body)) if leads else [],
    }
    return render(request, "workspace/proposals.html", table_context(request, body, **context))


def _grouped(proposals: list[Any]) -> list[tuple[str, list[Proposal]]]:
    """The proposals of one page, as ``pool`` gave them, under the headings of their groups."""
    return [
        (words, rows)
        for group, words in POOL_GROUPS.items()
        if (rows := [each for each in proposals if each.group == group])
    ]


def platforms(request: HttpRequest, slug: str) -> HttpResponse:
    """Where do we discuss what: the charter's themes with their platforms."""
    body = circle_table_of(request, slug)
    context = {"section": "working", "themes": platform_table(current_rules(body))}
    return render(request, "workspace/platforms.html", table_context(request, body, **context))


def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring something to the table: keep it as a draft, or send it at once."""
    actor, body = actor_of(request), table_of(request, slug)
    if not can_propose(actor, body):
        raise NotAllowed("Aan deze tafel kunt u niets aanbrengen.")
    sending = request.method != "POST" or "submit" in request.POST
    rules = current_rules(body)
    form = NewProposalForm(
        typed_in(request),
        actor=actor,
        body=body,
        sending=sending,
        initial=template_initial(rules, request.GET.get("sjabloon", "")),
    )
    if request.method == "POST" and form.is_valid():
        service = propose if sending else draft_proposal
        proposal = try_service(
            form,
            lambda: service(actor=actor, body=body, reasons=form.ticked(), **form.facts()),
        )
        if proposal is not None:
            return _to(request, proposal, _sent(proposal))
    context = {
        "section": "proposals",
        "form": form,
        "templates": rules.agendering.templates,
        "deadline": coming_deadline(body, rules, clock.today())
        if body.pk in standing_of(actor).insider_of
        else None,
    }
    return render(
        request,
        "workspace/proposal_new.html",
        table_context(request, body, **context),
        status=status_of(form),
    )


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
            return _to(request, saved, _sent(saved))
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
    context = _table_context(request, proposal, form=form, **extra)
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
    return _to(request, proposal, _sent(proposal))


def _as_typed(proposal: Proposal) -> dict[str, Any]:
    """A stored proposal as if it came from the form."""
    return {name: value for name, value in initial_of(proposal).items() if value is not None}


@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one's own proposal back."""
    actor, proposal = _proposal(request, slug, pk)
    withdraw_proposal(actor=actor, proposal=proposal)
    return _to(request, proposal, "Uw voorstel is ingetrokken.")


def tell(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Report it to other tables, with one text for all of them."""
    actor, proposal = _proposal(request, slug, pk)
    if not may(actor, proposal.body, Task.SCREEN):
        raise NotAllowed
    form = TellForm(typed_in(request), proposal=proposal, initial={"text": proposal.summary})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        told = try_service(form, lambda: tell_tables(actor=actor, proposal=proposal, **typed))
        if told is not None:
            names = join_dutch([each.body.name for each in told])
            return _to(request, proposal, f"Gemeld aan {names}.")
    context = _table_context(request, proposal, form=form)
    return render(request, "workspace/proposal_tell.html", context, status=status_of(form))


def screen(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer it: for the body that has it now, or as the chair that waits no longer."""
    actor, proposal = _proposal(request, slug, pk)
    asked, _ = clearances_of(proposal)
    verbs = _screen_verbs(actor, proposal, asked)
    if not verbs:
        _refuse_screening(actor, proposal)
    form = ScreenForm(typed_in(request), actor=actor, proposal=proposal, verbs=verbs)
    if request.method == "POST" and form.is_valid():
        sentence = try_service(form, _screening(actor, proposal, form.cleaned_data))
        if sentence is not None:
            return _to(request, proposal, sentence)
    context = _table_context(request, proposal, screen_form=form)
    return render(request, "workspace/proposal_screen.html", context, status=status_of(form))


def _refuse_screening(actor: User, proposal: Proposal) -> None:
    """Say why nothing can be answered: not this actor, not now, not here."""
    holder = holder_of(proposal)
    if not can_screen(actor, proposal) and not can_lead(actor, proposal.body_id):
        raise NotAllowed("Alleen het secretariaat en de voorzitter beoordelen voorstellen.")
    if proposal.state not in POOL:
        state = proposal.get_state_display().lower()
        raise WrongMoment(f"Dit voorstel is {state}; er valt nu niets te beoordelen.")
    if not can_screen(actor, proposal):
        if holder.pk != proposal.body_id:
            raise WrongMoment(f"Dit voorstel ligt nu bij {holder.name}.")
        raise NotAllowed("De afsprakennota laat dit niet over aan het secretariaat.")
    raise WrongMoment("Het akkoord van de voorzitter is gevraagd; wacht daarop.")


def _screening(actor: User, proposal: Proposal, typed: dict[str, Any]) -> Callable[[], str]:
    """The one service that the choice stands for; it answers with the sentence to show."""
    passage, holder = proposal.passage_now, holder_of(proposal)
    both: dict[str, Any] = {"actor": actor, "proposal": proposal}

    def give() -> str:
        give_clearance(actor=actor, body=holder, task=Task.SCREEN, subject=proposal)
        return "Uw akkoord is genoteerd; het secretariaat kan antwoorden."

    def ask() -> str:
        ask_clearance(actor=actor, body=holder, task=Task.SCREEN, subject=proposal)
        return "Het akkoord van de voorzitter is gevraagd."

    def give_advice() -> str:
        outcome = PassageOutcome(typed["advice_outcome"])
        advise(actor=actor, passage=_at(passage), outcome=outcome, advice=typed["advice"])
        return "Uw advies reist mee met het voorstel."

    def hand_on() -> str:
        pass_on(actor=actor, passage=_at(passage), advice=typed["remark"])
        return "Het voorstel is doorgegeven."

    def place() -> str:
        meeting = typed["meeting"]
        item = place_on_agenda(actor=actor, meeting=meeting, proposal=proposal)
        day = spoken_with_weekday(meeting.held_on)
        return f"Staat nu als punt {item.order} op de agenda van {day}."

    def send_back() -> str:
        return_proposal(**both, answer=typed["question"])
        return "Het voorstel is teruggestuurd met uw vraag."

    def postpone() -> str:
        postpone_proposal(**both, until=typed["until"], answer=typed["postpone_note"])
        return "Het voorstel is uitgesteld."

    def refer() -> str:
        there = refer_proposal(**both, to_body=typed["to_body"], reason=typed["refer_reason"])
        return f"Het voorstel ligt nu bij {there.body.name}. Wie het aanbracht, weet het."

    def combine() -> str:
        combine_proposals(actor=actor, into=proposal, others=list(typed["others"]))
        return "De voorstellen zijn samengevoegd. Iedereen die er een aanbracht, weet het."

    def keep() -> str:
        keep_here(**both, reason=typed["keep_reason"])
        return "Genoteerd waarom dit aan deze tafel komt."

    def refuse() -> str:
        refuse_proposal(**both, answer=typed["refusal"])
        return "Het voorstel is niet weerhouden. Wie het aanbracht, leest de reden."

    def pull() -> str:
        pull_past(actor=actor, passage=_at(passage), reason=typed["pull_reason"])
        return "Het voorstel ging verder zonder op het orgaan te wachten."

    return {
        "give_clearance": give,
        "ask_clearance": ask,
        "advise": give_advice,
        "pass": hand_on,
        "place": place,
        "return": send_back,
        "postpone": postpone,
        "refer": refer,
        "combine": combine,
        "keep": keep,
        "refuse": refuse,
        "pull": pull,
    }[typed["verb"]]


def _at(passage: Passage | None) -> Passage:
    """The passage that the page showed. Raises ``WrongMoment`` when it went on since."""
    if passage is None:
        raise WrongMoment("Dit voorstel is hier intussen al voorbij.")
    return passage


def _screen_verbs(actor: User, proposal: Proposal, asked: Clearance | None) -> list[str]:
    """What this actor may choose now: the body's own answers, an agenda, the chair's word."""
    if proposal.state not in POOL:
        return []
    verbs = ["pull"] if can_pull(actor, proposal) else []
    if proposal.passage_now is None and may(actor, proposal.body, Task.AGENDA):
        verbs.append("place")
    if can_screen(actor, proposal):
        verbs += _answers(actor, proposal, asked)
    return verbs


def _answers(actor: User, proposal: Proposal, asked: Clearance | None) -> list[str]:
    """The answers of the body that has it, once its chair agreed where the charter asks that."""
    holder = holder_of(proposal)
    if authority_of(actor, holder, Task.SCREEN) == Authority.AFTER_CHAIR and not is_cleared(
        holder, Task.SCREEN, proposal
    ):
        return [] if asked else ["ask_clearance"]
    verbs = ["give_clearance"] if asked else []
    if is_asked_for_advice(proposal):
        return [*verbs, "advise", "return"]
    verbs += ["pass"] if proposal.passage_now else []
    verbs += [name for name, move in _ANSWERS.items() if allows(MOVES, move, proposal.state)]
    if proposal.platform and not proposal.platform_reason:
        verbs.append("keep")
    if not refer_targets(proposal.body).exists():
        verbs.remove("refer")
    if not combinable_with(proposal).exists():
        verbs.remove("combine")
    return verbs


def _proposal(request: HttpRequest, slug: str, pk: int) -> tuple[User, Proposal]:
    """Who asks, and the proposal in the address, of the table in the address."""
    actor = actor_of(request)
    return actor, proposal_at(actor, slug, pk)


def _table_context(request: HttpRequest, proposal: Proposal, **extra: Any) -> dict[str, Any]:
    """The page's context; without the table's own menu for who may not open that table."""
    context = table_context(
        request, proposal.body, section="proposals", proposal=proposal, table=proposal.body, **extra
    )
    if not can_see_table(actor_of(request), proposal.body_id):
        context["body"] = None
    return context


def _context(request: HttpRequest, actor: User, proposal: Proposal) -> dict[str, Any]:
    """What the page of one proposal shows, and what the actor may do there now."""
    own, state = can_edit(actor, proposal), proposal.state
    thread = proposal_thread(actor, proposal)
    verbs = _screen_verbs(actor, proposal, thread.asked)
    return _table_context(
        request,
        proposal,
        thread=thread,
        may_edit=own and state in EDITABLE,
        may_submit=own and allows(MOVES, "submit", state),
        may_withdraw=own and allows(MOVES, "withdraw", state),
        may_tell=state in TELLABLE and may(actor, proposal.body, Task.SCREEN),
        screen_form=ScreenForm(actor=actor, proposal=proposal, verbs=verbs) if verbs else None,
    )


def _sent(proposal: Proposal) -> str:
    """Where it is now, right after it was kept or sent."""
    if proposal.state in EDITABLE:
        return "Bewaard als ontwerp."
    passage = proposal.passage_now
    if passage is None:
        return f"Ingediend bij het secretariaat van {proposal.body.name}."
    return f"Ingediend. Het ligt nu bij {passage.body.name}, dat {passage.get_does_display()}."


def _to(request: HttpRequest, proposal: Proposal, sentence: str) -> HttpResponseRedirect:
    """To the proposal's page, with what happened."""
    messages.success(request, sentence)
    return redirect("proposal", proposal.body.slug, proposal.pk)
