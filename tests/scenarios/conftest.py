"""Fixtures of the scenarios."""

from tests.demo_fixture import demo, demo_site  # noqa: F401
