"""Looking at a configuration before it is brought in, and bringing in just what was looked at."""

import hashlib
import json
from dataclasses import dataclass

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import Stale
from overlegtafel.governance.configuration.checking import Check
from overlegtafel.governance.configuration.differences import changes_between
from overlegtafel.governance.configuration.importing import import_configuration
from overlegtafel.governance.configuration.reading import BrokenConfiguration, Document
from overlegtafel.governance.configuration.writing import plain
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.wording import Change


@dataclass(frozen=True)
class BodyPreview:
    """What a file would do to one table."""

    slug: str
    name: str
    is_new: bool
    changes: list[Change]


@dataclass(frozen=True)
class Preview:
    """What a file would do. ``seen`` stands for the file and for what the site holds of it."""

    name: str
    organizations: list[str]
    bodies: list[BodyPreview]
    seen: str

    @property
    def changing(self) -> list[BodyPreview]:
        """The tables that would change."""
        return [each for each in self.bodies if each.changes]

    @property
    def staying(self) -> list[BodyPreview]:
        """The tables that stay as they are."""
        return [each for each in self.bodies if not each.changes]


def preview(document: Document) -> Preview:
    """What bringing the file in would change. Raises ``BrokenConfiguration``; writes nothing."""
    check, configuration = Check(document), document.configuration
    if mistakes := check.mistakes():
        raise BrokenConfiguration(mistakes)
    own = {f"{each.classification.value}:{each.code}": each for each in configuration.organizations}
    names = {code: each.name for code, each in own.items()} | check.names
    names |= {slug: body.name for slug, body in check.sitting.items()}
    names |= {each.slug: each.name for each in configuration.bodies}
    bodies = []
    for part in configuration.bodies:
        there = check.there.get(part.slug)
        changes = changes_between(there, part, names, clock.today())
        bodies.append(BodyPreview(part.slug, part.name, there is None, changes))
    return Preview(
        name=configuration.name,
        organizations=sorted(own[code].name for code in own.keys() - check.names.keys()),
        bodies=bodies,
        seen=_digest([plain(check.there[slug]) for slug in sorted(check.there)], configuration),
    )


def _digest(*parts: object) -> str:
    text = json.dumps([plain(part) for part in parts], default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def import_as_seen(*, actor: User, document: Document, seen: str) -> list[GoverningBody]:
    """Bring in what someone looked at. Raises as ``import_configuration``, and ``Stale`` when the
    file or what the site holds of it is no longer what was shown.
    """
    if preview(document).seen != seen:
        raise Stale("Intussen veranderde er iets aan dit overleg. Kijk de verschillen nog eens na.")
    return import_configuration(actor=actor, document=document)
