"""What is told about a common draft: the question, the reminder, the note with every answer."""

from collections.abc import Iterable, Sequence
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
ANSWERING = (PostRole.DIRECTOR, PostRole.OFFICER, PostRole.STAFF)
"""Who prepares a draft at its owner, and so reads what is answered to a mail about it."""
HAD_DECIDED = "U hebt al beslist; uw tekst blijft"
"""What a municipality reads of a version after its own decision."""
_LONGEST_REPLY_TO = 1000


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


def replies_to(draft: MasterDraft) -> str:
    """Where who answers a mail about a draft writes to: those of its owner who prepare it.

    The secretariat of the table when the owner has nobody with a login.
    """
    owner, found = owner_of(draft.agreement), ""
    for each in holders_of(ANSWERING, [owner.pk], clock.today()) if owner else []:
        more = f"{found}, {each.email}" if found else each.email
        if each.is_active and len(more) <= _LONGEST_REPLY_TO:
            found = more
    return found or answers_to(draft.agreement.body_id)


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
        f"De feedbackronde over versie {round_.version.number} van het ontwerp bij afspraak "
        f"{draft.agreement.reference}, “{draft.agreement.title}”, is afgelopen. {_left(unanswered)}"
        f"\n\n{page_of(draft, 'draft_remarks')}",
    )
    holders = holders_of(OWNING, [owner.pk], clock.today()) if owner else []
    recipients = holders or leaders_of(draft.agreement.body, clock.today())
    answers = answers_to(draft.agreement.body_id)
    return _queue(recipients, "draft.round_closed", letter, f"round:{round_.pk}:closed", answers)


def _left(unanswered: int) -> str:
    """What the owner still has to do after a round."""
    if not unanswered:
        return "Er wacht geen opmerking op antwoord."
    return (
        "Eén opmerking wacht op uw antwoord."
        if unanswered == 1
        else f"{unanswered} opmerkingen wachten op uw antwoord."
    )


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


def note_of(
    round_: FeedbackRound, remarks: list[DraftRemark], version: DraftVersion, to_do: str = ""
) -> Letter:
    """The note to all: every remark that was sent, with its answer; ``to_do`` stands above."""
    draft, content = round_.draft, round_.version.words
    parts = _news_of(draft, version, to_do)
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


def _news_of(draft: MasterDraft, version: DraftVersion, to_do: str) -> list[str]:
    how = "definitieve versie" if version.is_final else "versie"
    first = (
        f"Het ontwerp van beslissing bij afspraak {draft.agreement.reference}, "
        f"“{draft.agreement.title}”, heeft een {how} {version.number}."
    )
    return [each for each in (first, version.note, to_do) if each]


def _said(remark: DraftRemark) -> str:
    """One remark with its answer; its own bullets don't look like another remark."""
    reason = f": {remark.reason}" if remark.reason else "."
    text = f"\n{remark.text}" if "\n" in remark.text else f" {remark.text}"
    answer = f"{remark.get_outcome_display()}{reason}"
    return f"{remark.municipality} schreef:{text}\nAntwoord: {answer}"


def tell_note(round_: FeedbackRound, version: DraftVersion, remarks: list[DraftRemark]) -> int:
    """Queue the note to every municipality that was asked; return how many."""
    asked = round_.replies.values_list("municipality", flat=True)
    letter = note_of(round_, remarks, version)
    recipients = holders_of(ASKED, asked, clock.today())
    return _queue_all(round_, recipients, "draft.answers", letter, f"round:{round_.pk}:note")


@dataclass(frozen=True)
class Mailing:
    """One letter and who gets it; ``municipalities`` are the ones it is for, by id."""

    letter: Letter
    municipalities: tuple[int, ...]
    recipients: tuple[User, ...]
    had_decided: bool = False


def final_mailings(
    draft: MasterDraft,
    version: DraftVersion,
    undecided: Sequence[int],
    decided: Sequence[int],
    round_: FeedbackRound | None,
    remarks: list[DraftRemark],
) -> list[Mailing]:
    """What leaves with a definitive version: to who did not decide yet what to do, to who did that
    its text stays. With the note of the round that ended before it, when there was one; then also
    to who was asked and has nothing to decide any more.
    """
    known = {*undecided, *decided}
    asked = round_.replies.values_list("municipality", flat=True) if round_ else []
    groups: list[tuple[Sequence[int], str, bool]] = [
        (undecided, _to_take_over(draft, version), False),
        (decided, f"{HAD_DECIDED}.", True),
        ([each for each in asked if each not in known], "", False),
    ]
    found = []
    for ids, to_do, had_decided in groups:
        if ids:
            letter = (
                note_of(round_, remarks, version, to_do)
                if round_
                else _version_letter(draft, version, to_do)
            )
            recipients = tuple(holders_of(ASKED, ids, clock.today()))
            found.append(Mailing(letter, tuple(ids), recipients, had_decided))
    return found


def _to_take_over(draft: MasterDraft, version: DraftVersion) -> str:
    """What who did not decide yet does with a definitive version."""
    if not draft.versions.filter(is_final=True, number__lt=version.number).exists():
        return "Uw bestuur krijgt uit deze versie zijn eigen ontwerp."
    return (
        f"Bekijk wat er in uw ontwerp verandert en neem versie {version.number} over. Uw eigen "
        "teksten blijven staan."
    )


def _version_letter(draft: MasterDraft, version: DraftVersion, to_do: str) -> Letter:
    """The same without a round before it, so without remarks."""
    subject = (
        f"Definitieve versie {version.number}: ontwerp bij afspraak {draft.agreement.reference}"
    )
    return Letter(subject, "\n\n".join([*_news_of(draft, version, to_do), page_of(draft)]))


def tell_final(
    draft: MasterDraft,
    version: DraftVersion,
    mailings: Sequence[Mailing],
    round_: FeedbackRound | None,
) -> int:
    """Queue those; who works for two municipalities gets one; return how many."""
    kind = "draft.answers" if round_ else "draft.definitive"
    key = f"round:{round_.pk}:note" if round_ else f"version:{version.pk}:final"
    answers = replies_to(draft)
    return sum(_queue(each.recipients, kind, each.letter, key, answers) for each in mailings)


def _queue_all(
    round_: FeedbackRound, recipients: Iterable[User], kind: str, letter: Letter, key: str
) -> int:
    return _queue(recipients, kind, letter, key, replies_to(round_.draft))


def _queue(recipients: Iterable[User], kind: str, letter: Letter, key: str, answers: str) -> int:
    queued = 0
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
