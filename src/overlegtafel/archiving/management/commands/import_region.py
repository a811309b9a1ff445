"""``manage.py import_region FILE``: a package into an empty site."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from overlegtafel.archiving.reading import import_region
from overlegtafel.common.errors import DomainError


class Command(BaseCommand):
    """Reads a package of ``export_region``."""

    help = "Leest een pakket van export_region in op een lege site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="het zip-bestand")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = import_region(options["file"])
        except DomainError as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(f"{sum(counts.values())} rijen ingelezen. Ieder kiest een wachtwoord.")
