"""What must hold before an agenda is sent, and whether an item still comes in time (R5, R51).

Reads that judge under the charter of one meeting: the version it was convened under, or while it
is planned the one in force on its day.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.utils import timezone

from overlegtafel.common.text import join_dutch
from overlegtafel.governance.charters import rules_for, rules_under
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.queries import standing_in
from overlegtafel.governance.rules import CharterRules
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.states import MeetingState
from overlegtafel.proposals.completeness import missing_from
from overlegtafel.proposals.models import Proposal, Treatment


def rules_of(meeting: Meeting) -> CharterRules:
    """What the charter settles for this meeting; a later version changes nothing for it."""
    if meeting.state == MeetingState.PLANNED:
        return rules_for(meeting.body_id, meeting.held_on)
    return rules_under(meeting.charter)


def cut_off_of(meeting: Meeting, rules: CharterRules) -> date | None:
    """The last day on which a proposal is sent in time for this meeting; ``None`` without one."""
    if meeting.proposals_due_on is not None:
        return meeting.proposals_due_on
    days = rules.agendering.cut_off_days
    return meeting.held_on - timedelta(days=days) if days else None


def is_late(proposal: Proposal, cut_off: date | None) -> bool:
    """Whether it was first sent after the last day. What the charter brings itself never is."""
    if cut_off is None or proposal.is_standing or proposal.submitted_at is None:
        return False
    return timezone.localdate(proposal.submitted_at) > cut_off


def advising_bodies(rules: CharterRules) -> dict[str, GoverningBody]:
    """The bodies whose advice the charter asks in some domain, by the slug it names them with.

    One that went up in another is that other; who is over or unknown is asked no more.
    """
    slugs = {slug for domain in rules.domains for slug in domain.advice}
    bodies = standing_in(slugs) if slugs else {}
    return {slug: body for slug, body in bodies.items() if body.ended_on is None}


def missing_advice(
    treatment: Treatment,
    proposal: Proposal,
    rules: CharterRules,
    bodies: Mapping[str, GoverningBody],
) -> dict[str, GoverningBody]:
    """Whose advice the charter asks in the item's domain and that is not there yet."""
    domain = rules.domain(treatment.dossier.domain) if treatment.dossier else None
    said = {each.body_id for each in proposal.passages.all() if each.left_at is not None}
    return {
        slug: bodies[slug]
        for slug in (domain.advice if domain else ())
        if slug in bodies and bodies[slug].pk not in said
    }


def lacking(items: Iterable[AgendaItem], rules: CharterRules) -> dict[int, list[str]]:
    """Per item what it still lacks before it may be sent, in words (R5, R52, R101).

    An exchange only needs its category. The items come from ``queries.items_of``.
    """
    bodies = advising_bodies(rules)
    names = {slug: body.name for slug, body in bodies.items()}
    found = {}
    for item in items:
        waited = missing_advice(item, item.proposal, rules, bodies)
        domain = rules.domain(item.dossier.domain) if item.dossier else None
        given = [slug for slug in (domain.advice if domain else ()) if slug not in waited]
        found[item.pk] = missing_from(item, rules, given, names)
        if not item.category:
            found[item.pk].append("de categorie")
    return found


def objections(items: Iterable[AgendaItem], rules: CharterRules) -> list[tuple[AgendaItem, str]]:
    """Why the agenda can't be sent yet: each item that lacks something, with a sentence."""
    rows = list(items)
    missing = lacking(rows, rules)
    return [
        (item, f"Punt {item.order}, “{item.title}”: vul nog aan {join_dutch(missing[item.pk])}.")
        for item in rows
        if missing[item.pk]
    ]


def fits_theme(theme: str, item: Treatment, rules: CharterRules) -> bool:
    """Whether the item's words or its dossier speak of the meeting's theme; a hint, no rule (R35).

    The charter's own words for the theme count as well.
    """
    named = next((each for each in rules.themes if each.theme.casefold() == theme.casefold()), None)
    words = " ".join([theme, *(named.words if named else ())]).casefold().split()
    wanted = [word[: max(4, len(word) - 2)] for word in words if len(word) > 3]
    texts = [item.title, item.summary]
    if item.dossier is not None:
        texts += [item.dossier.title, item.dossier.domain]
    said = " ".join(texts).casefold()
    return not wanted or any(word in said for word in wanted)
