"""Whose draft a page carries: our own block names a municipality by address, body and heading.

What another decided is never recorded as one's own, also where the page itself is silent on whose
sitting it was (decision 27).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from django.db.models import Q

from overlegtafel.common.sheets import plain
from overlegtafel.drafting.published.beside import says_own
from overlegtafel.drafting.published.decisions import PublishedItem
from overlegtafel.drafting.published.pages import Page
from overlegtafel.organizations.models import Classification, Organization

_SOMEONE = "een ander bestuur"
_MOST_HEADINGS = 20
_HEADINGS = (
    re.compile(r"<title[^>]{0,200}>[^<]{0,600}\(([^()<]{2,60})\)\s*</title>", re.IGNORECASE),
    re.compile(r"<p[^>]{0,200}>\s*([^<>,]{2,60}), [^<>·]{3,80} · Ontwerp"),
)
"""As our own HTML begins: ``… (Lede)`` and ``Lede, gemeenteraad · Ontwerp``."""


@dataclass(frozen=True)
class Others:
    """The other municipalities that the drafts on a page name; ``everywhere`` goes for the page."""

    municipality: Organization
    names: dict[str, str] = field(default_factory=dict)
    everywhere: str = ""

    def of(self, item: PublishedItem) -> str:
        """The name of another municipality whose draft this is; empty when there is none."""
        if foreign := _foreign(item, self.municipality):
            return self.names.get(foreign[0], _SOMEONE)
        return "" if says_own(item.publisher, self.municipality) else self.everywhere


def others_on(page: Page, items: list[PublishedItem], municipality: Organization) -> Others:
    """Which other municipalities the page names in our own blocks."""
    marks = list(dict.fromkeys(mark for item in items for mark in _foreign(item, municipality)))
    headings = _headings(page.text)
    if own := plain(municipality.name) in {plain(each) for each in headings}:
        headings = []
    if not marks and not headings:
        return Others(municipality)
    names = _names(marks, headings)
    own = own or any(_is_own(each, municipality) for each in items)
    known = [names.get(each, _SOMEONE) for each in marks]
    known += [names[each] for each in headings if each in names]
    return Others(municipality, names, "" if own or not known else known[0])


def _is_own(item: PublishedItem, municipality: Organization) -> bool:
    if _foreign(item, municipality):
        return False
    ours = municipality.slug in item.block.slugs or municipality.code in item.block.codes
    return ours or says_own(item.publisher, municipality)


def _foreign(item: PublishedItem, municipality: Organization) -> list[str]:
    """The address parts and codes of others in an item, in a fixed order."""
    slugs = sorted(item.block.slugs - {municipality.slug})
    return slugs + sorted(item.block.codes - {municipality.code})


def _headings(text: str) -> list[str]:
    found = [unescape(each).strip() for mark in _HEADINGS for each in mark.findall(text)]
    return list(dict.fromkeys(found))[:_MOST_HEADINGS]


def _names(marks: Iterable[str], headings: Iterable[str]) -> dict[str, str]:
    """By slug, code and name; only what is a municipality."""
    asked = Q(slug__in=marks) | Q(code__in=marks) | Q(name__in=headings)
    found: dict[str, str] = {}
    for each in Organization.objects.filter(asked, classification=Classification.MUNICIPALITY):
        found |= {each.slug: each.name, each.code: each.name, each.name: each.name}
    return found
