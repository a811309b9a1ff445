"""Who may do what at a table, told from the very facts that decide it (R90)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from overlegtafel.accounts.models import User
from overlegtafel.common.models import valid_on
from overlegtafel.governance.chairs import seats_as_chair
from overlegtafel.governance.charters import rules_for
from overlegtafel.governance.models import GoverningBody, MemberCategory, Seat
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.standing import Standing
from overlegtafel.governance.states import Authority, Intake, Task
from overlegtafel.organizations.models import Mandate, PostRole


@dataclass(frozen=True)
class RolePart:
    """What one kind of people may do at a table: each line a promise and the tasks it is about."""

    who: str
    promises: list[tuple[str, list[str]]]
    is_mine: bool = False


def role_sheet(actor: User, body: GoverningBody, day: date) -> list[RolePart]:
    """Who may do what (R90), from the very facts that ``require`` and ``can_propose`` ask."""
    standing, rules = standing_of(actor), rules_for(body.pk, day)
    staff = [
        (str(authority.label), [str(task.label) for task in tasks])
        for authority in Authority
        if (tasks := [task for task in Task if rules.authority(task) == authority])
    ]
    everything = [(str(Authority.ALONE.label), [str(task.label) for task in Task])]
    intake = rules.agendering.intake
    parts = [
        RolePart("Secretariaat", staff, body.pk in standing.supports),
        RolePart("Voorzitter", everything, body.pk in standing.chairs),
    ]
    ours = set(_seat_categories(actor, body, day)) if body.pk in standing.sits_at else set()
    for category in MemberCategory.objects.filter(body=body):
        proposes = category.may_propose and Intake.MEMBER in intake
        promises: list[tuple[str, list[str]]] = [
            ("brengt punten aan" if proposes else "brengt zelf geen punten aan", []),
            ("leest ook wat aan tafel blijft", [])
            if category.sees_inside
            else ("leest wat verstuurd en afgesproken is", []),
            ("telt mee als lid" if category.counts else "telt niet mee als lid", []),
        ]
        parts.append(RolePart(category.name.capitalize(), promises, category.pk in ours))
    for way, who, mine in (
        (Intake.DIRECTOR, "Algemeen directeur van een lid", _directs_a_member(standing, body, day)),
        (Intake.PARTNER, "Partner", body.pk in standing.partner_of),
    ):
        does = "brengt punten aan" if way in intake else "brengt zelf geen punten aan"
        parts.append(RolePart(who, [(does, [])], mine))
    return parts


def _directs_a_member(standing: Standing, body: GoverningBody, day: date) -> bool:
    directs = standing.organizations([PostRole.DIRECTOR])
    return (
        bool(directs)
        and Seat.objects.filter(
            valid_on(day), body=body, category__counts=True, municipality__in=directs
        ).exists()
    )


def _seat_categories(actor: User, body: GoverningBody, day: date) -> Iterable[int]:
    person = getattr(actor, "person", None)
    posts = Mandate.objects.filter(valid_on(day), person=person).values_list(
        "post", "post__role", "post__organization"
    )
    chairs = standing_of(actor).chairs
    chaired = seats_as_chair(chairs, person, day) if person is not None else ()
    for seat in Seat.objects.filter(valid_on(day), body=body).select_related("category"):
        for post, role, organization in posts:
            if seat.post_id == post or (
                seat.municipality_id == organization and seat.category.filled_by == role
            ):
                yield seat.category_id
        if seat.person_id is not None and person is not None and seat.person_id == person.pk:
            yield seat.category_id
        if seat.pk in chaired:
            yield seat.category_id
