"""The minutes of one item: saved with a button, or as they are typed; merged when two write."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, Stale
from overlegtafel.common.merge import Merged, merge
from overlegtafel.governance.states import Task
from overlegtafel.meetings import closing
from overlegtafel.meetings.models import AgendaItem, Meeting, WritingTurn
from overlegtafel.meetings.services.holding import authorise, hold
from overlegtafel.meetings.states import WRITABLE, MeetingState, Outcome

TURN = timedelta(minutes=5)
"""How long someone types before the log gets a line of it."""
LONGEST = 50_000


@dataclass(frozen=True)
class Texts:
    """What is written about one item."""

    minutes: str
    outcome: str
    outcome_note: str

    @classmethod
    def of(cls, item: AgendaItem) -> "Texts":
        """As they are stored."""
        return cls(item.minutes, item.outcome, item.outcome_note)


@dataclass(frozen=True)
class Origin:
    """Where typed text started from: the stored texts of ``revision``, on which page.

    ``number`` counts the saves of that page and ``answered`` is the last one that it heard
    of: what was sent after that may have been stored without the page knowing.
    """

    texts: Texts
    revision: int
    page: str = ""
    number: int = 0
    answered: int = 0


@dataclass(frozen=True)
class Together:
    """Two people's texts brought together.

    ``found`` is the text part by part, with the places where both rewrote the same lines;
    ``chosen`` names the other fields in which they chose differently; ``merged`` says that it
    all holds more than what was sent.
    """

    texts: Texts
    found: Merged
    chosen: tuple[str, ...]
    merged: bool

    @property
    def is_settled(self) -> bool:
        """Whether nobody has to choose."""
        return not self.found.clashes and not self.chosen


@dataclass(frozen=True)
class Written:
    """What came of saving: the item as it is stored now, and how the texts came together."""

    item: AgendaItem
    together: Together


@transaction.atomic
def save_minutes(
    *,
    actor: User,
    item: AgendaItem,
    minutes: str,
    outcome: str,
    expected_revision: int,
    outcome_note: str = "",
) -> AgendaItem:
    """Write what was said and what came of it, item by item, until the report is approved.

    An empty ``outcome`` leaves what stands. Once the minutes are closed the outcome is fixed:
    agreements are in force by it and proposals moved. Raises ``NotAllowed``, ``WrongMoment``,
    ``Stale`` when someone saved since ``expected_revision``, ``Invalid`` for an unknown or a
    fixed outcome, or for text at an item of which there is no report.
    """
    meeting, current = _hold_for_writing(actor, item)
    texts = Texts(minutes, outcome or current.outcome, outcome_note)
    _check(meeting, current, texts)
    if current.revision != expected_revision:
        raise Stale
    _log_turns(current, but=actor)
    before = _end_own_turn(actor, current)
    _store(actor, current, texts)
    _log(actor, current, before, texts)
    item.refresh_from_db()
    return item


@transaction.atomic
def write_minutes(*, actor: User, item: AgendaItem, texts: Texts, origin: Origin) -> Written:
    """Save what is being typed. What another saved meanwhile is merged in, line by line.

    Where both rewrote the same words nothing is stored and the answer holds both. The log gets a
    line per turn of writing, not one per save (``end_turns``). Raises as ``save_minutes``, but
    never ``Stale``.
    """
    meeting, current = _hold_for_writing(actor, item)
    turn, _ = WritingTurn.objects.get_or_create(
        item=current, writer=actor, defaults={"seen_at": clock.now()}
    )
    together = _bring_together(current, texts, _ancestor(turn, origin))
    if together.is_settled:
        stored = together.texts
        _check(meeting, current, stored)
        _log_turns(current, but=actor)
        _note_turn(turn, current, stored, texts, origin)
        if stored != Texts.of(current):
            _store(actor, current, stored)
    fresh = AgendaItem.objects.select_related("saved_by").get(pk=current.pk)
    return Written(fresh, together)


@transaction.atomic
def join_writing(*, actor: User, item: AgendaItem) -> None:
    """Let others see for half a minute that someone is at these minutes. Leaves no line."""
    authorise(actor, item.meeting, Task.MINUTES)
    hold(item.meeting, *WRITABLE)
    WritingTurn.objects.update_or_create(item=item, writer=actor, defaults={"seen_at": clock.now()})


@transaction.atomic
def withhold_minutes(*, actor: User, item: AgendaItem, withheld: bool) -> AgendaItem:
    """Agree that there is no report of an item, or that there is one after all (R8).

    Who may: the chair, and staff as far as the charter lets it write minutes. Raises
    ``NotAllowed``, ``WrongMoment``, ``Invalid`` while there is text.
    """
    _, current = _hold_for_writing(actor, item)
    if withheld and current.minutes.strip():
        raise Invalid("Er staat al tekst bij dit punt. Haal die eerst weg.")
    if current.no_report != withheld:
        AgendaItem.objects.filter(pk=item.pk).update(no_report=withheld)
        record(
            "minutes.withheld" if withheld else "minutes.wanted",
            current,
            actor=actor,
            changes={"no_report": (current.no_report, withheld)},
            body_id=item.meeting.body_id,
        )
    item.refresh_from_db()
    return item


def end_turns(meeting: Meeting) -> None:
    """Put in the log what was typed and is not there yet; runs inside the closing of minutes."""
    for item in meeting.items.filter(writing_turns__isnull=False).distinct():
        _log_turns(item)
        item.writing_turns.all().delete()


def mark_agreed(*, actor: User, item: AgendaItem) -> None:
    """Make "afspraak" the outcome of an item that has none; runs inside the agreement's writing.

    The item's revision stays, so that who is typing its minutes is not stopped.
    """
    open_items = AgendaItem.objects.filter(pk=item.pk, outcome="")
    if open_items.update(outcome=Outcome.AGREEMENT):
        item.outcome = Outcome.AGREEMENT
        record(
            "minutes.outcome_set",
            item,
            actor=actor,
            changes={"outcome": ("", Outcome.AGREEMENT)},
            body_id=item.meeting.body_id,
        )


def _hold_for_writing(actor: User, item: AgendaItem) -> tuple[Meeting, AgendaItem]:
    authorise(actor, item.meeting, Task.MINUTES)
    meeting = hold(item.meeting, *WRITABLE)
    current = AgendaItem.objects.select_for_update().get(pk=item.pk)
    current.meeting = item.meeting
    return meeting, current


def _check(meeting: Meeting, current: AgendaItem, texts: Texts) -> None:
    if texts.outcome and texts.outcome not in Outcome.values:
        raise Invalid("Deze uitkomst bestaat niet.", field="outcome")
    if len(texts.minutes) > LONGEST:
        raise Invalid(f"Houd dit korter: hoogstens {LONGEST} tekens.", field="minutes")
    if current.no_report and texts.minutes.strip():
        raise Invalid("Van dit punt komt er geen verslag.", field="minutes")
    if meeting.state == MeetingState.REPORTED:
        _check_correction(current, texts.outcome, texts.outcome_note)


def _check_correction(item: AgendaItem, outcome: str, outcome_note: str) -> None:
    """What of a concept report may not change any more."""
    if outcome != item.outcome:
        raise Invalid(
            "De uitkomst ligt vast sinds het verslag afgesloten is: afspraken en voorstellen "
            "zijn erop verdergegaan.",
            field="outcome",
        )
    missing = closing.missing_words(outcome, outcome_note)
    if missing:
        raise Invalid(f"{missing.capitalize()}.", field="outcome_note")


def _ancestor(turn: WritingTurn, origin: Origin) -> Origin:
    """The last text of this page that was stored, when its answer never got there."""
    if turn.page != origin.page or not origin.page or turn.number <= origin.answered:
        return origin
    return Origin(Texts(turn.sent, origin.texts.outcome, origin.texts.outcome_note), revision=0)


def _bring_together(current: AgendaItem, mine: Texts, origin: Origin) -> Together:
    """What would be stored, and what someone still has to choose."""
    theirs, base = Texts.of(current), origin.texts
    if current.revision == origin.revision:
        base = Texts(theirs.minutes, base.outcome, theirs.outcome_note)
    found = merge(base.minutes, mine.minutes, theirs.minutes)
    outcome, outcome_clash = _one_of(base.outcome, mine.outcome or base.outcome, theirs.outcome)
    note, note_clash = _one_of(base.outcome_note, mine.outcome_note, theirs.outcome_note)
    return Together(
        Texts(found.text, outcome, note),
        found,
        chosen=("outcome",) * outcome_clash + ("outcome_note",) * note_clash,
        merged=(found.text, note) != (mine.minutes, mine.outcome_note),
    )


def _one_of(base: str, mine: str, theirs: str) -> tuple[str, bool]:
    """The value that holds, and whether two people chose differently."""
    if mine in (base, theirs):
        return theirs, False
    return mine, theirs != base


def _store(actor: User, current: AgendaItem, texts: Texts) -> None:
    saved = AgendaItem.objects.filter(pk=current.pk, revision=current.revision).update(
        **asdict(texts), revision=F("revision") + 1, saved_by=actor, saved_at=clock.now()
    )
    if not saved:
        raise Stale


def _note_turn(
    turn: WritingTurn, current: AgendaItem, stored: Texts, sent: Texts, origin: Origin
) -> None:
    """Keep whose turn it is; after a while, or with another outcome, it goes to the log."""
    now, before = clock.now(), Texts.of(current)
    turn.seen_at, turn.page, turn.number = now, origin.page, origin.number
    turn.sent = sent.minutes
    if turn.before is None and stored != before:
        turn.since, turn.before = now, asdict(before)
    ended = stored.outcome != before.outcome or (turn.since and now - turn.since > TURN)
    if turn.before is not None and ended:
        _log(turn.writer, current, Texts(**turn.before), stored)
        turn.since = turn.before = None
    turn.save()


def _log_turns(current: AgendaItem, but: User | None = None) -> None:
    """Put what others typed in the log, before it changes under another name."""
    turns = current.writing_turns.filter(before__isnull=False).select_related("writer")
    for turn in turns.exclude(writer=but) if but else turns:
        _log(turn.writer, current, Texts(**(turn.before or {})), Texts.of(current))
        WritingTurn.objects.filter(pk=turn.pk).update(before=None, since=None)


def _end_own_turn(actor: User, current: AgendaItem) -> Texts:
    """What stood there before this person began: the start of the line in the log."""
    turns = current.writing_turns.filter(writer=actor, before__isnull=False)
    found = turns.values_list("before", flat=True).first()
    turns.update(before=None, since=None)
    return Texts(**found) if found else Texts.of(current)


def _log(actor: User, item: AgendaItem, before: Texts, after: Texts) -> None:
    old, new = asdict(before), asdict(after)
    changes: dict[str, tuple[Any, Any]] = {
        name: (old[name], new[name]) for name in new if old[name] != new[name]
    }
    record("minutes.saved", item, actor=actor, changes=changes, body_id=item.meeting.body_id)
