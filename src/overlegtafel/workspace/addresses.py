"""Where each thing has its page in the workspace."""

from django.urls import reverse

from overlegtafel.agreements.models import Agreement, WrittenRound
from overlegtafel.governance.models import Clearance, GoverningBody
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.meetings.models import AgendaItem, AgendaVersion, Meeting
from overlegtafel.proposals.models import Proposal


def address_of(
    subject: (
        Proposal
        | Meeting
        | AgendaItem
        | WrittenRound
        | AgendaVersion
        | Agreement
        | LocalDecision
        | Clearance
        | GoverningBody
    ),
) -> str:
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
        case Clearance():
            return reverse("clearance", args=[subject.body.slug])
        case GoverningBody():
            return reverse("composition", args=[subject.slug])
        case LocalDecision():
            agreement = subject.agreement
            place = [agreement.body.slug, agreement.reference, subject.municipality.slug]
            return reverse("decision", args=place)
