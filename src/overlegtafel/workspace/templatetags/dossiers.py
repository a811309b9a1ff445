"""Dossiers on pages of other things. ``{% load dossiers %}``.

``{% if item.dossier|seen_by:request.user %}`` whether its name may stand here.
``{% if request.user|reads_library %}`` whether a link to the library leads anywhere.
``{% test_cases charter %}`` the test cases of a version, or of all, inside a page with ``body``.
"""

from typing import Any

from django import template

from overlegtafel.accounts.models import User
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.policy import can_see
from overlegtafel.dossiers.queries import cases_of
from overlegtafel.governance.models import Charter
from overlegtafel.governance.policy import standing_of

register = template.Library()


@register.filter
def seen_by(dossier: Dossier | None, actor: User) -> bool:
    """Whether there is a dossier, and this user sees it."""
    return dossier is not None and can_see(actor, dossier)


@register.filter
def reads_library(actor: User) -> bool:
    """Whether this user may open what the regions share."""
    return bool(standing_of(actor).insider_of)


@register.inclusion_tag("workspace/_test_cases.html", takes_context=True)
def test_cases(context: dict[str, Any], charter: Charter | None = None) -> dict[str, Any]:
    """Test cases with their findings; of a version, and which other versions were tested (R117)."""
    actor, body = context["request"].user, context["body"]
    cases = list(cases_of(actor, body))
    wanted = [each for each in cases if charter is None or each.charter_id == charter.pk]
    others: dict[int, int] = {}
    for each in cases:
        if charter is not None and each.charter is not None and each not in wanted:
            others[each.charter.number] = others.get(each.charter.number, 0) + 1
    return {"body": body, "cases": wanted, "others": sorted(others.items()), "charter": charter}
