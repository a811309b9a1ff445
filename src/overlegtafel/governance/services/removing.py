"""Taking away a body that was set up by mistake and never did anything."""

from django.db import transaction
from django.db.models import ProtectedError

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common.errors import Invalid
from overlegtafel.governance.models import Charter, GoverningBody
from overlegtafel.governance.policy import read_again, require
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.services.bodies import is_only_a_table
from overlegtafel.governance.states import CharterState, Task


@transaction.atomic
def remove_body(*, actor: User, body: GoverningBody) -> None:
    """Remove a body under another table that was never used, with its seats and roles.

    Used is what met, got a proposal or a dossier, adopted a charter, was merged, evaluated or
    shared, or what a charter names: that only ends (R119). Who may add a body there may, when
    they also compose it; the log keeps it. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``
    with what is in the way.
    """
    require(actor, body.parent or body, Task.COMPOSE)
    require(actor, body, Task.COMPOSE)
    GoverningBody.objects.select_for_update().get(pk=body.pk)
    _refuse_used(body)
    parent = body.parent_id
    record("body.removed", body, actor=actor, changes={"name": (body.name, None)}, body_id=parent)
    organization = body.organization
    try:
        with transaction.atomic():
            for rows in (body.role_grants, body.seats, body.charters):
                rows.all().delete()
            body.delete()
            if is_only_a_table(organization):
                organization.delete()
    except ProtectedError:
        raise Invalid(
            "Dit orgaan deed al iets: er hangt een vergadering, een voorstel, een dossier of een "
            "ander orgaan aan. Kies een laatste dag; dan blijft het te lezen."
        ) from None
    read_again(actor)


def _refuse_used(body: GoverningBody) -> None:
    """Raise ``Invalid`` for what the database alone would let go."""
    if body.parent_id is None:
        raise Invalid("Alleen een orgaan onder een ander overleg kan verwijderd worden.")
    if body.charters.exclude(state=CharterState.DRAFT).exists():
        raise Invalid("Dit orgaan heeft al een aangenomen afsprakennota. Kies een laatste dag.")
    if body.predecessors.exists() or body.successors.exists():
        raise Invalid("Dit orgaan kwam voort uit een samenvoeging. Kies een laatste dag.")
    if body.shared_pieces.exists() or body.self_assessments.exists():
        raise Invalid("Van dit orgaan is al iets gedeeld of geëvalueerd. Kies een laatste dag.")
    for charter in Charter.objects.exclude(body=body).select_related("body"):
        if _names(charter.rules, body.slug):
            raise Invalid(
                f"De afsprakennota van {charter.body.name} noemt dit orgaan. Haal het daar eerst "
                "uit, of kies een laatste dag."
            )


def _names(rules: CharterRules, slug: str) -> bool:
    """Whether a charter's settings name a body."""
    agendering = rules.agendering
    return slug in {
        *(step.body for step in agendering.route),
        *(item.feedback_from for item in agendering.standing_items),
        *(named for domain in rules.domains for named in domain.advice),
        *(each.platform for theme in rules.themes for each in theme.platforms),
    }
