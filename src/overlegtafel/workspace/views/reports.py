"""The report of a meeting: read, remarked on, answered, reopened; as PDF and in Word."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import NotVisible, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.governance.policy import reads_inside
from overlegtafel.meetings import services
from overlegtafel.meetings.models import AgendaItem, Meeting, ReportRemark, ReportVersion
from overlegtafel.meetings.policy import can_remark
from overlegtafel.meetings.queries import item_of
from overlegtafel.meetings.report_mail import readers_of
from overlegtafel.meetings.reports import (
    Content,
    readable_report,
    readable_version,
    remark_day,
    remarks_by_item,
)
from overlegtafel.meetings.services.item_text import BEFORE as TEXT_BEFORE
from overlegtafel.meetings.states import HELD, WRITABLE, MeetingState, RemarkState
from overlegtafel.printing import reports as paper
from overlegtafel.printing.word import report_docx
from overlegtafel.printing.word_templates import template_bytes_of
from overlegtafel.publication.queries import last_release_of
from overlegtafel.reporting.one_text import places_of
from overlegtafel.workspace.forms.reports import (
    AnswerForm,
    ItemTextForm,
    RemarkForm,
    ReopenForm,
    SendConceptForm,
)
from overlegtafel.workspace.views.meetings import led_meeting_of, meeting_context, meeting_of
from overlegtafel.workspace.views.shared import actor_of, posted

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def detail(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """The report as one reads it, with a remark form beside each item while it is a concept."""
    meeting = meeting_of(request, slug, day)
    content, version = readable_report(actor_of(request), meeting)
    return _page(request, meeting, content, version)


def _page(
    request: HttpRequest,
    meeting: Meeting,
    content: Content,
    version: ReportVersion | None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    actor = actor_of(request)
    remarks = remarks_by_item(actor, meeting)
    versions = list(
        meeting.report_versions.select_related(
            "approved_by", "reopening__reopened_by", "approved_in"
        )
    )
    context = meeting_context(
        request,
        meeting,
        report=content,
        version=version,
        versions=versions,
        presence=paper.presence_groups(content),
        is_concept=version is None and meeting.state == MeetingState.REPORTED,
        is_corrected=version is not None and meeting.state == MeetingState.REPORTED,
        is_older=bool(versions) and version is not None and version.number < versions[-1].number,
        reading=meeting.readings.last(),
        items=[(item, remarks.get(item["id"], [])) for item in content["items"]],
        open_remarks=sum(
            remark.state == RemarkState.OPEN for rows in remarks.values() for remark in rows
        ),
        may_remark=version is None and can_remark(actor, meeting),
        empty_remark=RemarkForm(auto_id=False),
        inside=reads_inside(actor, meeting.body_id),
        **extra,
    )
    return render(request, "workspace/report.html", context, status=status)


@require_safe
def version(request: HttpRequest, slug: str, day: str, number: int) -> HttpResponse:
    """An approved version, as it was."""
    meeting = meeting_of(request, slug, day)
    found = readable_version(actor_of(request), meeting, number)
    return _page(request, meeting, found.content, found)


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Show who gets the concept; then send it to be read."""
    meeting = _concept(led_meeting_of(request, slug, day))
    form = SendConceptForm(posted(request), initial={"remarks_until": remark_day(meeting)})
    if request.method == "POST" and form.is_valid():
        actor, until = actor_of(request), form.cleaned_data["remarks_until"]
        sent = try_service(
            form,
            lambda: services.send_concept(actor=actor, meeting=meeting, remarks_until=until),
        )
        if sent is not None:
            messages.success(
                request,
                f"Het conceptverslag is verstuurd naar {len(sent.recipients)} leden; zij "
                f"reageren tot en met {spoken(until)}.",
            )
            return redirect("report", slug, day)
    context = meeting_context(
        request, meeting, form=form, readers=readers_of(meeting), readings=meeting.readings.all()
    )
    return render(request, "workspace/report_send.html", context, status=status_of(form))


def _concept(meeting: Meeting) -> Meeting:
    if meeting.state != MeetingState.REPORTED:
        raise WrongMoment("Dit verslag is geen concept (meer).")
    return meeting


@require_POST
def remark(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Remark on an item; what was typed comes back when it can't be taken."""
    meeting, actor = meeting_of(request, slug, day), actor_of(request)
    content, version = readable_report(actor, meeting)
    open_items = {each["id"] for each in content["items"] if not each["is_closed"]}
    if item not in open_items:
        raise NotVisible
    found = item_of(actor_of(request), meeting, item)
    found.meeting = meeting
    form = RemarkForm(request.POST, auto_id=f"id_{item}_%s")
    if form.is_valid():
        text = form.cleaned_data["text"]
        made = try_service(
            form, lambda: services.remark_on_report(actor=actor, item=found, text=text)
        )
        if made is not None:
            late = " Ze kwam na de termijn; dat staat erbij." if made.is_late else ""
            messages.success(request, f"Uw opmerking bij punt {found.order} is genoteerd.{late}")
            return redirect(f"{reverse('report', args=[slug, day])}#punt-{item}")
    return _page(request, meeting, content, version, 422, refused=form, refused_item=item)


@require_safe
def remarks(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """The secretary's overview of what was remarked, and what is still to be answered."""
    meeting = led_meeting_of(request, slug, day)
    rows = [each for per in remarks_by_item(actor_of(request), meeting).values() for each in per]
    rows.sort(key=lambda each: (each.item.order, each.written_at))
    context = meeting_context(
        request,
        meeting,
        waiting=[each for each in rows if each.state == RemarkState.OPEN],
        answered=[each for each in rows if each.state != RemarkState.OPEN],
        reading=meeting.readings.last(),
    )
    return render(request, "workspace/report_remarks.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Answer a remark: put the minutes right, or say in words why they stay."""
    meeting = led_meeting_of(request, slug, day)
    if meeting.state not in HELD:
        raise NotVisible
    remark = _remark_of(meeting, pk)
    if remark.state != RemarkState.OPEN:
        raise WrongMoment("Deze opmerking is al beantwoord.")
    item = remark.item
    initial = {"minutes": item.minutes, "revision": item.revision}
    form, stale = AnswerForm(posted(request), initial=initial), None
    if request.method == "POST" and form.is_valid():
        try:
            done = try_service(form, lambda: _answer(request, remark, form))
        except Stale:
            remark = _remark_of(meeting, pk)
            stale = {"theirs": remark.item.minutes, "mine": form.cleaned_data["minutes"]}
            again = request.POST.copy()
            again["revision"] = str(remark.item.revision)
            form = AnswerForm(again)
        else:
            if done is not None:
                messages.success(request, f"De opmerking is {done.get_state_display()}.")
                return redirect("report_remarks", slug, day)
    context = meeting_context(
        request,
        meeting,
        remark=remark,
        form=form,
        stale=stale,
        can_correct=meeting.state == MeetingState.REPORTED and not item.no_report,
    )
    status = 409 if stale else status_of(form)
    return render(request, "workspace/report_answer.html", context, status=status)


def _remark_of(meeting: Meeting, pk: int) -> ReportRemark:
    found = ReportRemark.objects.filter(pk=pk, item__meeting=meeting)
    remark = found.select_related("item__meeting__body", "author").first()
    if remark is None:
        raise NotVisible
    return remark


def _answer(request: HttpRequest, remark: ReportRemark, form: AnswerForm) -> ReportRemark:
    actor, typed = actor_of(request), form.cleaned_data
    if "accept" not in request.POST:
        return services.answer_remark(actor=actor, remark=remark, answer=typed["answer"])
    return services.accept_remark(
        actor=actor,
        remark=remark,
        minutes=typed["minutes"],
        answer=typed["answer"],
        expected_revision=typed["revision"],
    )


@require_http_methods(["GET", "POST"])
def item_text(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """One text: where it comes, and a form while it may still change."""
    meeting = led_meeting_of(request, slug, day)
    found = item_of(actor_of(request), meeting, item)
    found.meeting = meeting
    form = ItemTextForm(posted(request), initial=_text_of(found))
    stale = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = try_service(form, lambda: _write_text(request, found, form))
        except Stale:
            now = _text_of(item_of(actor_of(request), meeting, item))
            stale = {
                "theirs": f"{now['title']}\n\n{now['summary']}",
                "mine": f"{form.cleaned_data['title']}\n\n{form.cleaned_data['summary']}",
            }
            again = request.POST.copy()
            again["was_title"], again["was_summary"] = now["was_title"], now["was_summary"]
            form = ItemTextForm(again)
        else:
            if saved is not None:
                messages.success(request, "De tekst is bewaard en staat overal waar hij kan.")
                return redirect("item_text", slug, day, item)
    context = meeting_context(
        request,
        meeting,
        item=found,
        form=form,
        stale=stale,
        places=places_of(found, last_release_of(meeting)),
        open=meeting.state in (*TEXT_BEFORE, *WRITABLE),
    )
    status = 409 if stale else status_of(form)
    return render(request, "workspace/item_text.html", context, status=status)


def _text_of(item: AgendaItem) -> dict[str, str]:
    texts = {"title": item.title, "summary": item.summary}
    return texts | {f"was_{name}": text for name, text in texts.items()}


def _write_text(request: HttpRequest, item: AgendaItem, form: ItemTextForm) -> AgendaItem:
    typed = form.cleaned_data
    return services.write_item_text(
        actor=actor_of(request),
        item=item,
        title=typed["title"],
        summary=typed["summary"],
        was=(typed["was_title"], typed["was_summary"]),
    )


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Open an approved report again, with a reason."""
    meeting = led_meeting_of(request, slug, day)
    if meeting.state != MeetingState.APPROVED:
        raise WrongMoment("Alleen een goedgekeurd verslag kunt u heropenen.")
    form = ReopenForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actor, reason = actor_of(request), form.cleaned_data["reason"]
        done = try_service(
            form, lambda: services.reopen_report(actor=actor, meeting=meeting, reason=reason)
        )
        if done is not None:
            messages.success(request, "Het verslag is heropend; wie het kreeg, is verwittigd.")
            return redirect("report", slug, day)
    last = meeting.report_versions.last()
    context = meeting_context(
        request, meeting, form=form, version=last, told=len(last.recipients) if last else 0
    )
    return render(request, "workspace/report_reopen.html", context, status=status_of(form))


@require_safe
def pdf(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """The report as an accessible PDF."""
    meeting = meeting_of(request, slug, day)
    content, version = readable_report(actor_of(request), meeting)
    made = paper.report_pdf(content, version, meeting.state == MeetingState.APPROVED)
    return _file(made, PDF, f"verslag-{slug}-{day}.pdf")


@require_safe
def word(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """The report in the table's own Word template, or in ours."""
    meeting = meeting_of(request, slug, day)
    content, version = readable_report(actor_of(request), meeting)
    status = paper.status_of(version, meeting.state == MeetingState.APPROVED)
    made = report_docx(template_bytes_of(meeting.body), content, status)
    return docx_answer(made, f"verslag-{slug}-{day}.docx")


def docx_answer(content: bytes, name: str) -> HttpResponse:
    """A Word file to download."""
    return _file(content, DOCX, name)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
