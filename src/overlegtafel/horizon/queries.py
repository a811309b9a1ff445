"""Reads of what comes towards a table, and of what is due."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Max, Prefetch, Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.dossiers.policy import dossiers_visible_to
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.queries import seats_on
from overlegtafel.horizon.models import PLACES, FeedbackRhythm, ForumLink, HorizonEntry, LinkGuard
from overlegtafel.horizon.policy import entries_visible_to, links_visible_to
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.states import HELD, Outcome
from overlegtafel.organizations.models import Classification, Membership, Organization
from overlegtafel.proposals.states import OPEN

NEAR = timedelta(days=60)
"""From how long before its day something on its way stands on the draft agenda (R125)."""
REMINDED = timedelta(days=5)
"""How long before a meeting a guard is asked for news (R78)."""
FORA = (
    *PLACES,
    Classification.INTERMUNICIPAL,
    Classification.BODY,
    Classification.PARTNER,
)
"""What a table may have a link with (R113): the four kinds that are named, and others."""


def horizon_of(actor: User, body: GoverningBody) -> QuerySet[HorizonEntry]:
    """Everything on its way to a table, soonest first."""
    return entries_visible_to(actor).filter(body=body).select_related("proposal", "noted_by")


def entry_of(actor: User, body: GoverningBody, pk: int) -> HorizonEntry:
    """One entry. Raises ``NotVisible``."""
    found = entries_visible_to(actor).filter(body=body, pk=pk).select_related("body").first()
    if found is None:
        raise NotVisible
    return found


def link_of(actor: User, body: GoverningBody, pk: int) -> ForumLink:
    """One link that still holds. Raises ``NotVisible``."""
    links = links_visible_to(actor).filter(body=body, pk=pk, ended_on__isnull=True)
    found = links.select_related("body", "forum").first()
    if found is None:
        raise NotVisible
    return found


def due_entries(body: GoverningBody) -> QuerySet[HorizonEntry]:
    """What is near enough to stand on the draft agenda and never stood on one (R125)."""
    return HorizonEntry.objects.filter(
        body=body,
        proposal__isnull=True,
        dropped_because="",
        expected_on__lte=clock.today() + NEAR,
    )


def sits_in_both(link: ForumLink, day: date) -> QuerySet[Organization]:
    """The municipalities with a seat at the table that belong to the forum (R78)."""
    seats = seats_on(link.body, day).filter(municipality__isnull=False)
    held = Membership.objects.filter(valid_on(day), group=link.forum_id)
    return (
        Organization.objects.filter(pk__in=seats.order_by().values("municipality"))
        .filter(pk__in=held.values("member"))
        .order_by("name")
    )


def guard_of(link: ForumLink, pk: int) -> LinkGuard:
    """One guard of a link. Raises ``NotVisible``."""
    found = link.guards.filter(pk=pk).select_related("link__body", "municipality").first()
    if found is None:
        raise NotVisible
    return found


def guards_on(day: date) -> QuerySet[LinkGuard]:
    """Who guards on a day."""
    return LinkGuard.objects.filter(valid_on(day)).select_related("municipality")


@dataclass(frozen=True)
class LinkRow:
    """A link with who guards it, how many could, and when news of it was last on the table."""

    link: ForumLink
    guards: list[LinkGuard]
    doubles: int
    last_news: Meeting | None


def links_of(actor: User, body: GoverningBody) -> list[LinkRow]:
    """The links of a table: four queries, however many there are."""
    today = clock.today()
    links = list(
        links_visible_to(actor)
        .filter(body=body, ended_on__isnull=True)
        .select_related("forum", "body")
        .prefetch_related(Prefetch("guards", guards_on(today), to_attr="guards_now"))
    )
    forum_ids = [link.forum_id for link in links]
    members: dict[int, int] = {}
    pairs = Membership.objects.filter(
        valid_on(today),
        group__in=forum_ids,
        member__in=seats_on(body, today)
        .filter(municipality__isnull=False)
        .order_by()
        .values("municipality"),
    )
    for group in pairs.values_list("group", flat=True):
        members[group] = members.get(group, 0) + 1
    news = AgendaItem.objects.filter(
        proposal__news_of__link__in=links, meeting__state__in=HELD
    ).exclude(outcome=Outcome.DEFERRED)
    last = {
        item.proposal.news_of.link_id: item.meeting
        for item in news.select_related("meeting__body", "proposal__news_of").order_by(
            "meeting__held_on"
        )
    }
    return [
        LinkRow(link, link.guards_now, members.get(link.forum_id, 0), last.get(link.pk))
        for link in links
    ]


def fora_to_link(body: GoverningBody) -> QuerySet[Organization]:
    """The fora of today to which municipalities of the table belong and that have no link yet."""
    today = clock.today()
    towns = seats_on(body, today).filter(municipality__isnull=False).order_by()
    held = Membership.objects.filter(valid_on(today), member__in=towns.values("municipality"))
    taken = ForumLink.objects.filter(body=body, ended_on__isnull=True)
    return (
        Organization.objects.filter(
            valid_on(today), classification__in=FORA, pk__in=held.values("group")
        )
        .exclude(pk__in=taken.values("forum"))
        .order_by("classification", "name")
    )


@dataclass(frozen=True)
class Feedback:
    """A project with its rhythm: when it last reported, and by when it should again (R126)."""

    rhythm: FeedbackRhythm
    last_on: date | None
    is_on_its_way: bool

    @property
    def due_on(self) -> date:
        """The day by which the next feedback is expected."""
        return (self.last_on or self.rhythm.since) + relativedelta(months=self.rhythm.every_months)

    @property
    def is_late(self) -> bool:
        """Whether that day has passed."""
        return self.due_on < clock.today()


def feedback_of(dossiers: Q) -> list[Feedback]:
    """The projects among ``dossiers`` that report: one query.

    Feedback is an item about the dossier at a meeting that was held and did not put it off.
    """
    reported = Max(
        "dossier__agendaitems__meeting__held_on",
        filter=Q(dossier__agendaitems__meeting__state__in=HELD)
        & ~Q(dossier__agendaitems__outcome__in=[Outcome.DEFERRED, ""]),
    )
    going = Max("dossier__proposals__pk", filter=Q(dossier__proposals__state__in=OPEN))
    rhythms = FeedbackRhythm.objects.filter(dossiers, dossier__state="open")
    return [
        Feedback(rhythm, rhythm.reported_on, rhythm.going is not None)
        for rhythm in rhythms.select_related("dossier__owner", "dossier__preparer")
        .annotate(reported_on=reported, going=going)
        .order_by("dossier__reference")
    ]


def late_feedback(body: GoverningBody) -> list[Feedback]:
    """The projects of a table that are late and not on their way to an agenda."""
    found = feedback_of(Q(dossier__body=body))
    return [each for each in found if each.is_late and not each.is_on_its_way]


def feedback_in(actor: User, body: GoverningBody) -> list[Feedback]:
    """The projects of a table that report, as far as the actor sees them."""
    seen = dossiers_visible_to(actor).filter(body=body)
    return feedback_of(Q(dossier__in=seen.values("pk")))
