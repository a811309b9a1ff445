"""Joint agreements: writing, laying to be signed, who signed and when, reminding."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.agreements.queries.positions import members_of
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.common.forms import status_of, try_saving, try_service
from overlegtafel.products.models import JointAgreement, Party
from overlegtafel.products.policy import can_write, voice_for
from overlegtafel.products.queries import (
    approved_on,
    correction_of_joint,
    joint_of,
    parties_of,
    party_of,
    possible_parties,
)
from overlegtafel.products.queries.choices import documents_of, dossiers_of
from overlegtafel.products.services import (
    change_joint,
    correct_joint,
    draft_joint,
    open_joint,
    remind_to_sign,
    sign_joint,
    take_signature_back,
)
from overlegtafel.products.states import JointState
from overlegtafel.reporting.turn import turn_of_joint
from overlegtafel.workspace.forms.products import JointForm, ReasonForm, SignForm, today_initial
from overlegtafel.workspace.product_marks import party_legend, party_seats
from overlegtafel.workspace.views.products.shared import (
    origin_asked,
    product_context,
    require_write,
    writable_table_of,
)
from overlegtafel.workspace.views.shared import actor_of, circle_table_of, posted


def _joint(request: HttpRequest, slug: str, pk: int) -> JointAgreement:
    return joint_of(actor_of(request), circle_table_of(request, slug), pk)


def _context(request: HttpRequest, joint: JointAgreement, **extra: Any) -> dict[str, Any]:
    context = product_context(request, joint.body, joint=joint, **extra)
    context["crumbs"].append((joint.title, reverse("joint", args=[joint.body.slug, joint.pk])))
    return context


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Start an agreement that several parties sign."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    origin = origin_asked(request, body)
    dossier = origin.whole["dossier"]
    writable_table_of(request, slug, dossier)
    form = JointForm(
        posted(request),
        dossiers=dossiers_of(actor, body) if dossier is None else None,
        documents=documents_of(actor, dossier),
        parties=possible_parties(body),
        initial={
            "revision": 1,
            "needs_approval": True,
            "parties": [town.pk for town in members_of(body, clock.today())],
        },
    )
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        typed.pop("revision")
        chosen = typed.pop("dossier", None)
        whole = type(origin)(origin.dossier or chosen, origin.item, origin.agreement)
        made = try_service(form, lambda: draft_joint(actor=actor, body=body, origin=whole, **typed))
        if made is not None:
            messages.success(request, "Bewaard. Leg de tekst ter ondertekening zodra hij klaar is.")
            return redirect("joint", slug, made.pk)
    context = product_context(request, body, form=form, origin=origin.whole)
    return render(request, "workspace/products/joint_form.html", context, status=status_of(form))


@require_safe
def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One joint agreement: its text, who signed, who may."""
    joint, actor = _joint(request, slug, pk), actor_of(request)
    body, today = joint.body, clock.today()
    parties = parties_of(joint)
    is_open = joint.state == JointState.OPEN
    newer = correction_of_joint(actor, joint)
    rows = [
        (row, voice_for(actor, body, row.party.organization_id) if is_open else None)
        for row in parties
    ]
    signed = sum(row.stand == "signed" for row in parties)
    context = product_context(
        request,
        body,
        joint=joint,
        rows=rows,
        own=[row for row, voice in rows if voice == "own" and row.stand != "signed"],
        seats=party_seats(parties),
        legend=party_legend(parties),
        centre=[str(signed), f"van {len(parties)}", "getekend"],
        signed=signed,
        waiting=len(parties) - signed,
        turn=turn_of_joint(joint, parties),
        late=joint.sign_before is not None and joint.sign_before < today and signed < len(parties),
        writes=can_write(actor, body, joint.dossier),
        is_open=is_open,
        newer=newer,
    )
    return render(request, "workspace/products/joint.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write it otherwise, until it lies to be signed."""
    joint, actor = _joint(request, slug, pk), actor_of(request)
    require_write(request, joint)
    if joint.state != JointState.DRAFT:
        raise WrongMoment("Dit ligt ter ondertekening: de tekst verandert niet meer.")
    names = ("title", "text", "document", "needs_approval", "sign_before", "revision")
    initial = {name: getattr(joint, name) for name in names}
    initial["parties"] = [each.organization_id for each in joint.parties.all()]
    form = JointForm(
        posted(request),
        documents=documents_of(actor, joint.dossier),
        parties=possible_parties(joint.body),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        change = partial(change_joint, actor=actor, joint=joint)
        if try_saving(form, joint, change):
            messages.success(request, "Bewaard.")
            return redirect("joint", slug, pk)
    context = _context(request, joint, form=form)
    return render(request, "workspace/products/joint_form.html", context, status=status_of(form))


@require_POST
def open_(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Lay it to be signed."""
    joint = _joint(request, slug, pk)
    require_write(request, joint)
    try:
        open_joint(actor=actor_of(request), joint=joint, expected_revision=joint.revision)
    except Invalid as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Ligt ter ondertekening. De tekst verandert niet meer.")
    return redirect("joint", slug, pk)


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, slug: str, pk: int, party: str) -> HttpResponse:
    """Record that one party signed."""
    joint, actor = _joint(request, slug, pk), actor_of(request)
    found = _party(request, joint, party)
    if joint.state != JointState.OPEN:
        raise WrongMoment("Dit ligt nog niet ter ondertekening.")
    if found.signed_on is not None:
        raise WrongMoment(f"{found.organization} tekende al.")
    approved = approved_on(joint).get(found.organization_id)
    form = SignForm(
        posted(request),
        warns=joint.needs_approval and (approved is None or request.method == "POST"),
        initial=today_initial("signed_on"),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if try_service(form, lambda: sign_joint(actor=actor, party=found, **typed)):
            messages.success(request, f"{found.organization} tekende.")
            return redirect("joint", slug, pk)
    context = _context(
        request,
        joint,
        form=form,
        party=found,
        approved=approved,
        asks=joint.needs_approval,
    )
    return render(request, "workspace/products/sign.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, slug: str, pk: int, party: str) -> HttpResponse:
    """Take back a signature that was recorded wrongly."""
    joint, actor = _joint(request, slug, pk), actor_of(request)
    found = _party(request, joint, party)
    if found.signed_on is None:
        raise WrongMoment(f"{found.organization} tekende nog niet.")
    form = ReasonForm(posted(request), label="Wat klopte er niet?")
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if try_service(form, lambda: take_signature_back(actor=actor, party=found, **typed)):
            messages.success(request, "Rechtgezet.")
            return redirect("joint", slug, pk)
    title = f"Handtekening van {found.organization} rechtzetten"
    context = _context(request, joint, form=form, title=title, button="Rechtzetten")
    return render(request, "workspace/products/step.html", context, status=status_of(form))


def _party(request: HttpRequest, joint: JointAgreement, slug: str) -> Party:
    """A party for which the actor may record. Raises ``NotVisible``, ``NotAllowed``."""
    found = party_of(joint, slug)
    if voice_for(actor_of(request), joint.body, found.organization_id) is None:
        raise NotAllowed("Dit legt de partij zelf vast.")
    found.joint = joint
    return found


@require_POST
def remind(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Mail who has not signed yet."""
    joint = _joint(request, slug, pk)
    require_write(request, joint)
    sent = remind_to_sign(actor=actor_of(request), joint=joint)
    said = f"Er vertrokken {sent} herinneringen." if sent > 1 else "Er vertrok één herinnering."
    messages.success(request, said if sent else "Iedereen kreeg onlangs al een herinnering.")
    return redirect("joint", slug, pk)


@require_POST
def correct(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Start a next version."""
    joint = _joint(request, slug, pk)
    require_write(request, joint)
    made = correct_joint(actor=actor_of(request), joint=joint)
    messages.success(request, "Dit is de volgende versie. Ze wordt opnieuw getekend.")
    return redirect("joint_edit", slug, made.pk)
