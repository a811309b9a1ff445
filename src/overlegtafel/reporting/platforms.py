"""Where do we discuss what (R121): the charter's themes with their platforms by name."""

from dataclasses import dataclass

from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.states import PlatformRole


@dataclass(frozen=True)
class ThemeRow:
    """A theme, the words by which it is known, and what each platform does with it."""

    theme: str
    words: tuple[str, ...]
    places: list[tuple[str, PlatformRole]]

    @property
    def agreeing(self) -> list[str]:
        """Who would make the agreement."""
        return [name for name, role in self.places if role == PlatformRole.AGREE]

    @property
    def is_conflict(self) -> bool:
        """Whether two platforms would each make it."""
        return len(self.agreeing) > 1


def platform_table(rules: CharterRules) -> list[ThemeRow]:
    """The themes in the charter's order, conflicts first: one query."""
    slugs = {each.platform for theme in rules.themes for each in theme.platforms}
    names = dict(GoverningBody.objects.filter(slug__in=slugs).values_list("slug", "name"))
    rows = [
        ThemeRow(
            theme.theme,
            theme.words,
            [(names.get(each.platform, each.platform), each.role) for each in theme.platforms],
        )
        for theme in rules.themes
    ]
    return sorted(rows, key=lambda row: not row.is_conflict)
