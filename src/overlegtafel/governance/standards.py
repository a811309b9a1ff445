"""The categories of members and the compositions that a table may start from: data, with source."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from overlegtafel.organizations.models import PostRole


class StandardCategory(BaseModel):
    """A category as the data file gives it; see ``MemberCategory``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    name: str
    short: str = ""
    filled_by: PostRole | None = None
    counts: bool = True
    may_propose: bool = True
    sees_inside: bool = True
    visits_per_year: int | None = None
    plan_visit_before: int | None = None
    reason: str = ""


class Preset(BaseModel):
    """A composition to start from: the keys of its categories, the members' own first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    name: str
    explanation: str
    categories: tuple[str, ...]


class Reading(BaseModel):
    """Something worth reading for who supports a table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    by: str
    about: str


@cache
def readings() -> list[Reading]:
    """The reading list of the data file."""
    return TypeAdapter(list[Reading]).validate_python(_read("reading.yaml"))


@cache
def evaluation_questions() -> dict[str, str]:
    """The fixed questions of an evaluation, by key."""
    return {each["key"]: each["question"] for each in _questions()["evaluation"]}


@cache
def assessment_statements() -> dict[str, str]:
    """The statements of the yearly self-assessment, by key."""
    return {each["key"]: each["statement"] for each in _questions()["self_assessment"]}


def _questions() -> dict[str, list[dict[str, str]]]:
    return TypeAdapter(dict[str, list[dict[str, str]]]).validate_python(
        _read("evaluation_questions.yaml")
    )


def _read(name: str) -> object:
    return yaml.safe_load((files(__package__) / "data" / name).read_text(encoding="utf-8"))


@cache
def standard_categories() -> dict[str, StandardCategory]:
    """The categories of the data file, by key."""
    found = TypeAdapter(list[StandardCategory]).validate_python(_read("member_categories.yaml"))
    return {each.key: each for each in found}


def main_category() -> str:
    """The key of the category that members get unless their table says otherwise."""
    return next(iter(presets().values())).categories[0]


@cache
def presets() -> dict[str, Preset]:
    """The compositions of the data file, by key, in its order."""
    found = TypeAdapter(list[Preset]).validate_python(_read("presets.yaml"))
    return {each.key: each for each in found}
