"""Municipalities that merge on a day: what is dated follows at once, what is open on the day.

Floors above register their part when they load, each for what it keeps itself.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Min, Q, Sum
from django.utils.text import slugify

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.common.models import valid_on
from overlegtafel.organizations.models import (
    Classification,
    Mandate,
    Membership,
    Organization,
    Post,
    PostRole,
    Succession,
)
from overlegtafel.organizations.policy import can_load_flanders

dated: list[Callable[[User, Succession], None]] = []
"""What has a first and a last day (seats) and can be written as soon as the merger is known."""
opened: list[Callable[[User, Succession], int]] = []
"""What is still open on the day and passes to the successor; each says how many passed.

Called again each day: each must find nothing left of what it did before.
"""


@transaction.atomic
def merge_municipalities(
    *,
    actor: User,
    predecessors: Sequence[Organization],
    successor: Organization,
    effective_on: date,
    source: str,
) -> list[Succession]:
    """Let ``successor`` take the place of ``predecessors`` from ``effective_on``.

    The last day of the predecessors is the day before; whatever was, stays theirs. The successor
    joins their regions and zones. What is open passes on the day itself. Only the system or a
    technical administrator does so: raises ``NotAllowed``; ``Invalid``.
    """
    if not can_load_flanders(actor):
        raise NotAllowed
    _check(predecessors, successor, effective_on, source)
    successions = []
    if successor.population is None:
        people = Organization.objects.filter(pk__in=[each.pk for each in predecessors])
        facts = people.aggregate(total=Sum("population"), counted=Min("population_on"))
        successor.population, successor.population_on = facts["total"], facts["counted"]
        successor.save(update_fields=["population", "population_on"])
    for predecessor in predecessors:
        succession = Succession.objects.create(
            predecessor=predecessor, successor=successor, effective_on=effective_on, source=source
        )
        successions.append(succession)
        _end(actor, succession)
        for follow in dated:
            follow(actor, succession)
    if effective_on <= clock.today():
        carry_over(actor=actor)
    return successions


@transaction.atomic
def register_merged_municipality(
    *, actor: User, name: str, code: str, effective_on: date, source: str
) -> Organization:
    """Write down the new municipality of a merger. Raises ``NotAllowed``, ``Invalid``."""
    if not can_load_flanders(actor):
        raise NotAllowed
    kind, slug = Classification.MUNICIPALITY, slugify(name)
    if Organization.objects.filter(Q(code=code) | Q(slug=slug), classification=kind).exists():
        raise Invalid("Deze naam of NIS-code bestaat al.", field="name")
    found = Organization.objects.create(
        classification=kind, code=code, name=name, slug=slug, valid_from=effective_on, source=source
    )
    record("organization.registered", found, actor=actor, changes={"name": (None, name)})
    return found


@transaction.atomic
def carry_over(*, actor: User) -> int:
    """Pass on what is still open of every municipality that merged by today; say how much.

    A second time on the same day passes nothing.
    """
    if not can_load_flanders(actor):
        raise NotAllowed
    due = Succession.objects.filter(effective_on__lte=clock.today())
    return sum(
        follow(actor, succession)
        for succession in due.select_related("predecessor", "successor").order_by(
            "effective_on", "pk"
        )
        for follow in opened
    )


def carry_over_today() -> int:
    """The chore of the daily round."""
    return carry_over(actor=User.objects.system())


def _check(
    predecessors: Sequence[Organization], successor: Organization, effective_on: date, source: str
) -> None:
    if not source.strip():
        raise Invalid("Zeg waar deze fusie te lezen staat.", field="source")
    if not predecessors or successor in predecessors:
        raise Invalid("Kies wie opgaat in wie.", field="predecessors")
    if {each.classification for each in [*predecessors, successor]} != {
        Classification.MUNICIPALITY
    }:
        raise Invalid("Alleen gemeenten gaan zo samen.", field="predecessors")
    before = effective_on - timedelta(days=1)
    for each in predecessors:
        if (each.valid_to and each.valid_to < before) or each.succeeded_by.exists():
            raise Invalid(f"{each} ging al eerder op in een andere gemeente.", field="predecessors")
    if successor.valid_to and successor.valid_to < effective_on:
        raise Invalid(f"{successor} bestaat op {spoken(effective_on)} niet.", field="successor")


def _end(actor: User, succession: Succession) -> None:
    """Close what the predecessor is and belongs to; let its staff go on at the successor."""
    town, heir, day = succession.predecessor, succession.successor, succession.effective_on
    last = day - timedelta(days=1)
    Organization.objects.filter(pk=town.pk).update(valid_to=last)
    for membership in Membership.objects.filter(valid_on(day), member=town):
        joined = Membership.objects.filter(valid_on(day), member=heir, group=membership.group_id)
        if not joined.exists():
            Membership.objects.create(
                member=heir, group=membership.group, valid_from=day, source=succession.source
            )
        _close(membership, last)
    for mandate in Mandate.objects.filter(valid_on(day), post__organization=town).select_related(
        "post"
    ):
        if mandate.post.role == PostRole.OFFICER:
            _continue(mandate, heir, day)
        _close(mandate, last)
    record(
        "municipality.merged",
        town,
        actor=actor,
        changes={"successor": (None, heir.name), "valid_to": (None, last)},
        reason=succession.source,
    )


def _continue(mandate: Mandate, heir: Organization, day: date) -> None:
    """Staff goes along with the merger; who holds a mandate is chosen anew."""
    label = f"{PostRole(mandate.post.role).label.capitalize()} {heir}"
    post, _ = Post.objects.get_or_create(organization=heir, role=mandate.post.role, label=label)
    if not Mandate.objects.filter(valid_on(day), person=mandate.person_id, post=post).exists():
        Mandate.objects.create(person_id=mandate.person_id, post=post, valid_from=day)


def _close(row: Membership | Mandate, last: date) -> None:
    """End a dated row; one that would only begin later never does."""
    row.valid_to = last
    if row.valid_from and row.valid_from > last:
        row.valid_from = last
    row.save(update_fields=["valid_from", "valid_to"])
