"""Reads the linked data of one HTML page: a program of its own, never imported by the site.

A page of someone else may be made to run on or to grow. So it is read in a process that may use
little time and memory, opens no connection, and answers only the terms we know. It reads a JSON
object with ``html``, ``base`` and ``ours`` (our own host) and writes ``{"triples": [...]}``, each
``[subject, term, object]``, or ``{"refused": "deep"}``.
"""

import json
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

SECONDS = 12
BYTES = 1024 * 1024 * 1024
DEEPEST = 300
"""Real pages nest less than 40 deep."""
MOST_TRIPLES = 60_000
LONGEST = 1_000

TERMS = {
    "besluit": "http://data.vlaanderen.be/ns/besluit#",  # besluit:gevolg
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "generiek": "http://data.vlaanderen.be/ns/generiek#",
    "mandaat": "http://data.vlaanderen.be/ns/mandaat#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
REFERS = TERMS["dct"] + "references"
_CURLY = re.compile(r"=\s*[“”]([^“”\"<>]*)[“”]")
_ADDRESSES = ("href", "resource", "about", "src")


def triples_in(html: str, base: str, ours: str) -> list[tuple[str, str, str]]:
    """What the page says in terms that we know; a link to us says so too, whatever is around it.

    Raises ``ValueError`` for a page that is nested too deep.
    """
    from html5lib import HTMLParser, treebuilders
    from pyRdfa import pyRdfa
    from pyRdfa.options import Options

    # Some systems write curly quotes around attributes, which hides every term in them.
    mended = _CURLY.sub(r'="\1"', html).replace("\ufffd", "")
    # Ours makes the tree, so that the parser never tries XML with its entities.
    page = HTMLParser(tree=treebuilders.getTreeBuilder("dom")).parse(mended)
    elements = list(_elements(page.documentElement))
    for element in elements:
        _tell_link(page, element, ours)
    options = Options(embedded_rdf=False, vocab_expansion=False)
    reader = pyRdfa(options, base=base, media_type="text/html")
    return _known(reader.graph_from_DOM(page))


def _elements(top: Any) -> Iterator[Any]:
    """Every element below ``top``, without recursion."""
    waiting = [(top, 1)]
    while waiting:
        element, depth = waiting.pop()
        if depth > DEEPEST:
            raise ValueError("deep")
        yield element
        waiting += [(each, depth + 1) for each in element.childNodes if each.nodeType == 1]


def _tell_link(page: Any, element: Any, ours: str) -> None:
    """Say before each link to us that what stands around it refers to it.

    Systems drop annotations and keep links, or copy our block without tying it to theirs.
    """
    for name in _ADDRESSES:
        address = _squeezed(element.getAttribute(name))
        if element.parentNode.nodeType == 1 and _is_ours(address, ours):
            told = page.createElement("span")
            told.setAttribute("property", REFERS)
            told.setAttribute("resource", address)
            element.parentNode.insertBefore(told, element)


def _is_ours(address: str, ours: str) -> bool:
    if ours not in address:
        return False
    try:
        return urlsplit(address).netloc == ours
    except ValueError:
        return False


def _known(graph: Any) -> list[tuple[str, str, str]]:
    from rdflib import BNode, Literal

    found = []
    for subject, term, value in graph:
        known = _short(str(term))
        if known is None:
            continue
        if isinstance(value, Literal):
            said = " ".join(str(value)[:LONGEST].split())
        elif isinstance(value, BNode):
            said = f"_:{value}"
        else:
            said = _short(str(value)) or _squeezed(str(value))
        about = f"_:{subject}" if isinstance(subject, BNode) else _squeezed(str(subject))
        found.append((about, known, said[:LONGEST]))
    return sorted(found)[:MOST_TRIPLES]


def _short(address: str) -> str | None:
    """``besluit:gevolg``, also where the prefix was never declared; ``None`` for other terms."""
    address = address.replace("https://data.vlaanderen.be/ns/", "http://data.vlaanderen.be/ns/")
    for prefix, start in TERMS.items():
        if address.startswith(start):
            return f"{prefix}:{address.removeprefix(start)}"
        if address.startswith(f"{prefix}:"):
            return address
    return None


def _squeezed(address: str) -> str:
    """An address without the spaces and line ends that some pages put in it."""
    return "".join(address[:LONGEST].split())


def _stays_inside(event: str, _args: object) -> None:
    """Whatever the parser would try: no connection, no other program."""
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn")):
        raise OSError(f"reading a page does no {event}")


def main() -> None:
    """Read the order, answer, end."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    sys.setrecursionlimit(50 * DEEPEST)
    sys.addaudithook(_stays_inside)
    order = json.load(sys.stdin)
    try:
        answer: dict[str, Any] = {
            "triples": triples_in(order["html"], order["base"], order["ours"])
        }
    except ValueError as refusal:
        if str(refusal) != "deep":
            raise
        answer = {"refused": "deep"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
