"""``manage.py merge_municipalities``: municipalities that go on as one, from a day."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import DomainError
from overlegtafel.organizations.mergers import merge_municipalities, register_merged_municipality
from overlegtafel.organizations.models import Classification, Organization


class Command(BaseCommand):
    """Ends the old, lets the new take their place, and passes on what is open on the day."""

    help = "Legt vast dat gemeenten op een dag samengaan. Wat geweest is, blijft zoals het was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("nis", nargs="+", help="NIS-code van wie opgaat in een andere gemeente")
        parser.add_argument(
            "--into", required=True, help="NIS-code van de gemeente die verder gaat"
        )
        parser.add_argument("--name", default="", help="haar naam, als ze nieuw is")
        parser.add_argument("--on", required=True, type=date.fromisoformat, help="jjjj-mm-dd")
        parser.add_argument("--source", required=True, help="waar de fusie te lezen staat")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                self._merge(options)
        except DomainError as refusal:
            raise CommandError(refusal.sentence) from None

    def _merge(self, options: dict[str, Any]) -> None:
        system = User.objects.system()
        towns = [self._known(code) for code in options["nis"]]
        if options["name"]:
            heir = register_merged_municipality(
                actor=system,
                name=options["name"],
                code=options["into"],
                effective_on=options["on"],
                source=options["source"],
            )
        else:
            heir = self._known(options["into"])
        merge_municipalities(
            actor=system,
            predecessors=towns,
            successor=heir,
            effective_on=options["on"],
            source=options["source"],
        )
        names = ", ".join(str(each) for each in towns)
        self.stdout.write(f"{names} gaan op in {heir} vanaf {spoken(options['on'])}.")

    def _known(self, code: str) -> Organization:
        found = Organization.objects.filter(
            classification=Classification.MUNICIPALITY, code=code
        ).first()
        if found is None:
            raise CommandError(f"Er is geen gemeente met NIS-code {code}.")
        return found
