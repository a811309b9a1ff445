"""What a product hangs on: of the same table, seen by who writes it, and agreeing among them."""

from dataclasses import dataclass
from typing import Any

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.common.errors import Invalid, NotVisible
from overlegtafel.dossiers.models import Document, Dossier
from overlegtafel.dossiers.policy import can_see
from overlegtafel.governance.models import GoverningBody
from overlegtafel.meetings.document_policy import documents_visible_to
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.policy import items_visible_to


@dataclass(frozen=True)
class Origin:
    """Where something that a table makes came from."""

    dossier: Dossier | None = None
    item: AgendaItem | None = None
    agreement: Agreement | None = None

    @property
    def whole(self) -> dict[str, Any]:
        """The three together: an agreement brings its item, an item its dossier."""
        item = self.item or (self.agreement.item if self.agreement else None)
        dossier = self.dossier or (item.dossier if item else None)
        return {"dossier": dossier, "item": item, "agreement": self.agreement}


NOWHERE = Origin()
"""Of no dossier, item or agreement in particular."""


def checked_origin(actor: User, body: GoverningBody, origin: Origin) -> dict[str, Any]:
    """The three, each of this table and seen by the actor. Raises ``NotVisible``."""
    found = origin.whole
    dossier, item, agreement = found["dossier"], found["item"], found["agreement"]
    wrong = (
        (dossier is not None and (dossier.body_id != body.pk or not can_see(actor, dossier)))
        or (item is not None and item.meeting.body_id != body.pk)
        or (item is not None and not items_visible_to(actor).filter(pk=item.pk).exists())
        or (agreement is not None and agreement.body_id != body.pk)
        or (
            agreement is not None
            and not agreements_visible_to(actor).filter(pk=agreement.pk).exists()
        )
    )
    if wrong:
        raise NotVisible
    return found


def checked_document(
    actor: User, dossier: Dossier | None, document: Document | None, field: str = "document"
) -> Document | None:
    """A document of the same dossier that the actor may read. Raises ``Invalid``."""
    if document is None:
        return None
    seen = documents_visible_to(actor).filter(pk=document.pk, dossier=dossier)
    if dossier is None or not seen.exists():
        raise Invalid("Kies een document van dit dossier.", field=field)
    return document


def typed(text: str, field: str, missing: str, longest: int) -> str:
    """What was typed, trimmed. Raises ``Invalid`` when nothing or too much was."""
    words = text.strip()
    if missing and not words:
        raise Invalid(missing, field=field)
    if len(words) > longest:
        raise Invalid(f"Houd dit korter: hoogstens {longest} tekens.", field=field)
    return words
