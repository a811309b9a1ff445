"""The pack of a meeting: what is in mine, having it made, reading it."""

from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.common.errors import NotVisible
from overlegtafel.meetings.models import Meeting
from overlegtafel.printing.pack_file import pdf_path, zip_path
from overlegtafel.printing.queries import pack_to_serve, pack_view
from overlegtafel.printing.services import ask_for_pack
from overlegtafel.workspace.views.meetings import meeting_context, meeting_of
from overlegtafel.workspace.views.shared import actor_of


@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """What is in the reader's pack and how far it is; have it made."""
    meeting, actor = meeting_of(request, slug, day), actor_of(request)
    if request.method == "POST":
        ask_for_pack(actor=actor, meeting=meeting)
        return redirect("meeting_pack", slug, day)
    view = pack_view(actor, meeting)
    context = meeting_context(request, meeting, view=view, pack=view.pack)
    return render(request, "workspace/meeting_pack.html", context)


@require_safe
def pdf(request: HttpRequest, slug: str, day: str) -> FileResponse:
    """The PDF that the reader may see now."""
    meeting = meeting_of(request, slug, day)
    pack = pack_to_serve(actor_of(request), meeting)
    return _file(pdf_path(pack.fingerprint), meeting, "pdf", "application/pdf")


@require_safe
def everything(request: HttpRequest, slug: str, day: str) -> FileResponse:
    """The same with each annex as it was sent in, as a ZIP in the order of the agenda."""
    meeting = meeting_of(request, slug, day)
    pack = pack_to_serve(actor_of(request), meeting)
    return _file(zip_path(pack.fingerprint), meeting, "zip", "application/zip")


def _file(path: Path, meeting: Meeting, ending: str, media_type: str) -> FileResponse:
    """A file under a name that says what it is; never kept by a proxy."""
    name = f"Bundel {meeting.body.short_name} {meeting.held_on.isoformat()}.{ending}"
    try:
        stream = path.open("rb")
    except FileNotFoundError:  # cleaned between the look and the read
        raise NotVisible from None
    answer = FileResponse(
        stream, as_attachment=ending == "zip", filename=name, content_type=media_type
    )
    answer["Cache-Control"] = "private, no-cache"
    return answer
