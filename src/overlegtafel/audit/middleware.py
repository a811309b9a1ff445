"""Makes each page that is only read at one moment."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from overlegtafel.audit.remember import one_reading


class OneReadingMiddleware:
    """A GET writes nothing, so what it reads twice it needs to ask once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with one_reading():
            return self.get_response(request)
