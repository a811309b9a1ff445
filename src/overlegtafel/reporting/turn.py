"""Bij wie ligt het? The one place that says who has something now, since when, and what follows.

Pure functions over rows already read, so a list costs no query more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from overlegtafel.agreements.models import Agreement, Executor, WrittenRound
from overlegtafel.agreements.states import (
    AgreementState,
    CompetentBody,
    ExecutionState,
    RoundState,
)
from overlegtafel.common.dates import spoken
from overlegtafel.common.text import join_dutch
from overlegtafel.councillors.models import CouncillorQuestion
from overlegtafel.drafting.models import MasterDraft
from overlegtafel.drafting.states import DraftState
from overlegtafel.governance.models import Clearance
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.queries import spoken_state
from overlegtafel.local_decisions.states import UNDECIDED
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.states import MeetingState
from overlegtafel.products.models import JointAgreement, Statement
from overlegtafel.products.queries import PartyRow
from overlegtafel.products.states import JointState, StatementState
from overlegtafel.proposals.models import Passage, Proposal
from overlegtafel.proposals.states import ProposalState

_NUMBERS = (
    *("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven"),
    *("acht", "negen", "tien", "elf", "twaalf", "dertien", "veertien"),
)
_BODIES_PLURAL = {
    CompetentBody.COLLEGE: ("het college van", "colleges"),
    CompetentBody.COUNCIL: ("de gemeenteraad van", "gemeenteraden"),
    CompetentBody.COLLEGE_AND_COUNCIL: ("het college en de raad van", "colleges en raden"),
    CompetentBody.WELFARE_COUNCIL: (
        "de raad voor maatschappelijk welzijn van",
        "raden voor maatschappelijk welzijn",
    ),
    CompetentBody.STANDING_BUREAU: ("het vast bureau van", "vaste bureaus"),
}


@dataclass(frozen=True)
class Turn:
    """Who has it now (a sentence), since when, and what happens next.

    ``longest`` names the one municipality that strictly waits longest, counted in days, with
    ``longest_slug`` for a link; when several wait since the same day, nobody is named.
    """

    sentence: str
    since: date | None
    next_step: str
    longest: str = ""
    longest_slug: str = ""


def count_in_words(number: int) -> str:
    """Small numbers in words, as one speaks them."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def turn_of_proposal(
    proposal: Proposal, meeting: Meeting | None = None, asked: Clearance | None = None
) -> Turn | None:
    """Who has a proposal; ``None`` once nothing is expected any more, never while it is open.

    The route decides: a body on its way, else its table. ``meeting`` is the one on whose agenda
    it stands, when it does; ``asked`` the chair's go-ahead that staff still waits for. What was
    sent on or combined has the turn of the proposal at the other end: ask that one's.
    """
    bringer, body = proposal.brought_by_words, proposal.body.name
    since = _day(proposal.state_since)
    passage = proposal.passage_now
    match proposal.state:
        case ProposalState.DRAFT if asked is not None:
            return Turn(
                f"Bij de voorzitter van {body}, van wie het akkoord gevraagd is.",
                _day(asked.asked_at),
                "Indienen",
            )
        case ProposalState.DRAFT:
            return Turn(f"Bij {bringer}, die het nog indient.", since, "Indienen")
        case ProposalState.RETURNED:
            asks = passage.body.name if passage else "het secretariaat"
            return Turn(f"Bij {bringer}, met een vraag van {asks}.", since, "Opnieuw indienen")
        case ProposalState.SUBMITTED | ProposalState.POSTPONED:
            return _turn_of_answer(proposal, passage, asked)
        case ProposalState.SCHEDULED:
            day = f" van {spoken(meeting.held_on)}" if meeting else ""
            return Turn(f"Op de agenda{day} van {body}.", since, "Bespreking aan tafel")
    return None


def _turn_of_answer(
    proposal: Proposal, passage: Passage | None, asked: Clearance | None
) -> Turn | None:
    """Who answers what was sent, also after it was postponed."""
    table = proposal.body.name
    who = passage.body.name if passage else f"het secretariaat van {table}"
    since, told = _day(proposal.state_since), ""
    if proposal.state == ProposalState.POSTPONED:
        until = proposal.postponed_until
        if proposal.back_since is None:
            when = f", tot {spoken(until)}" if until else ""
            return Turn(f"Bij {who}, uitgesteld{when}.", since, _next_of(proposal, passage))
        since, told = proposal.back_since, ", terug na uitstel"
    if asked is not None:
        chaired = passage.body.name if passage else table
        return Turn(
            f"Bij de voorzitter van {chaired}, van wie het akkoord gevraagd is.",
            _day(asked.asked_at),
            f"Antwoord van {who}",
        )
    does = f" ({passage.get_does_display()})" if passage else ""
    return Turn(f"Bij {who}{does}{told}.", since, _next_of(proposal, passage))


def _next_of(proposal: Proposal, passage: Passage | None) -> str:
    """What follows once who has it now is done."""
    if passage is None:
        answered = proposal.state == ProposalState.SUBMITTED
        return "Op een agenda, of een vraag terug" if answered else "Op een agenda"
    later = (each for each in proposal.passages.all() if each.order > passage.order)
    following = next((each for each in later if each.left_at is None), None)
    return f"Naar {following.body.name}" if following else f"Naar {proposal.body.name}"


def turn_of_round(written: WrittenRound, silent: int, today: date) -> Turn | None:
    """Who has an open written round: the ``silent`` members until its last day, then the office."""
    office = f"Bij het secretariaat van {written.body.name}"
    opened, following = _day(written.opened_at), "afsluiten met een uitkomst"
    if written.state != RoundState.OPEN:
        return None
    if written.due_on < today:
        said = f"{office}: antwoorden kon tot en met {spoken(written.due_on)}."
    elif silent:
        who = (
            f"{silent} leden die nog niet antwoordden"
            if silent > 1
            else "1 lid dat nog niet antwoordde"
        )
        said = f"Bij {who}, tot en met {spoken(written.due_on)}."
    else:
        said = f"{office}: iedereen antwoordde."
    return Turn(said, opened, following)


def turn_of_meeting(meeting: Meeting, clearance: Clearance | None = None) -> Turn | None:
    """Who has a meeting's next step; ``None`` once its report is approved or it is cancelled.

    ``clearance`` is the go-ahead of the chair that sending the agenda waits for, or has.
    """
    office = f"Bij het secretariaat van {meeting.body.name}"
    since = _day(meeting.state_since)
    match meeting.state:
        case MeetingState.PLANNED if clearance is not None and clearance.given_at is None:
            asked = _day(clearance.asked_at)
            return Turn(
                f"Bij de voorzitter van {meeting.body.name}, van wie akkoord met de agenda "
                "gevraagd is.",
                asked,
                "Agenda versturen",
            )
        case MeetingState.PLANNED if clearance is not None:
            return Turn(
                f"{office}, dat de agenda verstuurt.",
                _day(clearance.given_at),
                "Agenda versturen",
            )
        case MeetingState.PLANNED:
            return Turn(f"{office}, dat de agenda maakt.", since, "Agenda versturen")
        case MeetingState.CONVENED if since is not None and since > meeting.held_on:
            return Turn(f"{office}, dat het verslag nog schrijft.", since, "Vergadering openen")
        case MeetingState.CONVENED:
            return Turn("Bij de leden, die de agenda ontvingen.", since, "Vergadering")
        case MeetingState.IN_SESSION:
            return Turn("Aan tafel, nu.", since, "Verslag in concept")
        case MeetingState.REPORTED:
            return Turn(f"{office}: het verslag is in concept.", since, "Goedkeuring")
    return None


def turn_of_item(item: AgendaItem, meeting: Meeting) -> Turn | None:
    """Who has an agenda item: before the meeting its preparer, then the table."""
    if meeting.state in (MeetingState.PLANNED, MeetingState.CONVENED):
        standing = item.proposal.is_standing
        bringer = "het secretariaat" if standing else item.brought_by_words
        preparer = item.preparer_label or bringer
        return Turn(
            f"Bij {preparer}, voor de voorbereiding.",
            _day(meeting.state_since),
            f"Bespreking op {spoken(meeting.held_on)}",
        )
    return turn_of_meeting(meeting)


def turn_of_agreement(
    agreement: Agreement, decisions: Sequence[LocalDecision], executors: Sequence[Executor]
) -> Turn | None:
    """Who has an agreement: its writers, the municipalities, then the executors."""
    office = f"Bij het secretariaat van {agreement.body.name}"
    made = _day(agreement.confirmed_at)
    if agreement.state == AgreementState.DRAFT:
        return Turn(f"{office}, dat het verslag nog afsluit.", None, "Bekrachtiging")
    if agreement.needs_local_decision and not decisions:
        return Turn(f"{office}, dat de lokale beslissingen opent.", made, "Lokale beslissing")
    waiting = [each for each in decisions if each.state in UNDECIDED]
    if waiting:
        return _turn_of_municipalities(agreement, waiting)
    busy = [each for each in executors if each.state != ExecutionState.DONE]
    if busy:
        names = [each.organization.name for each in busy]
        who = join_dutch(names) if len(names) <= 3 else f"{count_in_words(len(names))} uitvoerders"
        return Turn(f"Bij {who}, tot {spoken(agreement.due_on)}.", made, "Uitvoering melden")
    return None


def _turn_of_municipalities(agreement: Agreement, waiting: list[LocalDecision]) -> Turn:
    longest = min(waiting, key=lambda each: (each.state_since, each.pk))
    since = _day(longest.state_since)
    alone = sum(_day(each.state_since) == since for each in waiting) == 1
    one, many = _BODIES_PLURAL[CompetentBody(agreement.competent_body)]
    if len(waiting) == 1:
        who = f"{one} {longest.municipality.name}"
    else:
        who = f"{count_in_words(len(waiting))} {many}"
    return Turn(
        f"Bij {who}, tot {spoken(agreement.due_on)}.",
        since,
        "Uitvoering",
        longest=longest.municipality.name if alone and len(waiting) > 1 else "",
        longest_slug=longest.municipality.slug if alone else "",
    )


def turn_of_draft(
    draft: MasterDraft, owner: str, *, silent: int, unanswered: int, last_day: date | None
) -> Turn | None:
    """Who has a common draft: its owner, or the municipalities; ``None`` once it is definitive."""
    since, who = _day(draft.state_since), f"Bij {owner}"
    match draft.state:
        case DraftState.WRITING:
            return Turn(f"{who}: het ontwerp is in opmaak.", since, "Feedbackronde")
        case DraftState.IN_FEEDBACK if silent and last_day is not None:
            asked = "bestuur dat" if silent == 1 else "besturen die"
            many = "antwoordde" if silent == 1 else "antwoordden"
            said = f"Bij {count_in_words(silent)} {asked} nog niet {many}"
            return Turn(
                f"{said}, tot en met {spoken(last_day)}.", since, "Opmerkingen beantwoorden"
            )
        case DraftState.IN_FEEDBACK:
            said = f"{who}: elk bestuur dat gevraagd is, antwoordde."
            return Turn(said, since, "Opmerkingen beantwoorden")
        case DraftState.ANSWERING if unanswered:
            many = "opmerking wacht" if unanswered == 1 else "opmerkingen wachten"
            return Turn(f"{who}: {unanswered} {many} op antwoord.", since, "Definitieve versie")
        case DraftState.ANSWERING:
            return Turn(f"{who}: alles is beantwoord.", since, "Definitieve versie")
    return None


def spread_in_words(newest: int, open_on: Mapping[int, int], decided: int) -> str:
    """Which version each municipality has of a definitive draft; ``open_on`` counts by version
    who did not decide yet.
    """
    behind = any(number != newest for number in open_on)
    if not behind and not decided:
        return f"Versie {newest} is voor iedereen dezelfde. Elk bestuur beslist zelf."
    said = []
    for number in sorted(open_on, reverse=True):
        count, still = open_on[number], "" if number == newest else " nog"
        have = "bestuur heeft" if count == 1 else "besturen hebben"
        said.append(f"{count_in_words(count)} {have}{still} versie {number}")
    if decided:
        said.append(f"{count_in_words(decided)} {'besliste' if decided == 1 else 'beslisten'} al")
    line = "; ".join(said)
    begun = f"Eén{line[3:]}" if line.startswith("één") else f"{line[0].upper()}{line[1:]}"
    return f"Versie {newest} is de nieuwste. {begun}."


def next_for_owner(draft: MasterDraft, *, asked: int, replied: int, unanswered: int) -> str:
    """What the owner of a draft that is not definitive does next, as *Mijn tafel* says it."""
    match draft.state:
        case DraftState.IN_FEEDBACK if replied < asked:
            many = "antwoordde" if replied == 1 else "antwoordden"
            return f"Feedbackronde over uw ontwerp volgen: {replied} van {asked} {many}"
        case DraftState.IN_FEEDBACK:
            all_ = f"Alle {asked} antwoordden" if asked > 1 else "Het gevraagde bestuur antwoordde"
            step = "handel de opmerkingen af" if unanswered else "maak het ontwerp definitief"
            return f"{all_}: sluit de ronde af en {step}"
        case DraftState.ANSWERING if unanswered:
            return f"Opmerkingen bij uw ontwerp beantwoorden: nog {unanswered}"
        case DraftState.ANSWERING:
            return "Alles is beantwoord: maak uw ontwerp definitief"
    return "Ontwerp van beslissing schrijven"


def turn_of_decision(decision: LocalDecision) -> Turn | None:
    """Who has one municipality's row; ``None`` once it is closed."""
    if decision.state not in UNDECIDED:
        return None
    one, _ = _BODIES_PLURAL[CompetentBody(decision.competent_body)]
    return Turn(
        f"Bij {one} {decision.municipality.name}: {spoken_state(decision)}.",
        _day(decision.state_since),
        "Beslissing vastleggen",
    )


def turn_of_statement(statement: Statement, unknown: int, today: date) -> Turn | None:
    """Who has a statement: its writers, the members who said nothing yet (``unknown``), the
    addressee until its last day, then who follows it up (R22).
    """
    owner = statement.dossier.owned_by if statement.dossier else ""
    office = f"Bij {owner or f'het secretariaat van {statement.body.name}'}"
    due, sent = statement.answer_due_on, statement.sent_on
    match statement.state:
        case StatementState.DRAFT if unknown:
            return Turn(
                f"Bij {unknown} besturen waarvan nog niet gekend is of ze steunen."
                if unknown > 1
                else "Bij 1 bestuur waarvan nog niet gekend is of het steunt.",
                _day(statement.written_at),
                "Versturen",
            )
        case StatementState.DRAFT:
            return Turn(
                f"Bij het secretariaat van {statement.body.name}, dat het verstuurt.",
                _day(statement.written_at),
                "Versturen",
            )
        case StatementState.SENT if due is not None and due < today:
            return Turn(
                f"{office}: het antwoord werd verwacht tegen {spoken(due)}.",
                due,
                "Herinneren, of het antwoord vastleggen",
            )
        case StatementState.SENT:
            to = join_dutch([each.name for each in statement.addressees.all()])
            until = f", tot {spoken(due)}" if due else ""
            return Turn(f"Bij {to}{until}.", sent, "Antwoord vastleggen")
        case StatementState.ANSWERED:
            return Turn(
                f"{office}, met een antwoord van {spoken(statement.answered_on)}."
                if statement.answered_on
                else f"{office}.",
                statement.answered_on,
                "Opvolgen of afsluiten",
            )
    return None


def turn_of_joint(joint: JointAgreement, rows: Sequence[PartyRow]) -> Turn | None:
    """Who has a joint agreement: its writers, who may sign, who still decides (R21)."""
    if joint.state == JointState.DRAFT:
        return Turn(
            f"Bij het secretariaat van {joint.body.name}, dat de tekst nog afwerkt.",
            _day(joint.written_at),
            "Ter ondertekening leggen",
        )
    until = f", tot {spoken(joint.sign_before)}" if joint.sign_before else ""
    for stand, words, following in (
        ("ready", ("nog moet tekenen", "nog moeten tekenen"), "Ondertekening"),
        (
            "waiting",
            ("eerst nog zelf moet beslissen", "eerst nog zelf moeten beslissen"),
            "Eigen beslissing, dan ondertekening",
        ),
    ):
        names = [row.party.organization.name for row in rows if row.stand == stand]
        if names:
            many = f"{count_in_words(len(names))} partijen"
            who = join_dutch(names) if len(names) <= 3 else many
            must = f"die {words[1]}" if len(names) > 1 else f"dat {words[0]}"
            days = [row.approved for row in rows if row.stand == stand and row.approved]
            since = max(filter(None, (joint.opened_on, min(days, default=None))), default=None)
            return Turn(f"Bij {who}, {must}{until}.", since, following)
    return None


def turn_of_question(question: CouncillorQuestion) -> Turn | None:
    """Who has a councillor's question; ``None`` once nothing is expected (R68)."""
    if not question.is_open:
        return None
    who = question.owner.name if question.owner is not None else "het secretariaat"
    return Turn(
        f"De vraag ligt bij {who}.",
        _day(question.state_since),
        f"het antwoord, uiterlijk op {spoken(question.due_on)}.",
    )
