"""The link in a mail with which one officer reports one decision, without signing in.

Signed for one person, one decision and the revision it had: it works once, because what it records
raises that revision; it ends on its last day; and what someone else recorded since ends it too.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import NotVisible, WrongMoment
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.policy import can_record
from overlegtafel.local_decisions.queries import spoken_state
from overlegtafel.local_decisions.states import Source, TermKey
from overlegtafel.local_decisions.terms import terms_on

_SALT = "overlegtafel.local_decisions.report"


@dataclass(frozen=True)
class ReportLink:
    """What a link is for: who reports what, from which revision, and until when."""

    user: User
    decision: LocalDecision
    revision: int
    until: date


def report_link(decision: LocalDecision, user: User) -> str:
    """The address where one person reports this decision; for a mail to that person only."""
    today = clock.today()
    content = {
        "decision": decision.pk,
        "revision": decision.revision,
        "user": user.pk,
        "until": terms_on(today)[TermKey.OUTCOME_LINK].after(today).isoformat(),
    }
    token = signing.dumps(content, salt=_SALT)
    return f"{settings.SITE_ADDRESS}{reverse('decision_link', args=[token])}"


def link_of_token(token: str) -> ReportLink:
    """Who may report what with this link, looked at as it is now.

    Raises ``NotVisible`` for a link that is not ours or was altered, ``WrongMoment`` with why for
    one that is over, used, or no longer this person's.
    """
    try:
        content = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise NotVisible from None
    user = User.objects.filter(pk=content["user"], is_active=True).first()
    decision = (
        LocalDecision.objects.filter(pk=content["decision"])
        .select_related("municipality", "agreement__body", "agreement__item__meeting")
        .first()
    )
    if user is None or decision is None:
        raise NotVisible
    link = ReportLink(user, decision, content["revision"], date.fromisoformat(content["until"]))
    if link.until < clock.today():
        raise WrongMoment(
            f"Deze link werkte tot en met {spoken(link.until)}. Meld u aan om de beslissing vast "
            "te leggen, of vraag het secretariaat om een nieuwe herinnering."
        )
    if not can_record(user, decision):
        raise WrongMoment(
            f"Deze link is van {user.name}, die intussen niet meer voor {decision.municipality} "
            "vastlegt."
        )
    if decision.revision != link.revision:
        raise WrongMoment(_why_used(link))
    return link


def _why_used(link: ReportLink) -> str:
    """What was recorded since the link was made, by whom and when."""
    first = (
        link.decision.entries.filter(number__gt=link.revision)
        .select_related("recorded_by")
        .order_by("number")
        .first()
    )
    now = f"Er staat nu: {spoken_state(link.decision)}."
    if first is None:
        return f"Deze link is gebruikt. {now}"
    day = spoken(timezone.localdate(first.recorded_at))
    if first.source == Source.BY_LINK and first.recorded_by == link.user:
        return f"Deze link is al gebruikt, op {day}. {now} Een link werkt maar één keer."
    who = first.reporter_name or str(first.recorded_by or "iemand anders")
    return f"Deze link is niet meer nodig: {who} legde op {day} al iets vast. {now}"
