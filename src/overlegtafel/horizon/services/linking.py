"""What a table agreed with other fora, and who guards that link."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import changed, record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, WrongMoment
from overlegtafel.governance.models import GoverningBody
from overlegtafel.horizon.models import ForumLink, LinkGuard
from overlegtafel.horizon.policy import require_keeper
from overlegtafel.horizon.queries import FORA, sits_in_both
from overlegtafel.organizations.models import Organization


@transaction.atomic
def link_forum(
    *,
    actor: User,
    body: GoverningBody,
    forum: Organization,
    arrangement: str = "",
    brings_news: bool = True,
) -> ForumLink:
    """Write down what the table agreed with another forum (R77).

    Raises ``NotVisible``, ``NotAllowed``, ``Invalid`` for what is no forum or is linked already.
    """
    require_keeper(actor, body)
    if forum.classification not in FORA:
        raise Invalid("Kies een ander forum.", field="forum")
    try:
        with transaction.atomic():
            link = ForumLink.objects.create(
                body=body, forum=forum, arrangement=arrangement.strip(), brings_news=brings_news
            )
    except IntegrityError:
        raise Invalid("Met dit forum is er al een afspraak.", field="forum") from None
    record(
        "forum.linked",
        link,
        actor=actor,
        changes={"arrangement": (None, link.arrangement)},
        body_id=body.pk,
    )
    return link


@transaction.atomic
def change_link(*, actor: User, link: ForumLink, arrangement: str, brings_news: bool) -> ForumLink:
    """Write down another arrangement with a forum. Raises ``NotAllowed``, ``WrongMoment``."""
    require_keeper(actor, link.body)
    current = _held(link)
    new = {"arrangement": arrangement.strip(), "brings_news": brings_news}
    changes = changed(current, new)
    if changes:
        ForumLink.objects.filter(pk=link.pk).update(**new)
        link.refresh_from_db()
        record("forum.changed", link, actor=actor, changes=changes, body_id=link.body_id)
    return link


@transaction.atomic
def end_link(*, actor: User, link: ForumLink) -> ForumLink:
    """Let the arrangement with a forum end today, and its guards with it."""
    require_keeper(actor, link.body)
    _held(link)
    link.ended_on = clock.today()
    link.save(update_fields=["ended_on"])
    link.guards.filter(valid_to__isnull=True).update(valid_to=clock.today())
    record("forum.ended", link, actor=actor, body_id=link.body_id)
    return link


@transaction.atomic
def name_guard(*, actor: User, link: ForumLink, municipality: Organization) -> LinkGuard:
    """Let a municipality that sits in both guard the link, from today on (R78).

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` for who does not sit in both.
    """
    require_keeper(actor, link.body)
    _held(link)
    today = clock.today()
    if not sits_in_both(link, today).filter(pk=municipality.pk).exists():
        raise Invalid(
            f"{municipality} zit niet in beide; kies een bestuur dat aan beide deelneemt.",
            field="municipality",
        )
    if link.guards.filter(municipality=municipality, valid_to__isnull=True).exists():
        raise Invalid(f"{municipality} bewaakt deze link al.", field="municipality")
    guard = LinkGuard.objects.create(link=link, municipality=municipality, valid_from=today)
    record(
        "forum.guard_named",
        link,
        actor=actor,
        changes={"guard": (None, municipality.name)},
        body_id=link.body_id,
    )
    return guard


@transaction.atomic
def end_guard(*, actor: User, guard: LinkGuard) -> None:
    """Let a municipality guard the link no longer; who was named today never did.

    Raises ``NotAllowed``, ``WrongMoment`` when that is over already.
    """
    require_keeper(actor, guard.link.body)
    today = clock.today()
    last: date = today - timedelta(days=1)
    if guard.valid_from is not None and guard.valid_from > last:
        gone = guard.delete()[0]
    else:
        gone = LinkGuard.objects.filter(pk=guard.pk, valid_to__isnull=True).update(valid_to=last)
    if not gone:
        raise WrongMoment(f"{guard.municipality} bewaakt deze link niet meer.")
    record(
        "forum.guard_ended",
        guard.link,
        actor=actor,
        changes={"guard": (guard.municipality.name, None)},
        body_id=guard.link.body_id,
    )


def _held(link: ForumLink) -> ForumLink:
    current = ForumLink.objects.select_for_update().get(pk=link.pk)
    if current.ended_on is not None:
        raise WrongMoment("Deze afspraak liep af.")
    return current
