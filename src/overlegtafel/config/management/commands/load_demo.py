"""``manage.py load_demo``: the invented year of two regions, with today as its last day."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from overlegtafel.common.errors import DomainError
from overlegtafel.config.demo.loader import load_demo


class Command(BaseCommand):
    """Loads the demo once and says so."""

    help = "Laadt de verzonnen demo van twee regio's (één keer, nooit in productie)."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        try:
            loaded = load_demo()
        except DomainError as refusal:
            raise CommandError(refusal.sentence) from None
        if loaded:
            seconds = time.perf_counter() - started
            self.stdout.write(f"De demo is geladen in {seconds:.1f} s.")
        else:
            self.stdout.write("De demo staat er al; er is niets gewijzigd.")
