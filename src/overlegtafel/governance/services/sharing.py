"""Regions learn from each other: releasing a piece, and copying it with credit (R127)."""

from typing import Any

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotVisible, WrongMoment
from overlegtafel.governance.models import Charter, GoverningBody, SharedPiece
from overlegtafel.governance.policy import require
from overlegtafel.governance.rules import CharterRules, Template
from overlegtafel.governance.services.charters import WORDS, draft_charter, fill_draft
from overlegtafel.governance.states import CharterState, SharedKind, Task


@transaction.atomic
def share_piece(
    *, actor: User, body: GoverningBody, kind: SharedKind, title: str, content: dict[str, Any]
) -> SharedPiece:
    """Release a piece to the other regions, as it is now. Raises ``NotAllowed``, ``WrongMoment``.

    ``content`` is what they may read; nothing else of the table becomes visible.
    """
    require(actor, body, Task.SHARE)
    piece = SharedPiece.objects.create(
        body=body,
        kind=kind,
        title=title,
        content=content,
        shared_at=clock.now(),
        shared_by=actor,
    )
    record("piece.shared", piece, actor=actor, changes={"kind": (None, kind)}, body_id=body.pk)
    return piece


@transaction.atomic
def withdraw_piece(*, actor: User, piece: SharedPiece) -> SharedPiece:
    """Take a piece back; who copied it keeps the copy. Raises ``NotAllowed``, ``WrongMoment``."""
    require(actor, piece.body, Task.SHARE)
    now = clock.now()
    if not SharedPiece.objects.filter(pk=piece.pk, withdrawn_at=None).update(withdrawn_at=now):
        raise WrongMoment("Dit is al ingetrokken.")
    piece.withdrawn_at = now
    record("piece.withdrawn", piece, actor=actor, body_id=piece.body_id)
    return piece


def charter_content(charter: Charter) -> dict[str, Any]:
    """What of a charter another region can use: no route, people or organizations of its own."""
    rules = charter.rules
    bare = rules.model_copy(
        update={
            "agendering": rules.agendering.model_copy(
                update={
                    "route": (),
                    "standing_items": tuple(
                        each.model_copy(update={"feedback_from": ""})
                        for each in rules.agendering.standing_items
                    ),
                }
            ),
            "preparation": rules.preparation.model_copy(
                update={
                    "domains": tuple(
                        each.model_copy(update={"preparer": "", "advice": ()})
                        for each in rules.preparation.domains
                    )
                }
            ),
            "execution": rules.execution.model_copy(update={"default_executor": ""}),
            "themes": (),
        }
    )
    return {
        "words": {name: getattr(charter, name) for name in WORDS},
        "rules": bare.model_dump(mode="json"),
    }


@transaction.atomic
def copy_charter(*, actor: User, body: GoverningBody, piece: SharedPiece) -> Charter:
    """Start a draft charter from another region's, naming it.

    Raises ``NotAllowed``, ``WrongMoment`` while there is a draft, ``NotVisible`` when withdrawn.
    """
    _check(piece, SharedKind.CHARTER)
    charter = draft_charter(actor=actor, body=body, credit=str(piece.body))
    charter = fill_draft(
        actor,
        charter,
        charter.revision,
        rules=CharterRules.model_validate(piece.content["rules"]),
        **piece.content["words"],
    )
    record("piece.copied", piece, actor=actor, body_id=body.pk)
    return charter


@transaction.atomic
def copy_template(*, actor: User, body: GoverningBody, piece: SharedPiece) -> Charter:
    """Add another region's template to the draft charter, which is started when there is none.

    Raises ``NotAllowed``, ``Invalid`` when the draft already has it, ``NotVisible``.
    """
    _check(piece, SharedKind.TEMPLATE)
    draft = Charter.objects.filter(body=body, state=CharterState.DRAFT).first()
    charter = draft or draft_charter(actor=actor, body=body)
    if draft is not None:
        require(actor, body, Task.CHARTER, draft)
    rules = charter.rules
    template = Template.model_validate(piece.content | {"credit": str(piece.body)})
    if any(each.title == template.title for each in rules.agendering.templates):
        raise Invalid("Uw ontwerp heeft al een sjabloon met deze titel.")
    templates = (*rules.agendering.templates, template)
    charter = fill_draft(
        actor,
        charter,
        charter.revision,
        rules=rules.model_copy(
            update={"agendering": rules.agendering.model_copy(update={"templates": templates})}
        ),
    )
    record("piece.copied", piece, actor=actor, body_id=body.pk)
    return charter


def _check(piece: SharedPiece, kind: SharedKind) -> None:
    if piece.withdrawn_at is not None or piece.kind != kind:
        raise NotVisible
