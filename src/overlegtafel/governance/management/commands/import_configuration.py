"""``manage.py import_configuration``: bring configuration files in, each whole or not at all."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import DomainError
from overlegtafel.governance.configuration.importing import import_configuration
from overlegtafel.governance.configuration.packaged import packaged_files
from overlegtafel.governance.configuration.reading import read_configuration


class Command(BaseCommand):
    """Brings tables in from files."""

    help = "Leest overleggen uit configuratiebestanden in."

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, or all that come with the software."""
        parser.add_argument("files", nargs="*", type=Path, metavar="BESTAND")
        parser.add_argument("--all", action="store_true", help="alle meegeleverde regio's")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read each file and bring it in; stop at the first that is refused."""
        files = list(options["files"])
        if options["all"]:
            files += packaged_files()
        if not files:
            raise CommandError("Geef een bestand op, of --all.")
        for file in files:
            try:
                content = file.read_bytes()
            except OSError as wrong:
                raise CommandError(f"{file}: {wrong.strerror}") from None
            try:
                document = read_configuration(content, file.name)
                bodies = import_configuration(actor=User.objects.system(), document=document)
            except DomainError as refusal:
                raise CommandError(refusal.sentence) from None
            names = ", ".join(each.name for each in bodies)
            self.stdout.write(f"{file.name}: {names}.")
