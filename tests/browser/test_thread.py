"""The thread by hand, in a real browser, by four people."""

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page
from tests.browser.walk import Walk
from tests.factories.cast import make_cast, make_person

from overlegtafel.audit.models import AuditEntry
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.organizations.models import PostRole


def test_eight_steps_by_four_people(page_factory: Callable[..., Page]) -> None:
    cast = make_cast()
    walk = Walk(
        mayor=page_factory(user=cast.mayor, width=390),
        secretary=page_factory(user=cast.secretary),
        officer=page_factory(user=cast.officer, color_scheme="dark"),
        director=page_factory(user=cast.director, width=390, color_scheme="dark"),
        table="denderregio",
        town="Lede",
        members=5,
        today=date(2026, 11, 23),
    )
    walk.all_steps()
    [decision] = LocalDecision.objects.filter(municipality=cast.towns["Lede"])
    assert decision.state == "approved"
    steps = AuditEntry.objects.filter(body_id=cast.table.pk).values_list("verb", "actor__name")
    for verb, name in [
        ("proposal.submitted", "Burgemeester Lede"),
        ("proposal.scheduled", "Regiocoördinator Dender"),
        ("meeting.convened", "Regiocoördinator Dender"),
        ("meeting.presence_recorded", "Regiocoördinator Dender"),
        ("minutes.saved", "Regiocoördinator Dender"),
        ("agreement.confirmed", "Regiocoördinator Dender"),
        ("local_decisions.opened", "Regiocoördinator Dender"),
        ("local_decision.recorded", "Dossierbehandelaar Lede"),
    ]:
        assert (verb, name) in list(steps)


def test_the_thread_works_without_javascript(page_factory: Callable[..., Page]) -> None:
    cast = make_cast()
    officer = make_person(
        cast.system, "Dossierbehandelaar Aalst", cast.towns["Aalst"], PostRole.OFFICER
    )
    plain = {"java_script_enabled": False}
    Walk(
        mayor=page_factory(user=cast.mayor, **plain),
        secretary=page_factory(user=cast.secretary, **plain),
        officer=page_factory(user=officer, **plain),
        director=page_factory(user=cast.director, **plain),
        table="denderregio",
        town="Aalst",
        members=5,
        today=date(2026, 11, 23),
    ).all_steps_but_feedback()
    [decision] = LocalDecision.objects.filter(municipality=cast.towns["Aalst"])
    assert decision.state == "approved"
