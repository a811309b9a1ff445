"""The dossier, who has and prepares it, its way through the functions, what it taught."""

from overlegtafel.dossiers.models.dossier import CoPreparer, Dossier, HandOver
from overlegtafel.dossiers.models.learning import Finding, Lesson
from overlegtafel.dossiers.models.path import FunctionStep

__all__ = ["CoPreparer", "Dossier", "Finding", "FunctionStep", "HandOver", "Lesson"]
