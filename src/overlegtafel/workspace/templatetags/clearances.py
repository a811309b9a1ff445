"""The chair's go-ahead on a page. ``{% load clearances %}``, then
``{% clearance "convene" meeting "vergadering" %}`` inside a page that has ``body``.
"""

from typing import Any

from django import template
from django.db.models import Model

from overlegtafel.governance.policy import authority_of, clearance_of, standing_of
from overlegtafel.governance.states import Authority, Task
from overlegtafel.meetings.models import Meeting
from overlegtafel.reporting.agreeing import shown_agenda

register = template.Library()


@register.inclusion_tag("workspace/_clearance.html", takes_context=True)
def clearance(
    context: dict[str, Any], task: str, subject: Model, kind: str, leading: bool = False
) -> dict[str, Any]:
    """Whether the go-ahead was asked and given, with the button for who may do either.

    Nothing shows where nobody needs it. ``kind`` is the word of ``views.charters.SUBJECTS``;
    ``leading`` makes asking the main action of the page.
    """
    request, body = context["request"], context["body"]
    wanted = Task(task)
    chairs = body.pk in standing_of(request.user).chairs
    needs = authority_of(request.user, body, wanted) == Authority.AFTER_CHAIR
    found = clearance_of(body, wanted, subject) if chairs or needs else None
    gives = chairs and found is not None and found.given_at is None
    agenda = subject if wanted == Task.CONVENE and isinstance(subject, Meeting) else None
    return {
        "body": body,
        "task": wanted,
        "kind": kind,
        "subject": subject,
        "found": found,
        "needs": needs,
        "leading": leading,
        "gives": gives,
        "shown": shown_agenda(request.user, agenda) if gives and agenda else "",
        "next": request.path,
        "csrf_token": context.get("csrf_token"),
    }
