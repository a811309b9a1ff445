"""Which level a document gets from where it belongs (R8)."""

from overlegtafel.dossiers.models import Document, Dossier
from overlegtafel.dossiers.services import is_wider
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.states import Function, Openness
from overlegtafel.proposals.models import Proposal


def level_of_proposal(proposal: Proposal) -> Openness:
    """Who reads the documents of a proposal: its own level, else the charter's for its function.

    In a dossier with internal effects never more than members and directors.
    """
    visibility = current_rules(proposal.body).visibility
    defaults = {
        Function.EXCHANGE: visibility.exchange,
        Function.ALIGNMENT: visibility.alignment,
        Function.POLICY: visibility.policy,
    }
    level = Openness(proposal.openness or defaults[Function(proposal.function)])
    inside = proposal.dossier is not None and proposal.dossier.is_internal
    return Openness.MEMBERS if inside and is_wider(level, Openness.MEMBERS) else level


def level_of_dossier(dossier: Dossier) -> Openness:
    """Who reads the documents of a dossier: the local governments, unless it stays inside."""
    return Openness.MEMBERS if dossier.is_internal else Openness.LOCAL


def inherited_level(document: Document) -> Openness:
    """The level of where the document belongs."""
    if document.dossier is not None:
        return level_of_dossier(document.dossier)
    return level_of_proposal(document.annex.proposal)
