"""What councillors hear by mail of an info evening: the invitation, and what became of a place."""

from collections.abc import Iterable
from dataclasses import dataclass

from overlegtafel.common import clock
from overlegtafel.common.dates import spoken, spoken_with_weekday
from overlegtafel.councillors.evening_calendar import evening_attachment
from overlegtafel.councillors.evening_links import evening_link
from overlegtafel.councillors.models import EveningSignUp, InfoEvening
from overlegtafel.councillors.queries.evenings import ON_THE_LIST, subjects_of
from overlegtafel.councillors.queries.letters import councillors_of
from overlegtafel.councillors.sight import sight_of
from overlegtafel.councillors.states import SignUpState
from overlegtafel.governance.secretariats import answers_to
from overlegtafel.meetings.notifications import PERSONAL
from overlegtafel.outbox.models import Message
from overlegtafel.outbox.preferences import deliveries_for
from overlegtafel.outbox.services import Addressed, queue, queue_all
from overlegtafel.outbox.topics import Delivery

INVITATION, PLACE = "info_evening", "info_evening.place"
"""The invitation may be refused as any mail; what became of the own place always leaves."""
SIGN = "Inschrijven of uitschrijven"


@dataclass(frozen=True)
class Invitation:
    """What leaves, and to how many: ``now``, in the ``digest``, or not since they want ``none``."""

    subject: str
    text: str
    now: int
    digest: int
    none: int
    answers_to: str

    @property
    def readers(self) -> int:
        """How many councillors have a login."""
        return self.now + self.digest + self.none


def when_and_where(evening: InfoEvening) -> str:
    """The moment and the place, in two lines."""
    day = spoken_with_weekday(evening.held_on)
    return f"{day[:1].upper()}{day[1:]}, {evening.hours}\n{evening.location}"


def invitation_of(evening: InfoEvening) -> Invitation:
    """The invitation as it would leave now, and how the councillors receive it."""
    readers = list(councillors_of(evening.body).values_list("pk", flat=True))
    chosen = list(deliveries_for(readers, INVITATION).values())
    digest, none = chosen.count(Delivery.DIGEST), chosen.count(Delivery.NEVER)
    text = f"{_greeting('[naam]')}{_text(evening)}\n\n{SIGN}:\n{PERSONAL}"
    return Invitation(
        _subject(evening),
        text,
        len(readers) - digest - none,
        digest,
        none,
        answers_to(evening.body_id),
    )


def send_invitations(evening: InfoEvening) -> int:
    """Queue the invitation to the councillors of every member, of every party alike; return how
    many there are. Who wants none is heard by the outbox.
    """
    text, readers = _text(evening), list(councillors_of(evening.body))
    queue_all(
        kind=INVITATION,
        mails=[
            Addressed(user, f"{_greeting(user.name)}{text}\n", (SIGN, evening_link(evening, user)))
            for user in readers
        ],
        subject=_subject(evening),
        key=f"info_evening:{evening.pk}:invited",
        reply_to=answers_to(evening.body_id),
    )
    return len(readers)


def invitations_sent(evening: InfoEvening) -> list[Message]:
    """The invitations as they left, for who runs the table: one query."""
    rows = Message.objects.filter(key__startswith=f"info_evening:{evening.pk}:invited:")
    return list(rows.select_related("recipient").order_by("recipient__name", "pk"))


def _subject(evening: InfoEvening) -> str:
    return f"Infoavond op {spoken(evening.held_on)}: {evening.title}"


def _greeting(name: str) -> str:
    return f"Dag {name},\n\n"


def _text(evening: InfoEvening) -> str:
    agreements, dossiers = subjects_of(evening, sight_of(evening.body_id, clock.today()))
    titles = [*(each.title for each in agreements), *(each.title for each in dossiers)]
    about = [f"- {title}" for title in titles]
    until = f"Inschrijven kan tot en met {spoken(evening.sign_up_until)}."
    if evening.seats is not None:
        there_are = "Er is 1 plaats" if evening.seats == 1 else f"Er zijn {evening.seats} plaatsen"
        until += (
            f" {there_are}. Is de zaal vol, dan komt u op de wachtlijst, in "
            "de volgorde van inschrijven."
        )
    parts = [
        f"{evening.body.name} nodigt de raadsleden van alle besturen en alle fracties uit op een "
        "infoavond.",
        f"{evening.title}\n{when_and_where(evening)}",
        evening.words,
        "Dit komt aan bod:\n" + "\n".join(about) if about else "",
        until,
    ]
    return "\n\n".join(part for part in parts if part)


def tell_place(sign_up: EveningSignUp, *, moved_up: bool = False) -> None:
    """Queue to who signed up whether there is a place, or that one signed off."""
    said = {
        SignUpState.COMING: (
            "Er is een plaats voor u" if moved_up else "U bent ingeschreven",
            "Er kwam een plaats vrij en u was de eerste op de wachtlijst. U bent ingeschreven."
            if moved_up
            else "U bent ingeschreven. Kunt u toch niet komen, schrijf u dan uit: zo krijgt iemand "
            "anders uw plaats.",
        ),
        SignUpState.WAITING: (
            "U staat op de wachtlijst",
            "De zaal is vol. U staat op de wachtlijst en krijgt een mail zodra er een plaats "
            "vrijkomt.",
        ),
        SignUpState.OFF: ("U bent uitgeschreven", "U bent uitgeschreven."),
    }[SignUpState(sign_up.state)]
    _tell(sign_up, f"{sign_up.revision}", *said)


def tell_moved(evening: InfoEvening, sign_ups: Iterable[EveningSignUp], before: str) -> None:
    """Queue to who signed up or waits that the evening is at another moment or place."""
    for each in sign_ups:
        each.evening = evening
        text = f"Deze infoavond is verplaatst. Ze was voorzien op:\n{before}\n\nNieuw:"
        _tell(each, f"moved:{evening.revision}", "Verplaatst", text)


def tell_moved_to_invited(evening: InfoEvening, before: str) -> None:
    """Queue to who was invited and is not on the list that it is at another moment or place: it
    may suit now. Who wants no invitations is heard by the outbox.
    """
    listed = evening.sign_ups.filter(state__in=ON_THE_LIST).values("user")
    invited = Message.objects.filter(key__startswith=f"info_evening:{evening.pk}:invited:")
    readers = councillors_of(evening.body).filter(pk__in=invited.values("recipient"))
    text = (
        f"Deze infoavond is verplaatst. Ze was voorzien op:\n{before}\n\nNieuw:\n\n"
        f"{evening.title}\n{when_and_where(evening)}\n\n"
        f"Inschrijven kan tot en met {spoken(evening.sign_up_until)}.\n"
    )
    queue_all(
        kind=INVITATION,
        mails=[
            Addressed(user, f"{_greeting(user.name)}{text}", (SIGN, evening_link(evening, user)))
            for user in readers.exclude(pk__in=listed)
        ],
        subject=f"Verplaatst: infoavond “{evening.title}” op {spoken(evening.held_on)}",
        key=f"info_evening:{evening.pk}:moved:{evening.revision}",
        reply_to=answers_to(evening.body_id),
    )


def told_of_move(evening: InfoEvening) -> tuple[int, int]:
    """How many get mail of the last change of moment or place: of who is on the list, of the
    others who were invited. Two queries.
    """
    of_this = Message.objects.exclude(state=Message.State.DECLINED)
    begin, end = f"info_evening:{evening.pk}:", f"moved:{evening.revision}"
    listed = of_this.filter(key__startswith=f"{begin}place:", key__endswith=f":{end}")
    return listed.count(), of_this.filter(key__startswith=f"{begin}{end}:").count()


def tell_called_off(evening: InfoEvening, sign_ups: Iterable[EveningSignUp]) -> None:
    """Queue to who signed up or waits that it does not take place, and why."""
    for each in sign_ups:
        each.evening = evening
        text = f"Deze infoavond gaat niet door. De reden: {evening.reason}\n\nZe was voorzien op:"
        _tell(each, "called_off", "Gaat niet door", text, links=False)


def _tell(
    sign_up: EveningSignUp, occasion: str, title: str, opening: str, *, links: bool = True
) -> None:
    evening, user = sign_up.evening, sign_up.user
    queue(
        kind=PLACE,
        recipient=user,
        subject=f"{title}: infoavond “{evening.title}” op {spoken(evening.held_on)}",
        text=f"{_greeting(user.name)}{opening}\n\n{evening.title}\n{when_and_where(evening)}\n",
        key=f"info_evening:{evening.pk}:place:{sign_up.pk}:{occasion}",
        action=(SIGN, evening_link(evening, user)) if links else None,
        attachments=[evening_attachment(sign_up)],
        is_urgent=True,
        reply_to=answers_to(evening.body_id),
    )
