"""A municipality's publication page, made up around our own draft as its software would."""

from dataclasses import dataclass, replace

import pytest

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.drafting.local_bodies import address_of
from overlegtafel.drafting.models import LocalDraft
from overlegtafel.drafting.published import pages
from overlegtafel.drafting.published.triples import triples_in
from overlegtafel.printing.drafts.files import draft_file
from overlegtafel.printing.drafts.paper import paper_of

ADDRESS = "https://publicatie.lede.example/zittingen/26.1120/besluitenlijst"
PREFIXES = (
    "besluit: http://data.vlaanderen.be/ns/besluit# eli: http://data.europa.eu/eli/ontology# "
    "prov: http://www.w3.org/ns/prov# dct: http://purl.org/dc/terms/ "
    "mandaat: http://data.vlaanderen.be/ns/mandaat# org: http://www.w3.org/ns/org# "
    "skos: http://www.w3.org/2004/02/skos/core# foaf: http://xmlns.com/foaf/0.1/"
)
_OF_THE_SITE = "https://data.lede.example/id"


@dataclass(frozen=True)
class Publication:
    """What a page says around the block that came from our draft; each part may be another."""

    block: str
    title: str = "2026_GR_00437 - Regiomobiliteit: uniforme clausule - Goedkeuring"
    outcome: str = '<span property="besluit:gevolg">Goedgekeurd</span>'
    organ: str = ""
    started: str = "2026-11-20T19:00:00.000Z"
    published: str = ""
    kind: str = "3fa67785-ffdc-4b30-8880-2b99d97b4dee"
    more: str = ""

    def but(self, **other: str) -> "Publication":
        """The same page with something else in it."""
        return replace(self, **other)

    def saying(self, outcome: str) -> "Publication":
        """The same page with another outcome of the vote."""
        return self.but(outcome=f'<span property="besluit:gevolg">{outcome}</span>')

    @property
    def html(self) -> bytes:
        """The page as a browser saves it."""
        return f"""<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8">
<title>Besluitenlijst van de gemeenteraad</title></head><body>
<header><a href="/">Startpagina</a></header>
<div prefix="{PREFIXES}">
<div typeof="besluit:Zitting" resource="{_OF_THE_SITE}/zittingen/26.1120">
<span property="besluit:heeftBesluitenlijst" resource="{ADDRESS}"
 typeof="foaf:Document https://data.vlaanderen.be/id/concept/BesluitDocumentType/{self.kind}"></span>
<h1>Besluitenlijst {self.organ}</h1>
<span property="prov:startedAtTime" datatype="http://www.w3.org/2001/XMLSchema#dateTime"
 content="{self.started}"></span>
{self.others}
{self.treatment()}
{self.more}
</div></div></body></html>""".encode()

    @property
    def others(self) -> str:
        """What else the body did that evening, that has nothing to do with a table."""
        return """<div typeof="besluit:BehandelingVanAgendapunt" resource="#b-notulen">
<div property="dct:subject" typeof="besluit:Agendapunt" resource="#p-notulen">
<h3 property="dct:title">Notulen van de vorige zitting</h3></div>
<div property="besluit:heeftStemming" typeof="besluit:Stemming" resource="#s-notulen">
<span property="besluit:gevolg">Goedgekeurd</span></div></div>"""

    def treatment(self, number: str = "437") -> str:
        """The item with its decision and its vote."""
        published = (
            f'<span property="eli:date_publication" datatype="xsd:date">{self.published}</span>'
            if self.published
            else ""
        )
        site = _OF_THE_SITE
        return f"""<div typeof="besluit:BehandelingVanAgendapunt"
 resource="{site}/behandelingen-van-agendapunten/{number}">
<div property="dct:subject" typeof="besluit:Agendapunt" resource="{site}/agendapunten/{number}">
<h3 property="dct:title">{self.title}</h3></div>
<div property="prov:generated" typeof="besluit:Besluit" resource="{site}/besluiten/{number}">
<h4 property="eli:title">Besluit</h4>{published}
{self.block}</div>
<div property="besluit:heeftStemming" typeof="besluit:Stemming"
 resource="{site}/stemmingen/{number}">
<p>Uitslag: {self.outcome}</p></div></div>"""


def organ_of(draft: LocalDraft, body: CompetentBody = CompetentBody.COUNCIL) -> str:
    """The sitting body by its official address, as most systems write it."""
    place = draft.decision.municipality
    known = address_of(place.code, body)
    assert known is not None
    return (
        f'<span property="besluit:isGehoudenDoor" typeof="besluit:Bestuursorgaan" '
        f'resource="{known.in_term}"><span property="skos:prefLabel">{body.label} {place}</span>'
        "</span>"
    )


def block_of(draft: LocalDraft) -> str:
    """Our own HTML, copied whole into the system of a municipality."""
    html = draft_file("html", paper_of(draft), b"").decode()
    return html[html.index("<article") : html.index("</article>") + len("</article>")]


def source_of(draft: LocalDraft, annotated: bool = True) -> str:
    """Only the line that names the agreement; a system may keep the link and drop the rest."""
    said = 'property="dct:source" ' if annotated else ""
    return f'<p>Hoort bij <a {said}href="{paper_of(draft).agreement}">de afspraak</a>.</p>'


def published(draft: LocalDraft) -> Publication:
    """The list of decisions of its council, in which our block was copied whole."""
    return Publication(block=block_of(draft), organ=organ_of(draft))


def read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read pages without a process of their own, which is quicker; what is read is the same."""

    def read(text: str, base: str) -> list[tuple[str, str, str]]:
        return triples_in(text, base, pages.our_host())

    monkeypatch.setattr(pages, "_read", read)
