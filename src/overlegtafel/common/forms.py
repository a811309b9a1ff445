"""Joining a form to a service: a refusal lands beside the field, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm, Form

from overlegtafel.common.errors import Invalid, Stale

T = TypeVar("T")
STALE = "stale"
"""The code of a form's error when someone saved first."""


def try_service(form: BaseForm, service: Callable[[], T]) -> T | None:
    """Call ``service``; an ``Invalid`` becomes an error of the form and ``None`` comes back."""
    try:
        return service()
    except Invalid as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.sentence)
        return None


def try_saving(form: Form, row: Any, service: Callable[..., T]) -> T | None:
    """As ``try_service``, for a form that tells which ``revision`` of ``row`` was on screen.

    ``service`` gets that as ``expected_revision``, beside what else was typed. Who saved first is
    not overwritten: the form says so, keeps what was typed, and saves over it when sent again.
    """
    typed = dict(form.cleaned_data)
    revision = typed.pop("revision")
    try:
        return try_service(form, lambda: service(expected_revision=revision, **typed))
    except Stale as stale:
        row.refresh_from_db(fields=["revision"])
        sent: Any = form.data
        form.data = sent = sent.copy()
        sent[form.add_prefix("revision")] = row.revision
        again = f"{stale.sentence} Wat u typte, staat er nog; kijk na en bewaar opnieuw."
        form.add_error(None, ValidationError(again, code=STALE))
        return None


def status_of(form: BaseForm) -> int:
    """422 for a form that was sent and refused, 409 when someone saved first, else 200."""
    if not form.is_bound or not form.errors:
        return 200
    return Stale.status if form.has_error(NON_FIELD_ERRORS, STALE) else 422
