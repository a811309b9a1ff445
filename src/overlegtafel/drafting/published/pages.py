"""A saved publication page from outside, never trusted: refused with words, or read as facts.

The page is decoded here and read by ``triples`` in a process of its own. Nothing in it is fetched,
run or kept.
"""

import json
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from overlegtafel.common.errors import Invalid

MOST_BYTES = 4 * 1024 * 1024
"""The longest real minutes measured are 3 MB."""
MOST_TAGS = 40_000
SECONDS = 25
"""How long reading may take, whatever the reader itself allows: a request must be answered."""
LONGEST_ADDRESS = 500
_READER = Path(__file__).parent / "triples.py"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CODES = ("utf-8", "utf8", "iso-8859-1", "iso-8859-15", "windows-1252", "us-ascii")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_TAG = re.compile(r"<\s*(html|body|head|div|article|section|main|span|p|h1)\b", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
_CANONICAL = re.compile(
    r"<link[^>]{0,300}rel\s*=\s*[\"']?canonical[\"']?[^>]{0,300}>", re.IGNORECASE
)
_HREF = re.compile(r"href\s*=\s*[\"']([^\"'<>]{1,600})[\"']", re.IGNORECASE)
_TOO_HEAVY = (
    "Deze pagina is te zwaar om te lezen. Neem de besluitenlijst of het uittreksel van één zitting."
)


@dataclass(frozen=True)
class Facts:
    """What a page says: per subject and term (``besluit:gevolg``) the values."""

    of: dict[str, dict[str, list[str]]]

    def values(self, subject: str, *terms: str) -> list[str]:
        """Everything a subject has under these terms."""
        said = self.of.get(subject, {})
        return [value for term in terms for value in said.get(term, ())]

    def subjects(self, term: str, value: str) -> list[str]:
        """Who has this value under this term."""
        return self._by_value.get((term, value), [])

    def typed(self, kind: str) -> list[str]:
        """Every subject of a class: ``besluit:Zitting``."""
        return self.subjects("rdf:type", kind)

    @cached_property
    def _by_value(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, said in self.of.items():
            for term, values in said.items():
                for value in values:
                    found[term, value].append(subject)
        return found


@dataclass(frozen=True)
class Page:
    """A page as it was read: its address, and what it says."""

    address: str
    facts: Facts
    text: str = field(repr=False)

    def place_of(self, subject: str) -> int:
        """Where on the page something stands, to tell things in their order."""
        place = self.text.find(subject)
        return place if place >= 0 else len(self.text)


def our_host() -> str:
    """The host of this site, as it stands in the links of our own drafts."""
    return urlsplit(settings.SITE_ADDRESS).netloc


def read_page(content: bytes, address: str) -> Page:
    """What a saved page says, published at ``address`` (else as the page itself tells).

    Raises ``Invalid`` beside ``file`` or ``address``, with a sentence that says how to go on.
    """
    text = text_of(content)
    address = _checked(address or _own_address(text))
    triples = _read(text, address)
    of: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, term, value in triples:
        of[subject][term].append(value)
    return Page(address, Facts({subject: dict(said) for subject, said in of.items()}), text)


def text_of(content: bytes) -> str:
    """The page as text. Raises ``Invalid`` for what is no HTML at all."""
    if not content.strip():
        raise Invalid("Dit bestand is leeg.", field="file")
    if len(content) > MOST_BYTES:
        raise Invalid(
            "Deze pagina is groter dan 4 MB. Neem de besluitenlijst of het uittreksel.", "file"
        )
    if content.startswith(b"%PDF-"):
        raise Invalid(
            "Dit is een PDF. Open de publicatie zelf in uw browser en bewaar ze als HTML.", "file"
        )
    if content.startswith((b"From: ", b"MIME-Version:")) or b"multipart/related" in content[:2000]:
        raise Invalid(
            "Deze pagina is als één archief bewaard (MHTML). Bewaar ze als “alleen HTML”.", "file"
        )
    text = _text(content)
    if "\x00" in text or not _TAG.search(text):
        raise Invalid("Dit is geen webpagina. Bewaar de publicatie zelf als HTML.", field="file")
    if text.count("<") > MOST_TAGS * 2:
        raise Invalid(_TOO_HEAVY, field="file")
    return text


def _text(content: bytes) -> str:
    """By the mark at its start, by what it says itself, then as most pages are."""
    said = _CHARSET.search(content[:4096])
    named = said.group(1).decode("ascii").lower() if said else ""
    codes = [code for mark, code in _MARKS if content.startswith(mark)]
    for code in (*codes, *([named] if named in _CODES else []), "utf-8"):
        try:
            return content.decode(code)
        except UnicodeError:
            continue
    return content.decode("cp1252", "replace")


def _own_address(text: str) -> str:
    """Where the page says it comes from: the browser that saved it, or its own head."""
    if found := _SAVED_FROM.search(text[:20_000]):
        return unescape(found.group(1))
    link = _CANONICAL.search(text[:100_000])
    href = _HREF.search(link.group()) if link else None
    return unescape(href.group(1)) if href else ""


def _checked(address: str) -> str:
    """An address that others can open. Raises ``Invalid``."""
    address = address.strip()
    if not address:
        raise Invalid("Plak het adres van de pagina: dat is het bewijs.", field="address")
    if not address.startswith("https://") or len(address) > LONGEST_ADDRESS:
        raise Invalid(
            "Het adres begint met https:// en is hoogstens 500 tekens lang.", field="address"
        )
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    if "." not in host or any(each.isspace() for each in address):
        raise Invalid("Dit is geen adres van een webpagina.", field="address")
    if host == our_host().split(":")[0]:
        raise Invalid(
            "Dit adres is van deze site. Geef dat van de publicatie van uw bestuur.", "address"
        )
    return address


def _read(text: str, base: str) -> list[tuple[str, str, str]]:
    order = json.dumps({"html": text, "base": base, "ours": our_host()})
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_READER)],
            input=order,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Invalid(_TOO_HEAVY, field="file") from late
    if done.returncode != 0:
        raise Invalid(_TOO_HEAVY, field="file")
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise Invalid(
            "Deze pagina zit zo diep in elkaar dat we ze niet lezen. Neem het uittreksel.", "file"
        )
    return [(subject, term, value) for subject, term, value in answer["triples"]]
