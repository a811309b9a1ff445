"""Who reads a table as a councillor, who asks, who answers. No party is known, so none counts."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.common import clock
from overlegtafel.common.models import valid_on
from overlegtafel.councillors.models import CouncilLetter, CouncillorQuestion, InfoEvening
from overlegtafel.councillors.states import LetterState
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.models import GoverningBody, Seat
from overlegtafel.governance.policy import can_lead, may, standing_of
from overlegtafel.governance.states import BodyKind, Task
from overlegtafel.organizations.models import PostRole
from overlegtafel.outbox.topics import Topic

ANSWERING = (
    PostRole.MAYOR,
    PostRole.DIRECTOR,
    PostRole.OFFICER,
    PostRole.STAFF,
    PostRole.EXPERT,
    PostRole.CHAIR,
)
"""Who of the organization that has a question answers it."""
_FOR_COUNCILLORS = (Topic.LETTERS, Topic.FOLLOWED, Topic.EVENINGS)


def rooms_of(actor: User) -> Mapping[int, frozenset[int]]:
    """The tables at which an actor's own municipality is a member, for a councillor of it: by the
    table's id, those municipalities. One query, remembered.
    """
    towns = standing_of(actor).organizations([PostRole.COUNCILLOR])
    return _rooms(towns, clock.today()) if towns else {}


@until_the_log_moves(size=500)
def _rooms(towns: frozenset[int], day: date) -> Mapping[int, frozenset[int]]:
    seats = Seat.objects.filter(
        valid_on(day), municipality__in=towns, category__counts=True, body__kind=BodyKind.MAYORS
    )
    found: dict[int, set[int]] = {}
    for body, town in seats.values_list("body_id", "municipality_id"):
        found.setdefault(body, set()).add(town)
    return {body: frozenset(ids) for body, ids in found.items()}


def bodies_to_read(actor: User) -> frozenset[int]:
    """The tables whose councillor's room the actor may enter: councillors of the members, and the
    table's own circle, so that everyone there knows what councillors read.
    """
    return frozenset(rooms_of(actor)) | standing_of(actor).circle_of


def mail_topics_of(actor: User) -> list[Topic]:
    """The topics about which the actor can get mail: who is only a councillor reads no others,
    and an info evening is for councillors alone.
    """
    roles = set(standing_of(actor).posts)
    if roles == {PostRole.COUNCILLOR}:
        return list(_FOR_COUNCILLORS)
    return [each for each in Topic if each != Topic.EVENINGS or PostRole.COUNCILLOR in roles]


def may_ask(actor: User, body: GoverningBody) -> bool:
    """Whether the actor asks questions here: a councillor of a member, where the charter has it."""
    return (
        body.pk in rooms_of(actor)
        and body.ended_on is None
        and current_rules(body).councillors.may_ask
    )


def may_follow(actor: User, body: GoverningBody) -> bool:
    """Whether the actor follows dossiers as councillors do."""
    return body.pk in rooms_of(actor)


def questions_visible_to(actor: User) -> QuerySet[CouncillorQuestion]:
    """Every councillor of every member reads each question and its answer; so does the circle, and
    who has to answer it.
    """
    if actor.is_system:
        return CouncillorQuestion.objects.all()
    answering = standing_of(actor).organizations(ANSWERING)
    return CouncillorQuestion.objects.filter(
        Q(body__in=bodies_to_read(actor)) | Q(owner__in=answering)
    )


def may_assign(actor: User, question: CouncillorQuestion) -> bool:
    """Who says who answers: who runs the table, and the owner of what it is about."""
    return may_handle(actor, question)


def may_handle(actor: User, question: CouncillorQuestion) -> bool:
    """Who answers: who runs the table, who was given it, who owns its dossier or agreement."""
    if actor.is_system or can_lead(actor, question.body_id):
        return True
    owners = {question.owner_id}
    if question.dossier is not None:
        owners.add(question.dossier.owner_id)
    if question.agreement is not None:
        owners.add(question.agreement.owner_id)
    return bool((owners - {None}) & standing_of(actor).organizations(ANSWERING))


def may_write_letter(actor: User, body: GoverningBody) -> bool:
    """Who writes the letter to the councils: who runs the table, staff of who supports it."""
    if actor.is_system or can_lead(actor, body.pk):
        return True
    staff = standing_of(actor).organizations([PostRole.STAFF])
    return bool(staff) and body.support_organizations.filter(pk__in=staff).exists()


def letters_visible_to(actor: User) -> QuerySet[CouncilLetter]:
    """What was sent, for who may enter the room; a draft is only for who writes it."""
    sent = CouncilLetter.objects.filter(state=LetterState.SENT)
    return sent if actor.is_system else sent.filter(body__in=bodies_to_read(actor))


def has_evenings(body: GoverningBody) -> bool:
    """Whether councillors are invited to evenings of this table: a mayors' consultation, for only
    there they have a room, whose charter says so.
    """
    return body.kind == BodyKind.MAYORS and current_rules(body).councillors.may_come


def may_plan_evening(actor: User, body: GoverningBody) -> bool:
    """Who plans an info evening: who runs the table, where the charter has such evenings."""
    return may(actor, body, Task.PLAN) and has_evenings(body)


def evenings_visible_to(actor: User) -> QuerySet[InfoEvening]:
    """Who runs the table sees all; who may enter the councillor's room, those that councillors
    were invited to.
    """
    if actor.is_system:
        return InfoEvening.objects.all()
    return InfoEvening.objects.filter(
        Q(body__in=standing_of(actor).leads)
        | Q(body__in=bodies_to_read(actor), invited_at__isnull=False)
    )
