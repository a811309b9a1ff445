"""Documents at dossiers, proposals and items: who reads them and why, and what may still change."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.conftest import FixedClock
from tests.factories.cast import Cast, Thread
from tests.factories.files import sound_pdf

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.dossiers import storage
from overlegtafel.dossiers.content_checks import check_file
from overlegtafel.dossiers.models import Document
from overlegtafel.dossiers.services import edit_dossier
from overlegtafel.governance.policy import clearance_of
from overlegtafel.governance.services import give_clearance
from overlegtafel.governance.states import Openness, Task
from overlegtafel.meetings.document_policy import documents_visible_to
from overlegtafel.meetings.document_queries import (
    bytes_of,
    documents_of,
    lines_of_dossier,
    lines_of_item,
    lines_of_items,
    lines_of_proposal,
)
from overlegtafel.meetings.models import Attendance, GuestInvitation, Replacement
from overlegtafel.meetings.services import (
    add_annex,
    add_to_dossier,
    add_version,
    close_meeting,
    convene_meeting,
    note_access_refusal,
    open_meeting,
    place_on_agenda,
    remove_document,
    save_minutes,
    set_document_openness,
    set_item_openness,
)
from overlegtafel.meetings.states import Acting, Outcome

TEXT = check_file(b"Een bijlage.", "bijlage.txt")
BETTER = check_file(b"Een betere bijlage.", "bijlage.txt")
SEES = {
    Openness.TABLE: {"secretary", "chair", "mayor"},
    Openness.MEMBERS: {"secretary", "chair", "mayor", "director"},
    Openness.LOCAL: {"secretary", "chair", "mayor", "director", "officer", "alderman"},
    Openness.PUBLIC: {"secretary", "chair", "mayor", "director", "officer", "alderman"},
}
PEOPLE = (
    *("secretary", "chair", "mayor", "director", "officer", "alderman", "councillor", "partner"),
    *("other_mayor", "other_secretary", "citizen"),
)


def annex(cast: Cast, thread: Thread, openness: Openness | None = None) -> Document:
    """An annex that the second secretary added, so that nobody of ``PEOPLE`` has it as own."""
    return add_annex(
        actor=cast.second_secretary,
        proposal=thread.proposal,
        title="Kostenraming",
        file=TEXT,
        openness=openness,
    )


def readers(cast: Cast, document: Document) -> set[str]:
    return {
        name
        for name in PEOPLE
        if documents_visible_to(cast.fresh(getattr(cast, name))).filter(pk=document.pk).exists()
    }


@pytest.mark.parametrize("openness", Openness)
def test_a_level_opens_a_document_to_its_circle_and_nobody_else(
    cast: Cast, openness: Openness
) -> None:
    thread = cast.thread("convened")
    assert readers(cast, annex(cast, thread, openness)) == SEES[openness]
    kept = add_to_dossier(
        actor=cast.second_secretary,
        dossier=cast.dossier,
        title="Tijdslijn",
        file=TEXT,
        openness=openness,
    )
    assert readers(cast, kept) == SEES[openness]


def test_before_the_agenda_goes_out_the_wider_circle_reads_no_annex(cast: Cast) -> None:
    thread = cast.thread("placed")
    document = annex(cast, thread)
    assert document.openness == Openness.LOCAL and document.is_inherited
    assert readers(cast, document) == {"secretary", "chair", "mayor", "director"}
    convene_meeting(actor=cast.secretary, meeting=thread.item.meeting)
    assert readers(cast, document) == SEES[Openness.LOCAL]


def why(actor: User, thread: Thread) -> list[str]:
    return [line.why for line in lines_of_item(actor, thread.item)]


def test_each_reader_is_told_why(cast: Cast) -> None:
    thread = cast.thread("convened")
    annex(cast, thread)
    assert why(cast.second_secretary, thread) == ["omdat u het zelf toevoegde"]
    assert why(cast.secretary, thread) == ["omdat u Denderregio begeleidt"]
    assert why(cast.chair, thread) == ["omdat u Denderregio voorzit"]
    assert why(cast.mayor, thread) == ["omdat u aan tafel zit bij Denderregio"]
    assert why(cast.director, thread) == [
        "omdat u algemeen directeur bent bij een lid van Denderregio"
    ]
    assert why(cast.alderman, thread) == [
        "omdat u werkt of een mandaat hebt bij een lid van Denderregio"
    ]
    assert why(cast.councillor, thread) == why(cast.other_mayor, thread) == []


def test_a_partner_who_prepares_reads_the_open_ones_of_that_proposal_only(cast: Cast) -> None:
    proposal = cast.proposal(prepared_by=cast.partner_organization)
    other = cast.proposal(title="Iets anders")
    add = {"actor": cast.secretary, "file": TEXT}
    add_annex(proposal=proposal, title="Open", **add)
    add_annex(proposal=proposal, title="Besloten", openness=Openness.TABLE, **add)
    add_annex(proposal=proposal, title="Leden", openness=Openness.MEMBERS, **add)
    add_annex(proposal=other, title="Van anderen", **add)
    mine = add_annex(actor=cast.partner, proposal=proposal, title="Eigen", file=BETTER)
    set_document_openness(actor=cast.secretary, document=mine, openness=Openness.TABLE)
    lines = lines_of_proposal(cast.partner, proposal)
    assert [(line.document.title, line.why) for line in lines] == [
        ("Open", "omdat uw organisatie dit punt voorbereidt"),
        ("Eigen", "omdat u het zelf toevoegde"),
    ]
    assert documents_visible_to(cast.partner).count() == 2


def test_a_guest_reads_the_open_ones_of_one_item_until_the_last_day(
    cast: Cast, clock: FixedClock
) -> None:
    thread, other = cast.thread("convened"), cast.thread("convened", held_on=date(2026, 10, 16))
    seen = annex(cast, thread)
    annex(cast, thread, Openness.MEMBERS)
    annex(cast, other)
    invited = GuestInvitation.objects.create(
        item=thread.item,
        user=cast.citizen,
        name="Expert",
        invited_by=cast.secretary,
        invited_at=clock.now(),
    )
    assert [line.why for line in lines_of_item(cast.citizen, thread.item)] == [
        "omdat u bij dit punt te gast bent"
    ]
    assert list(documents_visible_to(cast.citizen)) == [seen]
    GuestInvitation.objects.filter(pk=invited.pk).update(revoked_at=clock.now())
    assert not documents_visible_to(cast.citizen).exists()
    GuestInvitation.objects.filter(pk=invited.pk).update(revoked_at=None)
    clock.move(days=400)
    assert not documents_visible_to(cast.fresh(cast.citizen)).exists()


def test_who_stands_in_reads_that_one_meeting_as_the_seat_does(
    cast: Cast, clock: FixedClock
) -> None:
    thread, other = cast.thread("convened"), cast.thread("convened", held_on=date(2026, 10, 16))
    seen = annex(cast, thread, Openness.TABLE)
    annex(cast, other, Openness.TABLE)
    place = Attendance.objects.get(
        meeting=thread.item.meeting, seat__municipality=cast.towns["Lede"]
    )
    stands_in = Replacement.objects.create(
        attendance=place,
        name="Schepen Lede",
        acting=Acting.ALDERMAN,
        user=cast.alderman,
        named_at=clock.now(),
    )
    closed = documents_visible_to(cast.alderman).filter(openness=Openness.TABLE)
    assert list(closed) == [seen]
    assert why(cast.alderman, thread) == ["omdat u op deze vergadering iemands plaats inneemt"]
    Replacement.objects.filter(pk=stands_in.pk).update(revoked_at=clock.now())
    assert not closed.all().exists()


def test_a_dossier_with_internal_effects_closes_its_documents_too(cast: Cast) -> None:
    kept = add_to_dossier(
        actor=cast.second_secretary, dossier=cast.dossier, title="Loonschaal", file=TEXT
    )
    assert kept.openness == Openness.LOCAL
    edit_dossier(
        actor=cast.secretary,
        dossier=cast.dossier,
        expected_revision=cast.dossier.revision,
        is_internal=True,
    )
    kept.refresh_from_db()
    assert kept.openness == Openness.MEMBERS
    assert readers(cast, kept) == SEES[Openness.MEMBERS]


def test_versions_follow_each_other_and_the_replaced_one_stays(cast: Cast) -> None:
    thread = cast.thread("convened")
    document = annex(cast, thread)
    with pytest.raises(Invalid, match="hetzelfde"):
        add_version(actor=cast.secretary, document=document, file=TEXT)
    add_version(actor=cast.secretary, document=document, file=BETTER)
    [shown] = documents_of(cast.mayor, thread.item)
    assert (shown.current.number, [each.number for each in shown.earlier]) == (2, [1])
    assert bytes_of(shown.current) == b"Een betere bijlage."
    assert bytes_of(shown.earlier[0]) == b"Een bijlage."
    assert storage.path_of(shown.current.checksum).stat().st_size == shown.current.size


def test_a_document_goes_away_until_its_agenda_is_sent(cast: Cast) -> None:
    thread = cast.thread("placed")
    gone, stays = annex(cast, thread), annex(cast, thread)
    remove_document(actor=cast.mayor, document=gone)
    assert [each.pk for each in documents_of(cast.secretary, thread.item)] == [stays.pk]
    assert AuditEntry.objects.filter(verb="document.removed", actor=cast.mayor).count() == 1
    convene_meeting(actor=cast.secretary, meeting=thread.item.meeting)
    for actor in (cast.secretary, cast.mayor):
        with pytest.raises((WrongMoment, NotAllowed)):
            remove_document(actor=actor, document=stays)
    assert Document.objects.filter(pk=stays.pk).exists()


def test_who_brings_adds_until_the_agenda_is_sent_and_the_secretariat_after(cast: Cast) -> None:
    thread = cast.thread("placed")
    by_mayor = {"actor": cast.mayor, "proposal": thread.proposal, "title": "Cijfers", "file": TEXT}
    assert add_annex(**by_mayor).annex.item is None
    convene_meeting(actor=cast.secretary, meeting=thread.item.meeting)
    thread.proposal.refresh_from_db()
    with pytest.raises(NotAllowed):
        add_annex(**by_mayor)
    assert annex(cast, thread).annex.item == thread.item
    for name in ("director", "officer", "councillor", "partner", "other_mayor", "citizen"):
        with pytest.raises(NotAllowed):
            add_annex(**(by_mayor | {"actor": getattr(cast, name)}))


def test_what_came_after_a_meeting_shows_where_the_proposal_is_tabled_again(
    cast: Cast, clock: FixedClock
) -> None:
    clock.travel_to("2026-11-10 10:00")
    thread = cast.thread("convened")
    assert thread.meeting and thread.item
    with_it = annex(cast, thread)
    clock.travel_to("2026-11-20 10:00")
    open_meeting(actor=cast.secretary, meeting=thread.meeting)
    late = annex(cast, thread)
    save_minutes(
        actor=cast.secretary,
        item=thread.item,
        minutes="Te vroeg.",
        outcome=Outcome.DEFERRED,
        expected_revision=thread.item.revision,
    )
    clock.travel_to("2026-11-21 10:00")
    close_meeting(actor=cast.secretary, meeting=thread.meeting)
    thread.proposal.refresh_from_db()
    after = annex(cast, thread)
    again = place_on_agenda(
        actor=cast.secretary, meeting=cast.meeting(date(2026, 12, 18)), proposal=thread.proposal
    )
    thread.item.refresh_from_db()
    first = [each.pk for each in documents_of(cast.secretary, thread.item)]
    assert first == [with_it.pk, late.pk]
    assert [each.pk for each in documents_of(cast.secretary, again)] == [*first, after.pk]


def test_opening_up_is_an_act_with_a_name_for_who_releases(cast: Cast) -> None:
    thread = cast.thread("placed")
    document = annex(cast, thread)
    for openness in (Openness.PUBLIC, Openness.TABLE):
        with pytest.raises(NotAllowed):
            set_document_openness(actor=cast.officer, document=document, openness=openness)
    with pytest.raises(NotAllowed):
        set_document_openness(actor=cast.mayor, document=document, openness=Openness.PUBLIC)
    with pytest.raises(Invalid) as refusal:
        add_annex(
            actor=cast.mayor,
            proposal=thread.proposal,
            title="Cijfers",
            file=TEXT,
            openness=Openness.PUBLIC,
        )
    assert refusal.value.field == "openness"
    set_document_openness(
        actor=cast.chair, document=document, openness=Openness.PUBLIC, reason="Gevraagd."
    )
    entry = AuditEntry.objects.get(verb="document.opened")
    assert (entry.actor, entry.reason) == (cast.chair, "Gevraagd.")
    assert entry.changes == {"openness": [Openness.LOCAL, Openness.PUBLIC]}
    set_document_openness(actor=cast.mayor, document=document, openness=Openness.TABLE)
    assert AuditEntry.objects.filter(verb="document.closed", actor=cast.mayor).count() == 1


def test_what_is_released_never_closes_again(cast: Cast, clock: FixedClock) -> None:
    document = annex(cast, cast.thread("placed"), Openness.PUBLIC)
    Document.objects.filter(pk=document.pk).update(released_at=clock.now())
    for openness in (Openness.LOCAL, Openness.TABLE, None):
        with pytest.raises(WrongMoment, match="blijft openbaar"):
            set_document_openness(actor=cast.chair, document=document, openness=openness)
    with pytest.raises(WrongMoment):
        remove_document(actor=cast.secretary, document=document)


def test_documents_that_follow_an_item_go_along_with_it(cast: Cast) -> None:
    thread = cast.thread("convened")
    follows, apart = annex(cast, thread), annex(cast, thread, Openness.MEMBERS)
    with pytest.raises(NotAllowed):
        set_item_openness(actor=cast.mayor, item=thread.item, openness=Openness.TABLE)
    set_item_openness(actor=cast.secretary, item=thread.item, openness=Openness.TABLE)
    assert readers(cast, follows) == SEES[Openness.TABLE]
    assert readers(cast, apart) == SEES[Openness.MEMBERS]
    set_item_openness(actor=cast.secretary, item=thread.item, openness=None)
    assert readers(cast, follows) == SEES[Openness.LOCAL]


def test_a_refusal_is_kept_with_its_ground(cast: Cast) -> None:
    document = annex(cast, cast.thread("convened"))
    facts = {
        "document": document,
        "ground": "unfinished",
        "explanation": "Dit ontwerp is niet af.",
        "asked_on": date(2026, 11, 10),
        "refused_on": date(2026, 11, 20),
    }
    for name in ("mayor", "director", "officer", "partner", "other_secretary", "citizen"):
        with pytest.raises(NotAllowed):
            note_access_refusal(actor=getattr(cast, name), **facts)
    for wrong, field in (
        ({"ground": "omdat"}, "ground"),
        ({"explanation": " "}, "explanation"),
        ({"refused_on": date(2026, 11, 9)}, "refused_on"),
        ({"refused_on": date(2027, 1, 1)}, "refused_on"),
    ):
        with pytest.raises(Invalid) as refusal:
            note_access_refusal(actor=cast.secretary, **(facts | wrong))
        assert refusal.value.field == field
    note_access_refusal(actor=cast.secretary, **facts)
    assert (
        AuditEntry.objects.get(verb="document.access_refused").reason == "Dit ontwerp is niet af."
    )


def test_a_dossier_lists_its_own_documents_and_those_of_its_items(cast: Cast) -> None:
    thread = cast.thread("convened", dossier=cast.dossier)
    kept = add_to_dossier(actor=cast.secretary, dossier=cast.dossier, title="Kader", file=TEXT)
    beside = annex(cast, thread)
    lines = lines_of_dossier(cast.officer, cast.dossier)
    assert [line.document for line in lines] == [kept, beside]
    assert lines_of_dossier(cast.councillor, cast.dossier) == []


def test_the_same_bytes_are_kept_once(cast: Cast) -> None:
    thread = cast.thread("placed")
    pdf = check_file(sound_pdf(), "nota.pdf")
    made = [
        add_annex(actor=cast.secretary, proposal=thread.proposal, title=title, file=pdf)
        for title in ("Eerste", "Tweede")
    ]
    [checksum] = {each.current.checksum for each in made}
    assert storage.read(checksum) == pdf.content
    with pytest.raises(ValueError):
        storage.path_of("../../etc/passwd")


@pytest.mark.parametrize("many", [1, 12])
def test_a_list_costs_the_same_however_long(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    thread = cast.thread("convened", dossier=cast.dossier)
    for number in range(many):
        file = check_file(f"{number}".encode(), "bijlage.txt")
        add_annex(actor=cast.secretary, proposal=thread.proposal, title=f"Stuk {number}", file=file)
    officer = cast.fresh(cast.officer)
    assert documents_visible_to(officer).count() == many
    with django_assert_num_queries(4):
        assert len(lines_of_dossier(officer, cast.dossier)) == many
    with django_assert_num_queries(4):
        assert len(lines_of_items(officer, thread.meeting, [thread.item])[thread.item.pk]) == many


def test_another_annex_after_sending_asks_the_chair_again(cast: Cast) -> None:
    thread = cast.thread("convened")
    assert thread.meeting
    asked = {"body": cast.table, "task": Task.CONVENE, "subject": thread.meeting}
    give_clearance(actor=cast.system, **asked)
    first = check_file(b"een", "bijlage.txt")
    document = add_annex(actor=cast.secretary, proposal=thread.proposal, title="Stuk", file=first)
    assert clearance_of(**asked) is None
    give_clearance(actor=cast.system, **asked)
    add_version(actor=cast.secretary, document=document, file=check_file(b"twee", "bijlage.txt"))
    assert clearance_of(**asked) is None
