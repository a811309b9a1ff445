"""The whole demo, for tests that read its calendars."""

from tests.demo_fixture import demo  # noqa: F401
