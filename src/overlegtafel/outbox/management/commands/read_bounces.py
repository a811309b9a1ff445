"""``manage.py read_bounces``: read the mails that came back and mark what did not arrive."""

import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from overlegtafel.outbox.bounces import MAX_BYTES, read_bounce


class Command(BaseCommand):
    """Reads a Maildir, an mbox file, or one mail on standard input.

    Reading the same mail twice changes nothing. What is new in a Maildir is put with what is read.
    """

    help = "Leest teruggekomen mails en markeert wat niet bezorgd raakte."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the mails are; ``-`` for one mail on standard input."""
        parser.add_argument("path", help="map (Maildir), mbox-bestand, of - voor één mail op stdin")

    def handle(self, *args: Any, path: str, **options: Any) -> None:
        """Read each mail and say how many told of a mail of ours that did not arrive."""
        mails = 0
        marked = []
        for raw in _mails(path):
            mails += 1
            message = read_bounce(raw)
            if message is not None:
                marked.append(message)
        for message in marked:
            self.stdout.write(f"teruggekomen: {message.address}, “{message.subject}”")
        self.stdout.write(f"{mails} mail(s) gelezen, {len(marked)} teruggekomen")


def _mails(path: str) -> Iterator[bytes]:
    """The mails at a path, one at a time. Raises ``CommandError`` when nothing is there."""
    if path == "-":
        yield sys.stdin.buffer.read(MAX_BYTES)
        return
    place = Path(path)
    if (place / "new").is_dir():
        yield from _maildir(place)
    elif place.is_file():
        box = mailbox.mbox(place, create=False)
        try:
            for key in box.iterkeys():
                yield box.get_bytes(key)
        finally:
            box.close()
    else:
        raise CommandError(f"Geen Maildir of mbox-bestand: {path}")


def _maildir(place: Path) -> Iterator[bytes]:
    """What is new; each file moves to what is read after it was handled."""
    (place / "cur").mkdir(exist_ok=True)
    for file in sorted((place / "new").iterdir()):
        if file.is_symlink() or not file.is_file():
            continue
        with file.open("rb") as opened:
            yield opened.read(MAX_BYTES)
        file.rename(place / "cur" / f"{file.name}:2,S")
