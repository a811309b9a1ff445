"""A draft's words as one typed document: title, clauses, own columns, and how costs are shared.

A version is copied, compared, filled and kept as a whole, so it is one document (decision 8).
"""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from overlegtafel.drafting.states import ClauseKind, ColumnKind, CostKey

Short = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=20_000)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
PLACE = re.compile(r"\{\{\s*([^{}\n]{1,60}?)\s*\}\}")
"""A field in a text: ``{{gemeente}}``."""


class Part(BaseModel):
    """A part of a draft: strict about what it does not know, never changed in place."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Variant(Part):
    """Other words of a clause, for the municipalities (slugs) that agreed on them."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    text: Text
    municipalities: tuple[str, ...] = ()


class Clause(Part):
    """One clause. Its key stays the same over all versions, so that remarks find it again."""

    key: Key
    kind: ClauseKind
    heading: Short = ""
    text: Text = ""
    variants: tuple[Variant, ...] = ()

    def words_for(self, municipality: str) -> tuple[str, str]:
        """The text for a municipality (slug), and the name of the variant when it has one."""
        for variant in self.variants:
            if municipality in variant.municipalities:
                return variant.text, variant.name
        return self.text, ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that may hold a field."""
        return (self.heading, self.text, *(each.text for each in self.variants))


class Column(Part):
    """A column of the owner's own, with one value per municipality: ``{{name}}`` in a text."""

    name: Key
    label: Short
    kind: ColumnKind = ColumnKind.TEXT


class Cost(Part):
    """An amount in euro, shared over all municipalities of the agreement; cents, exactly."""

    amount: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
    key: CostKey
    column: str = ""

    @model_validator(mode="after")
    def _names_its_column(self) -> "Cost":
        if (self.key == CostKey.COLUMN) != bool(self.column):
            raise ValueError("alleen een verdeling volgens een eigen kolom noemt een kolom")
        return self


class DraftContent(Part):
    """The whole draft as the owner writes it."""

    title: Short = ""
    clauses: tuple[Clause, ...] = ()
    columns: tuple[Column, ...] = ()
    cost: Cost | None = None

    @model_validator(mode="after")
    def _unique(self) -> "DraftContent":
        for names in ([each.key for each in self.clauses], [each.name for each in self.columns]):
            if len(names) != len(set(names)):
                raise ValueError("elke clausule en elke kolom heeft een eigen sleutel")
        if self.cost and self.cost.column and self.column(self.cost.column) is None:
            raise ValueError("de verdeling noemt een kolom die niet bestaat")
        return self

    def clause(self, key: str) -> Clause | None:
        """The clause with this key."""
        return next((each for each in self.clauses if each.key == key), None)

    def column(self, name: str) -> Column | None:
        """The own column with this name."""
        return next((each for each in self.columns if each.name == name), None)

    def numbers(self) -> dict[str, int | None]:
        """The number that each clause has among those of its kind; only articles and annexes."""
        seen: dict[ClauseKind, int] = {}
        found: dict[str, int | None] = {}
        for clause in self.clauses:
            if clause.kind in (ClauseKind.ARTICLE, ClauseKind.ANNEX):
                seen[clause.kind] = seen.get(clause.kind, 0) + 1
                found[clause.key] = seen[clause.kind]
            else:
                found[clause.key] = None
        return found

    def places(self) -> tuple[str, ...]:
        """The names of all fields in the texts, each once, in the order they are read."""
        texts = (self.title, *(text for each in self.clauses for text in each.texts))
        return tuple(dict.fromkeys(name for text in texts for name in PLACE.findall(text)))
