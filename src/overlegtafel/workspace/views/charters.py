"""De afsprakennota: reading it, writing a new version, adopting it; who does what; the go-ahead."""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.governance.charters import charter_on
from overlegtafel.governance.models import Charter, Clearance, GoverningBody
from overlegtafel.governance.policy import can_lead, may, standing_of
from overlegtafel.governance.queries import names_in
from overlegtafel.governance.role_sheet import role_sheet
from overlegtafel.governance.services.charters import (
    adopt_charter,
    ask_clearance,
    decline_clearance,
    draft_charter,
    drop_draft,
    give_clearance,
    save_charter,
)
from overlegtafel.governance.states import Task
from overlegtafel.governance.wording import differences
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.services import agree_with_agenda
from overlegtafel.proposals.models import Proposal
from overlegtafel.reporting.agreeing import (
    asked_agenda,
    asked_meetings,
    changed_while_reading,
    read_back,
)
from overlegtafel.reporting.charters import (
    adopted_charters,
    adopting_meeting,
    bodies_around,
    changes_in,
    chapters_of,
    charter_by_number,
    clearances_at,
    code_of,
    domains_of,
    draft_of,
    meetings_to_adopt_at,
    open_clearance,
    organizations_around,
    route_of,
    subject_of,
    subjects_of,
    version_before,
)
from overlegtafel.workspace.addresses import address_of
from overlegtafel.workspace.asking import SUBJECTS
from overlegtafel.workspace.forms.charter_acts import AdoptForm, PublicForm
from overlegtafel.workspace.forms.charter_rows import Context
from overlegtafel.workspace.forms.charters import PARTS, PartForm
from overlegtafel.workspace.forms.clearances import DeclineForm
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    posted,
    table_context,
    typed_in,
)


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The charter that holds today; without one, what holds by default and how to start."""
    body = circle_table_of(request, slug)
    return _show(request, body, charter_on(body.pk, clock.today()))


def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version."""
    body = circle_table_of(request, slug)
    return _show(request, body, charter_by_number(actor_of(request), body, number))


def _show(request: HttpRequest, body: GoverningBody, charter: Charter | None) -> HttpResponse:
    actor = actor_of(request)
    writes = may(actor, body, Task.CHARTER)
    before = version_before(charter) if charter else None
    context = {
        "section": "working",
        "charter": charter,
        "current": charter_on(body.pk, clock.today()),
        "chapters": chapters_of(charter),
        "domains": domains_of(charter),
        "route": route_of(body, charter),
        "versions": adopted_charters(body),
        "meeting": adopting_meeting(actor, charter) if charter else None,
        "before": before,
        "changes": changes_in(charter) if charter and before else [],
        "writes": writes,
        "draft": draft_of(body) if writes else None,
    }
    return render(request, "workspace/charter.html", table_context(request, body, **context))


@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a new version from the last."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    draft_charter(actor=actor, body=body)
    return redirect("charter_draft", body.slug)


def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft: its parts, what it changes, adopting it."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    charter = _draft(request, body)
    if charter is None:
        return _no_draft(request, body)
    today = clock.today()
    form = AdoptForm(
        typed_in(request),
        number=charter.number,
        meetings=meetings_to_adopt_at(actor, body, today),
        today=today,
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        meeting: Meeting | None = typed["meeting"]
        adopted = try_service(
            form,
            lambda: adopt_charter(
                actor=actor,
                charter=charter,
                adopted_on=typed["adopted_on"],
                valid_from=typed["valid_from"],
                adopted_at_meeting=str(meeting or "")[:200],
            ),
        )
        if adopted is not None:
            since = spoken(typed["valid_from"])
            messages.success(request, f"Versie {adopted.number} geldt vanaf {since}.")
            return redirect("charter", body.slug)
    context = _draft_context(body, charter, form=form)
    page = table_context(request, body, **context)
    return render(request, "workspace/charter_draft.html", page, status=status_of(form))


def _draft(request: HttpRequest, body: GoverningBody) -> Charter | None:
    """The draft, for who writes it; ``None`` when it is only asked for and there is none.

    Raises ``NotAllowed``; ``WrongMoment`` when something is sent to a draft that is gone.
    """
    if not may(actor_of(request), body, Task.CHARTER):
        raise NotAllowed("Aan de afsprakennota schrijft wie dit overleg begeleidt.")
    charter = draft_of(body)
    if charter is None and request.method == "POST":
        raise WrongMoment(_NO_DRAFT)
    return charter


_NO_DRAFT = "Er is nu geen ontwerp: het is aangenomen of weggegooid, of nog niet begonnen."


def _no_draft(request: HttpRequest, body: GoverningBody) -> HttpResponse:
    """Back to the charter, as after the browser's back button."""
    messages.info(request, _NO_DRAFT)
    return redirect("charter", body.slug)


def _draft_context(body: GoverningBody, charter: Charter, **extra: Any) -> dict[str, Any]:
    return {
        "section": "working",
        "charter": charter,
        "chapters": [
            (address, chapter) for address, chapter in zip(PARTS, chapters_of(charter), strict=True)
        ],
        "changes": changes_in(charter),
        "before": version_before(charter),
        "public_form": PublicForm(
            initial={"expected_revision": charter.revision, "is_public": charter.is_public}
        ),
        "route": route_of(body, charter),
        **extra,
    }


def part(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """One part of the draft, words and settings side by side."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    if address not in PARTS:
        raise NotVisible
    charter = _draft(request, body)
    if charter is None:
        return _no_draft(request, body)
    context = Context(
        {each.slug: each.name for each in bodies_around(body)},
        {code_of(each): each.name for each in organizations_around(body)},
        {body.slug: body.name},
    )
    form = PARTS[address](posted(request), charter=charter, context=context)
    stale, clash = False, []
    if request.method == "POST" and form.is_valid():
        rules = form.new_rules()
        if rules is not None:
            try:
                saved = try_service(
                    form,
                    lambda: save_charter(
                        actor=actor,
                        charter=charter,
                        expected_revision=form.cleaned_data["expected_revision"],
                        rules=rules,
                        **form.new_words(),
                    ),
                )
            except Stale:
                stale, saved = True, None
                clash = differences(charter.rules, rules, names_in(charter.rules, rules))
                form = _again(request, charter, context, address)
            if saved is not None:
                messages.success(request, "Bewaard in het ontwerp.")
                again = "charter_part" if "rows" in request.POST else "charter_draft"
                where = [body.slug, address] if again == "charter_part" else [body.slug]
                return redirect(again, *where)
    page = {
        "section": "working",
        "charter": charter,
        "form": form,
        "platforms": context.platforms,
        "stale": stale,
        "clash": clash,
        "theirs": getattr(charter, form.part, "") if stale else "",
    }
    status = 409 if stale else _status(form)
    return render(
        request, "workspace/charter_part.html", table_context(request, body, **page), status=status
    )


def _again(request: HttpRequest, charter: Charter, context: Context, address: str) -> PartForm:
    """What was typed, to be saved over what someone else saved meanwhile."""
    typed = request.POST.copy()
    typed["expected_revision"] = str(charter.revision)
    return PARTS[address](typed, charter=charter, context=context)


def _status(form: PartForm) -> int:
    return 422 if form.is_bound and (form.errors or form.faulty_rows) else 200


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Say whether everyone may read the new version."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    charter = _draft(request, body)
    if charter is None:
        return _no_draft(request, body)
    form = PublicForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        if try_service(form, lambda: save_charter(actor=actor, charter=charter, **typed)):
            messages.success(request, "Bewaard in het ontwerp.")
            return redirect("charter_draft", body.slug)
    today = clock.today()
    adopt = AdoptForm(
        number=charter.number, meetings=meetings_to_adopt_at(actor, body, today), today=today
    )
    context = _draft_context(body, charter, form=adopt) | {"public_form": form}
    page = table_context(request, body, **context)
    return render(request, "workspace/charter_draft.html", page, status=422)


@require_POST
def drop(request: HttpRequest, slug: str) -> HttpResponse:
    """Throw the draft away; the version that holds stays."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    charter = _draft(request, body)
    if charter is None:
        return _no_draft(request, body)
    drop_draft(actor=actor, charter=charter)
    messages.success(request, "Het ontwerp is weg. Wat gold, blijft gelden.")
    return redirect("charter", body.slug)


def roles(request: HttpRequest, slug: str) -> HttpResponse:
    """Who may do what at this table: from the same list that enforces it."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    context = {"section": "working", "sheet": role_sheet(actor, body, clock.today())}
    return render(request, "workspace/role_sheet.html", table_context(request, body, **context))


def clearance(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for the chair's go-ahead; asking it, or giving it."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    if request.method != "POST":
        return _clearances(request, actor, body)
    if "clearance" in request.POST:
        asked = open_clearance(body, request.POST["clearance"])
        if request.POST.get("verb") == "decline":
            return _decline(request, actor, body, asked)
        subject = subject_of(asked)
        if subject is None:
            raise NotVisible("Dit bestaat intussen niet meer.")
        return _give(request, actor, body, Task(asked.task), subject) or redirect(
            "clearance", body.slug
        )
    try:
        task = Task(request.POST.get("task", ""))
    except ValueError:
        raise NotVisible from None
    subject = _subject(body, request.POST.get("kind", ""), request.POST.get("number", ""))
    if request.POST.get("verb") == "give":
        refused = _give(request, actor, body, task, subject)
        if refused is not None:
            return refused
    else:
        ask_clearance(actor=actor, body=body, task=task, subject=subject)
        messages.success(request, "De voorzitter krijgt uw vraag.")
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, None) and back.startswith("/"):
        return redirect(back)
    return redirect("table", body.slug)


def _give(
    request: HttpRequest, actor: User, body: GoverningBody, task: Task, subject: Model
) -> HttpResponse | None:
    """The chair's go-ahead; for an agenda only as it was read, else the page says what changed."""
    if task == Task.CONVENE and isinstance(subject, Meeting):
        read = read_back(subject, request.POST.get("shown", ""))
        try:
            agree_with_agenda(actor=actor, meeting=subject, shown=read)
        except Stale as stale:
            changes = changed_while_reading(actor, subject, read)
            told = {"sentence": stale.sentence, "changes": changes}
            return _clearances(request, actor, body, stale=told, about=subject)
    else:
        give_clearance(actor=actor, body=body, task=task, subject=subject)
    messages.success(request, "Akkoord gegeven.")
    return None


def _decline(
    request: HttpRequest, actor: User, body: GoverningBody, asked: Clearance
) -> HttpResponse:
    """Say no to one question, with the reason; what was typed comes back when it is refused."""
    form = DeclineForm(request.POST, auto_id=f"niet-{asked.pk}-%s")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        said = try_service(
            form,
            lambda: (decline_clearance(actor=actor, clearance=asked, reason=reason), True),
        )
        if said is not None:
            messages.success(request, f"{asked.asked_by.name} leest waarom u niet akkoord bent.")
            return redirect("clearance", body.slug)
    return _clearances(request, actor, body, refused={asked.pk: form})


def _clearances(
    request: HttpRequest,
    actor: User,
    body: GoverningBody,
    refused: dict[int, DeclineForm] | None = None,
    stale: dict[str, Any] | None = None,
    about: Meeting | None = None,
) -> HttpResponse:
    """What waits and what was given; ``stale`` what changed while the chair read ``about``."""
    if not can_lead(actor, body.pk):
        raise NotAllowed("Dit is tussen het secretariaat en de voorzitter.")
    asked, given = clearances_at(body)
    subjects = subjects_of([*asked, *given])
    forms = {each.pk: DeclineForm(auto_id=f"niet-{each.pk}-%s") for each in asked}
    forms |= refused or {}
    meetings = asked_meetings(asked, subjects)
    wanted = next((str(pk) for pk, each in meetings.items() if each == about), "")
    shown_of, agenda = asked_agenda(actor, meetings, wanted or request.GET.get("vraag", ""))
    context = {
        "section": "working",
        "asked": [
            (
                each,
                _address(subjects.get(each.pk)),
                forms[each.pk],
                agenda if each.pk == shown_of else None,
                each.pk in meetings,
            )
            for each in asked
        ],
        "given": [(each, _address(subjects.get(each.pk))) for each in given],
        "stale": stale,
        "gives": body.pk in standing_of(actor).chairs and body.ended_on is None,
    }
    shown = table_context(request, body, **context)
    status = Stale.status if stale else 422 if refused else 200
    return render(request, "workspace/clearances.html", shown, status=status)


def _address(subject: Model | None) -> str:
    return address_of(subject) if isinstance(subject, Proposal | Meeting | Agreement) else ""


def _subject(body: GoverningBody, kind: str, number: str) -> Model:
    """What a go-ahead is about, if it is of this table. Raises ``NotVisible``."""
    if kind == "overleg":
        return body
    model = SUBJECTS.get(kind)
    if model is None or not (number.isdecimal() and number.isascii() and len(number) < 18):
        raise NotVisible
    path = "meeting__body" if model is AgendaItem else "body"
    found = model._default_manager.filter(pk=int(number), **{path: body}).first()
    if found is None:
        raise NotVisible
    return found
