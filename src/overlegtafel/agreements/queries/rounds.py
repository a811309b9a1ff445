"""Reads about written rounds, and the result derived from the replies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import RoundReply, WrittenRound
from overlegtafel.agreements.policy import rounds_visible_to
from overlegtafel.agreements.states import AGREEING, RoundAnswer, RoundOutcome, RoundState
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import GoverningBody, Seat
from overlegtafel.governance.queries import filled_seats
from overlegtafel.governance.states import Silence
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.organizations.models import Mandate


@dataclass(frozen=True)
class RoundResult:
    """How many answered what; derived from the replies, never stored."""

    yes: int
    reserved: int
    no: int
    silent: int
    silence: Silence
    due_on: date

    @property
    def total(self) -> int:
        """How many seats were asked."""
        return self.yes + self.reserved + self.no + self.silent

    @property
    def agreeing(self) -> int:
        """Who agrees, with or without reservation; silence too where the charter says so."""
        silent = self.silent if self.silence == Silence.AGREES else 0
        return self.yes + self.reserved + silent

    def is_running(self, today: date) -> bool:
        """Whether an answer may still come that matters."""
        return self.due_on >= today and self.silent > 0

    @property
    def outcome(self) -> RoundOutcome | None:
        """What follows from the replies and the charter; ``None`` where someone has to weigh it:
        not everyone answered, and silence counts as no reply.
        """
        if self.no:
            return RoundOutcome.NOT_AGREED
        if self.silent and self.silence == Silence.TO_TABLE:
            return RoundOutcome.TO_TABLE
        if self.silent and self.silence == Silence.NOTHING:
            return None
        return RoundOutcome.RESERVED if self.reserved else RoundOutcome.AGREED

    def spoken(self, today: date) -> str:
        """The result in one sentence, as it stands today."""
        figure = f"{self.agreeing} van {self.total} akkoord"
        if self.reserved:
            figure += f", {self.reserved} met voorbehoud"
        if self.no:
            figure += f", {self.no} niet akkoord"
        if self.is_running(today):
            waiting = "één antwoord" if self.silent == 1 else f"{self.silent} antwoorden"
            return f"{figure}; nog {waiting} mogelijk tot en met {spoken(self.due_on)}"
        if not self.silent:
            return figure
        who = "één antwoordde" if self.silent == 1 else f"{self.silent} antwoordden"
        return f"{figure}; {who} niet, en dat {self.silence.label}"


def result_of(written: WrittenRound, replies: Iterable[RoundReply]) -> RoundResult:
    """The result of a round from its replies: no query."""
    answers = [each.answer for each in replies]
    return RoundResult(
        yes=answers.count(RoundAnswer.YES),
        reserved=answers.count(RoundAnswer.RESERVED),
        no=answers.count(RoundAnswer.NO),
        silent=answers.count(""),
        silence=Silence(written.silence),
        due_on=written.due_on,
    )


def outcome_objection(
    written: WrittenRound, replies: Sequence[RoundReply], outcome: RoundOutcome
) -> str:
    """Why a round can't be closed with this outcome; empty when it can."""
    result = result_of(written, replies)
    if outcome not in AGREEING:
        return ""
    if result.no:
        return "Er is geen akkoord: niet iedereen die antwoordde is het eens."
    if result.silent and result.silence == Silence.TO_TABLE:
        return "Volgens de afsprakennota gaat dit naar de volgende vergadering."
    if not result.agreeing:
        return "Niemand antwoordde, en dat geldt niet als akkoord."
    if result.reserved and outcome == RoundOutcome.AGREED:
        return "Iemand maakte voorbehoud: kies de uitkomst waarin het genoteerd is."
    return ""


def needs_words(
    written: WrittenRound, replies: Sequence[RoundReply], outcome: RoundOutcome
) -> bool:
    """Whether closing so needs a sentence: someone is silent, and that is no agreement."""
    silent = any(not each.answer for each in replies)
    return outcome in AGREEING and silent and written.silence == Silence.NOTHING


def rounds_of(actor: User, body: GoverningBody) -> QuerySet[WrittenRound]:
    """A table's written rounds that the actor sees, newest first, with their replies."""
    return (
        rounds_visible_to(actor)
        .filter(body=body)
        .select_related("body", "item__meeting", "agreement", "opened_by")
        .prefetch_related("replies")
        .order_by("-opened_at", "-id")
    )


def round_of(actor: User, body: GoverningBody, pk: int) -> WrittenRound:
    """One written round. Raises ``NotVisible``."""
    found = (
        rounds_visible_to(actor)
        .filter(body=body, pk=pk)
        .select_related("body__region", "item__meeting__body", "agreement", "opened_by")
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def rounds_on(item: AgendaItem, actor: User) -> list[WrittenRound]:
    """The rounds that followed one item, newest first, with their replies: two queries."""
    return list(rounds_visible_to(actor).filter(item=item).prefetch_related("replies"))


def replies_of(written: WrittenRound) -> QuerySet[RoundReply]:
    """Each seat that was asked, in the order of the table."""
    return written.replies.select_related(
        "seat__municipality", "seat__post", "seat__person", "seat__category", "replied_by"
    ).order_by("seat__order", "id")


def seats_filled_by(actor: User, body: GoverningBody) -> set[int]:
    """The seats of a table that the actor fills today."""
    person = getattr(actor, "person", None)
    if person is None:
        return set()
    seats = filled_seats(body, clock.today())
    return {each.seat.pk for each in seats if each.person_id == person.pk}


def fills(actor: User, reply: RoundReply) -> bool:
    """Whether the actor answers for this seat: who fills it today, not who did before."""
    return reply.seat_id in seats_filled_by(actor, reply.round.body)


def waiting_rounds(actor: User, body_ids: Iterable[int], today: date) -> QuerySet[WrittenRound]:
    """The rounds of these tables that still take an answer, and lack that of a seat that the
    actor fills by a mandate or as a person: one query.
    """
    person = getattr(actor, "person", None)
    if person is None:
        return WrittenRound.objects.none()
    seats = Seat.objects.filter(body__in=list(body_ids))
    mandates = Mandate.objects.filter(valid_on(today), person=person)
    by_town = mandates.filter(
        post__organization=OuterRef("municipality"), post__role=OuterRef("category__filled_by")
    )
    mine = seats.filter(Q(person=person) | Q(post__in=mandates.values("post")) | Exists(by_town))
    return (
        rounds_visible_to(actor)
        .filter(
            replies__answer="",
            replies__seat__in=mine,
            body__in=list(body_ids),
            state=RoundState.OPEN,
            due_on__gte=today,
        )
        .select_related("body", "item__meeting")
        .distinct()
    )
