"""Own Word templates for draft decisions, of a table or of a municipality: tried before kept."""

from typing import Any

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, WrongMoment
from overlegtafel.dossiers.content_checks.names import clean_name
from overlegtafel.dossiers.states import FileKind
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_record_for, require
from overlegtafel.governance.states import Task
from overlegtafel.organizations.models import Organization
from overlegtafel.printing.drafts.word import EXAMPLE
from overlegtafel.printing.models import DraftTemplate
from overlegtafel.printing.services.word_templates import FaultyTemplate
from overlegtafel.printing.word import faults_in

_NAME_LENGTH = 120


@transaction.atomic
def keep_draft_template(
    *, actor: User, of: GoverningBody | Organization, name: str, content: bytes
) -> DraftTemplate:
    """Keep a Word file for the drafts of a table or a municipality, instead of what it had.

    Raises ``NotAllowed``, ``WrongMoment``, ``FaultyTemplate`` with every fault and its place.
    """
    _authorise(actor, of)
    faults = faults_in(content, EXAMPLE)
    if faults:
        raise FaultyTemplate(faults)
    before = _of(of)
    facts = {
        "name": clean_name(name, FileKind.DOCX)[-_NAME_LENGTH:],
        "content": content,
        "uploaded_at": clock.now(),
        "uploaded_by": actor,
    }
    template, _ = DraftTemplate.objects.update_or_create(**_key(of), defaults=facts)
    _log("draft_template.kept", of, actor, before.name if before else None, template.name)
    return template


@transaction.atomic
def drop_draft_template(*, actor: User, of: GoverningBody | Organization) -> None:
    """Go back to the next template: the table's, or ours. Raises ``NotAllowed``,
    ``WrongMoment`` without one.
    """
    _authorise(actor, of)
    template = _of(of)
    if template is None:
        raise WrongMoment("U hebt geen eigen sjabloon.")
    _log("draft_template.dropped", of, actor, template.name, None)
    template.delete()


def _authorise(actor: User, of: GoverningBody | Organization) -> None:
    if isinstance(of, GoverningBody):
        require(actor, of, Task.LOCAL)
    elif not can_record_for(actor, of.pk):
        raise NotAllowed("Alleen het eigen bestuur kiest zijn sjabloon.")


def _key(of: GoverningBody | Organization) -> dict[str, Any]:
    return {"body": of} if isinstance(of, GoverningBody) else {"municipality": of}


def _of(of: GoverningBody | Organization) -> DraftTemplate | None:
    return DraftTemplate.objects.filter(**_key(of)).first()


def _log(
    verb: str,
    of: GoverningBody | Organization,
    actor: User,
    before: str | None,
    after: str | None,
) -> None:
    body = of.pk if isinstance(of, GoverningBody) else None
    record(verb, of, actor=actor, changes={"name": (before, after)}, body_id=body)
