"""Whether everyone can make a last day, asked while an agreement is still being written."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common import clock
from overlegtafel.local_decisions.planning import BackPlan, back_plan
from overlegtafel.workspace.forms.agreements import AgreementForm

_NEEDED = ("due_on", "competent_body")


def is_check(request: HttpRequest) -> bool:
    """Whether the form was sent to ask, not to keep."""
    return request.method == "POST" and "check" in request.POST


def checked(request: HttpRequest, form: AgreementForm) -> dict[str, Any]:
    """What the page of a form shows beside it: every member's own plan, or nothing.

    What is still missing elsewhere in the form is no mistake yet.
    """
    if not is_check(request):
        return {}
    form.is_valid()
    for name in [each for each in form.errors if each not in _NEEDED]:
        del form.errors[name]
    if form.errors:
        return {}
    body = CompetentBody(form.cleaned_data["competent_body"])
    if body == CompetentBody.NONE:
        return {"nothing_local": True}
    return {"plan": plan_for(form, body, form.cleaned_data["due_on"])}


def plan_for(form: AgreementForm, body: CompetentBody, by: date) -> BackPlan:
    """The members of a form, from today on."""
    return back_plan(form.members, body, by, clock.today())
