"""A sender in a process of its own, on the database of the test: ``sender.py [SQLITE FILE]``."""

import sys

import django
from django.conf import settings

if len(sys.argv) > 1:
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()

from overlegtafel.outbox.services import send_pending  # noqa: E402

print(send_pending().sent)
