"""What everyone may read. Nothing here writes, and nothing is shown that was not released."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.common.text import render_text
from overlegtafel.organizations import boundaries
from overlegtafel.organizations.models import Membership, Organization, Succession
from overlegtafel.public_site import pictures
from overlegtafel.publication import flanders, queries
from overlegtafel.publication.charters import has_public_charter, public_charter
from overlegtafel.publication.files import released_file
from overlegtafel.publication.history import region_timeline
from overlegtafel.publication.letters import public_letters
from overlegtafel.publication.pages import same_for_everyone
from overlegtafel.publication.statements import released_statements

MEETINGS_PER_PAGE = 12
AGREEMENTS_PER_PAGE = 30
LATEST = 5
DECIDERS = {
    "college van burgemeester en schepenen": "het college van burgemeester en schepenen",
    "gemeenteraad": "de gemeenteraad",
    "college en gemeenteraad": "de gemeenteraad, na het college",
    "raad voor maatschappelijk welzijn": "de raad voor maatschappelijk welzijn",
    "vast bureau": "het vast bureau",
}
"""Who decides, in a sentence; what a release holds is only the name."""
REGIONS_SINCE = date(2023, 3, 19)


def show(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A public page with its one permanent address."""
    context["canonical"] = settings.SITE_ADDRESS + request.path
    return render(request, f"public_site/{template}.html", context, status=status)


@login_not_required
@require_safe
@same_for_everyone
def home(request: HttpRequest) -> HttpResponse:
    """The map of Flanders, the search for a municipality and what was released last."""
    text, day = request.GET.get("q", "").strip()[:100], clock.today()
    found = list(flanders.municipalities(day, text=text)) if text else []
    mergers = flanders.mergers_meant(text, found) if found else {}
    if len(found) == 1:
        return _to_the_one(found[0], mergers)
    groups = flanders.groups(flanders.REGION, day)
    return show(
        request,
        "home",
        text=text,
        asked="q" in request.GET,
        found=[(one, mergers.get(one.pk)) for one in found],
        groups=groups,
        picture=pictures.flanders(groups),
        latest=queries.as_agreements(list(queries.released_agreements()[:LATEST])),
    )


def _to_the_one(place: Organization, mergers: dict[int, Succession]) -> HttpResponse:
    """To the page of the only one found, which says why when an older name was looked for."""
    address = reverse("public_municipality", args=[place.slug])
    merger = mergers.get(place.pk)
    return redirect(f"{address}?van={merger.predecessor.slug}" if merger else address)


@login_not_required
@require_safe
@same_for_everyone
def regions(request: HttpRequest) -> HttpResponse:
    """The fifteen reference regions."""
    groups = flanders.groups(flanders.REGION, clock.today())
    return show(
        request,
        "regions",
        groups=groups,
        picture=pictures.flanders(groups),
    )


@login_not_required
@require_safe
@same_for_everyone
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """One reference region on a day: members, tables and consultations."""
    day, fault = _day_asked(request)
    group = flanders.region(slug, day)
    members = [one.member for one in group.members]
    own = {one.pk for one in members}
    known = flanders.consultations_touching(own, day)
    return show(
        request,
        "region",
        status=400 if fault else 200,
        section="regions",
        group=group,
        day=day,
        is_today=day == clock.today(),
        fault=fault,
        before=day < REGIONS_SINCE,
        picture=pictures.places(members, day),
        counted_on=next((one.population_on for one in members if one.population_on), None),
        tables=queries.public_bodies().filter(region=group.organization),
        timeline=region_timeline(group),
        consultations=[
            {
                "group": one,
                "inside": [held.member for held in one.members if held.member_id in own],
                "outside": [held.member for held in one.members if held.member_id not in own],
            }
            for one in known
        ],
    )


def _day_asked(request: HttpRequest) -> tuple[date, str]:
    """The day in ``?op=``, or today with a sentence about what was wrong."""
    text = request.GET.get("op", "").strip()
    if not text:
        return clock.today(), ""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return clock.today(), "Die datum bestaat niet. Hieronder staat de samenstelling van nu."


@dataclass(frozen=True)
class Belonging:
    """The groups of one kind that a municipality is in."""

    kind: str
    memberships: list[Membership]


@login_not_required
@require_safe
@same_for_everyone
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """One municipality, of now or of before a merger: what it is part of."""
    place = flanders.municipality(slug)
    day = flanders.last_day(place, clock.today())
    held = flanders.belongs_to(place, day)
    region = next((one.group for one in held if one.group.classification == flanders.REGION), None)
    pages = Paginator(queries.agreements_asking(place), AGREEMENTS_PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    around = flanders.municipalities(day, region_slug=region.slug) if region else [place]
    return show(
        request,
        "municipality",
        place=place,
        day=day,
        region=region,
        merger=_merger_looked_for(request, place),
        names=flanders.names_elsewhere(place),
        page=page,
        agreements=[
            (one, stand, pictures.MARK_OF[stand.state])
            for one, stand in queries.with_stand_of(place, list(page))
        ],
        belongings=_by_kind(held),
        predecessors=flanders.predecessors(place),
        successors=flanders.successors(place),
        picture=pictures.places(around, day, here=place),
        tables=queries.public_bodies().filter(
            pk__in=place.seats.filter(valid_on(clock.today())).values("body")
        ),
    )


def _merger_looked_for(request: HttpRequest, place: Organization) -> Succession | None:
    """The merger in ``?van=``, by which someone came from an older name."""
    slug = request.GET.get("van", "")
    return flanders.merger_of(place, slug) if slug and slug.isprintable() else None


def _by_kind(held: list[Membership]) -> list[Belonging]:
    return [
        Belonging(label, found)
        for kind, label in flanders.GROUP_KINDS
        if (found := [one for one in held if one.group.classification == kind])
    ]


@login_not_required
@require_safe
@same_for_everyone
def tables(request: HttpRequest) -> HttpResponse:
    """All tables that use Overlegtafel."""
    found = [(one, pictures.plain_ring(one)) for one in queries.public_bodies()]
    return show(request, "tables", tables=found)


@login_not_required
@require_safe
@same_for_everyone
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """One table: who sits there, now or on a day, and what it released."""
    day, fault = _day_asked(request)
    body = queries.public_body(slug)
    seats = queries.public_seats(body, day)
    released = queries.released_agreements(body)
    pages = Paginator(queries.released_meetings(body), MEETINGS_PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return show(
        request,
        "table",
        status=400 if fault else 200,
        day=day,
        is_today=day == clock.today(),
        fault=fault,
        body=body,
        has_charter=has_public_charter(body),
        seats=seats,
        ring=pictures.seats_ring(seats),
        centre=[str(sum(seat.counts for seat in seats)), "", "leden"],
        page=page,
        meetings=[queries.as_meeting(release) for release in page],
        agreements=queries.as_agreements(list(released[:LATEST])),
        agreement_count=released.count(),
        has_statements=released_statements(body).exists(),
        letters=public_letters(body),
    )


@login_not_required
@require_safe
@same_for_everyone
def charter(request: HttpRequest, slug: str) -> HttpResponse:
    """What one table agreed about itself, when it made that public."""
    body = queries.public_body(slug)
    return show(request, "charter", body=body, charter=public_charter(body))


@login_not_required
@require_safe
@same_for_everyone
def agreements(request: HttpRequest, slug: str) -> HttpResponse:
    """All agreements that one table released."""
    body = queries.public_body(slug)
    pages = Paginator(queries.released_agreements(body), AGREEMENTS_PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    shown = queries.as_agreements(list(page))
    return show(request, "agreements", body=body, page=page, agreements=shown)


@login_not_required
@require_safe
@same_for_everyone
def meeting(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """One released meeting, with the agreements of it that were released."""
    held_on = _day_in_address(day)
    body = queries.public_body(slug)
    made = queries.released_agreements(body).filter(agreement__item__meeting__held_on=held_on)
    return show(
        request,
        "meeting",
        body=body,
        meeting=queries.released_meeting(body, held_on),
        agreements=queries.as_agreements(list(made)),
    )


@login_not_required
@require_safe
def document(request: HttpRequest, slug: str, day: str, checksum: str) -> HttpResponse:
    """The file of a document that was released with a meeting."""
    body, held_on = queries.public_body(slug), _day_in_address(day)
    return released_file(request, queries.released_document(body, held_on, checksum))


def _day_in_address(text: str) -> date:
    """The date, when it is written in its one way."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotVisible from None
    if day.isoformat() != text:
        raise NotVisible
    return day


@login_not_required
@require_safe
@same_for_everyone
def agreement(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One released agreement: ring, map and table as far as released."""
    if not reference.isprintable():  # PostgreSQL refuses some of these
        raise NotVisible
    body = queries.public_body(slug)
    shown = queries.released_agreement(body=body, reference=reference)
    if reference != shown.reference:
        return redirect("public_agreement", slug, shown.reference)
    seats = queries.public_seats(body)
    known = queries.released_meetings(body).filter(meeting__held_on=shown.held_on).exists()
    return show(
        request,
        "agreement",
        body=body,
        agreement=shown,
        text=render_text(shown.text) if shown.text else "",
        ring=pictures.decided_ring(shown.decisions, seats),
        centre=_centre(shown),
        decider=DECIDERS.get(shown.competent_body, shown.competent_body),
        states=pictures.decided_states(shown.decisions),
        rows=[(one, pictures.MARK_OF[one.state]) for one in shown.decisions],
        picture=pictures.decided_map(shown),
        meeting_url=reverse("public_meeting", args=[slug, shown.held_on]) if known else "",
    )


def _centre(shown: queries.PublicAgreement) -> list[str]:
    """The figures in the middle of the ring."""
    if shown.progress is None:
        return []
    figures = shown.progress
    return [str(figures.approved), f"van {figures.total}", "besturen keurden goed"]


@login_not_required
@require_safe
@same_for_everyone
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the site is, and where to report what is not."""
    return show(request, "accessibility")


@login_not_required
@require_safe
@same_for_everyone
def sources(request: HttpRequest) -> HttpResponse:
    """What Overlegtafel is and where its data come from."""
    return show(
        request,
        "sources",
        credits=[boundaries.credit(), boundaries.credit(date(2024, 12, 31))],
    )
