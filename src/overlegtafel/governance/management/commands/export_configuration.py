"""``manage.py export_configuration``: a region's governance as a file, to keep or to review."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.configuration.writing import export_configuration


class Command(BaseCommand):
    """Writes the tables of a region to a file."""

    help = "Schrijft de overleggen van een regio naar een configuratiebestand."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which set, and where to."""
        parser.add_argument(
            "region", metavar="REGIO", help="code of naam van een referentieregio, of een adresdeel"
        )
        parser.add_argument("file", type=Path, metavar="BESTAND")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        try:
            text = export_configuration(options["region"])
        except NotVisible as refusal:
            raise CommandError(refusal.sentence) from None
        options["file"].write_text(text, encoding="utf-8")
        self.stdout.write(f"{options['file']} geschreven.")
