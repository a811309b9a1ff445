"""Setting up a table from nothing, and inviting its members in one go."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.governance import services
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.places import places_at
from overlegtafel.governance.policy import may
from overlegtafel.governance.services import InvalidRows
from overlegtafel.governance.states import Task
from overlegtafel.organizations.models import Classification, Organization, Person
from overlegtafel.organizations.queries import (
    find_municipality,
    groups_on,
    members_on,
    regions_of_members,
)
from overlegtafel.reporting.founding import COPIED_FROM, Vacancy, posts_in_members, towns_by_region
from overlegtafel.workspace.forms.founding import INVITED_ROLES, FoundForm, InviteManyForm
from overlegtafel.workspace.views.shared import actor_of, circle_table_of, posted, table_context

LINES = 60
"""How many municipalities one page of invitations holds."""


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Set up a table. ``step`` says whether members are copied, searched, or all is sent."""
    actor = actor_of(request)
    if not actor.may_found_tables:
        raise NotAllowed("Alleen wie dat recht kreeg, richt een overleg op.")
    typed, step = posted(request), request.POST.get("step", "")
    if typed is not None and step == "found":
        form = FoundForm(typed)
        if form.is_valid():
            data = form.cleaned_data
            made = try_service(
                form,
                lambda: services.found_table(
                    actor=actor,
                    consultation=form.consultation(),
                    **{
                        name: data[name]
                        for name in (
                            "name",
                            "members",
                            "region",
                            "preset",
                            "support",
                            "rhythm",
                            "agreement_prefix",
                        )
                    },
                ),
            )
            if made is not None:
                messages.success(
                    request,
                    f"{made.name} staat klaar, met {len(data['members'])} zetels. "
                    "Hieronder ziet u wat nu komt.",
                )
                return redirect("table", made.slug)
        chosen = _numbers(typed.getlist("members"))
    elif typed is not None:
        form, chosen = _proceed(typed, step)
    else:
        form, chosen = FoundForm(), set()
    return render(request, "workspace/table_new.html", _page(form, chosen), status=status_of(form))


def _numbers(values: list[str]) -> set[int]:
    return {int(value) for value in values if value.isdecimal() and len(value) < 18}


def _proceed(typed: QueryDict, step: str) -> tuple[FoundForm, set[int]]:
    """What was typed, kept, with the members of a group taken over when that is asked."""
    kept: dict[str, Any] = typed.dict()
    chosen, today = _numbers(typed.getlist("members")), clock.today()
    group_ids = _numbers([str(kept.get("group", ""))])
    group = Organization.objects.filter(pk__in=group_ids, classification__in=COPIED_FROM).first()
    if step == "copy" and group is not None:
        chosen |= set(members_on(group, today).values_list("pk", flat=True))
        if not kept.get("name") and group.classification == COPIED_FROM[0]:
            kept["name"] = group.name
        if not kept.get("region"):
            kept["region"] = _region_of(group)
    if step == "clear":
        chosen = set()
    return FoundForm(initial=kept), chosen


def _region_of(group: Organization) -> int | None:
    """The reference region a group stands for, unless that has its table already."""
    regions = (
        [group]
        if group.classification == Classification.REFERENCE_REGION
        else list(regions_of_members(group, clock.today())[:2])
    )
    if group.classification not in COPIED_FROM[:2] or len(regions) != 1:
        return None
    if GoverningBody.objects.filter(region=regions[0], is_primary=True).exists():
        return None
    return regions[0].pk


def _page(form: FoundForm, chosen: set[int]) -> dict[str, Any]:
    """The municipalities to tick: what is chosen first, the rest by region or as searched."""
    today = clock.today()
    words = str(form["search"].value() or "").strip()[:100]
    groups = towns_by_region(today)
    towns = {town.pk: town for group in groups for town in group.towns}
    found = {town.pk for town in find_municipality(words, today)} if words else towns.keys()
    rest = [
        (group.name, [each for each in group.towns if each.pk in found and each.pk not in chosen])
        for group in groups
    ]
    return {
        "form": form,
        "chosen": sorted((towns[pk] for pk in chosen if pk in towns), key=lambda town: town.name),
        "groups": [(name, rows) for name, rows in rest if rows],
        "searched": words,
        "houses": groups_on(Classification.INTERMUNICIPAL, today),
    }


@require_http_methods(["GET", "POST"])
def invite_members(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite mayors and directors of all members: fill in, look once more, send."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    if not may(actor, body, Task.COMPOSE):
        raise NotAllowed("Alleen het secretariaat en de voorzitter nodigen uit.")
    towns = posts_in_members(body, INVITED_ROLES, clock.today())
    waiting = [each for each in towns if len(each.holders) < len(INVITED_ROLES)]
    shown = waiting[:LINES]
    form = InviteManyForm(posted(request), body=body, towns=shown)
    step, sent = request.POST.get("step", ""), []
    ready = request.method == "POST" and form.is_valid()
    if ready:
        try:
            sent = services.invite_many(
                actor=actor, body=body, lines=form.lines, rehearsal=step != "send"
            )
        except InvalidRows as refusal:
            form.refuse(refusal.rows)
            ready = False
    if ready and step == "send":
        many = len(sent) != 1
        messages.success(
            request, f"{len(sent)} {'uitnodigingen zijn' if many else 'uitnodiging is'} verstuurd."
        )
        return redirect("table", body.slug)
    context = table_context(
        request,
        body,
        section="table",
        form=form,
        rows=[(each, _cells(form, each)) for each in shown],
        known=[each for each in towns if each not in waiting],
        more=len(waiting) - len(shown),
        preview=ready and step == "preview",
        places=places_at(body, clock.today()),
    )
    return render(request, "workspace/invite_members.html", context, status=status_of(form))


@require_POST
def invite_again(request: HttpRequest, slug: str, person: int) -> HttpResponse:
    """Send someone who never signed in the invitation once more."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    if not may(actor, body, Task.COMPOSE):
        raise NotAllowed("Alleen het secretariaat en de voorzitter nodigen uit.")
    found = Person.objects.filter(pk=person).first()
    if found is None:
        raise NotVisible
    services.invite_again(actor=actor, body=body, person=found)
    messages.success(request, f"{found.name} krijgt de uitnodiging opnieuw.")
    return redirect(f"{reverse('invite_members', args=[body.slug])}#uitgenodigd")


def _cells(form: InviteManyForm, town: Vacancy) -> list[dict[str, Any]]:
    """The two posts of one municipality: who is known, or the two fields to fill."""
    cells = []
    for role in INVITED_ROLES:
        key = f"{role}-{town.municipality.pk}"
        fields = [] if role in town.holders else [form[f"{key}-name"], form[f"{key}-email"]]
        cells.append({"role": role.label, "holder": town.holders.get(role, ""), "fields": fields})
    return cells
