"""A large, regular Flanders for ``make bench``: 15 regions, 10 years, 12 meetings of 12 items.

Written in bulk, past the services, because only its size matters.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db import models, transaction

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.audit.models import AuditEntry, ChainHead
from overlegtafel.audit.services import digest_of
from overlegtafel.common import clock
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.states import Category, Function
from overlegtafel.governance.models import GoverningBody, MemberCategory, RoleGrant, Seat
from overlegtafel.governance.states import BodyKind, TableRole
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.meetings.models import AgendaItem, AgendaVersion, Attendance, Meeting
from overlegtafel.organizations.models import (
    Classification,
    Mandate,
    Organization,
    Person,
    Post,
    PostRole,
)
from overlegtafel.organizations.queries import groups_on, members_on
from overlegtafel.proposals.models import Proposal
from overlegtafel.publication.models import Release
from overlegtafel.publication.states import LocalDetail

M = TypeVar("M", bound=models.Model)
YEARS, MEETINGS, ITEMS, DOSSIERS = 10, 12, 12, 60
AGREEMENT_EVERY = 4
MINUTES = (
    "De burgemeesters overlopen de stand van zaken.\n\n"
    "- elk bestuur vult de tabel aan tegen de volgende vergadering\n"
    "- het secretariaat bezorgt de nota aan de colleges\n\n"
    "Er is een voorbehoud over de timing; dat wordt genoteerd."
)
STATES = ("approved", "approved", "approved", "approved_with_change", "on_agenda", "planned")


@dataclass(frozen=True)
class Generated:
    """How much was made, and how fast."""

    counts: dict[str, int]
    seconds: float

    @property
    def rows_per_second(self) -> int:
        """Rows written per second, all models together."""
        return round(sum(self.counts.values()) / self.seconds)


def generate() -> Generated:
    """Fill an empty database that has Flanders in it; return what was made."""
    started = datetime.now(UTC)
    counts: dict[str, int] = {}
    regions = list(groups_on(Classification.REFERENCE_REGION, clock.today()).order_by("code"))
    with transaction.atomic():
        for number, region in enumerate(regions, 1):
            for name, made in Region(number, region).make().items():
                counts[name] = counts.get(name, 0) + made
        counts["users"] = User.objects.count()
        counts["log"] = write_log()
    return Generated(counts, (datetime.now(UTC) - started).total_seconds())


def save(rows: Iterable[M]) -> list[M]:
    """Insert rows of one model in bulk, with their keys."""
    made = list(rows)
    return type(made[0])._default_manager.bulk_create(made, batch_size=2000) if made else []


class Region:
    """One region's table with ten years of work."""

    def __init__(self, number: int, region: Organization) -> None:
        self.number, self.region = number, region
        self.towns = list(members_on(region, clock.today()))
        self.first_year = clock.today().year - YEARS + 1

    def make(self) -> dict[str, int]:
        """Make everything; return the number of rows by kind."""
        self.make_table()
        dossiers = save(
            Dossier(body=self.body, reference=f"D-{n:03d}", title=f"Dossier {n}", domain="wonen")
            for n in range(DOSSIERS)
        )
        meetings = save(self.meetings())
        save(self.agenda_version(meeting) for meeting in meetings)
        attendances = save(
            Attendance(meeting=meeting, seat=seat, presence="present", holder="Burgemeester")
            for meeting in meetings
            for seat in self.seats
        )
        places = [(meeting, order) for meeting in meetings for order in range(1, ITEMS + 1)]
        proposals = save(self.proposal(place, dossiers) for place in places)
        items = save(
            self.item(place, proposal) for place, proposal in zip(places, proposals, strict=True)
        )
        agreements = save(self.agreements(items))
        executors = save(
            Executor(agreement=agreement, organization=town, state="in_progress")
            for agreement in agreements
            for town in self.towns[:2]
        )
        decisions = save(self.decisions(agreements))
        releases = save(self.releases(agreements))
        return {
            "meetings": len(meetings),
            "attendances": len(attendances),
            "proposals": len(proposals),
            "items": len(items),
            "agreements": len(agreements),
            "executors": len(executors),
            "local decisions": len(decisions),
            "releases": len(releases),
        }

    def make_table(self) -> None:
        """The body, a seat and a mayor for each municipality, a secretariat."""
        organization = Organization.objects.create(
            classification=Classification.BODY,
            code=f"bench-{self.number}",
            name=f"Overleg {self.region.name}",
            slug=f"bench-{self.number}",
        )
        self.body = GoverningBody.objects.create(
            organization=organization,
            name=f"Overleg {self.region.name}",
            short_name=self.region.name[:30],
            slug=self.region.slug,
            kind=BodyKind.MAYORS,
            region=self.region,
            is_primary=True,
            agreement_prefix=f"B{self.number}-",
        )
        members = MemberCategory.objects.create(
            body=self.body, key="mayor", name="burgemeester", filled_by=PostRole.MAYOR
        )
        self.seats = save(
            Seat(body=self.body, order=order, category=members, municipality=town)
            for order, town in enumerate(self.towns, 1)
        )
        for town in self.towns:
            post = Post.objects.create(
                organization=town, role=PostRole.MAYOR, label=f"Burgemeester {town}"
            )
            Mandate.objects.create(person=self.person(f"burgemeester-{town.code}"), post=post)
        self.secretary = self.person(f"secretaris-{self.number}")
        RoleGrant.objects.create(body=self.body, person=self.secretary, role=TableRole.SUPPORT)

    def person(self, name: str) -> Person:
        """Someone with a login."""
        user = User.objects.create(email=f"{name}@bench.example", name=name, password="!")
        return Person.objects.create(name=name, user=user)

    def meetings(self) -> Iterator[Meeting]:
        """Twelve meetings a year; the coming ones planned, the others approved."""
        for year in range(self.first_year, self.first_year + YEARS):
            for month in range(1, 13):
                day = date(year, month, 1 + self.number)
                past = day < clock.today()
                yield Meeting(
                    body=self.body,
                    held_on=day,
                    starts_at=time(9, 30),
                    state="approved" if past else "planned",
                    state_since=at(day),
                )

    def agenda_version(self, meeting: Meeting) -> AgendaVersion:
        """The frozen agenda of a meeting that was convened."""
        return AgendaVersion(
            meeting=meeting,
            number=1,
            content=[{"order": n, "title": f"Punt {n}"} for n in range(1, ITEMS + 1)],
            convened_at=at(meeting.held_on - timedelta(days=8)),
            convened_by=self.secretary.user,
        )

    def treatment(self, place: tuple[Meeting, int], dossier: Dossier) -> dict[str, Any]:
        """What proposal and item have in common."""
        meeting, order = place
        return {
            "title": f"Punt {order} van {meeting.held_on:%d/%m/%Y}: gedeelde dienst {order}",
            "summary": "Eén vraag aan elk bestuur, met één antwoord terug.",
            "reason_information": order % 2 == 0,
            "reason_challenge": order % 2 == 1,
            "category": Category.values[order % 4],
            "function": Function.values[order % 3],
            "dossier": dossier,
            "brought_by": self.towns[order % len(self.towns)],
            "preparer_label": "Expert van de streekintercommunale",
        }

    def proposal(self, place: tuple[Meeting, int], dossiers: list[Dossier]) -> Proposal:
        """The proposal behind one item."""
        meeting, order = place
        past = meeting.state == "approved"
        return Proposal(
            body=self.body,
            proposer=self.secretary.user,
            state="treated" if past else "scheduled",
            state_since=at(meeting.held_on - timedelta(days=20)),
            submitted_at=at(meeting.held_on - timedelta(days=30)),
            **self.treatment(place, dossiers[(meeting.held_on.month * order) % DOSSIERS]),
        )

    def item(self, place: tuple[Meeting, int], proposal: Proposal) -> AgendaItem:
        """One item, with minutes when the meeting was held."""
        meeting, order = place
        past = meeting.state == "approved"
        made = order % AGREEMENT_EVERY == 0
        outcome = ("agreement" if made else "noted") if past else ""
        return AgendaItem(
            meeting=meeting,
            proposal=proposal,
            order=order,
            minutes=MINUTES if past else "",
            outcome=outcome,
            **self.treatment(place, proposal.dossier),  # type: ignore[arg-type]
        )

    def agreements(self, items: list[AgendaItem]) -> Iterator[Agreement]:
        """An agreement on every fourth item of every meeting, decided by the councils."""
        number = 0
        for item in items:
            if item.order % AGREEMENT_EVERY:
                continue
            number += 1
            past = item.meeting.state == "approved"
            yield Agreement(
                body=self.body,
                item=item,
                reference=f"B{self.number}-{number:04d}",
                title=f"Eén reglement voor dienst {number}",
                text="Elk bestuur neemt dezelfde tekst op.",
                owner=self.towns[0],
                due_on=item.meeting.held_on + timedelta(days=120),
                competent_body="council",
                state="confirmed" if past else "draft",
                confirmed_at=at(item.meeting.held_on) if past else None,
            )

    def decisions(self, agreements: list[Agreement]) -> Iterator[LocalDecision]:
        """One row for each municipality; old ones decided, the last year's in all states."""
        for agreement in agreements:
            held_on = agreement.item.meeting.held_on
            old = held_on < clock.today() - timedelta(days=365)
            coming = held_on + timedelta(days=30) > clock.today()
            for place, town in enumerate(self.towns):
                recent = STATES[(place + held_on.month) % len(STATES)]
                yield LocalDecision(
                    agreement=agreement,
                    municipality=town,
                    competent_body="council",
                    state="approved" if old else "planned" if coming else recent,
                    state_since=at(held_on),
                    meets_on=held_on + timedelta(days=30),
                )

    def releases(self, agreements: list[Agreement]) -> Iterator[Release]:
        """The newest confirmed agreements, open to everyone."""
        for agreement in [each for each in agreements if each.state == "confirmed"][-100:]:
            yield Release(
                body=self.body,
                agreement=agreement,
                number=1,
                content={
                    "reference": agreement.reference,
                    "title": agreement.title,
                    "text": agreement.text,
                    "due_on": agreement.due_on.isoformat(),
                    "competent_body": "gemeenteraad",
                    "needs_local_decision": True,
                    "owner": self.towns[0].name,
                    "executors": [town.name for town in self.towns[:2]],
                    "held_on": agreement.item.meeting.held_on.isoformat(),
                    "dossier": "",
                },
                local_detail=LocalDetail.PER_MUNICIPALITY,
                released_at=at(agreement.item.meeting.held_on),
                released_by=self.secretary.user,
            )


def at(day: date) -> datetime:
    """A moment on a day."""
    return datetime.combine(day, time(10), tzinfo=UTC)


def write_log() -> int:
    """One unbroken line in the log for every local decision."""
    actor, head, entries, made = User.objects.system(), "0" * 64, [], 0
    rows = LocalDecision.objects.select_related("agreement", "municipality").order_by("id")
    for row in rows.iterator(chunk_size=5000):
        entry = AuditEntry(
            at=row.state_since,
            actor=actor,
            verb="local_decision.recorded",
            subject_type="local_decisions.localdecision",
            subject_id=row.pk,
            subject_label=str(row),
            body_id=row.agreement.body_id,
            changes=json.loads(json.dumps({"state": ["unknown", row.state]})),
            previous_digest=head,
        )
        entry.digest = head = digest_of(entry)
        entries.append(entry)
        if len(entries) == 5000:
            made += len(save(entries))
            entries = []
    made += len(save(entries))
    ChainHead.objects.update_or_create(pk=1, defaults={"digest": head})
    return made
