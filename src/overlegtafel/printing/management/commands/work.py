"""``manage.py work``: do what waits in the queue, for as long as it runs."""

import os
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django_tasks_db.models import DBTaskResult

from overlegtafel.printing.services import (
    clean_bundles,
    clean_packs,
    resume_bundles,
    resume_packs,
)

_CLEAN_EVERY = 3600


class Command(BaseCommand):
    """Makes packs one after another; several may run side by side.

    What a worker that fell away was doing is taken up again after two minutes.
    """

    help = "Maakt bundels en wat er nog op de achtergrond gebeurt."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--once`` does what waits and stops; ``--with-parent`` stops with that process."""
        parser.add_argument("--once", action="store_true", help="doe wat wacht en stop")
        parser.add_argument(
            "--with-parent",
            type=int,
            metavar="PROCES",
            help="stop wanneer het proces met dit nummer, dat dit startte, er niet meer is",
        )
        parser.add_argument("--every", type=float, default=1.0, metavar="SECONDEN")

    def handle(self, *args: Any, every: float, **options: Any) -> None:
        """Look, do, and look again."""
        parent, cleaned = options["with_parent"], 0.0
        while True:
            if time.monotonic() - cleaned > _CLEAN_EVERY or not cleaned:
                clean_packs()
                clean_bundles()
                call_command("prune_db_task_results", verbosity=0)
                cleaned = time.monotonic()
            resume_packs()
            resume_bundles()
            if DBTaskResult.objects.ready().exists():  # its worker locks the database to look
                call_command(
                    "db_worker", batch=True, startup_delay=False, reload=False, verbosity=0
                )
            if options["once"] or (parent and os.getppid() != parent):
                return
            close_old_connections()
            time.sleep(every)
