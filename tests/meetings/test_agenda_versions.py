"""A next version of a sent agenda: prepared unseen, told in words, kept beside the old one."""

from datetime import date

import pytest
from tests.conftest import FixedClock
from tests.factories.cast import Cast

from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.dossiers.content_checks import check_file
from overlegtafel.meetings.differences import differences
from overlegtafel.meetings.dispatches import dispatch_of, troubles_of
from overlegtafel.meetings.models import AgendaItem, AgendaVersion, Delivery, ExchangeRow, Meeting
from overlegtafel.meetings.notifications import PERSONAL
from overlegtafel.meetings.previews import preview_of
from overlegtafel.meetings.services import (
    add_annex,
    add_supplement,
    add_version,
    complete_supplement,
    convene_meeting,
    drop_supplements,
    leave_out_supplement,
    mark_agenda_read,
    mend_address,
    move_supplement,
    open_meeting,
    place_on_agenda,
    send_again,
    send_new_version,
    settle_arrived,
)
from overlegtafel.meetings.supplements import seats_with_a_place, supplement_of
from overlegtafel.outbox.models import Message
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.services import withdraw_proposal
from overlegtafel.proposals.states import ProposalState
from overlegtafel.reporting.agenda_versions import news_of, versions_of

S = Message.State
COMING = date(2026, 12, 18)


def sent_meeting(cast: Cast, *titles: str) -> Meeting:
    """A meeting whose agenda went out with these items."""
    meeting = cast.meeting(COMING)
    for title in titles or ("Eerste", "Tweede", "Derde"):
        place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=cast.proposal(title=title))
    convene_meeting(actor=cast.secretary, meeting=meeting)
    return meeting


def titles_of(meeting: Meeting) -> list[str]:
    return list(meeting.items.order_by("order").values_list("title", flat=True))


def proposal(title: str) -> Proposal:
    return Proposal.objects.get(title=title)


def entry(number: int, order: int, **more: object) -> dict[str, object]:
    return {"proposal": number, "order": order, "title": f"Punt {number}", **more}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([1, 2], [1, 2], []),
        ([1, 2], [3, 1, 2], ["Nieuw: punt 1, “Punt 3”."]),
        ([1, 2, 3], [1, 3], ["Vervallen: “Punt 2” (was punt 2)."]),
        ([1, 2, 3], [3, 1, 2], ["Verplaatst: “Punt 3” van punt 3 naar punt 1."]),
        ([], [1], ["Nieuw: punt 1, “Punt 1”."]),
    ],
)
def test_only_what_really_changed_is_told(
    before: list[int], after: list[int], told: list[str]
) -> None:
    old = [entry(number, place) for place, number in enumerate(before, 1)]
    new = [entry(number, place) for place, number in enumerate(after, 1)]
    assert [change.sentence for change in differences(old, new)] == told


def test_a_change_names_its_fields_and_an_older_edition_is_not_called_changed() -> None:
    old = [entry(1, 1, title="Laadpalen", note="a"), {"order": 2, "title": "Varia"}]
    new = [
        entry(1, 1, title="Laadpalen langs de Dender", note="b"),
        {"order": 2, "title": "Varia", "summary": "Wat er nog is"},
    ]
    [change] = differences(old, new)
    assert change.sentence == (
        "Gewijzigd: punt 1, “Laadpalen langs de Dender”: de titel en de nota."
    )


def test_nobody_sees_what_is_prepared_until_it_is_sent(cast: Cast) -> None:
    meeting, extra = sent_meeting(cast), cast.proposal(title="Toch nog")
    mails = Message.objects.count()
    add_supplement(actor=cast.secretary, meeting=meeting, proposal=extra)
    move_supplement(actor=cast.secretary, meeting=meeting, proposal=proposal("Toch nog"), step=-1)
    leave_out_supplement(actor=cast.secretary, meeting=meeting, proposal=proposal("Tweede"))
    assert titles_of(meeting) == ["Eerste", "Tweede", "Derde"]
    assert AgendaVersion.objects.filter(meeting=meeting).count() == 1
    assert Message.objects.count() == mails
    extra.refresh_from_db()
    assert extra.state == ProposalState.SUBMITTED


def test_the_next_version_is_frozen_and_tells_what_differs(cast: Cast) -> None:
    meeting, extra = sent_meeting(cast), cast.proposal(title="Toch nog")
    add_supplement(actor=cast.secretary, meeting=meeting, proposal=extra)
    move_supplement(actor=cast.secretary, meeting=meeting, proposal=extra, step=-1)
    leave_out_supplement(actor=cast.secretary, meeting=meeting, proposal=proposal("Tweede"))
    version = send_new_version(actor=cast.secretary, meeting=meeting)
    assert version.number == 2
    assert titles_of(meeting) == ["Eerste", "Toch nog", "Derde"]
    assert [each["order"] for each in version.content] == [1, 2, 3]
    first = meeting.agenda_versions.get(number=1)
    assert [each["title"] for each in first.content] == ["Eerste", "Tweede", "Derde"]
    assert proposal("Tweede").state == ProposalState.SUBMITTED
    assert proposal("Toch nog").state == ProposalState.SCHEDULED
    mail = Message.objects.get(kind="meeting.new_agenda", recipient=cast.mayor)
    assert mail.subject.startswith("Nieuwe agenda (versie 2) Denderregio")
    assert (
        "Anders dan in versie 1\n- Nieuw: punt 2, “Toch nog”.\n- Vervallen: “Tweede”" in mail.text
    )
    assert "1. Eerste\n2. Toch nog\n3. Derde" in mail.text
    with pytest.raises(Invalid, match="niets gewijzigd"):
        send_new_version(actor=cast.secretary, meeting=meeting)


def test_what_is_filled_in_anew_shows_only_in_the_next_version(cast: Cast) -> None:
    meeting = sent_meeting(cast)
    asked = {"actor": cast.secretary, "meeting": meeting, "proposal": proposal("Eerste")}
    complete_supplement(**asked, expected_revision=0, preparer_label="SOLVA")  # type: ignore[arg-type]
    assert meeting.items.get(title="Eerste").preparer_label == "AD Lede"
    with pytest.raises(Stale):
        complete_supplement(**asked, expected_revision=0, preparer_label="VVSG")  # type: ignore[arg-type]
    send_new_version(actor=cast.secretary, meeting=meeting)
    assert meeting.items.get(title="Eerste").preparer_label == "SOLVA"
    assert proposal("Eerste").preparer_label == "SOLVA"


def test_what_came_too_late_needs_the_chair_here_too(cast: Cast) -> None:
    meeting = sent_meeting(cast)
    Meeting.objects.filter(pk=meeting.pk).update(proposals_due_on=date(2026, 11, 1))
    late = cast.proposal(title="Te laat")
    with pytest.raises(WrongMoment, match="na de uiterste dag"):
        add_supplement(actor=cast.secretary, meeting=meeting, proposal=late)
    with pytest.raises(Invalid, match="waarom"):
        add_supplement(actor=cast.chair, meeting=meeting, proposal=late)
    add_supplement(
        actor=cast.chair, meeting=meeting, proposal=late, late_reason="De minister vraagt"
    )
    send_new_version(actor=cast.chair, meeting=meeting)
    assert meeting.items.get(title="Te laat").late_reason == "De minister vraagt"


def test_what_left_the_pool_meanwhile_is_named(cast: Cast) -> None:
    meeting, extra = sent_meeting(cast), cast.proposal(title="Toch nog")
    add_supplement(actor=cast.secretary, meeting=meeting, proposal=extra)
    withdraw_proposal(actor=cast.mayor, proposal=extra)
    assert supplement_of(meeting).lost == ["Toch nog"]
    with pytest.raises(Invalid, match="niet meer bij de voorstellen: “Toch nog”"):
        send_new_version(actor=cast.secretary, meeting=meeting)


def test_an_item_on_which_someone_wrote_stays(cast: Cast) -> None:
    meeting = sent_meeting(cast)
    item = AgendaItem.objects.get(meeting=meeting, title="Tweede")
    ExchangeRow.objects.create(
        item=item,
        municipality=cast.towns["Lede"],
        approach="Zo",
        saved_by=cast.mayor,
        saved_at=item.meeting.state_since,
    )
    leave_out_supplement(actor=cast.secretary, meeting=meeting, proposal=item.proposal)
    with pytest.raises(Invalid, match="schreef al iemand iets"):
        send_new_version(actor=cast.secretary, meeting=meeting)
    assert titles_of(meeting) == ["Eerste", "Tweede", "Derde"]
    assert meeting.agenda_versions.count() == 1


def test_what_was_prepared_can_be_forgotten(cast: Cast) -> None:
    meeting = sent_meeting(cast)
    move_supplement(actor=cast.secretary, meeting=meeting, proposal=proposal("Derde"), step=-1)
    drop_supplements(actor=cast.secretary, meeting=meeting)
    assert supplement_of(meeting).changes == []
    with pytest.raises(WrongMoment):
        drop_supplements(actor=cast.secretary, meeting=meeting)


@pytest.mark.parametrize("role", ["mayor", "officer", "partner", "other_secretary", "citizen"])
def test_only_who_runs_the_table_prepares_and_sends(cast: Cast, role: str) -> None:
    meeting, extra = sent_meeting(cast), cast.proposal(title="Toch nog")
    actor, delivery = getattr(cast, role), Delivery.objects.first()
    assert delivery is not None
    with pytest.raises(NotAllowed):
        add_supplement(actor=actor, meeting=meeting, proposal=extra)
    with pytest.raises(NotAllowed):
        send_new_version(actor=actor, meeting=meeting)
    with pytest.raises(NotAllowed):
        send_again(actor=actor, delivery=delivery)
    with pytest.raises(NotAllowed):
        settle_arrived(actor=actor, delivery=delivery)
    with pytest.raises(NotAllowed):
        mend_address(actor=actor, delivery=delivery, address="ik@elders.example")


def test_once_the_meeting_is_open_nothing_is_added(cast: Cast, clock: FixedClock) -> None:
    meeting = sent_meeting(cast)
    clock.travel_to("2026-12-18 09:00")
    open_meeting(actor=cast.secretary, meeting=meeting)
    for call in (drop_supplements, send_new_version):
        with pytest.raises(WrongMoment):
            call(actor=cast.secretary, meeting=meeting)


def test_the_preview_shows_each_text_and_nobodys_own_link(cast: Cast) -> None:
    meeting = sent_meeting(cast)
    cast.chair.set_unusable_password()
    cast.chair.save()
    supplement = supplement_of(meeting)
    seats = seats_with_a_place(meeting)
    preview = preview_of(cast.secretary, meeting, supplement.items, seats)
    by_seat = {str(each.filled.seat): each for each in preview.addressees}
    assert preview.count == 2
    assert [letter.opens_login for letter in preview.samples] == [False, True]
    assert PERSONAL in preview.samples[1].text
    assert "/welkom/" not in preview.samples[1].text
    vacant = [each.why_not for each in by_seat.values() if each.letter is None]
    assert vacant == ["niemand bekend: geen mail"] * 3


def test_who_never_came_in_reaches_the_agenda_in_one_step(cast: Cast) -> None:
    cast.mayor.set_unusable_password()
    cast.mayor.save()
    meeting = sent_meeting(cast)
    text = Message.objects.get(kind="meeting.invitation", recipient=cast.mayor).text
    page = f"/tafels/denderregio/vergaderingen/{meeting.held_on.isoformat()}/"
    assert f"?next={page}" in text
    assert "Kies er een; daarna opent de agenda meteen." in text
    other = Message.objects.get(kind="meeting.invitation", recipient=cast.chair).text
    assert "?next=" not in other


def test_each_delivery_is_kept_with_how_it_went(cast: Cast) -> None:
    meeting = sent_meeting(cast)
    version = meeting.agenda_versions.get()
    mail = Message.objects.get(kind="meeting.invitation", recipient=cast.mayor)
    Message.objects.filter(pk=mail.pk).update(state=S.BOUNCED, error="Dit adres bestaat niet.")
    lines = {str(line.delivery.seat): line for line in dispatch_of(cast.secretary, version)}
    assert {name: line.words for name, line in lines.items()} == {
        "Aalst": "niemand bekend: geen mail",
        "Lebbeke": "niemand bekend: geen mail",
        "Lede": "teruggekomen",
        "Ninove": "wacht op verzending",
        "Zele": "niemand bekend: geen mail",
    }
    [trouble] = troubles_of([cast.table.pk])
    assert trouble.words == "1 mail niet bezorgd"
    again = send_again(actor=cast.secretary, delivery=lines["Lede"].delivery)
    assert again.message is not None
    assert again.message.again_of == mail
    assert again.message.key != mail.key
    assert troubles_of([cast.table.pk]) == []
    [line] = [
        each for each in dispatch_of(cast.secretary, version) if str(each.delivery.seat) == "Lede"
    ]
    assert (line.words, [each.message for each in line.earlier]) == ("wacht op verzending", [mail])
    with pytest.raises(WrongMoment, match="intussen al opnieuw"):
        send_again(actor=cast.secretary, delivery=lines["Lede"].delivery)
    with pytest.raises(WrongMoment, match="nog onderweg"):
        send_again(actor=cast.secretary, delivery=again)


def test_of_what_nobody_knows_a_person_decides(cast: Cast) -> None:
    sent_meeting(cast)
    mail = Message.objects.get(kind="meeting.invitation", recipient=cast.mayor)
    Message.objects.filter(pk=mail.pk).update(state=S.UNCERTAIN)
    delivery = mail.deliveries.get()
    settle_arrived(actor=cast.secretary, delivery=delivery)
    mail.refresh_from_db()
    assert mail.state == S.SENT
    with pytest.raises(WrongMoment):
        settle_arrived(actor=cast.secretary, delivery=delivery)


def test_an_address_is_mended_for_who_never_came_in_and_for_nobody_else(cast: Cast) -> None:
    cast.mayor.set_unusable_password()
    cast.mayor.save()
    sent_meeting(cast)
    Message.objects.update(state=S.FAILED)
    mine = Message.objects.get(kind="meeting.invitation", recipient=cast.mayor).deliveries.get()
    theirs = Message.objects.get(kind="meeting.invitation", recipient=cast.chair).deliveries.get()
    with pytest.raises(NotAllowed, match="meldde zich al aan"):
        mend_address(actor=cast.secretary, delivery=theirs, address="ik@elders.example")
    for wrong, why in {"geen adres": "geen e-mailadres", cast.chair.email: "iemand anders"}.items():
        with pytest.raises(Invalid, match=why):
            mend_address(actor=cast.secretary, delivery=mine, address=wrong)
    mend_address(actor=cast.secretary, delivery=mine, address="Lode@Lede.example")
    again = send_again(actor=cast.secretary, delivery=mine)
    assert again.message is not None
    assert again.message.address == "lode@lede.example"


def test_news_runs_from_what_someone_read(cast: Cast) -> None:
    meeting = sent_meeting(cast)
    first = meeting.agenda_versions.get()
    mark_agenda_read(actor=cast.mayor, version=first)
    for title in ("Vierde", "Vijfde"):
        extra = cast.proposal(title=title)
        add_supplement(actor=cast.secretary, meeting=meeting, proposal=extra)
        send_new_version(actor=cast.secretary, meeting=meeting)
    versions = versions_of(meeting)
    news = news_of(cast.mayor, versions[-1], versions)
    assert (news.since, news.is_own) == (1, True)
    assert [change.title for change in news.changes] == ["Vierde", "Vijfde"]
    mark_agenda_read(actor=cast.mayor, version=versions[1])
    news = news_of(cast.mayor, versions[-1], versions)
    assert [change.title for change in news.changes] == ["Vijfde"]
    chair = news_of(cast.chair, versions[-1], versions)
    assert (chair.since, chair.is_own, len(chair.changes)) == (1, False, 2)
    assert [c.title for c in news_of(cast.chair, versions[2], versions, 2).changes] == ["Vijfde"]
    with pytest.raises(NotVisible):
        mark_agenda_read(actor=cast.other_mayor, version=first)


def test_an_annex_that_comes_or_changes_is_a_difference(cast: Cast) -> None:
    meeting = sent_meeting(cast)
    told = ["Gewijzigd: punt 2, “Tweede”: de bijlagen."]

    def said() -> list[str]:
        return [change.sentence for change in supplement_of(meeting).changes]

    assert said() == []
    document = add_annex(
        actor=cast.secretary,
        proposal=proposal("Tweede"),
        title="Kostenraming",
        file=check_file(b"Een bijlage.", "bijlage.txt"),
    )
    assert said() == told
    send_new_version(actor=cast.secretary, meeting=meeting)
    assert said() == []
    add_version(
        actor=cast.secretary,
        document=document,
        file=check_file(b"Een betere bijlage.", "bijlage.txt"),
    )
    assert said() == told


def test_an_annex_that_is_gone_is_a_difference() -> None:
    before, after = entry(1, 1, annexes="e3b0c442"), entry(1, 1, annexes="")
    assert [each.sentence for each in differences([before], [after])] == [
        "Gewijzigd: punt 1, “Punt 1”: de bijlagen."
    ]
