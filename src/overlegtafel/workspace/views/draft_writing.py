"""Writing a common draft: its clauses, its fields, what is shared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import moment
from overlegtafel.common.errors import NotVisible, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.drafting.columns import Reading, read_columns
from overlegtafel.drafting.content import Clause, DraftContent, Part
from overlegtafel.drafting.cost import ROUNDING, spoken_amount
from overlegtafel.drafting.editing import added, mark_of, moved, replaced, without
from overlegtafel.drafting.filling import STANDARD
from overlegtafel.drafting.models import MasterDraft
from overlegtafel.drafting.queries import label_of, newest_of
from overlegtafel.drafting.savings import last_saving
from overlegtafel.drafting.services import set_columns, write_draft
from overlegtafel.drafting.states import WRITABLE, ClauseKind, DraftState
from overlegtafel.drafting.values import (
    FieldUse,
    Figures,
    fields_in,
    figures_and_objection,
    places_of,
)
from overlegtafel.workspace.forms.drafts import ClauseForm, ColumnsForm, CostForm, TitleForm
from overlegtafel.workspace.views.master_drafts import draft_context, written_draft
from overlegtafel.workspace.views.shared import actor_of, posted


def _writable(request: HttpRequest, slug: str, reference: str, organ: str) -> MasterDraft:
    draft = written_draft(request, slug, reference, organ)
    if draft.state not in WRITABLE:
        raise WrongMoment(
            "Dit ontwerp is definitief. Begin een nieuwe versie om eraan te schrijven."
            if draft.state == DraftState.FINAL
            else "De feedbackronde loopt. U schrijft verder zodra ze afgesloten is."
        )
    return draft


@dataclass(frozen=True)
class Conflict:
    """What someone saved in the part that one is writing: who, when, and what stands there now."""

    who: str
    when: str
    theirs: str

    @property
    def sentence(self) -> str:
        """The same in one sentence, for a part of one line."""
        return f"{self.who} bewaarde dit intussen ({self.when}). Nu staat er: {self.theirs}."


def _save(
    request: HttpRequest,
    form: Any,
    draft: MasterDraft,
    content: DraftContent,
    part: tuple[Part | str | None, str],
) -> MasterDraft | Conflict | None:
    """Write what was typed; nothing typed is lost, and what another saved is not overwritten.

    ``part`` is what the form is about as it stands now, and in words. Only who saved that same
    part meanwhile is in the way; another clause is not.
    """
    actor, mark = actor_of(request), mark_of(part[0])
    same = form.cleaned_data["seen"] == mark
    revision = draft.revision if same else form.cleaned_data["revision"]
    try:
        return try_service(
            form,
            lambda: write_draft(
                actor=actor, draft=draft, content=content, expected_revision=revision
            ),
        )
    except Stale:
        form.data = form.data.copy()
        form.data["revision"], form.data["seen"] = draft.revision, mark
        conflict = _conflict(actor, draft, part[1])
        form.add_error(None, f"{conflict.sentence} Wat u typte, staat er nog; bewaar opnieuw.")
        return conflict


def _conflict(actor: User, draft: MasterDraft, theirs: str) -> Conflict:
    saving = last_saving(draft, theirs)
    if saving is None:
        return Conflict("Iemand anders", "intussen", theirs or "niets")
    who = "U, in een ander venster," if saving.by == actor else saving.by.name
    return Conflict(who, moment(saving.at), theirs or "niets")


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, slug: str, reference: str, organ: str) -> HttpResponse:
    """The draft as it is being written: its title, and every clause with what one may do."""
    draft = _writable(request, slug, reference, organ)
    content = draft.words
    initial = {"title": content.title, "revision": draft.revision}
    initial["seen"] = mark_of(content.title)
    form = TitleForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        new = content.model_copy(update={"title": form.cleaned_data["title"]})
        part = (content.title, content.title)
        if isinstance(_save(request, form, draft, new, part), MasterDraft):
            messages.success(request, "De titel is bewaard.")
            return redirect("draft_write", slug, reference, organ)
    context = draft_context(
        request,
        draft,
        organ,
        form=form,
        clauses=[(label_of(each, content), each) for each in content.clauses],
        kinds=ClauseKind.choices,
        fields=_fields(draft, content)[0],
    )
    return render(request, "workspace/draft_write.html", context, status=status_of(form))


def _fields(draft: MasterDraft, content: DraftContent) -> tuple[list[FieldUse], Figures, str]:
    """The fields in the texts, what they hold for each municipality, and why not when they can't
    be filled.
    """
    places = places_of(draft.agreement)
    towns = [each.municipality for each in places]
    figures, said = figures_and_objection(content, draft.values_by_place, towns)
    return fields_in(draft, content, figures, places), figures, said


@require_POST
def act(request: HttpRequest, slug: str, reference: str, organ: str) -> HttpResponse:
    """Add, move or remove a clause with one button."""
    draft = _writable(request, slug, reference, organ)
    content, key = draft.words, request.POST.get("clause", "")
    kind, there = request.POST.get("kind", ""), "#clausules"
    acts: dict[str, Callable[[], DraftContent]] = {
        "up": lambda: moved(content, key, -1),
        "down": lambda: moved(content, key, 1),
        "remove": lambda: without(content, key),
    }
    verb = request.POST.get("verb", "")
    if verb == "add" and kind in ClauseKind.values:
        newest = newest_of(draft)
        taken = [each.key for each in newest.words.clauses] if newest else []
        new, key = added(content, ClauseKind(kind), taken)
    elif verb in acts and content.clause(key) is not None:
        new, there = acts[verb](), "#clausules" if verb == "remove" else f"#c-{key}"
    else:
        raise NotVisible
    write_draft(actor=actor_of(request), draft=draft, content=new, expected_revision=draft.revision)
    if verb == "add":
        return redirect("draft_clause", slug, reference, organ, key)
    answer = redirect("draft_write", slug, reference, organ)
    answer["Location"] += there
    return answer


@require_http_methods(["GET", "POST"])
def clause(request: HttpRequest, slug: str, reference: str, organ: str, key: str) -> HttpResponse:
    """The words of one clause, and the other words that were agreed for some."""
    draft = _writable(request, slug, reference, organ)
    content = draft.words
    found = content.clause(key)
    if found is None:
        raise NotVisible
    previous, following = _beside(content, found)
    initial = {"kind": found.kind, "heading": found.heading, "text": found.text}
    form = ClauseForm(
        posted(request),
        clause=found,
        towns=[each.municipality for each in places_of(draft.agreement)],
        initial=initial | {"revision": draft.revision, "seen": mark_of(found)},
    )
    saved = (
        _save(request, form, draft, replaced(content, form.content), (found, _said(found)))
        if request.method == "POST" and form.is_valid()
        else None
    )
    if isinstance(saved, MasterDraft):
        messages.success(request, f"{label_of(found, content)} is bewaard.")
        if request.POST.get("verb") == "next" and following is not None:
            return redirect("draft_clause", slug, reference, organ, following.key)
        answer = redirect("draft_write", slug, reference, organ)
        answer["Location"] += f"#c-{key}"
        return answer
    own = [(each.name, each.label) for each in content.columns]
    context = draft_context(
        request,
        draft,
        organ,
        form=form,
        called=label_of(found, content),
        previous=previous and (previous.key, label_of(previous, content)),
        following=following and (following.key, label_of(following, content)),
        standard=[*STANDARD.items(), *own],
        conflict=saved,
        mine=_said(form.content) if saved else "",
    )
    return render(request, "workspace/draft_clause.html", context, status=status_of(form))


def _said(clause: Clause) -> str:
    """The words of a clause for everyone: its heading and its text."""
    return "\n\n".join(each for each in (clause.heading, clause.text) if each)


def _beside(content: DraftContent, clause: Clause) -> tuple[Clause | None, Clause | None]:
    """The clauses just before and just after this one."""
    here = content.clauses.index(clause)
    before = content.clauses[here - 1] if here else None
    return before, next(iter(content.clauses[here + 1 :]), None)


@require_http_methods(["GET", "POST"])
def fields(request: HttpRequest, slug: str, reference: str, organ: str) -> HttpResponse:
    """What the fields hold per municipality, and how an amount is shared."""
    draft = _writable(request, slug, reference, organ)
    content = draft.words
    form = CostForm(
        posted(request), columns=content.columns, initial=_cost_of(content, draft.revision)
    )
    if request.method == "POST" and form.is_valid():
        new = content.model_copy(update={"cost": form.cost})
        cost = content.cost
        said = f"{spoken_amount(cost.amount)}, {cost.key.label}" if cost else "geen bedrag"
        if isinstance(_save(request, form, draft, new, (cost, said)), MasterDraft):
            told = "De verdeling is bewaard." if form.cost else "Er wordt geen bedrag verdeeld."
            messages.success(request, told)
            return redirect("draft_fields", slug, reference, organ)
    context = _fields_context(request, draft, organ, form=form)
    return render(request, "workspace/draft_fields.html", context, status=status_of(form))


def _cost_of(content: DraftContent, revision: int) -> dict[str, Any]:
    cost = content.cost
    if cost is None:
        return {"revision": revision, "key": "inhabitants", "seen": mark_of(None)}
    seen = mark_of(cost)
    amount = spoken_amount(cost.amount).removesuffix(" euro")
    said = {"amount": amount, "key": cost.key, "column": cost.column}
    return said | {"revision": revision, "seen": seen}


def _fields_context(
    request: HttpRequest, draft: MasterDraft, organ: str, **extra: Any
) -> dict[str, Any]:
    content = draft.words
    used, figures, refused = _fields(draft, content)
    names = ["inwoners", *(["aandeel"] if content.cost else [])]
    heads = [*names, *(each.label for each in content.columns)]
    keys = [*names, *(each.name for each in content.columns)]
    rows = [
        (
            place.municipality,
            [
                (head, figures[place.municipality.slug].get(key, ""))
                for head, key in zip(heads, keys, strict=True)
            ],
        )
        for place in places_of(draft.agreement)
    ]
    fresh = ColumnsForm(initial={"revision": draft.revision})
    return draft_context(
        request,
        draft,
        organ,
        **{
            "fields": used,
            "heads": heads,
            "rows": rows,
            "refused": refused,
            "rounding": ROUNDING,
            "file_form": fresh,
            "reading": None,
            "total": spoken_amount(content.cost.amount) if content.cost else "",
            "form": CostForm(columns=content.columns, initial=_cost_of(content, draft.revision)),
            **extra,
        },
    )


@require_POST
def columns(request: HttpRequest, slug: str, reference: str, organ: str) -> HttpResponse:
    """Read a file and say what it holds; take it over when that was asked."""
    draft = _writable(request, slug, reference, organ)
    form, content = ColumnsForm(request.POST, request.FILES), draft.words
    names = {e.municipality.slug: e.municipality.name for e in places_of(draft.agreement)}
    if not form.is_valid():
        context = _fields_context(request, draft, organ, file_form=form)
        return render(request, "workspace/draft_fields.html", context, status=422)
    reading = read_columns(form.cleaned_data["text"], names)
    if request.POST.get("verb") == "take" and not reading.errors:
        set_columns(
            actor=actor_of(request),
            draft=draft,
            content=_with_columns(content, reading),
            values=reading.values,
            expected_revision=form.cleaned_data["revision"],
        )
        number = len(reading.columns)
        said = "Eén kolom is" if number == 1 else f"{number} kolommen zijn"
        messages.success(request, f"{said} overgenomen.")
        return redirect("draft_fields", slug, reference, organ)
    context = _fields_context(
        request,
        draft,
        organ,
        reading=reading,
        read_rows=reading.rows(names),
        text=form.cleaned_data["text"],
    )
    status = 422 if reading.errors else 200
    return render(request, "workspace/draft_fields.html", context, status=status)


def _with_columns(content: DraftContent, reading: Reading) -> DraftContent:
    """The content with the file's columns; a cost that named one that is gone is dropped."""
    names = {each.name for each in reading.columns}
    keeps = content.cost is None or not content.cost.column or content.cost.column in names
    return DraftContent(
        title=content.title,
        clauses=content.clauses,
        columns=tuple(reading.columns),
        cost=content.cost if keeps else None,
    )
