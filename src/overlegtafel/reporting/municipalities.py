"""One municipality: where it sits, what it still has to decide, what is asked of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import Seat
from overlegtafel.governance.policy import municipalities_of
from overlegtafel.governance.queries import seats_of
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.policy import local_decisions_visible_to
from overlegtafel.local_decisions.queries import HEIR
from overlegtafel.local_decisions.states import UNDECIDED
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.policy import meetings_visible_to
from overlegtafel.meetings.states import MeetingState
from overlegtafel.organizations.models import Membership, Organization
from overlegtafel.reporting.feedback import Feedback, feedback_for


@dataclass(frozen=True)
class MunicipalityOverview:
    """What the page "Mijn bestuur" shows."""

    municipality: Organization
    seats: list[Seat]
    groups: list[Membership]
    to_decide: list[LocalDecision]
    decided: list[LocalDecision]
    feedback: list[Feedback]


def municipality_by_slug(actor: User, slug: str) -> Organization:
    """A municipality whose own page the actor may open. Raises ``NotVisible``."""
    municipality = municipalities_of(actor).filter(slug=slug).first()
    if municipality is None:
        raise NotVisible
    return municipality


def open_decisions(actor: User, municipalities: Iterable[Organization]) -> list[LocalDecision]:
    """What these municipalities still have to decide, the most urgent first."""
    rows = local_decisions_visible_to(actor).filter(
        municipality__in=municipalities, state__in=UNDECIDED
    )
    return sorted(rows.select_related("agreement__body", "municipality"), key=_urgency)


def own_decisions(actor: User, municipality: Organization) -> list[LocalDecision]:
    """Everything one municipality decides or decided, the most urgent first: one query."""
    rows = local_decisions_visible_to(actor).filter(municipality=municipality)
    related = ("agreement__body", "agreement__item__meeting", "municipality", "recorded_by", HEIR)
    return sorted(rows.select_related(*related), key=_urgency)


def _urgency(decision: LocalDecision) -> tuple[date, str]:
    """The first of its sitting and the agreement's own day."""
    due_on = decision.agreement.due_on
    return min(decision.meets_on or due_on, due_on), decision.agreement.reference


def municipality_overview(
    actor: User, municipality: Organization, today: date
) -> MunicipalityOverview:
    """The municipality at a glance."""
    rows = (
        local_decisions_visible_to(actor)
        .filter(municipality=municipality)
        .select_related("agreement__body", "agreement__item__meeting", "municipality", HEIR)
        .order_by("agreement__due_on", "agreement__reference")
    )
    return MunicipalityOverview(
        municipality=municipality,
        seats=list(seats_of(municipality, today)),
        groups=list(
            Membership.objects.filter(valid_on(today), member=municipality)
            .select_related("group")
            .order_by("group__classification", "group__name")
        ),
        to_decide=sorted(rows.filter(state__in=UNDECIDED), key=_urgency),
        decided=list(
            rows.exclude(state__in=UNDECIDED).order_by("-meets_on", "agreement__reference")[:12]
        ),
        feedback=feedback_for(actor, municipality, today),
    )


def convened_for(actor: User, overview: MunicipalityOverview) -> list[Meeting]:
    """The meetings to come whose agenda was sent, of the tables where the municipality sits."""
    rows = meetings_visible_to(actor).filter(
        body__in={seat.body_id for seat in overview.seats if seat.counts},
        state=MeetingState.CONVENED,
    )
    return list(rows.select_related("body").order_by("held_on"))
