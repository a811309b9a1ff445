"""Reporting one decision with the link in a mail: who has it needs no signing in (R42)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from overlegtafel.common.errors import Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.local_decisions.links import ReportLink, link_of_token
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.local_decisions.states import Source
from overlegtafel.workspace.forms.decisions import DecisionForm, filled_in
from overlegtafel.workspace.views.links import opened_by_link
from overlegtafel.workspace.views.shared import posted

_FACTS = ("college_on", "meets_on", "published_on", "link", "note")


@opened_by_link
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, token: str) -> HttpResponse:
    """One decision to report, once; asking for the page changes nothing."""
    try:
        link = link_of_token(token)
    except WrongMoment as refusal:
        if request.method == "GET":
            raise
        return _over(request, refusal.sentence)
    signed_in = request.user
    if signed_in.is_authenticated and signed_in != link.user:
        return _another(request, link)
    form = _form_for(link, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            saved = try_service(form, lambda: _save(link, form))
        except (Stale, WrongMoment):
            return _over(request, "Iemand anders legde deze beslissing net vast.")
        if saved is not None:
            context = {"decision": saved, "agreement": link.decision.agreement, "who": link.user}
            return render(request, "workspace/decision_link_done.html", context)
    context = {
        "form": form,
        "decision": link.decision,
        "agreement": link.decision.agreement,
        "who": link.user,
        "until": link.until,
    }
    return render(request, "workspace/decision_link.html", context, status=status_of(form))


def _form_for(link: ReportLink, data: Any) -> DecisionForm:
    initial = filled_in(link.decision) | {"revision": link.revision}
    return DecisionForm(link.decision, data, initial=initial)


def _save(link: ReportLink, form: DecisionForm) -> Any:
    return record_decision(
        actor=link.user,
        decision=link.decision,
        verb=form.cleaned_data["verb"],
        expected_revision=link.revision,
        source=Source.BY_LINK,
        **form.facts,
    )


def _another(request: HttpRequest, link: ReportLink) -> HttpResponse:
    """Signed in as someone else: what is recorded must carry the right name."""
    sentence = (
        f"Deze link is van {link.user.name}, en u bent aangemeld als {request.user}. Meld u af om "
        "hem te gebruiken, of leg onder uw eigen naam vast als u voor dit bestuur werkt."
    )
    return render(request, "workspace/link_refused.html", {"sentence": sentence}, status=403)


def _over(request: HttpRequest, sentence: str) -> HttpResponse:
    """The link is over and something was typed: it comes back, to take along."""
    labels = {name: field.label for name, field in DecisionForm.base_fields.items()}
    typed = [(labels[name], request.POST[name][:500]) for name in _FACTS if request.POST.get(name)]
    context = {"sentence": sentence, "typed": typed}
    return render(request, "workspace/decision_link_over.html", context, status=410)
