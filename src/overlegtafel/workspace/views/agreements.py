"""Agreements: the list, one agreement with who decides and who executes, and its release."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.agreements.policy import can_report, reports_for
from overlegtafel.agreements.queries import (
    agreement_by_reference,
    agreements_of,
    executors_of,
    possible_executors,
    reaching,
)
from overlegtafel.agreements.services import (
    amend_agreement,
    prove_execution,
    remove_agreement,
    report_execution,
)
from overlegtafel.agreements.states import AgreementState, CompetentBody, ExecutionState
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.dossiers.models import Document
from overlegtafel.dossiers.policy import can_see
from overlegtafel.drafting.local_policy import can_oversee
from overlegtafel.governance.policy import can_lead, may
from overlegtafel.governance.queries import seats_on
from overlegtafel.governance.states import Task
from overlegtafel.local_decisions.models import BODY_SPOKEN
from overlegtafel.local_decisions.policy import can_remind
from overlegtafel.local_decisions.queries import decisions_of, progress_of
from overlegtafel.meetings.document_policy import documents_visible_to
from overlegtafel.meetings.states import MeetingState
from overlegtafel.organizations.boundaries import credit
from overlegtafel.organizations.models import Classification, Organization
from overlegtafel.publication.queries import releases_of
from overlegtafel.publication.services import is_internal, release_agreement
from overlegtafel.publication.states import LocalDetail
from overlegtafel.reporting.agreements import AgreementThread, agreement_thread, stands_of
from overlegtafel.reporting.execution import proofs_of, readable_proofs
from overlegtafel.reporting.tables import agreement_lines
from overlegtafel.workspace.back_planning import checked, is_check
from overlegtafel.workspace.forms.agreements import (
    AgreementForm,
    ExecutionForm,
    ReleaseAgreementForm,
    RemoveForm,
)
from overlegtafel.workspace.marks import (
    decision_areas,
    decision_seats,
    executor_seats,
    legend_of,
    stand_seats,
)
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    led_table_of,
    posted,
    search_words,
    table_context,
)

PAGE = 15


def agreement_context(request: HttpRequest, agreement: Agreement, **extra: Any) -> dict[str, Any]:
    """What every page of one agreement needs."""
    body, dossier = agreement.body, agreement.item.dossier
    crumbs = [(body.short_name, reverse("table", args=[body.slug]))]
    if dossier is not None and can_see(actor_of(request), dossier):
        title = f"Dossier {dossier.title}"
        crumbs.append((title, reverse("dossier", args=[body.slug, dossier.reference])))
    else:
        crumbs.append(("Afspraken", reverse("agreements", args=[body.slug])))
    here = (
        f"Afspraak {agreement.reference}",
        reverse("agreement", args=[body.slug, agreement.reference]),
    )
    return table_context(
        request,
        body,
        section="agreements",
        agreement=agreement,
        meeting=agreement.item.meeting,
        day=agreement.item.meeting.held_on.isoformat(),
        crumbs=[*crumbs, here],
        who_decides=who_decides(agreement),
        **extra,
    )


def who_decides(agreement: Agreement) -> str:
    """The competent body in words: ``de gemeenteraad van elk bestuur``."""
    competent = CompetentBody(agreement.competent_body)
    if competent == CompetentBody.NONE:
        return "geen lokale beslissing nodig"
    if competent == CompetentBody.COLLEGE_AND_COUNCIL:
        return "het college en de gemeenteraad van elk bestuur"
    return f"{BODY_SPOKEN[competent]} van elk bestuur"


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The agreements of a table, newest meeting first, with how far each is."""
    body, query = circle_table_of(request, slug), search_words(request)
    reach = {name: name in request.GET for name in ("strategisch", "sectoren")}
    found = reaching(
        agreements_of(actor_of(request), body, query),
        is_strategic=reach["strategisch"],
        crosses_sectors=reach["sectoren"],
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = agreement_lines(list(page.object_list))
    rings = stands_of(line.agreement.pk for line in lines)
    context = table_context(
        request,
        body,
        section="agreements",
        crumbs=[(body.short_name, reverse("table", args=[body.slug]))],
        page=page,
        query=query,
        reach=reach,
        is_filtered=bool(query) or any(reach.values()),
        rows=[(line, stand_seats(rings[line.agreement.pk])) for line in lines],
    )
    return render(request, "workspace/agreements.html", context)


@require_safe
def detail(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One agreement: whose turn it is, who decided, who executes, what everyone sees."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    agreement = agreement_by_reference(actor, body, reference)
    thread = agreement_thread(actor, agreement, clock.today())
    shown = readable_proofs(actor, thread.executors)
    follows = may(actor, body, Task.AGREEMENTS)
    context = agreement_context(
        request,
        agreement,
        thread=thread,
        owner=_owner_words(agreement),
        preparer=_preparer_words(agreement),
        executors=[
            (each, shown.get(each.evidence_document_id or 0, "")) for each in thread.executors
        ],
        **_asked_of(actor, thread, follows=follows),
        proofs=proofs_of(agreement),
        classifies=follows,
        releases=releases_of(agreement),
        can_edit=can_lead(actor, body.pk) and _is_open(agreement),
        can_open=_can_open(thread),
        late=thread.turn is not None and agreement.due_on < clock.today(),
        map_title=f"Kaart van {body.short_name}: stand per bestuur",
        oversees_drafts=can_oversee(actor, agreement),
        **_drawing(thread),
    )
    context["crumbs"] = context["crumbs"][:-1]
    return render(request, "workspace/agreement.html", context)


def _asked_of(actor: User, thread: AgreementThread, *, follows: bool) -> dict[str, Any]:
    """What the page asks of the actor: to report for the own organization, or to remind.

    Who follows the table's agreements up may report in any executor's name; that is no task of
    theirs, so it stands apart.
    """
    agreement = thread.agreement
    if agreement.state != AgreementState.CONFIRMED:
        return {}
    own = [each for each in thread.executors if reports_for(actor, each)]
    owing = any(each.awaits_answer(clock.today()) for each in thread.decisions)
    return {
        "own_executors": own,
        "to_report": next((each for each in own if each.state != ExecutionState.DONE), None),
        "other_executors": [each for each in thread.executors if follows and each not in own],
        "reminds": owing and can_remind(actor, agreement),
    }


def _drawing(thread: AgreementThread) -> dict[str, Any]:
    """The ring, and beside it the map when municipalities decide."""
    progress, execution = thread.progress, thread.execution
    if progress is not None:
        areas, frame = decision_areas(thread.decisions, thread.others)
        return {
            "seats": decision_seats(thread.decisions),
            "centre": [str(progress.approved), f"van {progress.total}", "besturen keurden goed"],
            "legend": legend_of(thread.decisions),
            "areas": areas,
            "frame": frame,
            "credit": credit(),
        }
    return {
        "seats": executor_seats(thread.executors),
        "centre": [str(execution.done), f"van {execution.total}", "uitgevoerd"],
        "legend": legend_of(thread.executors),
        "shows_executors": execution.total > 1,
    }


def _can_open(thread: AgreementThread) -> bool:
    agreement = thread.agreement
    return (
        agreement.state == AgreementState.CONFIRMED
        and agreement.needs_local_decision
        and not thread.decisions
    )


def _owner_words(agreement: Agreement) -> str:
    if agreement.owner is None:  # who owns the dossier doesn't lead every agreement in it
        return ""
    local = agreement.owner.classification == Classification.MUNICIPALITY
    return f"Lokaal bestuur {agreement.owner}" if local else str(agreement.owner)


def _preparer_words(agreement: Agreement) -> str:
    dossier = agreement.item.dossier
    return agreement.item.preparer_label or (dossier.preparer_label if dossier else "")


def _is_open(agreement: Agreement) -> bool:
    return agreement.item.meeting.state == MeetingState.IN_SESSION


def _draft_of(request: HttpRequest, slug: str, reference: str) -> Agreement:
    """An agreement whose meeting is still open, for who writes it."""
    body = led_table_of(request, slug)
    agreement = agreement_by_reference(actor_of(request), body, reference)
    if not _is_open(agreement):
        raise WrongMoment("Deze afspraak is gemaakt en wijzigt niet meer.")
    return agreement


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Rewrite an agreement while its meeting is open."""
    agreement = _draft_of(request, slug, reference)
    form = _form_for(agreement, posted(request))
    asked = checked(request, form)
    if request.method == "GET" or is_check(request) or not form.is_valid():
        return _form_page(request, agreement, form, status_of(form), **asked)
    notes = dict(agreement.executors.values_list("organization_id", "note"))
    try:
        saved = try_service(
            form,
            lambda: amend_agreement(
                actor=actor_of(request),
                agreement=agreement,
                expected_revision=form.cleaned_data["revision"],
                executors=form.chosen(notes),
                **form.content,
            ),
        )
    except Stale:
        return _stale(request, slug, reference, form)
    if saved is None:
        return _form_page(request, agreement, form, 422)
    messages.success(request, f"Afspraak {saved.reference} is bewaard.")
    day = saved.item.meeting.held_on.isoformat()
    return redirect("minutes", slug, day, saved.item_id)


def _form_for(agreement: Agreement, data: Any = None) -> AgreementForm:
    meeting = agreement.item.meeting
    names = ("title", "text", "due_on", "owner", "competent_body", "revision")
    seats = seats_on(agreement.body, meeting.held_on)
    return AgreementForm(
        data,
        choices=possible_executors(agreement.body, meeting.held_on, agreement),
        members=[seat.municipality for seat in seats if seat.counts and seat.municipality],
        initial={name: getattr(agreement, name) for name in names}
        | {"executors": list(agreement.executors.values_list("organization_id", flat=True))},
    )


def _stale(request: HttpRequest, slug: str, reference: str, form: AgreementForm) -> HttpResponse:
    newest = _draft_of(request, slug, reference)
    again = form.data.copy()  # type: ignore[attr-defined]
    again["revision"] = newest.revision
    named = [each.organization for each in executors_of(newest)]
    stale = {
        "theirs": _in_words(newest.title, newest.text, newest.due_on, named),
        "mine": _in_words(
            form.cleaned_data["title"],
            form.cleaned_data["text"],
            form.cleaned_data["due_on"],
            [organization for organization, _ in form.chosen()],
        ),
    }
    return _form_page(request, newest, _form_for(newest, again), 409, stale=stale)


def _in_words(title: str, text: str, due_on: Any, executors: list[Organization]) -> str:
    names = ", ".join(sorted(each.name for each in executors)) or "nog geen"
    return f"{title}\n\n{text}\n\nUiterlijk {spoken(due_on)}\nUitvoerders: {names}"


def _form_page(
    request: HttpRequest, agreement: Agreement, form: AgreementForm, status: int, **extra: Any
) -> HttpResponse:
    day = agreement.item.meeting.held_on.isoformat()
    context = agreement_context(
        request,
        agreement,
        form=form,
        item=agreement.item,
        back=reverse("minutes", args=[agreement.body.slug, day, agreement.item_id]),
        **extra,
    )
    return render(request, "workspace/agreement_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Take back an agreement that was written by mistake, if nobody changed it since."""
    agreement = _draft_of(request, slug, reference)
    form = RemoveForm(posted(request), initial={"revision": agreement.revision})
    if request.method == "POST" and form.is_valid():
        meeting, item = agreement.item.meeting, agreement.item_id
        remove_agreement(
            actor=actor_of(request),
            agreement=agreement,
            expected_revision=form.cleaned_data["revision"],
        )
        messages.success(request, f"Afspraak {reference} is verwijderd.")
        return redirect("minutes", slug, meeting.held_on.isoformat(), item)
    context = agreement_context(request, agreement, form=form)
    return render(request, "workspace/agreement_remove.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def execution(request: HttpRequest, slug: str, reference: str, executor: int) -> HttpResponse:
    """Say how far one executor is."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    agreement = agreement_by_reference(actor, body, reference)
    found = agreement.executors.select_related("organization").filter(pk=executor).first()
    if found is None:
        raise NotVisible
    if not can_report(actor, found):
        raise NotAllowed("Alleen de uitvoerder zelf of het secretariaat meldt de uitvoering.")
    if agreement.state != AgreementState.CONFIRMED:
        raise WrongMoment("Deze afspraak is nog in opmaak.")
    form = ExecutionForm(found, posted(request), documents=_proofs_to_choose(actor, agreement))
    if request.method == "POST" and form.is_valid():
        row: Executor = found
        saved = try_service(form, lambda: _report(actor, row, form))
        if saved is not None:
            messages.success(request, f"Gemeld: {saved.organization}.")
            return redirect("agreement", slug, agreement.reference)
    context = agreement_context(request, agreement, executor=found, form=form)
    return render(request, "workspace/execution.html", context, status=status_of(form))


def _proofs_to_choose(actor: User, agreement: Agreement) -> QuerySet[Document]:
    """The documents of the dossier that may show it, as far as the actor reads them."""
    return documents_visible_to(actor).filter(
        dossier__isnull=False, dossier=agreement.item.dossier_id
    )


def _report(actor: User, executor: Executor, form: ExecutionForm) -> Executor:
    """What was typed, by the service it belongs to."""
    verb = form.cleaned_data["verb"]
    if verb == "prove":
        return prove_execution(actor=actor, executor=executor, **form.proof)
    return report_execution(
        actor=actor,
        executor=executor,
        verb=verb,
        done_on=form.cleaned_data.get("done_on"),
        **form.proof,
    )


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Explain what everyone will see; then open the agreement."""
    actor, body = actor_of(request), led_table_of(request, slug)
    agreement = agreement_by_reference(actor, body, reference)
    if agreement.state != AgreementState.CONFIRMED:
        raise WrongMoment("Een afspraak in opmaak kan niet vrijgegeven worden.")
    last = next(iter(releases_of(agreement)), None)
    initial = {"local_detail": last.local_detail if last else LocalDetail.NONE}
    internal = is_internal(agreement.item)
    form = ReleaseAgreementForm(posted(request), initial=initial, internal=internal)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        released = try_service(
            form, lambda: release_agreement(actor=actor, agreement=agreement, **typed)
        )
        if released is not None:
            messages.success(request, f"Vrijgegeven als versie {released.number}.")
            return redirect("agreement", slug, agreement.reference)
    context = agreement_context(
        request,
        agreement,
        form=form,
        last=last,
        executors=[each.organization.name for each in executors_of(agreement)],
        progress=progress_of([agreement.pk]).get(agreement.pk),
        decisions=list(decisions_of(agreement)),
    )
    return render(request, "workspace/agreement_release.html", context, status=status_of(form))
