"""What a world has of statements, texts to sign, examples, strategies and assemblies."""

from datetime import date
from typing import Any

from tests.factories.cast import Cast

from overlegtafel.organizations.models import Membership, Organization
from overlegtafel.products.linking import Origin
from overlegtafel.products.models import JointAgreement, Party, Statement
from overlegtafel.products.services import (
    Addressed,
    Goal,
    Point,
    add_example,
    draft_joint,
    draft_statement,
    draft_strategy,
    note_assembly,
    open_joint,
    record_support,
    send_statement,
    sign_joint,
)
from overlegtafel.publication.statements import release_statement

SENT_ON = date(2026, 11, 23)
STATEMENT = ("edit", "support", "send")
SENT = ("follow_up", "answer", "close", "correct", "release", "naming")


def statement_of(cast: Cast, title: str = "De rechtbank blijft", **facts: Any) -> Statement:
    """A statement of the table, in opmaak."""
    return draft_statement(
        actor=cast.system,
        body=cast.table,
        **{
            "title": title,
            "text": "Wij vragen zittingen dicht bij de inwoner.",
            "addressees": [Addressed("De minister")],
            **facts,
        },
    )


def sent_statement_of(cast: Cast, title: str = "De rechtbank blijft", **facts: Any) -> Statement:
    """The same, sent; Lede supports it and is not named."""
    statement = statement_of(cast, title, **facts)
    record_support(
        actor=cast.system,
        statement=statement,
        municipality=cast.towns["Lede"],
        backing="supports",
    )
    return send_statement(
        actor=cast.system,
        statement=statement,
        expected_revision=1,
        sent_on=SENT_ON,
        answer_due_on=date(2027, 1, 22),
    )


def joint_of(
    cast: Cast, title: str = "Beheersovereenkomst", *, opened: bool = True, **facts: Any
) -> JointAgreement:
    """A text that every member signs."""
    joint = draft_joint(
        actor=cast.system,
        body=cast.table,
        **{
            "title": title,
            "text": "De partijen spreken af.",
            "parties": list(cast.towns.values()),
            "needs_approval": False,
            **facts,
        },
    )
    if opened:
        open_joint(actor=cast.system, joint=joint, expected_revision=1)
    return joint


def party_in(joint: JointAgreement, name: str) -> Party:
    """One party of a joint agreement, read as a page does."""
    parties = Party.objects.select_related("organization", "joint__body", "joint__dossier")
    return parties.get(joint=joint, organization__name=name)


def association_of(cast: Cast, *names: str) -> Organization:
    """SOLVA, in which these members take part; all of them when none is named."""
    Membership.objects.bulk_create(
        Membership(member=cast.towns[name], group=cast.support) for name in names or cast.towns
    )
    return cast.support


def products_around(cast: Cast, secret: str) -> dict[str, dict[str, Any]]:
    """One of each, with a secret title, and the addresses of their pages."""
    table = {"slug": cast.table.slug}
    draft, sent = (
        statement_of(cast, f"{secret} ontwerp"),
        sent_statement_of(cast, f"{secret} brief"),
    )
    shown = sent_statement_of(cast, "Een open brief")
    release_statement(actor=cast.system, statement=shown)
    joint, written = joint_of(cast, f"{secret} akkoord"), joint_of(cast, secret, opened=False)
    sign_joint(actor=cast.secretary, party=party_in(joint, "Zele"), signed_on=SENT_ON)
    example = add_example(
        actor=cast.system, dossier=cast.dossier, title=f"{secret} tekst", source_label="DDS"
    )
    strategy = draft_strategy(
        actor=cast.system,
        body=cast.table,
        title=f"{secret} strategie",
        goals=[Goal(f"{secret} doel", (cast.dossier,))],
        origin=Origin(cast.dossier),
    )
    assembly = note_assembly(
        actor=cast.system,
        body=cast.table,
        association=association_of(cast),
        title=f"{secret} vergadering",
        held_on=date(2026, 12, 17),
        points=[Point("Begroting", f"{secret} steunen")],
    )
    lede, dossier = {"municipality": "lede"}, {**table, "reference": cast.dossier.reference}
    at = {**table, "pk": joint.pk}
    return {
        "statement": {**table, "pk": sent.pk},
        **{f"statement_{name}": {**table, "pk": draft.pk} for name in STATEMENT},
        **{f"statement_{name}": {**table, "pk": sent.pk} for name in SENT},
        "statement_support": {**table, "pk": draft.pk, **lede},
        "statement_naming": {**table, "pk": sent.pk, **lede},
        "joint": at,
        "joint_edit": {**table, "pk": written.pk},
        "joint_open": {**table, "pk": written.pk},
        "joint_sign": {**at, "party": "lede"},
        "joint_take_back": {**at, "party": "zele"},
        "joint_remind": at,
        "joint_correct": at,
        "examples": dossier,
        "example_new": dossier,
        "example_edit": {**dossier, "pk": example.pk},
        "example_choose": {**dossier, **lede},
        "strategy": {**table, "pk": strategy.pk},
        "strategy_edit": {**table, "pk": strategy.pk},
        "assembly": {**table, "pk": assembly.pk},
        "assembly_edit": {**table, "pk": assembly.pk},
        "public_statement": {**table, "pk": shown.pk},
    }
