"""Recording what was read in a municipality's own publication, each decision on its own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import DomainError
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.services.several import Report, Reported, record_one
from overlegtafel.local_decisions.states import Source


@dataclass(frozen=True)
class FromPublication:
    """What a publication says of one decision; with a reason where that puts a record right."""

    report: Report
    reason: str = ""


def record_published(
    *, actor: User, found: Iterable[FromPublication], publication: str
) -> list[Reported]:
    """Record what can be; tell of each what came of it. ``publication`` names where it was read.

    What stood there as decided is put right, with its reason.
    """
    done = []
    for each in found:
        try:
            saved = _record(actor, each, publication)
        except DomainError as refusal:
            done.append(Reported(each.report, None, refusal))
        else:
            done.append(Reported(each.report, saved))
    return done


def _record(actor: User, found: FromPublication, publication: str) -> LocalDecision:
    report = replace(found.report, reason=found.reason)
    return record_one(
        actor=actor, report=report, source=Source.PUBLISHED, reporter_name=publication
    )
