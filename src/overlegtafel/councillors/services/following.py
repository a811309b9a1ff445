"""Following a dossier, and hearing what is new in it.

What someone follows is nobody else's: it stands in no table's own logbook.
"""

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible
from overlegtafel.councillors.models import Following
from overlegtafel.councillors.notifications import tell_followers
from overlegtafel.councillors.policy import bodies_to_read, may_follow
from overlegtafel.councillors.queries import councillors_of
from overlegtafel.councillors.sight import sight_of
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.models import GoverningBody


@transaction.atomic
def follow_dossier(*, actor: User, dossier: Dossier) -> Following:
    """Follow a dossier that councillors see; a second time changes nothing.

    Raises ``NotVisible``, ``NotAllowed`` for who is no councillor of a member.
    """
    _require_room(actor, dossier)
    sight = sight_of(dossier.body_id, clock.today())
    if dossier.pk not in {each.pk for each in sight.dossiers}:
        raise NotVisible
    following, created = Following.objects.get_or_create(
        user=actor,
        dossier=dossier,
        defaults={
            "since": clock.now(),
            "told": [each.pk for each in sight.agreements_in(dossier.pk)],
        },
    )
    if created:
        record("dossier.followed", dossier, actor=actor)
    return following


@transaction.atomic
def unfollow_dossier(*, actor: User, dossier: Dossier) -> None:
    """Follow a dossier no longer; one that isn't followed stays so. Raises ``NotVisible``,
    ``NotAllowed``.
    """
    _require_room(actor, dossier)
    gone, _ = Following.objects.filter(user=actor, dossier=dossier).delete()
    if gone:
        record("dossier.unfollowed", dossier, actor=actor)


@transaction.atomic
def tell_what_is_new(*, actor: User) -> int:
    """Tell who follows a dossier of the agreements in it that councillors see since; return how
    many mails.

    Who is no councillor of a member any more, and what councillors see no longer, stays untold.
    """
    if not actor.is_system:
        raise NotAllowed
    told = 0
    bodies = GoverningBody.objects.filter(dossiers__followings__isnull=False).distinct()
    for body in bodies:
        sight = sight_of(body.pk, clock.today())
        rows = Following.objects.filter(
            dossier__in=[each.pk for each in sight.dossiers], user__in=councillors_of(body)
        ).select_related("user", "dossier__body")
        for following in rows:
            seen = sight.agreements_in(following.dossier_id)
            if any(each.pk not in following.told for each in seen):
                told += tell_followers([following], seen)
                following.told = sorted({*following.told, *(each.pk for each in seen)})
                following.save(update_fields=["told"])
    return told


def _require_room(actor: User, dossier: Dossier) -> None:
    if dossier.body_id not in bodies_to_read(actor):
        raise NotVisible
    if not may_follow(actor, dossier.body):
        raise NotAllowed("Een dossier volgen doet een raadslid van een bestuur dat lid is.")
