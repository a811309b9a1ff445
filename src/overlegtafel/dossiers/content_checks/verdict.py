"""What a check says: the file as it may be kept, or a sentence why not."""

from dataclasses import dataclass

from overlegtafel.common.errors import Invalid
from overlegtafel.dossiers.states import FileKind


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: its kind, its cleaned name, its bytes, what was taken out."""

    kind: FileKind
    name: str
    content: bytes
    made_harmless: str = ""


class RefusedFile(Invalid):
    """A file that is not taken in; the sentence belongs beside the field for the file."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="file")
