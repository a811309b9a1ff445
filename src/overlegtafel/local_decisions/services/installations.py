"""A new college takes up its term, and says again what it thinks of what was running (R10)."""

from datetime import date

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible
from overlegtafel.common.transitions import claim
from overlegtafel.local_decisions.models import Installation, Reconfirmation
from overlegtafel.local_decisions.notifications import tell_questioned
from overlegtafel.local_decisions.policy import can_install, can_reconfirm
from overlegtafel.local_decisions.queries.installations import running_for
from overlegtafel.local_decisions.states import RECONFIRMATION_MOVES
from overlegtafel.organizations.models import Classification, Organization


@transaction.atomic
def install_college(*, actor: User, municipality: Organization, installed_on: date) -> Installation:
    """Write down that a new college sits, and list what it finds running to confirm again.

    Who sits in it are mandates, given with their own first day; nothing of the old term changes.
    Raises ``NotAllowed``, ``Invalid``.
    """
    if not can_install(actor, municipality):
        raise NotAllowed("Alleen het eigen bestuur of wie zijn tafel leidt, legt dit vast.")
    if municipality.classification != Classification.MUNICIPALITY:
        raise NotVisible
    if installed_on > clock.today():
        raise Invalid("Deze dag moet nog komen.", field="installed_on")
    last = Installation.objects.filter(municipality=municipality).first()
    if last is not None and installed_on <= last.installed_on:
        raise Invalid("Er is al een later of hetzelfde college vastgelegd.", field="installed_on")
    installation = Installation.objects.create(
        municipality=municipality,
        installed_on=installed_on,
        recorded_by=actor,
        recorded_at=clock.now(),
    )
    running = running_for(municipality, installed_on)
    Reconfirmation.objects.bulk_create(
        Reconfirmation(installation=installation, agreement=agreement) for agreement in running
    )
    record(
        "college.installed",
        municipality,
        actor=actor,
        changes={
            "installed_on": (None, installed_on),
            "agreements": (None, [each.reference for each in running]),
        },
    )
    return installation


@transaction.atomic
def reconfirm(
    *, actor: User, reconfirmation: Reconfirmation, verb: str, note: str = ""
) -> Reconfirmation:
    """Say for the own college: confirmed again, or to be discussed again and why.

    The agreement stays what it is; who leads its table hears of a question. Raises
    ``NotAllowed`` for another municipality, ``WrongMoment``, ``Invalid``.
    """
    if not can_reconfirm(actor, reconfirmation):
        raise NotAllowed("Alleen het eigen bestuur antwoordt voor zijn college.")
    if verb not in RECONFIRMATION_MOVES:
        raise Invalid("Kies een antwoord.", field="verb")
    if verb == "question" and not note.strip():
        raise Invalid("Schrijf in één zin waarom.", field="note")
    before = claim(
        reconfirmation,
        RECONFIRMATION_MOVES,
        verb,
        note=note.strip(),
        answered_by=actor,
        answered_at=clock.now(),
    )
    agreement = reconfirmation.agreement
    record(
        "agreement.reconfirmed" if verb == "confirm" else "agreement.questioned",
        agreement,
        actor=actor,
        changes={
            "answer": (before, reconfirmation.state),
            "municipality": (None, reconfirmation.installation.municipality.name),
        },
        reason=note.strip(),
        body_id=agreement.body_id,
    )
    if verb == "question":
        tell_questioned(reconfirmation)
    return reconfirmation
