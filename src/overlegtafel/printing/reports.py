"""The report of a meeting on paper, from the same content as its page (R133)."""

from collections.abc import Mapping
from typing import Any

from overlegtafel.common.dates import spoken
from overlegtafel.common.text import join_dutch
from overlegtafel.meetings.models import ReportVersion
from overlegtafel.meetings.reports import Content
from overlegtafel.printing.typesetting import typed, typeset

CONCEPT = "Concept: nog niet goedgekeurd"


def title_of(content: Content) -> str:
    """What the report is called, on paper and in Word."""
    return f"Verslag {content['table']}, {content['day']}"


def status_of(version: ReportVersion | None, is_approved: bool) -> str:
    """What a reader must know of this text: a concept, or approved when and as which version."""
    if version is not None:
        day = spoken(version.approved_at.date())
        return f"Goedgekeurd op {day}, versie {version.number}"
    return "" if is_approved else CONCEPT


def report_pdf(content: Content, version: ReportVersion | None, is_approved: bool) -> bytes:
    """The report as an accessible PDF (PDF/UA-1, PDF/A-2a)."""
    data = report_data(content, version, is_approved) | {
        "table": content["table"],
        "day": content["day"],
        "number": version.number if version else 0,
        "checksum": version.checksum if version else "",
    }
    return typeset("report", data, title=title_of(content), author=content["table"])


def report_data(
    content: Content, version: ReportVersion | None, is_approved: bool
) -> dict[str, Any]:
    """What ``report-body`` draws, on its own paper and in a pack."""
    return {
        "when": when_and_where(content),
        "status": status_of(version, is_approved),
        "presence": presence_groups(content),
        "items": [_item(item) for item in content["items"]],
    }


def when_and_where(content: Content) -> str:
    """Day, hour, place and theme in one line."""
    facts = [f"{content['day']}, {content['hour']} uur", content["location"]]
    theme = f"thema: {content['theme']}" if content["theme"] else ""
    return sentence(", ".join(filter(None, [*facts, theme])))


def presence_groups(content: Content) -> list[dict[str, str]]:
    """Who was present, replaced, excused, absent: a line for each, in words."""
    groups: dict[str, list[str]] = {}
    for each in content["presence"]:
        who, holder = each["seat"], each["holder"]
        if each["replaced_by"]:
            who = f"{who} (door {each['replaced_by']})"
        elif holder:
            who = holder if who in holder else f"{who} ({holder})"
        groups.setdefault(each["words"], []).append(who)
    return [{"words": words.capitalize(), "who": ", ".join(who)} for words, who in groups.items()]


def item_facts(item: Mapping[str, Any]) -> str:
    """Who brought and prepared an item, in one line."""
    brought = f"Aangebracht door {item['brought_by']}" if item.get("brought_by") else ""
    prepared = f"voorbereid door {item['prepared_by']}" if item.get("prepared_by") else ""
    return sentence(", ".join(filter(None, [brought, prepared])))


def sentence(text: str) -> str:
    """The text with a capital."""
    return text[:1].upper() + text[1:]


def agreement_facts(agreement: Mapping[str, Any]) -> str:
    """Who carries out, by when, and who decides locally."""
    who = join_dutch(agreement["executors"])
    local = agreement["local_decision"]
    facts = [
        f"Uitvoerder: {who}" if who else "",
        f"uiterlijk {agreement['until']}",
        f"lokale beslissing door: {local}" if local else "geen lokale beslissing nodig",
    ]
    return "; ".join(filter(None, facts)) + "."


def poll_answers(poll: Mapping[str, Any]) -> str:
    """What was answered, counted."""
    return ", ".join(f"{each['answer']} {each['count']}" for each in poll["answers"])


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "order": item["order"],
        "title": item["title"],
        "facts": item_facts(item),
        "summary": typed(item.get("summary", "")),
        "presence": item["presence"],
        "minutes": typed(item.get("minutes", "")),
        "outcome": item.get("outcome", ""),
        "outcome_note": sentence(item.get("outcome_note", "")),
        "expected_decision": item.get("expected_decision", ""),
        "polls": [poll | {"answers": poll_answers(poll)} for poll in item["polls"]],
        "agreements": [
            {
                "reference": each["reference"],
                "title": each["title"],
                "text": typed(each["text"]),
                "facts": agreement_facts(each),
            }
            for each in item["agreements"]
        ],
    }
