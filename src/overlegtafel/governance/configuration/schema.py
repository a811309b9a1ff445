"""What a configuration file holds: bodies with their seats, categories and charters; no people.

Organizations are written ``classification:code`` ("municipality:41002"), bodies by their slug.
Nothing of who works with the software is in it: no accounts, roles, proposals or meetings.
"""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.states import (
    ADMINISTRATIVE,
    BodyKind,
    Category,
    Function,
    Involved,
    Situation,
)
from overlegtafel.organizations.models import Classification, PostRole

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=50)]
Reference = Annotated[str, Field(pattern=r"^[a-z_]+:[^\s:]+$", max_length=100)]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=5_000)]


class Part(BaseModel):
    """A part of the file: nothing unknown, nothing changed in place."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OrganizationPart(Part):
    """An organization that the reference files of Flanders don't hold."""

    classification: Classification
    code: Annotated[str, Field(pattern=r"^[^\s:]+$", max_length=60)]
    name: Line
    note: Text = ""


class CategoryPart(Part):
    """A category of members. What is left out comes from the standard list when it knows the key,
    so a field that is written counts even with the value below; ``said`` are those.
    """

    key: Annotated[Slug, Field(max_length=30)]
    name: Annotated[str, Field(min_length=1, max_length=80)] = ""
    short: Annotated[str, Field(max_length=30)] = ""
    filled_by: PostRole | Literal[""] = ""
    counts: bool = True
    may_propose: bool = True
    sees_inside: bool = True
    visits_per_year: Annotated[int, Field(ge=0, le=50)] | None = None
    plan_visit_before: Annotated[int, Field(ge=1, le=12)] | None = None
    reason: Text = ""

    @property
    def said(self) -> dict[str, Any]:
        """What the file says of the category, beside its key."""
        return {
            name: getattr(self, name)
            for name in type(self).model_fields
            if name in self.model_fields_set and name != "key"
        }


class PostPart(Part):
    """A post in an organization, whoever holds it."""

    organization: Reference
    role: PostRole
    label: Line


class Dated(Part):
    """From a day to a day, both inclusive, open when empty: ``valid_from`` and ``valid_to``."""

    @model_validator(mode="after")
    def _period_in_order(self) -> Self:
        start, end = getattr(self, "valid_from", None), getattr(self, "valid_to", None)
        if start and end and end < start:
            raise ValueError("het einde (valid_to) valt vóór het begin (valid_from)")
        return self


class SeatPart(Dated):
    """A seat of a municipality, a post or a person, in the table's order.

    A municipality is its NIS code, with its name behind it for who reads the file.
    """

    category: Annotated[Slug, Field(max_length=30)]
    municipality: Annotated[str, Field(pattern=r"^\d{5}( \S.*)?$", max_length=210)] | None = None
    post: PostPart | None = None
    person: Line | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _one_holder(self) -> "SeatPart":
        if sum(each is not None for each in (self.municipality, self.post, self.person)) != 1:
            raise ValueError("een zetel is van één bestuur, één functie of één persoon")
        return self

    @property
    def nis(self) -> str | None:
        """The code of the municipality."""
        return self.municipality and self.municipality[:5]

    @property
    def holder(self) -> tuple[str | None, ...]:
        """Whose seat it is, and as what."""
        post = self.post
        whose = (post.organization, post.role.value, post.label) if post else (None, None, None)
        return (self.category, self.nis, *whose, self.person)


class InvolvedPart(Dated):
    """An organization that is involved without a seat."""

    organization: Reference
    way: Involved
    note: Annotated[str, Field(max_length=200)] = ""
    valid_from: date | None = None
    valid_to: date | None = None


class CharterPart(Part):
    """One version of a charter. Without ``adopted_on`` it is the draft."""

    number: Annotated[int, Field(ge=1, le=999)]
    ambition: Text = ""
    agendering: Text = ""
    preparation: Text = ""
    ratification: Text = ""
    execution: Text = ""
    rules: CharterRules = CharterRules()
    is_public: bool = False
    valid_from: date | None = None
    adopted_on: date | None = None
    adopted_at_meeting: Annotated[str, Field(max_length=200)] = ""
    credit: Annotated[str, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _adopted_from_a_day(self) -> "CharterPart":
        if (self.valid_from is None) != (self.adopted_on is None):
            raise ValueError("een aangenomen versie heeft valid_from én adopted_on")
        return self


class StartPathPart(Part):
    """The road to a first charter that a table is on: its texts, without who brought what."""

    situation: Situation
    preconditions: Text = ""
    decision_process: Text = ""


class FactPart(Part):
    """A sentence about the table; without a source it shows as "te bevestigen"."""

    text: Annotated[str, Field(min_length=1, max_length=2_000)]
    source: Annotated[str, Field(max_length=300)] = ""


class BodyPart(Dated):
    """One body, after the ones it falls under or came from; it may follow any in the file.

    ``administrative`` is only said where its advice is not what its kind usually gives (R55).
    """

    slug: Slug
    name: Annotated[str, Field(min_length=1, max_length=120)]
    short_name: Annotated[str, Field(min_length=1, max_length=30)]
    kind: BodyKind
    administrative: bool | None = None
    agreement_prefix: Annotated[str, Field(min_length=1, max_length=10)]
    organization: Reference | None = None
    primary: bool = False
    parent: Slug | None = None
    follows: Slug | None = None
    predecessors: tuple[Slug, ...] = ()
    purpose: Text = ""
    rhythm: Annotated[str, Field(max_length=200)] = ""
    theme: Annotated[str, Field(max_length=120)] = ""
    aliases: tuple[Line, ...] = ()
    started: Annotated[str, Field(max_length=40)] = ""
    valid_from: date | None = None
    valid_to: date | None = None
    situation: Situation | None = None
    situation_on: date | None = None
    situation_note: Text = ""
    functions: tuple[Function, ...] = ()
    item_categories: tuple[Category, ...] = ()
    composition_review_on: date | None = None
    support: tuple[Reference, ...] = ()
    involved: tuple[InvolvedPart, ...] = ()
    member_categories: tuple[CategoryPart, ...] = ()
    seats: tuple[SeatPart, ...] = ()
    start_path: StartPathPart | None = None
    charters: tuple[CharterPart, ...] = ()
    facts: tuple[FactPart, ...] = ()

    @property
    def advice(self) -> str:
        """Which advice it gives, in a word."""
        usual = self.kind in ADMINISTRATIVE
        said = self.administrative
        return "ambtelijk" if (usual if said is None else said) else "politiek"


class Configuration(Part):
    """The whole file: a region's bodies, or those of a constellation across regions."""

    format: Literal[1]
    name: Line
    region: Reference | None = None
    organizations: tuple[OrganizationPart, ...] = ()
    bodies: Annotated[tuple[BodyPart, ...], Field(min_length=1)]
