"""All drafts of an agreement as one ZIP: asked, made in the background, kept until one changes."""

import logging
import time

from django.db import transaction
from django.db.models import QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.drafting.local_queries import all_of
from overlegtafel.printing.draft_bundles import (
    bundle_path,
    fingerprint_of,
    folder,
    is_served,
    is_stalled,
    require_bundle,
)
from overlegtafel.printing.drafts.files import zipped
from overlegtafel.printing.drafts.templates import templates_for
from overlegtafel.printing.models import DraftBundle
from overlegtafel.printing.pack_file import write_whole
from overlegtafel.printing.states import PACK_MOVES, PackState
from overlegtafel.printing.tasks import bundle_in_background

CHANGED = "Een ontwerp veranderde terwijl het bestand gemaakt werd. Vraag het opnieuw."
BROKE = "Er liep iets mis bij het maken van het bestand. Het is gemeld aan wie de site beheert."
_HALF_AN_HOUR = 1800

logger = logging.getLogger(__name__)


@transaction.atomic
def ask_for_bundle(*, actor: User, agreement: Agreement) -> DraftBundle:
    """Have all drafts of an agreement made as one file, unless it is there or on its way.

    Raises ``NotAllowed``, ``WrongMoment`` while there is no draft.
    """
    require_bundle(actor, agreement)
    drafts = all_of(agreement)
    if not drafts:
        raise WrongMoment("Er zijn nog geen ontwerpen.")
    now = clock.now()
    bundle, is_new = DraftBundle.objects.get_or_create(
        agreement=agreement,
        fingerprint=fingerprint_of(drafts, templates_for(drafts)),
        defaults={"state_since": now, "asked_by": actor},
    )
    if not is_new:
        if is_served(bundle) or (
            bundle.state in (PackState.WAITING, PackState.MAKING) and not is_stalled(bundle)
        ):
            return bundle
        _start_again(bundle, actor)
    record("draft_bundle.asked", agreement, actor=actor, body_id=agreement.body_id)
    bundle_in_background(bundle.pk)
    return bundle


def make_bundle(bundle_id: int) -> None:
    """Make a bundle that was asked: the work of the background.

    Nothing happens when another already makes it. Whatever breaks is told on the page, never
    served half.
    """
    bundle = DraftBundle.objects.select_related("agreement").filter(pk=bundle_id).first()
    if bundle is None or not _begin(bundle):
        return
    try:
        drafts = all_of(bundle.agreement)
        templates = templates_for(drafts)
        if fingerprint_of(drafts, templates) != bundle.fingerprint:
            _give_up(bundle, CHANGED)
            return
        _note(bundle, total=len(drafts))
        packed = zipped(
            drafts, templates, in_folders=True, alive=lambda done: _note(bundle, done=done)
        )
        size = write_whole(bundle_path(bundle.fingerprint), packed)
    except Exception:  # whatever a template of others does to us must reach the reader in words
        logger.exception("ontwerpen %s", bundle.pk)
        _give_up(bundle, BROKE)
        return
    with transaction.atomic():
        claim(bundle, PACK_MOVES, "finish", state_since=clock.now(), size=size)
    _drop(DraftBundle.objects.filter(agreement=bundle.agreement).exclude(pk=bundle.pk))


def resume_bundles() -> int:
    """Ask again what was being made by a worker that fell away; how many."""
    resumed = 0
    going = DraftBundle.objects.filter(state__in=[PackState.WAITING, PackState.MAKING])
    for bundle in going.select_related("asked_by"):
        if is_stalled(bundle):
            with transaction.atomic():
                _start_again(bundle, bundle.asked_by)
                bundle_in_background(bundle.pk)
            resumed += 1
    return resumed


def clean_bundles() -> None:
    """Remove files of no bundle."""
    known = set(DraftBundle.objects.values_list("fingerprint", flat=True))
    for path in folder().glob("*"):
        is_whole = path.suffix == ".zip" and path.stem in known
        if not is_whole and path.stat().st_mtime < time.time() - _HALF_AN_HOUR:
            path.unlink(missing_ok=True)


def _begin(bundle: DraftBundle) -> bool:
    now = clock.now()
    try:
        with transaction.atomic():
            claim(bundle, PACK_MOVES, "begin", state_since=now, alive_at=now)
    except WrongMoment:
        return False
    return True


def _start_again(bundle: DraftBundle, asker: User) -> None:
    facts = {"state_since": clock.now(), "alive_at": None, "done": 0, "problem": ""}
    if bundle.state == PackState.WAITING:
        waiting = DraftBundle.objects.filter(pk=bundle.pk, state=PackState.WAITING)
        waiting.update(**facts)
    else:
        claim(bundle, PACK_MOVES, "again", **facts, asked_by=asker)


def _note(bundle: DraftBundle, **facts: int) -> None:
    DraftBundle.objects.filter(pk=bundle.pk).update(**facts, alive_at=clock.now())


def _give_up(bundle: DraftBundle, problem: str) -> None:
    with transaction.atomic():
        claim(bundle, PACK_MOVES, "fail", state_since=clock.now(), problem=problem)


def _drop(bundles: QuerySet[DraftBundle]) -> None:
    found = list(bundles.exclude(state__in=[PackState.WAITING, PackState.MAKING]))
    DraftBundle.objects.filter(pk__in=[each.pk for each in found]).delete()
    for each in found:
        bundle_path(each.fingerprint).unlink(missing_ok=True)
