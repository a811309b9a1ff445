"""A page from outside, read in a process of its own: refused with words, never believed."""

import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.factories.cast import Cast
from tests.factories.local_drafts import drafts_made
from tests.factories.publications import ADDRESS, published

from overlegtafel.common.errors import Invalid
from overlegtafel.drafting.published import pages
from overlegtafel.drafting.published.pages import read_page
from overlegtafel.drafting.published.plan import reading_of

PAGE = b"<!DOCTYPE html><html><body><p>Een zitting</p></body></html>"
ENTITIES = (
    b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p property="dct:title" '
    b'prefix="dct: http://purl.org/dc/terms/">&b;&x;</p></body></html>'
)
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b" \n", "Dit bestand is leeg."),
    "a PDF": (b"%PDF-1.7 <p>", "Dit is een PDF. Open de publicatie zelf in uw browser"),
    "a ZIP": (b"PK\x03\x04" + b"\x00" * 60, "Dit is geen webpagina."),
    "plain text": (b"Goedgekeurd door de raad", "Dit is geen webpagina."),
    "zeros in it": (PAGE + b"\x00", "Dit is geen webpagina."),
    "an archive": (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n<html>",
        "Deze pagina is als één archief bewaard (MHTML).",
    ),
    "too large": (PAGE + b" " * pages.MOST_BYTES, "Deze pagina is groter dan 4 MB."),
    "too many parts": (PAGE + b"<b>" * 90_000, "Deze pagina is te zwaar om te lezen."),
    "nested too deep": (b"<div>" * 400 + PAGE, "Deze pagina zit zo diep in elkaar"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_page_is_refused_with_how_to_go_on(name: str) -> None:
    content, sentence = REFUSED[name]
    with pytest.raises(Invalid) as refusal:
        read_page(content, ADDRESS)
    assert sentence in refusal.value.sentence
    assert refusal.value.field == "file"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Plak het adres van de pagina"),
        ("http://www.lede.be/besluiten", "Het adres begint met https://"),
        ("javascript:alert(1)", "Het adres begint met https://"),
        ("https://www.lede.be/" + "a" * 500, "hoogstens 500 tekens"),
        ("https://localhost/", "Dit is geen adres van een webpagina."),
        ("https://[::1", "Dit is geen adres van een webpagina."),
        ("https://127.0.0.1:8000/openbaar/", "Dit adres is van deze site."),
    ],
)
def test_the_address_is_one_that_others_can_open(address: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_page(PAGE, address)
    assert sentence in refusal.value.sentence
    assert refusal.value.field == "address"


def test_a_saved_page_may_tell_its_own_address(read_here: None) -> None:
    there = b"https://www.lede.be/a?b=1&amp;c=2"
    for head in (
        b"<!-- saved from url=(0041)%s -->" % there,
        b'<link rel="canonical" href="%s">' % there,
    ):
        assert read_page(head + PAGE, "").address == "https://www.lede.be/a?b=1&c=2"


def test_a_page_that_runs_on_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A reader that never ends has no time at all: how fast the machine is makes no difference."""
    endless = tmp_path / "endless.py"
    endless.write_text("import signal\nwhile True:\n    signal.pause()\n")
    monkeypatch.setattr(pages, "_READER", endless)
    monkeypatch.setattr(pages, "SECONDS", 0)
    with pytest.raises(Invalid, match="te zwaar om te lezen"):
        read_page(PAGE, ADDRESS)


def test_nothing_in_a_page_is_fetched_or_expanded(tmp_path: object) -> None:
    """Not an entity of its document type, nor a vocabulary, a frame, a picture or a script."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        there = f"http://127.0.0.1:{listening.getsockname()[1]}/".encode()
        page = ENTITIES.replace(b"file:///etc/passwd", there) + (
            b'<div vocab="%s" typeof="Zitting"><iframe src="%s"></iframe><img src="%s">'
            b'<script src="%s"></script><link rel="stylesheet" href="%s"></div>'
        ) % (there, there, there, there, there)
        facts = read_page(page, ADDRESS).facts
        with pytest.raises(TimeoutError):
            listening.accept()
    [title] = facts.values(ADDRESS, "dct:title")
    assert "aaaa" not in title
    assert "root:" not in title


DISGUISES: dict[str, Callable[[bytes], bytes]] = {
    "curly quotes": lambda page: re.sub(rb'typeof="([^"]*)"', "typeof=”\\1”".encode(), page),
    "cp1252 that says so": lambda page: page.replace(b'charset="utf-8"', b'charset="windows-1252"'),
    "a byte order mark": lambda page: b"\xef\xbb\xbf" + page,
    "utf-16": lambda page: page.decode().encode("utf-16"),
    "spaces in addresses": lambda page: page.replace(b"/ontwerp/", b"/ontw\nerp/"),
    "no declared prefixes": lambda page: page.replace(b' prefix="besluit:', b' data-p="besluit:'),
    "https terms": lambda page: page.replace(
        b"http://data.vlaanderen.be/ns/besluit#", b"https://data.vlaanderen.be/ns/besluit#"
    ),
}


def test_faults_of_real_pages_are_read_through(cast: Cast, read_here: None) -> None:
    whole = published(drafts_made(cast)["Lede"]).html
    for name, change in DISGUISES.items():
        page = change(whole)
        assert page != whole
        [row] = reading_of(cast.officer, cast.towns["Lede"], read_page(page, ADDRESS)).rows
        assert row.planned.report is not None, name
        assert row.planned.report.verb == "approve", name


def test_words_of_a_page_are_shortened_and_stay_words(cast: Cast, read_here: None) -> None:
    title = "<script>alert(1)</script>" + "lang " * 500
    page = published(drafts_made(cast)["Lede"]).but(title=title.replace("<", "&lt;"))
    [row] = reading_of(cast.officer, cast.towns["Lede"], read_page(page.html, ADDRESS)).rows
    assert row.item.title.startswith("<script>")
    assert len(row.item.title) <= 300


@pytest.mark.parametrize(
    "page", [PAGE, b'<html><body><div typeof="Zitting">x</div>', b"<html><script>app()</script>"]
)
def test_a_page_without_decisions_says_what_to_save_instead(
    cast: Cast, read_here: None, page: bytes
) -> None:
    with pytest.raises(Invalid, match=r"geen beslissingen die een programma kan lezen \(RDFa\)"):
        reading_of(cast.officer, cast.towns["Lede"], read_page(page, ADDRESS))
