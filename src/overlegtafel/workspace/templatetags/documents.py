"""Documents on pages of other things. ``{% load documents %}``.

``{% documents_of_meeting meeting lines as documents %}`` those of all its items: two queries.
``{% item_documents documents item %}`` those of one item.
``{% linked_documents lines "guest_file" %}`` on a page that a link opens, with that link's token.
``{% proposal_documents proposal %}``, ``{% dossier_documents dossier %}`` the same, in a section.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.dossiers.models import Dossier
from overlegtafel.meetings.document_policy import adds_to, is_sent, may_annex
from overlegtafel.meetings.document_queries import (
    DocumentLine,
    lines_of_dossier,
    lines_of_item,
    lines_of_items,
    lines_of_proposal,
)
from overlegtafel.meetings.models import AgendaItem, GuestInvitation, Meeting
from overlegtafel.proposals.models import Proposal

register = template.Library()


@register.simple_tag(takes_context=True)
def documents_of_meeting(
    context: dict[str, Any], meeting: Meeting, lines: Iterable[Any]
) -> dict[int, list[DocumentLine]]:
    """The documents of a meeting that the reader may see, by the id of their item.

    Not asked again where the page read them already.
    """
    read: dict[int, list[DocumentLine]] | None = context.get("documents_read")
    if read is not None:
        return read
    actor = context["request"].user
    return lines_of_items(actor, meeting, [line.item for line in lines])


@register.inclusion_tag("workspace/_item_documents.html", takes_context=True)
def item_documents(
    context: dict[str, Any], documents: dict[int, list[DocumentLine]], item: AgendaItem
) -> dict[str, Any]:
    """The documents of one item."""
    return {
        "lines": documents.get(item.pk, []),
        "pack": context.get("pack"),
        "item": item,
        "body": context["body"],
        "day": context["day"],
    }


@register.inclusion_tag("workspace/_documents_section.html", takes_context=True)
def proposal_documents(context: dict[str, Any], proposal: Proposal) -> dict[str, Any]:
    """The documents of a proposal."""
    actor = context["request"].user
    address = reverse("proposal_document", args=[proposal.body.slug, proposal.pk])
    lines, adds = lines_of_proposal(actor, proposal), may_annex(actor, proposal)
    return {
        "lines": lines,
        "add": address if adds else "",
        "moves": adds and len(lines) > 1 and not is_sent(proposal),
        "empty": "Bijlagen bij dit punt verschijnen hier, en gaan mee naar de agenda.",
    }


@register.inclusion_tag("workspace/_documents_section.html", takes_context=True)
def dossier_documents(context: dict[str, Any], dossier: Dossier) -> dict[str, Any]:
    """The documents of a dossier, and of what was brought in it."""
    actor = context["request"].user
    address = reverse("dossier_document", args=[dossier.body.slug, dossier.reference])
    return {
        "lines": lines_of_dossier(actor, dossier),
        "add": address if adds_to(actor, dossier) else "",
        "empty": "Documenten van dit dossier en van de punten erin verschijnen hier.",
    }


@register.simple_tag
def documents_for(reader: User, meeting: Meeting, items: Iterable[AgendaItem]) -> Any:
    """The documents of items that someone reads who came by a link, by the id of their item."""
    return lines_of_items(reader, meeting, list(items))


@register.inclusion_tag("workspace/_linked_documents.html", takes_context=True)
def linked_documents(
    context: dict[str, Any], documents: dict[int, list[DocumentLine]], item: AgendaItem, name: str
) -> dict[str, Any]:
    """The documents of one item, each with an address behind the same link."""
    token = context["request"].resolver_match.kwargs["token"]
    return {
        "rows": [
            (line, reverse(name, args=[token, line.document.pk, line.version.number]))
            for line in documents.get(item.pk, [])
        ]
    }


@register.simple_tag
def guest_documents(guest: GuestInvitation) -> Any:
    """The documents of a guest's one item."""
    return {guest.item_id: lines_of_item(guest.user, guest.item)}


@register.filter
def items_in(lines: Iterable[Any]) -> list[AgendaItem]:
    """The items of a meeting's lines."""
    return [line.item for line in lines]
