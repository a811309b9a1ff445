"""What every workspace view needs: who asks, and at which table."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible
from overlegtafel.common.sheets import KINDS
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_lead, can_propose, standing_of
from overlegtafel.governance.states import BodyKind
from overlegtafel.reporting.tables import body_by_slug


def actor_of(request: HttpRequest) -> User:
    """The signed-in user; ``LoginRequiredMiddleware`` guarantees there is one."""
    return cast(User, request.user)


def typed_in(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form; nothing when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def table_of(request: HttpRequest, slug: str) -> GoverningBody:
    """The table in the address, if the actor may open it. Raises ``NotVisible``."""
    return body_by_slug(actor_of(request), slug)


def table_context(request: HttpRequest, body: GoverningBody, **extra: Any) -> dict[str, Any]:
    """What ``workspace/base.html`` needs beside the page's own context."""
    actor = actor_of(request)
    return {
        "body": body,
        "crumbs": [(body.short_name, reverse("table", args=[body.slug]))],
        "today": clock.today(),
        "leads": can_lead(actor, body.pk) and body.ended_on is None,
        "proposes": partial(can_propose, actor, body),  # asked only where it shows
        "inner": body.pk in standing_of(actor).circle_of,
        **extra,
    }


def home_context(request: HttpRequest, bodies: list[GoverningBody], **extra: Any) -> dict[str, Any]:
    """A page of no table in particular: with the menu of the one table that is someone's own.

    That is the only one of ``bodies``, or the only mayors' consultation among them.
    """
    own = [body for body in bodies if body.kind == BodyKind.MAYORS]
    own = own if len(own) == 1 else bodies
    return table_context(request, own[0], **extra) if len(own) == 1 else extra


def table_file(kind: str, name: str, made: Callable[[], tuple[bytes, str]]) -> HttpResponse:
    """A table to take along as ``csv`` or ``xlsx``; made once its kind is one we give.

    Raises ``NotVisible`` for any other kind.
    """
    if kind not in KINDS:
        raise NotVisible
    content, media_type = made()
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def day_of(text: str) -> date:
    """A date in an address. Raises ``NotVisible`` when it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotVisible from None
    if day.isoformat() != text:  # one meeting, one address
        raise NotVisible
    return day


def search_words(request: HttpRequest) -> str:
    """What was typed in the search field of a list: never too long, nothing unprintable."""
    return "".join(each for each in request.GET.get("q", "")[:100] if each.isprintable()).strip()


def circle_table_of(request: HttpRequest, slug: str) -> GoverningBody:
    """The table in the address, for its own circle: a partner sees no inner page of it."""
    body, actor = table_of(request, slug), actor_of(request)
    if not actor.is_system and body.pk not in standing_of(actor).circle_of:
        raise NotVisible
    return body


def led_table_of(request: HttpRequest, slug: str) -> GoverningBody:
    """The table in the address, for who runs it. Raises ``NotVisible``, ``NotAllowed``."""
    body = circle_table_of(request, slug)
    if not can_lead(actor_of(request), body.pk):
        raise NotAllowed
    return body


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when that is nothing at all; ``None`` for a page that is only read."""
    return request.POST if request.method == "POST" else None
