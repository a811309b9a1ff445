"""``manage.py sweep_files``: throw away the files of documents that were taken away."""

from typing import Any

from django.core.management.base import BaseCommand

from overlegtafel.dossiers.models import DocumentVersion
from overlegtafel.dossiers.storage import sweep


class Command(BaseCommand):
    """Removes what no version points at for more than a day; prints how many files went."""

    help = "Gooit bestanden weg van documenten die weggehaald zijn."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep."""
        gone = sweep(set(DocumentVersion.objects.values_list("checksum", flat=True)))
        self.stdout.write(f"{gone} bestand(en) weggegooid.")
