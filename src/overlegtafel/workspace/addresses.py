"""Where each thing has its page in the workspace."""

from django.urls import reverse

from overlegtafel.agreements.models import Agreement, WrittenRound
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.councillors.models import CouncillorQuestion
from overlegtafel.drafting.models import DraftReply, LocalDraft, MasterDraft
from overlegtafel.drafting.notifications import address_of as organ_of
from overlegtafel.drafting.queries import ADDRESSES
from overlegtafel.drafting.states import DraftState
from overlegtafel.governance.models import Clearance, GoverningBody
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.meetings.models import AgendaItem, AgendaVersion, Meeting
from overlegtafel.organizations.models import Organization
from overlegtafel.products.models import JointAgreement, Statement
from overlegtafel.proposals.models import Proposal

Subject = (
    Proposal
    | Meeting
    | AgendaItem
    | WrittenRound
    | AgendaVersion
    | Agreement
    | LocalDecision
    | Clearance
    | GoverningBody
    | CouncillorQuestion
    | Organization
    | MasterDraft
    | DraftReply
    | LocalDraft
    | Statement
    | JointAgreement
)
"""What has a page of its own in the workspace."""


def address_of(subject: Subject) -> str:
    """The page of ``subject``; its table must have been read with it."""
    match subject:
        case Proposal():
            return reverse("proposal", args=[subject.body.slug, subject.pk])
        case Meeting():
            return reverse("meeting", args=[subject.body.slug, subject.held_on.isoformat()])
        case AgendaVersion():
            meeting = subject.meeting
            place = [meeting.body.slug, meeting.held_on.isoformat(), subject.number]
            return reverse("agenda_dispatch", args=place)
        case AgendaItem():
            meeting = subject.meeting
            day = meeting.held_on.isoformat()
            return reverse("item", args=[meeting.body.slug, day, subject.pk])
        case WrittenRound():
            return reverse("round", args=[subject.body.slug, subject.pk])
        case Agreement():
            return reverse("agreement", args=[subject.body.slug, subject.reference])
        case Statement():
            return reverse("statement", args=[subject.body.slug, subject.pk])
        case JointAgreement():
            return reverse("joint", args=[subject.body.slug, subject.pk])
        case MasterDraft():
            place = [subject.agreement.body.slug, subject.agreement.reference, organ_of(subject)]
            answering = subject.state == DraftState.ANSWERING
            return reverse("draft_remarks" if answering else "master_draft", args=place)
        case DraftReply():
            draft = subject.round.draft
            place = [draft.agreement.body.slug, draft.agreement.reference, organ_of(draft)]
            return reverse("draft_feedback", args=[*place, subject.municipality.slug])
        case LocalDraft():
            decision = subject.decision
            agreement = decision.agreement
            place = [agreement.body.slug, agreement.reference, decision.municipality.slug]
            organ = ADDRESSES[CompetentBody(subject.body)]
            return reverse("local_draft_take_over", args=[*place, organ])
        case Clearance():
            return reverse("clearance", args=[subject.body.slug])
        case CouncillorQuestion():
            return reverse("councillor_question", args=[subject.body.slug, subject.pk])
        case GoverningBody():
            return reverse("composition", args=[subject.slug])
        case Organization():
            return reverse("article_8", args=[subject.slug])
        case LocalDecision():
            agreement = subject.agreement
            place = [agreement.body.slug, agreement.reference, subject.municipality.slug]
            return reverse("decision", args=place)
