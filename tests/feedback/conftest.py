"""The demo, for the figures of its registers; signing in, for pages."""

from tests.demo_fixture import demo  # noqa: F401
from tests.workspace.conftest import as_  # noqa: F401
