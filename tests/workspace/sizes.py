"""A table of one member, or of as many as Limburg has: for literal query counts."""

from datetime import date

from tests.factories.cast import Cast, make_town

from overlegtafel.governance.services import add_seat

SIZES = (1, 38)


def resize(cast: Cast, members: int) -> None:
    """Let the table have so many members: only Lede, or the five and invented ones."""
    if members == 1:
        others = cast.table.seats.exclude(municipality=cast.towns["Lede"])
        others.update(valid_to=date(2019, 1, 1))
        return
    for number in range(members - len(cast.towns)):
        town = make_town(f"Gemeente{number:02}", f"99{number:03}")
        add_seat(actor=cast.system, body=cast.table, category="mayor", municipality=town)
