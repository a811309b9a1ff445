"""The example library of a dossier, and the matrix of who uses which (R20)."""

from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.queries.positions import members_of
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.policy import dossiers_visible_to
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Organization
from overlegtafel.products.models import Example, ExampleChoice
from overlegtafel.products.policy import choices_visible_to, examples_visible_to
from overlegtafel.products.states import ExampleUse


@dataclass(frozen=True)
class ChoiceRow:
    """One member, and what it said; ``None`` is not known."""

    municipality: Organization
    choice: ExampleChoice | None

    @property
    def spoken(self) -> str:
        """``voorbeeld B``; ``geen antwoord``."""
        return self.choice.spoken if self.choice else "geen antwoord"


@dataclass(frozen=True)
class ExampleLine:
    """One example with who uses it."""

    example: Example
    users: list[Organization] = field(default_factory=list)


@dataclass(frozen=True)
class Library:
    """The examples of a dossier and what every member does with them."""

    lines: list[ExampleLine]
    rows: list[ChoiceRow]

    @property
    def sentence(self) -> str:
        """``6 × voorbeeld A, 5 × voorbeeld B, 3 nog niet``."""
        parts = [
            f"{len(ln.users)} × voorbeeld {ln.example.letter}" for ln in self.lines if ln.users
        ]
        uses = [row.choice.use if row.choice else "" for row in self.rows]
        for use, words in (
            (ExampleUse.OWN_TEXT, "eigen tekst"),
            (ExampleUse.NOT_YET, "nog niet"),
            ("", "zonder antwoord"),
        ):
            if count := uses.count(use):
                parts.append(f"{count} {words}")
        return ", ".join(parts)


def library_of(actor: User, dossier: Dossier) -> Library:
    """Examples and choices of one dossier: three queries, whatever the size."""
    members = members_of(dossier.body, clock.today())
    examples = examples_visible_to(actor).filter(dossier=dossier)
    seen = choices_visible_to(actor).filter(dossier=dossier)
    said = {
        each.municipality_id: each
        for each in seen.select_related("municipality", "example", "recorded_by")
    }
    rows = [ChoiceRow(town, said.get(town.pk)) for town in members]
    users: dict[int | None, list[Organization]] = {}
    for row in rows:
        if row.choice and row.choice.example_id:
            users.setdefault(row.choice.example_id, []).append(row.municipality)
    lines = [
        ExampleLine(each, users.get(each.pk, []))
        for each in examples.select_related("source", "document", "dossier__body")
    ]
    return Library(lines, rows)


def example_of(actor: User, dossier: Dossier, pk: int) -> Example:
    """One example. Raises ``NotVisible``."""
    found = (
        examples_visible_to(actor)
        .filter(dossier=dossier, pk=pk)
        .select_related("dossier__body", "dossier__owner", "source", "document")
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def dossiers_with_examples(actor: User, body: GoverningBody) -> QuerySet[Dossier]:
    """The dossiers of a table with examples, with how many and how many members chose."""
    return (
        dossiers_visible_to(actor)
        .filter(body=body, examples__isnull=False)
        .annotate(
            example_count=Count("examples", distinct=True),
            chosen_count=Count(
                "example_choices",
                filter=~Q(example_choices__use=ExampleUse.NOT_YET),
                distinct=True,
            ),
        )
        .order_by("reference")
    )
