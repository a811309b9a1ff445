"""What the tests of drafts share."""

import pytest
from tests.factories.publications import read_in_this_process


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publications are read without a process of their own."""
    read_in_this_process(monkeypatch)
