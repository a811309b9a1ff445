"""One thing that waits on someone, whatever it is about."""

from dataclasses import dataclass
from datetime import date

from overlegtafel.agreements.models import Agreement, WrittenRound
from overlegtafel.councillors.models import CouncillorQuestion
from overlegtafel.drafting.models import DraftReply, LocalDraft, MasterDraft
from overlegtafel.governance.models import Clearance, GoverningBody
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.meetings.models import AgendaItem, AgendaVersion, Meeting
from overlegtafel.organizations.models import Organization
from overlegtafel.products.models import JointAgreement, Statement
from overlegtafel.proposals.models import Proposal


@dataclass(frozen=True)
class Task:
    """One thing that waits on the actor. ``target`` is what its link opens."""

    kind: str
    label: str
    context: str
    since: date
    target: (
        Proposal
        | Meeting
        | AgendaItem
        | WrittenRound
        | AgendaVersion
        | Agreement
        | LocalDecision
        | Clearance
        | GoverningBody
        | Organization
        | MasterDraft
        | DraftReply
        | LocalDraft
        | CouncillorQuestion
        | Statement
        | JointAgreement
    )
    due_on: date | None = None
    meets_on: date | None = None

    @property
    def first_on(self) -> date:
        """The first day that counts; far away when there is none."""
        return min(filter(None, (self.due_on, self.meets_on)), default=date.max)
