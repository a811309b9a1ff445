"""The feedback round on a common draft: asking, remarking, answering, reminding, closing."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.drafting import services
from overlegtafel.drafting.filling import FilledDraft
from overlegtafel.drafting.local_texts import Change, changes_since
from overlegtafel.drafting.models import DraftRemark, DraftReply, FeedbackRound, MasterDraft
from overlegtafel.drafting.notifications import ASKED, early_closing, news_after_deciding, question
from overlegtafel.drafting.policy import can_remark, can_send, remarks_visible_to
from overlegtafel.drafting.queries import (
    by_clause,
    draft_at,
    is_unchanged,
    newest_of,
    remarks_on,
    rounds_of,
    standing_of_round,
    version_before,
)
from overlegtafel.drafting.services.masters import objections_to
from overlegtafel.drafting.states import MOVES, WRITABLE, DraftRemarkState, DraftState
from overlegtafel.drafting.values import (
    Place,
    asked_and_decided,
    fields_in,
    figures_and_objection,
    filled_version,
    places_of,
)
from overlegtafel.governance.queries import holders_of
from overlegtafel.workspace.forms.drafts import AnswerForm, CloseRoundForm, RemarkForm, RoundForm
from overlegtafel.workspace.views.master_drafts import draft_context, written_draft
from overlegtafel.workspace.views.shared import actor_of, posted

USUAL_DAYS = 14
WHOLE = "geheel"
"""How the box about the whole draft is called on the page."""


def _newest_round(draft: MasterDraft) -> FeedbackRound:
    """The last round of a draft, joined to what services ask of it. Raises ``NotVisible``."""
    rounds = rounds_of(draft)
    if not rounds:
        raise NotVisible
    rounds[0].draft = rounds[0].version.draft = draft
    return rounds[0]


@require_http_methods(["GET", "POST"])
def open_(request: HttpRequest, slug: str, reference: str, organ: str) -> HttpResponse:
    """Read what will leave and to whom; then ask every municipality."""
    actor, draft = actor_of(request), written_draft(request, slug, reference, organ)
    if draft.state not in MOVES["open_round"].sources:
        raise WrongMoment("Een feedbackronde opent u terwijl het ontwerp in uw handen is.")
    suggested = clock.today() + timedelta(days=USUAL_DAYS)
    form = RoundForm(posted(request), initial={"last_day": suggested, "revision": draft.revision})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        opened = try_service(
            form,
            lambda: services.open_feedback(
                actor=actor,
                draft=draft,
                last_day=typed["last_day"],
                note=typed["note"],
                expected_revision=typed["revision"],
            ),
        )
        if opened is not None:
            messages.success(request, "De feedbackronde loopt; wie gevraagd is, kreeg een mail.")
            return redirect("master_draft", slug, reference, organ)
    context = draft_context(request, draft, organ, form=form, **_leaving(draft, suggested))
    return render(request, "workspace/draft_round_open.html", context, status=status_of(form))


def _leaving(draft: MasterDraft, last_day: Any) -> dict[str, Any]:
    """What will leave, to whom, and what still stands in the way."""
    asked, decided = asked_and_decided(draft)
    places, content = places_of(draft.agreement), draft.words
    towns = [each.municipality for each in places]
    figures, refused = figures_and_objection(content, draft.values_by_place, towns)
    newest = newest_of(draft)
    number = newest.number + 1 if newest else 1
    return {
        "letter": question(draft, last_day, number),
        "news": news_after_deciding(draft, last_day, number),
        "number": number,
        "asked": asked,
        "decided": decided,
        "recipients": holders_of(ASKED, [e.municipality.pk for e in asked], clock.today()),
        "told": holders_of(ASKED, [e.municipality.pk for e in decided], clock.today()),
        "objections": [*objections_to(draft, content), *([refused] if refused else [])],
        "fields": [e for e in fields_in(draft, content, figures, places) if e.empty_for],
    }


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, slug: str, reference: str, organ: str) -> HttpResponse:
    """End the round; while someone may still answer, only with the reason they are told."""
    draft = written_draft(request, slug, reference, organ)
    if draft.state != DraftState.IN_FEEDBACK:
        raise WrongMoment("Er loopt geen feedbackronde over dit ontwerp.")
    round_, form = _newest_round(draft), CloseRoundForm(posted(request))
    standing = standing_of_round(round_)
    is_early = bool(standing.silent) and round_.last_day >= clock.today()
    silent = [each for each in round_.replies.all() if each.is_awaited]
    if not is_early:
        del form.fields["reason"]
    if form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        closed = try_service(
            form,
            lambda: services.close_feedback(actor=actor_of(request), round_=round_, reason=reason),
        )
        if closed is not None:
            messages.success(request, "De feedbackronde is afgesloten.")
            return redirect("draft_remarks", slug, reference, organ)
    context = draft_context(
        request,
        draft,
        organ,
        form=form,
        round=round_,
        standing=standing,
        is_early=is_early,
        silent=silent,
        recipients=holders_of(ASKED, [e.municipality_id for e in silent], clock.today()),
        letter=early_closing(round_, "…"),
    )
    return render(request, "workspace/draft_round_close.html", context, status=status_of(form))


@require_POST
def remind(request: HttpRequest, slug: str, reference: str, organ: str) -> HttpResponse:
    """Mail who did not answer yet."""
    draft = written_draft(request, slug, reference, organ)
    sent = services.remind_feedback(actor=actor_of(request), round_=_newest_round(draft))
    said = "1 bestuur kreeg" if sent == 1 else f"{sent} besturen kregen"
    messages.success(
        request,
        f"{said} een herinnering." if sent else "Iedereen kreeg kort geleden nog een mail.",
    )
    return redirect("master_draft", slug, reference, organ)


def _reply_for(
    request: HttpRequest, slug: str, reference: str, organ: str, municipality: str
) -> tuple[MasterDraft, FeedbackRound, DraftReply]:
    """The own municipality in the newest round. Raises ``NotVisible``, ``NotAllowed``."""
    draft = draft_at(actor_of(request), slug, reference, organ)
    round_ = _newest_round(draft)
    replies = (each for each in round_.replies.all() if each.municipality.slug == municipality)
    reply = next(replies, None)
    if reply is None:
        raise NotVisible
    if not can_remark(actor_of(request), reply.municipality_id):
        raise NotAllowed("Opmerken doet het eigen bestuur.")
    return draft, round_, reply


@require_http_methods(["GET", "POST"])
def feedback(
    request: HttpRequest, slug: str, reference: str, organ: str, municipality: str
) -> HttpResponse:
    """The version clause by clause as this municipality gets it, with room for its remarks."""
    draft, round_, reply = _reply_for(request, slug, reference, organ, municipality)
    actor, town = actor_of(request), reply.municipality
    forms = {key: _box(request, key) for key in ["", *_keys_of(round_)]}
    if request.method == "POST":
        send = "send" in request.POST
        pressed = request.POST.get("send") or request.POST.get("keep", WHOLE)
        clause = "" if pressed == WHOLE else pressed
        if clause not in forms:
            raise NotVisible
        form, typed = forms[clause], {key: _typed(each) for key, each in forms.items()}
        text = typed.pop(clause)
        also = {key: each for key, each in typed.items() if each}
        if not text and not form.errors:
            form.add_error("text", "Schrijf uw opmerking.")
        made: DraftRemark | None = None
        if not any(each.errors for each in forms.values()):
            made = try_service(
                form,
                lambda: services.write_draft_remark(
                    actor=actor,
                    round_=round_,
                    municipality=town,
                    clause=clause,
                    text=text,
                    send=send,
                    also=also,
                ),
            )
        if made is not None:
            messages.success(request, _told(send, len(also)))
            answer = redirect("draft_feedback", slug, reference, organ, municipality)
            answer["Location"] += f"#c-{clause or WHOLE}"
            return answer
    return _feedback_page(request, organ, draft, round_, reply, forms)


def _keys_of(round_: FeedbackRound) -> list[str]:
    return [each.key for each in round_.version.words.clauses]


def _box(request: HttpRequest, key: str) -> RemarkForm:
    """The box beside one clause; an empty one says nothing."""
    return RemarkForm(
        posted(request), prefix=key or WHOLE, empty_permitted=True, use_required_attribute=False
    )


def _typed(form: RemarkForm) -> str:
    """What was typed in a box, sound and not empty; else nothing."""
    return str(form.cleaned_data.get("text", "")) if form.is_valid() else ""


def _told(send: bool, others: int) -> str:
    told = "Uw opmerking is bezorgd." if send else "Bewaard; dit blijft binnen uw bestuur."
    if others:
        told += " Wat u elders op de pagina schreef, is intern bewaard."
    return told


def _feedback_page(
    request: HttpRequest,
    organ: str,
    draft: MasterDraft,
    round_: FeedbackRound,
    reply: DraftReply,
    forms: dict[str, RemarkForm],
) -> HttpResponse:
    actor, town = actor_of(request), reply.municipality
    own = [e for e in remarks_on(actor, round_) if e.municipality_id == town.pk]
    place = next((e for e in places_of(draft.agreement) if e.municipality == town), None)
    filled = filled_version(round_.version, place) if place else None
    texts = {e.key: e for e in (*filled.clauses, *filled.annexes)} if filled else {}
    since, changes, gone = _changes(draft, round_, place, filled)
    passages = [
        (
            each,
            texts.get(each.clause.key) if each.clause else None,
            changes.get(each.clause.key) if each.clause else None,
            forms[each.clause.key if each.clause else ""],
        )
        for each in by_clause(round_.version.words, own)
    ]
    context = draft_context(
        request,
        draft,
        organ,
        round=round_,
        reply=reply,
        town=town,
        filled=filled,
        passages=passages,
        since=since,
        changed=len(changes),
        gone=gone,
        inside=[each for each in own if not each.sent_at],
        sent=[each for each in own if each.sent_at],
        is_open=_is_open(draft, round_),
        sends=can_send(actor, town.pk),
    )
    wrong = next((each for each in forms.values() if each.errors), forms[""])
    return render(request, "workspace/draft_feedback.html", context, status=status_of(wrong))


def _changes(
    draft: MasterDraft, round_: FeedbackRound, place: Place | None, filled: FilledDraft | None
) -> tuple[int, dict[str, Change], list[str]]:
    """Since which version, and what reads otherwise for this municipality; zero for a first one."""
    before = version_before(round_.version)
    if before is None or place is None or filled is None:
        return 0, {}, []
    before.draft = draft
    return before.number, *changes_since(filled_version(before, place), filled)


def _is_open(draft: MasterDraft, round_: FeedbackRound) -> bool:
    return draft.state == DraftState.IN_FEEDBACK and round_.last_day >= clock.today()


@require_POST
def nothing(
    request: HttpRequest, slug: str, reference: str, organ: str, municipality: str
) -> HttpResponse:
    """No remarks: said with one click."""
    _, round_, reply = _reply_for(request, slug, reference, organ, municipality)
    services.say_nothing(actor=actor_of(request), round_=round_, municipality=reply.municipality)
    messages.success(request, f"Genoteerd: {reply.municipality} heeft geen opmerkingen.")
    return redirect("master_draft", slug, reference, organ)


@require_POST
def act(
    request: HttpRequest, slug: str, reference: str, organ: str, municipality: str, pk: int
) -> HttpResponse:
    """Send an internal remark to the owner, or take back one's own."""
    _, round_, reply = _reply_for(request, slug, reference, organ, municipality)
    actor = actor_of(request)
    remark = _remark_of(request, round_, pk)
    if remark.municipality_id != reply.municipality_id:
        raise NotVisible
    if request.POST.get("verb") == "send":
        services.send_remark(actor=actor, remark=remark)
        messages.success(request, "Uw opmerking is bezorgd.")
    else:
        services.withdraw_draft_remark(actor=actor, remark=remark)
        messages.success(request, "Uw opmerking is weg.")
    return redirect("draft_feedback", slug, reference, organ, municipality)


def _remark_of(request: HttpRequest, round_: FeedbackRound, pk: int) -> DraftRemark:
    found = (
        remarks_visible_to(actor_of(request))
        .filter(round=round_)
        .select_related("municipality", "author")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotVisible
    found.round = round_
    return found


@require_safe
def remarks(request: HttpRequest, slug: str, reference: str, organ: str) -> HttpResponse:
    """Every remark that was sent, by clause: to answer for the owner, the note for all others."""
    actor = actor_of(request)
    draft = draft_at(actor, slug, reference, organ)
    rounds = rounds_of(draft)
    wanted = request.GET.get("ronde", "")
    round_ = next((e for e in rounds if str(e.version.number) == wanted), None)
    if round_ is None:
        round_ = _newest_round(draft)
    only_open = request.GET.get("toon") == "open"
    sent = [e for e in remarks_on(actor, round_) if e.state == DraftRemarkState.SENT]
    shown = [e for e in sent if e.is_open] if only_open else sent
    passages = [e for e in by_clause(round_.version.words, shown) if e.remarks]
    context = draft_context(
        request,
        draft,
        organ,
        round=round_,
        rounds=rounds,
        standing=standing_of_round(round_),
        passages=passages,
        first_open=next((e for each in passages for e in each.remarks if e.is_open), None),
        sent=sent,
        open_count=sum(e.is_open for e in sent),
        only_open=only_open,
        is_told=draft.versions.filter(number__gt=round_.version.number).exists(),
    )
    return render(request, "workspace/draft_remarks.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, slug: str, reference: str, organ: str, pk: int) -> HttpResponse:
    """Answer one remark, and take up its words when the text is in one's hands."""
    actor, draft = actor_of(request), written_draft(request, slug, reference, organ)
    round_ = _newest_round(draft)
    remark = _remark_of(request, round_, pk)
    if remark.state != DraftRemarkState.SENT:
        raise NotVisible
    clause = draft.words.clause(remark.clause)
    edits = clause is not None and draft.state in WRITABLE
    initial = {"outcome": remark.outcome, "reason": remark.reason}
    asks = edits and is_unchanged(round_.version.words, draft.words, remark.clause)
    form = AnswerForm(
        posted(request), asks=asks, initial=initial | {"new_text": clause.text if clause else ""}
    )
    if not edits:
        del form.fields["new_text"]
    if not asks:
        del form.fields["unchanged"]
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        saved = try_service(
            form, lambda: services.answer_remark(actor=actor, remark=remark, **typed)
        )
        if saved is not None:
            return _next_answer(request, slug, reference, organ, _open_after(actor, remark))
    left = _open_after(actor, remark)
    context = draft_context(
        request,
        draft,
        organ,
        form=form,
        round=round_,
        remark=remark,
        edits=edits,
        passage=next(e for e in by_clause(round_.version.words, [remark]) if e.remarks),
        left=len(left),
        following=next((each for each in left if each.pk != remark.pk), None),
    )
    return render(request, "workspace/draft_answer.html", context, status=status_of(form))


def _open_after(actor: User, remark: DraftRemark) -> list[DraftRemark]:
    """What still waits for an answer in the order of the text, first what comes after this one."""
    words = remark.round.version.words
    passages = by_clause(words, remarks_on(actor, remark.round))
    ordered = [each for passage in passages for each in passage.remarks]
    here = next(place for place, each in enumerate(ordered) if each.pk == remark.pk)
    return [each for each in (*ordered[here:], *ordered[:here]) if each.is_open]


def _next_answer(
    request: HttpRequest, slug: str, reference: str, organ: str, left: list[DraftRemark]
) -> HttpResponse:
    """To the next remark without an answer; when there is none, to the list."""
    if left and request.POST.get("verb") == "next":
        messages.success(request, f"Bewaard. Nog {len(left)} te beantwoorden.")
        return redirect("draft_answer", slug, reference, organ, left[0].pk)
    messages.success(request, "Uw antwoord is bewaard.")
    return redirect("draft_remarks", slug, reference, organ)
