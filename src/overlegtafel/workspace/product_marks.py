"""Which mark stands for support, a signature or a choice, and the rings made of them."""

from collections.abc import Iterable, Sequence
from operator import itemgetter

from overlegtafel.common.drawing.ring import Seat
from overlegtafel.products.queries import ChoiceRow, PartyRow, SupportRow
from overlegtafel.products.states import Backing, ExampleUse

BACKING = {
    Backing.SUPPORTS: "done",
    Backing.RESERVED: "changed",
    Backing.OPPOSES: "refused",
    Backing.ABSTAINS: "not_applicable",
}
PARTY = {"signed": "done", "ready": "waiting", "waiting": "planned"}
EXAMPLES = ("done", "changed", "on_agenda", "present", "replaced")
"""The marks of the first examples; the ring also says the letter in words."""


def support_mark(row: SupportRow) -> str:
    """The mark of what one municipality said."""
    return BACKING[Backing(row.support.backing)] if row.support else "unknown"


def support_seats(rows: Iterable[SupportRow]) -> list[Seat]:
    """The ring of a statement."""
    return [
        Seat(
            label=row.municipality.name,
            spoken=f"{row.municipality.name}: {row.spoken}",
            state=support_mark(row),
            href=f"#steun-{row.municipality.slug}",
        )
        for row in rows
    ]


def support_legend(rows: Iterable[SupportRow]) -> list[tuple[str, str]]:
    """The marks that occur, each with how many carry it."""
    return _counted([(support_mark(row), row.spoken) for row in rows])


def party_seats(rows: Iterable[PartyRow]) -> list[Seat]:
    """The ring of a joint agreement."""
    return [
        Seat(
            label=row.party.organization.name,
            spoken=f"{row.party.organization.name}: {row.spoken}",
            state=PARTY[row.stand],
            href=f"#partij-{row.party.organization.slug}",
        )
        for row in rows
    ]


def party_legend(rows: Iterable[PartyRow]) -> list[tuple[str, str]]:
    """The marks that occur, each with how many carry it."""
    return _counted([(PARTY[row.stand], row.spoken) for row in rows])


def choice_mark(row: ChoiceRow) -> str:
    """The mark of what one municipality chose."""
    if row.choice is None:
        return "unknown"
    if row.choice.example is not None:
        place = ord(row.choice.example.letter[0]) - ord("A")
        return EXAMPLES[place % len(EXAMPLES)]
    return "neutral" if row.choice.use == ExampleUse.OWN_TEXT else "not_applicable"


def choice_seats(rows: Iterable[ChoiceRow]) -> list[Seat]:
    """The ring of an example library."""
    return [
        Seat(
            label=row.municipality.name,
            spoken=f"{row.municipality.name}: {row.spoken}",
            state=choice_mark(row),
            href=f"#keuze-{row.municipality.slug}",
        )
        for row in rows
    ]


def choice_legend(rows: Sequence[ChoiceRow]) -> list[tuple[str, str]]:
    """The marks that occur, each with how many carry it."""
    return _counted(sorted(((choice_mark(row), row.spoken) for row in rows), key=itemgetter(1)))


def _counted(found: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    pairs = dict.fromkeys(found)
    return [(mark, f"{words} ({found.count((mark, words))})") for mark, words in pairs]
