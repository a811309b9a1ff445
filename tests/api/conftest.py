"""Fixtures of the public faces."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from tests.released import released  # noqa: F401


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """A request through WSGI keeps the connection that the test's transaction is in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
