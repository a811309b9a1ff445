"""Every refusal of the API in one shape: ``{"error": {"status", "message", "field"}}``."""

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from overlegtafel.common.errors import DomainError, Invalid, NotVisible

log = logging.getLogger(__name__)

NOT_FOUND = "Dat bestaat niet, of het is niet openbaar."
ONLY_READING = "Deze gegevens zijn alleen te lezen: gebruik GET."
OTHER_METHOD = "Op dit adres kan dat niet: kijk na of u leest (GET) of meldt (POST)."
TOO_LARGE = "Dat is te veel in één keer: een melding is één beslissing."
UNREADABLE = "Dat adres bevat tekens die niet kunnen."
SENTENCES = {
    "date": "Geef een datum als jaar-maand-dag, bijvoorbeeld 2025-01-01.",
    "int": "Geef een geheel getal.",
    "greater": "Dat getal is te klein.",
    "less": "Dat getal is te groot.",
    "string_too_long": "Die tekst is te lang.",
    "string_too_short": "Hier hoort tekst te staan.",
    "string_type": "Dit moet tekst zijn.",
    "extra_forbidden": "Dit gegeven kennen wij niet. Kijk na hoe het heet.",
    "literal_error": "Kies een van de waarden uit de beschrijving.",
    "enum": "Kies een van de waarden uit de beschrijving.",
    "value_error": "Dat kan hier niet staan. Kijk de beschrijving na.",
    "string_pattern": "Een NIS-code heeft vijf cijfers, bijvoorbeeld 41002.",
    "missing": "Dit gegeven ontbreekt.",
}
"""What to say for each kind of wrong input, by the start of pydantic's own name for it."""


def refusal(status: int, message: str, field: str | None = None) -> JsonResponse:
    """One error as every caller may expect it."""
    error = {"status": status, "message": message, "field": field}
    answer = JsonResponse(
        {"error": error}, status=status, json_dumps_params={"ensure_ascii": False}
    )
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def add_handlers(api: NinjaAPI) -> None:
    """Answer every kind of error in the one shape."""
    api.add_exception_handler(ValidationError, _on_wrong_input)
    api.add_exception_handler(Http404, _on_not_found)
    api.add_exception_handler(HttpError, _on_http_error)
    api.add_exception_handler(DomainError, _on_refusal)
    api.add_exception_handler(Exception, _on_fault)


def _on_wrong_input(request: HttpRequest, error: Any) -> HttpResponse:
    first = error.errors[0]
    found = (words for kind, words in SENTENCES.items() if first["type"].startswith(kind))
    return refusal(422, next(found, "Dat klopt niet."), str(first["loc"][-1]))


def _on_not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return refusal(404, NOT_FOUND)


def _on_http_error(request: HttpRequest, error: Any) -> HttpResponse:
    return refusal(error.status_code, error.message)


def _on_refusal(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error, NotVisible):
        return refusal(404, NOT_FOUND)
    return refusal(
        error.status, error.sentence, error.field if isinstance(error, Invalid) else None
    )


def _on_fault(request: HttpRequest, error: Any) -> HttpResponse:
    log.error("API %s", request.path, exc_info=error)
    return refusal(500, "Er ging iets mis bij ons. De fout is vastgelegd.")
