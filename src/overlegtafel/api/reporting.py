"""The API for decision systems: a municipality's own system reads what is asked and reports it.

The one module of the API that knows an inner floor (decision 23). Who calls is known by a bearer
token of one municipality, never by a cookie; the token is never written to a log.
"""

import hashlib
from typing import Annotated, Any, Literal

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from ninja import Header, NinjaAPI, Path, Query
from ninja.errors import AuthenticationError, HttpError
from ninja.security.http import HttpAuthBase

from overlegtafel.api import schemas
from overlegtafel.api.answers import page, ref
from overlegtafel.api.errors import add_handlers, refusal
from overlegtafel.api.reporting_schemas import Decision, Report
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, NotVisible
from overlegtafel.common.transitions import allows
from overlegtafel.local_decisions import queries, services
from overlegtafel.local_decisions.states import DECIDED, MOVES, UNDECIDED

DESCRIPTION = """Voor het beslissysteem van een lokaal bestuur: lees wat een overleg aan uw bestuur
vraagt, en meld zelf hoe college of raad besliste.

- Maak een koppeling op de pagina van uw bestuur, onder *Koppelingen*. De sleutel ziet u daar één
  keer. Stuur hem mee als `Authorization: Bearer ovt_…`, nooit in het adres.
- Een koppeling ziet alleen wat aan haar eigen bestuur gevraagd is.
- Geef elke melding een eigen `Idempotency-Key`. Dezelfde melding met dezelfde sleutel gebeurt één
  keer en krijgt dertig dagen lang hetzelfde antwoord; zo kunt u na een storing veilig herhalen.
- Wie beslist, is het bevoegde orgaan van uw bestuur; het overleg maakt *afspraken*.
- Een weigering heeft altijd dezelfde vorm: `{"error": {"status", "message", "field"}}`.
"""
WHO = {
    "none": "Stuur de sleutel van uw koppeling mee: Authorization: Bearer ovt_….",
    "unknown": "Deze sleutel kennen wij niet. Kijk na of hij volledig is.",
    "revoked": "Deze koppeling is ingetrokken. Maak een nieuwe op de pagina van uw bestuur.",
}
TOO_OFTEN = "Dat gaat te snel. Probeer het over een minuut opnieuw."
YEARS = range(2000, 2101)


class TooOften(HttpError):
    """More calls in this minute than a system needs."""


class Coupling(HttpAuthBase):
    """The token of one municipality's coupling."""

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Any:
        """The coupling whose secret is sent along. Raises why there is none."""
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret.strip():
            raise AuthenticationError(message=WHO["none"])
        token = queries.token_of_secret(secret.strip())
        if token is None:
            raise AuthenticationError(message=WHO["unknown"])
        if token.revoked_at is not None:
            raise AuthenticationError(message=WHO["revoked"])
        if not token.works:
            ended = spoken(token.expires_on)
            raise AuthenticationError(
                message=f"Deze koppeling was geldig tot en met {ended}. Maak een nieuwe."
            )
        _count(token.pk)
        services.note_use(token=token)
        return token


def _count(pk: int) -> None:
    """Let each coupling call so many times a minute, in each process. Raises ``TooOften``."""
    name = f"coupling:{pk}:{int(clock.now().timestamp()) // 60}"
    cache.add(name, 0, timeout=120)
    try:
        calls = cache.incr(name)
    except ValueError:  # thrown out of a full cache: count again
        return
    if calls > settings.COUPLING_CALLS_PER_MINUTE:
        raise TooOften(429, TOO_OFTEN)


api = NinjaAPI(
    title="Overlegtafel: meldingen van beslissystemen",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api:reporting",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=Coupling(),
)
add_handlers(api)


@api.exception_handler(AuthenticationError)
def _on_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = refusal(401, error.message)
    answer["WWW-Authenticate"] = 'Bearer realm="Overlegtafel"'
    return answer


@api.exception_handler(TooOften)
def _on_haste(request: HttpRequest, error: TooOften) -> HttpResponse:
    answer = refusal(429, error.message)
    answer["Retry-After"] = "60"
    return answer


@api.exception_handler(HttpError)
def _on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 400:  # ninja's own words, in English
        return refusal(400, "Wat u stuurt is geen geldige JSON.")
    return refusal(error.status_code, error.message)


REFUSALS = dict.fromkeys((400, 401, 403, 404, 405, 422, 429), schemas.ErrorAnswer)
Id = Annotated[
    int, Path(ge=1, le=2**63 - 1, description="Uit de lijst van wat gevraagd is", example=1)
]


def as_answer(decision: Any) -> Decision:
    """One row with its agreement. What the municipality's officers don't read (R8, R109), of the
    text and the dossier of a closed item, stays out.
    """
    agreement = decision.agreement
    body, dossier = agreement.body, agreement.item.dossier
    can = [verb for verb in MOVES if allows(MOVES, verb, decision.state)]
    if decision.state in DECIDED:
        can.append(services.PUBLISH)
    names = ("id", "revision", "state", "competent_body", "link", "note")
    days = ("college_on", "meets_on", "published_on")
    return Decision.model_validate(
        {
            **{name: getattr(decision, name) for name in (*names, *days)},
            "label": decision.get_state_display(),
            "can": can,
            "nis": decision.municipality.code,
            "municipality": decision.municipality.name,
            "competent_body_label": decision.body_spoken,
            "agreement": {
                "reference": agreement.reference,
                "title": agreement.title,
                "text": agreement.text if queries.tells_text_of(decision) else "",
                "table": ref(body),
                "made_on": agreement.item.meeting.held_on,
                "due_on": agreement.due_on,
                "url": page("agreement", body.slug, agreement.reference),
            },
            "dossier": {
                "reference": dossier.reference,
                "title": dossier.title,
                "url": page("dossier", body.slug, dossier.reference),
            }
            if dossier is not None and queries.opens_dossier_of(decision)
            else None,
            "url": page("decision", body.slug, agreement.reference, decision.municipality.slug),
        }
    )


@api.get(
    "/decisions",
    response={200: schemas.Listing[Decision], **REFUSALS},
    tags=["Gevraagd"],
    summary="Wat aan uw bestuur gevraagd is",
)
def list_decisions(
    request: HttpRequest,
    state: Annotated[
        Literal["open", "decided", "all"],
        Query(description="`open`: wat op uw bestuur wacht", example="open"),
    ] = "open",
    limit: Annotated[int, Query(ge=1, le=200, description="Hoeveel er hoogstens komen")] = 50,
    offset: Annotated[
        int, Query(ge=0, le=1_000_000, description="Hoeveel er overgeslagen worden")
    ] = 0,
) -> Any:
    """Eerst wat het eerst klaar moet zijn."""
    found = queries.decisions_for(request.auth)  # type: ignore[attr-defined]
    if state == "open":
        found = found.filter(state__in=UNDECIDED)
    elif state == "decided":
        found = found.exclude(state__in=UNDECIDED)
    part = [as_answer(one) for one in found[offset : offset + limit]]
    return {"count": found.count(), "items": part}


@api.get(
    "/decisions/{id}",
    response={200: Decision, **REFUSALS},
    tags=["Gevraagd"],
    summary="Eén gevraagde beslissing",
)
def get_decision(request: HttpRequest, id: Id) -> Any:
    """Met de afspraak, wie beslist, de dagen en wat u nu kunt melden."""
    found = queries.decisions_for(request.auth).filter(pk=id).first()  # type: ignore[attr-defined]
    if found is None:
        raise NotVisible
    return as_answer(found)


@api.post(
    "/decisions/{id}/reports",
    response={200: Decision, 409: schemas.ErrorAnswer, 413: schemas.ErrorAnswer, **REFUSALS},
    tags=["Melden"],
    summary="Melden wat uw college of raad deed",
)
def report_decision(
    request: HttpRequest,
    id: Id,
    report: Report,
    idempotency_key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=100,
            description="Eigen sleutel van deze melding, zoals het nummer in uw systeem",
            example="beslissing-2026-1123",
        ),
    ],
) -> Any:
    """Dezelfde melding met dezelfde sleutel gebeurt één keer. Alleen met het recht om te melden."""
    if not (idempotency_key.isascii() and idempotency_key.isprintable()):
        raise Invalid("Gebruik letters, cijfers en leestekens.", field="Idempotency-Key")
    facts = report.model_dump(exclude={"verb", "expected_revision"})
    for name, value in facts.items():
        if name.endswith("_on") and value is not None and value.year not in YEARS:
            raise Invalid("Kijk het jaar na.", field=name)
    asked = f"{id}\n{report.model_dump_json()}"
    return services.report_by_token(
        token=request.auth,  # type: ignore[attr-defined]
        decision_id=id,
        key=idempotency_key,
        fingerprint=hashlib.sha256(asked.encode()).hexdigest(),
        verb=report.verb,
        facts=facts,
        expected_revision=report.expected_revision,
        as_answer=lambda decision: as_answer(decision).model_dump(mode="json"),
    )
