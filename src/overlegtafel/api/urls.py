"""The addresses of the API: open data for all, cacheable; reporting for who has a coupling."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe
from django.views.generic import RedirectView
from ninja import NinjaAPI

from overlegtafel.api.endpoints import api
from overlegtafel.api.errors import (
    NOT_FOUND,
    ONLY_READING,
    OTHER_METHOD,
    TOO_LARGE,
    UNREADABLE,
    refusal,
)
from overlegtafel.api.reporting import api as reporting_api
from overlegtafel.publication.pages import same_for_everyone

View = Callable[..., HttpResponse]
READING = ("GET", "HEAD", "OPTIONS")
LARGEST_REPORT = 100_000
"""In bytes; a report is a few hundred."""


def for_everyone(view: View) -> View:
    """Open to all and to other sites; reading only; five minutes in any cache."""
    made_once = same_for_everyone(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in READING:
            refused = refusal(405, ONLY_READING)
            refused["Allow"] = ", ".join(READING)
            return refused
        if not _readable(request):
            return refusal(400, UNREADABLE)
        if request.method == "OPTIONS":
            return _shared(HttpResponse(status=204, headers={"Allow": ", ".join(READING)}))
        if request.method == "HEAD":  # ninja knows GET alone; the server drops the body
            request.method = "GET"
        return _shared(made_once(request, *args, **kwargs))

    return login_not_required(conditional_page(answer))


def _readable(request: HttpRequest) -> bool:
    """Whether nothing asked holds a control character, which some databases refuse."""
    return request.path.isprintable() and all(
        value.isprintable() for values in request.GET.lists() for value in values[1]
    )


def _shared(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=300" if response.status_code < 400 else "no-store"
    return response


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The documentation, from our own server and under the site's own policy."""
    return render(request, "api/docs.html", {"api": api})


@login_not_required
def unknown(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Anything else under ``/api/``: the same shape of error as everywhere."""
    return refusal(404, NOT_FOUND)


@login_not_required
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Who asks for the API itself, is shown what it can do."""
    return redirect("api:docs")


def for_couplings(view: View) -> View:
    """For machines with a token: never kept, no session, no other site's scripts."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _readable(request):
            answered: HttpResponse = refusal(400, UNREADABLE)
        elif int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_REPORT:
            answered = refusal(413, TOO_LARGE)
        else:
            answered = view(request, *args, **kwargs)
        if answered.status_code == 405:
            allowed = answered["Allow"]
            answered = refusal(405, OTHER_METHOD)
            answered["Allow"] = allowed
        del answered["Access-Control-Allow-Origin"]
        return answered

    return login_not_required(csrf_exempt(never_cache(answer)))


def _operations(made_by: NinjaAPI, wrap: Callable[[View], View], at: str) -> list[URLPattern]:
    """The addresses ninja made, without its own root, each opened to whom it is for."""
    made = [one for one in made_by.urls[0] if isinstance(one, URLPattern)]
    return [
        path(f"{at}{one.pattern}", wrap(one.callback), name=one.name)
        for one in made
        if one.name != "api-root"
    ]


app_name = "api"
reporting_urls = [
    path("", login_not_required(RedirectView.as_view(url="openapi.json")), name="api-root"),
    *_operations(reporting_api, for_couplings, ""),
]
urlpatterns = [
    path("v1/docs", docs, name="docs"),
    path("v1/", root, name="api-root"),
    *_operations(api, for_everyone, "v1/"),
    path("v1/reporting/", include((reporting_urls, "reporting"))),
    re_path("", unknown),
]
