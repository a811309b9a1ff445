"""``manage.py daily_round``: what the calendar asks for each day; run it early in the morning."""

import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from overlegtafel.common.chores import chores

_LOOK_UP = 5
"""After how many seconds it looks whether its server is still there."""


class Command(BaseCommand):
    """Does every chore, each apart: one that fails does not stop the next. Exits 1 when one did."""

    help = "Doet wat elke dag moet gebeuren: herinneringen, wat op de agenda komt."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--every`` goes on while its parent runs; ``--with-parent`` says which that is."""
        parser.add_argument("--every", type=int, metavar="SECONDEN", help="blijf rondgaan")
        parser.add_argument(
            "--with-parent",
            type=int,
            metavar="PROCES",
            help="stop wanneer het proces met dit nummer, dat dit startte, er niet meer is",
        )

    def handle(self, *args: Any, every: int | None = None, **options: Any) -> None:
        """One round, or one now and then until the parent process is gone."""
        parent = options["with_parent"] or os.getppid()  # which may be gone by now
        failed = self._round()
        slept = 0
        while every and os.getppid() == parent:
            if slept >= every:
                self._round()
                slept = 0
            try:
                time.sleep(_LOOK_UP)
            except KeyboardInterrupt:
                return
            slept += _LOOK_UP
        if failed:
            raise CommandError(f"mislukt: {', '.join(failed)}")

    def _round(self) -> list[str]:
        failed = []
        for name, chore in sorted(chores.items()):
            try:
                self.stdout.write(f"{name}: {chore()}")
            except Exception as error:  # the next chore still has to be done
                self.stderr.write(f"{name} mislukt: {error!r}")
                failed.append(name)
        return failed
