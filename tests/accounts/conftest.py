"""Fixtures of the accounts."""

from tests.demo_fixture import demo  # noqa: F401
