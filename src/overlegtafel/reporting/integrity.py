"""Recounting every derived figure the slow, simple way, and walking the log."""

from collections.abc import Callable, Iterator

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.queries import execution_of
from overlegtafel.audit.services import broken_links
from overlegtafel.local_decisions.queries import progress_of
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.states import MeetingState


def local_progress_differs() -> Iterator[str]:
    """Counts of local decisions: the grouped query against a plain loop over all rows."""
    agreements = list(Agreement.objects.prefetch_related("local_decisions"))
    derived = progress_of(agreement.pk for agreement in agreements)
    for agreement in agreements:
        states = [row.state for row in agreement.local_decisions.all()]
        counted = [state for state in states if state != "not_applicable"]
        naive = (
            sum(state in ("approved", "approved_with_change") for state in counted),
            counted.count("refused"),
            sum(state in ("approved", "approved_with_change", "refused") for state in counted),
            len(counted),
        )
        figure = derived.get(agreement.pk)
        shown = (
            (figure.approved, figure.refused, figure.closed, figure.total)
            if figure
            else (0, 0, 0, 0)
        )
        if shown != naive:
            yield f"{agreement.reference}: getoond {shown}, herteld {naive}"


def execution_differs() -> Iterator[str]:
    """Executors done and started, recounted."""
    agreements = list(Agreement.objects.prefetch_related("executors"))
    derived = execution_of(agreement.pk for agreement in agreements)
    for agreement in agreements:
        states = [executor.state for executor in agreement.executors.all()]
        naive = (states.count("done"), states.count("in_progress"), len(states))
        figure = derived[agreement.pk]
        if (figure.done, figure.started, figure.total) != naive:
            yield f"{agreement.reference}: getoond {figure}, herteld {naive}"


def items_misnumbered() -> Iterator[str]:
    """Agenda items stand 1, 2, 3 … in every meeting."""
    for meeting in Meeting.objects.prefetch_related("items").select_related("body"):
        orders = sorted(item.order for item in meeting.items.all())
        if orders != list(range(1, len(orders) + 1)):
            yield f"{meeting}: punten genummerd {orders}"


def agreements_without_executor() -> Iterator[str]:
    """Every agreement in force has an executor (R12)."""
    loose = Agreement.objects.filter(state="confirmed", executors__isnull=True)
    for agreement in loose.select_related("body"):
        yield f"{agreement.reference}: in voege zonder uitvoerder"


def convened_without_agenda() -> Iterator[str]:
    """Every convened meeting has a frozen agenda and its composition."""
    beyond = Meeting.objects.exclude(state__in=[MeetingState.PLANNED, MeetingState.CANCELLED])
    for meeting in beyond.select_related("body"):
        if not meeting.agenda_versions.exists() or not meeting.attendances.exists():
            yield f"{meeting}: opgeroepen zonder bevroren agenda of samenstelling"


CHECKS: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
    ("lokale beslissingen herteld", local_progress_differs),
    ("uitvoering herteld", execution_differs),
    ("agendapunten genummerd", items_misnumbered),
    ("afspraken met uitvoerder", agreements_without_executor),
    ("oproepingen bevroren", convened_without_agenda),
    ("logboek aaneengesloten", broken_links),
)
