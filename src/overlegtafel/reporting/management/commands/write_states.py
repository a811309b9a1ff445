"""``manage.py write_states``: regenerate ``docs/reference/states.md``."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from overlegtafel.reporting.states_reference import states_markdown


class Command(BaseCommand):
    """Writes the reference of states and moves."""

    help = "Schrijft docs/reference/states.md uit de tabellen in de code."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        target = Path(settings.ROOT) / "docs" / "reference" / "states.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(states_markdown(), encoding="utf-8")
        self.stdout.write(str(target))
