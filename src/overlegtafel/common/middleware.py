"""Turns a service's refusal into an answer with the right status."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from overlegtafel.common.errors import DomainError, NotAllowed, NotVisible

NOT_FOR_YOU = "Dit mag u niet met dit account"
NOT_NOW = "Dat kan nu niet"


class DomainErrorMiddleware:
    """Answers a ``DomainError`` that no view handled with a page that says why, in Dutch."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotVisible):
            raise Http404(error.sentence) from error
        if isinstance(error, DomainError):
            said = {
                "title": NOT_FOR_YOU if isinstance(error, NotAllowed) else NOT_NOW,
                "sentence": error.sentence,
                "back_url": page_above(request.path),
            }
            return render(request, "common/refused.html", said, status=error.status)
        return None


def page_above(path: str) -> str:
    """The page an action belongs to: the address without its last parts, empty for none."""
    while (path := path.rstrip("/").rpartition("/")[0] + "/") != "/":
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return ""
