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
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.common.transitions import allows
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.models import Clearance
from overlegtafel.governance.policy import (
    NeedsChair,
    authority_of,
    can_lead,
    can_propose,
    can_see_table,
    is_cleared,
    may,
    reads_inside,
    task_of_bringing,
)
from overlegtafel.governance.states import Authority, Task
from overlegtafel.meetings.queries import may_write_note
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.platforms import conflicts
from overlegtafel.proposals.policy import can_edit, only_prepares
from overlegtafel.proposals.queries import (
    proposal_at,
)
from overlegtafel.proposals.services import (
    draft_proposal,
    edit_and_submit,
    edit_proposal,
    propose,
    submit_proposal,
    withdraw_proposal,
)
from overlegtafel.proposals.states import EDITABLE, MOVES, TELLABLE, ProposalState
from overlegtafel.reporting.platforms import platform_table
from overlegtafel.reporting.proposals import (
    POOL_GROUPS,
    STILL_OPEN,
    coming_deadline,
    pool,
    proposal_thread,
    visiting,
)
from overlegtafel.reporting.proposers import proposers_of
from overlegtafel.workspace.answers import screen_verbs
from overlegtafel.workspace.forms.proposals import (
    NewProposalForm,
    NoteForm,
    PoolFilter,
    ProposalEditForm,
    ProposalForm,
    initial_of,
    template_initial,
    wish_initial,
)
from overlegtafel.workspace.forms.screening import ScreenForm
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    table_context,
    table_of,
    typed_in,
)

PAGE_SIZE = 30
_AFTER_CHAIR = (
    "Bewaard als ontwerp. Volgens de afsprakennota dient u dit in na akkoord van de voorzitter."
)


def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The pool: what was brought to the table, group by group, and what passes by."""
    actor, body = actor_of(request), table_of(request, slug)
    insider = reads_inside(actor, body.pk)
    if not insider and not can_propose(actor, body):
        raise NotAllowed("De voorstellen zijn er voor wie aan tafel zit.")
    form = PoolFilter(request.GET, actor=actor, body=body)
    wanted = form.wanted()
    found = pool(actor, body).filter(**wanted)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    leads = can_lead(actor, body.pk)
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
        initial={
            **template_initial(rules, request.GET.get("sjabloon", "")),
            **wish_initial(request.GET.get("wens", "")),
        },
    )
    if request.method == "POST" and form.is_valid():
        typed = {"actor": actor, "body": body, "reasons": form.ticked(), **form.facts()}
        proposal, said = _send_or_keep(
            form, sending, lambda: propose(**typed), lambda: draft_proposal(**typed)
        )
        if proposal is not None:
            return to_proposal(request, proposal, said)
    context = {
        "section": "proposals",
        "form": form,
        "templates": rules.agendering.templates,
        "deadline": coming_deadline(body, clock.today()) if reads_inside(actor, body.pk) else None,
    }
    return render(
        request,
        "workspace/proposal_new.html",
        table_context(request, body, **context),
        status=status_of(form),
    )


def _send_or_keep(
    form: ProposalForm,
    sending: bool,
    send: Callable[[], Proposal],
    keep: Callable[[], Proposal],
) -> tuple[Proposal | None, str]:
    """The proposal with what to say of it; what waits for the chair is kept as it was typed."""
    try:
        proposal = try_service(form, send if sending else keep)
    except NeedsChair:
        return try_service(form, keep), _AFTER_CHAIR
    return proposal, _sent(proposal) if proposal else ""


def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One proposal: all facts, who has it, what came of it."""
    actor, proposal = proposal_in(request, slug, pk)
    return render(request, "workspace/proposal.html", _context(request, actor, proposal))


def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Rewrite a draft or a returned proposal; what someone else saved is never overwritten."""
    actor, proposal = proposal_in(request, slug, pk)
    if not can_edit(actor, proposal):
        raise NotAllowed
    if proposal.state not in EDITABLE:
        raise WrongMoment("Dit voorstel is ingediend en kan niet meer gewijzigd worden.")
    sending = request.method != "POST" or "submit" in request.POST
    form = ProposalEditForm(
        typed_in(request), actor=actor, body=proposal.body, proposal=proposal, sending=sending
    )
    if request.method == "POST" and form.is_valid():
        typed = {"actor": actor, "proposal": proposal, **form.facts()}
        try:
            saved, said = _send_or_keep(
                form, sending, lambda: edit_and_submit(**typed), lambda: edit_proposal(**typed)
            )
        except Stale:
            return _stale(request, actor, proposal, form)
        if saved is not None:
            return to_proposal(request, saved, said)
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
    context = proposal_context(request, proposal, form=form, **extra)
    return render(request, "workspace/proposal_edit.html", context, status=status)


@require_POST
def submit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Send a draft; what is still missing is told on the page where it can be filled in."""
    actor, proposal = proposal_in(request, slug, pk)
    try:
        submit_proposal(actor=actor, proposal=proposal)
    except Invalid as missing:
        form = ProposalEditForm(
            _as_typed(proposal), actor=actor, body=proposal.body, proposal=proposal
        )
        if form.is_valid():
            form.add_error(None, missing.sentence)
        return _edit_page(request, proposal, form, status=422)
    return to_proposal(request, proposal, _sent(proposal))


def _as_typed(proposal: Proposal) -> dict[str, Any]:
    """A stored proposal as if it came from the form."""
    return {name: value for name, value in initial_of(proposal).items() if value is not None}


@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one's own proposal back."""
    actor, proposal = proposal_in(request, slug, pk)
    withdraw_proposal(actor=actor, proposal=proposal)
    return to_proposal(request, proposal, "Uw voorstel is ingetrokken.")


def proposal_in(request: HttpRequest, slug: str, pk: int) -> tuple[User, Proposal]:
    """Who asks, and the proposal in the address, of the table in the address."""
    actor = actor_of(request)
    return actor, proposal_at(actor, slug, pk)


def proposal_context(request: HttpRequest, proposal: Proposal, **extra: Any) -> dict[str, Any]:
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
    verbs = screen_verbs(actor, proposal, thread.asked)
    bringing = _asked_of_chair(actor, proposal, thread.asked)
    return proposal_context(
        request,
        proposal,
        thread=thread,
        may_edit=own and state in EDITABLE,
        may_submit=own and allows(MOVES, "submit", state),
        bringing=bringing,
        waits_for_chair=bringing is not None
        and authority_of(actor, proposal.body, bringing) == Authority.AFTER_CHAIR
        and not is_cleared(proposal.body, bringing, proposal),
        may_withdraw=own and allows(MOVES, "withdraw", state),
        may_tell=state in TELLABLE and may(actor, proposal.body, Task.SCREEN),
        screen_form=ScreenForm(actor=actor, proposal=proposal, verbs=verbs) if verbs else None,
        note_form=NoteForm(proposal=proposal) if may_write_note(actor, proposal) else None,
        apart=only_prepares(actor, proposal),
    )


def _asked_of_chair(actor: User, proposal: Proposal, asked: Clearance | None) -> Task | None:
    """For which task a draft may need the chair's go-ahead; ``None`` for anything else."""
    if proposal.state != ProposalState.DRAFT:
        return None
    mine = task_of_bringing(actor, proposal.body, proposal.brought_by)
    return mine or (Task(asked.task) if asked else None)


def _sent(proposal: Proposal) -> str:
    """Where it is now, right after it was kept or sent."""
    if proposal.state in EDITABLE:
        return "Bewaard als ontwerp."
    passage = proposal.passage_now
    if passage is None:
        return f"Ingediend bij het secretariaat van {proposal.body.name}."
    return f"Ingediend. Het ligt nu bij {passage.body.name} ({passage.get_does_display()})."


def to_proposal(request: HttpRequest, proposal: Proposal, sentence: str) -> HttpResponseRedirect:
    """To the proposal's page, with what happened."""
    messages.success(request, sentence)
    return redirect("proposal", proposal.body.slug, proposal.pk)
