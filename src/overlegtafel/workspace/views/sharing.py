"""De bibliotheek: what regions release to each other, and copying it with credit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from overlegtafel.common.errors import NotAllowed
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.models.charters import HOW_QUESTIONS
from overlegtafel.governance.policy import may
from overlegtafel.governance.services.sharing import (
    copy_charter,
    copy_template,
    share_piece,
    withdraw_piece,
)
from overlegtafel.governance.standards import readings
from overlegtafel.governance.states import SharedKind, Task
from overlegtafel.reporting.sharing import (
    library_visible_to,
    own_piece,
    own_pieces,
    piece_of,
    pieces_to_share,
    rules_of,
    tables_that_copy,
)
from overlegtafel.workspace.forms.sharing import CopyForm, ShareForm
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    posted,
    table_context,
    typed_in,
)


def library(request: HttpRequest) -> HttpResponse:
    """Everything the regions released."""
    actor = actor_of(request)
    context = {"pieces": library_visible_to(actor), "readings": readings()}
    return render(request, "workspace/library.html", context)


def piece(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece; copying it to a table of one's own."""
    actor = actor_of(request)
    found = piece_of(actor, pk)
    bodies = tables_that_copy(actor, found)
    form = CopyForm(posted(request), bodies=bodies)
    if request.method == "POST":
        if not bodies:
            raise NotAllowed
        if form.is_valid():
            body: GoverningBody = form.cleaned_data["body"]
            copy = copy_charter if found.kind == SharedKind.CHARTER else copy_template
            if try_service(form, lambda: copy(actor=actor, body=body, piece=found)):
                messages.success(request, f"Overgenomen van {found.body}, met vermelding.")
                return redirect("charter_draft", body.slug)
    words = found.content.get("words", {})
    context = {
        "piece": found,
        "words": [(question, words.get(name, "")) for name, question in HOW_QUESTIONS.items()]
        if words
        else [],
        "rules": rules_of(found),
        "form": form,
        "bodies": bodies,
    }
    return render(request, "workspace/library_piece.html", context, status=status_of(form))


def share(request: HttpRequest, slug: str) -> HttpResponse:
    """What this table releases to the others: releasing a piece, taking one back."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    if not may(actor, body, Task.SHARE):
        raise NotAllowed("Delen doet wie dit overleg begeleidt.")
    pieces = pieces_to_share(body)
    choices = [
        (key, f"{kind.label.capitalize()}: {title}") for key, (kind, title, _) in pieces.items()
    ]
    form = ShareForm(typed_in(request), pieces=choices)
    if request.method == "POST" and form.is_valid():
        kind, title, content = pieces[form.cleaned_data["piece"]]
        title = form.cleaned_data["title"] or title
        if try_service(
            form,
            lambda: share_piece(actor=actor, body=body, kind=kind, title=title, content=content),
        ):
            messages.success(request, "Gedeeld met de andere regio's.")
            return redirect("share", body.slug)
    context = table_context(
        request,
        body,
        section="working",
        form=form,
        choices=choices,
        pieces=own_pieces(body),
    )
    return render(request, "workspace/share.html", context, status=status_of(form))


@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a piece back."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    found = own_piece(body, pk)
    withdraw_piece(actor=actor, piece=found)
    messages.success(request, "Ingetrokken. Wie het al overnam, houdt zijn kopie.")
    return redirect("share", body.slug)
