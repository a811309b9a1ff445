"""The read-only API: what is public, for machines. GET only, nobody signs in."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import NinjaAPI, Path, Query
from ninja.errors import HttpError

from overlegtafel.api import answers, schemas
from overlegtafel.api.errors import add_handlers
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotVisible
from overlegtafel.publication import flanders, queries
from overlegtafel.publication.statements import (
    as_statements,
    released_statement,
    released_statements,
)

DESCRIPTION = """Alles wat openbaar is op Overlegtafel, voor wie het zelf wil gebruiken.

- Alleen lezen (GET), zonder aanmelden en zonder sleutel.
- Lijsten komen als `{"count": n, "items": [...]}`; blader met `limit` (hoogstens 500) en `offset`.
- Gemeenten, regio's en overleggen hebben een geschiedenis: vraag ze op een dag met `on`.
- Elk gegeven uit het register noemt zijn bron en zekerheid.
- Een overleg maakt *afspraken*; beslissen doen de bevoegde organen van elk bestuur. Wat een
  overleg niet vrijgaf, staat hier niet.
- Een weigering heeft altijd dezelfde vorm: `{"error": {"status", "message", "field"}}`.
"""

api = NinjaAPI(
    title="Overlegtafel: open data",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
)
add_handlers(api)

On = Annotated[
    date | None,
    Query(description="De stand op deze dag; nu als u niets invult", example="2025-01-01"),
]
Limit = Annotated[int, Query(ge=1, le=500, description="Hoeveel er hoogstens komen")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="Hoeveel er overgeslagen worden")]
RegionSlug = Annotated[
    str, Path(max_length=120, description="Naam in het adres", example=schemas.EXAMPLES["region"])
]
TableSlug = Annotated[
    str, Path(max_length=120, description="Naam in het adres", example=schemas.EXAMPLES["table"])
]
NisCode = Annotated[
    str, Path(pattern=r"^\d{5}$", description="NIS-code, vijf cijfers", example="41002")
]
REFUSALS = dict.fromkeys((400, 404, 422), schemas.ErrorAnswer)


def _part(found: Sequence[Any] | QuerySet[Any], limit: int, offset: int) -> tuple[int, list[Any]]:
    """The whole's number and the part asked for."""
    count = found.count() if isinstance(found, QuerySet) else len(found)
    return count, list(found[offset : offset + limit])


@api.get(
    "/municipalities",
    response={200: schemas.Listing[schemas.Municipality], **REFUSALS},
    tags=["Gemeenten"],
    summary="De gemeenten op een dag",
)
def list_municipalities(
    request: HttpRequest,
    on: On = None,
    region: Annotated[
        str,
        Query(
            max_length=120,
            description="Alleen van deze regio",
            example=schemas.EXAMPLES["table"],
        ),
    ] = "",
    q: Annotated[
        str,
        Query(
            max_length=100,
            description="Naam, oude naam of postcode",
            example="aalst",
        ),
    ] = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> Any:
    """300 op 31 december 2024, 285 sinds 1 januari 2025.

    Zoeken met `q` vindt ook oude namen; het antwoord is de gemeente van de gevraagde dag.
    """
    day = on or clock.today()
    try:
        found = flanders.municipalities(day, text=q, region_slug=region)
    except NotVisible:
        raise Invalid("Deze regio bestaat niet.", field="region") from None
    count, part = _part(found, limit, offset)
    regions = flanders.regions_by_member(day)
    items = [answers.municipality(one, regions.get(one.pk)) for one in part]
    return {"count": count, "items": items}


@api.get(
    "/municipalities/{nis}",
    response={200: schemas.MunicipalityDetail, **REFUSALS},
    tags=["Gemeenten"],
    summary="Eén gemeente, ook van vóór een fusie",
)
def get_municipality(request: HttpRequest, nis: NisCode, on: On = None) -> Any:
    """Waar de gemeente bij hoort op de gevraagde dag; voor een opgeheven gemeente haar laatste."""
    try:
        place = flanders.municipality_by_nis(nis)
    except NotVisible:
        raise HttpError(404, f"Geen gemeente heeft NIS-code {nis}.") from None
    day = flanders.last_day(place, on or clock.today())
    held = flanders.belongs_to(place, day)
    region = next((one.group for one in held if one.group.classification == flanders.REGION), None)
    return {
        **answers.municipality(place, region),
        "other_names": flanders.aliases(place),
        "memberships": [answers.belonging(one) for one in held],
        "predecessors": [
            answers.merger(one.predecessor, one.effective_on)
            for one in flanders.predecessors(place)
        ],
        "successors": [
            answers.merger(one.successor, one.effective_on) for one in flanders.successors(place)
        ],
    }


@api.get(
    "/regions",
    response={200: schemas.Listing[schemas.Region], **REFUSALS},
    tags=["Regio's en overleggen"],
    summary="De referentieregio's",
)
def list_regions(
    request: HttpRequest, on: On = None, limit: Limit = 100, offset: Offset = 0
) -> Any:
    """Vijftien sinds 19 maart 2023; daarvoor geen."""
    found = flanders.groups(flanders.REGION, on or clock.today())
    count, part = _part(found, limit, offset)
    return {"count": count, "items": [answers.group(one) for one in part]}


@api.get(
    "/regions/{slug}",
    response={200: schemas.RegionDetail, **REFUSALS},
    tags=["Regio's en overleggen"],
    summary="Eén referentieregio met haar gemeenten",
)
def get_region(request: HttpRequest, slug: RegionSlug, on: On = None) -> Any:
    """De gemeenten op de gevraagde dag: door een fusie kunnen het er minder zijn."""
    return answers.group(flanders.region(slug, on or clock.today()))


@api.get(
    "/consultations",
    response={200: schemas.Listing[schemas.Consultation], **REFUSALS},
    tags=["Regio's en overleggen"],
    summary="Het register van burgemeestersoverleggen",
)
def list_consultations(
    request: HttpRequest, on: On = None, limit: Limit = 100, offset: Offset = 0
) -> Any:
    """Wat openbare bronnen kennen, ook van overleggen die Overlegtafel niet gebruiken.

    De leden kunnen in meer dan één regio liggen: een kuststrook bijvoorbeeld.
    """
    found = flanders.groups(flanders.CONSULTATION, on or clock.today())
    count, part = _part(found, limit, offset)
    return {"count": count, "items": [answers.group(one) for one in part]}


@api.get(
    "/tables",
    response={200: schemas.Listing[schemas.Table], **REFUSALS},
    tags=["Tafels"],
    summary="De overleggen die Overlegtafel gebruiken",
)
def list_tables(request: HttpRequest, on: On = None, limit: Limit = 100, offset: Offset = 0) -> Any:
    """Dat een tafel bestaat en wie er zit, is openbaar; de rest alleen als ze het vrijgeeft."""
    count, part = _part(queries.public_bodies(on), limit, offset)
    return {"count": count, "items": [answers.table(one) for one in part]}


@api.get(
    "/tables/{slug}",
    response={200: schemas.TableDetail, **REFUSALS},
    tags=["Tafels"],
    summary="Eén tafel met haar plaatsen",
)
def get_table(request: HttpRequest, slug: TableSlug, on: On = None) -> Any:
    """De plaatsen op de gevraagde dag, in de vaste volgorde van de tafel, zonder namen."""
    body = queries.public_body(slug, on)
    return {**answers.table(body), "seats": [vars(one) for one in queries.public_seats(body, on)]}


@api.get(
    "/tables/{slug}/meetings",
    response={200: schemas.Listing[schemas.Meeting], **REFUSALS},
    tags=["Tafels"],
    summary="De vrijgegeven vergaderingen van een tafel",
)
def list_meetings(
    request: HttpRequest, slug: TableSlug, limit: Limit = 100, offset: Offset = 0
) -> Any:
    """De nieuwste eerst. De uitkomst staat erbij zodra het verslag vrijgegeven is."""
    released = queries.released_meetings(queries.public_body(slug))
    count, part = _part(released, limit, offset)
    return {"count": count, "items": [answers.meeting(queries.as_meeting(one)) for one in part]}


@api.get(
    "/tables/{slug}/agreements",
    response={200: schemas.Listing[schemas.Agreement], **REFUSALS},
    tags=["Tafels"],
    summary="De vrijgegeven afspraken van een tafel",
)
def list_agreements(
    request: HttpRequest, slug: TableSlug, limit: Limit = 100, offset: Offset = 0
) -> Any:
    """De nieuwste eerst, met de aantallen als die vrijgegeven zijn."""
    released = queries.released_agreements(queries.public_body(slug))
    count, part = _part(released, limit, offset)
    items = [answers.agreement(one) for one in queries.as_agreements(part)]
    return {"count": count, "items": items}


@api.get(
    "/agreements/{id}",
    response={200: schemas.AgreementDetail, **REFUSALS},
    tags=["Afspraken"],
    summary="Eén vrijgegeven afspraak",
)
def get_agreement(
    request: HttpRequest,
    id: Annotated[
        int,
        Path(ge=1, le=2**63 - 1, description="Zie de lijst van een tafel", example=1),
    ],
) -> Any:
    """Met de stand per bestuur, als de tafel die vrijgaf."""
    return answers.agreement(queries.released_agreement(pk=id))


@api.get(
    "/tables/{slug}/statements",
    response={200: schemas.Listing[schemas.Statement], **REFUSALS},
    tags=["Tafels"],
    summary="De vrijgegeven standpunten van een tafel",
)
def list_statements(
    request: HttpRequest, slug: TableSlug, limit: Limit = 100, offset: Offset = 0
) -> Any:
    """De nieuwste eerst; van een verbeterd standpunt de nieuwste versie.

    Genoemd wordt alleen wie dat zelf wil.
    """
    count, part = _part(released_statements(queries.public_body(slug)), limit, offset)
    return {"count": count, "items": [answers.statement(one) for one in as_statements(part)]}


@api.get(
    "/statements/{id}",
    response={200: schemas.Statement, **REFUSALS},
    tags=["Standpunten"],
    summary="Eén vrijgegeven standpunt",
)
def get_statement(
    request: HttpRequest,
    id: Annotated[
        int,
        Path(ge=1, le=2**63 - 1, description="Zie de lijst van een tafel", example=1),
    ],
) -> Any:
    """Zoals het verzonden is, met wie nu genoemd wil worden."""
    return answers.statement(released_statement(id))
