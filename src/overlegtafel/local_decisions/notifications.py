"""What is told about local decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.text import join_dutch
from overlegtafel.governance.queries import leaders_of
from overlegtafel.governance.secretariats import answers_to
from overlegtafel.local_decisions.links import report_link
from overlegtafel.local_decisions.models import BODY_SPOKEN, LocalDecision, Reconfirmation
from overlegtafel.local_decisions.queries import Reminder, answerers_of
from overlegtafel.local_decisions.states import DecisionState
from overlegtafel.organizations.models import Succession
from overlegtafel.outbox.services import queue

UNKNOWN = DecisionState.UNKNOWN
_REPORT = "Leg vast wat uw bestuur deed"


def ask_municipalities(agreement: Agreement, decisions: Sequence[LocalDecision]) -> None:
    """Tell each municipality's director and officers, each once, that a decision is asked."""
    competent = BODY_SPOKEN[CompetentBody(agreement.competent_body)]
    people = answerers_of([each.municipality_id for each in decisions], clock.today())
    answers = answers_to(agreement.body_id)
    for recipient, asked in _by_person(decisions, people):
        queue(
            kind="local_decision.asked",
            recipient=recipient,
            subject=f"Lokale beslissing gevraagd: {agreement.title}",
            text=(
                f"Dag {recipient.name},\n\n{agreement.body.name} maakte afspraak "
                f"{agreement.reference}: {agreement.title}.\n\nGevraagd: een beslissing van "
                f"{competent}, uiterlijk {spoken(agreement.due_on)}.\n\n{_page(agreement)}\n"
                f"{_links(recipient, asked)}"
            ),
            action=_action(recipient, asked),
            key=f"local_decision:{agreement.pk}:{recipient.pk}",
            reply_to=answers,
        )


@dataclass(frozen=True)
class ReminderLetter:
    """One reminder as its reader gets it, without the links that are for that reader alone."""

    recipient: User
    subject: str
    text: str
    reply_to: str
    opens_login = False


def remind(agreement: Agreement, reminders: Sequence[Reminder]) -> None:
    """Ask once more, those who owe an answer only; each person once a day at most."""
    day = clock.today()
    for letter, owed in _letters(agreement, reminders):
        recipient = letter.recipient
        queue(
            kind="local_decision.reminder",
            recipient=recipient,
            subject=letter.subject,
            text=f"{letter.text}\n{_links(recipient, owed)}",
            action=_action(recipient, owed),
            key=f"local_decision:{agreement.pk}:reminder:{day.isoformat()}:{recipient.pk}",
            reply_to=letter.reply_to,
        )


def reminder_letters(agreement: Agreement, reminders: Sequence[Reminder]) -> list[ReminderLetter]:
    """What would leave, to read beforehand: one of each kind of reason (R13)."""
    kinds: dict[tuple[bool, ...], ReminderLetter] = {}
    for letter, owed in _letters(agreement, [each for each in reminders if each.leaves]):
        kinds.setdefault(tuple(sorted({each.state == UNKNOWN for each in owed})), letter)
    return list(kinds.values())


def _letters(
    agreement: Agreement, reminders: Sequence[Reminder]
) -> list[tuple[ReminderLetter, list[LocalDecision]]]:
    people = {each.decision.municipality_id: each.people for each in reminders}
    answers = answers_to(agreement.body_id)
    return [
        (_letter(agreement, recipient, owed, answers), owed)
        for recipient, owed in _by_person([each.decision for each in reminders], people)
    ]


def _letter(
    agreement: Agreement, recipient: User, owed: Sequence[LocalDecision], answers: str
) -> ReminderLetter:
    names = join_dutch([str(each.municipality) for each in owed])
    unheard = [each for each in owed if each.state == UNKNOWN]
    what = "Nog geen antwoord" if len(unheard) == len(owed) else "Uitkomst nog niet bekend"
    also = " Ook “gepland” of “uitgesteld” is een antwoord." if unheard else ""
    return ReminderLetter(
        recipient,
        f"{what} van {names}: {agreement.title}",
        f"Dag {recipient.name},\n\nDit gaat over afspraak {agreement.reference} van "
        f"{agreement.body.name}: {agreement.title}.\n\n{_reasons(owed)}\n\n"
        f"Gevraagd uiterlijk {spoken(agreement.due_on)}.{also}\n\n{_page(agreement)}",
        answers,
    )


def _reasons(owed: Sequence[LocalDecision]) -> str:
    """Why each is asked once more: a sitting that is over, or nothing heard."""
    told = []
    for each in owed:
        if each.state != UNKNOWN and each.meets_on is not None:
            told.append(
                f"{each.municipality} meldde de zitting van {spoken(each.meets_on)} "
                f"({each.get_state_display().lower()}). Die is voorbij, en wij weten nog niet wat "
                f"{each.body_spoken} deed."
            )
        else:
            told.append(
                f"Van {each.municipality} hoorden wij nog niet wat {each.body_spoken} doet."
            )
    return "\n".join(told)


def _by_person(
    decisions: Iterable[LocalDecision], people: Mapping[int, Iterable[User]]
) -> list[tuple[User, list[LocalDecision]]]:
    """Per person the decisions of the municipalities that person answers for."""
    found: dict[int, tuple[User, list[LocalDecision]]] = {}
    for decision in decisions:
        for person in people.get(decision.municipality_id, ()):
            found.setdefault(person.pk, (person, []))[1].append(decision)
    return list(found.values())


def _page(agreement: Agreement) -> str:
    place = reverse("agreement", args=[agreement.body.slug, agreement.reference])
    return f"{settings.SITE_ADDRESS}{place}"


def _action(recipient: User, decisions: Sequence[LocalDecision]) -> tuple[str, str]:
    """The button of the mail, which needs no signing in: this person, this decision, once."""
    return _REPORT, report_link(decisions[0], recipient)


def _links(recipient: User, decisions: Sequence[LocalDecision]) -> str:
    """The links of who answers for more than one municipality, beside the button of the first."""
    lines = (f"{each.municipality}: {report_link(each, recipient)}" for each in decisions[1:])
    return "".join(f"\n{line}\n" for line in lines)


def tell_heirs(succession: Succession, number: int) -> None:
    """Tell the successor's director and officers that open decisions became theirs, once."""
    heir, town = succession.successor, succession.predecessor
    place = reverse("municipality", args=[heir.slug])
    what = "Eén open beslissing" if number == 1 else f"{number} open beslissingen"
    goes = "gaat" if number == 1 else "gaan"
    for recipient in answerers_of([heir.pk], clock.today()).get(heir.pk, ()):
        queue(
            kind="local_decision.carried_over",
            recipient=recipient,
            subject=f"{heir}: {what.lower()} van {town}",
            text=(
                f"Dag {recipient.name},\n\n{town} is sinds {spoken(succession.effective_on)} "
                f"opgegaan in {heir}. {what} van {town} {goes} over naar uw bestuur, met wat er al "
                f"over genoteerd stond. Wat {town} zelf al besliste, blijft staan.\n\n"
                "Dit kan over meer dan één overleg gaan. Een vraag stelt u daarom aan het "
                "secretariaat van de tafel zelf, en niet door op deze mail te antwoorden.\n\n"
                f"{settings.SITE_ADDRESS}{place}\n"
            ),
            key=f"merger:{succession.pk}:{recipient.pk}",
        )


def tell_questioned(reconfirmation: Reconfirmation) -> None:
    """Tell who leads the table that a new college wants to talk about a running agreement."""
    agreement, town = reconfirmation.agreement, reconfirmation.installation.municipality
    answers = answers_to(agreement.body_id)
    for recipient in leaders_of(agreement.body, clock.today()):
        queue(
            kind="agreement.questioned",
            recipient=recipient,
            subject=f"{town} wil {agreement.reference} opnieuw bespreken",
            text=(
                f"Dag {recipient.name},\n\nHet nieuwe college van {town} wil afspraak "
                f"{agreement.reference}, {agreement.title}, opnieuw bespreken:\n\n"
                f"“{reconfirmation.note}”\n\nDe afspraak zelf verandert daardoor niet.\n\n"
                f"{_page(agreement)}\n"
            ),
            key=f"reconfirmation:{reconfirmation.pk}:{clock.now().isoformat()}:{recipient.pk}",
            reply_to=answers,
        )
