"""What was changed past the services is found by ``check_integrity``."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from tests.factories.cast import Cast

from overlegtafel.agreements.models import Agreement
from overlegtafel.audit.models import AuditEntry
from overlegtafel.local_decisions.models import DecisionEntry, LocalDecision
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.meetings.models import AgendaItem, Meeting, ReportVersion
from overlegtafel.meetings.services import approve_minutes
from overlegtafel.proposals.models import Proposal


@pytest.fixture
def _thread(cast: Cast) -> None:
    thread = cast.thread()
    record_decision(
        actor=cast.officer, decision=thread.decisions["Lede"], verb="plan", expected_revision=1
    )


@pytest.mark.usefixtures("_thread")
def test_what_the_services_made_is_whole() -> None:
    call_command("check_integrity")


@pytest.mark.usefixtures("_thread")
@pytest.mark.parametrize(
    ("model", "edit", "where"),
    [
        (Proposal, {"state": "refused", "answer": "x"}, "stand staat anders"),
        (Meeting, {"state": "approved"}, "stand staat anders"),
        (AgendaItem, {"minutes": "Iets anders."}, "verslag staat anders"),
        (AgendaItem, {"order": 9}, "punten genummerd"),
        (Agreement, {"title": "Iets anders"}, "afspraak staat anders"),
        (Agreement, {"competent_body": "college"}, "wie beslist lokaal staat anders"),
        (LocalDecision, {"state": "not_applicable"}, "stand staat anders"),
        (AuditEntry, {"reason": "achteraf"}, "inhoud is gewijzigd"),
    ],
)
def test_an_edited_row_is_named(
    model: type, edit: dict[str, object], where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    last = model.objects.latest("pk")  # type: ignore[attr-defined]
    row = LocalDecision.objects.get(municipality__name="Lede") if model is LocalDecision else last
    model.objects.filter(pk=row.pk).update(**edit)  # type: ignore[attr-defined]
    with pytest.raises(CommandError):
        call_command("check_integrity")
    assert where in capsys.readouterr().out


@pytest.mark.usefixtures("_thread")
@pytest.mark.parametrize(
    ("edit", "where"),
    [
        ({"state": "approved"}, "staat anders in zijn geschiedenis"),
        ({"facts": {"note": "anders"}}, "staat anders in zijn geschiedenis"),
        ({"source": "published"}, "staat anders in zijn geschiedenis"),
        ({"number": 7}, "er ontbreken regels in de geschiedenis"),
    ],
)
def test_a_history_that_was_edited_is_named(
    edit: dict[str, object], where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    last = DecisionEntry.objects.filter(decision__municipality__name="Lede").latest("number")
    DecisionEntry.objects.filter(pk=last.pk).update(**edit)
    with pytest.raises(CommandError):
        call_command("check_integrity")
    assert where in capsys.readouterr().out


@pytest.mark.usefixtures("_thread")
def test_a_history_that_was_removed_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    gone = DecisionEntry.objects.filter(decision__municipality__name="Lede")
    gone.filter(number=2).delete()
    with pytest.raises(CommandError):
        call_command("check_integrity")
    assert "er ontbreken regels in de geschiedenis" in capsys.readouterr().out
    gone.delete()
    with pytest.raises(CommandError):
        call_command("check_integrity")
    assert "zonder geschiedenis" in capsys.readouterr().out


def test_an_approved_report_that_was_altered_is_named(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    meeting = cast.thread("closed").meeting
    assert meeting is not None
    approve_minutes(actor=cast.secretary, meeting=meeting)
    call_command("check_integrity")
    ReportVersion.objects.update(content={"items": []})
    with pytest.raises(CommandError):
        call_command("check_integrity")
    assert "versie 1: de inhoud is gewijzigd na de goedkeuring" in capsys.readouterr().out


@pytest.mark.usefixtures("_thread")
def test_removed_rows_of_the_log_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    keys = list(AuditEntry.objects.order_by("-pk").values_list("pk", flat=True))
    for gone, where in ((keys[3:4], "sluit niet aan"), (keys[:2], "laatste regels ontbreken")):
        AuditEntry.objects.filter(pk__in=gone).delete()
        with pytest.raises(CommandError):
            call_command("check_integrity")
        assert where in capsys.readouterr().out
