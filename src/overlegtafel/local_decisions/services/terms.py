"""Changing a term of the site, from a day on."""

from datetime import date

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import changed, record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.local_decisions.models import Term
from overlegtafel.local_decisions.states import TermKey, TermUnit
from overlegtafel.local_decisions.terms import COUNTED, LONGEST, can_set_terms, terms_on
from overlegtafel.organizations.models import Confidence


@transaction.atomic
def set_term(
    *,
    actor: User,
    key: TermKey,
    value: int,
    unit: TermUnit,
    valid_from: date,
    legal_basis: str,
    source: str,
    confidence: Confidence,
    note: str = "",
) -> Term:
    """Let a term be another from a day on: what is open is counted anew, never what is past.

    Raises ``NotAllowed``, ``Invalid`` for a day that has passed, a number or a unit that says
    nothing, or a source that should be named.
    """
    if not can_set_terms(actor):
        raise NotAllowed("Alleen wie de site beheert, wijzigt een termijn.")
    if valid_from < clock.today():
        raise Invalid(
            "Een termijn wijzigt vanaf vandaag of later: wat voorbij is, blijft.",
            field="valid_from",
        )
    if not 0 <= value <= LONGEST:
        raise Invalid(f"Kies een aantal tussen 0 en {LONGEST}.", field="value")
    if (unit == TermUnit.TIMES) != (key not in COUNTED):
        raise Invalid("Deze eenheid past niet bij deze termijn.", field="unit")
    if confidence == Confidence.SOURCED and not source.strip():
        raise Invalid("Noem de bron, of zeg dat ze nog te bevestigen is.", field="source")
    before = terms_on(valid_from)[key]
    facts = {
        "value": value,
        "unit": unit,
        "legal_basis": legal_basis,
        "source": source,
        "confidence": confidence,
        "note": note,
    }
    term, _ = Term.objects.update_or_create(key=key, valid_from=valid_from, defaults=facts)
    changes = changed(before, facts)
    record(
        "term.set",
        term,
        actor=actor,
        changes=changes | {"valid_from": (before.valid_from, valid_from)},
    )
    return term
