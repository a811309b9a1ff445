"""Asking every municipality what it thinks of a version, and closing that again (R105)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, Stale, WrongMoment
from overlegtafel.common.text import from_word
from overlegtafel.common.transitions import claim
from overlegtafel.drafting import notifications
from overlegtafel.drafting.models import DraftReply, FeedbackRound, MasterDraft
from overlegtafel.drafting.policy import require_pen
from overlegtafel.drafting.queries import reminder_due_on, standing_of_round, unanswered_of
from overlegtafel.drafting.services.masters import send_version, tell_answers
from overlegtafel.drafting.states import MOVES
from overlegtafel.drafting.values import asked_and_decided

_LONGEST_REASON = 300


@transaction.atomic
def open_feedback(
    *, actor: User, draft: MasterDraft, last_day: date, note: str, expected_revision: int
) -> FeedbackRound:
    """Send out a version and ask the municipalities for their remarks until ``last_day`` included.

    Of a later version who decided already is not asked but told: its text stays.
    Raises ``NotAllowed``, ``WrongMoment``, ``Stale``, ``Invalid``.
    """
    require_pen(actor, draft.agreement)
    current = MasterDraft.objects.select_for_update().get(pk=draft.pk)
    if current.revision != expected_revision:
        raise Stale
    if unanswered_of(draft):
        raise WrongMoment("Beantwoord eerst de opmerkingen van de vorige ronde.")
    if last_day <= clock.today():
        raise Invalid("Geef minstens tot morgen om te antwoorden.", field="last_day")
    asked, decided = asked_and_decided(draft)
    if not asked:
        raise Invalid(
            "Elk bestuur heeft al beslist: er is niemand meer om het aan te vragen."
            if decided
            else "Er is geen enkel bestuur om het aan te vragen."
        )
    before = claim(draft, MOVES, "open_round", state_since=clock.now(), revision=F("revision") + 1)
    version = send_version(actor, draft, note)
    round_ = FeedbackRound.objects.create(
        draft=draft,
        version=version,
        last_day=last_day,
        opened_by=actor,
        opened_at=clock.now(),
    )
    DraftReply.objects.bulk_create(
        DraftReply(round=round_, municipality=each.municipality, had_decided=had_decided)
        for had_decided, places in ((False, asked), (True, decided))
        for each in places
    )
    record(
        "draft.round_opened",
        draft,
        actor=actor,
        changes={
            "state": (before, draft.state),
            "version": (None, version.number),
            "last_day": (None, last_day),
            "municipalities": (None, [each.municipality.name for each in asked]),
            "decided": (None, [each.municipality.name for each in decided]),
        },
        body_id=draft.agreement.body_id,
    )
    letter = notifications.question(draft, last_day, version.number, version.note)
    notifications.ask(round_, letter, [each.municipality.pk for each in asked])
    news = notifications.news_after_deciding(draft, last_day, version.number, version.note)
    notifications.tell_decided(round_, news, [each.municipality.pk for each in decided])
    tell_answers(draft, version)
    return round_


@transaction.atomic
def remind_feedback(*, actor: User, round_: FeedbackRound) -> int:
    """Mail who did not answer, not more often than the term says; return to how many
    municipalities. Raises ``NotAllowed``, ``WrongMoment``.
    """
    draft, today = round_.draft, clock.today()
    require_pen(actor, draft.agreement)
    _open(round_)
    if round_.last_day < today:
        raise WrongMoment(f"Opmerken kon tot en met {spoken(round_.last_day)}.")
    silent = round_.replies.select_for_update(of=("self",)).filter(
        replied_at__isnull=True, had_decided=False
    )
    due = [
        each
        for each in silent.select_related("municipality")
        if reminder_due_on(round_, timezone.localdate(each.reminded_at or round_.opened_at), today)
        <= today
    ]
    if not due:
        return 0
    DraftReply.objects.filter(pk__in=[each.pk for each in due]).update(reminded_at=clock.now())
    record(
        "draft.round_reminded",
        draft,
        actor=actor,
        changes={"reminded": (None, [each.municipality.name for each in due])},
        body_id=draft.agreement.body_id,
    )
    notifications.remind(round_, [each.municipality_id for each in due])
    return len(due)


@transaction.atomic
def close_feedback(*, actor: User, round_: FeedbackRound, reason: str = "") -> FeedbackRound:
    """End a round once everyone answered or its last day is over; the owner then answers.

    Earlier only with a ``reason``, which who has not answered is told; else it says nothing.
    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    draft = round_.draft
    require_pen(actor, draft.agreement)
    _open(round_)
    standing = standing_of_round(round_)
    is_early = bool(standing.silent) and round_.last_day >= clock.today()
    reason = _reason(round_, reason) if is_early else ""
    before = claim(draft, MOVES, "close_round", state_since=clock.now())
    FeedbackRound.objects.filter(pk=round_.pk).update(closed_at=clock.now(), closing_reason=reason)
    round_.refresh_from_db(fields=["closed_at", "closing_reason"])
    changes: dict[str, tuple[Any, Any]] = {
        "state": (before, draft.state),
        "silent": (None, standing.silent),
    }
    record(
        "draft.round_closed",
        draft,
        actor=actor,
        changes=changes,
        reason=reason,
        body_id=draft.agreement.body_id,
    )
    notifications.tell_closed(round_, standing.unanswered)
    if reason:
        silent = round_.replies.filter(replied_at__isnull=True, had_decided=False)
        notifications.tell_closed_early(round_, silent.values_list("municipality", flat=True))
    return round_


def _reason(round_: FeedbackRound, typed: str) -> str:
    """Why a round ends early, in one line."""
    reason = " ".join(from_word(typed).split())
    if not reason:
        raise Invalid(
            f"Niet elk bestuur antwoordde, en dat kan nog tot en met {spoken(round_.last_day)}. "
            "Schrijf waarom u vroeger afsluit.",
            field="reason",
        )
    if len(reason) > _LONGEST_REASON:
        raise Invalid(f"Houd dit korter: hoogstens {_LONGEST_REASON} tekens.", field="reason")
    return reason


def close_past_rounds() -> int:
    """End every round whose last day is over; return how many. Once a day (``common.chores``)."""
    past = FeedbackRound.objects.filter(closed_at__isnull=True, last_day__lt=clock.today())
    system, closed = User.objects.system(), 0
    rounds = past.select_related(
        "version__draft",
        "draft__agreement__body",
        "draft__agreement__owner",
        "draft__agreement__item__dossier__owner",
    )
    for round_ in rounds:
        close_feedback(actor=system, round_=round_)
        closed += 1
    return closed


def _open(round_: FeedbackRound) -> None:
    """Hold the round until this transaction ends. Raises ``WrongMoment`` when it is over."""
    current = FeedbackRound.objects.select_for_update().get(pk=round_.pk)
    if current.closed_at is not None:
        raise WrongMoment("Deze feedbackronde is al afgesloten.")
