"""Pages that a signed link in a mail opens, without signing in."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from overlegtafel.common.errors import NotVisible, WrongMoment

P = ParamSpec("P")
_NOT_OURS = (
    "Deze link klopt niet. Kopieer hem helemaal uit de mail, of vraag een nieuwe aan het "
    "secretariaat."
)


def opened_by_link(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page for who has the link: never kept by a browser or found by a search engine.

    A link that is not ours is 404, one that is over 410; each says so in words. The referrer stays
    with our own site, as everywhere: with none at all a browser may not send the form (``Origin``
    is then ``null``, which is refused as a request from elsewhere).
    """

    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except NotVisible:
            answer = _refused(request, _NOT_OURS, 404)
        except WrongMoment as refusal:
            title = getattr(refusal, "title", "")
            answer = _refused(request, refusal.sentence, 410, title)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return login_not_required(never_cache(opened))


def _refused(request: HttpRequest, sentence: str, status: int, title: str = "") -> HttpResponse:
    words = {"sentence": sentence, "title": title}
    return render(request, "workspace/link_refused.html", words, status=status)
