"""Joining a form to a service: a refusal lands beside the field, and nothing typed is lost."""

from collections.abc import Callable
from typing import TypeVar

from django.forms import BaseForm

from overlegtafel.common.errors import Invalid

T = TypeVar("T")


def try_service(form: BaseForm, service: Callable[[], T]) -> T | None:
    """Call ``service``; an ``Invalid`` becomes an error of the form and ``None`` comes back."""
    try:
        return service()
    except Invalid as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.sentence)
        return None


def status_of(form: BaseForm) -> int:
    """422 for a form that was sent and refused, else 200."""
    return 422 if form.is_bound and form.errors else 200
