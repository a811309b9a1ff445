"""What is asked of who guards a link."""

from django.conf import settings
from django.urls import reverse

from overlegtafel.common.dates import spoken_with_weekday
from overlegtafel.governance.queries import filled_seats
from overlegtafel.governance.secretariats import answers_to
from overlegtafel.horizon.models import LinkGuard, NewsItem
from overlegtafel.meetings.models import Meeting
from overlegtafel.outbox.services import queue


def ask_news(item: NewsItem, meeting: Meeting, guards: list[LinkGuard]) -> int:
    """Queue the question for news to who fills the guards' seats; return how many (R78)."""
    towns = {guard.municipality_id for guard in guards}
    day = spoken_with_weekday(meeting.held_on)
    page = reverse("proposal", args=[meeting.body.slug, item.proposal_id])
    asked, answers = 0, answers_to(meeting.body_id)
    for filled in filled_seats(meeting.body, meeting.held_on):
        if filled.seat.municipality_id not in towns or filled.user is None:
            continue
        text = "\n\n".join(
            [
                f"Dag {filled.user.name},",
                f"U bewaakt voor {meeting.body.name} de link met {item.link.forum_words}. "
                f"Op {day} staat “{item.proposal.title}” op de agenda.",
                "Wat moeten de anderen weten? Schrijf het vooraf kort bij het punt:\n"
                f"{settings.SITE_ADDRESS}{page}",
            ]
        )
        message = queue(
            kind="meeting.news_asked",
            recipient=filled.user,
            subject=f"Nieuws uit {item.link.forum_words} voor {day}?",
            text=f"{text}\n",
            key=f"meeting:{meeting.pk}:news:{item.pk}:{filled.user.pk}",
            reply_to=answers,
        )
        asked += message is not None
    return asked
