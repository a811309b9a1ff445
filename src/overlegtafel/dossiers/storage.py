"""Where the bytes of documents are kept: outside any web root, one file per checksum.

A file is written once and never changed. A removed document leaves its file until
``sweep_files`` finds that nothing points at it any more.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Container
from pathlib import Path

from django.conf import settings

_A_DAY = 24 * 60 * 60


def keep(content: bytes) -> str:
    """Write ``content``, unless it is there already; its SHA-256 in hexadecimal.

    The file is whole on disk before this returns, so that a row never points at half a file.
    """
    checksum = hashlib.sha256(content).hexdigest()
    path = path_of(checksum)
    if path.exists():
        os.utime(path)  # in use again: what sweeps leaves it alone
        return checksum
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix="new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return checksum


def read(checksum: str) -> bytes:
    """The bytes kept under a checksum. Raises ``FileNotFoundError``."""
    return path_of(checksum).read_bytes()


def path_of(checksum: str) -> Path:
    """Where the bytes of a checksum are."""
    if len(checksum) != 64 or not set(checksum) <= set("0123456789abcdef"):
        raise ValueError(f"geen controlegetal: {checksum!r}")
    return Path(settings.MEDIA_ROOT) / "documents" / checksum[:2] / checksum


def damage_of(checksum: str) -> str:
    """What is wrong with the file of a checksum, in Dutch; empty when it is whole."""
    try:
        content = read(checksum)
    except FileNotFoundError:
        return "het bestand ontbreekt"
    whole = hashlib.sha256(content).hexdigest() == checksum
    return "" if whole else "het bestand is gewijzigd of beschadigd"


def sweep(used: Container[str]) -> int:
    """Throw away files that nothing uses for more than a day; how many that were.

    A day, so that what is being added at this moment is never among them.
    """
    gone = 0
    before = time.time() - _A_DAY
    for path in (Path(settings.MEDIA_ROOT) / "documents").glob("*/*"):
        if path.name not in used and path.stat().st_mtime < before:
            path.unlink()
            gone += 1
    return gone
