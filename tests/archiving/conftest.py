"""Fixtures of the packages."""

from tests.demo_fixture import demo  # noqa: F401
