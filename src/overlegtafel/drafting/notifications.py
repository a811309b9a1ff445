"""What is told about a common draft: the question, the reminder, the note with every answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken_with_weekday
from overlegtafel.drafting.models import DraftRemark, DraftVersion, FeedbackRound, MasterDraft
from overlegtafel.drafting.policy import OWNING, owner_of
from overlegtafel.drafting.queries import ADDRESSES, by_clause
from overlegtafel.governance.queries import holders_of, leaders_of
from overlegtafel.governance.secretariats import answers_to
from overlegtafel.organizations.models import PostRole
from overlegtafel.outbox.services import queue

ASKED = (PostRole.DIRECTOR, PostRole.OFFICER)
"""Who prepares decisions in a municipality, and so is asked what it thinks of a draft."""


@dataclass(frozen=True)
class Letter:
    """A mail before it leaves, as its writer reads it."""

    subject: str
    text: str


def page_of(draft: MasterDraft, name: str = "master_draft") -> str:
    """The address of a draft's page, for a mail."""
    agreement = draft.agreement
    parts = [agreement.body.slug, agreement.reference, address_of(draft)]
    return settings.SITE_ADDRESS + reverse(name, args=parts)


def address_of(draft: MasterDraft) -> str:
    """What stands for the deciding body in the draft's address."""
    return ADDRESSES[CompetentBody(draft.deciding_body)]


def question(draft: MasterDraft, last_day: date, number: int, note: str = "") -> Letter:
    """What each municipality is asked when a round opens."""
    agreement, owner = draft.agreement, owner_of(draft.agreement)
    who = str(owner) if owner else agreement.body.name
    said = f"\n\n{note}" if note else ""
    return Letter(
        f"Uw opmerkingen gevraagd: ontwerp bij afspraak {agreement.reference}",
        f"{who} schreef het ontwerp van beslissing voor {draft.body_spoken} bij afspraak "
        f"{agreement.reference}, “{agreement.title}” (versie {number}).{said}\n\n"
        f"Opmerken kan per clausule, tot en met {spoken_with_weekday(last_day)}. Hebt u niets op "
        "te merken? Dat meldt u met één klik. Wat u intern noteert, blijft binnen uw bestuur.\n\n"
        f"{page_of(draft)}",
    )


def ask(round_: FeedbackRound, letter: Letter, municipality_ids: Iterable[int]) -> int:
    """Queue the question to each municipality's directors and officers; return how many."""
    recipients = holders_of(ASKED, municipality_ids, clock.today())
    return _queue_all(round_, recipients, "draft.feedback_asked", letter, f"round:{round_.pk}:ask")


def news_after_deciding(draft: MasterDraft, last_day: date, number: int, note: str = "") -> Letter:
    """What a municipality that decided already reads when a round on a later version opens."""
    agreement = draft.agreement
    said = f"\n\n{note}" if note else ""
    return Letter(
        f"Nieuwe versie van het ontwerp bij afspraak {agreement.reference}: uw tekst blijft",
        f"Van het ontwerp van beslissing voor {draft.body_spoken} bij afspraak "
        f"{agreement.reference}, “{agreement.title}”, is er een versie {number}.{said}\n\n"
        "U hebt al beslist; uw tekst blijft. Opmerken mag nog, tot en met "
        f"{spoken_with_weekday(last_day)}; de feedbackronde wacht niet op uw bestuur."
        f"\n\n{page_of(draft)}",
    )


def tell_decided(round_: FeedbackRound, letter: Letter, municipality_ids: Iterable[int]) -> int:
    """Queue that to each such municipality's directors and officers; return how many."""
    recipients = holders_of(ASKED, municipality_ids, clock.today())
    return _queue_all(round_, recipients, "draft.new_version", letter, f"round:{round_.pk}:decided")


def remind(round_: FeedbackRound, municipality_ids: Iterable[int]) -> int:
    """Queue a reminder to who is silent, at most once a day; return how many."""
    draft = round_.draft
    letter = Letter(
        f"Nog geen antwoord: ontwerp bij afspraak {draft.agreement.reference}",
        f"Wij hebben de opmerkingen van uw bestuur bij het ontwerp van “{draft.agreement.title}” "
        f"nog niet. Opmerken kan tot en met {spoken_with_weekday(round_.last_day)}. Hebt u niets "
        f"op te merken? Dat meldt u met één klik.\n\n{page_of(draft)}",
    )
    recipients = holders_of(ASKED, municipality_ids, clock.today())
    key = f"round:{round_.pk}:remind:{clock.today().isoformat()}"
    return _queue_all(round_, recipients, "draft.feedback_reminder", letter, key)


def tell_closed(round_: FeedbackRound, unanswered: int) -> int:
    """Tell the owner that a round is over and what waits; return how many."""
    draft, owner = round_.draft, owner_of(round_.draft.agreement)
    letter = Letter(
        f"Feedbackronde afgelopen: ontwerp bij afspraak {draft.agreement.reference}",
        f"De feedbackronde over {round_.version} is afgelopen. Nog te beantwoorden: {unanswered}."
        f"\n\n{page_of(draft, 'draft_remarks')}",
    )
    holders = holders_of(OWNING, [owner.pk], clock.today()) if owner else []
    recipients = holders or leaders_of(draft.agreement.body, clock.today())
    return _queue_all(round_, recipients, "draft.round_closed", letter, f"round:{round_.pk}:closed")


def early_closing(round_: FeedbackRound, reason: str) -> Letter:
    """What is told to who has not answered when a round ends before its last day."""
    draft = round_.draft
    return Letter(
        f"Feedbackronde vroeger afgesloten: ontwerp bij afspraak {draft.agreement.reference}",
        f"De feedbackronde over het ontwerp van “{draft.agreement.title}” is afgesloten voor haar "
        f"laatste dag, {spoken_with_weekday(round_.last_day)}. De reden: {reason}\n\n"
        "Van uw bestuur kwam nog geen antwoord. Opmerken kan in deze ronde niet meer; wat u intern "
        f"noteerde, blijft binnen uw bestuur.\n\n{page_of(draft)}",
    )


def tell_closed_early(round_: FeedbackRound, municipality_ids: Iterable[int]) -> int:
    """Queue that to the directors and officers of who has not answered; return how many."""
    recipients = holders_of(ASKED, municipality_ids, clock.today())
    letter = early_closing(round_, round_.closing_reason)
    return _queue_all(
        round_, recipients, "draft.round_closed_early", letter, f"round:{round_.pk}:early"
    )


def note_of(round_: FeedbackRound, remarks: list[DraftRemark], version: DraftVersion) -> Letter:
    """The note to all: every remark that was sent, with its answer."""
    draft, content = round_.draft, round_.version.words
    how = "definitieve versie" if version.is_final else "versie"
    parts = [
        f"Het ontwerp van beslissing bij afspraak {draft.agreement.reference}, "
        f"“{draft.agreement.title}”, heeft een {how} {version.number}."
    ]
    if version.note:
        parts.append(version.note)
    parts.append(
        f"Dit zijn alle opmerkingen ({len(remarks)}) bij versie {round_.version.number}, met het "
        "antwoord."
        if remarks
        else f"Bij versie {round_.version.number} kwamen geen opmerkingen."
    )
    for passage in by_clause(content, remarks):
        if passage.remarks:
            parts.append(passage.label.upper())
            parts += [_said(each) for each in passage.remarks]
    parts.append(page_of(draft, "draft_remarks"))
    subject = f"Opmerkingen en antwoorden: ontwerp bij afspraak {draft.agreement.reference}"
    return Letter(subject, "\n\n".join(parts))


def _said(remark: DraftRemark) -> str:
    reason = f": {remark.reason}" if remark.reason else "."
    answer = remark.get_outcome_display().capitalize()
    return f"- {remark.municipality}: {remark.text}\n  {answer}{reason}"


def tell_note(round_: FeedbackRound, version: DraftVersion, remarks: list[DraftRemark]) -> int:
    """Queue the note to every municipality that was asked; return how many."""
    asked = round_.replies.values_list("municipality", flat=True)
    letter = note_of(round_, remarks, version)
    recipients = holders_of(ASKED, asked, clock.today())
    return _queue_all(round_, recipients, "draft.answers", letter, f"round:{round_.pk}:note")


def _queue_all(
    round_: FeedbackRound, recipients: Iterable[User], kind: str, letter: Letter, key: str
) -> int:
    queued, answers = 0, answers_to(round_.draft.agreement.body_id)
    for recipient in recipients:
        message = queue(
            kind=kind,
            recipient=recipient,
            subject=letter.subject,
            text=f"Dag {recipient.name},\n\n{letter.text}\n",
            key=f"draft:{key}:{recipient.pk}",
            reply_to=answers,
        )
        queued += message is not None
    return queued
