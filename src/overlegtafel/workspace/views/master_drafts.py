"""A common draft: reading it, beginning it, its versions, what one municipality gets."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.drafting.filling import FilledDraft, fill
from overlegtafel.drafting.models import DraftVersion, MasterDraft
from overlegtafel.drafting.policy import can_preview, can_write
from overlegtafel.drafting.queries import (
    agreement_at,
    body_at,
    changes_between,
    draft_at,
    label_of,
    newest_of,
    taken_up_unchanged,
    unanswered_of,
    versions_of,
)
from overlegtafel.drafting.services import drop_version, finish_draft, rewrite_draft, start_draft
from overlegtafel.drafting.services.masters import is_same_text, mailings_of, objections_to
from overlegtafel.drafting.states import WRITABLE, DraftState
from overlegtafel.drafting.values import (
    Place,
    addressee,
    figures_and_objection,
    filled_version,
    is_kept,
    places_of,
)
from overlegtafel.governance.policy import standing_of
from overlegtafel.reporting.drafts import draft_thread
from overlegtafel.workspace.forms.drafts import DropVersionForm, FinishForm
from overlegtafel.workspace.views.shared import actor_of, posted, table_context

UNSENT = 0
"""The number of a text that is still being written: no version yet."""


def draft_context(
    request: HttpRequest, draft: MasterDraft, organ: str, **extra: Any
) -> dict[str, Any]:
    """What every page of one draft needs."""
    agreement = draft.agreement
    body, here = agreement.body, [agreement.body.slug, agreement.reference]
    crumbs = [(body.short_name, reverse("table", args=[body.slug]))]
    if body.pk in standing_of(actor_of(request)).circle_of:  # a partner may own a draft
        crumbs.append(("Afspraken", reverse("agreements", args=[body.slug])))
        crumbs.append((f"Afspraak {agreement.reference}", reverse("agreement", args=here)))
    crumbs.append(("Ontwerp van beslissing", reverse("master_draft", args=[*here, organ])))
    return table_context(
        request,
        body,
        **{
            "section": "agreements",
            "agreement": agreement,
            "draft": draft,
            "organ": organ,
            "crumbs": crumbs,
            "writes": can_write(actor_of(request), agreement),
            **extra,
        },
    )


def written_draft(request: HttpRequest, slug: str, reference: str, organ: str) -> MasterDraft:
    """A draft, for who writes it. Raises ``NotVisible``, ``NotAllowed``."""
    draft = draft_at(actor_of(request), slug, reference, organ)
    if not can_write(actor_of(request), draft.agreement):
        raise NotAllowed("Aan dit ontwerp schrijft de trekker van de afspraak.")
    return draft


@require_POST
def start(request: HttpRequest, slug: str, reference: str, organ: str) -> HttpResponse:
    """Begin a draft for one deciding body."""
    actor = actor_of(request)
    agreement = agreement_at(actor, slug, reference)
    start_draft(actor=actor, agreement=agreement, deciding_body=body_at(agreement, organ))
    messages.success(request, "Het ontwerp is begonnen met wat al gekend is.")
    return redirect("draft_write", slug, reference, organ)


@require_safe
def detail(request: HttpRequest, slug: str, reference: str, organ: str) -> HttpResponse:
    """One draft: its words, whose turn it is, who answered."""
    actor = actor_of(request)
    draft = draft_at(actor, slug, reference, organ)
    thread = draft_thread(actor, draft, clock.today())
    context = draft_context(
        request,
        draft,
        organ,
        thread=thread,
        can_close=thread.can_close(clock.today()),
        own=_own_places(request, draft),
    )
    context["crumbs"] = context["crumbs"][:-1]
    return render(request, "workspace/master_draft.html", context)


def _own_places(request: HttpRequest, draft: MasterDraft) -> list[Place]:
    """The municipalities of which the actor reads the own text, the writer's first one else."""
    actor, places = actor_of(request), places_of(draft.agreement)
    return [each for each in places if can_preview(actor, draft, each.municipality.pk)]


@require_safe
def preview(request: HttpRequest, slug: str, reference: str, organ: str) -> HttpResponse:
    """What one municipality gets: its own for who works there, any for who writes."""
    draft = draft_at(actor_of(request), slug, reference, organ)
    places = _own_places(request, draft)
    if not places:
        raise NotAllowed("Hier leest elk bestuur zijn eigen ontwerp.")
    wanted = request.GET.get("bestuur", places[0].municipality.slug)
    place = next((each for each in places if each.municipality.slug == wanted), None)
    if place is None:
        raise NotVisible
    kept = is_kept(place)
    if kept and not can_write(actor_of(request), draft.agreement):
        return redirect("local_draft", slug, reference, wanted, organ)
    version = newest_of(draft)
    filled = _filled(request, draft, place, version)
    context = draft_context(
        request,
        draft,
        organ,
        places=places,
        place=place,
        filled=filled,
        version=version,
        kept=kept,
    )
    return render(request, "workspace/draft_preview.html", context)


def _filled(
    request: HttpRequest, draft: MasterDraft, place: Place, version: DraftVersion | None
) -> FilledDraft:
    """From what is being written, for who writes it; else from what was sent."""
    working = can_write(actor_of(request), draft.agreement) and draft.state in WRITABLE
    if version is not None and not working:
        version.draft = draft
        return filled_version(version, place)
    content, places = draft.words, places_of(draft.agreement)
    towns = [each.municipality for each in places]
    figures, _ = figures_and_objection(content, draft.values_by_place, towns)
    own = figures.get(place.municipality.slug, {})
    return fill(content, addressee(draft, place, content, own), UNSENT)


@require_safe
def versions(request: HttpRequest, slug: str, reference: str, organ: str) -> HttpResponse:
    """What was sent out when, and what differs between two of them in words."""
    draft = draft_at(actor_of(request), slug, reference, organ)
    found = versions_of(draft)
    if not found:
        raise NotVisible
    by_number = {str(each.number): each for each in found}
    new = by_number.get(request.GET.get("tot", ""), found[-1])
    before = found[found.index(new) - 1] if found.index(new) else None
    old = by_number.get(request.GET.get("van", ""), before)
    changes = changes_between(old.words, new.words) if old else []
    context = draft_context(
        request, draft, organ, versions=found[::-1], old=old, new=new, changes=changes
    )
    return render(request, "workspace/draft_versions.html", context)


@require_safe
def version(
    request: HttpRequest, slug: str, reference: str, organ: str, number: int
) -> HttpResponse:
    """One version as it was sent out, with its fields."""
    draft = draft_at(actor_of(request), slug, reference, organ)
    found = next((each for each in versions_of(draft) if each.number == number), None)
    if found is None:
        raise NotVisible
    words = found.words
    clauses = [(label_of(each, words), each) for each in words.clauses]
    context = draft_context(request, draft, organ, version=found, words=words, clauses=clauses)
    return render(request, "workspace/draft_version.html", context)


@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, slug: str, reference: str, organ: str) -> HttpResponse:
    """Make it definitive: what keeps it, the note to all, then send."""
    actor, draft = actor_of(request), written_draft(request, slug, reference, organ)
    form = FinishForm(posted(request), initial={"revision": draft.revision})
    if request.method == "POST" and form.is_valid():
        typed, note = form.cleaned_data, form.cleaned_data["note"]
        made = try_service(
            form,
            lambda: finish_draft(
                actor=actor, draft=draft, note=note, expected_revision=typed["revision"]
            ),
        )
        if made is not None:
            messages.success(request, f"Versie {made.number} is definitief.")
            return redirect("master_draft", slug, reference, organ)
    newest = newest_of(draft)
    context = draft_context(
        request,
        draft,
        organ,
        form=form,
        number=newest.number + 1 if newest else 1,
        objections=objections_to(draft, draft.words),
        unanswered=unanswered_of(draft),
        newest=newest,
        is_same=newest is not None and is_same_text(draft, newest),
        unchanged=taken_up_unchanged(draft),
        **_leaving(draft, newest.number + 1 if newest else 1),
    )
    return render(request, "workspace/draft_finish.html", context, status=status_of(form))


def _leaving(draft: MasterDraft, number: int) -> dict[str, Any]:
    """The mails as they would leave now, and to whom."""
    mailings, round_ = mailings_of(draft, DraftVersion(draft=draft, number=number, is_final=True))
    names = {e.municipality.pk: e.municipality.name for e in places_of(draft.agreement)}
    told = [(e, [names[pk] for pk in e.municipalities if pk in names]) for e in mailings]
    return {"mailings": told, "with_note": round_ is not None}


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, slug: str, reference: str, organ: str) -> HttpResponse:
    """What is lost when the version in the making is given up; then the earlier one stands."""
    draft = written_draft(request, slug, reference, organ)
    form = DropVersionForm(posted(request), initial={"revision": draft.revision})
    if form.is_valid():
        drop_version(
            actor=actor_of(request), draft=draft, expected_revision=form.cleaned_data["revision"]
        )
        messages.success(request, "De nieuwe versie is weg; de vorige staat er weer zoals ze was.")
        return redirect("master_draft", slug, reference, organ)
    last = newest_of(draft)
    if last is None or not last.is_final or draft.state != DraftState.WRITING:
        raise WrongMoment("Er is geen nieuwe versie die nog niet verstuurd is.")
    context = draft_context(
        request,
        draft,
        organ,
        form=form,
        last=last,
        changes=changes_between(last.words, draft.words),
    )
    return render(request, "workspace/draft_drop.html", context, status=status_of(form))


@require_POST
def rewrite(request: HttpRequest, slug: str, reference: str, organ: str) -> HttpResponse:
    """Begin a next version after a definitive one."""
    draft = written_draft(request, slug, reference, organ)
    rewrite_draft(actor=actor_of(request), draft=draft)
    messages.success(request, "U schrijft aan een nieuwe versie; de vorige blijft gelden.")
    return redirect("draft_write", slug, reference, organ)
