"""``manage.py send_outbox``: deliver what waits in the outbox; run it every minute."""

import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from overlegtafel.outbox.services import send_pending


class Command(BaseCommand):
    """Sends the waiting messages and prints how many left."""

    help = "Verstuurt de berichten die klaarstaan."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--every`` keeps sending, for as long as the server that started it runs."""
        parser.add_argument(
            "--every", type=int, metavar="SECONDEN", help="blijf versturen, met zoveel ertussen"
        )

    def handle(self, *args: Any, every: int | None = None, **options: Any) -> None:
        """Send, and report; once, or until the parent process is gone."""
        parent = os.getppid()
        self._send(quiet=False)
        while every and os.getppid() == parent:
            try:
                time.sleep(every)
                self._send(quiet=True)
            except KeyboardInterrupt:
                return

    def _send(self, *, quiet: bool) -> None:
        report = send_pending()
        if report.sent or report.failed or not quiet:
            self.stdout.write(f"{report.sent} verzonden, {report.failed} niet bezorgd")
