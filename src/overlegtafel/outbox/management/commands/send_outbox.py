"""``manage.py send_outbox``: deliver what waits in the outbox; run it every minute."""

import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from overlegtafel.common.dates import spoken
from overlegtafel.outbox.models import UNDELIVERED, Message
from overlegtafel.outbox.services import send_pending, try_again


class Command(BaseCommand):
    """Sends the waiting messages and prints how many left.

    Exits 1 when messages end as not delivered or the mail server does not answer.
    """

    help = "Verstuurt de berichten die klaarstaan."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--every`` keeps sending while its parent runs; ``--with-parent`` says which that is."""
        parser.add_argument(
            "--every", type=int, metavar="SECONDEN", help="blijf versturen, met zoveel ertussen"
        )
        parser.add_argument(
            "--with-parent",
            type=int,
            metavar="PROCES",
            help="stop wanneer het proces met dit nummer, dat dit startte, er niet meer is",
        )
        parser.add_argument(
            "--list", action="store_true", help="toon wat niet bezorgd raakte, verstuur niets"
        )
        parser.add_argument(
            "--again", action="store_true", help="probeer ook opnieuw wat niet bezorgd raakte"
        )

    def handle(self, *args: Any, every: int | None = None, **options: Any) -> None:
        """List, or send and report; once, or until the parent process is gone."""
        if options["list"]:
            given_up = list(Message.objects.filter(state__in=UNDELIVERED))
            self._name(given_up)
            if given_up:
                raise CommandError(f"{len(given_up)} bericht(en) niet bezorgd")
            self.stdout.write("Alles is bezorgd of staat nog klaar.")
            return
        if options["again"]:
            self.stdout.write(f"{try_again()} opnieuw klaargezet")
        parent = options["with_parent"] or os.getppid()  # which may be gone by now
        trouble = self._send(quiet=False)
        if trouble and not every:
            raise CommandError(trouble)
        while every and os.getppid() == parent:
            try:
                time.sleep(every)
                self._send(quiet=True)
            except KeyboardInterrupt:
                return

    def _send(self, *, quiet: bool) -> str:
        """Send once; return what someone must look at."""
        report = send_pending()
        if report.sent or report.failed or not quiet:
            self.stdout.write(f"{report.sent} verzonden, {report.failed} niet bezorgd")
        self._name(report.given_up)
        if report.uncertain:
            self.stdout.write(f"{report.uncertain} onzeker: misschien vertrokken, misschien niet")
        if report.silence:
            return f"De mailserver antwoordt niet ({report.silence}); alles blijft klaarstaan."
        return f"{len(report.given_up)} bericht(en) opgegeven" if report.given_up else ""

    def _name(self, messages: list[Message]) -> None:
        for message in messages:
            since = spoken(timezone.localdate(message.created_at))
            self.stdout.write(
                f"niet bezorgd sinds {since}: {message.address}, "
                f"“{message.subject}”: {message.error}"
            )
