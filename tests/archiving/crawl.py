"""Reading every page someone can reach, and the figures on it."""

import re
from collections import deque
from html.parser import HTMLParser

from django.test import Client

from overlegtafel.accounts.models import User

_FIGURE = re.compile(r"\d+(?:[.,/:]\d+)*(?: van \d+)?")
_FILES = re.compile(r"\.(pdf|zip|docx|csv|xlsx|ics|html|txt|json)$|/(pdf|word|bestand)/")


class _Page(HTMLParser):
    """The words of a page and the addresses it leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.links.append(href.partition("#")[0])

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def figures_seen_by(
    email: str, starts: list[str], within: tuple[str, ...], at_most: int
) -> dict[str, list[str]]:
    """By address the figures on each page that someone reaches from ``starts``."""
    client = Client()
    if email:
        client.force_login(User.objects.get(email=email))
    waiting, found = deque(starts), dict[str, list[str]]()
    while waiting and len(found) < at_most:
        address = waiting.popleft()
        if address in found:
            continue
        answer = client.get(address)
        page = _Page()
        page.feed(answer.text if answer["content-type"].startswith("text/html") else "")
        found[address] = [str(answer.status_code), *_FIGURE.findall(" ".join(page.words))]
        waiting.extend(
            link
            for link in page.links
            if link.startswith(within) and "?" not in link and not _FILES.search(link)
        )
    return found
