"""File names: as people see them, with nothing in them that a system takes for something else."""

import re
import unicodedata

from overlegtafel.common.text import is_sign
from overlegtafel.dossiers.content_checks.verdict import RefusedFile
from overlegtafel.dossiers.states import FileKind

MOST_CHARACTERS = 120
_DEVICES = re.compile(
    r"^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$", re.IGNORECASE
)
_RESERVED = re.compile(r'[<>:"/\\|?*]')
_SPACES = re.compile(r"\s+")
_ALSO = {"jpeg": "jpg", "jpe": "jpg", "text": "txt"}
_DANGEROUS = re.compile(
    r"\.(exe|com|bat|cmd|scr|pif|js|jse|vbs?|vbe|wsf|hta|ps1|msi|lnk|reg|jar|sh|php|html?|svg|"
    r"docm|dotm|xlsm|xltm|pptm)(?=\.|$)",
    re.IGNORECASE,
)


def extension_of(name: str) -> str:
    """The last part of a name, small and in the form we use; empty without one."""
    stem, dot, last = _visible(name).rpartition(".")
    found = last.strip().lower() if dot and stem else ""
    return _ALSO.get(found, found)


def clean_name(name: str, kind: FileKind) -> str:
    """The name under which people get a file back: one line, no path, the right extension.

    Raises ``RefusedFile`` for a name that says it is something to run.
    """
    plain = re.split(r"[/\\]", _visible(name))[-1]
    plain = _SPACES.sub(" ", _RESERVED.sub("-", plain)).strip(" .-")
    stem, dot, last = plain.rpartition(".")
    if not dot or _ALSO.get(last.lower(), last.lower()) not in FileKind.values:
        stem = plain
    if _DANGEROUS.search(stem):
        raise RefusedFile(
            "De naam van dit bestand lijkt op die van een programma. Geef het een gewone naam."
        )
    stem = stem.strip(" .-")[:MOST_CHARACTERS].strip(" .-")
    if not stem or _DEVICES.match(stem.split(".")[0].strip()):
        stem = f"document {stem}".strip()
    return f"{stem}.{kind.value}"


def _visible(name: str) -> str:
    """Only what is seen: composed letters, no control characters, no turning of direction."""
    composed = unicodedata.normalize("NFC", name)
    return "".join(
        each for each in composed if is_sign(each) and unicodedata.category(each) != "Cf"
    )
