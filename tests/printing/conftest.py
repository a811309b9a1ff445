"""Files that hang on items, until a test says otherwise none; and the worker, run by hand."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult
from PIL import Image

from overlegtafel.accounts.models import User
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.printing import contents
from overlegtafel.printing.annexes import Annex
from overlegtafel.printing.typesetting import typed, typeset

Hang = Callable[..., Annex]


def a_pdf(text: str = "Tekst van de bijlage.", pages: int = 1) -> bytes:
    """A small PDF of so many pages."""
    body = [node for _ in range(pages) for node in typed(text + " vol" * 900)]
    return typeset("plain", {"text": body if pages > 1 else typed(text)}, title="B", author="X")


def an_image(kind: str = "PNG", size: tuple[int, int] = (300, 200), mode: str = "RGB") -> bytes:
    """A plain picture."""
    made = BytesIO()
    Image.new(mode, size).save(made, kind)
    return made.getvalue()


@pytest.fixture
def hang(monkeypatch: pytest.MonkeyPatch) -> Hang:
    """``hang(item, title, content, ...)`` puts a file on an item; ``only_for`` keeps it inside."""
    hung: list[tuple[int, Annex, set[int] | None]] = []

    def annexes_of(
        actor: User, meeting: Meeting, items: list[AgendaItem], documents: object
    ) -> dict[int, list[Annex]]:
        found: dict[int, list[Annex]] = {}
        for item, annex, readers in hung:
            if readers is None or actor.pk in readers:
                found.setdefault(item, []).append(annex)
        return found

    def put(
        item: AgendaItem,
        title: str,
        content: bytes,
        *,
        media_type: str = "application/pdf",
        file_name: str = "nota.pdf",
        only_for: list[User] | None = None,
    ) -> Annex:
        key = f"d{len(hung) + 1}-v1"
        annex = Annex(key, title, file_name, media_type, lambda: content)
        hung.append((item.pk, annex, {who.pk for who in only_for} if only_for else None))
        return annex

    monkeypatch.setattr(contents, "annexes_of", annexes_of)
    return put


@pytest.fixture(autouse=True)
def _own_packs(tmp_path: Path, settings: object) -> Iterator[None]:
    """Every test its own folder of packs."""
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    yield


@pytest.fixture
def work() -> Callable[[], None]:
    """Do what waits in the queue, as the worker does, within the test's own transaction."""

    def do() -> None:
        for waiting in DBTaskResult.objects.ready():
            waiting.task.call(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
            waiting.delete()

    return do
