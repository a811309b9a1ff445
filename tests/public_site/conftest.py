"""Fixtures of the public faces."""

from tests.released import released  # noqa: F401
