"""Where do we discuss what (R97, R121): which theme of the charter a text is about.

Pure: rules and words in, a theme out. Nothing is decided here; who proposes and who screens may
overrule it with a reason.
"""

import re

from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.rules import CharterRules, Theme

_TITLE, _DOMAIN, _SUMMARY = 3, 2, 1
_WORD = re.compile(r"[^\W_]+")


def suggest_platform(
    rules: CharterRules, title: str, summary: str = "", domain: str = ""
) -> Theme | None:
    """The theme that these words fit best, if any; the first of the charter when two fit alike.

    A word fits where a word of the text begins with it: "toewijzing" finds
    "toewijzingsreglement".
    """
    texts = ((_TITLE, _plain(title)), (_DOMAIN, _plain(domain)), (_SUMMARY, _plain(summary)))
    best, most = None, 0
    for theme in rules.themes:
        wanted = {_plain(word) for word in (theme.theme, *theme.words)}
        points = sum(
            weight for word in wanted if word.strip() for weight, text in texts if word in text
        )
        if points > most:
            best, most = theme, points
    return best


def _plain(text: str) -> str:
    """The words of a text, each with a space before it, so that a word is found by its start."""
    return " " + " ".join(_WORD.findall(text.casefold())) if text else ""


def is_handled_at(theme: Theme, body: GoverningBody) -> bool:
    """Whether the theme is discussed at this table too, by slug or by name."""
    own = {body.slug, body.name.casefold(), body.short_name.casefold()}
    return any(each.platform in own or each.platform.casefold() in own for each in theme.platforms)


def conflicts(rules: CharterRules) -> list[Theme]:
    """The themes of which two platforms would each make the agreement."""
    return [theme for theme in rules.themes if len(theme.agreeing) > 1]
