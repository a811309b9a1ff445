"""``manage.py export_region REGION FILE``: a whole region as one package."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from overlegtafel.archiving.writing import export_region
from overlegtafel.common.errors import DomainError


class Command(BaseCommand):
    """Writes everything of a region to a zip."""

    help = "Schrijft alles van een regio naar één pakket (BagIt), leesbaar zonder de software."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("region", help="adres van de regio of van een van haar tafels")
        parser.add_argument("file", type=Path, help="waar het zip-bestand komt")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = export_region(options["region"], options["file"])
        except DomainError:
            raise CommandError(f"Er is geen regio “{options['region']}”.") from None
        self.stdout.write(
            f"{options['file']}: {written.tables} tafels, {written.rows} rijen, "
            f"{written.documents} documenten, {written.reports} verslagen, {written.size} bytes"
        )
