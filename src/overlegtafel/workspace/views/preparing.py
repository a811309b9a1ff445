"""Writing the note of a proposal, for the organization that prepares it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from overlegtafel.common.errors import NotAllowed, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.meetings.queries import may_write_note
from overlegtafel.meetings.services import write_note
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import only_prepares, prepares
from overlegtafel.workspace.forms.proposals import NoteForm
from overlegtafel.workspace.views.proposals import proposal_context, proposal_in, to_proposal
from overlegtafel.workspace.views.shared import actor_of, posted


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The note of what one's organization prepares, until the agenda is sent."""
    actor, proposal = proposal_in(request, slug, pk)
    if not prepares(actor, proposal):
        raise NotAllowed("De nota is aan wie dit voorstel voorbereidt.")
    if not may_write_note(actor, proposal):
        raise WrongMoment("De nota van dit voorstel kan nu niet gewijzigd worden.")
    form = NoteForm(posted(request), proposal=proposal)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            saved = try_service(form, lambda: write_note(actor=actor, proposal=proposal, **typed))
        except Stale:
            return _stale(request, proposal, form)
        if saved is not None:
            return to_proposal(request, proposal, "De nota is bewaard.")
    return _page(request, proposal, form, status_of(form))


def _stale(request: HttpRequest, proposal: Proposal, form: NoteForm) -> HttpResponse:
    """Both texts side by side, and the form with what was typed, ready to be saved again."""
    proposal.refresh_from_db()
    again = request.POST.copy()
    again["expected_revision"] = str(proposal.revision)
    stale = {"theirs": proposal.note or "(nog niets)", "mine": form.cleaned_data["note"]}
    return _page(request, proposal, NoteForm(again, proposal=proposal), 409, stale=stale)


def _page(
    request: HttpRequest,
    proposal: Proposal,
    form: NoteForm,
    status: int,
    stale: dict[str, str] | None = None,
) -> HttpResponse:
    apart = only_prepares(actor_of(request), proposal)
    context = proposal_context(request, proposal, note_form=form, stale=stale, apart=apart)
    return render(request, "workspace/proposal_note.html", context, status=status)
