"""What is told about a written round, and about how an agreement is carried out."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, WrittenRound
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken, spoken_with_weekday
from overlegtafel.governance.queries import FilledSeat
from overlegtafel.governance.secretariats import answers_to
from overlegtafel.outbox.services import queue


def ask(written: WrittenRound, seats: Iterable[FilledSeat]) -> int:
    """Queue the question to each seat with a login; return how many."""
    until = spoken_with_weekday(written.due_on)
    text = (
        f"{written.body.name} vraagt uw antwoord over “{written.item.title}”.\n\n"
        f"{written.question}\n\n"
        f"Antwoorden kan tot en met {until}. Wie niet antwoordt: {written.get_silence_display()}."
    )
    subject = f"{written.body.short_name}: uw antwoord gevraagd tegen {spoken(written.due_on)}"
    return _queue_all(written, seats, "round.question", subject, text, "question")


def remind(written: WrittenRound, seats: Iterable[FilledSeat]) -> int:
    """Queue a reminder to each of these seats, once a day; return how many."""
    until = spoken_with_weekday(written.due_on)
    text = (
        f"Wij hebben uw antwoord over “{written.item.title}” nog niet. "
        f"Antwoorden kan tot en met {until}. Wie niet antwoordt: {written.get_silence_display()}."
    )
    subject = f"{written.body.short_name}: nog geen antwoord over “{written.item.title}”"
    day = clock.today().isoformat()
    return _queue_all(written, seats, "round.reminder", subject, text, f"reminder:{day}")


def tell_outcome(written: WrittenRound, seats: Iterable[FilledSeat]) -> int:
    """Queue what came of it to each seat that was asked; return how many."""
    text = (
        f"De schriftelijke ronde over “{written.item.title}” is afgesloten.\n\n"
        f"Uitkomst: {written.get_outcome_display()}."
    )
    if written.outcome_note:
        text += f"\n{written.outcome_note}"
    subject = f"{written.body.short_name}: uitkomst van de schriftelijke ronde"
    return _queue_all(written, seats, "round.outcome", subject, text, "outcome")


def _queue_all(
    written: WrittenRound,
    seats: Iterable[FilledSeat],
    kind: str,
    subject: str,
    text: str,
    key: str,
) -> int:
    page = settings.SITE_ADDRESS + reverse("round", args=[written.body.slug, written.pk])
    queued, answers = 0, answers_to(written.body_id)
    for filled in seats:
        if filled.user is None:
            continue
        message = queue(
            kind=kind,
            recipient=filled.user,
            subject=subject,
            text=f"Dag {filled.user.name},\n\n{text}\n\n{page}\n",
            key=f"round:{written.pk}:{key}:{filled.user.pk}",
            reply_to=answers,
        )
        queued += message is not None
    return queued


def tell_stage(agreement: Agreement, stage: str, hearers: Iterable[User], key: str) -> int:
    """Queue that an agreement as a whole got another stage; return how many."""
    now = "loopt" if stage == "loopt" else f"is {stage}"
    text = (
        f"Afspraak {agreement.reference}, “{agreement.title}”, {now}.\n\n"
        f"{_executors_in_words(agreement)}"
    )
    subject = f"{agreement.body.short_name}: afspraak {agreement.reference} {now}"
    return _queue_execution(agreement, hearers, "execution.stage", subject, text, f"stage:{key}")


def tell_late(agreement: Agreement, hearers: Iterable[User]) -> int:
    """Queue that an agreement's day has passed, once for that day; return how many."""
    text = (
        f"Afspraak {agreement.reference}, “{agreement.title}”, moest uiterlijk op "
        f"{spoken(agreement.due_on)} uitgevoerd zijn.\n\n{_executors_in_words(agreement)}\n\n"
        "Is het wel gebeurd? Meld het dan met één klik op de pagina van de afspraak."
    )
    subject = f"{agreement.body.short_name}: afspraak {agreement.reference} is voorbij haar dag"
    key = f"late:{agreement.due_on.isoformat()}"
    return _queue_execution(agreement, hearers, "execution.late", subject, text, key)


def _executors_in_words(agreement: Agreement) -> str:
    lines = []
    for each in agreement.executors.select_related("organization"):
        day = f" op {spoken(each.done_on)}" if each.done_on else ""
        lines.append(f"- {each.organization}: {each.get_state_display().lower()}{day}")
    return "\n".join(lines)


def _queue_execution(
    agreement: Agreement, hearers: Iterable[User], kind: str, subject: str, text: str, key: str
) -> int:
    address = reverse("agreement", args=[agreement.body.slug, agreement.reference])
    page = settings.SITE_ADDRESS + address
    queued, answers = 0, answers_to(agreement.body_id)
    for each in hearers:
        message = queue(
            kind=kind,
            recipient=each,
            subject=subject,
            text=f"Dag {each.name},\n\n{text}\n\n{page}\n",
            key=f"execution:{agreement.pk}:{key}:{each.pk}",
            reply_to=answers,
        )
        queued += message is not None
    return queued
