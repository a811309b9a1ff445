"""The package of one municipality for its college and council: read, add, take along, put there."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.feedback.models import Package, RegionalItem
from overlegtafel.feedback.queries import is_ready, package_of
from overlegtafel.feedback.services import keep_package, put_on_agenda
from overlegtafel.feedback.states import PackageKind, RegionalItemState, RegionalOrgan
from overlegtafel.governance.policy import bodies_visible_to, can_record_for
from overlegtafel.meetings.sittings import sittings_of
from overlegtafel.printing.package_files import (
    DOCX_TYPE,
    fields_of,
    package_docx,
    package_html,
    package_pdf,
)
from overlegtafel.printing.packages import compose, text_to_show
from overlegtafel.reporting.municipalities import municipality_by_slug
from overlegtafel.workspace.forms.feedback import AgendaForm, PackageForm
from overlegtafel.workspace.views.shared import actor_of, home_context, posted

_ORGANS = {RegionalOrgan.COLLEGE: "het college", RegionalOrgan.COUNCIL: "de gemeenteraad"}
_AHEAD = timedelta(days=70)
_FILES = {
    "docx": (package_docx, DOCX_TYPE),
    "pdf": (package_pdf, "application/pdf"),
    "html": (package_html, "text/html; charset=utf-8"),
}


def _package(request: HttpRequest, slug: str, key: str) -> Package:
    actor = actor_of(request)
    return package_of(actor, municipality_by_slug(actor, slug), key)


def _ready(request: HttpRequest, package: Package) -> bool:
    """Whether its text may be read and taken along by now."""
    if package.kind != PackageKind.AFTER:
        return True
    return package.meeting is not None and is_ready(actor_of(request), package.meeting)


@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Read the text for college and council, and keep the own paragraph."""
    package, actor = _package(request, slug, key), actor_of(request)
    form = PackageForm(package, posted(request))
    stale = False
    if request.method == "POST":
        if not can_record_for(actor, package.municipality.pk):
            raise NotAllowed("Alleen het eigen bestuur schrijft hier.")
        if form.is_valid():
            typed = dict(form.cleaned_data)
            expected = typed.pop("revision")
            try:
                kept = try_service(
                    form,
                    lambda: keep_package(
                        actor=actor, package=package, expected_revision=expected, **typed
                    ),
                )
            except Stale:
                kept, stale = None, True
            if kept is not None:
                messages.success(request, "Bewaard. Zo komt het in beide punten.")
                return redirect("package", slug, key)
    return _page(request, package, key, form, stale=stale)


@require_POST
def on_agenda(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Lay down that the package is on an agenda; its text is kept as it is now."""
    package, actor = _package(request, slug, key), actor_of(request)
    if not can_record_for(actor, package.municipality.pk):
        raise NotAllowed("Alleen het eigen bestuur zet iets op zijn agenda.")
    if not _ready(request, package):
        raise NotVisible
    form = AgendaForm(request.POST)
    if form.is_valid():
        typed = dict(form.cleaned_data)
        organ = RegionalOrgan(typed.pop("organ"))
        if organ not in _ORGANS:
            raise Invalid("Kies college of gemeenteraad.", field="organ")
        made = try_service(
            form,
            lambda: put_on_agenda(
                actor=actor, package=package, organ=organ, text=compose(package, organ), **typed
            ),
        )
        if made is not None:
            said = f"Vastgelegd voor {_ORGANS[organ]}, {spoken(made.meets_on)}."
            messages.success(request, f"{said} Een vergissing? Hieronder maakt u het ongedaan.")
            return redirect("package", slug, key)
    return _page(request, package, key, PackageForm(package), refused=form)


@require_safe
def file(request: HttpRequest, slug: str, key: str, organ: str, kind: str) -> HttpResponse:
    """The text for one organ as a file, as it stands on the agenda or as it is now."""
    package = _package(request, slug, key)
    if organ not in _ORGANS or kind not in _FILES or not _ready(request, package):
        raise NotVisible
    text = text_to_show(package, RegionalOrgan(organ), _placed(package).get(organ))
    make, media_type = _FILES[kind]
    answer = HttpResponse(make(text), content_type=media_type)
    name = f"{text.title} {text.municipality} {RegionalOrgan(organ).label}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name.replace(chr(34), "")}"'
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _placed(package: Package) -> dict[str, RegionalItem]:
    """Where the package stands, by organ."""
    if not package.pk:
        return {}
    rows = package.items.exclude(state=RegionalItemState.DROPPED)
    return {each.organ: each for each in rows}


def _page(
    request: HttpRequest,
    package: Package,
    key: str,
    form: PackageForm,
    *,
    stale: bool = False,
    refused: AgendaForm | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    ready, placed = _ready(request, package), _placed(package)
    days = _next_days(package)
    parts = []
    for organ in _ORGANS if ready else ():
        text = text_to_show(package, organ, placed.get(organ))
        same = refused is not None and refused.data.get("organ") == organ
        agenda = refused if same else AgendaForm(initial={"organ": organ}, auto_id=f"{organ}_%s")
        parts.append(
            (organ, text, fields_of(text), placed.get(organ), agenda, same, days.get(organ))
        )
    context = {
        "municipality": package.municipality,
        "package": package,
        "key": key,
        "ready": ready,
        "parts": parts,
        "form": form,
        "stale": stale,
        "keeps": can_record_for(actor, package.municipality.pk),
        "placed_college": placed.get(RegionalOrgan.COLLEGE),
        "placed_council": placed.get(RegionalOrgan.COUNCIL),
    }
    status = 409 if stale else 422 if refused is not None else status_of(form)
    bodies = list(bodies_visible_to(actor))
    return render(
        request, "workspace/package.html", home_context(request, bodies, **context), status=status
    )


def _next_days(package: Package) -> dict[str, object]:
    """The next college and council of the municipality, as far as it said when they sit; of a
    month those in that month, and none of a month that is over.
    """
    first = max(clock.today(), package.month or clock.today())
    last = first + _AHEAD
    if package.month is not None:
        last = package.month + relativedelta(months=1, days=-1)
    found: dict[str, object] = {}
    if first > last:
        return found
    sittings_by_day = sittings_of([package.municipality.pk], first, last)
    for day, sittings in sorted(sittings_by_day.items()):
        for each in sittings:
            found.setdefault(each.organ, day)
    return found
