"""The buttons that order the annexes of a proposal: for who may, until its agenda is sent."""

from tests.factories.cast import Cast, Thread
from tests.workspace.conftest import SignIn

from overlegtafel.dossiers.content_checks import check_file
from overlegtafel.meetings.services import add_annex, convene_meeting

TABLE = "/tafels/denderregio/"


def annexed(cast: Cast, thread: Thread, *titles: str) -> list[int]:
    return [
        add_annex(
            actor=cast.secretary,
            proposal=thread.proposal,
            title=title,
            file=check_file(title.encode(), "bijlage.txt"),
        ).pk
        for title in titles
    ]


def test_annexes_are_ordered_on_the_page_of_their_proposal(cast: Cast, as_: SignIn) -> None:
    thread, client = cast.thread("placed"), as_(cast.secretary)
    page = f"{TABLE}voorstellen/{thread.proposal.pk}/"
    first, *_ = annexed(cast, thread, "Raming")
    assert f"/documenten/{first}/volgorde/" not in client.get(page).text  # one has no order
    (last,) = annexed(cast, thread, "Plan")
    before = client.get(page).text
    assert before.index("Raming</a>") < before.index("Plan</a>")
    assert (before.count('value="op"'), before.count('value="neer"')) == (1, 1)
    answer = client.post(f"{TABLE}documenten/{last}/volgorde/", {"step": "op"})
    assert answer.headers["Location"] == f"{page}#document-{last}"
    after = client.get(page).text
    assert after.index("Plan</a>") < after.index("Raming</a>")


def test_no_buttons_for_who_only_reads_nor_once_it_is_sent(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("placed")
    assert thread.meeting
    page = f"{TABLE}voorstellen/{thread.proposal.pk}/"
    *_, last = annexed(cast, thread, "Raming", "Plan")
    move = f"{TABLE}documenten/{last}/volgorde/"
    assert move in as_(cast.mayor).get(page).text  # who brings it
    thread.proposal.brought_by, thread.proposal.proposer = cast.towns["Zele"], cast.system
    thread.proposal.save()
    read = as_(cast.mayor).get(page).text
    assert "Plan</a>" in read and move not in read
    assert as_(cast.mayor).post(move, {"step": "op"}).status_code == 403
    assert as_(cast.other_mayor).post(move, {"step": "op"}).status_code == 404
    convene_meeting(actor=cast.secretary, meeting=thread.meeting)
    assert move not in as_(cast.secretary).get(page).text
    assert as_(cast.secretary).post(move, {"step": "op"}).status_code == 409
