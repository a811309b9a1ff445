"""What a month without a meeting has to tell: each kind of content to tick, and its points (R112).

The college reads what is open to local governments; the council only what is released or public.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.queries import execution_of
from overlegtafel.agreements.states import AgreementState
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.models import valid_on
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.states import DossierState
from overlegtafel.feedback.contents import CONTENTS
from overlegtafel.feedback.models import Package
from overlegtafel.feedback.states import RegionalOrgan
from overlegtafel.feedback.text import NOT_RELEASED, Line, Section
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.states import Wish
from overlegtafel.horizon.models import ForumLink, HorizonEntry
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.states import UNDECIDED, DecisionState
from overlegtafel.meetings.item_levels import level_of
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.states import MeetingState
from overlegtafel.organizations.models import Membership, Organization
from overlegtafel.printing.packages.circle import WIDE, due, tables_of
from overlegtafel.proposals.models import Proposal
from overlegtafel.publication.models import Release

_HALF_A_YEAR = relativedelta(months=6)


@dataclass(frozen=True)
class Source:
    """For whom points are gathered: one municipality, one organ, one month."""

    municipality: Organization
    organ: RegionalOrgan
    month: date
    tables: list[GoverningBody]

    @property
    def for_council(self) -> bool:
        """Whether only what is released may be in it."""
        return self.organ == RegionalOrgan.COUNCIL

    @property
    def last(self) -> date:
        """The last day that may be told of: of this month, or today."""
        end = self.month + relativedelta(months=1, days=-1)
        return min(end, clock.today()) if self.month <= clock.today() else end


def month_sections(package: Package, organ: RegionalOrgan) -> list[Section]:
    """The chosen content, in the order of the list."""
    assert package.month is not None
    town = package.municipality
    source = Source(town, organ, package.month, tables_of(town, clock.today()))
    return [section_of(key, source) for key in CONTENTS if key in package.chosen]


def section_of(key: str, source: Source) -> Section:
    """One kind of content with its points; without any, a sentence that says so."""
    lines = tuple(_LINES[key](source))
    none = NOT_RELEASED if source.for_council else "Niets."
    return Section(key, CONTENTS[key].title, lines, "" if lines else none)


def _agreements(source: Source) -> list[Line]:
    since = source.last - _HALF_A_YEAR
    found = Agreement.objects.filter(
        body__in=source.tables,
        state=AgreementState.CONFIRMED,
        item__meeting__held_on__range=(since, source.last),
    )
    rows = list(
        found.select_related("item__meeting__charter", "item__dossier", "body").order_by(
            "item__meeting__held_on", "reference"
        )
    )
    if source.for_council:
        released = set(
            Release.objects.filter(agreement__in=rows).values_list("agreement_id", flat=True)
        )
        rows = [each for each in rows if each.pk in released]
    else:
        rows = [each for each in rows if level_of(each.item, each.item.meeting) in WIDE]
    stands = execution_of([each.pk for each in rows])
    today = clock.today()
    return [
        Line(
            f"{each.reference} {each.title}",
            f"{stands[each.pk].label(today)}, {due(each.due_on)}",
            aloud=each.title,
        )
        for each in rows
    ]


def _decisions(source: Source) -> list[Line]:
    states = [DecisionState.ON_AGENDA] if source.for_council else list(UNDECIDED)
    rows = LocalDecision.objects.filter(municipality=source.municipality, state__in=states)
    return [
        Line(
            f"{each.agreement.reference} {each.agreement.title}",
            f"{each.body_spoken}, {each.get_state_display().lower()}"
            + (f", zitting van {spoken(each.meets_on)}" if each.meets_on else "")
            + f", {due(each.agreement.due_on)}",
            aloud=each.agreement.title,
        )
        for each in rows.select_related("agreement").order_by("agreement__due_on")
    ]


def _dossiers(source: Source) -> list[Line]:
    if source.for_council:
        return []
    rows = Dossier.objects.filter(
        body__in=source.tables, state=DossierState.OPEN, is_internal=False
    )
    return [
        Line(
            f"{each.reference} {each.title}",
            f"trekker: {each.owner}" if each.owner else "",
            aloud=each.title,
        )
        for each in rows.select_related("owner").order_by("reference")
    ]


def _map(source: Source) -> list[Line]:
    rows = Membership.objects.filter(valid_on(source.last), member=source.municipality)
    kinds: dict[str, list[str]] = {}
    for each in rows.select_related("group").order_by("group__classification", "group__name"):
        kinds.setdefault(each.group.get_classification_display(), []).append(each.group.name)
    return [Line(kind.capitalize(), ", ".join(names)) for kind, names in kinds.items()]


def _horizon(source: Source) -> list[Line]:
    if source.for_council:
        return []
    rows = HorizonEntry.objects.filter(
        body__in=source.tables, dropped_because="", expected_on__gte=source.month
    )
    return [Line(each.title, f"verwacht op {spoken(each.expected_on)}") for each in rows]


def _fora(source: Source) -> list[Line]:
    if source.for_council:
        return []
    rows = ForumLink.objects.filter(body__in=source.tables, ended_on__isnull=True)
    return [
        Line(each.forum_words, f"link met {each.body.name}")
        for each in rows.select_related("forum", "body")
    ]


def _agenda(source: Source) -> list[Line]:
    rows = Meeting.objects.filter(
        body__in=source.tables, held_on__gte=clock.today(), state=MeetingState.CONVENED
    )
    if source.for_council:
        rows = rows.filter(releases__isnull=False).distinct()
    return [
        Line(each.body.name, spoken(each.held_on))
        for each in rows.select_related("body").order_by("held_on")
    ]


def _wishes(source: Source) -> list[Line]:
    wishes = [Wish.COUNCIL] if source.for_council else [Wish.COLLEGE, Wish.COUNCIL]
    rows = Proposal.objects.filter(
        brought_by=source.municipality, body__in=source.tables, wish_of__in=wishes
    )
    found = [
        Line(each.title, f"op vraag van {each.get_wish_of_display()}: {each.get_state_display()}")
        for each in rows.order_by("-state_since")[:10]
    ]
    who = "de gemeenteraad" if source.for_council else "het college"
    question = Line(f"Wat wil {who} op de tafel?", "Wensen komen als voorstel bij de tafel.")
    return [*found, question]


_LINES: Mapping[str, Callable[[Source], list[Line]]] = {
    "agreements": _agreements,
    "decisions": _decisions,
    "dossiers": _dossiers,
    "map": _map,
    "horizon": _horizon,
    "fora": _fora,
    "agenda": _agenda,
    "wishes": _wishes,
}
