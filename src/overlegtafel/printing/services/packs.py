"""Packs: asked by a reader, made in the background, kept until a newer agenda is sent."""

import logging
import time
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.policy import can_run
from overlegtafel.meetings.queries import expected_seats
from overlegtafel.printing.contents import PackContents, pack_contents
from overlegtafel.printing.models import Pack
from overlegtafel.printing.pack_file import folder, make_files, pdf_path, zip_path
from overlegtafel.printing.policy import pack_refusal, require_pack
from overlegtafel.printing.queries import is_served, is_stalled
from overlegtafel.printing.states import PACK_MOVES, PackState
from overlegtafel.printing.tasks import in_background, prepare_in_background

CHANGED = "Wat u mag lezen, veranderde terwijl de bundel gemaakt werd."
BROKE = "Er liep iets mis bij het maken van de bundel. Het is gemeld aan wie de site beheert."
KEPT_FOR = timedelta(days=90)
"""How long after its meeting a pack is kept; it can always be made again."""
_HALF_AN_HOUR = 1800

logger = logging.getLogger(__name__)


@transaction.atomic
def ask_for_pack(*, actor: User, meeting: Meeting) -> Pack:
    """Have the actor's pack made, unless it is there or on its way (R9).

    Who may read the same gets the same file. Raises ``NotVisible``, ``WrongMoment``.
    """
    require_pack(actor, meeting)
    return _ask(actor, meeting, pack_contents(actor, meeting))


@transaction.atomic
def prepare_packs(*, actor: User, meeting: Meeting) -> None:
    """Have the packs made of everyone who is expected, so that they wait for nobody.

    Called when an agenda is sent; the work is done in the background. Raises ``NotAllowed``.
    """
    if not can_run(actor, meeting.body_id):
        raise NotAllowed
    prepare_in_background(meeting.pk, actor.pk)


def prepare_now(meeting_id: int, actor_id: int) -> int:
    """Ask the pack of each who is expected, once per way of reading; how many."""
    meeting = Meeting.objects.select_related("body").get(pk=meeting_id)
    seats = [each.user for each in expected_seats(meeting) if each.user is not None]
    asked: set[str] = set()
    for reader in [User.objects.get(pk=actor_id), *seats]:
        if pack_refusal(reader, meeting):
            continue
        contents = pack_contents(reader, meeting)
        if contents.fingerprint not in asked:
            asked.add(contents.fingerprint)
            with transaction.atomic():
                _ask(reader, meeting, contents)
    return len(asked)


def _ask(reader: User, meeting: Meeting, contents: PackContents) -> Pack:
    now = clock.now()
    pack, is_new = Pack.objects.get_or_create(
        meeting=meeting,
        fingerprint=contents.fingerprint,
        defaults={"version": contents.version, "state_since": now, "asked_by": reader},
    )
    if not is_new:
        if is_served(pack) or (pack.state != PackState.FAILED and not _fell_away(pack)):
            return pack
        _start_again(pack, reader)
    record("pack.asked", pack, actor=reader, body_id=meeting.body_id)
    in_background(pack.pk)
    return pack


def _fell_away(pack: Pack) -> bool:
    return is_stalled(pack) or (pack.state == PackState.READY and not is_served(pack))


def _start_again(pack: Pack, reader: User) -> None:
    facts = {"state_since": clock.now(), "alive_at": None, "done": 0, "problem": ""}
    if pack.state == PackState.WAITING:
        Pack.objects.filter(pk=pack.pk, state=PackState.WAITING).update(**facts)
    else:
        claim(pack, PACK_MOVES, "again", **facts, asked_by=reader)


def make_pack(pack_id: int) -> None:
    """Make a pack that was asked: the work of the background, as its asker reads the meeting.

    Nothing happens when another already makes it. Whatever breaks is told on the page of the
    pack, never served half.
    """
    pack = Pack.objects.select_related("asked_by", "meeting__body").filter(pk=pack_id).first()
    if pack is None or not _begin(pack):
        return None
    try:
        contents = pack_contents(pack.asked_by, pack.meeting)
        if contents.fingerprint != pack.fingerprint or pack_refusal(pack.asked_by, pack.meeting):
            return _give_up(pack, CHANGED)
        Pack.objects.filter(pk=pack.pk).update(total=len(contents.annexes))
        made = make_files(contents, lambda done: _live(pack, done))
    except Exception:  # whatever a file of others does to us must reach the reader in words
        logger.exception("bundel %s", pack.pk)
        return _give_up(pack, BROKE)
    with transaction.atomic():
        claim(
            pack,
            PACK_MOVES,
            "finish",
            state_since=clock.now(),
            pages=made.pages,
            size=made.size,
            zip_size=made.zip_size,
            places=made.places,
        )
    _drop(Pack.objects.filter(meeting=pack.meeting, version__lt=pack.version))
    return None


def _begin(pack: Pack) -> bool:
    now = clock.now()
    try:
        with transaction.atomic():
            claim(pack, PACK_MOVES, "begin", state_since=now, alive_at=now)
    except WrongMoment:
        return False
    return True


def _live(pack: Pack, done: int) -> None:
    Pack.objects.filter(pk=pack.pk).update(done=done, alive_at=clock.now())


def _give_up(pack: Pack, problem: str) -> None:
    with transaction.atomic():
        claim(pack, PACK_MOVES, "fail", state_since=clock.now(), problem=problem)


def resume_packs() -> int:
    """Ask again what was being made by a worker that fell away; how many."""
    going = Pack.objects.filter(state__in=[PackState.WAITING, PackState.MAKING])
    resumed = 0
    for pack in going.select_related("asked_by"):
        if is_stalled(pack):
            with transaction.atomic():
                _start_again(pack, pack.asked_by)
                in_background(pack.pk)
            resumed += 1
    return resumed


def clean_packs() -> int:
    """Remove packs of replaced agendas and of long ago, and files of no pack; how many packs."""
    old = Pack.objects.annotate(newest=Max("meeting__agenda_versions__number")).filter(
        Q(newest__gt=F("version")) | Q(meeting__held_on__lt=clock.today() - KEPT_FOR)
    )
    removed = _drop(old)
    known = set(Pack.objects.values_list("fingerprint", flat=True))
    for path in folder().glob("*"):
        is_whole = path.suffix in (".pdf", ".zip") and path.stem in known
        if not is_whole and path.stat().st_mtime < time.time() - _HALF_AN_HOUR:
            path.unlink(missing_ok=True)
    return removed


def _drop(packs: QuerySet[Pack]) -> int:
    found = list(packs)
    Pack.objects.filter(pk__in=[pack.pk for pack in found]).delete()
    for pack in found:
        pdf_path(pack.fingerprint).unlink(missing_ok=True)
        zip_path(pack.fingerprint).unlink(missing_ok=True)
    return len(found)
