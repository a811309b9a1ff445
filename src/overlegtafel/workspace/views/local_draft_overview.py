"""The drafts of all municipalities, for who writes them and who runs the table."""

from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.queries import agreement_by_reference
from overlegtafel.common.errors import NotVisible
from overlegtafel.drafting.local_queries import overview_of
from overlegtafel.drafting.policy import can_write
from overlegtafel.drafting.services import make_local_drafts
from overlegtafel.printing.draft_bundles import (
    bundle_path,
    bundle_to_serve,
    current_bundle,
    is_served,
)
from overlegtafel.printing.services import ask_for_bundle
from overlegtafel.workspace.views.shared import actor_of, circle_table_of, table_context


def _agreement(request: HttpRequest, slug: str, reference: str) -> Agreement:
    return agreement_by_reference(actor_of(request), circle_table_of(request, slug), reference)


@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """What differs where; have missing drafts made, or all as one file."""
    actor, agreement = actor_of(request), _agreement(request, slug, reference)
    if request.method == "POST":
        if request.POST.get("verb") == "bundle":
            ask_for_bundle(actor=actor, agreement=agreement)
        else:
            make_local_drafts(actor=actor, agreement=agreement)
            messages.success(request, "De ontwerpen worden gemaakt. Dat duurt enkele seconden.")
        return redirect("local_drafts", slug, agreement.reference)
    seen = overview_of(actor, agreement)
    bundle = current_bundle(agreement, [each.draft for each in seen.made]) if seen.made else None
    context = table_context(
        request,
        agreement.body,
        section="agreements",
        agreement=agreement,
        overview=seen,
        several=len({row.body for row in seen.rows}) > 1,
        may_make=can_write(actor, agreement),
        bundle=bundle,
        bundle_is_ready=bundle is not None and is_served(bundle),
    )
    context["crumbs"] = [
        *context["crumbs"],
        ("Afspraken", reverse("agreements", args=[slug])),
        (f"Afspraak {agreement.reference}", reverse("agreement", args=[slug, agreement.reference])),
    ]
    return render(request, "workspace/local_drafts.html", context)


@require_safe
def everything(request: HttpRequest, slug: str, reference: str) -> FileResponse:
    """All drafts as one ZIP, a folder per municipality."""
    agreement = _agreement(request, slug, reference)
    bundle = bundle_to_serve(actor_of(request), agreement)
    name = f"Ontwerpen {agreement.reference}.zip"
    return _file(bundle_path(bundle.fingerprint), name)


def _file(path: Path, name: str) -> FileResponse:
    try:
        stream = path.open("rb")
    except FileNotFoundError:  # cleaned between the look and the read
        raise NotVisible from None
    answer = FileResponse(stream, as_attachment=True, filename=name, content_type="application/zip")
    answer["Cache-Control"] = "private, no-cache"
    return answer
