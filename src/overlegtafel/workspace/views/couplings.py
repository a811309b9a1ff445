"""The couplings of a municipality with its own decision system: made, listed, revoked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from overlegtafel.common.errors import NotAllowed
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.governance.policy import bodies_visible_to, can_record_for
from overlegtafel.local_decisions import queries, services
from overlegtafel.organizations.models import Organization
from overlegtafel.reporting.municipalities import municipality_by_slug
from overlegtafel.workspace.forms.couplings import CouplingForm
from overlegtafel.workspace.views.shared import actor_of, home_context, posted


def _own_municipality(request: HttpRequest, slug: str) -> Organization:
    """The municipality in the address, for who records its decisions. Raises ``NotAllowed``."""
    municipality = municipality_by_slug(actor_of(request), slug)
    if not can_record_for(actor_of(request), municipality.pk):
        raise NotAllowed("Alleen het eigen bestuur ziet zijn koppelingen.")
    return municipality


@never_cache
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """All couplings, and a form for one more; the answer to that form shows its secret, once."""
    actor, municipality = actor_of(request), _own_municipality(request, slug)
    form = CouplingForm(posted(request))
    made = None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        made = try_service(
            form, lambda: services.make_token(actor=actor, municipality=municipality, **typed)
        )
    context = home_context(
        request,
        list(bodies_visible_to(actor)),
        municipality=municipality,
        form=CouplingForm() if made else form,
        made=made,
        tokens=queries.tokens_of(actor, municipality),
        reports=queries.reported_by_systems(municipality),
        address=request.build_absolute_uri(reverse("api:reporting:list_decisions")),
    )
    return render(request, "workspace/couplings.html", context, status=status_of(form))


@require_POST
def revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a coupling do nothing from now on."""
    municipality = _own_municipality(request, slug)
    token = queries.token_of(actor_of(request), municipality, pk)
    services.revoke_token(actor=actor_of(request), token=token)
    messages.success(request, f"De koppeling “{token.name}” werkt niet meer.")
    return redirect("couplings", slug)
