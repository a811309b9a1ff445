"""The councillor's room: one table, in plain words, the same for councillors of every party."""

from datetime import date

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.councillors.models import CouncilLetter, CouncillorQuestion, Following
from overlegtafel.councillors.policy import (
    ANSWERING,
    bodies_to_read,
    letters_visible_to,
    questions_visible_to,
    rooms_of,
)
from overlegtafel.councillors.queries.decisions import OwnDecision, own_decisions
from overlegtafel.councillors.sight import Sight, sight_of
from overlegtafel.councillors.states import OPEN
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.models import GoverningBody, Seat
from overlegtafel.governance.policy import standing_of
from overlegtafel.organizations.models import Organization

_QUESTION = (
    *("body", "municipality", "owner", "answered_by", "asked_by", "merged_into__municipality"),
    *("dossier", "agreement__owner", "dossier__owner"),
)


def rooms(actor: User) -> list[GoverningBody]:
    """The tables at which the actor's own municipality is a member, for a councillor."""
    ids = rooms_of(actor)
    found = GoverningBody.objects.filter(pk__in=ids).select_related("organization")
    return list(found.order_by("name")) if ids else []


def own_rooms(actor: User, today: date) -> list[tuple[GoverningBody, list[OwnDecision]]]:
    """For a councillor: each table, with what comes to the own municipality from it. Four queries
    for each table, where one is usual; none for anyone else.
    """
    found = []
    for body in rooms(actor):
        sight = sight_of(body.pk, today)
        found.append((body, own_decisions(sight, body.pk, towns_of(actor, body), today)[0]))
    return found


def towns_of(actor: User, body: GoverningBody) -> frozenset[int]:
    """The member municipalities whose own decisions the actor reads here: of which a councillor."""
    return rooms_of(actor).get(body.pk, frozenset())


def room_of(actor: User, slug: str) -> tuple[GoverningBody, Sight]:
    """A table and what councillors see of it. Raises ``NotVisible`` for who may not enter."""
    found = GoverningBody.objects.filter(slug=slug, pk__in=bodies_to_read(actor))
    body = found.select_related("organization", "region").first()
    if body is None:
        raise NotVisible
    return body, sight_of(body.pk, clock.today())


def agreement_in(sight: Sight, reference: str) -> Agreement:
    """An agreement that councillors see. Raises ``NotVisible``."""
    found = next((e for e in sight.agreements if e.reference.lower() == reference.lower()), None)
    if found is None:
        raise NotVisible
    return found


def dossier_in(sight: Sight, reference: str) -> Dossier:
    """A dossier that councillors see; never one with internal effects. Raises ``NotVisible``."""
    found = next((e for e in sight.dossiers if e.reference.lower() == reference.lower()), None)
    if found is None:
        raise NotVisible
    return found


def followed_by(actor: User, body: GoverningBody) -> frozenset[int]:
    """The dossiers of a table that the actor follows."""
    rows = Following.objects.filter(user=actor, dossier__body=body)
    return frozenset(rows.values_list("dossier", flat=True))


def questions_of(actor: User, body: GoverningBody) -> list[CouncillorQuestion]:
    """The questions at a table, newest first: one query."""
    found = questions_visible_to(actor).filter(body=body)
    return list(found.select_related(*_QUESTION))


def questions_beside(actor: User, question: CouncillorQuestion) -> QuerySet[CouncillorQuestion]:
    """The other questions at its table that stand by themselves: it can be answered with one."""
    found = questions_visible_to(actor).filter(body=question.body_id, merged_into=None)
    return found.exclude(pk=question.pk).select_related("municipality", "asked_by")


def questions_waiting(actor: User) -> list[CouncillorQuestion]:
    """The open questions that wait for the actor: at a table it runs, or given to whom it works
    for. At most one query.
    """
    answering = standing_of(actor).organizations(ANSWERING)
    leads = standing_of(actor).leads
    if not answering and not leads:
        return []
    mine = Q(owner__in=answering) | Q(owner__isnull=True, body__in=leads)
    found = CouncillorQuestion.objects.filter(mine, state__in=OPEN)
    return list(found.select_related(*_QUESTION).order_by("due_on"))


def question_of(actor: User, body_slug: str, pk: int) -> CouncillorQuestion:
    """One question. Raises ``NotVisible``."""
    found = questions_visible_to(actor).filter(body__slug=body_slug, pk=pk)
    question = found.select_related(*_QUESTION).first()
    if question is None:
        raise NotVisible
    return question


def letters_of(actor: User, body: GoverningBody) -> list[CouncilLetter]:
    """The letters that were sent, newest first: one query."""
    return list(letters_visible_to(actor).filter(body=body).select_related("meeting"))


def who_can_answer(question: CouncillorQuestion) -> QuerySet[Organization]:
    """To whom a question can be given: who supports the table, its members, the owner of what the
    question is about.
    """
    body = question.body
    members = Seat.objects.filter(
        valid_on(clock.today()), body=body, municipality__isnull=False, category__counts=True
    )
    owners = {
        each
        for each in (
            question.owner_id,
            question.dossier.owner_id if question.dossier is not None else None,
            question.agreement.owner_id if question.agreement is not None else None,
        )
        if each is not None
    }
    return Organization.objects.filter(
        Q(supports_bodies=body) | Q(pk__in=members.values("municipality")) | Q(pk__in=owners)
    ).distinct()
