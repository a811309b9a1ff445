"""The page of a pack: asked, followed while it is made, read; and its page numbers elsewhere."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.cast import Cast, Thread
from tests.printing.conftest import Hang, a_pdf
from tests.printing.papers import opened, pages_of

from overlegtafel.accounts.models import User
from overlegtafel.printing import pack_file
from overlegtafel.printing.models import Pack
from overlegtafel.printing.states import PackState

pytestmark = pytest.mark.django_db
Work = Callable[[], None]
DAY = "2026-11-20"


@pytest.fixture
def thread(cast: Cast) -> Thread:
    """A convened meeting with one item."""
    return cast.thread("convened")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(name: str) -> str:
    return reverse(name, args=["denderregio", DAY])


def test_a_mayor_has_the_pack_made_and_opens_it(
    cast: Cast, thread: Thread, hang: Hang, work: Work
) -> None:
    assert thread.item
    hang(thread.item, "Raming", a_pdf())
    client = browser(cast.mayor)
    before = client.get(address("meeting_pack"))
    assert "nog niet gemaakt" in before.text
    assert "Bijlage 1.1: Raming" in before.text
    assert Pack.objects.count() == 0  # looking makes nothing
    asked = client.post(address("meeting_pack"), follow=True)
    assert "wacht om gemaakt te worden" in asked.text
    assert 'hx-trigger="every 2s"' in asked.text
    assert "Kijken hoever het staat" in asked.text
    work()
    ready = client.get(address("meeting_pack"))
    assert "Klaar:" in ready.text
    assert "hx-trigger" not in ready.text
    answer = client.get(address("meeting_pack_pdf"))
    content = b"".join(answer.streaming_content)
    assert (
        f'href="{address("meeting_pack_pdf")}">Bundel (pdf' in client.get(address("meeting")).text
    )
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-cache"
    assert f"{len(opened(content).pages)} bladzijden" in ready.text
    zipped = client.get(address("meeting_pack_zip"))
    assert "attachment" in zipped["Content-Disposition"]
    assert b"".join(zipped.streaming_content).startswith(b"PK")


def test_the_page_numbers_on_screen_are_those_on_paper(
    cast: Cast, thread: Thread, hang: Hang, work: Work
) -> None:
    assert thread.item
    hang(thread.item, "Raming", a_pdf())
    client = browser(cast.mayor)
    assert "blz." not in client.get(address("meeting")).text
    client.post(address("meeting_pack"))
    work()
    paper = pages_of(b"".join(client.get(address("meeting_pack_pdf")).streaming_content))
    on_page = client.get(address("meeting_pack")).text
    item, annex = (int(number) for number in re.findall(r"blz\. (\d+)", on_page))
    assert f"1. {thread.item.title}" in paper[item - 1]
    assert "Bijlage 1.1: Raming" in paper[annex - 1]
    assert f"blz. {annex} van {len(paper)}" in paper[annex - 1]
    assert re.findall(r"blz\. (\d+)", client.get(address("meeting")).text) == [str(item)]


def test_progress_and_failure_are_said_in_words(
    cast: Cast, thread: Thread, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(cast.mayor)
    client.post(address("meeting_pack"))
    Pack.objects.update(state=PackState.MAKING, done=3, total=40)
    assert "3 van 40 bijlagen verwerkt" in client.get(address("meeting_pack")).text
    Pack.objects.update(state=PackState.WAITING)
    with monkeypatch.context() as broken:
        broken.setattr(pack_file, "merge", lambda *parts: 1 / 0)
        work()
    failed = client.get(address("meeting_pack")).text
    assert "Er liep iets mis" in failed
    assert "Probeer opnieuw" in failed
    assert client.get(address("meeting_pack_pdf")).status_code == 409
    client.post(address("meeting_pack"))
    work()
    answer = client.get(address("meeting_pack_pdf"))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("role", "status"),
    [("officer", 409), ("partner", 404), ("other_mayor", 404), ("citizen", 404)],
)
def test_a_file_is_never_served_to_who_may_not_read_it(
    cast: Cast, thread: Thread, work: Work, role: str, status: int
) -> None:
    """An officer reads another pack, without the notes; nobody made that one yet."""
    browser(cast.mayor).post(address("meeting_pack"))
    work()
    for name in ("meeting_pack_pdf", "meeting_pack_zip"):
        assert browser(getattr(cast, role)).get(address(name)).status_code == status
    assert Client().get(address("meeting_pack_pdf")).status_code == 302


def test_asking_is_refused_before_the_agenda_is_sent_and_after_it_is_cancelled(
    cast: Cast,
) -> None:
    cast.thread("placed")
    refused = browser(cast.mayor).post(address("meeting_pack"))
    assert refused.status_code == 409
    assert "zodra de agenda verstuurd is" in refused.text
    assert browser(cast.secretary).get(address("meeting_pack")).status_code == 200
