"""What the API answers. Names follow Popolo, W3C ORG and OSLO where they have one."""

import json
from datetime import date, datetime, time
from importlib.resources import files
from typing import Annotated, Generic, TypeVar

from ninja import Field, Schema

Item = TypeVar("Item")

EXAMPLES: dict[str, str] = json.loads(
    (files(__package__) / "data" / "examples.json").read_text(encoding="utf-8")
)
"""Addresses that the documentation tries: names of regions are data, also here."""

Nis = Annotated[str, Field(description="NIS-code van de gemeente", examples=["41002"])]
Slug = Annotated[str, Field(description="Vaste naam in het adres", examples=[EXAMPLES["table"]])]
ValidFrom = Annotated[date | None, Field(description="Geldig vanaf, leeg als onbekend")]
ValidTo = Annotated[date | None, Field(description="Geldig tot en met, leeg als het nog loopt")]
Confidence = Annotated[
    str,
    Field(
        description="`sourced`: gelezen in de bron; `derived`: afgeleid; `knowledge`: niet in een "
        "bron gevonden. De laatste twee zijn te bevestigen.",
        examples=["sourced"],
    ),
]
PageUrl = Annotated[str, Field(description="De pagina voor lezers")]


class Listing(Schema, Generic[Item]):
    """Een deel van een lijst; `count` is het geheel."""

    count: Annotated[int, Field(description="Hoeveel er in het geheel zijn", examples=[285])]
    items: list[Item]


class ErrorDetail(Schema):
    """Wat er misging."""

    status: Annotated[int, Field(examples=[422])]
    message: Annotated[str, Field(description="Een zin voor mensen, in het Nederlands")]
    field: Annotated[str | None, Field(description="Het gegeven dat niet klopt", examples=["on"])]


class ErrorAnswer(Schema):
    """De vorm van elke weigering."""

    error: ErrorDetail


class GroupRef(Schema):
    """Verwijzing naar een regio of overleg."""

    slug: Slug
    name: str


class MemberRef(Schema):
    """Een gemeente als lid, met herkomst van dat gegeven."""

    nis: Nis
    name: str
    slug: str
    valid_from: ValidFrom
    valid_to: ValidTo
    source: str
    confidence: Confidence
    note: str


class Municipality(Schema):
    """Een gemeente (org:Organization)."""

    nis: Nis
    name: str
    slug: str
    uri: Annotated[str, Field(description="Officiële URI bij Vlaanderen, leeg als onbekend")]
    kbo: Annotated[str, Field(description="Ondernemingsnummer, leeg als onbekend")]
    ovo: Annotated[str, Field(description="OVO-code, leeg als onbekend")]
    postal_codes: list[str]
    population: int | None
    population_on: date | None
    area_km2: float | None
    valid_from: ValidFrom
    valid_to: ValidTo
    region: Annotated[
        GroupRef | None, Field(description="Referentieregio op de gevraagde dag; geen vóór 2023")
    ]
    url: PageUrl


class Belonging(Schema):
    """Een groep waar de gemeente bij hoort (org:Membership)."""

    classification: Annotated[str, Field(examples=["reference_region"])]
    code: str
    name: str
    slug: str
    valid_from: ValidFrom
    valid_to: ValidTo
    source: str
    confidence: Confidence
    note: str


class Merger(Schema):
    """Een gemeente voor of na een fusie."""

    nis: Nis
    name: str
    slug: str
    effective_on: date


class MunicipalityDetail(Municipality):
    """Een gemeente met alles waar ze bij hoort en haar fusies."""

    other_names: list[str]
    source: str
    memberships: list[Belonging]
    predecessors: list[Merger]
    successors: list[Merger]


class Region(Schema):
    """Een referentieregio."""

    code: Annotated[str, Field(examples=["REFREG11"])]
    slug: Slug
    name: str
    other_names: list[str]
    valid_from: ValidFrom
    valid_to: ValidTo
    source: str
    confidence: Confidence
    note: str
    member_count: Annotated[int, Field(examples=[14])]
    url: PageUrl


class RegionDetail(Region):
    """Een referentieregio met haar gemeenten op de gevraagde dag."""

    members: list[MemberRef]


class Consultation(Schema):
    """Een burgemeestersoverleg zoals openbare bronnen het kennen."""

    code: Annotated[str, Field(examples=["BO-KUST"])]
    slug: str
    name: str
    other_names: list[str]
    valid_from: ValidFrom
    valid_to: ValidTo
    source: str
    confidence: Confidence
    note: str
    member_count: int
    members: list[MemberRef]
    regions: Annotated[
        list[GroupRef], Field(description="De referentieregio's waar de leden in liggen")
    ]


class Table(Schema):
    """Een overleg dat Overlegtafel gebruikt (org:OrganizationalCollaboration)."""

    slug: Slug
    name: str
    short_name: str
    kind: Annotated[str, Field(examples=["mayors"])]
    purpose: str
    region: GroupRef | None
    member_count: int
    url: PageUrl


class Seat(Schema):
    """Een plaats aan de tafel: van een gemeente of een functie, nooit een naam."""

    label: str
    category: str
    counts: Annotated[bool, Field(description="Of de plaats meetelt als lid")]
    nis: Annotated[str, Field(description="NIS-code, leeg als het geen gemeente is")]


class TableDetail(Table):
    """Een overleg met zijn plaatsen."""

    seats: list[Seat]


class Document(Schema):
    """Een document dat met de vergadering vrijgegeven is."""

    title: str
    name: Annotated[str, Field(description="Naam van het bestand", examples=["nota.pdf"])]
    kind: Annotated[str, Field(description="Soort bestand", examples=["pdf"])]
    size: Annotated[int, Field(description="In bytes")]
    checksum: Annotated[str, Field(description="SHA-256 van de inhoud")]
    url: Annotated[str, Field(description="Waar het bestand te lezen is")]


class AgendaItem(Schema):
    """Een punt van een vrijgegeven agenda.

    Van een punt met interne gevolgen is alleen de plaats op de agenda bekend.
    """

    order: int
    title: str
    function: Annotated[str, Field(description="Leeg bij een punt met interne gevolgen")]
    category: Annotated[str, Field(description="Leeg bij een punt met interne gevolgen")]
    outcome: Annotated[str, Field(description="Leeg zolang het verslag niet vrijgegeven is")]
    documents: Annotated[
        list[Document], Field(description="De documenten die op dat moment openbaar waren")
    ]


class Meeting(Schema):
    """Een vrijgegeven vergadering."""

    table: Slug
    held_on: date
    starts_at: time
    location: str
    with_outcomes: bool
    members: list[str]
    items: list[AgendaItem]
    released_at: datetime
    version: int
    cancelled: Annotated[bool, Field(description="De vergadering gaat niet door")]
    url: PageUrl


class Figures(Schema):
    """Hoever de besturen zijn, in aantallen."""

    approved: Annotated[int, Field(description="Keurden goed, met of zonder wijziging")]
    refused: int
    closed: Annotated[int, Field(description="Hebben niets meer te doen")]
    total: Annotated[int, Field(description="Alle besturen op wie de afspraak van toepassing is")]


class Agreement(Schema):
    """Een vrijgegeven afspraak. De tafel maakt ze; beslissen doen de besturen."""

    id: int
    table: Slug
    reference: Annotated[str, Field(examples=["A-D07"])]
    title: str
    text: str
    held_on: date
    due_on: date
    competent_body: Annotated[str, Field(description="Wie beslist in elk bestuur")]
    needs_local_decision: bool
    owner: str
    executors: list[str]
    dossier: str
    status: Annotated[str, Field(description="Afgeleid; leeg als de aantallen niet openbaar zijn")]
    figures: Annotated[Figures | None, Field(description="Leeg als niet vrijgegeven")]
    released_at: datetime
    version: int
    url: PageUrl


class Supporter(Schema):
    """Een bestuur dat genoemd wil worden als steun (org:Organization)."""

    nis: Nis
    name: str
    with_reservation: Annotated[bool, Field(description="Of het steunt met voorbehoud")]


class Statement(Schema):
    """Een vrijgegeven standpunt dat verzonden is (schema:Message).

    Wie steunt, staat er alleen als dat bestuur genoemd wil worden. Hoeveel besturen steunen, is
    niet openbaar: wie niet genoemd is, kan ook steunen.
    """

    id: int
    table: Slug
    title: str
    text: Annotated[str, Field(description="Markdown")]
    addressees: Annotated[list[str], Field(description="Aan wie het verzonden is")]
    sent_on: date
    number: Annotated[int, Field(description="De hoeveelste versie verzonden is", examples=[1])]
    dossier: str
    supporters: Annotated[
        list[Supporter], Field(description="Alleen wie genoemd wil worden, nu; nooit het geheel")
    ]
    answered_on: Annotated[date | None, Field(description="Leeg zolang er geen antwoord is")]
    released_at: datetime
    version: int
    url: PageUrl


class LocalDecision(Schema):
    """De stand van één bestuur."""

    nis: Nis
    name: str
    state: Annotated[str, Field(examples=["approved"])]
    label: str
    spoken: str
    meets_on: date | None
    link: str


class AgreementDetail(Agreement):
    """Een afspraak met de stand per bestuur, als die vrijgegeven is."""

    local_decisions: list[LocalDecision]
