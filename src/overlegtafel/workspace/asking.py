"""What staff may only do after the chair: the refusal comes with the way to ask."""

from collections.abc import Callable

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from overlegtafel.agreements.models import Agreement
from overlegtafel.common.middleware import NOT_NOW, page_above
from overlegtafel.dossiers.models import Document, Dossier
from overlegtafel.governance.models import Charter, GoverningBody
from overlegtafel.governance.policy import NeedsChair, clearance_of
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.products.models import JointAgreement, Statement
from overlegtafel.proposals.models import Proposal

SUBJECTS: dict[str, type[Model]] = {
    "vergadering": Meeting,
    "afsprakennota": Charter,
    "punt": AgendaItem,
    "afspraak": Agreement,
    "voorstel": Proposal,
    "dossier": Dossier,
    "document": Document,
    "standpunt": Statement,
    "overeenkomst": JointAgreement,
}
"""What one may ask the chair's go-ahead for, by the word in the form; beside the table itself."""


def kind_of(subject: Model) -> str:
    """The word for a subject in a form; empty for what has none."""
    if isinstance(subject, GoverningBody):
        return "overleg"
    return next((word for word, model in SUBJECTS.items() if isinstance(subject, model)), "")


class AskTheChairMiddleware:
    """Answers a missing go-ahead with a page that asks for it, whatever the task (R90)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, NeedsChair):
            return None
        kind = kind_of(error.subject)
        if not kind or getattr(error.subject, "body_id", error.body.pk) != error.body.pk:
            return None
        said = {
            "title": NOT_NOW,
            "sentence": error.sentence,
            "table": error.body,
            "task": error.task,
            "kind": kind,
            "subject": error.subject,
            "found": clearance_of(error.body, error.task, error.subject),
            "back_url": page_above(request.path),
        }
        return render(request, "workspace/ask_chair.html", said, status=error.status)
