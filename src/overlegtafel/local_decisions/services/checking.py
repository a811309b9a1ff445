"""What a report about a local decision must hold to, whichever way it comes in.

The services call these before they write; reading a file calls them to say beforehand what would
be refused, so that the two never differ.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.policy import can_record
from overlegtafel.local_decisions.states import DECIDED, MOVES

_OWN_ONLY = "Alleen het eigen bestuur legt zijn beslissing vast."


def check_record(
    actor: User, decision: LocalDecision, verb: str, facts: Mapping[str, Any], reason: str = ""
) -> None:
    """Whether ``record_decision`` takes this. Raises ``NotAllowed``, ``Invalid``."""
    if not can_record(actor, decision):
        raise NotAllowed(_OWN_ONLY)
    if verb == "correct" and not reason.strip():
        raise Invalid("Schrijf waarom u de registratie rechtzet.", field="reason")
    meets_on = facts["meets_on"]
    _check_dates(verb, meets_on, facts["published_on"], facts["note"])
    _check_after_meeting(verb, meets_on, decision.agreement.item.meeting.held_on)
    _check_link(facts["link"])


def check_correction(current: LocalDecision, verb: str, changes: Mapping[str, Any]) -> None:
    """Whether a correction puts anything right. Raises ``Invalid``."""
    if not changes and MOVES[verb].target == current.state:
        raise Invalid("Dit staat er al zo: er is niets rechtgezet.", field="verb")


def check_publication(
    actor: User, decision: LocalDecision, published_on: date | None, link: str
) -> None:
    """Whether ``note_publication`` takes this; raises as that does."""
    if not can_record(actor, decision):
        raise NotAllowed(_OWN_ONLY)
    if decision.state not in DECIDED:
        raise WrongMoment("Bekendmaken kan pas nadat er beslist is.")
    if published_on is None and not link:
        raise Invalid("Vul de dag van de bekendmaking in, of de link.", field="published_on")
    if (published_on, link) == (decision.published_on, decision.link):
        raise Invalid("Deze dag en deze link staan er al.", field="published_on")
    _check_link(link)
    if published_on is not None:
        if decision.meets_on is not None and published_on < decision.meets_on:
            raise Invalid("Bekendgemaakt kan pas na de zitting.", field="published_on")
        if published_on > clock.today():
            raise Invalid("Deze dag moet nog komen.", field="published_on")


def _check_dates(verb: str, meets_on: date | None, published_on: date | None, note: str) -> None:
    if verb not in MOVES:
        raise Invalid("Kies wat er gebeurde.", field="verb")
    target = MOVES[verb].target
    if verb == "approve_with_change" and not note.strip():
        raise Invalid("Schrijf in één zin wat er wijzigde.", field="note")
    if verb == "put_on_agenda" and meets_on is None:
        raise Invalid("Kies de datum van de zitting.", field="meets_on")
    if target in DECIDED:
        if meets_on is None:
            raise Invalid("Kies de datum waarop beslist werd.", field="meets_on")
        if meets_on > clock.today():
            raise Invalid("Een beslissing kan niet in de toekomst liggen.", field="meets_on")
    if published_on is not None:
        if target not in DECIDED:
            raise Invalid("Bekendmaken kan pas nadat er beslist is.", field="published_on")
        if meets_on is None or published_on < meets_on:
            raise Invalid("Bekendgemaakt kan pas na de zitting.", field="published_on")
        if published_on > clock.today():
            raise Invalid("Deze dag moet nog komen.", field="published_on")


def _check_after_meeting(verb: str, meets_on: date | None, made_on: date) -> None:
    """Nobody decides an agreement before the table made it."""
    if MOVES[verb].target in DECIDED and meets_on is not None and meets_on < made_on:
        raise Invalid(
            f"Deze zitting ({spoken(meets_on)}) valt vóór de vergadering die de afspraak maakte "
            f"({spoken(made_on)}).",
            field="meets_on",
        )


def _check_link(link: str) -> None:
    """Only https: a link must not lead a reader over an open line, nor into a script."""
    if link and not link.startswith("https://"):
        raise Invalid("Het adres moet met https:// beginnen.", field="link")
