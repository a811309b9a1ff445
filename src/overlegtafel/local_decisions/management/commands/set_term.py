"""``manage.py set_term``: let a term of the site be another from a day on."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid
from overlegtafel.local_decisions.services import set_term
from overlegtafel.local_decisions.states import TermKey, TermUnit
from overlegtafel.local_decisions.terms import terms_on
from overlegtafel.organizations.models import Confidence


class Command(BaseCommand):
    """Changes one term; what is open is counted anew, what is past keeps its own."""

    help = "Zet een termijn klaar vanaf een dag, met haar grond, bron en zekerheid."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", choices=TermKey.values, help="welke termijn")
        parser.add_argument("value", type=int, help="hoeveel")
        parser.add_argument("--unit", choices=TermUnit.values, help="eenheid; anders zoals nu")
        parser.add_argument(
            "--from", dest="valid_from", type=date.fromisoformat, help="JJJJ-MM-DD; anders vandaag"
        )
        parser.add_argument("--basis", help="rechtsgrond; anders zoals nu")
        parser.add_argument("--source", default="", help="waar u het las")
        parser.add_argument(
            "--confidence",
            choices=Confidence.values,
            default=Confidence.KNOWLEDGE,
            help="zekerheid",
        )
        parser.add_argument("--note", default="", help="toelichting")

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["valid_from"] or clock.today()
        key = TermKey(options["key"])
        now = terms_on(day)[key]
        try:
            term = set_term(
                actor=User.objects.system(),
                key=key,
                value=options["value"],
                unit=TermUnit(options["unit"] or now.unit),
                valid_from=day,
                legal_basis=now.legal_basis if options["basis"] is None else options["basis"],
                source=options["source"],
                confidence=Confidence(options["confidence"]),
                note=options["note"],
            )
        except Invalid as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(f"{term}, vanaf {spoken(day)}. Het was {now.spoken}.")
