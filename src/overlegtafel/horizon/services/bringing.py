"""What is due comes on the draft agenda by itself; who guards a link is asked for news."""

from django.db import transaction
from django.db.models import Q

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.models import GoverningBody
from overlegtafel.horizon.models import ForumLink, HorizonEntry, LinkGuard, NewsItem
from overlegtafel.horizon.notifications import ask_news
from overlegtafel.horizon.queries import REMINDED, due_entries, guards_on, late_feedback
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.planned import is_next
from overlegtafel.meetings.services import place_brought
from overlegtafel.meetings.states import MeetingState
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.services import bring_to_agenda


@transaction.atomic
def bring_what_is_due(*, actor: User, meeting: Meeting) -> list[Proposal]:
    """Put on a planned agenda what is due there: news of linked fora, what is on its way within
    sixty days, projects whose feedback is late (R78, R125, R126). What stands there already, or
    on another open agenda, does not come twice.

    Called by the planning of the meeting or by the daily round, as the system.
    """
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if current.state != MeetingState.PLANNED or current.held_on < clock.today():
        return []
    body = meeting.body
    brought = [_news(actor, meeting, link) for link in _links_without_news(meeting)]
    if is_next(meeting):
        brought += [_entry(actor, meeting, entry) for entry in due_entries(body)]
        brought += [
            _bring(
                actor,
                meeting,
                title=f"Terugkoppeling: {late.rhythm.dossier.title}"[:200],
                summary=f"De terugkoppeling werd verwacht tegen {spoken(late.due_on)}.",
                dossier=late.rhythm.dossier,
                prepared_by=late.rhythm.dossier.owner,
                preparer_label=late.rhythm.dossier.prepared_by,
            )
            for late in late_feedback(body)
        ]
    return brought


@transaction.atomic
def remind_guards(*, actor: User) -> int:
    """Ask who guards a link for its news, five days before the meeting; return how many mails.

    Each guard is asked once a meeting. Called by the daily round, as the system.
    """
    today = clock.today()
    soon = Meeting.objects.filter(
        state__in=(MeetingState.PLANNED, MeetingState.CONVENED),
        held_on__gt=today,
        held_on__lte=today + REMINDED,
    )
    news = NewsItem.objects.filter(proposal__items__meeting__in=soon, link__ended_on__isnull=True)
    asked = 0
    for item in news.select_related("link__forum", "proposal__body"):
        meeting = soon.filter(items__proposal=item.proposal).select_related("body").first()
        guards = guards_on(today).filter(link=item.link)
        if meeting is not None:
            asked += ask_news(item, meeting, list(guards))
    return asked


def _links_without_news(meeting: Meeting) -> list[ForumLink]:
    there = NewsItem.objects.filter(proposal__items__meeting=meeting)
    links = ForumLink.objects.filter(
        body=meeting.body_id, brings_news=True, ended_on__isnull=True
    ).exclude(pk__in=there.values("link"))
    return list(links.select_related("forum"))


def _news(actor: User, meeting: Meeting, link: ForumLink) -> Proposal:
    guards = list(LinkGuard.objects.filter(Q(valid_to__isnull=True), link=link))
    proposal = _bring(
        actor,
        meeting,
        title=f"Nieuws uit {link.forum_words}"[:200],
        summary="Wat daar besproken is en wat dit overleg ervan moet weten.",
        is_standing=True,
        prepared_by=guards[0].municipality if guards else None,
        preparer_label="",
    )
    NewsItem.objects.create(link=link, proposal=proposal)
    return proposal


def _entry(actor: User, meeting: Meeting, entry: HorizonEntry) -> Proposal:
    words = [entry.about, f"Verwacht op {spoken(entry.expected_on)}. Bron: {entry.source}."]
    proposal = _bring(
        actor,
        meeting,
        title=f"Op til: {entry.title}"[:200],
        summary="\n\n".join(each for each in words if each),
        preparer_label="",
        prepared_by=None,
    )
    entry.proposal = proposal
    entry.save(update_fields=["proposal"])
    record(
        "horizon.brought",
        entry,
        actor=actor,
        changes={"meeting": (None, str(meeting))},
        body_id=entry.body_id,
    )
    return proposal


def _bring(actor: User, meeting: Meeting, **content: object) -> Proposal:
    body: GoverningBody = meeting.body
    proposal = bring_to_agenda(actor=actor, body=body, function=Function.EXCHANGE, **content)
    place_brought(actor=actor, meeting=meeting, proposal=proposal)
    return proposal
