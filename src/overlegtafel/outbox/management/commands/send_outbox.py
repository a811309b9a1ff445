"""``manage.py send_outbox``: deliver what waits in the outbox; run it every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from overlegtafel.outbox.services import send_pending


class Command(BaseCommand):
    """Sends the waiting messages and prints how many left."""

    help = "Verstuurt de berichten die klaarstaan."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and report."""
        report = send_pending()
        self.stdout.write(f"{report.sent} verzonden, {report.failed} niet bezorgd")
