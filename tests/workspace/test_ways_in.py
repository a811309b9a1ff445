"""One door, several ways in: the link in a mail, many rows at once; each says how it was told."""

from datetime import date

import pytest
from django.core import signing
from django.test import Client
from tests.conftest import FixedClock
from tests.factories.cast import Cast, Thread
from tests.workspace.conftest import SignIn

from overlegtafel.local_decisions.links import report_link
from overlegtafel.local_decisions.models import DecisionEntry, LocalDecision
from overlegtafel.local_decisions.services import Report, record_decision, record_several
from overlegtafel.local_decisions.states import DecisionState, Source
from overlegtafel.outbox.models import Message

LEDE = "/besturen/lede/beslissingen/"


@pytest.fixture
def thread(cast: Cast) -> Thread:
    return cast.thread()


def address(decision: LocalDecision, cast: Cast) -> str:
    """The path of the officer's link as it stands in a mail."""
    return "/" + report_link(decision, cast.officer).split("/", 3)[3]


def approve(cast: Cast, decision: LocalDecision, **facts: object) -> LocalDecision:
    return record_decision(
        actor=cast.officer,
        decision=decision,
        verb="approve",
        expected_revision=decision.revision,
        meets_on=date(2026, 11, 20),
        **facts,  # type: ignore[arg-type]
    )


def test_asking_and_each_change_add_one_line_with_how_it_was_told(
    cast: Cast, thread: Thread
) -> None:
    lede = thread.decisions["Lede"]
    record_decision(actor=cast.officer, decision=lede, verb="plan", expected_revision=1)
    approve(cast, lede, source=Source.API, reporter_name="Notulensysteem Lede")
    lines = [
        (each.number, each.verb, each.state, each.source, each.reporter_name)
        for each in lede.entries.all()
    ]
    assert lines == [
        (1, "opened", "unknown", "asked", ""),
        (2, "plan", "planned", "declared", ""),
        (3, "approve", "approved", "api", "Notulensysteem Lede"),
    ]
    assert lede.entries.last().facts == {"meets_on": "2026-11-20"}  # type: ignore[union-attr]
    assert lede.source == Source.API


def test_a_line_of_history_is_never_changed_or_removed(thread: Thread) -> None:
    line = DecisionEntry.objects.latest("pk")
    with pytest.raises(TypeError):
        line.save()
    with pytest.raises(TypeError):
        line.delete()


def test_the_mail_brings_a_link_that_only_reads_until_it_is_sent(
    cast: Cast, thread: Thread, client: Client
) -> None:
    mail = Message.objects.get(kind="local_decision.asked", recipient=cast.officer)
    path = "/" + mail.action_url.split("/", 3)[3]
    page = client.get(path)
    assert page.status_code == 200
    assert "Wat deed de gemeenteraad van Lede?" in page.text
    assert page["X-Robots-Tag"] == "noindex"
    thread.decisions["Lede"].refresh_from_db()
    assert thread.decisions["Lede"].revision == 1
    answer = client.post(path, {"verb": "approve", "meets_on": "2026-11-20", "revision": 1})
    assert "Dank u, het is vastgelegd" in answer.text
    thread.decisions["Lede"].refresh_from_db()
    row = thread.decisions["Lede"]
    assert (row.state, row.source, row.recorded_by) == ("approved", "by_link", cast.officer)


def test_a_link_works_once_and_what_was_typed_comes_back(
    cast: Cast, thread: Thread, client: Client
) -> None:
    path = address(thread.decisions["Lede"], cast)
    typed = {"verb": "postpone", "note": "Schepen ziek", "revision": 1}
    assert client.post(path, typed).status_code == 200
    again = client.post(path, typed | {"note": "Nog eens"})
    assert again.status_code == 410
    assert "Deze link is al gebruikt, op 23 november 2026. Er staat nu: uitgesteld." in again.text
    assert "Nog eens" in again.text
    assert client.get(path).status_code == 410
    assert thread.decisions["Lede"].entries.count() == 2


def test_a_link_ends_when_a_colleague_was_first(cast: Cast, thread: Thread, client: Client) -> None:
    path = address(thread.decisions["Lede"], cast)
    record_decision(
        actor=cast.director, decision=thread.decisions["Lede"], verb="plan", expected_revision=1
    )
    answer = client.get(path)
    assert answer.status_code == 410
    assert f"{cast.director} legde op 23 november 2026 al iets vast" in answer.text


def test_a_link_ends_on_its_last_day(
    cast: Cast, thread: Thread, client: Client, clock: FixedClock
) -> None:
    path = address(thread.decisions["Lede"], cast)
    clock.travel_to("2026-12-23 12:00")
    assert client.get(path).status_code == 200
    clock.travel_to("2026-12-24 00:01")
    answer = client.post(path, {"verb": "plan", "revision": 1})
    assert answer.status_code == 410
    assert "Deze link werkte tot en met 23 december 2026." in answer.text
    assert thread.decisions["Lede"].entries.count() == 1


def test_an_altered_link_is_not_ours(cast: Cast, thread: Thread, client: Client) -> None:
    path = address(thread.decisions["Lede"], cast)
    for wrong in (path[:-3] + "AA/", path[:20] + "x" + path[21:], "/beslissing/onzin/"):
        answer = client.post(wrong, {"verb": "plan", "revision": 1})
        assert answer.status_code == 404
        assert "Deze link klopt niet." in answer.text
    stolen = signing.dumps({"decision": thread.decisions["Lede"].pk}, salt="iets anders")
    assert client.get(f"/beslissing/{stolen}/").status_code == 404


def test_a_link_is_of_one_person(cast: Cast, thread: Thread, as_: SignIn) -> None:
    path = address(thread.decisions["Lede"], cast)
    answer = as_(cast.other_officer).post(path, {"verb": "plan", "revision": 1})
    assert answer.status_code == 403
    assert f"Deze link is van {cast.officer.name}, en u bent aangemeld als" in answer.text
    assert as_(cast.officer).get(path).status_code == 200
    assert thread.decisions["Lede"].entries.count() == 1


def test_who_left_the_municipality_has_no_link_any_more(
    cast: Cast, thread: Thread, client: Client, clock: FixedClock
) -> None:
    path = address(thread.decisions["Lede"], cast)
    mandate = cast.officer.person.mandates.get()  # type: ignore[union-attr]
    mandate.valid_to = date(2026, 11, 22)
    mandate.save()
    answer = client.get(path)
    assert answer.status_code == 410
    assert "die intussen niet meer voor Lede vastlegt" in answer.text


def test_of_several_reports_each_stands_on_its_own(cast: Cast, thread: Thread) -> None:
    second = cast.thread(title="Sociale huur", held_on=date(2026, 10, 16)).decisions["Lede"]
    first = thread.decisions["Lede"]
    done = record_several(
        actor=cast.officer,
        reports=[
            Report(first, "approve", 1),
            Report(second, "plan", 1),
            Report(thread.decisions["Zele"], "plan", 1),
        ],
        source=Source.DECLARED,
    )
    assert [each.saved is not None for each in done] == [False, True, False]
    assert str(done[0].refusal) == "Kies de datum waarop beslist werd."
    assert str(done[2].refusal) == "Alleen het eigen bestuur legt zijn beslissing vast."


def rows(*decisions: LocalDecision, **typed: str) -> dict[str, object]:
    """A posted page: each decision as it stands, with what is typed as ``d1_verb``."""
    data: dict[str, object] = {"rij": [str(each.pk) for each in decisions]}
    for number, each in enumerate(decisions):
        data[f"d{each.pk}-revision"] = str(each.revision)
        for name, value in typed.items():
            at, _, field = name.partition("_")
            if at == f"d{number}":
                data[f"d{each.pk}-{field}"] = value
    return data


def test_ten_open_decisions_on_one_page_save_what_is_sound(
    cast: Cast, thread: Thread, as_: SignIn
) -> None:
    others = [
        cast.thread(title=f"Afspraak {number}", held_on=date(2026, 10, number)).decisions["Lede"]
        for number in range(1, 10)
    ]
    page = as_(cast.officer).get(LEDE)
    assert page.text.count('class="decision-row"') == 10
    answer = as_(cast.officer).post(
        LEDE,
        rows(
            thread.decisions["Lede"],
            *others,
            d0_verb="approve",
            d0_meets_on="2026-11-20",
            d1_verb="approve",
            d1_note="Zonder datum",
            d2_note="Alleen een nota",
            d3_verb="postpone",
        ),
    )
    assert answer.status_code == 422
    assert "2 rijen zijn niet bewaard" in answer.text
    assert "Kies de datum waarop beslist werd." in answer.text
    assert "Kies wat er gebeurde, of laat deze rij zoals ze was." in answer.text
    assert 'value="Zonder datum"' in answer.text
    assert 'value="Alleen een nota"' in answer.text
    states = [
        LocalDecision.objects.get(pk=each.pk).state for each in (thread.decisions["Lede"], *others)
    ]
    assert states == ["approved", "unknown", "unknown", "postponed", *["unknown"] * 6]
    assert answer.text.count('class="decision-row has-error"') == 2


def test_a_stale_row_is_told_and_keeps_what_was_typed(
    cast: Cast, thread: Thread, as_: SignIn
) -> None:
    lede = thread.decisions["Lede"]
    sent = rows(lede, d0_verb="postpone", d0_note="Volgende maand")
    record_decision(actor=cast.director, decision=lede, verb="plan", expected_revision=1)
    answer = as_(cast.officer).post(LEDE, sent)
    assert answer.status_code == 409
    assert f"Intussen legde {cast.director} vast: gepland voor de gemeenteraad." in answer.text
    assert 'value="Volgende maand"' in answer.text
    sent[f"d{lede.pk}-revision"] = "2"
    assert as_(cast.officer).post(LEDE, sent).status_code == 302
    lede.refresh_from_db()
    assert lede.state == DecisionState.POSTPONED


def test_a_row_that_was_decided_meanwhile_is_told(cast: Cast, thread: Thread, as_: SignIn) -> None:
    lede = thread.decisions["Lede"]
    sent = rows(lede, d0_verb="refuse", d0_meets_on="2026-11-20")
    approve(cast, lede)
    answer = as_(cast.officer).post(LEDE, sent)
    assert answer.status_code in (409, 422)
    assert "is niet bewaard" in answer.text
    lede.refresh_from_db()
    assert lede.state == DecisionState.APPROVED


OLD = "Stukken volgen nog"


def with_old_note(cast: Cast, thread: Thread) -> LocalDecision:
    """On an agenda, with a note that spoke of that."""
    return record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="put_on_agenda",
        expected_revision=1,
        meets_on=date(2026, 11, 20),
        note=OLD,
    )


def test_an_old_note_is_shown_as_old_and_never_sent_along(
    cast: Cast, thread: Thread, as_: SignIn, client: Client
) -> None:
    lede = with_old_note(cast, thread)
    own = as_(cast.officer)
    pages = [own.get(LEDE), own.get("/tafels/denderregio/afspraken/A-D01/besturen/lede/")]
    for page in [*pages, client.get(address(lede, cast))]:
        assert f"“op de agenda”:</span> {OLD}" in page.text
        assert f'value="{OLD}"' not in page.text


def test_another_outcome_never_takes_the_old_note_along(
    cast: Cast, thread: Thread, as_: SignIn
) -> None:
    lede = with_old_note(cast, thread)
    sent = rows(lede, d0_verb="approve_with_change", d0_meets_on="2026-11-20")
    refused = as_(cast.officer).post(LEDE, sent)
    assert refused.status_code == 422
    assert "Schrijf in één zin wat er wijzigde." in refused.text
    sent = rows(lede, d0_verb="approve", d0_meets_on="2026-11-20")
    assert as_(cast.officer).post(LEDE, sent).status_code == 302
    lede.refresh_from_db()
    assert (lede.state, lede.note) == (DecisionState.APPROVED, "")


def test_the_same_stand_keeps_its_note_until_another_is_written(
    cast: Cast, thread: Thread, as_: SignIn
) -> None:
    lede = with_old_note(cast, thread)
    sent = rows(lede, d0_verb="put_on_agenda", d0_meets_on="2026-12-17")
    assert as_(cast.officer).post(LEDE, sent).status_code == 302
    lede.refresh_from_db()
    assert (lede.meets_on, lede.note) == (date(2026, 12, 17), OLD)
    sent = rows(lede, d0_verb="put_on_agenda", d0_meets_on="2026-12-17", d0_note="Stukken klaar")
    assert as_(cast.officer).post(LEDE, sent).status_code == 302
    lede.refresh_from_db()
    assert lede.note == "Stukken klaar"


def test_nothing_typed_changes_nothing(cast: Cast, thread: Thread, as_: SignIn) -> None:
    answer = as_(cast.officer).post(LEDE, rows(thread.decisions["Lede"]), follow=True)
    assert "U wijzigde niets" in answer.text
    assert thread.decisions["Lede"].entries.count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("secretary", 403), ("chair", 403), ("alderman", 403), ("other_officer", 404)),
        *(("other_mayor", 404), ("partner", 404), ("citizen", 404)),
    ],
)
def test_only_the_own_people_fill_in_rows(
    cast: Cast, thread: Thread, as_: SignIn, who: str, status: int
) -> None:
    client = as_(getattr(cast, who))
    assert client.get(LEDE).status_code == status
    sent = rows(thread.decisions["Lede"], d0_verb="plan")
    assert client.post(LEDE, sent).status_code == status
    assert thread.decisions["Lede"].entries.count() == 1


def test_another_municipalitys_row_in_the_own_page_is_left_alone(
    cast: Cast, thread: Thread, as_: SignIn
) -> None:
    answer = as_(cast.officer).post(LEDE, rows(thread.decisions["Zele"], d0_verb="plan"))
    assert answer.status_code == 302
    assert thread.decisions["Zele"].entries.count() == 1
