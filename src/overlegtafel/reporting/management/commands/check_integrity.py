"""``manage.py check_integrity``: recount what is derived and walk the log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from overlegtafel.reporting.integrity import CHECKS


class Command(BaseCommand):
    """Prints a line per check; exits 1 on any difference."""

    help = "Hertelt elk afgeleid cijfer en loopt het logboek na."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every check."""
        failed = 0
        for label, check in CHECKS:
            differences = list(check())
            failed += bool(differences)
            self.stdout.write(f"{'FOUT' if differences else 'in orde':8} {label}")
            for difference in differences[:20]:
                self.stdout.write(f"         {difference}")
        if failed:
            raise CommandError(f"{failed} controle(s) met een verschil", returncode=1)
