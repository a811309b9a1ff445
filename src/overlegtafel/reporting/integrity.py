"""Recounting every derived figure the slow, simple way, and walking the log."""

from collections.abc import Callable, Iterator

from django.db import models

from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.agreements.queries import execution_of
from overlegtafel.audit.models import AuditEntry
from overlegtafel.audit.services import broken_links
from overlegtafel.dossiers.models import DocumentVersion
from overlegtafel.dossiers.storage import damage_of
from overlegtafel.local_decisions.models import LocalDecision, facts_of
from overlegtafel.local_decisions.queries import progress_of
from overlegtafel.meetings.models import AgendaItem, Meeting, ReportVersion
from overlegtafel.meetings.reports import checksum_of
from overlegtafel.meetings.states import MeetingState
from overlegtafel.products.models import JointAgreement, Statement
from overlegtafel.proposals.models import Proposal


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


_LOGGED: dict[type[models.Model], tuple[str, ...]] = {
    Proposal: ("state",),
    Meeting: ("state",),
    AgendaItem: ("minutes", "outcome", "outcome_note"),
    Agreement: ("state", "title", "text", "due_on", "competent_body"),
    Executor: ("state", "done_on"),
    LocalDecision: ("state", "college_on", "meets_on", "published_on", "link", "note"),
}
"""Facts whose every change is logged: what the log says last is what the row must say."""


def rows_beside_the_log() -> Iterator[str]:
    """Facts that were edited past the services: the row says something else than the log."""
    facts = {model._meta.label_lower: set(names) for model, names in _LOGGED.items()}
    said: dict[tuple[str, int, str], str] = {}
    entries = AuditEntry.objects.filter(subject_type__in=facts).order_by("id")
    told = entries.values_list("subject_type", "subject_id", "changes")
    for kind, pk, changes in told.iterator(chunk_size=2000):
        for name in facts[kind] & changes.keys():
            said[kind, pk, name] = str(changes[name][1] or "")
    for model, names in _LOGGED.items():
        kind = model._meta.label_lower
        for row in model._default_manager.order_by("pk").iterator(chunk_size=2000):
            for name in names:
                now = str(getattr(row, name) or "")
                if said.get((kind, row.pk, name), now) != now:
                    field = model._meta.get_field(name)
                    yield f"{row}: {field.verbose_name} staat anders in het logboek"  # type: ignore[union-attr]


def decisions_beside_their_history() -> Iterator[str]:
    """Each local decision is what the last line of its history says, and none is missing."""
    rows = LocalDecision.objects.select_related("agreement", "municipality").order_by("pk")
    for row in rows.prefetch_related("entries"):
        entries = list(row.entries.all())
        numbers = [entry.number for entry in entries]
        if not entries:
            yield f"{row}: zonder geschiedenis"
        elif numbers != list(range(numbers[0], row.revision + 1)):
            yield f"{row}: er ontbreken regels in de geschiedenis"
        elif (entries[-1].state, entries[-1].source, entries[-1].facts) != (
            row.state,
            row.source,
            facts_of(row),
        ):
            yield f"{row}: staat anders in zijn geschiedenis"


def documents_damaged() -> Iterator[str]:
    """Versions of documents whose file is not there, or not what was added."""
    for version in DocumentVersion.objects.select_related("document").order_by("pk"):
        if fault := damage_of(version.checksum):
            yield f"{version}: {fault}"


def reports_altered() -> Iterator[str]:
    """Approved reports that are not what was approved."""
    for version in ReportVersion.objects.select_related("meeting__body").order_by("pk"):
        if checksum_of(version.content) != version.checksum:
            yield f"{version}: de inhoud is gewijzigd na de goedkeuring"


def frozen_altered() -> Iterator[str]:
    """Statements that left and agreements that lie to be signed, other than they were frozen."""
    for model in (Statement, JointAgreement):
        for each in model._default_manager.exclude(checksum="").order_by("pk"):
            if not each.is_whole:
                yield f"{each}: de bevroren inhoud is gewijzigd"


CHECKS: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
    ("lokale beslissingen herteld", local_progress_differs),
    ("uitvoering herteld", execution_differs),
    ("agendapunten genummerd", items_misnumbered),
    ("afspraken met uitvoerder", agreements_without_executor),
    ("oproepingen bevroren", convened_without_agenda),
    ("logboek aaneengesloten", broken_links),
    ("feiten zoals gelogd", rows_beside_the_log),
    ("lokale beslissingen zoals hun geschiedenis", decisions_beside_their_history),
    ("bestanden van documenten heel", documents_damaged),
    ("goedgekeurde verslagen ongewijzigd", reports_altered),
    ("standpunten en overeenkomsten ongewijzigd", frozen_altered),
)
