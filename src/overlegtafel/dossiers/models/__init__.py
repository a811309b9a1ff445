"""The dossier and its documents, who has and prepares it, its way, what it taught."""

from overlegtafel.dossiers.models.document import AccessRefusal, Document, DocumentVersion
from overlegtafel.dossiers.models.dossier import CoPreparer, Dossier, HandOver
from overlegtafel.dossiers.models.learning import Finding, Lesson
from overlegtafel.dossiers.models.path import FunctionStep

__all__ = [
    "AccessRefusal",
    "CoPreparer",
    "Document",
    "DocumentVersion",
    "Dossier",
    "Finding",
    "FunctionStep",
    "HandOver",
    "Lesson",
]
