"""One municipality's own draft: reading it, its files, saying it otherwise, what was adopted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.agreements.queries import agreement_by_reference
from overlegtafel.common.errors import NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.drafting.local_policy import can_adapt, can_oversee
from overlegtafel.drafting.local_queries import (
    LocalView,
    drafts_of_decision,
    local_draft_at,
    refilled,
)
from overlegtafel.drafting.local_texts import LocalClause, local_clauses
from overlegtafel.drafting.services import (
    record_adopted_text,
    take_over_version,
    write_own_text,
)
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.queries import decision_of
from overlegtafel.printing.drafts.files import MEDIA_TYPES, draft_file, file_name, zipped
from overlegtafel.printing.drafts.paper import paper_of
from overlegtafel.printing.drafts.plain import plain_text
from overlegtafel.printing.drafts.templates import templates_for
from overlegtafel.workspace.forms.local_drafts import AdoptedForm, OwnTextForm, TakeOverForm
from overlegtafel.workspace.views.shared import actor_of, circle_table_of, posted, table_context


def _decision(request: HttpRequest, slug: str, reference: str, municipality: str) -> LocalDecision:
    actor, body = actor_of(request), circle_table_of(request, slug)
    return decision_of(actor, agreement_by_reference(actor, body, reference), municipality)


def _view(
    request: HttpRequest, slug: str, reference: str, municipality: str, body: str
) -> LocalView:
    """The draft in the address. Raises ``NotVisible``."""
    decision = _decision(request, slug, reference, municipality)
    return local_draft_at(actor_of(request), decision, body)


def _own_view(
    request: HttpRequest, slug: str, reference: str, municipality: str, body: str
) -> LocalView:
    """The same, for who may change it. Raises ``NotAllowed``."""
    view = _view(request, slug, reference, municipality, body)
    if not can_adapt(actor_of(request), view.draft.decision):
        raise NotAllowed("Alleen het eigen bestuur past zijn ontwerp aan.")
    return view


@require_safe
def detail(
    request: HttpRequest, slug: str, reference: str, municipality: str, body: str
) -> HttpResponse:
    """The whole draft, with what differs, its files, and fields to copy."""
    view = _view(request, slug, reference, municipality, body)
    decision, actor = view.draft.decision, actor_of(request)
    mine = can_adapt(actor, decision)
    context = _context(
        request,
        view,
        passages=[(each, plain_text(each.text)) for each in view.clauses],
        may_write=mine and view.is_open,
        may_adopt=mine and view.is_approved,
        fills=mine and view.newer is None and refilled(view) is not None,
        oversees=can_oversee(actor, decision.agreement),
    )
    return render(request, "workspace/local_draft.html", context)


def _context(request: HttpRequest, view: LocalView, **extra: Any) -> dict[str, Any]:
    decision = view.draft.decision
    agreement = decision.agreement
    at = [agreement.body.slug, agreement.reference]
    town = decision.municipality
    context = table_context(
        request,
        agreement.body,
        section="agreements",
        agreement=agreement,
        decision=decision,
        view=view,
        at={"slug": at[0], "reference": at[1], "municipality": town.slug, "body": view.address},
        **extra,
    )
    context["crumbs"] = [
        *context["crumbs"],
        ("Afspraken", reverse("agreements", args=[at[0]])),
        (f"Afspraak {agreement.reference}", reverse("agreement", args=at)),
        (town.name, reverse("decision", args=[*at, town.slug])),
    ]
    return context


def _page_of(view: LocalView, clause: LocalClause | None = None) -> HttpResponse:
    """To the draft; there where one was, when that was a clause."""
    decision = view.draft.decision
    answer = redirect(
        "local_draft",
        decision.agreement.body.slug,
        decision.agreement.reference,
        decision.municipality.slug,
        view.address,
    )
    if clause is not None:
        answer["Location"] += f"#deel-{clause.key}"
    return answer


def _clause(view: LocalView, key: str) -> LocalClause:
    found = next((each for each in view.clauses if each.key == key), None)
    if found is None:
        raise NotVisible
    return found


@require_http_methods(["GET", "POST"])
def text(
    request: HttpRequest, slug: str, reference: str, municipality: str, body: str, key: str
) -> HttpResponse:
    """Say one clause otherwise, or as all say it."""
    view = _own_view(request, slug, reference, municipality, body)
    clause = _clause(view, key)
    initial = {"text": clause.own, "revision": view.draft.revision}
    form = OwnTextForm(posted(request), initial=initial)
    stale, status = None, 0
    if not view.is_open:
        raise WrongMoment("Hierover is al beslist: het ontwerp verandert niet meer.")
    if form.is_valid():
        words = form.cleaned_data["text"]
        words = clause.common if request.POST.get("verb") == "common" else words
        try:
            saved = try_service(form, lambda: _write(request, view, key, words, form))
        except Stale:
            stale, status = {"theirs": clause.own, "mine": words}, 409
            form = OwnTextForm({"text": words, "revision": str(view.draft.revision)})
        else:
            if saved:
                messages.success(request, f"Bewaard: {clause.label}.")
                return _page_of(view, clause)
    context = _context(request, view, clause=clause, form=form, stale=stale)
    status = status or status_of(form)
    return render(request, "workspace/local_draft_text.html", context, status=status)


def _write(request: HttpRequest, view: LocalView, key: str, words: str, form: OwnTextForm) -> bool:
    write_own_text(
        actor=actor_of(request),
        draft=view.draft,
        key=key,
        text=words,
        expected_revision=form.cleaned_data["revision"],
    )
    return True


@require_http_methods(["GET", "POST"])
def take_over(
    request: HttpRequest, slug: str, reference: str, municipality: str, body: str
) -> HttpResponse:
    """What a newer version changes; take it over with one click."""
    view = _own_view(request, slug, reference, municipality, body)
    form = TakeOverForm(posted(request), initial={"revision": view.draft.revision})
    if form.is_valid():
        take_over_version(
            actor=actor_of(request),
            draft=view.draft,
            expected_revision=form.cleaned_data["revision"],
        )
        messages.success(request, "Overgenomen. Uw eigen teksten zijn gebleven.")
        return _page_of(view)
    made = refilled(view)
    if made is None:
        raise WrongMoment("Dit ontwerp is al gemaakt van de nieuwste versie.")
    before = {each.key: each for each in view.clauses}
    after = local_clauses(made, {}, None)
    changed = [
        (each, before.get(each.key))
        for each in after
        if each.key not in before or before[each.key].common != each.common
    ]
    gone = [each for key, each in before.items() if key not in {one.key for one in after}]
    context = _context(request, view, form=form, changed=changed, gone=gone)
    return render(request, "workspace/local_draft_take_over.html", context)


@require_http_methods(["GET", "POST"])
def adopted(
    request: HttpRequest, slug: str, reference: str, municipality: str, body: str
) -> HttpResponse:
    """Record what the body adopted, beside what was agreed."""
    view = _own_view(request, slug, reference, municipality, body)
    if not view.is_approved:
        raise WrongMoment("Leg eerst vast dat het goedgekeurd is.")
    form = AdoptedForm(view.clauses, posted(request), initial={"revision": view.draft.revision})
    if form.is_valid():
        saved = try_service(
            form,
            lambda: record_adopted_text(
                actor=actor_of(request),
                draft=view.draft,
                texts=form.texts,
                expected_revision=form.cleaned_data["revision"],
            ),
        )
        if saved:
            messages.success(request, "De aangenomen tekst is vastgelegd.")
            return _page_of(view)
    context = _context(request, view, form=form)
    return render(request, "workspace/local_draft_adopted.html", context, status=status_of(form))


@require_safe
def file(
    request: HttpRequest, slug: str, reference: str, municipality: str, body: str, kind: str
) -> HttpResponse:
    """The draft in one form. Raises ``NotVisible`` for a form that does not exist."""
    view = _view(request, slug, reference, municipality, body)
    if kind not in MEDIA_TYPES:
        raise NotVisible
    draft = view.draft
    made = draft_file(kind, paper_of(draft), templates_for([draft])[draft.pk])
    return download_of(made, file_name(draft, kind), MEDIA_TYPES[kind])


@require_safe
def everything(request: HttpRequest, slug: str, reference: str, municipality: str) -> HttpResponse:
    """All drafts of one municipality in every form, as a ZIP."""
    decision = _decision(request, slug, reference, municipality)
    drafts = [each.draft for each in drafts_of_decision(actor_of(request), decision)]
    if not drafts:
        raise NotVisible
    made = zipped(drafts, templates_for(drafts), in_folders=False)
    name = f"Ontwerp {decision.agreement.reference} {decision.municipality.name}.zip"
    return download_of(made, name, "application/zip")


def download_of(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to keep, never kept by a proxy."""
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
