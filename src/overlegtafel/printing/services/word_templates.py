"""A table's own Word template: tried before it is kept."""

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, WrongMoment
from overlegtafel.dossiers.content_checks.names import clean_name
from overlegtafel.dossiers.states import FileKind
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import require
from overlegtafel.governance.states import Task
from overlegtafel.printing.models import WordTemplate
from overlegtafel.printing.word import Fault, faults_in

_NAME_LENGTH = 120


class FaultyTemplate(Invalid):
    """A template with faults; ``faults`` says what and where."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(" ".join(str(fault) for fault in faults), field="file")
        self.faults = faults


@transaction.atomic
def keep_word_template(
    *, actor: User, body: GoverningBody, name: str, content: bytes
) -> WordTemplate:
    """Keep a Word file as the table's template, instead of what it had.

    Raises ``NotAllowed``, ``WrongMoment``, ``FaultyTemplate`` with every fault and its place.
    """
    require(actor, body, Task.MINUTES)
    faults = faults_in(content)
    if faults:
        raise FaultyTemplate(faults)
    before = WordTemplate.objects.filter(body=body).values_list("name", flat=True).first()
    facts = {
        "name": clean_name(name, FileKind.DOCX)[-_NAME_LENGTH:],
        "content": content,
        "uploaded_at": clock.now(),
        "uploaded_by": actor,
    }
    template, _ = WordTemplate.objects.update_or_create(body=body, defaults=facts)
    record(
        "word_template.kept",
        body,
        actor=actor,
        changes={"name": (before, template.name)},
        body_id=body.pk,
    )
    return template


@transaction.atomic
def drop_word_template(*, actor: User, body: GoverningBody) -> None:
    """Go back to our own template. Raises ``NotAllowed``, ``WrongMoment`` without one."""
    require(actor, body, Task.MINUTES)
    template = WordTemplate.objects.filter(body=body).first()
    if template is None:
        raise WrongMoment("U gebruikt al het standaardsjabloon.")
    record(
        "word_template.dropped",
        body,
        actor=actor,
        changes={"name": (template.name, None)},
        body_id=body.pk,
    )
    template.delete()
