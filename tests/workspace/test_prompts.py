"""What a note's template asks and nobody answered never leaves as text (R5, R52)."""

import pytest
from tests.factories.cast import Cast
from tests.factories.routes import settle
from tests.workspace.conftest import SignIn

from overlegtafel.dossiers.states import Category, Function, Reason
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.services import (
    add_supplement,
    complete_item,
    complete_supplement,
    convene_meeting,
    place_on_agenda,
    send_new_version,
    write_note,
)
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.prompts import without_prompts
from overlegtafel.proposals.services import draft_proposal, submit_proposal
from overlegtafel.workspace.forms.proposals import ProposalForm

TEMPLATE = "Wat is de vraag?\n\n## Geld\n\nWat kost het?\n\nWie beslist?"
PROMPTS = ["Wat is de vraag?", "## Geld", "Wat kost het?", "Wie beslist?"]


@pytest.mark.parametrize(
    ("note", "left"),
    [
        (TEMPLATE, ""),
        (f"\n {TEMPLATE}  \n", ""),
        ("Wat is  de vraag?\r\n\r\nWie beslist?", ""),
        ("Wat is de vraag?\n\nSamen kopen.\n\nWie beslist?", "Wat is de vraag?\n\nSamen kopen."),
        ("Wat is de vraag?\n\n\nWie beslist?\nDe raad.", "Wie beslist?\nDe raad."),
        (
            "Wat is de vraag?\n\n## Geld\n\nWat kost het?\n\nNiets.",
            "## Geld\n\nWat kost het?\n\nNiets.",
        ),
        (
            "## Geld\n\nWat kost het?\n\nWie beslist?\n\nDe raad.",
            "## Geld\n\nWie beslist?\n\nDe raad.",
        ),
        ("Wat is de vraag?\n\nDit.\n\n## Geld\n\nWat kost het?", "Wat is de vraag?\n\nDit."),
        ("Wat kost het? Niets.", "Wat kost het? Niets."),
        ("Eigen tekst.\n\n\n\nMet wit.  ", "Eigen tekst.\n\n\n\nMet wit.  "),
        ("", ""),
    ],
)
def test_a_question_stays_only_above_its_answer(note: str, left: str) -> None:
    assert without_prompts(note, PROMPTS) == left


def asked(cast: Cast) -> None:
    """A charter with a template for notes and a proposal to start from that asks something."""
    settle(
        cast,
        preparation={"note_template": TEMPLATE, "note_needed_for_policy": False},
        agendering={
            "templates": [{"title": "Begroting", "note": "Welk bedrag?\n\nVolgens het decreet."}]
        },
    )


def proposed(cast: Cast, note: str) -> Proposal:
    return cast.proposal(function=Function.POLICY, expected_decision="none", note=note)


def test_sending_a_proposal_leaves_the_questions_behind(cast: Cast) -> None:
    asked(cast)
    assert proposed(cast, TEMPLATE).note == ""
    partly = proposed(cast, "Wat is de vraag?\nSamen kopen.\n\nWat kost het?")
    assert partly.note == "Wat is de vraag?\nSamen kopen."
    started = proposed(cast, "Welk bedrag?\n\nVolgens het decreet.")
    assert started.note == "Welk bedrag?\n\nVolgens het decreet."
    assert proposed(cast, "Volgens het decreet.\n\nWelk bedrag?").note == "Volgens het decreet."


def test_a_draft_keeps_the_questions_until_it_is_sent(cast: Cast) -> None:
    asked(cast)
    draft = draft_proposal(
        actor=cast.mayor,
        body=cast.table,
        title="Laadpalen",
        brought_by=cast.towns["Lede"],
        function=Function.POLICY,
        summary="Eén zin.",
        category=Category.PROJECT,
        reasons=(Reason.CHALLENGE,),
        note="Wat is de vraag?\nSamen kopen.\n\nWat kost het?",
    )
    assert draft.note.endswith("Wat kost het?")
    assert submit_proposal(actor=cast.mayor, proposal=draft).note.endswith("Samen kopen.")


def test_an_item_is_completed_without_them(cast: Cast) -> None:
    asked(cast)
    meeting = cast.meeting()
    item = place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposed(cast, ""))
    complete_item(
        actor=cast.secretary, item=item, expected_revision=1, note=f"{TEMPLATE}\nDe raad."
    )
    item.refresh_from_db()
    assert item.note == "## Geld\n\nWie beslist?\nDe raad."
    assert Proposal.objects.get().note == item.note


def test_who_prepares_writes_a_note_without_them(cast: Cast) -> None:
    asked(cast)
    proposal = cast.proposal(prepared_by=cast.partner_organization, preparer_label="")
    saved = write_note(
        actor=cast.partner,
        proposal=proposal,
        note=f"{TEMPLATE}\nDe raad.",
        expected_revision=proposal.revision,
    )
    assert saved.note == "## Geld\n\nWie beslist?\nDe raad."


def test_a_supplement_and_what_was_kept_before_leave_without_them(cast: Cast) -> None:
    asked(cast)
    meeting = cast.meeting()
    old = place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposed(cast, ""))
    AgendaItem.objects.filter(pk=old.pk).update(note=TEMPLATE)
    version = convene_meeting(actor=cast.secretary, meeting=meeting)
    old.refresh_from_db()
    assert (old.note, version.content[0]["note"]) == ("", "")
    more = proposed(cast, "")
    Proposal.objects.filter(pk=more.pk).update(note=f"{TEMPLATE}\nDe raad.")
    both = {"actor": cast.secretary, "meeting": meeting}
    add_supplement(**both, proposal=more)
    send_new_version(**both)
    assert meeting.items.get(proposal=more).note == "## Geld\n\nWie beslist?\nDe raad."
    last = proposed(cast, "")
    add_supplement(**both, proposal=last)
    complete_supplement(**both, proposal=last, expected_revision=1, note=TEMPLATE)
    send_new_version(**both)
    assert meeting.items.get(proposal=last).note == ""


def test_the_page_shows_them_and_keeps_none(cast: Cast, as_: SignIn) -> None:
    asked(cast)
    client = as_(cast.mayor)
    page = "/tafels/denderregio/voorstellen/nieuw/"
    assert "Wie beslist?" in client.get(page).text
    typed = {
        "title": "Laadpalen",
        "summary": "Eén zin.",
        "function": "policy",
        "category": "project",
        "reasons": ["reason_challenge"],
        "brought_by": cast.towns["Lede"].pk,
        "preparer_label": "AD Lede",
        "note": TEMPLATE.replace("\n", "\r\n") + "\r\n",
        "verb": "submit",
    }
    form = ProposalForm(typed, actor=cast.mayor, body=cast.table)
    assert form.is_valid(), form.errors
    assert form.facts()["note"] == ""
