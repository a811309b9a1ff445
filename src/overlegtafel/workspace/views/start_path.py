"""How a table starts: its situation, its members beside another list, and the start path."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible, Stale
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.governance import services
from overlegtafel.governance.models import CollectedTheme, GoverningBody, StartPath
from overlegtafel.governance.policy import may
from overlegtafel.governance.services.start_paths import TEXTS, can_bring_themes_for
from overlegtafel.governance.states import Situation, StartState, Task
from overlegtafel.reporting.founding import difference_with, start_path_of, themes_of
from overlegtafel.workspace.forms.start_path import (
    MembersForm,
    MergeThemeForm,
    SituationForm,
    StartTextForm,
    ThemeForm,
)
from overlegtafel.workspace.views.composition import composed_table_of, form_page
from overlegtafel.workspace.views.shared import actor_of, circle_table_of, posted, table_context

TEXT_WORDS = {
    "preconditions": (
        "Randvoorwaarden",
        "Wat moet vervuld zijn opdat dit overleg werkt? Dit wordt de ambitie van de afsprakennota.",
    ),
    "decision_process": (
        "Hoe we tot afspraken komen",
        "Hoe wegen jullie iets af, en wie zegt wanneer ja? Dit wordt het antwoord op de vraag "
        "hoe de bekrachtiging gebeurt.",
    ),
}


@require_http_methods(["GET", "POST"])
def situation(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how the table came about, and go to what that asks."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    names = ("situation", "situation_on", "situation_note")
    start = {name: getattr(body, name) for name in names}
    start["situation_on"] = start["situation_on"] or clock.today()
    form = SituationForm(posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        changed = GoverningBody.objects.get(pk=body.pk)
        done = try_service(
            form,
            lambda: services.change_body(actor=actor, body=changed, **form.cleaned_data),
        )
        if done is not None:
            messages.success(request, "De situatie staat in het register.")
            chosen = form.cleaned_data["situation"]
            page = "start_path" if chosen == Situation.STARTED else "align_members"
            return redirect(page, body.slug)
    return form_page(
        request,
        body,
        form,
        title="Hoe begint dit overleg?",
        lead="Uw keuze bepaalt wat nu komt: leden overnemen, leden vergelijken, of het startpad.",
        button="Verder",
        write=lambda typed: None,
        said="",
        back="table",
    )


@require_http_methods(["GET", "POST"])
def align(request: HttpRequest, slug: str) -> HttpResponse:
    """Hold the seats against another list; joiners and leavers are shown before it is done."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    form, step = MembersForm(posted(request)), request.POST.get("step", "")
    difference = None
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["on"]
        difference = difference_with(body, form.chosen(), day, day)
        if step == "confirm":
            found = difference
            done = try_service(
                form,
                lambda: (
                    services.align_members(
                        actor=actor,
                        body=body,
                        joiners=found.joiners,
                        leavers=[] if body.situation == Situation.KEPT else found.leavers,
                        on=day,
                    ),
                ),
            )
            if done is not None:
                messages.success(request, "De samenstelling is bijgewerkt.")
                return redirect("composition", body.slug)
    context = table_context(
        request,
        body,
        section="table",
        crumbs=[(body.short_name, reverse("table", args=[body.slug]))],
        form=form,
        difference=difference,
        keeps=body.situation == Situation.KEPT,
    )
    return render(request, "workspace/align_members.html", context, status=status_of(form))


def _path_of(body: GoverningBody) -> StartPath:
    path = start_path_of(body)
    if path is None:
        raise NotVisible
    return path


@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The start path with its four workspaces; a post brings a theme, or begins the path."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    path = start_path_of(body)
    leads = may(actor, body, Task.CHARTER)
    if path is None:
        if not leads:
            raise NotVisible
        if request.method == "POST":
            services.open_start_path(actor=actor, body=body, situation=Situation.STARTED)
            return redirect("start_path", body.slug)
        context = _context(request, body)
        return render(request, "workspace/start_path_begin.html", context)
    towns = can_bring_themes_for(actor, body) if path.state == StartState.OPEN else frozenset()
    if request.method == "POST" and not towns:
        raise NotAllowed("U brengt alleen thema's aan voor uw eigen bestuur.")
    form = ThemeForm(posted(request), towns=towns)
    if request.method == "POST" and form.is_valid():
        here = path
        done = try_service(
            form,
            lambda: services.collect_theme(actor=actor, path=here, **form.cleaned_data),
        )
        if done is not None:
            messages.success(request, f"“{done.title}” staat op de lijst.")
            return redirect(f"{reverse('start_path', args=[body.slug])}#themas")
    context = _context(
        request,
        body,
        path=path,
        form=form,
        brings=bool(towns),
        themes=themes_of(path),
        texts=[(name, *TEXT_WORDS[name], getattr(path, name)) for name in TEXTS],
        groups=body.related_bodies.filter(kind__in=("workgroup", "cluster", "steering")),
        directs=leads and path.state == StartState.OPEN,
        finished=path.state == StartState.FINISHED,
    )
    return render(request, "workspace/start_path.html", context, status=status_of(form))


def _context(request: HttpRequest, body: GoverningBody, **extra: Any) -> dict[str, Any]:
    crumbs = [(body.short_name, reverse("table", args=[body.slug]))]
    return table_context(request, body, section="table", crumbs=crumbs, **extra)


def _directed(request: HttpRequest, slug: str) -> tuple[GoverningBody, StartPath]:
    """The table and its path, for who prepares its charter."""
    body = circle_table_of(request, slug)
    if not may(actor_of(request), body, Task.CHARTER):
        raise NotAllowed("Alleen het secretariaat en de voorzitter leiden het startpad.")
    return body, _path_of(body)


@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Write the preconditions or the decision process; a colleague's version stays visible."""
    body, path = _directed(request, slug)
    if name not in TEXT_WORDS:
        raise NotVisible
    title, lead = TEXT_WORDS[name]
    now = {"revision": path.revision, "text": getattr(path, name)}
    form = StartTextForm(posted(request), initial=now)
    form.fields["text"].label = title
    stale = ""
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            services.save_start_text(
                actor=actor_of(request),
                path=path,
                name=name,
                text=typed["text"],
                expected_revision=typed["revision"],
            )
        except Stale as refusal:
            stale = refusal.sentence
            form = StartTextForm(initial={"revision": path.revision, "text": typed["text"]})
        else:
            messages.success(request, "Bewaard.")
            return redirect("start_path", body.slug)
    context = _context(
        request,
        body,
        title=title,
        lead=lead,
        form=form,
        stale=stale,
        theirs=getattr(path, name),
        back=reverse("start_path", args=[body.slug]),
    )
    status = 409 if stale else status_of(form)
    return render(request, "workspace/start_text.html", context, status=status)


def _theme_of(path: StartPath, pk: int) -> CollectedTheme:
    theme = path.themes.filter(pk=pk).select_related("path__body").first()
    if theme is None:
        raise NotVisible
    return theme


@require_http_methods(["GET", "POST"])
def theme_merge(request: HttpRequest, slug: str, theme: int) -> HttpResponse:
    """Let a theme go up in another."""
    body, path = _directed(request, slug)
    chosen, actor = _theme_of(path, theme), actor_of(request)
    return form_page(
        request,
        body,
        MergeThemeForm(posted(request), theme=chosen),
        title=f"“{chosen.title}” samenvoegen",
        lead="Wie het aanbracht, blijft erbij staan.",
        button="Samenvoegen",
        write=lambda typed: services.merge_theme(actor=actor, theme=chosen, into=typed["into"]),
        said="De thema's staan samen.",
        back="start_path",
    )


@require_POST
def theme_move(request: HttpRequest, slug: str, theme: int) -> HttpResponse:
    """Put a theme higher or lower, or apart again."""
    body, path = _directed(request, slug)
    chosen, actor = _theme_of(path, theme), actor_of(request)
    if request.POST.get("step") == "apart":
        services.separate_theme(actor=actor, theme=chosen)
    else:
        services.move_theme(actor=actor, theme=chosen, up=request.POST.get("step") == "up")
    return redirect(f"{reverse('start_path', args=[body.slug])}#themas")


@require_POST
def finish(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the draft charter of what was collected."""
    body, path = _directed(request, slug)
    services.finish_start_path(actor=actor_of(request), path=path)
    messages.success(
        request, "Het ontwerp van de afsprakennota staat klaar, met de thema's en de teksten."
    )
    return redirect("start_path", body.slug)
