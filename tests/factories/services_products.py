"""The services of what a table makes: who words agreements writes, who writes minutes notes."""

from datetime import date
from typing import Any

from tests.factories.products import (
    SENT_ON,
    association_of,
    joint_of,
    party_in,
    sent_statement_of,
    statement_of,
)
from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.governance.states import Task
from overlegtafel.products import services as products
from overlegtafel.products.models import Example

WORDS: dict[str, Any] = {"title": "Anders", "text": "Andere woorden."}
LEBBEKE = "Lebbeke"
"""Where nobody of the cast works, so that only the role sheet decides."""


def _draft(stage: Stage, actor: User) -> Attempt:
    table = stage.table
    return Attempt(lambda who: products.draft_statement(actor=who, body=table, **WORDS), table)


def _change(stage: Stage, actor: User) -> Attempt:
    row = statement_of(stage.cast)
    return Attempt(
        lambda who: products.change_statement(
            actor=who, statement=row, expected_revision=1, addressees=[], **WORDS
        ),
        row,
    )


def _send(stage: Stage, actor: User) -> Attempt:
    row = statement_of(stage.cast)
    return Attempt(
        lambda who: products.send_statement(
            actor=who, statement=row, expected_revision=1, sent_on=SENT_ON
        ),
        row,
    )


def _support(stage: Stage, actor: User) -> Attempt:
    row, town = sent_statement_of(stage.cast), stage.town(LEBBEKE)
    type(row).objects.filter(pk=row.pk).update(state="draft")
    return Attempt(
        lambda who: products.record_support(
            actor=who, statement=row, municipality=town, backing="supports"
        ),
        row,
    )


def _naming(stage: Stage, actor: User) -> Attempt:
    support = sent_statement_of(stage.cast).supports.get()
    return Attempt(
        lambda who: products.consent_to_naming(actor=who, support=support, is_named=True)
    )


def _follow_up(stage: Stage, actor: User) -> Attempt:
    row = sent_statement_of(stage.cast)
    return Attempt(
        lambda who: products.note_follow_up(
            actor=who, statement=row, kind="reminded", done_on=SENT_ON
        ),
        row,
    )


def _answer(stage: Stage, actor: User) -> Attempt:
    row = sent_statement_of(stage.cast)
    return Attempt(
        lambda who: products.record_answer(
            actor=who, statement=row, answered_on=SENT_ON, answer="Ja."
        ),
        row,
    )


def _close(stage: Stage, actor: User) -> Attempt:
    row = sent_statement_of(stage.cast)
    return Attempt(
        lambda who: products.close_statement(actor=who, statement=row, reason="Klaar."), row
    )


def _correct(stage: Stage, actor: User) -> Attempt:
    row = sent_statement_of(stage.cast)
    return Attempt(lambda who: products.correct_statement(actor=who, statement=row), row)


def _joint(stage: Stage, actor: User) -> Attempt:
    table, parties = stage.table, list(stage.cast.towns.values())
    return Attempt(
        lambda who: products.draft_joint(actor=who, body=table, parties=parties, **WORDS), table
    )


def _change_joint(stage: Stage, actor: User) -> Attempt:
    row = joint_of(stage.cast, opened=False)
    return Attempt(
        lambda who: products.change_joint(
            actor=who, joint=row, expected_revision=1, parties=[], **WORDS
        ),
        row,
    )


def _open(stage: Stage, actor: User) -> Attempt:
    row = joint_of(stage.cast, opened=False)
    return Attempt(lambda who: products.open_joint(actor=who, joint=row, expected_revision=1), row)


def _sign(stage: Stage, actor: User) -> Attempt:
    row = joint_of(stage.cast)
    party = party_in(row, LEBBEKE)
    return Attempt(lambda who: products.sign_joint(actor=who, party=party, signed_on=SENT_ON), row)


def _take_back(stage: Stage, actor: User) -> Attempt:
    row = joint_of(stage.cast)
    party = party_in(row, LEBBEKE)
    products.sign_joint(actor=stage.cast.system, party=party, signed_on=SENT_ON)
    type(party).objects.filter(pk=party.pk).update(voice="noted")
    return Attempt(
        lambda who: products.take_signature_back(actor=who, party=party, reason="Te vroeg."), row
    )


def _remind(stage: Stage, actor: User) -> Attempt:
    row = joint_of(stage.cast)
    return Attempt(lambda who: products.remind_to_sign(actor=who, joint=row), row)


def _correct_joint(stage: Stage, actor: User) -> Attempt:
    row = joint_of(stage.cast)
    return Attempt(lambda who: products.correct_joint(actor=who, joint=row), row)


def _example(stage: Stage) -> Example:
    return products.add_example(
        actor=stage.system, dossier=stage.cast.dossier, title="Tekst", source_label="DDS"
    )


def _add(stage: Stage, actor: User) -> Attempt:
    dossier = stage.cast.dossier
    return Attempt(
        lambda who: products.add_example(
            actor=who, dossier=dossier, title="Tekst", source_label="DDS"
        ),
        dossier,
    )


def _change_example(stage: Stage, actor: User) -> Attempt:
    row = _example(stage)
    return Attempt(
        lambda who: products.change_example(actor=who, example=row, **WORDS), row.dossier
    )


def _choose(stage: Stage, actor: User) -> Attempt:
    row, town = _example(stage), stage.town(LEBBEKE)
    return Attempt(
        lambda who: products.choose_example(
            actor=who, dossier=row.dossier, municipality=town, use="example", example=row
        ),
        row.dossier,
    )


def _strategy(stage: Stage, actor: User) -> Attempt:
    table = stage.table
    return Attempt(lambda who: products.draft_strategy(actor=who, body=table, **WORDS), table)


def _change_strategy(stage: Stage, actor: User) -> Attempt:
    row = products.draft_strategy(actor=stage.system, body=stage.table, **WORDS)
    return Attempt(
        lambda who: products.change_strategy(actor=who, strategy=row, expected_revision=1, **WORDS),
        row.body,
    )


ASSEMBLY: dict[str, Any] = {"title": "Algemene vergadering", "held_on": date(2026, 12, 17)}


def _assembly(stage: Stage, actor: User) -> Attempt:
    table, association = stage.table, association_of(stage.cast)
    return Attempt(
        lambda who: products.note_assembly(
            actor=who, body=table, association=association, **ASSEMBLY
        ),
        table,
    )


def _change_assembly(stage: Stage, actor: User) -> Attempt:
    row = products.note_assembly(
        actor=stage.system,
        body=stage.table,
        association=association_of(stage.cast),
        **ASSEMBLY,
    )
    return Attempt(
        lambda who: products.change_assembly(
            actor=who, assembly=row, expected_revision=1, **ASSEMBLY
        ),
        row.body,
    )


# Who owns the dossier writes too, and a municipality speaks for itself: another rule than the
# role sheet may let someone through, so each row names its task only where nobody has that rule.
PRODUCTS = {
    "products.draft_statement": Row(Task.AGREEMENTS, _draft),
    "products.change_statement": Row(Task.AGREEMENTS, _change),
    "products.send_statement": Row(Task.AGREEMENTS, _send),
    "products.record_support": Row(Task.MINUTES, _support),
    "products.consent_to_naming": Row(None, _naming),
    "products.note_follow_up": Row(Task.AGREEMENTS, _follow_up),
    "products.record_answer": Row(Task.AGREEMENTS, _answer),
    "products.close_statement": Row(Task.AGREEMENTS, _close),
    "products.correct_statement": Row(Task.AGREEMENTS, _correct),
    "products.draft_joint": Row(Task.AGREEMENTS, _joint),
    "products.change_joint": Row(Task.AGREEMENTS, _change_joint),
    "products.open_joint": Row(Task.AGREEMENTS, _open),
    "products.sign_joint": Row(Task.MINUTES, _sign),
    "products.take_signature_back": Row(Task.MINUTES, _take_back),
    "products.remind_to_sign": Row(Task.AGREEMENTS, _remind),
    "products.correct_joint": Row(Task.AGREEMENTS, _correct_joint),
    "products.add_example": Row(Task.AGREEMENTS, _add),
    "products.change_example": Row(Task.AGREEMENTS, _change_example),
    "products.choose_example": Row(Task.MINUTES, _choose),
    "products.draft_strategy": Row(Task.AGREEMENTS, _strategy),
    "products.change_strategy": Row(Task.AGREEMENTS, _change_strategy),
    "products.note_assembly": Row(Task.AGREEMENTS, _assembly),
    "products.change_assembly": Row(Task.AGREEMENTS, _change_assembly),
}
