"""Reporting how far an execution is and what shows it, telling who waits for it (R12, R114)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, AgreementDomain, Executor
from overlegtafel.agreements.notifications import tell_late, tell_stage
from overlegtafel.agreements.policy import reports_for
from overlegtafel.agreements.queries.agreements import execution_of
from overlegtafel.agreements.queries.execution import hearers_of, unfinished
from overlegtafel.agreements.states import (
    EXECUTION_MOVES,
    AgreementLevel,
    AgreementState,
    ExecutionState,
)
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.dossiers.models import Document
from overlegtafel.governance.policy import require
from overlegtafel.governance.states import Task
from overlegtafel.meetings.document_policy import documents_visible_to

TOLD_WITHIN = timedelta(days=7)
"""How long after its day a deadline is still told, for a daily round that stood still."""


@transaction.atomic
def report_execution(
    *,
    actor: User,
    executor: Executor,
    verb: str,
    done_on: date | None = None,
    evidence: str = "",
    evidence_link: str = "",
    evidence_document: Document | None = None,
) -> Executor:
    """Say how far one executor is: ``start``, ``finish`` (on a day) or ``resume``.

    When the whole agreement gets another stage by it, who proposed, owns and executes it hears
    that, once. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` for a day in the future.
    """
    agreement = _held(actor, executor)
    facts: dict[str, Any] = {"done_on": None}
    if verb == "finish":
        facts = {
            "done_on": done_on or clock.today(),
            **_proof(actor, evidence, evidence_link, evidence_document),
        }
        if facts["done_on"] > clock.today():
            raise Invalid("Deze dag moet nog komen.", field="done_on")
    stage = execution_of([agreement.pk])[agreement.pk].stage
    current = Executor.objects.select_for_update().get(pk=executor.pk)
    before = claim(executor, EXECUTION_MOVES, verb, **facts)
    changes: dict[str, tuple[Any, Any]] = {"state": (before, executor.state)}
    changes |= _changes(current, facts)
    entry = record(
        "execution.reported", executor, actor=actor, changes=changes, body_id=agreement.body_id
    )
    now = execution_of([agreement.pk])[agreement.pk].stage
    if now != stage:
        hearers = [each for each in hearers_of(agreement) if each != actor]
        tell_stage(agreement, now, hearers, key=str(entry.pk))
    return executor


@transaction.atomic
def prove_execution(
    *,
    actor: User,
    executor: Executor,
    evidence: str = "",
    evidence_link: str = "",
    evidence_document: Document | None = None,
) -> Executor:
    """Add what shows that it was carried out, after that was reported (R114).

    Raises ``NotAllowed``, ``WrongMoment`` while it is not done, ``Invalid``.
    """
    agreement = _held(actor, executor)
    current = Executor.objects.select_for_update().get(pk=executor.pk)
    if current.state != ExecutionState.DONE:
        raise WrongMoment("Meld eerst dat het uitgevoerd is.")
    facts = _proof(actor, evidence, evidence_link, evidence_document)
    if not any(facts.values()):
        raise Invalid("Schrijf waaruit het blijkt, of geef een link of document.", field="evidence")
    for name, value in facts.items():
        setattr(executor, name, value)
    executor.save(update_fields=list(facts))
    record(
        "execution.proven",
        executor,
        actor=actor,
        changes=_changes(current, facts),
        body_id=agreement.body_id,
    )
    return executor


@transaction.atomic
def classify_agreement(
    *, actor: User, agreement: Agreement, level: AgreementLevel | str, domains: Iterable[str]
) -> Agreement:
    """Say how far an agreement reaches and which domains it touches; its text stays (R47).

    Raises ``NotAllowed``.
    """
    require(actor, agreement.body, Task.AGREEMENTS, agreement)
    current = Agreement.objects.select_for_update().get(pk=agreement.pk)
    old = sorted(current.domains.values_list("name", flat=True))
    new = sorted({" ".join(each.split()) for each in domains if each.strip()})
    current.domains.exclude(name__in=new).delete()
    AgreementDomain.objects.bulk_create(
        AgreementDomain(agreement=current, name=each) for each in new if each not in old
    )
    Agreement.objects.filter(pk=agreement.pk).update(level=level)
    record(
        "agreement.classified",
        agreement,
        actor=actor,
        changes={"level": (current.level, level), "domains": (old, new)},
        body_id=agreement.body_id,
    )
    agreement.refresh_from_db()
    return agreement


def tell_what_is_late() -> int:
    """Tell who proposed, owns or still executes an agreement that its day has passed; how many
    mails. Each agreement and day is told once, by the daily round.
    """
    today = clock.today()
    late = Agreement.objects.filter(unfinished(today), due_on__gte=today - TOLD_WITHIN)
    told = 0
    for agreement in late.select_related("body", "owner", "item__proposal__proposer"):
        with transaction.atomic():
            told += tell_late(agreement, hearers_of(agreement, waiting_only=True))
    return told


def _held(actor: User, executor: Executor) -> Agreement:
    """The executor's agreement, held so that two who report at once see each other."""
    if not reports_for(actor, executor):
        require(actor, executor.agreement.body, Task.AGREEMENTS, executor.agreement)
    agreement = (
        Agreement.objects.select_for_update(of=("self",))
        .select_related("body", "item__proposal__proposer")
        .get(pk=executor.agreement_id)
    )
    if agreement.state != AgreementState.CONFIRMED:
        raise WrongMoment("Deze afspraak is nog in opmaak.")
    return agreement


def _proof(actor: User, words: str, link: str, document: Document | None) -> dict[str, Any]:
    """What shows it, checked. Raises ``Invalid``."""
    if link and not link.startswith("https://"):
        raise Invalid("Het adres moet met https:// beginnen.", field="evidence_link")
    if document is not None and not documents_visible_to(actor).filter(pk=document.pk).exists():
        raise Invalid("Kies een document dat u kunt lezen.", field="evidence_document")
    return {"evidence": words, "evidence_link": link, "evidence_document": document}


def _changes(current: Executor, facts: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Old and new, a document by its title."""

    def told(value: Any) -> Any:
        return str(value) if isinstance(value, Document) else value

    return {name: (told(getattr(current, name)), told(value)) for name, value in facts.items()}
