"""Turns a service's refusal into an answer with the right status."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from overlegtafel.common.errors import DomainError, NotVisible


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
            return render(
                request, "common/refused.html", {"sentence": error.sentence}, status=error.status
            )
        return None
