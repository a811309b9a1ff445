"""Making and revoking couplings, and taking in what a coupled system reports (R42, R43)."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.governance.policy import can_record_for
from overlegtafel.local_decisions.models import IdempotencyKey, LocalDecision, ReportingToken
from overlegtafel.local_decisions.queries.couplings import decisions_for, digest_of_secret
from overlegtafel.local_decisions.services.several import PUBLISH, Report, record_one
from overlegtafel.local_decisions.states import Source, TokenScope
from overlegtafel.organizations.models import Organization

PREFIX = "ovt_"
"""How every secret starts, so that one that strayed is recognized."""
LASTS_AT_MOST = timedelta(days=731)
"""A coupling is looked at again every two years."""
KEYS_KEPT = timedelta(days=30)
"""How long the same report sent again gets the same answer."""
_USE_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def make_token(
    *, actor: User, municipality: Organization, name: str, scope: TokenScope, expires_on: date
) -> tuple[ReportingToken, str]:
    """Make a coupling; return it with its secret, which nothing can show a second time.

    Raises ``NotAllowed``, ``Invalid`` for a name used before or a day that can't be.
    """
    if not can_record_for(actor, municipality.pk):
        raise NotAllowed("Alleen het eigen bestuur maakt zijn koppelingen.")
    today = clock.today()
    if not name.strip():
        raise Invalid("Geef de koppeling een naam.", field="name")
    if ReportingToken.objects.filter(municipality=municipality, name__iexact=name.strip()).exists():
        raise Invalid(
            "Die naam is al gebruikt. Kies een andere, dan blijft duidelijk wie wat meldde.",
            field="name",
        )
    if not today <= expires_on <= today + LASTS_AT_MOST:
        raise Invalid(
            f"Kies een dag tussen vandaag en {spoken(today + LASTS_AT_MOST)}.", field="expires_on"
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ReportingToken.objects.create(
        municipality=municipality,
        name=name.strip(),
        scope=scope,
        digest=digest_of_secret(secret),
        hint=secret[-4:],
        created_by=actor,
        created_at=clock.now(),
        expires_on=expires_on,
    )
    facts: dict[str, tuple[Any, Any]] = {
        "municipality": (None, municipality.name),
        "scope": (None, scope),
        "expires_on": (None, expires_on),
    }
    record("reporting_token.made", token, actor=actor, changes=facts)
    return token, secret


@transaction.atomic
def revoke_token(*, actor: User, token: ReportingToken) -> ReportingToken:
    """Let a coupling do nothing from now on. Raises ``NotAllowed``, ``WrongMoment``."""
    if not can_record_for(actor, token.municipality_id):
        raise NotAllowed("Alleen het eigen bestuur trekt zijn koppelingen in.")
    now = clock.now()
    claimed = ReportingToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(
        revoked_at=now, revoked_by=actor
    )
    if not claimed:
        raise WrongMoment("Deze koppeling is al ingetrokken.")
    token.refresh_from_db()
    record("reporting_token.revoked", token, actor=actor, changes={"revoked_at": (None, now)})
    return token


def note_use(*, token: ReportingToken) -> None:
    """Keep when a coupling was last used, to the minute: not every call writes."""
    now = clock.now()
    if token.last_used_at is None or now - token.last_used_at >= _USE_NOTED_EVERY:
        ReportingToken.objects.filter(pk=token.pk).update(last_used_at=now)


@transaction.atomic
def report_by_token(
    *,
    token: ReportingToken,
    decision_id: int,
    key: str,
    fingerprint: str,
    verb: str,
    facts: dict[str, Any],
    expected_revision: int | None,
    as_answer: Callable[[LocalDecision], dict[str, Any]],
) -> dict[str, Any]:
    """Take in what a coupled system reports about its own municipality; the system acts.

    ``verb`` and ``facts`` as in ``several.Report``; without ``expected_revision`` it is about what
    stands there now. The same ``key`` with the same ``fingerprint`` gets the answer it got, and
    nothing happens again. Raises ``NotAllowed``, ``NotVisible`` for a row of another municipality,
    ``Invalid`` for a key that was used for something else, and what ``record_one`` raises.
    """
    held = ReportingToken.objects.select_for_update().get(pk=token.pk)
    if not held.works:
        raise NotAllowed("Deze koppeling werkt niet meer.")
    if not held.reports:
        raise NotAllowed("Deze koppeling mag alleen lezen. Maak er een die ook mag melden.")
    known = IdempotencyKey.objects.filter(token=held, key=key).first()
    if known is not None:
        if known.fingerprint != fingerprint:
            raise Invalid("Deze sleutel hoort al bij een andere melding.", field="Idempotency-Key")
        return dict(known.answer)
    decision = decisions_for(held).filter(pk=decision_id).first()
    if decision is None:
        raise NotVisible
    if expected_revision not in (None, decision.revision):
        raise Stale(f"Iemand wijzigde dit intussen: versie {decision.revision} staat er nu.")
    decision = record_one(
        actor=User.objects.system(),
        report=_complete(decision, verb, facts),
        source=Source.API,
        reporter_name=held.name,
    )
    record(
        "reporting_token.reported",
        held,
        actor=User.objects.system(),
        changes={"reported": (None, f"{decision}: {decision.get_state_display()}")},
        body_id=decision.agreement.body_id,
    )
    answer = as_answer(decision)
    IdempotencyKey.objects.create(
        token=held,
        key=key,
        fingerprint=fingerprint,
        decision=decision,
        answer=answer,
        created_at=clock.now(),
    )
    return answer


def _complete(decision: LocalDecision, verb: str, facts: dict[str, Any]) -> Report:
    """The report, with what the system left out and is not to be taken away."""
    kept: dict[str, Any] = {} if verb == "correct" else {"college_on": decision.college_on}
    if verb == PUBLISH:
        kept |= {"link": decision.link}
    said = {name: value for name, value in facts.items() if value}
    return Report(decision, verb, decision.revision, **kept | said)


def drop_old_keys() -> int:
    """Forget the keys of reports that are older than ``KEYS_KEPT``; return how many."""
    old = IdempotencyKey.objects.filter(created_at__lt=clock.now() - KEYS_KEPT)
    return old.delete()[0]
