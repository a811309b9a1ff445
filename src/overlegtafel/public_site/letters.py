"""Letters to the councils that everyone may read."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from overlegtafel.common.errors import NotVisible
from overlegtafel.public_site.views import show
from overlegtafel.publication import queries
from overlegtafel.publication.letters import public_letter
from overlegtafel.publication.pages import same_for_everyone


@login_not_required
@require_safe
@same_for_everyone
def letter(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """One letter as it was sent to the councillors of every member."""
    try:
        held_on = date.fromisoformat(day)
    except ValueError:
        raise NotVisible from None
    if held_on.isoformat() != day:  # one letter, one address
        raise NotVisible
    body = queries.public_body(slug)
    return show(request, "letter", body=body, letter=public_letter(body, held_on))
