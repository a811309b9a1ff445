"""What everyone may read. The public faces ask here and nowhere deeper."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from overlegtafel.agreements.models import Agreement
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.dossiers.states import FileKind
from overlegtafel.governance.models import GoverningBody
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.queries import HEIR, Progress, progress_of, spoken_state
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.states import MeetingState
from overlegtafel.organizations.models import Organization
from overlegtafel.publication.models import Release
from overlegtafel.publication.states import LocalDetail


@dataclass(frozen=True)
class PublicSeat:
    """A seat as everyone may know it: whose it is, not who fills it."""

    label: str
    category: str
    counts: bool
    municipality_slug: str
    nis: str


@dataclass(frozen=True)
class PublicDocument:
    """A released document; ``size`` is in bytes."""

    title: str
    name: str
    kind: str
    size: int
    checksum: str

    @property
    def label(self) -> str:
        """What kind of file it is, in words."""
        return str(FileKind(self.kind).label)


@dataclass(frozen=True)
class PublicItem:
    """One item of a released agenda; ``outcome`` is empty until the report is approved.

    Of an item that stays inside only the place on the agenda is known: no function, no category.
    """

    order: int
    title: str
    function: str
    category: str
    outcome: str
    documents: list[PublicDocument] = field(default_factory=list)


@dataclass(frozen=True)
class PublicMeeting:
    """A released meeting. ``cancelled`` is of now: who read the agenda should not come."""

    body: GoverningBody
    held_on: date
    starts_at: time
    location: str
    theme: str
    with_outcomes: bool
    members: list[str]
    items: list[PublicItem]
    released_at: datetime
    version: int
    cancelled: bool


@dataclass(frozen=True)
class PublicDecision:
    """One municipality's stand on a released agreement."""

    name: str
    slug: str
    nis: str
    state: str
    label: str
    spoken: str
    meets_on: date | None
    link: str
    is_untold: bool = False
    """Whether the sitting is over while its outcome was not told."""


@dataclass(frozen=True)
class PublicAgreement:
    """A released agreement; ``progress`` and ``decisions`` as far as released."""

    id: int
    body: GoverningBody
    reference: str
    title: str
    text: str
    due_on: date
    competent_body: str
    needs_local_decision: bool
    owner: str
    executors: list[str]
    held_on: date
    dossier: str
    released_at: datetime
    version: int
    progress: Progress | None
    decisions: list[PublicDecision]

    @property
    def stand(self) -> str:
        """How far the municipalities are, empty when no figures were released."""
        return self.progress.spoken(clock.today()) if self.progress else ""


def public_bodies(day: date | None = None) -> QuerySet[GoverningBody]:
    """The tables that exist on a day, with their number of members; their existence is public."""
    day = day or clock.today()
    return (
        GoverningBody.objects.filter(valid_on(day))
        .select_related("region", "organization")
        .annotate(
            member_count=Count(
                "seats", filter=Q(seats__category__counts=True) & valid_on(day, "seats__")
            )
        )
        .order_by("name")
    )


def public_body(slug: str, day: date | None = None) -> GoverningBody:
    """One table as it is on a day. Raises ``NotVisible``."""
    body = public_bodies(day).filter(slug=slug).first()
    if body is None:
        raise NotVisible
    return body


def public_seats(body: GoverningBody, day: date | None = None) -> list[PublicSeat]:
    """The seats of a table on a day, in its order."""
    seats = body.seats.filter(valid_on(day or clock.today())).select_related(
        "municipality", "post", "person", "category"
    )
    return [
        PublicSeat(
            label=seat.label,
            category=seat.category.name,
            counts=seat.counts,
            municipality_slug=seat.municipality.slug if seat.municipality else "",
            nis=seat.municipality.code if seat.municipality else "",
        )
        for seat in seats.order_by("order")
    ]


def releases_of(subject: Meeting | Agreement) -> list[Release]:
    """What was released of a meeting or an agreement, newest first, with who did."""
    return list(subject.releases.select_related("released_by").order_by("-number"))


def last_release_of(meeting: Meeting) -> tuple[int, datetime] | None:
    """The number and the moment of a meeting's newest release, if any."""
    return meeting.releases.order_by("-number").values_list("number", "released_at").first()


def _current(kind: str) -> QuerySet[Release]:
    newest = (
        Release.objects.filter(**{kind: OuterRef(kind)}).order_by("-number").values("number")[:1]
    )
    return Release.objects.filter(
        **{f"{kind}__isnull": False}, number=Subquery(newest)
    ).select_related("body__region")


def released_meetings(body: GoverningBody) -> QuerySet[Release]:
    """A table's released meetings, newest first, for paging; see ``as_meeting``."""
    releases = _current("meeting").filter(body=body).select_related("body__region", "meeting")
    return releases.order_by("-meeting__held_on", "-id")


def released_meeting(body: GoverningBody, day: date) -> PublicMeeting:
    """One released meeting. Raises ``NotVisible``."""
    release = released_meetings(body).filter(meeting__held_on=day).first()
    if release is None:
        raise NotVisible
    return as_meeting(release)


def as_meeting(release: Release) -> PublicMeeting:
    """A release read back as a meeting."""
    content = release.content
    return PublicMeeting(
        body=release.body,
        held_on=date.fromisoformat(content["held_on"]),
        starts_at=time.fromisoformat(content["starts_at"]),
        location=content["location"],
        theme=content.get("theme", ""),
        with_outcomes=content["with_outcomes"],
        members=content["members"],
        items=[_public_item(item) for item in content["items"]],
        released_at=release.released_at,
        version=release.number,
        cancelled=release.meeting is not None and release.meeting.state == MeetingState.CANCELLED,
    )


def _public_item(kept: dict[str, Any]) -> PublicItem:
    documents = [PublicDocument(**each) for each in kept.get("documents", [])]
    return PublicItem(**(kept | {"documents": documents}))


def released_document(body: GoverningBody, day: date, checksum: str) -> PublicDocument:
    """One document of a released meeting. Raises ``NotVisible``."""
    for item in released_meeting(body, day).items:
        for document in item.documents:
            if document.checksum == checksum:
                return document
    raise NotVisible


def released_agreements(body: GoverningBody | None = None) -> QuerySet[Release]:
    """The released agreements, newest meeting first, for paging; see ``as_agreements``."""
    releases = _current("agreement")
    if body is not None:
        releases = releases.filter(body=body)
    return releases.order_by("-agreement__item__meeting__held_on", "agreement__reference", "id")


def released_agreement(
    *, pk: int | None = None, body: GoverningBody | None = None, reference: str = ""
) -> PublicAgreement:
    """One released agreement, by number or by table and reference. Raises ``NotVisible``."""
    releases = released_agreements(body)
    releases = (
        releases.filter(agreement=pk)
        if pk is not None
        else releases.filter(agreement__reference__iexact=reference)
    )
    release = releases.first()
    if release is None:
        raise NotVisible
    return as_agreements([release], with_decisions=True)[0]


def agreements_asking(place: Organization) -> QuerySet[Release]:
    """The released agreements that ask something of a municipality, when its stand is public."""
    return released_agreements().filter(
        local_detail=LocalDetail.PER_MUNICIPALITY,
        agreement__in=LocalDecision.objects.filter(municipality=place).values("agreement"),
    )


def with_stand_of(
    place: Organization, releases: list[Release]
) -> list[tuple[PublicAgreement, PublicDecision]]:
    """What ``agreements_asking`` found, each with the municipality's own stand."""
    rows = LocalDecision.objects.filter(
        municipality=place, agreement__in=[release.agreement_id for release in releases]
    )
    own = {
        row.agreement_id: _public_decision(row)
        for row in rows.select_related("agreement", "municipality", HEIR)
    }
    return [(one, own[one.id]) for one in as_agreements(releases) if one.id in own]


def as_agreements(
    releases: list[Release], *, with_decisions: bool = False
) -> list[PublicAgreement]:
    """Releases read back as agreements, with live figures as far as each released them."""
    with_figures = {r.agreement_id or 0 for r in releases if r.local_detail != LocalDetail.NONE}
    figures = progress_of(with_figures)
    per_place: dict[int, list[PublicDecision]] = {}
    if with_decisions:
        open_ids = [
            r.agreement_id for r in releases if r.local_detail == LocalDetail.PER_MUNICIPALITY
        ]
        rows = LocalDecision.objects.filter(agreement__in=open_ids)
        for row in rows.select_related("municipality", HEIR).order_by("municipality__name"):
            per_place.setdefault(row.agreement_id, []).append(_public_decision(row))
    return [
        _public_agreement(
            release,
            figures.get(release.agreement_id or 0),
            per_place.get(release.agreement_id or 0, []),
        )
        for release in releases
    ]


def _public_agreement(
    release: Release, progress: Progress | None, decisions: list[PublicDecision]
) -> PublicAgreement:
    content: dict[str, Any] = dict(release.content)
    for name in ("due_on", "held_on"):
        content[name] = date.fromisoformat(content[name])
    return PublicAgreement(
        id=release.agreement_id or 0,
        body=release.body,
        released_at=release.released_at,
        version=release.number,
        progress=progress,
        decisions=decisions,
        **content,
    )


def _public_decision(row: LocalDecision) -> PublicDecision:
    return PublicDecision(
        name=row.municipality.name,
        slug=row.municipality.slug,
        nis=row.municipality.code,
        state=row.state,
        label=row.get_state_display(),
        spoken=spoken_state(row),
        meets_on=row.meets_on,
        link=row.link,
        is_untold=row.is_waiting(clock.today()),
    )
