"""``manage.py load_flanders``: the organizations of Flanders from the reference files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import DomainError
from overlegtafel.organizations.reference_files import DATA
from overlegtafel.organizations.services import load_flanders

LABELS = {
    "organizations": "organisaties",
    "other_names": "andere namen",
    "successions": "opvolgingen",
    "memberships": "lidmaatschappen",
}


class Command(BaseCommand):
    """Loads the reference files and says what changed."""

    help = "Laadt gemeenten, regio's, zones en overleggen van Vlaanderen (mag herhaald worden)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--directory", type=Path, default=DATA, help="map met de bestanden (standaard: eigen)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_flanders(actor=User.objects.system(), directory=options["directory"])
        except DomainError as refusal:
            raise CommandError(refusal.sentence) from None
        for name, tally in report.tallies.items():
            self.stdout.write(
                f"{LABELS[name]}: {tally.rows} rijen,"
                f" {tally.created} nieuw, {tally.changed} gewijzigd"
            )
        for name in report.gone:
            self.stdout.write(f"niet meer in de bestanden, blijft staan: {name}")
        self.stdout.write(
            f"{report.rows} rijen in {report.seconds:.2f} s ({report.rows_per_second} rijen/s)"
        )
