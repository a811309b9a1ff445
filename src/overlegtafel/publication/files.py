"""The bytes of what was released, for everyone."""

from django.http import HttpRequest, HttpResponse

from overlegtafel.dossiers.serving import file_answer
from overlegtafel.publication.queries import PublicDocument


def released_file(request: HttpRequest, document: PublicDocument) -> HttpResponse:
    """A released document; browsers ask again each time, as for one behind a login."""
    return file_answer(request, document)
