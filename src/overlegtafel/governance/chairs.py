"""The chair of a table that sits at a table as such: one truth for the role and the seat."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import F, Q

from overlegtafel.accounts.models import User
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import RoleGrant, Seat
from overlegtafel.governance.states import TableRole
from overlegtafel.organizations.models import Mandate, Post, PostRole


def chairs_holding(posts: Iterable[Post], day: date) -> dict[int, RoleGrant]:
    """Who fills the post "voorzitter" of a table when no mandate says so: its chair that day.

    By the post's id, only for posts of a table's own organization; the last appointed chair
    when there are two. One query, and none without such a post. Who asks looks first whether
    somebody holds the post by mandate.
    """
    chaired = [post for post in posts if post.role == PostRole.CHAIR]
    if not chaired:
        return {}
    found = {}
    grants = RoleGrant.objects.filter(
        valid_on(day),
        role=TableRole.CHAIR,
        body__organization__in=[post.organization_id for post in chaired],
    ).select_related("person__user", "body")
    for grant in grants.order_by(F("valid_from").asc(nulls_first=True), "pk"):
        found[grant.body.organization_id] = grant
    return {
        post.pk: found[post.organization_id] for post in chaired if post.organization_id in found
    }


def seats_as_chair(bodies: Collection[int], actor: User, day: date) -> frozenset[int]:
    """The seats that someone fills as the chair of these tables: at most two queries."""
    if not bodies:
        return frozenset()
    held = Mandate.objects.filter(valid_on(day), post__role=PostRole.CHAIR)
    vacant = Q(post__role=PostRole.CHAIR, post__organization__governing_body__in=list(bodies))
    seats = Seat.objects.filter(valid_on(day), vacant).exclude(post__in=held.values("post"))
    found = list(seats.select_related("post"))
    holding = chairs_holding([seat.post for seat in found if seat.post], day)
    mine = {post for post, grant in holding.items() if grant.person.user_id == actor.pk}
    return frozenset(seat.pk for seat in found if seat.post_id in mine)
