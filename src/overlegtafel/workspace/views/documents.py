"""Documents: adding one, reading it, who may and since when, taking it away."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import spoken_with_weekday
from overlegtafel.common.errors import NotAllowed, NotVisible
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.dossiers.grounds import APPEAL, BY_KEY
from overlegtafel.dossiers.models import Document, DocumentVersion
from overlegtafel.dossiers.policy import can_see
from overlegtafel.dossiers.serving import file_answer
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_see_table, may
from overlegtafel.governance.states import Openness, Task
from overlegtafel.meetings import services
from overlegtafel.meetings.document_levels import (
    inherited_level,
    level_of_dossier,
    level_of_proposal,
)
from overlegtafel.meetings.document_policy import (
    adds_to,
    is_sent,
    may_annex,
    may_change,
    may_open_up,
)
from overlegtafel.meetings.document_queries import (
    document_at,
    documents_of,
    line_of,
    lines_of_items,
    version_at,
)
from overlegtafel.meetings.guests import guest_of_link
from overlegtafel.meetings.queries import item_of, items_of
from overlegtafel.meetings.replies import replacement_of_link
from overlegtafel.proposals.policy import proposals_visible_to
from overlegtafel.proposals.queries import proposal_at
from overlegtafel.reporting.dossiers import dossier_at
from overlegtafel.workspace.forms.documents import (
    DocumentForm,
    FileForm,
    ItemOpennessForm,
    OpennessForm,
    RefusalForm,
)
from overlegtafel.workspace.views.links import opened_by_link
from overlegtafel.workspace.views.meetings import led_meeting_of, meeting_context
from overlegtafel.workspace.views.shared import actor_of, posted, table_context

Crumbs = list[tuple[str, str]]


@require_http_methods(["GET", "POST"])
def new_at_proposal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Add a document to a proposal: it goes where the proposal goes."""
    actor = actor_of(request)
    proposal = proposal_at(actor, slug, pk)
    if not may_annex(actor, proposal):
        raise NotAllowed
    form = _form(request, actor, proposal.body, level_of_proposal(proposal), "het punt")
    here = (proposal.title, reverse("proposal", args=[slug, pk]))
    return _new(
        request,
        proposal.body,
        form,
        here,
        lambda: services.add_annex(actor=actor, proposal=proposal, **form.document()),
    )


@require_http_methods(["GET", "POST"])
def new_at_item(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Add a document to an item, also after its agenda was sent."""
    meeting, actor = led_meeting_of(request, slug, day), actor_of(request)
    found = item_of(actor_of(request), meeting, item)
    proposal = found.proposal
    if not may_annex(actor, proposal):
        raise NotAllowed
    form = _form(request, actor, meeting.body, level_of_proposal(proposal), "het punt")
    address = reverse("meeting", args=[slug, day])
    return _new(
        request,
        meeting.body,
        form,
        (f"Punt {found.order}, {spoken_with_weekday(meeting.held_on)}", f"{address}#punt-{item}"),
        lambda: services.add_annex(actor=actor, proposal=proposal, item=found, **form.document()),
    )


@require_http_methods(["GET", "POST"])
def new_at_dossier(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Add a document to a dossier."""
    actor = actor_of(request)
    dossier = dossier_at(actor, slug, reference)
    if not adds_to(actor, dossier):
        raise NotAllowed
    form = _form(request, actor, dossier.body, level_of_dossier(dossier), "het dossier")
    here = (f"Dossier {dossier.reference}", reverse("dossier", args=[slug, dossier.reference]))
    return _new(
        request,
        dossier.body,
        form,
        here,
        lambda: services.add_to_dossier(actor=actor, dossier=dossier, **form.document()),
    )


def _form(
    request: HttpRequest, actor: User, body: GoverningBody, level: Openness, place: str
) -> DocumentForm:
    return DocumentForm(
        posted(request),
        request.FILES or None,
        level=level,
        place=place,
        opens_up=may_open_up(actor, body),
    )


def _new(
    request: HttpRequest,
    body: GoverningBody,
    form: DocumentForm,
    here: tuple[str, str],
    add: Callable[[], Document],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        made = try_service(form, add)
        if made is not None:
            messages.success(request, f"“{made.title}” is toegevoegd.{_taken_out(made)}")
            return redirect(here[1])
    context = page_context(request, body, [here], form=form, back=here[1])
    return render(request, "workspace/document_new.html", context, status=status_of(form))


def _taken_out(document: Document) -> str:
    """What was taken out of the newest version, to be said right away."""
    version = document.versions.order_by("-number")[0]
    if not version.made_harmless:
        return ""
    return f" Onschadelijk gemaakt, dit is eraf: {version.made_harmless}."


def page_context(
    request: HttpRequest, body: GoverningBody, crumbs: Crumbs, **extra: Any
) -> dict[str, Any]:
    """What a page about documents needs; without the table's menu for who can't open it."""
    actor = actor_of(request)
    sees = can_see_table(actor, body.pk)
    start = (body.short_name, reverse("table", args=[body.slug]))
    first = start if sees else ("Mijn tafel", reverse("my_table"))
    context = table_context(request, body, table=body, **extra) | {"crumbs": [first, *crumbs]}
    return context if sees else context | {"body": None}


@require_safe
def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One document: its versions, who reads it and why the reader does, what can be done."""
    actor = actor_of(request)
    document = document_at(actor, slug, pk)
    changes = may_change(actor, document)
    releases = may(actor, document.body, Task.RELEASE)
    context = _context(
        request,
        document,
        line=line_of(actor, document),
        versions=[document.current, *document.earlier],
        changes=changes,
        opens=changes or releases,
        releases=releases,
        removes=changes and document.released_at is None and not _stays(document),
        refusals=[(each, BY_KEY.get(each.ground)) for each in _refusals(document)]
        if releases
        else [],
    )
    context["crumbs"] = context["crumbs"][:-1]
    return render(request, "workspace/document.html", context)


def _refusals(document: Document) -> list[Any]:
    return list(document.refusals.select_related("recorded_by"))


def _stays(document: Document) -> bool:
    return document.dossier is None and is_sent(document.annex.proposal)


def _context(request: HttpRequest, document: Document, **extra: Any) -> dict[str, Any]:
    """What every page of one document needs, with the way back to where it belongs."""
    body, actor = document.body, actor_of(request)
    here = (document.title, reverse("document", args=[body.slug, document.pk]))
    place = _place(actor, document)
    crumbs = [*([place] if place else []), here]
    return page_context(
        request, body, crumbs, document=document, place=place, address=here[1], **extra
    )


def _place(actor: User, document: Document) -> tuple[str, str] | None:
    """Where it belongs, if the actor may open that."""
    slug, dossier = document.body.slug, document.dossier
    if dossier is not None:
        address = reverse("dossier", args=[slug, dossier.reference])
        return (f"Dossier {dossier.reference}", address) if can_see(actor, dossier) else None
    proposal = document.annex.proposal
    if proposals_visible_to(actor).filter(pk=proposal.pk).exists():
        return proposal.title, reverse("proposal", args=[slug, proposal.pk])
    return None


@require_safe
def file(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """The bytes of one version."""
    return file_answer(request, version_at(actor_of(request), slug, pk, number))


@opened_by_link
@require_safe
def guest_file(request: HttpRequest, token: str, pk: int, number: int) -> HttpResponse:
    """The same for a guest, of the one item the link opens."""
    guest = guest_of_link(token)
    return file_answer(request, _version_in(documents_of(guest.user, guest.item), pk, number))


@opened_by_link
@require_safe
def reading_file(request: HttpRequest, token: str, pk: int, number: int) -> HttpResponse:
    """The same for who stands in, of the one meeting the link opens."""
    stands_in = replacement_of_link(token)
    if stands_in.user is None:
        raise NotVisible
    meeting = stands_in.attendance.meeting
    lines = lines_of_items(stands_in.user, meeting, list(items_of(meeting)))
    documents = [line.document for each in lines.values() for line in each]
    return file_answer(request, _version_in(documents, pk, number))


def _version_in(documents: list[Document], pk: int, number: int) -> DocumentVersion:
    """A version among these documents. Raises ``NotVisible``."""
    for document in documents:
        for version in document.versions.all():
            if (document.pk, version.number) == (pk, number):
                return version
    raise NotVisible


@require_http_methods(["GET", "POST"])
def version(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put a next version in the place of the last."""
    actor = actor_of(request)
    document = document_at(actor, slug, pk)
    if not may_change(actor, document):
        raise NotAllowed
    form = FileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        checked = form.checked
        assert checked is not None
        made = try_service(
            form, lambda: services.add_version(actor=actor, document=document, file=checked)
        )
        if made is not None:
            messages.success(request, f"Versie {made.number} is bewaard.{_taken_out(document)}")
            return redirect("document", slug, pk)
    context = _context(request, document, form=form)
    return render(request, "workspace/document_version.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def openness(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say who reads a document: opening up is an act of its own, with a name and a time."""
    actor = actor_of(request)
    document = document_at(actor, slug, pk)
    opens_up = may_open_up(actor, document.body)
    if not (opens_up or may_change(actor, document)):
        raise NotAllowed
    form = OpennessForm(
        posted(request),
        level=inherited_level(document),
        place="het dossier" if document.dossier else "het punt",
        opens_up=opens_up,
        initial={"openness": "" if document.is_inherited else document.openness},
    )
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted()
        saved = try_service(
            form,
            lambda: services.set_document_openness(actor=actor, document=document, **wanted),
        )
        if saved is not None:
            label = Openness(saved.openness).label
            messages.success(request, f"“{saved.title}” is nu voor: {label}.")
            return redirect(_after(actor, document))
    context = _context(request, document, form=form)
    return render(request, "workspace/document_openness.html", context, status=status_of(form))


def _after(actor: User, document: Document) -> str:
    """The document's page, or where it belonged for who just closed it for themselves."""
    place = _place(actor, document)
    return place[1] if place else reverse("my_table")


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a document away, as long as no agenda with it went out."""
    actor = actor_of(request)
    document = document_at(actor, slug, pk)
    if not may_change(actor, document):
        raise NotAllowed
    if request.method == "POST":
        back = _after(actor, document)
        services.remove_document(actor=actor, document=document)
        messages.success(request, f"“{document.title}” is weggehaald.")
        return redirect(back)
    return render(request, "workspace/document_remove.html", _context(request, document))


@require_POST
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Move an annex one place up or down among those of its proposal."""
    actor = actor_of(request)
    document = document_at(actor, slug, pk)
    if document.dossier is not None:
        raise NotVisible
    step = {"op": -1, "neer": 1}.get(request.POST.get("step", ""), 0)
    services.move_annex(actor=actor, annex=document.annex, step=step)
    proposal = reverse("proposal", args=[slug, document.annex.proposal_id])
    return redirect(f"{proposal}#document-{pk}")


@require_http_methods(["GET", "POST"])
def refusal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write down that access was refused to who asked for a document."""
    actor = actor_of(request)
    document = document_at(actor, slug, pk)
    if not may(actor, document.body, Task.RELEASE):
        raise NotAllowed
    form = RefusalForm(posted(request))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        noted = try_service(
            form, lambda: services.note_access_refusal(actor=actor, document=document, **typed)
        )
        if noted is not None:
            messages.success(request, "De weigering is genoteerd.")
            return redirect("document", slug, pk)
    context = _context(request, document, form=form, appeal=APPEAL)
    return render(request, "workspace/document_refusal.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def item_openness(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Say who reads the documents of an item; those that follow it go along."""
    meeting, actor = led_meeting_of(request, slug, day), actor_of(request)
    found = item_of(actor_of(request), meeting, item)
    chosen, found.proposal.openness = found.openness, ""
    form = ItemOpennessForm(
        posted(request), level=level_of_proposal(found.proposal), initial={"openness": chosen}
    )
    found.proposal.openness = chosen
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted()
        services.set_item_openness(actor=actor, item=found, openness=wanted)
        messages.success(request, f"Bewaard voor punt {found.order}.")
        return redirect(f"{reverse('meeting', args=[slug, day])}#punt-{item}")
    context = meeting_context(request, meeting, item=found, form=form)
    return render(request, "workspace/item_openness.html", context, status=status_of(form))
