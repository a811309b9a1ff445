"""Telling a municipality ahead of time that its month or its year still lacks an item."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.models import valid_on
from overlegtafel.feedback.register import Stand
from overlegtafel.organizations.models import Mandate, Organization, PostRole
from overlegtafel.outbox.services import queue

_TOLD = (PostRole.DIRECTOR, PostRole.OFFICER)


def warn_of(stands: Sequence[tuple[Organization, Stand]]) -> int:
    """Queue one mail per person, period and colour; return how many were new."""
    readers = _readers({town.pk for town, _ in stands})
    queued = 0
    for town, stand in stands:
        for user in readers.get(town.pk, ()):
            queued += _warn(user, town, stand)
    return queued


def _readers(town_ids: set[int]) -> dict[int, list[User]]:
    found: dict[int, list[User]] = {}
    mandates = Mandate.objects.filter(
        valid_on(clock.today()),
        post__organization__in=town_ids,
        post__role__in=_TOLD,
        person__user__isnull=False,
    )
    for each in mandates.select_related("post", "person__user").order_by("pk"):
        user = each.person.user
        assert user is not None
        people = found.setdefault(each.post.organization_id, [])
        if user not in people:
            people.append(user)
    return found


def _warn(user: User, town: Organization, stand: Stand) -> bool:
    where = "het college" if stand.organ == "college" else "de gemeenteraad"
    page = f"{settings.SITE_ADDRESS}{reverse('article_8', args=[town.slug])}"
    text = (
        f"Dag {user.name},\n\n"
        f"Regiowerking op {where} van {town.name}: {stand.warning}.\n\n"
        "Stond er al een punt op de agenda, leg het dan vast. Anders staat er inhoud klaar om te "
        "gebruiken. Wat u erover zegt, kiest u zelf.\n\n"
        "Deze mail gaat over alle overleggen van uw bestuur samen; antwoorden leest niemand.\n"
    )
    message = queue(
        kind="regional_item.warned",
        recipient=user,
        subject=f"Regiowerking op {where}: {stand.warning}",
        text=text,
        key=f"article-8:{town.pk}:{stand.organ}:{stand.first}:{stand.sign}:{user.pk}",
        action=("Naar het overzicht", page),
    )
    return message is not None
