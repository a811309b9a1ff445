"""Statements, who supports them, and which wait too long for an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.policy import positions_visible_to
from overlegtafel.agreements.queries.positions import members_of
from overlegtafel.agreements.states import Stance
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Organization
from overlegtafel.outbox.models import Message
from overlegtafel.products.models import Statement, Support
from overlegtafel.products.policy import statements_visible_to, supports_visible_to
from overlegtafel.products.states import SUPPORTING, Backing, StatementState

SUGGESTED = {
    Stance.FOR: Backing.SUPPORTS,
    Stance.RESERVED: Backing.RESERVED,
    Stance.AGAINST: Backing.OPPOSES,
}
"""What a position before the meeting makes a good start for, once the municipality agrees."""


@dataclass(frozen=True)
class SupportRow:
    """One member and what it said, as far as the actor may know; ``None`` is not known."""

    municipality: Organization
    support: Support | None = None

    @property
    def spoken(self) -> str:
        """``steunt``, ``nog niet gekend``."""
        return self.support.get_backing_display() if self.support else "nog niet gekend"


@dataclass(frozen=True)
class Supports:
    """Every member of the table with what it said; ``hidden`` when the actor may not know."""

    rows: list[SupportRow]
    hidden: bool = False

    @property
    def supporting(self) -> int:
        """How many support it, with a reservation or without."""
        said = [row.support.backing for row in self.rows if row.support]
        return sum(each in SUPPORTING for each in said)

    @property
    def named(self) -> list[Organization]:
        """Who supports it and may be named in public."""
        return [row.municipality for row in self.rows if row.support and row.support.is_named]

    @property
    def unknown(self) -> int:
        """How many said nothing yet."""
        return sum(row.support is None for row in self.rows)

    @property
    def sentence(self) -> str:
        """``12 steunen, 1 steunt met voorbehoud, 1 onthoudt zich``."""
        said = [row.support.backing for row in self.rows if row.support]
        parts = [
            f"{said.count(backing)} {_counted(backing, said.count(backing))}"
            for backing in Backing
            if backing in said
        ]
        if self.unknown:
            parts.append(f"{self.unknown} nog niet gekend")
        return ", ".join(parts)


def _counted(backing: Backing, count: int) -> str:
    one, many = {
        Backing.SUPPORTS: ("steunt", "steunen"),
        Backing.RESERVED: ("steunt met voorbehoud", "steunen met voorbehoud"),
        Backing.OPPOSES: ("steunt niet", "steunen niet"),
        Backing.ABSTAINS: ("onthoudt zich", "onthouden zich"),
    }[backing]
    return one if count == 1 else many


def statements_of(actor: User, body: GoverningBody) -> QuerySet[Statement]:
    """The statements of a table, newest first; of a corrected one only the newest version."""
    return (
        statements_visible_to(actor)
        .filter(body=body)
        .filter(Q(replaced_by__isnull=True) | Q(replaced_by__state=StatementState.DRAFT))
        .select_related("body", "dossier__owner", "item__meeting", "agreement")
        .prefetch_related("addressees")
        .order_by("-written_at", "-pk")
    )


def statement_of(actor: User, body: GoverningBody, pk: int) -> Statement:
    """One statement. Raises ``NotVisible``."""
    found = (
        statements_visible_to(actor)
        .filter(body=body, pk=pk)
        .select_related(
            "body",
            "dossier__owner",
            "dossier__body",
            "item__meeting__body",
            "agreement",
            "replaces",
            "answer_document",
            "written_by",
        )
        .prefetch_related("addressees", "follow_ups__recorded_by")
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def supports_of(actor: User, statement: Statement) -> Supports:
    """What each member of the table said of a statement: three queries, whatever the size."""
    day = statement.sent_on or clock.today()
    members = members_of(statement.body, day)
    seen = supports_visible_to(actor).filter(statement=statement)
    said = {each.municipality_id: each for each in seen.select_related("municipality")}
    rows = [SupportRow(town, said.get(town.pk)) for town in members]
    known = {town.pk for town in members}
    rows += [SupportRow(each.municipality, each) for pk, each in said.items() if pk not in known]
    return Supports(rows)


def suggested_backing(
    actor: User, statement: Statement, towns: Iterable[Organization]
) -> dict[int, tuple[Backing, str]]:
    """What the positions shared before the meeting suggest, by municipality: a start only."""
    if statement.item_id is None:
        return {}
    shared = positions_visible_to(actor).filter(
        item=statement.item_id, municipality__in=[town.pk for town in towns], state="shared"
    )
    return {
        each.municipality_id: (SUGGESTED[Stance(each.stance)], each.reservation)
        for each in shared.order_by("number")
        if each.stance in SUGGESTED
    }


def overdue_statements(day: date) -> QuerySet[Statement]:
    """What was sent and should have been answered before ``day``."""
    return Statement.objects.filter(state=StatementState.SENT, answer_due_on__lt=day)


def correction_of(actor: User, statement: Statement) -> Statement | None:
    """The next version of a statement, for who may see that one."""
    return statements_visible_to(actor).filter(replaces=statement).first()


def mails_left_for(statement: Statement) -> QuerySet[Message]:
    """The mails that left to its addressees."""
    return Message.objects.filter(key__startswith=f"statement:{statement.pk}:to:")
