"""Several decisions reported at once, each on its own: what one gets wrong holds up no other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import DomainError
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.services.decisions import note_publication, record_decision
from overlegtafel.local_decisions.states import Source

PUBLISH = "publish"
"""Adding the publication to what was decided already; every other verb is one of ``MOVES``."""


@dataclass(frozen=True)
class Report:
    """What someone says of one decision, in the words of ``record_decision``.

    ``expected_revision`` is the revision it was said about; ``reason`` why it puts right what was
    decided already.
    """

    decision: LocalDecision
    verb: str
    expected_revision: int
    meets_on: date | None = None
    college_on: date | None = None
    published_on: date | None = None
    link: str = ""
    note: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Reported:
    """What came of one report: the decision as it is now, or why it was refused."""

    report: Report
    saved: LocalDecision | None
    refusal: DomainError | None = None


def record_one(
    *, actor: User, report: Report, source: Source, reporter_name: str = ""
) -> LocalDecision:
    """Record one report. Raises as ``record_decision`` and ``note_publication``."""
    if report.verb == PUBLISH:
        return note_publication(
            actor=actor,
            decision=report.decision,
            expected_revision=report.expected_revision,
            published_on=report.published_on,
            link=report.link,
            source=source,
            reporter_name=reporter_name,
        )
    return record_decision(
        actor=actor,
        decision=report.decision,
        verb=report.verb,
        expected_revision=report.expected_revision,
        meets_on=report.meets_on,
        college_on=report.college_on,
        published_on=report.published_on,
        link=report.link,
        note=report.note,
        reason=report.reason,
        source=source,
        reporter_name=reporter_name,
    )


def record_several(
    *, actor: User, reports: Iterable[Report], source: Source, reporter_name: str = ""
) -> list[Reported]:
    """Record what can be, each in a transaction of its own; tell of each what came of it."""
    done = []
    for report in reports:
        try:
            saved = record_one(
                actor=actor, report=report, source=source, reporter_name=reporter_name
            )
        except DomainError as refusal:
            done.append(Reported(report, None, refusal))
        else:
            done.append(Reported(report, saved))
    return done
