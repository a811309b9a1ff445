"""What a mail of ours is known by."""

import uuid
from email.utils import parseaddr

from django.conf import settings


def message_id_domain() -> str:
    """What stands behind the @ in our message ids: the domain that we send from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def new_message_id() -> str:
    """An id that no other mail has."""
    return f"<{uuid.uuid4().hex}@{message_id_domain()}>"
