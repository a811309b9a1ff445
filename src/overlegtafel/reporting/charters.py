"""A table's charter as people read it: words, settings in sentences, versions, what changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.models import Charter, Clearance, GoverningBody
from overlegtafel.governance.models.charters import HOW_QUESTIONS
from overlegtafel.governance.policy import may
from overlegtafel.governance.queries import names_in
from overlegtafel.governance.rules import SIMPLE, CharterRules
from overlegtafel.governance.states import Authority, CharterState, Does, Task
from overlegtafel.governance.wording import (
    CHAPTERS,
    Change,
    differences,
    sentences,
    support_in_short,
)
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.policy import meetings_visible_to
from overlegtafel.meetings.states import MeetingState
from overlegtafel.organizations.models import Classification, Organization


@dataclass(frozen=True)
class Chapter:
    """One part of a charter: the words, and the settings that hold as sentences."""

    key: str
    title: str
    words: str
    settings: list[str]

    @property
    def is_question(self) -> bool:
        """Whether this is one of the four how-questions."""
        return self.key in HOW_QUESTIONS


@dataclass(frozen=True)
class DomainLine:
    """What a table aims at in a policy domain, where it wants to land, who prepares and advises."""

    name: str
    ambition: str
    landing_point: str
    preparer: str
    advice: list[str]


@dataclass(frozen=True)
class Stop:
    """A step of the agenda route, as the flow line draws it."""

    label: str
    note: str
    state: str = ""
    href: str = ""


def bodies_around(body: GoverningBody) -> QuerySet[GoverningBody]:
    """The other bodies a charter of this table may name: its region's, its parent, its own."""
    wanted = Q(parent=body) | Q(pk=body.parent_id)
    if body.region_id:
        wanted |= Q(region=body.region_id)
    return GoverningBody.objects.filter(wanted).exclude(pk=body.pk).order_by("name")


def organizations_around(body: GoverningBody) -> list[Organization]:
    """Who may prepare or carry out: supporters, members, other bodies, those with a post here."""
    around = Organization.objects.filter(
        Q(supports_bodies=body)
        | Q(seats__body=body)
        | Q(posts__seats__body=body)
        | Q(governing_body__in=bodies_around(body))
        | Q(involvements__body=body)
    )
    unique = Organization.objects.filter(pk__in=around.values("pk"))
    return sorted(
        unique, key=lambda each: (each.classification == Classification.MUNICIPALITY, each.name)
    )


def code_of(organization: Organization) -> str:
    """An organization as a charter names it."""
    return f"{organization.classification}:{organization.code}"


def chapters_of(charter: Charter | None) -> list[Chapter]:
    """The charter part by part; without one, the settings of the simplest table.

    The policy domains stand in a table of their own (``domains_of``), and who does what is told
    in one sentence for each authority.
    """
    rules = charter.rules if charter else SIMPLE
    told = rules.model_copy(
        update={"preparation": rules.preparation.model_copy(update={"domains": ()})}
    )
    said = sentences(told, names_in(rules)) | {"support": support_in_short(rules)}
    titles = CHAPTERS | HOW_QUESTIONS
    return [
        Chapter(key, titles[key], getattr(charter, key, "") if charter else "", said[key])
        for key in CHAPTERS
    ]


def domains_of(charter: Charter | None) -> list[DomainLine]:
    """The policy domains under this charter, in its order (R115, R118)."""
    rules = charter.rules if charter else SIMPLE
    names = names_in(rules)
    return [
        DomainLine(
            each.name,
            str(each.ambition.label),
            each.landing_point,
            names.get(each.preparer, each.preparer),
            [names.get(body, body) for body in each.advice],
        )
        for each in rules.domains
    ]


def route_of(body: GoverningBody, charter: Charter | None) -> list[Stop]:
    """The way of a proposal under this charter, from bringing it to talking about it.

    Where staff needs the chair for the agenda, the chair's word is a step of its own (R95).
    """
    rules = charter.rules if charter else SIMPLE
    names = names_in(rules)
    steps = [Stop("Aangebracht", "door wie dat mag")]
    steps += [
        Stop(names.get(step.body, step.body), str(Does(step.does).label))
        for step in rules.agendering.route
    ]
    if not rules.agendering.route:
        steps.append(Stop("Secretariaat", "beoordeelt"))
    if chair_validates(rules):
        steps.append(Stop("Voorzitter", "valideert de agenda"))
    return [*steps, Stop(body.short_name, "bespreekt"), Stop("Elk bestuur", "beslist zelf")]


def chair_validates(rules: CharterRules) -> bool:
    """Whether staff needs the chair's word for the agenda (R95)."""
    return Authority.AFTER_CHAIR in map(rules.authority, (Task.AGENDA, Task.CONVENE))


def adopted_charters(body: GoverningBody) -> QuerySet[Charter]:
    """The adopted versions, newest first."""
    return Charter.objects.filter(body=body, state=CharterState.ADOPTED).order_by("-number")


def charter_by_number(actor: User, body: GoverningBody, number: int) -> Charter:
    """One version; a draft only for who writes it. Raises ``NotVisible``."""
    found = Charter.objects.filter(body=body, number=number).select_related("body").first()
    if found is None or (found.state == CharterState.DRAFT and not may(actor, body, Task.CHARTER)):
        raise NotVisible
    return found


def draft_of(body: GoverningBody) -> Charter | None:
    """The draft being written, if any."""
    drafts = Charter.objects.filter(body=body, state=CharterState.DRAFT)
    return drafts.select_related("body", "based_on", "from_evaluation").first()


def version_before(charter: Charter) -> Charter | None:
    """The adopted version that this one follows, if any."""
    return adopted_charters(charter.body).filter(number__lt=charter.number).first()


def changes_in(charter: Charter) -> list[Change]:
    """What a version changes to the one before it, in sentences."""
    before = version_before(charter)
    rules = before.rules if before else SIMPLE
    changes = differences(rules, charter.rules, names_in(rules, charter.rules))
    for name in ("ambition", *HOW_QUESTIONS):
        old, new = getattr(before, name, "").strip(), getattr(charter, name).strip()
        if old != new:
            how = "herschreven" if old and new else "nieuw" if new else "geschrapt"
            changes.append(Change(CHAPTERS[name], how, "De tekst in woorden."))
    order = list(CHAPTERS.values())
    return sorted(changes, key=lambda each: order.index(each.chapter))


def adopting_meeting(actor: User, charter: Charter) -> Meeting | None:
    """The meeting at which the table adopted this version, if the actor sees it."""
    if not charter.adopted_at_meeting or charter.adopted_on is None:
        return None
    held = meetings_visible_to(actor).filter(body=charter.body_id, held_on=charter.adopted_on)
    return held.exclude(state=MeetingState.CANCELLED).first()


def meetings_to_adopt_at(actor: User, body: GoverningBody, today: date) -> list[Meeting]:
    """The last meetings at which the table may have adopted something."""
    held = meetings_visible_to(actor).filter(body=body, held_on__lte=today)
    going = held.exclude(state__in=[MeetingState.PLANNED, MeetingState.CANCELLED])
    return list(going.order_by("-held_on")[:12])


def clearances_at(body: GoverningBody) -> tuple[list[Clearance], list[Clearance]]:
    """What waits for the chair's go-ahead, oldest first, and what got it, newest first."""
    found = Clearance.objects.filter(body=body).select_related("body", "asked_by", "given_by")
    return (
        list(found.filter(given_at__isnull=True).order_by("asked_at")),
        list(found.filter(given_at__isnull=False).order_by("-given_at")[:20]),
    )


def open_clearance(body: GoverningBody, number: str) -> Clearance:
    """One request that waits at this table. Raises ``NotVisible``."""
    if not (number.isdecimal() and number.isascii() and len(number) < 18):
        raise NotVisible
    found = Clearance.objects.filter(body=body, pk=int(number)).first()
    if found is None:
        raise NotVisible
    return found


def subject_of(clearance: Clearance) -> Model | None:
    """What a go-ahead is about; ``None`` when it is gone."""
    return subjects_of([clearance]).get(clearance.pk)


def subjects_of(clearances: Iterable[Clearance]) -> dict[int, Model]:
    """What go-aheads are about, by their number, as far as it is still there: a query a kind."""
    asked: dict[str, dict[int, int]] = {}
    for each in clearances:
        asked.setdefault(each.subject_type, {})[each.pk] = each.subject_id
    found: dict[int, Model] = {}
    for kind, wanted in asked.items():
        model = apps.get_model(kind)
        related = [field.name for field in model._meta.fields if field.name in ("body", "meeting")]
        rows: QuerySet[Model] = model._default_manager.all()
        there = (rows.select_related(*related) if related else rows).in_bulk(wanted.values())
        found |= {pk: there[subject] for pk, subject in wanted.items() if subject in there}
    return found
