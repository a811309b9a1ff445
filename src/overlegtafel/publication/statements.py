"""Statements for everyone: what was sent, to whom, and only those supporters who want to be named.

Nothing else about who supports is public, not even how many: with the list of members beside it,
"13 of 14 support" would name the fourteenth. A name left out may mean that the municipality
supports and would rather not be named, as well as that it does not (R22).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from overlegtafel.accounts.models import User
from overlegtafel.agreements.queries.positions import members_of
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotVisible, WrongMoment
from overlegtafel.common.text import join_dutch
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import require
from overlegtafel.governance.states import Openness, Task
from overlegtafel.organizations.models import Organization
from overlegtafel.products.models import Statement, Support
from overlegtafel.products.states import SUPPORTING, Backing, StatementState
from overlegtafel.publication.models import StatementRelease

CLOSED = (Openness.TABLE, Openness.MEMBERS)


@dataclass(frozen=True)
class PublicSupporter:
    """A supporter that wants to be named."""

    name: str
    slug: str
    nis: str
    with_reservation: bool


@dataclass(frozen=True)
class PublicStatement:
    """A released statement as everyone reads it."""

    id: int
    body: GoverningBody
    title: str
    text: str
    addressees: list[str]
    sent_on: date
    number: int
    dossier: str
    supporters: list[PublicSupporter]
    answered_on: date | None
    released_at: datetime
    version: int

    @property
    def named(self) -> str:
        """How many are named; never how many support."""
        count = len(self.supporters)
        return "1 bestuur wil" if count == 1 else f"{count} besturen willen"


def names_in_text(statement: Statement) -> list[str]:
    """The members without consent whose name stands in what would become public.

    A place may be named for its own sake; who releases says that it is no more than that.
    """
    named = set(_consenting(statement).values_list("municipality_id", flat=True))
    words = f"{statement.title}\n{statement.text}".casefold()
    day = statement.sent_on or clock.today()
    towns: list[Organization] = members_of(statement.body, day)
    return [town.name for town in towns if town.pk not in named and town.name.casefold() in words]


@transaction.atomic
def release_statement(
    *,
    actor: User,
    statement: Statement,
    despite_internal: bool = False,
    despite_names: bool = False,
) -> StatementRelease:
    """Open a statement that was sent to everyone, at an address of its own.

    The names of places in its text, and a dossier with internal effects, only when that is said
    with so many words. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    require(actor, statement.body, Task.RELEASE, statement)
    current = (
        Statement.objects.select_for_update(of=("self",))
        .select_related("body", "dossier", "item__dossier")
        .get(pk=statement.pk)
    )
    if current.state == StatementState.DRAFT:
        raise WrongMoment("Een standpunt is openbaar te maken nadat het verzonden is.")
    internal = is_internal(current)
    if internal and not despite_internal:
        raise Invalid(
            "Dit standpunt hoort bij een dossier met interne gevolgen of bij een gesloten punt. "
            "Vink aan dat u het toch vrijgeeft.",
            field="despite_internal",
        )
    names = names_in_text(current)
    if names and not despite_names:
        raise Invalid(
            f"In de tekst staat {join_dutch(names)}, zonder toestemming om genoemd te worden. "
            "Vink aan dat de tekst niet zegt of dat bestuur steunt.",
            field="despite_names",
        )
    frozen = current.frozen
    content = {
        "title": frozen["title"],
        "text": frozen["text"],
        "sent_on": frozen["sent_on"],
        "number": frozen["number"],
        "addressees": [
            ", ".join(part for part in (each["name"], each["office"]) if part)
            for each in frozen["addressees"]
        ],
        "dossier": "" if internal or current.dossier is None else current.dossier.title,
    }
    last = current.releases.aggregate(last=Max("number"))["last"] or 0
    release = StatementRelease.objects.create(
        statement=current,
        number=last + 1,
        content=content,
        released_at=clock.now(),
        released_by=actor,
    )
    told: dict[str, tuple[Any, Any]] = {"release": (last or None, last + 1)}
    if internal:
        told["despite_internal"] = (None, True)
    record("statement.released", current, actor=actor, changes=told, body_id=current.body_id)
    return release


def is_internal(statement: Statement) -> bool:
    """Whether it hangs on a dossier with internal effects (R109), or on a closed item (R8)."""
    dossiers = [statement.dossier, statement.item.dossier if statement.item else None]
    inside = any(each is not None and each.is_internal for each in dossiers)
    return inside or (statement.item is not None and statement.item.openness in CLOSED)


def releases_of_statement(statement: Statement) -> list[StatementRelease]:
    """What was released of a statement, newest first, with who did."""
    return list(statement.releases.select_related("released_by").order_by("-number"))


def released_statements(body: GoverningBody | None = None) -> QuerySet[StatementRelease]:
    """The released statements of a table, or of all, newest first; of a corrected one the newest
    version.
    """
    newest = (
        StatementRelease.objects.filter(statement=OuterRef("statement"))
        .order_by("-number")
        .values("number")[:1]
    )
    corrected = StatementRelease.objects.filter(statement__replaces__isnull=False)
    of_body = Q() if body is None else Q(statement__body=body)
    return (
        StatementRelease.objects.filter(of_body, number=Subquery(newest))
        .filter(~Q(statement__in=corrected.values("statement__replaces")))
        .select_related("statement__body__region")
        .order_by("-statement__sent_on", "-pk")
    )


def released_statement(pk: int, body: GoverningBody | None = None) -> PublicStatement:
    """One released statement, at a table if one is given; also one that was corrected since.

    Raises ``NotVisible``.
    """
    of_body = Q() if body is None else Q(statement__body=body)
    releases = StatementRelease.objects.filter(of_body, statement=pk)
    release = releases.select_related("statement__body__region").order_by("-number").first()
    if release is None:
        raise NotVisible
    return as_statements([release])[0]


def as_statements(releases: Collection[StatementRelease]) -> list[PublicStatement]:
    """Releases read back, with who may be named now: one query."""
    named: dict[int, list[PublicSupporter]] = {}
    rows = Support.objects.filter(
        statement__in=[release.statement_id for release in releases],
        is_named=True,
        backing__in=SUPPORTING,
    )
    for row in rows.select_related("municipality").order_by("municipality__name"):
        named.setdefault(row.statement_id, []).append(
            PublicSupporter(
                row.municipality.name,
                row.municipality.slug,
                row.municipality.code,
                row.backing == Backing.RESERVED,
            )
        )
    return [
        PublicStatement(
            id=release.statement_id,
            body=release.statement.body,
            supporters=named.get(release.statement_id, []),
            answered_on=release.statement.answered_on,
            released_at=release.released_at,
            version=release.number,
            **release.content | {"sent_on": date.fromisoformat(release.content["sent_on"])},
        )
        for release in releases
    ]


def _consenting(statement: Statement) -> QuerySet[Support]:
    return statement.supports.filter(is_named=True, backing__in=SUPPORTING)
