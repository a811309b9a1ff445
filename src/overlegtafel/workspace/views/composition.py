"""Who sits at a table and why: seats, holders, categories, roles, involvement."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.governance import services
from overlegtafel.governance.models import GoverningBody, Involvement, RoleGrant, Seat
from overlegtafel.governance.policy import may, standing_of
from overlegtafel.governance.queries import filled_seats
from overlegtafel.governance.states import Involved, TableRole, Task
from overlegtafel.organizations.models import Classification, PostRole
from overlegtafel.organizations.queries import groups_on
from overlegtafel.proposals.services import propose_review
from overlegtafel.reporting.composition import composition_on, members_among, people_around
from overlegtafel.reporting.founding import first_steps
from overlegtafel.workspace.forms.composition import (
    CategoryForm,
    EndForm,
    HolderForm,
    InvolveForm,
    RoleForm,
    SeatForm,
    SupportForm,
    post_label,
)
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    day_of,
    posted,
    table_context,
)


def composed_table_of(request: HttpRequest, slug: str) -> GoverningBody:
    """The table in the address, for who composes it. Raises ``NotVisible``, ``NotAllowed``."""
    body = circle_table_of(request, slug)
    if body.ended_on is None and not may(actor_of(request), body, Task.COMPOSE):
        raise NotAllowed("Alleen het secretariaat en de voorzitter regelen de samenstelling.")
    if body.ended_on is not None and body.pk not in standing_of(actor_of(request)).leads:
        raise NotAllowed
    return body


def form_page(
    request: HttpRequest,
    body: GoverningBody,
    form: forms.Form | forms.ModelForm,  # type: ignore[type-arg]
    *,
    title: str,
    button: str,
    write: Callable[[dict[str, Any]], object],
    said: str,
    back: str = "composition",
    leads_to: Callable[[], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """One form that calls one service: shown, or written and back to where one came from.

    ``leads_to`` says, once it is written, where else to go.
    """
    address = reverse(back, args=[body.slug])
    if request.method == "POST" and form.is_valid():
        done = try_service(form, lambda: (write(form.cleaned_data), True))
        if done is not None:
            messages.success(request, said)
            return redirect(leads_to() if leads_to else address)
    crumbs = [(body.short_name, reverse("table", args=[body.slug]))]
    if back != "table":
        crumbs.append((_PAGES.get(back, "Terug"), address))
    shown = table_context(
        request,
        body,
        section="table",
        crumbs=crumbs,
        form=form,
        title=title,
        button=button,
        back=address,
        **context,
    )
    page = context.get("page", "workspace/table_form.html")
    return render(request, page, shown, status=status_of(form))


_PAGES = {
    "composition": "Samenstelling",
    "bodies": "Organen",
    "body_edit": "Gegevens",
    "start_path": "Startpad",
}


def known_houses() -> list[str]:
    """Names of organizations to choose from while typing."""
    found = groups_on(Classification.INTERMUNICIPAL, clock.today())
    return list(found.values_list("name", flat=True))


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The composition on a day: today, or the one asked for with ``op``."""
    body, actor, today = circle_table_of(request, slug), actor_of(request), clock.today()
    asked, fault = request.GET.get("op", ""), ""
    day = today
    if asked:
        try:
            day = day_of(asked)
        except NotVisible:
            fault = "Dat is geen datum. Hieronder staat de samenstelling van vandaag."
    composition = composition_on(body, day)
    context = table_context(
        request,
        body,
        section="working",
        composition=composition,
        roles=_roles(composition.grants),
        involved=[
            (way.label, [each for each in composition.involved if each.way == way])
            for way in Involved
            if any(each.way == way for each in composition.involved)
        ],
        day=day,
        is_today=day == today,
        fault=fault,
        composes=day == today and may(actor, body, Task.COMPOSE),
        many=len(composition.seats) > MANY,
    )
    return render(request, "workspace/composition.html", context)


MANY = 30
"""From how many seats on a table is hard to talk at (R67): told, never refused."""


def _roles(grants: list[RoleGrant]) -> list[tuple[str, list[RoleGrant]]]:
    return [
        (role.label, rows)
        for role in TableRole
        if (rows := [each for each in grants if each.role == role])
    ]


@require_http_methods(["GET", "POST"])
def seat_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a seat."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    return form_page(
        request,
        body,
        SeatForm(posted(request), body=body, people=people_around(body, clock.today())),
        page="workspace/seat_form.html",
        title="Een zetel geven",
        button="Zetel geven",
        write=lambda typed: _give_seat(actor, body, typed),
        said="De zetel is gegeven.",
        suggestions=known_houses(),
    )


def _give_seat(actor: User, body: GoverningBody, typed: dict[str, Any]) -> Seat:
    common = {"actor": actor, "body": body, "category": typed["category"]}
    if typed["holder"] == "post":
        return services.add_seat_for_post(
            **common,
            organization=typed["organization"],
            label=post_label(typed["role"], typed["label"]),
            role=PostRole(typed["role"]),
            valid_from=typed["valid_from"],
        )
    if typed["holder"] == "person" and typed["known"]:
        return services.add_seat(**common, person=typed["known"], valid_from=typed["valid_from"])
    if typed["holder"] == "person":
        return services.add_seat_for_person(
            **common, name=typed["person"], valid_from=typed["valid_from"]
        )
    return services.add_seat(
        **common, municipality=typed["municipality"], valid_from=typed["valid_from"]
    )


def _seat_of(body: GoverningBody, pk: int) -> Seat:
    found = Seat.objects.filter(body=body, pk=pk).select_related("category", "post", "body").first()
    if found is None:
        raise NotVisible
    return found


@require_http_methods(["GET", "POST"])
def seat_end(request: HttpRequest, slug: str, seat: int) -> HttpResponse:
    """Let a seat end."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    chosen = _seat_of(body, seat)
    return form_page(
        request,
        body,
        EndForm(posted(request), initial={"on": chosen.valid_to or clock.today()}),
        title=f"De zetel van {chosen.label} laten aflopen",
        button="Zetel laten aflopen",
        write=lambda typed: services.end_seat(actor=actor, seat=chosen, on=typed["on"]),
        said="De zetel loopt af op die dag.",
    )


@require_http_methods(["GET", "POST"])
def holder(request: HttpRequest, slug: str, seat: int) -> HttpResponse:
    """Say who holds the post of a seat, from a day on."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    chosen = _seat_of(body, seat)
    post = chosen.post
    if post is None:
        raise NotVisible
    seats = filled_seats(body, clock.today())
    now = next((each.holder for each in seats if each.seat.pk == chosen.pk), "")
    return form_page(
        request,
        body,
        HolderForm(
            posted(request),
            people=people_around(body, clock.today()),
            members=members_among(seats),
        ),
        title=f"Wie is de {post.label[:1].lower()}{post.label[1:]}?"
        if post.label[1:2].islower()
        else f"Wie is {post.label}?",
        lead=f"Nu: {now}." if now else "Deze functie is nu vacant.",
        button="Bewaren",
        write=lambda typed: services.name_holder(
            actor=actor,
            body=body,
            post=post,
            valid_from=typed["valid_from"],
            person=typed["person"],
            name=typed["name"],
            email=typed["email"],
        ),
        said="De functie is ingevuld. Elke tafel waar ze een zetel heeft, volgt vanzelf.",
    )


@require_http_methods(["GET", "POST"])
def category(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """What a category may do and why it is there; ``nieuw`` makes one."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    found = body.member_categories.filter(key=key).first()
    if found is None and key != "nieuw":
        raise NotVisible
    form = CategoryForm(posted(request), instance=found)
    return form_page(
        request,
        body,
        form,
        title=f"Categorie {found.name}" if found else "Een nieuwe categorie",
        lead="De reden staat ook in de afsprakennota." if found else "",
        button="Bewaren",
        write=lambda typed: services.define_category(
            actor=actor,
            body=body,
            key=found.key if found else _free_key(body, typed["name"]),
            **typed,
        ),
        said="De categorie is bewaard.",
    )


def _free_key(body: GoverningBody, name: str) -> str:
    taken = set(body.member_categories.values_list("key", flat=True)) | {"nieuw"}
    key, number = slugify(name)[:25] or "categorie", 1
    start = key
    while key in taken:
        number += 1
        key = f"{start}-{number}"
    return key


@require_http_methods(["GET", "POST"])
def role_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Give someone a role at the table."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    form = RoleForm(
        posted(request),
        body=body,
        people=people_around(body, clock.today()),
        members=members_among(filled_seats(body, clock.today())),
        leads=standing_of(actor).leads,
        initial={"role": request.GET.get("rol", "")},
    )
    return form_page(
        request,
        body,
        form,
        title="Een rol geven",
        button="Rol geven",
        write=lambda typed: services.grant_role(
            actor=actor, body=body, **{**typed, "role": TableRole(typed["role"])}
        ),
        said="De rol is gegeven.",
        page="workspace/role_form.html",
        leads_to=lambda: _after_role(body, form.cleaned_data["role"]),
        other=(
            reverse("table_invite", args=[body.slug]),
            "Iemand uitnodigen die er niet bij staat",
        ),
    )


def _after_role(body: GoverningBody, role: str) -> str:
    """Back to what a new table still has to do, after its chair is known."""
    today = clock.today()
    going = role == TableRole.CHAIR and first_steps(body, filled_seats(body, today), today)
    return reverse("table" if going else "composition", args=[body.slug])


@require_http_methods(["GET", "POST"])
def role_end(request: HttpRequest, slug: str, grant: int) -> HttpResponse:
    """Let a role end."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    found = RoleGrant.objects.filter(body=body, pk=grant).select_related("person", "body").first()
    if found is None:
        raise NotVisible
    return form_page(
        request,
        body,
        EndForm(posted(request), initial={"on": clock.today()}),
        title=f"{found.person} is niet langer {found.get_role_display()}",
        button="Rol laten aflopen",
        write=lambda typed: services.end_role(actor=actor, grant=found, on=typed["on"]),
        said="De rol loopt af op die dag.",
    )


@require_http_methods(["GET", "POST"])
def involve(request: HttpRequest, slug: str) -> HttpResponse:
    """Involve an organization without a seat."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    return form_page(
        request,
        body,
        InvolveForm(posted(request)),
        title="Betrekken zonder zetel",
        lead="Niet iedereen hoeft aan tafel: advies, één punt of een verslag volstaat vaak.",
        button="Bewaren",
        write=lambda typed: services.involve_named(
            actor=actor,
            body=body,
            name=typed["organization"],
            way=Involved(typed["way"]),
            note=typed["note"],
        ),
        said="Bewaard.",
        suggestions=known_houses(),
    )


@require_http_methods(["GET", "POST"])
def involvement_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let an involvement end."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    found = Involvement.objects.filter(body=body, pk=pk).first()
    if found is None:
        raise NotVisible
    return form_page(
        request,
        body,
        EndForm(posted(request), initial={"on": clock.today()}),
        title=f"{found.organization} niet langer betrekken",
        button="Laten aflopen",
        write=lambda typed: services.end_involvement(
            actor=actor, involvement=found, on=typed["on"]
        ),
        said="Dit loopt af op die dag.",
    )


@require_http_methods(["GET", "POST"])
def support(request: HttpRequest, slug: str) -> HttpResponse:
    """Say which organizations support the table (R82)."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    now = "\n".join(body.support_organizations.values_list("name", flat=True))
    form = SupportForm(posted(request), initial={"organizations": now})
    return form_page(
        request,
        body,
        form,
        title="Wie ondersteunt dit overleg?",
        lead="Hun medewerkers lezen mee. Het mogen er meer zijn, of een bestuur zelf.",
        button="Bewaren",
        write=lambda typed: services.set_support_named(actor=actor, body=body, names=form.names()),
        said="Bewaard.",
    )


@require_POST
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring the review of the composition to the table, once its day has come (R66)."""
    body = composed_table_of(request, slug)
    proposal = propose_review(actor=actor_of(request), body=body)
    messages.success(request, f"“{proposal.title}” staat bij de voorstellen.")
    return redirect("proposal", slug, proposal.pk)
