"""Pages that read the same for everyone: made once, until something happens."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from overlegtafel.audit.remember import Answers, moment

View = Callable[..., HttpResponse]
KEPT_PAGES = 200


@dataclass(frozen=True)
class Page:
    """A page as it was made, plain and packed."""

    content: bytes
    packed: bytes
    content_type: str

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page, packed for who can unpack it."""
        packs = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(
            self.packed if packs else self.content, content_type=self.content_type
        )
        if packs:
            response["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
        return response


def same_for_everyone(view: View) -> View:
    """Keep the page of who is not signed in, until the log moves or the day ends.

    Only for views that show every visitor the same. With a session it makes the page anew.
    """
    pages: Answers[Page] = Answers(KEPT_PAGES)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return view(request, *args, **kwargs)
        now = moment()
        if now is None:
            return view(request, *args, **kwargs)
        key = (request.get_full_path(), request.headers.get("HX-Request"))
        page = pages.get(now, key)
        if page is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.cookies:
                return response
            page = Page(
                response.content,
                gzip.compress(response.content, compresslevel=6),
                response["Content-Type"],
            )
            pages.keep(now, key, page)
        return page.answer(request)

    return answer
