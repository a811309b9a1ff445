"""The report to approve and the advice on the way, at their item in the pack (R9, R55, R133)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.factories.routes import USUAL, make_around, route, settle
from tests.printing.papers import bookmarks_of, pages_of

from overlegtafel.accounts.models import User
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.states import Openness
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.services import (
    accept_remark,
    approve_minutes,
    close_meeting,
    convene_meeting,
    open_meeting,
    place_on_agenda,
    remark_on_report,
)
from overlegtafel.printing.contents import pack_contents
from overlegtafel.printing.models import Pack
from overlegtafel.printing.pack_file import pdf_path
from overlegtafel.printing.queries import pack_to_serve, pack_view
from overlegtafel.printing.services import ask_for_pack
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.services import advise, pass_on
from overlegtafel.proposals.states import PassageOutcome

pytestmark = pytest.mark.django_db
Work = Callable[[], None]
NEXT = date(2026, 12, 18)
SAID = "Lede vraagt eerst cijfers per kern."
ADVICE = "Gunstig, als elk bestuur zelf de plaats kiest."
TITLE = "Verslag van 20 november 2026"


@pytest.fixture
def held(cast: Cast) -> Meeting:
    """A meeting of 20 November whose report is a concept."""
    thread = cast.thread("agreed", title="Fietsroute")
    assert thread.meeting is not None
    assert thread.item is not None
    AgendaItem.objects.filter(pk=thread.item.pk).update(minutes=SAID)
    close_meeting(actor=cast.secretary, meeting=thread.meeting)
    return thread.meeting


@pytest.fixture
def coming(cast: Cast, held: Meeting) -> Meeting:
    """The next meeting, convened: its first item approves that report."""
    meeting = cast.meeting(NEXT)
    place_on_agenda(
        actor=cast.system, meeting=meeting, proposal=cast.proposal(title="Laadpalen", note="Nota.")
    )
    convene_meeting(actor=cast.system, meeting=meeting)
    return Meeting.objects.select_related("body").get(pk=meeting.pk)


def made_for(actor: User, meeting: Meeting, work: Work) -> tuple[Pack, list[str]]:
    ask_for_pack(actor=actor, meeting=meeting)
    work()
    pack = pack_to_serve(actor, meeting)
    return pack, pages_of(pdf_path(pack.fingerprint).read_bytes())


def test_the_report_stands_at_the_item_that_approves_it(
    cast: Cast, coming: Meeting, work: Work
) -> None:
    pack, paper = made_for(cast.mayor, coming, work)
    item = coming.items.get(order=1)
    page = pack.places[f"report-{item.pk}"]
    assert TITLE in paper[page - 1]
    assert "Concept: nog niet goedgekeurd" in paper[page - 1]
    assert pack.places[f"item-{item.pk}"] <= page
    whole = " ".join(paper)
    assert SAID in whole
    assert whole.index(SAID) < whole.rindex("2. Laadpalen")
    assert f"{TITLE} · Concept: nog niet goedgekeurd" in paper[1]
    [line, other] = pack_view(cast.mayor, coming).lines
    assert line.report is not None
    assert (line.report.title, line.report.page) == (TITLE, page)
    assert other.report is None
    content = pdf_path(pack.fingerprint).read_bytes()
    assert TITLE in str(bookmarks_of(content))


def test_the_page_of_the_pack_names_the_report_and_its_page(
    cast: Cast, coming: Meeting, work: Work
) -> None:
    pack, _ = made_for(cast.mayor, coming, work)
    client = Client()
    client.force_login(cast.mayor, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/tafels/denderregio/vergaderingen/2026-12-18/bundel/").text
    number = pack.places[f"report-{coming.items.get(order=1).pk}"]
    assert f'<span>{TITLE}</span><span class="muted">blz. {number}</span>' in page


def test_who_reads_no_concept_gets_a_pack_without_it(
    cast: Cast, coming: Meeting, work: Work
) -> None:
    inside, _ = made_for(cast.mayor, coming, work)
    around, paper = made_for(cast.officer, coming, work)
    assert around.fingerprint != inside.fingerprint
    assert SAID not in " ".join(paper)
    assert TITLE not in " ".join(paper)
    assert pack_view(cast.officer, coming).lines[0].report is None


def test_once_it_is_approved_the_wider_circle_reads_it_too(
    cast: Cast, held: Meeting, coming: Meeting
) -> None:
    before = pack_contents(cast.officer, coming).fingerprint
    approve_minutes(actor=cast.secretary, meeting=held)
    fresh = Meeting.objects.select_related("body").get(pk=coming.pk)
    report = pack_contents(cast.officer, fresh).items[0].report
    assert report is not None
    assert "Goedgekeurd op" in report.data["status"]
    assert pack_contents(cast.officer, fresh).fingerprint != before


def test_what_is_closed_in_the_report_stays_closed_in_the_pack(
    cast: Cast, held: Meeting, coming: Meeting
) -> None:
    held.items.update(openness=Openness.TABLE)
    for reader, reads in ((cast.mayor, True), (cast.director, False)):
        report = pack_contents(reader, coming).items[0].report
        assert report is not None
        assert (SAID in str(report.data)) is reads


def test_a_corrected_report_makes_another_pack(cast: Cast, held: Meeting, coming: Meeting) -> None:
    before = pack_contents(cast.mayor, coming).fingerprint
    assert pack_contents(cast.chair, coming).fingerprint == before
    item = held.items.get()
    remark = remark_on_report(actor=cast.mayor, item=item, text="Niet per kern.")
    assert pack_contents(cast.mayor, coming).fingerprint == before
    accept_remark(
        actor=cast.secretary,
        remark=remark,
        minutes="Lede vraagt eerst cijfers.",
        expected_revision=item.revision,
    )
    after = pack_contents(cast.mayor, coming)
    assert after.fingerprint != before
    assert "cijfers per kern" not in str(after.items[0].words())


@pytest.mark.parametrize("items", [1, 30])
def test_a_report_costs_the_same_whatever_its_size(
    cast: Cast, items: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    held = cast.meeting()
    for number in range(items):
        place_on_agenda(
            actor=cast.system, meeting=held, proposal=cast.proposal(title=f"Punt {number}")
        )
    convene_meeting(actor=cast.system, meeting=held)
    held.items.update(minutes=SAID, outcome="noted")
    open_meeting(actor=cast.system, meeting=held)
    coming = cast.meeting(NEXT)
    close_meeting(actor=cast.system, meeting=held)
    convene_meeting(actor=cast.system, meeting=coming)
    standing_of(cast.mayor)
    with django_assert_num_queries(14):
        [item] = pack_contents(cast.mayor, coming).items
    assert item.report is not None
    assert len(item.report.data["items"]) == items


# Advice


@pytest.fixture
def advised(cast: Cast) -> Meeting:
    """A convened meeting with one item that came along two bodies."""
    make_around(cast)
    settle(cast, **route(*USUAL))
    proposal = cast.proposal(title="Laadpalen")
    first, second = proposal.passages.order_by("order")
    advise(actor=cast.system, passage=first, outcome=PassageOutcome.WITH_REMARKS, advice=ADVICE)
    pass_on(actor=cast.system, passage=second, advice="")
    meeting = cast.meeting(NEXT)
    place_on_agenda(
        actor=cast.system, meeting=meeting, proposal=Proposal.objects.get(pk=proposal.pk)
    )
    convene_meeting(actor=cast.system, meeting=meeting)
    return Meeting.objects.select_related("body").get(pk=meeting.pk)


def test_the_advice_of_a_body_on_the_way_stands_at_its_item(
    cast: Cast, advised: Meeting, work: Work
) -> None:
    _, paper = made_for(cast.mayor, advised, work)
    whole = " ".join(paper)
    assert ADVICE in whole
    assert "advies met opmerkingen, 23 november 2026, genoteerd door Systeem" in whole
    assert whole.count("Advies van") == 1
    assert whole.rindex("1. Laadpalen") < whole.index("Advies van")


@pytest.mark.parametrize(
    ("who", "reads"), [("director", True), ("chair", True), ("officer", False)]
)
def test_advice_is_for_who_reads_the_proposal_inside_the_table(
    cast: Cast, advised: Meeting, who: str, reads: bool
) -> None:
    [item] = pack_contents(getattr(cast, who), advised).items
    assert [each.text for each in item.advice] == ([ADVICE] if reads else [])
    assert (ADVICE in str(item.words())) is reads


def test_an_item_of_the_table_alone_takes_its_advice_along(cast: Cast) -> None:
    make_around(cast)
    settle(cast, **route(("stuurgroep", "screens")))
    proposal = cast.proposal(title="Laadpalen", by=cast.chair, town="Ninove")
    pass_on(actor=cast.system, passage=proposal.passages.get(), advice="Let op de plaats.")
    meeting = cast.meeting(NEXT)
    placed = Proposal.objects.get(pk=proposal.pk)
    place_on_agenda(actor=cast.system, meeting=meeting, proposal=placed)
    convene_meeting(actor=cast.system, meeting=meeting)
    [before] = pack_contents(cast.director, meeting).items
    assert [each.text for each in before.advice] == ["Let op de plaats."]
    meeting.items.update(openness=Openness.TABLE)
    Proposal.objects.update(openness=Openness.TABLE)
    [closed] = pack_contents(cast.director, meeting).items
    assert (closed.advice, closed.words()["advice"]) == ([], [])
    [open_item] = pack_contents(cast.mayor, meeting).items
    assert len(open_item.advice) == 1
