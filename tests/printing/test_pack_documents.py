"""Real documents in the pack: each reader gets the pages it may read; hostile words stay words."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.cast import Cast
from tests.factories.files import ooxml
from tests.printing.conftest import a_pdf, an_image
from tests.printing.papers import ACCESSIBLE, is_accessible, pages_of, text_of
from tests.printing.test_typesetting import HOSTILE

from overlegtafel.accounts.models import User
from overlegtafel.dossiers.content_checks import check_file
from overlegtafel.governance.states import Openness
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.services import add_annex, convene_meeting, place_on_agenda
from overlegtafel.printing.pack_file import pdf_path
from overlegtafel.printing.queries import pack_to_serve
from overlegtafel.printing.services import ask_for_pack

pytestmark = pytest.mark.django_db
Work = Callable[[], None]
LEVELS = {
    Openness.TABLE: "Alleen-voor-de-tafel",
    Openness.MEMBERS: "Voor-leden-en-directeurs",
    Openness.LOCAL: "Voor-lokale-besturen",
}
READS = {"mayor": 3, "chair": 3, "director": 2, "officer": 1, "alderman": 1}


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """Convened, with one document of every level at its one item."""
    thread = cast.thread("convened")
    assert thread.meeting
    for level, words in LEVELS.items():
        add_annex(
            actor=cast.second_secretary,
            proposal=thread.proposal,
            title=f"Nota {level.value}",
            file=check_file(a_pdf(words), f"{level.value}.pdf"),
            openness=level,
        )
    return thread.meeting


def paper_of(actor: User, meeting: Meeting, work: Work) -> bytes:
    ask_for_pack(actor=actor, meeting=meeting)
    work()
    return pdf_path(pack_to_serve(actor, meeting).fingerprint).read_bytes()


@pytest.mark.parametrize(("role", "levels"), READS.items())
def test_each_reader_gets_the_pages_of_its_own_level(
    cast: Cast, meeting: Meeting, work: Work, role: str, levels: int
) -> None:
    said = text_of(paper_of(getattr(cast, role), meeting, work))
    widest_first = list(reversed(LEVELS.values()))
    assert [words in said for words in widest_first] == [
        number < levels for number in range(len(LEVELS))
    ]


def test_the_pages_of_documents_on_screen_are_those_on_paper(
    cast: Cast, meeting: Meeting, work: Work
) -> None:
    paper = pages_of(paper_of(cast.mayor, meeting, work))
    client = Client()
    client.force_login(cast.mayor, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = client.get(reverse("meeting", args=["denderregio", "2026-11-20"])).text
    for words in LEVELS.values():
        [page] = [number for number, text in enumerate(paper, 1) if words in text]
        assert f'<span title="In uw bundel">blz. {page}</span>' in shown


def test_word_files_are_listed_with_their_address_and_images_are_merged(
    cast: Cast, meeting: Meeting, work: Work
) -> None:
    item = meeting.items.get()
    for name, content in (("tekst.docx", ooxml()), ("plan.png", an_image())):
        add_annex(
            actor=cast.second_secretary,
            proposal=item.proposal,
            title=name.partition(".")[0].capitalize(),
            file=check_file(content, name),
        )
    pages = pages_of(paper_of(cast.mayor, meeting, work))
    said = " ".join(pages)
    assert "tekst.docx staat niet in deze bundel" in said
    assert "/documenten/" in said
    assert "Bijlage 1.5: Plan" in pages[-1]


def test_hostile_words_stay_words_in_every_place(cast: Cast, work: Work) -> None:
    planned = cast.meeting(location=HOSTILE[2])
    for words in HOSTILE:
        place_on_agenda(
            actor=cast.system,
            meeting=planned,
            proposal=cast.proposal(title=words, note=f"`{words}` {'lang ' * 2000}😀 שלום 中"),
        )
    convene_meeting(actor=cast.system, meeting=planned)
    content = paper_of(cast.mayor, planned, work)
    whole = "".join(text_of(content).split())
    for words in HOSTILE:
        assert "".join(words.split()) in whole
    assert "😀" in whole
    assert is_accessible(content) == ACCESSIBLE
