"""Couplings: made and revoked by the own municipality only, and their secret is kept nowhere."""

from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.factories.couplings import UNTIL, coupled

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.chores import chores
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.local_decisions import queries, services
from overlegtafel.local_decisions.models import DecisionEntry, IdempotencyKey, ReportingToken
from overlegtafel.local_decisions.states import DecisionState, Source, TokenScope

OWN = ("mayor", "director", "officer")
OTHERS = (
    *("secretary", "chair", "alderman", "councillor", "partner", "other_officer"),
    *("other_mayor", "other_secretary", "citizen"),
)


def made(cast: Cast, who: str = "director", **given: Any) -> tuple[ReportingToken, str]:
    return services.make_token(
        actor=getattr(cast, who),
        municipality=cast.towns["Lede"],
        **{
            "name": "Notulensysteem",
            "scope": TokenScope.REPORT,
            "expires_on": UNTIL,
            **given,
        },
    )


def report(token: ReportingToken, pk: int, key: str = "k1", **said: Any) -> dict[str, Any]:
    asked = {"verb": "approve", "meets_on": date(2026, 11, 23), **said}
    expected, verb = asked.pop("expected_revision", None), asked.pop("verb")
    return services.report_by_token(
        token=token,
        decision_id=pk,
        key=key,
        fingerprint=sha256(f"{pk}{verb}{asked}".encode()).hexdigest(),
        verb=verb,
        facts=asked,
        expected_revision=expected,
        as_answer=lambda decision: {"state": decision.state, "revision": decision.revision},
    )


@pytest.mark.parametrize("who", OWN)
def test_the_own_municipality_makes_and_revokes(cast: Cast, who: str) -> None:
    token, secret = made(cast, who)
    assert secret.startswith("ovt_") and len(secret) > 40
    assert queries.token_of_secret(secret) == token
    services.revoke_token(actor=getattr(cast, who), token=token)
    assert not ReportingToken.objects.get().works
    with pytest.raises(WrongMoment):
        services.revoke_token(actor=getattr(cast, who), token=token)


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_makes_sees_or_revokes(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        made(cast, who)
    token, _ = made(cast)
    actor = getattr(cast, who)
    assert not queries.tokens_of(actor, cast.towns["Lede"]).exists()
    with pytest.raises(NotVisible):
        queries.token_of(actor, cast.towns["Lede"], token.pk)
    with pytest.raises(NotAllowed):
        services.revoke_token(actor=actor, token=token)
    assert ReportingToken.objects.get().works


def test_the_secret_is_in_no_row_and_no_line_of_the_log(cast: Cast) -> None:
    thread = cast.thread()
    token, secret = made(cast)
    report(token, thread.decisions["Lede"].pk)
    rows = [*ReportingToken.objects.values(), *IdempotencyKey.objects.values()]
    rows += [*AuditEntry.objects.values(), *DecisionEntry.objects.values()]
    assert secret not in str(rows) and secret[4:] not in str(rows)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "NOTULENSYSTEEM"}, "name"),
        ({"name": "Nieuw", "expires_on": date(2026, 11, 22)}, "expires_on"),
        ({"name": "Nieuw", "expires_on": date(2029, 1, 1)}, "expires_on"),
    ],
)
def test_what_can_not_be_made(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    made(cast)
    with pytest.raises(Invalid) as refused:
        made(cast, **wrong)
    assert refused.value.field == field
    assert ReportingToken.objects.count() == 1


def test_a_report_says_that_a_system_spoke_and_which(cast: Cast) -> None:
    thread = cast.thread()
    token, _ = made(cast)
    decision = thread.decisions["Lede"]
    assert report(token, decision.pk, link="https://lede.example/b/1") == {
        "state": DecisionState.APPROVED,
        "revision": 2,
    }
    entry = decision.entries.get(number=2)
    assert (entry.source, entry.reporter_name) == (Source.API, "Notulensysteem")
    assert entry.recorded_by == cast.system
    told = AuditEntry.objects.get(verb="reporting_token.reported")
    assert (told.body_id, told.subject_label) == (cast.table.pk, "Notulensysteem")
    assert [one.pk for one in queries.reported_by_systems(cast.towns["Lede"])] == [entry.pk]
    assert queries.reported_by_systems(cast.towns["Zele"]) == []


def test_the_same_report_happens_once(cast: Cast) -> None:
    thread = cast.thread()
    token, _ = made(cast)
    decision = thread.decisions["Lede"]
    first = report(token, decision.pk)
    assert report(token, decision.pk) == first
    assert decision.entries.count() == 2
    with pytest.raises(Invalid) as refused:
        report(token, decision.pk, note="Toch iets anders")
    assert refused.value.field == "Idempotency-Key"


def test_a_refused_report_leaves_its_key_free(cast: Cast) -> None:
    thread = cast.thread()
    token, _ = made(cast)
    pk = thread.decisions["Lede"].pk
    with pytest.raises(Invalid):
        report(token, pk, meets_on=date(2026, 12, 1))
    assert not IdempotencyKey.objects.exists()
    assert report(token, pk)["state"] == DecisionState.APPROVED


def test_keys_are_forgotten_after_thirty_days_by_the_daily_round(
    cast: Cast, clock: FixedClock
) -> None:
    thread = cast.thread()
    token, _ = made(cast)
    report(token, thread.decisions["Lede"].pk)
    clock.move(days=30)
    assert chores["oude sleutels van meldingen"]() == 0
    clock.move(minutes=1)
    assert chores["oude sleutels van meldingen"]() == 1
    with pytest.raises(WrongMoment):
        report(token, thread.decisions["Lede"].pk)


def test_a_row_of_another_municipality_does_not_exist(cast: Cast) -> None:
    thread = cast.thread()
    token, _ = made(cast)
    with pytest.raises(NotVisible):
        report(token, thread.decisions["Zele"].pk)
    assert [one.municipality.name for one in queries.decisions_for(token)] == ["Lede"]


def test_an_older_revision_is_refused(cast: Cast) -> None:
    thread = cast.thread()
    token, _ = made(cast)
    pk = thread.decisions["Lede"].pk
    report(token, pk, verb="plan", meets_on=date(2026, 12, 10))
    with pytest.raises(Stale):
        report(token, pk, "k2", expected_revision=1)


def test_what_a_system_leaves_out_is_not_taken_away(cast: Cast) -> None:
    thread = cast.thread()
    token, _ = made(cast)
    decision = thread.decisions["Lede"]
    days = {"college_on": date(2026, 12, 1), "meets_on": date(2026, 12, 10)}
    report(token, decision.pk, verb="put_on_agenda", **days)
    report(token, decision.pk, "k2", link="https://lede.example/b/1")
    report(token, decision.pk, "k3", verb="publish", published_on=date(2026, 11, 23), meets_on=None)
    decision.refresh_from_db()
    assert decision.college_on == date(2026, 12, 1)
    assert decision.link == "https://lede.example/b/1"
    assert decision.published_on == date(2026, 11, 23)


def test_a_coupling_that_is_over_or_only_reads_reports_nothing(
    cast: Cast, clock: FixedClock
) -> None:
    thread = cast.thread()
    pk = thread.decisions["Lede"].pk
    reading, _ = coupled(cast, scope=TokenScope.READ, name="Leest")
    over, _ = coupled(cast, name="Kort", expires_on=date(2026, 11, 23))
    with pytest.raises(NotAllowed):
        report(reading, pk)
    clock.travel_to("2026-11-24 00:00")
    with pytest.raises(NotAllowed):
        report(over, pk)
    assert thread.decisions["Lede"].entries.count() == 1
