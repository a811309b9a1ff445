"""The charter that a table made public (R50): its words, its way, its ambition per domain."""

from dataclasses import dataclass
from datetime import date

from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.charters import charter_on
from overlegtafel.governance.models import Charter, GoverningBody
from overlegtafel.governance.models.charters import HOW_QUESTIONS
from overlegtafel.governance.queries import names_in
from overlegtafel.governance.wording import CHAPTERS, Names, sentences

_TOLD = ("ambition", *HOW_QUESTIONS, "themes")
"""What everyone reads; what staff may do alone is the table's own affair."""


@dataclass(frozen=True)
class PublicChapter:
    """One part of a charter, in words and as the settings that follow from them."""

    title: str
    words: str
    settings: list[str]


@dataclass(frozen=True)
class PublicStop:
    """A step from proposal to agreement, as the flow line draws it."""

    label: str
    note: str
    state: str = ""
    href: str = ""


@dataclass(frozen=True)
class PublicCharter:
    """A charter as everyone may read it."""

    number: int
    valid_from: date
    adopted_on: date
    answered: int
    chapters: list[PublicChapter]
    route: list[PublicStop]


def has_public_charter(body: GoverningBody) -> bool:
    """Whether the charter in force may be read by everyone."""
    charter = charter_on(body.pk, clock.today())
    return charter is not None and charter.is_public


def public_charter(body: GoverningBody) -> PublicCharter:
    """The charter in force today. Raises ``NotVisible`` without one, or when it isn't public."""
    charter = charter_on(body.pk, clock.today())
    if charter is None or not charter.is_public:
        raise NotVisible
    assert charter.valid_from is not None and charter.adopted_on is not None  # a constraint
    names = names_in(charter.rules)
    return PublicCharter(
        charter.number,
        charter.valid_from,
        charter.adopted_on,
        charter.answered,
        _chapters(charter, names),
        _route(body, charter, names),
    )


def _chapters(charter: Charter, names: Names) -> list[PublicChapter]:
    said = sentences(charter.rules, names)
    titles = CHAPTERS | HOW_QUESTIONS
    parts = [PublicChapter(titles[key], getattr(charter, key, ""), said[key]) for key in _TOLD]
    return [each for each in parts if each.words or each.settings]


def _route(body: GoverningBody, charter: Charter, names: Names) -> list[PublicStop]:
    return [
        PublicStop("Aangebracht", "door wie dat mag"),
        *(
            PublicStop(names.get(step.body, step.body), str(step.does.label))
            for step in charter.rules.agendering.route
        ),
        PublicStop(body.short_name, "bespreekt"),
        PublicStop("Elk bestuur", "beslist zelf"),
    ]
