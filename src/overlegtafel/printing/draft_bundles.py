"""All drafts of an agreement as one file: what it holds now, and whether that file is there."""

import hashlib
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, WrongMoment
from overlegtafel.drafting.local_policy import can_oversee
from overlegtafel.drafting.local_queries import all_of
from overlegtafel.drafting.models import LocalDraft
from overlegtafel.printing.drafts.templates import templates_for
from overlegtafel.printing.models import DraftBundle
from overlegtafel.printing.states import PackState

STALLED = timedelta(minutes=2)
"""Without a sign of life for so long its maker fell away: it is asked again."""
NOT_MADE = "Dit bestand is nog niet gemaakt. Vraag het op de pagina met de ontwerpen."


def folder() -> Path:
    """Where bundles are kept; all in it can be made again."""
    return Path(settings.DATA_DIR) / "drafts"


def bundle_path(fingerprint: str) -> Path:
    """The ZIP of a bundle."""
    return folder() / f"{fingerprint}.zip"


def fingerprint_of(drafts: list[LocalDraft], templates: dict[int, bytes]) -> str:
    """A SHA-256 over what goes in: every draft as it is now, and the template it is made from."""
    digests = {content: hashlib.sha256(content).hexdigest() for content in set(templates.values())}
    lines = [
        f"{each.pk}:{each.revision}:{each.version_id}:{digests[templates[each.pk]]}"
        f":{each.decision.state}:{each.decision.meets_on}:{each.decision.college_on}"
        for each in drafts
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def is_served(bundle: DraftBundle) -> bool:
    """Whether a bundle is whole: its row says so, and its file is there."""
    return bundle.state == PackState.READY and bundle_path(bundle.fingerprint).exists()


def is_stalled(bundle: DraftBundle) -> bool:
    """Whether it is asked, and nobody gave a sign of life for too long."""
    going = bundle.state in (PackState.WAITING, PackState.MAKING)
    return going and (bundle.alive_at or bundle.state_since) < clock.now() - STALLED


def current_bundle(agreement: Agreement, drafts: list[LocalDraft]) -> DraftBundle | None:
    """The bundle of exactly what the drafts are now, if it was asked."""
    fingerprint = fingerprint_of(drafts, templates_for(drafts))
    return DraftBundle.objects.filter(agreement=agreement, fingerprint=fingerprint).first()


def bundle_to_serve(actor: User, agreement: Agreement) -> DraftBundle:
    """The file that the actor may have now. Raises ``NotAllowed``, ``WrongMoment``."""
    require_bundle(actor, agreement)
    found = current_bundle(agreement, all_of(agreement))
    if found is None or not is_served(found):
        raise WrongMoment(NOT_MADE)
    return found


def require_bundle(actor: User, agreement: Agreement) -> None:
    """Let on who sees the drafts of all. Raises ``NotAllowed``."""
    if not can_oversee(actor, agreement):
        raise NotAllowed("De ontwerpen van alle besturen ziet alleen wie het ontwerp schrijft.")
