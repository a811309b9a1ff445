"""What mail is about, as people choose it: at once, in a daily overview, or not."""

from django.db import models


class Topic(models.TextChoices):
    """A subject of mail that one may have less of."""

    MEETINGS = "meetings", "Uitnodigingen en agenda's"
    REPORTS = "reports", "Verslagen"
    PROPOSALS = "proposals", "Voorstellen en akkoorden"
    QUESTIONS = "questions", "Vragen aan u: nieuws, standpunten, schriftelijke rondes"
    DECISIONS = "decisions", "Lokale beslissingen van uw bestuur"
    EXECUTION = "execution", "Uitvoering van afspraken"
    LETTERS = "letters", "De raadsbrief na elke vergadering"
    FOLLOWED = "followed", "Dossiers die u volgt, en antwoorden op vragen van raadsleden"
    EVENINGS = "evenings", "Infoavonden voor raadsleden"


class Delivery(models.TextChoices):
    """When someone wants mail about a topic."""

    NOW = "now", "meteen"
    DIGEST = "digest", "in één mail per dag"
    NEVER = "never", "niet"


_TOPICS = {
    "meeting.news_asked": Topic.QUESTIONS,
    "round": Topic.QUESTIONS,
    "position": Topic.QUESTIONS,
    "statement": Topic.QUESTIONS,
    "joint": Topic.QUESTIONS,
    "meeting": Topic.MEETINGS,
    "agenda": Topic.MEETINGS,
    "report": Topic.REPORTS,
    "proposal": Topic.PROPOSALS,
    "clearance": Topic.PROPOSALS,
    "local_decision": Topic.DECISIONS,
    "execution": Topic.EXECUTION,
    "regional_item": Topic.DECISIONS,
    "council_letter": Topic.LETTERS,
    "followed": Topic.FOLLOWED,
    "councillor_question": Topic.QUESTIONS,
    "info_evening": Topic.EVENINGS,
    "draft": Topic.DECISIONS,
}
_ALWAYS = (
    *("account", "role", "meeting.guest", "meeting.replacement", "digest"),
    "info_evening.place",
)
"""Without these somebody can't come in, or does not know that they may."""


def topic_of(kind: str) -> Topic | None:
    """The topic of a kind of message; ``None`` for what always leaves."""
    area = kind.partition(".")[0]
    if kind in _ALWAYS or area in _ALWAYS:
        return None
    return _TOPICS.get(kind) or _TOPICS.get(area)
