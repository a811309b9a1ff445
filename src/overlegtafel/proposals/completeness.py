"""What a proposal, or the item made from it, still lacks for a final agenda (R5, R52)."""

from collections.abc import Collection, Mapping

from overlegtafel.dossiers.states import Function
from overlegtafel.governance.rules import CharterRules
from overlegtafel.proposals.models import Treatment
from overlegtafel.proposals.prompts import answered


def missing_from(
    treatment: Treatment,
    rules: CharterRules,
    advised_by: Collection[str] = (),
    names: Mapping[str, str] | None = None,
) -> list[str]:
    """In words, what the function and the charter ask and is not there; empty when complete.

    An exchange is complete with a title and one sentence; the empty template of a note is no
    note. ``advised_by`` are the slugs of the
    bodies that gave advice, for the advice that the charter asks in the dossier's domain;
    ``names`` what those bodies are called.
    """
    if treatment.function == Function.EXCHANGE:
        return []
    missing = []
    preparation = rules.preparation
    if preparation.preparer_needed and not treatment.preparer_label.strip():
        missing.append("wie het voorbereidt")
    if treatment.function == Function.POLICY:
        if not treatment.expected_decision:
            missing.append("welke lokale beslissing verwacht wordt")
        written = answered(treatment.note, rules).strip()
        if preparation.note_needed_for_policy and not written:
            missing.append("de nota")
    domain = rules.domain(treatment.dossier.domain) if treatment.dossier else None
    if domain is not None:
        waited = [slug for slug in domain.advice if slug not in advised_by]
        missing += [f"advies van {(names or {}).get(slug, slug)}" for slug in waited]
    return missing
