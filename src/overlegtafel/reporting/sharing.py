"""What tables learn from each other: the pieces they released, or could (R127)."""

from typing import Any

from django.db.models import QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.charters import charter_on
from overlegtafel.governance.models import GoverningBody, SharedPiece
from overlegtafel.governance.policy import bodies_visible_to, standing_of, tables_where
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.services.sharing import charter_content
from overlegtafel.governance.states import SharedKind, Task


def library_visible_to(actor: User) -> QuerySet[SharedPiece]:
    """What was released and not taken back: for who is an insider of any table."""
    pieces = SharedPiece.objects.filter(withdrawn_at=None).select_related("body", "shared_by")
    if not (actor.is_system or standing_of(actor).insider_of):
        return pieces.none()
    return pieces


def piece_of(actor: User, pk: int) -> SharedPiece:
    """One piece of the library. Raises ``NotVisible``."""
    found = library_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def own_pieces(body: GoverningBody) -> QuerySet[SharedPiece]:
    """What a table itself released, also what it took back."""
    return SharedPiece.objects.filter(body=body).select_related("shared_by", "body")


def own_piece(body: GoverningBody, pk: int) -> SharedPiece:
    """One of them. Raises ``NotVisible``."""
    found = own_pieces(body).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def tables_that_copy(actor: User, piece: SharedPiece) -> list[GoverningBody]:
    """The actor's own tables that could take the piece over."""
    bodies = bodies_visible_to(actor).exclude(pk=piece.body_id)
    return tables_where(actor, bodies, Task.CHARTER)


def pieces_to_share(body: GoverningBody) -> dict[str, tuple[SharedKind, str, dict[str, Any]]]:
    """What a table could release: key to kind, title and content."""
    charter = charter_on(body.pk, clock.today())
    if charter is None:
        return {}
    found = {"charter": (SharedKind.CHARTER, f"Afsprakennota van {body}", charter_content(charter))}
    for index, template in enumerate(charter.rules.agendering.templates):
        content = template.model_dump(mode="json")
        found[f"template-{index}"] = (SharedKind.TEMPLATE, template.title, content)
    return found


def rules_of(piece: SharedPiece) -> CharterRules | None:
    """The settings in a shared charter."""
    if piece.kind != SharedKind.CHARTER:
        return None
    return CharterRules.model_validate(piece.content["rules"])
