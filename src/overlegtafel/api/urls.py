"""The addresses of the API, each open to all, for reading only, and cacheable."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, re_path
from django.views.decorators.http import conditional_page, require_safe

from overlegtafel.api.endpoints import api
from overlegtafel.api.errors import NOT_FOUND, ONLY_READING, UNREADABLE, refusal
from overlegtafel.publication.pages import same_for_everyone

View = Callable[..., HttpResponse]
READING = ("GET", "HEAD", "OPTIONS")


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


def _operations() -> list[URLPattern]:
    """The addresses ninja made, without its own root, opened to all."""
    made = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    return [path(f"v1/{one.pattern}", for_everyone(one.callback), name=one.name) for one in made]


app_name = "api"
urlpatterns = [
    path("v1/docs", docs, name="docs"),
    path("v1/", root, name="api-root"),
    *_operations(),
    re_path("", unknown),
]
