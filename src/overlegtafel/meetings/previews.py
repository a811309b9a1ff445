"""Who will get what before an agenda goes out: each recipient, the address, the very text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from overlegtafel.accounts.models import User
from overlegtafel.governance.queries import FilledSeat
from overlegtafel.meetings.differences import Change
from overlegtafel.meetings.freezing import frozen_agenda
from overlegtafel.meetings.models import AgendaItem, AgendaVersion, Meeting
from overlegtafel.meetings.notifications import Letter, is_soon, kind_of, letters_for
from overlegtafel.outbox.preferences import deliveries_for
from overlegtafel.outbox.topics import Delivery

_CHOSEN = {
    Delivery.NOW: "",
    Delivery.DIGEST: "koos één mail per dag: in het dagoverzicht",
    Delivery.NEVER: "wil hierover geen mail",
}


@dataclass(frozen=True)
class Addressee:
    """One seat, and what who fills it gets; ``why_not`` when that is no mail."""

    filled: FilledSeat
    letter: Letter | None
    why_not: str

    @property
    def opens_login(self) -> bool:
        """Whether the mail lets this person choose a first password."""
        return self.letter is not None and self.letter.opens_login


@dataclass(frozen=True)
class Preview:
    """All addressees of a version that is not stored yet, and each kind of text once."""

    number: int
    addressees: list[Addressee]
    samples: list[Letter]

    @property
    def count(self) -> int:
        """How many mails leave."""
        return len({each.letter.recipient.pk for each in self.addressees if each.letter})


def preview_of(
    actor: User,
    meeting: Meeting,
    items: Sequence[AgendaItem],
    seats: Sequence[FilledSeat],
    number: int = 1,
    changes: Sequence[Change] = (),
) -> Preview:
    """What would leave now, sent by the actor."""
    content = frozen_agenda(items)
    version = AgendaVersion(meeting=meeting, number=number, content=content, convened_by=actor)
    letters = {
        each.filled.seat.pk: each for each in letters_for(version, seats, changes, is_preview=True)
    }
    chosen = deliveries_for(
        [each.recipient.pk for each in letters.values()], kind_of(number), is_soon(meeting)
    )
    samples = {each.opens_login: each for each in reversed(letters.values())}
    return Preview(
        number,
        [_addressee(filled, letters.get(filled.seat.pk), chosen) for filled in seats],
        [samples[key] for key in sorted(samples)],
    )


def _addressee(
    filled: FilledSeat, letter: Letter | None, chosen: Mapping[int, Delivery]
) -> Addressee:
    if letter is not None:
        choice = chosen.get(letter.recipient.pk, Delivery.NOW)
        return Addressee(filled, letter if choice == Delivery.NOW else None, _CHOSEN[choice])
    why = "geen account: geen mail" if filled.holder else "niemand bekend: geen mail"
    return Addressee(filled, None, why)
