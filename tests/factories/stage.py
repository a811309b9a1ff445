"""A stage for one move: everything a service needs to be at its right moment, made by the system.

Whoever attempts the move after that is stopped by one thing only: what the role sheet says.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import Model
from tests.factories.cast import Cast, make_person, make_town
from tests.factories.routes import Around, make_around

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.services import record_agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.audit.remember import forget
from overlegtafel.dossiers.states import Category, Function, Reason
from overlegtafel.governance.models import GoverningBody, Seat
from overlegtafel.governance.services import add_seat, give_clearance
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.services import (
    approve_minutes,
    close_meeting,
    convene_meeting,
    open_meeting,
    place_on_agenda,
    plan_meeting,
    save_minutes,
)
from overlegtafel.meetings.states import Outcome
from overlegtafel.organizations.models import Organization, PostRole
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.services import draft_proposal, pull_past, submit_proposal

MEETING_ON = date(2027, 3, 5)
"""Far enough for any cut-off: a proposal sent on the reference day is never late for it."""


@dataclass
class Attempt:
    """One move, ready to be made by ``call(actor)``.

    ``body`` is the table whose role sheet promises it, ``subject`` what the chair clears it for.
    """

    call: Callable[[User], object]
    subject: Model | None = None
    body: GoverningBody | None = None


@dataclass(frozen=True)
class Row:
    """A service: the task it does, and how to bring it to its moment for an actor.

    Without a task another rule than the role sheet holds; ``prepare`` answers ``None`` where the
    charter of the day has no such moment. ``as_member``: "brengt punten aan" promises it too.
    ``at_once``: made and sent in one go, so that nothing can be asked of the chair between.
    ``asks_later``: the go-ahead is asked for a later step.
    """

    task: Task | None
    prepare: Callable[["Stage", User], Attempt | None]
    as_member: bool = False
    at_once: bool = False
    asks_later: bool = False


@dataclass
class Stage:
    """The cast around one table, with two bodies before it and a city that comes as guest."""

    cast: Cast
    around: Around
    travel: Callable[[datetime | str], datetime]
    people: dict[str, User] = field(default_factory=dict)

    @property
    def system(self) -> User:
        """Who makes what must be there first."""
        return self.cast.system

    @property
    def table(self) -> GoverningBody:
        """The table, as a request reads it."""
        return GoverningBody.objects.get(pk=self.cast.table.pk)

    def town(self, name: str = "Lede") -> Organization:
        """A member municipality."""
        return self.cast.towns[name]

    def actor(self, name: str) -> User:
        """Someone, read again as a request does."""
        found = self.people[name] if name in self.people else getattr(self.cast, name)
        return User.objects.get(pk=found.pk)

    def clear(self, task: Task, subject: Model) -> None:
        """The chair's go-ahead for one thing."""
        give_clearance(actor=self.system, body=self.table, task=task, subject=subject)

    def go_to(self, day: date) -> None:
        """The morning of a day; nothing is remembered from before."""
        self.travel(f"{day.isoformat()} 10:00")
        forget()

    def draft(self, by: User | None = None, brought_by: Organization | None = None) -> Proposal:
        """A draft that is ready to be sent and to stand on any agenda."""
        return draft_proposal(
            actor=by or self.system,
            body=self.table,
            title="Laadpalen langs de Dender",
            summary="Elk bestuur kiest nu alleen.",
            function=Function.ALIGNMENT,
            category=Category.PROJECT,
            reasons=(Reason.CHALLENGE,),
            brought_by=brought_by or self.town(),
            preparer_label="SOLVA",
            note="De nota.",
            expected_decision=CompetentBody.COUNCIL,
        )

    def sent(self) -> Proposal:
        """A proposal at the first body on the charter's route."""
        proposal = submit_proposal(actor=self.system, proposal=self.draft())
        return Proposal.objects.select_related("body").get(pk=proposal.pk)

    def proposal(self) -> Proposal:
        """A proposal that went its whole way and is at the table itself."""
        proposal = self.sent()
        for passage in proposal.passages.order_by("order"):
            pull_past(actor=self.system, passage=passage, reason="Voor de proef.")
        return Proposal.objects.select_related("body").get(pk=proposal.pk)

    def meeting(self, **facts: Any) -> Meeting:
        """A planned meeting, with no more than the charter's standing items on its agenda."""
        return plan_meeting(
            actor=self.system,
            body=self.table,
            held_on=MEETING_ON,
            starts_at=time(9, 30),
            **facts,
        )

    def guest_seat(self) -> Seat:
        """The seat of the city that comes as guest."""
        return self.table.seats.get(municipality__name="Gent")

    def item(self) -> AgendaItem:
        """An item on the agenda of a planned meeting."""
        return place_on_agenda(actor=self.system, meeting=self.meeting(), proposal=self.proposal())

    def convened(self) -> Meeting:
        """A meeting whose agenda was sent, on its day."""
        meeting = self.item().meeting
        convene_meeting(actor=self.system, meeting=meeting)
        self.go_to(meeting.held_on)
        return Meeting.objects.select_related("body").get(pk=meeting.pk)

    def in_session(self) -> AgendaItem:
        """An item of a meeting that goes on now."""
        meeting = open_meeting(actor=self.system, meeting=self.convened())
        return meeting.items.select_related("meeting__body").get(proposal__is_standing=False)

    def written(self) -> Agreement:
        """An agreement while the meeting goes on."""
        return record_agreement(
            actor=self.system,
            item=self.in_session(),
            title="Samen",
            due_on=date(2027, 6, 30),
            competent_body=CompetentBody.COUNCIL,
            executors=[(self.town("Zele"), "")],
        )

    def reported(self) -> Meeting:
        """A meeting whose report is a concept, with one agreement in force."""
        meeting = self.written().item.meeting
        self.discuss(meeting)
        return close_meeting(actor=self.system, meeting=meeting)

    def discuss(self, meeting: Meeting) -> None:
        """Write what was said of every item, so that the minutes can be closed."""
        for item in meeting.items.select_related("meeting__body"):
            save_minutes(
                actor=self.system,
                item=item,
                minutes="Besproken.",
                outcome=item.outcome or Outcome.NOTED,
                expected_revision=item.revision,
            )

    def approved(self) -> Meeting:
        """A meeting whose report is approved."""
        return approve_minutes(actor=self.system, meeting=self.reported())

    def agreement(self) -> Agreement:
        """An agreement in force."""
        meeting = self.reported()
        return Agreement.objects.select_related("body", "item__meeting").get(item__meeting=meeting)


def make_stage(cast: Cast, travel: Callable[[datetime | str], datetime]) -> Stage:
    """The cast with its bodies around it, and a guest city with a mayor and a director."""
    stage = Stage(cast, make_around(cast), travel)
    city = make_town("Gent", "44021")
    add_seat(actor=cast.system, body=cast.table, category="guest", municipality=city)
    stage.people = {
        "guest_mayor": make_person(cast.system, "Burgemeester Gent", city, PostRole.MAYOR),
        "guest_director": make_person(cast.system, "AD Gent", city, PostRole.DIRECTOR),
        "dado": stage.around.director_lead,
        "steering": stage.around.steering_lead,
    }
    return stage


def house_of(stage: Stage, actor: User) -> Organization:
    """In whose name someone brings a thing of their own."""
    mandates: Any = getattr(getattr(actor, "person", None), "mandates", None)
    mandate = mandates.select_related("post__organization").first() if mandates else None
    if mandate is not None:
        return Organization.objects.get(pk=mandate.post.organization_id)
    if actor.pk == stage.cast.partner.pk:
        return stage.cast.partner_organization
    return stage.cast.support
