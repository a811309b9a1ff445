"""Every service about the table itself, and the task it does. See ``services_table``."""

from datetime import date
from typing import Any

from tests.factories.cast import make_town
from tests.factories.routes import make_body
from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.governance import services as governance
from overlegtafel.governance.models import Charter, Clearance, Evaluation, SharedPiece, StartPath
from overlegtafel.governance.rules import CharterRules, Template
from overlegtafel.governance.services import chains, charters, evaluations, sharing, start_paths
from overlegtafel.governance.standards import assessment_statements
from overlegtafel.governance.states import (
    BodyKind,
    Involved,
    SharedKind,
    Situation,
    TableRole,
    Task,
)
from overlegtafel.organizations.models import Classification, Organization, Person, PostRole

TODAY = date(2026, 11, 23)
LATER = date(2026, 12, 31)


def _of_body(service: Any, **facts: Any) -> Any:
    """A service that only needs the table."""

    def prepare(stage: Stage, actor: User) -> Attempt:
        body = stage.table
        return Attempt(lambda who: service(actor=who, body=body, **facts))

    return prepare


def _group(code: str) -> Organization:
    return Organization.objects.create(
        classification=Classification.BODY, code=code, name=code, slug=code
    )


def _decline(stage: Stage, actor: User) -> Attempt:
    """A question that waits at the table; who asked it matters not."""
    asked, _ = Clearance.objects.get_or_create(
        body=stage.table,
        task=Task.PLAN,
        subject_type=stage.table._meta.label_lower,
        subject_id=stage.table.pk,
        given_at=None,
        defaults={"asked_by": stage.system, "asked_at": clock.now()},
    )
    return Attempt(
        lambda who: charters.decline_clearance(actor=who, clearance=asked, reason="Nog niet.")
    )


def _create(stage: Stage, actor: User) -> Attempt:
    table = stage.table
    return Attempt(
        lambda who: governance.create_body(
            actor=who,
            organization=_group("werkgroep"),
            name="Werkgroep",
            short_name="Werkgroep",
            slug="werkgroep",
            kind=BodyKind.WORKGROUP,
            agreement_prefix="W",
            region=table.region,
            parent=table,
        )
    )


def _add_below(stage: Stage, actor: User) -> Attempt:
    table = stage.table
    return Attempt(
        lambda who: governance.add_body_below(
            actor=who, parent=table, name="Cluster", kind=BodyKind.CLUSTER
        )
    )


def _merge(stage: Stage, actor: User) -> Attempt:
    """Two bodies that the actor leads as the table itself is led."""
    bodies = [
        make_body(stage.cast, name, name.lower(), BodyKind.CLUSTER, parent=stage.table)
        for name in ("Oost", "West")
    ]
    for body in bodies:
        for grant in stage.table.role_grants.exclude(role=TableRole.PARTNER):
            governance.grant_role(
                actor=stage.system, body=body, person=grant.person, role=TableRole(grant.role)
            )
    return Attempt(
        lambda who: governance.merge_bodies(
            actor=who, bodies=bodies, name="Oost en West", on=date(2027, 1, 1)
        )
    )


def _remove(stage: Stage, actor: User) -> Attempt:
    body = governance.add_body_below(
        actor=stage.system, parent=stage.table, name="Vergissing", kind=BodyKind.CLUSTER
    )
    for grant in stage.table.role_grants.exclude(role=TableRole.PARTNER):
        governance.grant_role(
            actor=stage.system, body=body, person=grant.person, role=TableRole(grant.role)
        )
    return Attempt(lambda who: governance.remove_body(actor=who, body=body))


def _involvement_ends(stage: Stage, actor: User) -> Attempt:
    found = governance.involve_named(
        actor=stage.system, body=stage.table, name="Zorgzaam vzw", way=Involved.INFORMED
    )
    return Attempt(lambda who: governance.end_involvement(actor=who, involvement=found, on=LATER))


def _seat(stage: Stage, actor: User) -> Attempt:
    table, town = stage.table, make_town("Denderleeuw", "41011")
    return Attempt(
        lambda who: governance.add_seat(actor=who, body=table, category="mayor", municipality=town)
    )


def _seat_ends(stage: Stage, actor: User) -> Attempt:
    seat = stage.table.seats.get(municipality=stage.town("Zele"))
    return Attempt(lambda who: governance.end_seat(actor=who, seat=seat, on=LATER))


def _grant(stage: Stage, actor: User) -> Attempt:
    table, person = stage.table, Person.objects.create(name="Nieuwe partner")
    return Attempt(
        lambda who: governance.grant_role(
            actor=who, body=table, person=person, role=TableRole.PARTNER
        )
    )


def _role_ends(stage: Stage, actor: User) -> Attempt:
    grant = stage.table.role_grants.get(person=stage.cast.partner.person)
    return Attempt(lambda who: governance.end_role(actor=who, grant=grant, on=LATER))


def _holder(stage: Stage, actor: User) -> Attempt:
    seat = governance.add_seat_for_post(
        actor=stage.system,
        body=stage.table,
        category="by-post",
        organization="IGEMO",
        label="voorzitter",
        role=PostRole.CHAIR,
    )
    assert seat.post is not None
    table, post = stage.table, seat.post
    return Attempt(
        lambda who: governance.name_holder(
            actor=who, body=table, post=post, valid_from=TODAY, name="An Peeters"
        )
    )


def _invite(stage: Stage, actor: User) -> Attempt:
    table, town = stage.table, stage.town("Zele")
    return Attempt(
        lambda who: governance.invite_member(
            actor=who,
            body=table,
            email="zele@example.org",
            name="Burgemeester Zele",
            role=PostRole.MAYOR,
            organization=town,
        )
    )


def _invite_again(stage: Stage, actor: User) -> Attempt:
    """The mayor of the cast, who has a seat and never signed in."""
    table, person = stage.table, stage.cast.mayor.person
    return Attempt(lambda who: governance.invite_again(actor=who, body=table, person=person))


def _align(stage: Stage, actor: User) -> Attempt:
    table, leaver = stage.table, stage.town("Zele")
    return Attempt(
        lambda who: governance.align_members(
            actor=who, body=table, joiners=[], leavers=[leaver], on=LATER
        )
    )


def _appoint(stage: Stage, actor: User) -> Attempt:
    person = Person.objects.create(name="Iemand")
    return Attempt(
        lambda who: governance.appoint(
            actor=who,
            person=person,
            organization=stage.town(),
            role=PostRole.OFFICER,
            label="Dossierbehandelaar",
        )
    )


def _mandate_ends(stage: Stage, actor: User) -> Attempt:
    mandate = stage.cast.mayor.person.mandates.get()
    return Attempt(lambda who: governance.end_mandate(actor=who, mandate=mandate, on=LATER))


def _found(stage: Stage, actor: User) -> Attempt:
    town = stage.town()
    return Attempt(
        lambda who: governance.found_table(actor=who, name="Nieuw overleg", members=[town])
    )


def _invite_person(stage: Stage, actor: User) -> Attempt:
    return Attempt(
        lambda who: governance.invite_person(actor=who, email="x@example.org", name="Iemand")
    )


COMPOSITION = {
    "governance.create_body": Row(Task.COMPOSE, _create),
    "governance.add_body_below": Row(Task.COMPOSE, _add_below),
    "governance.merge_bodies": Row(Task.COMPOSE, _merge),
    "governance.remove_body": Row(Task.COMPOSE, _remove),
    "governance.change_body": Row(Task.COMPOSE, _of_body(governance.change_body, rhythm="Vaak")),
    "governance.change_body (laatste dag)": Row(
        Task.COMPOSE, _of_body(governance.change_body, valid_to=LATER)
    ),
    "governance.set_predecessors": Row(
        Task.COMPOSE, _of_body(governance.set_predecessors, predecessors=[])
    ),
    "governance.set_support": Row(Task.COMPOSE, _of_body(governance.set_support, organizations=[])),
    "governance.set_support_named": Row(
        Task.COMPOSE, _of_body(governance.set_support_named, names=["DDS"])
    ),
    "governance.set_chain": Row(Task.COMPOSE, _of_body(chains.set_chain, follows=None)),
    "governance.state_fact": Row(Task.COMPOSE, _of_body(governance.state_fact, text="Sinds 1977.")),
    "governance.involve_named": Row(
        Task.COMPOSE,
        _of_body(governance.involve_named, name="Zorgzaam vzw", way=Involved.INFORMED),
    ),
    "governance.involve": Row(
        Task.COMPOSE,
        lambda stage, actor: Attempt(
            lambda who: governance.involve(
                actor=who,
                body=stage.table,
                organization=stage.cast.partner_organization,
                way=Involved.INFORMED,
            )
        ),
    ),
    "governance.end_involvement": Row(Task.COMPOSE, _involvement_ends),
    "governance.define_category": Row(
        Task.COMPOSE, _of_body(governance.define_category, key="observer", name="waarnemer")
    ),
    "governance.apply_preset": Row(
        Task.COMPOSE, _of_body(governance.apply_preset, preset="province")
    ),
    "governance.add_seat": Row(Task.COMPOSE, _seat),
    "governance.add_seat_for_post": Row(
        Task.COMPOSE,
        _of_body(
            governance.add_seat_for_post,
            category="by-post",
            organization="IGEMO",
            label="voorzitter",
            role=PostRole.CHAIR,
        ),
    ),
    "governance.add_seat_for_person": Row(
        Task.COMPOSE,
        _of_body(governance.add_seat_for_person, category="by-post", name="An Peeters"),
    ),
    "governance.end_seat": Row(Task.COMPOSE, _seat_ends),
    "governance.grant_role": Row(Task.COMPOSE, _grant),
    "governance.end_role": Row(Task.COMPOSE, _role_ends),
    "governance.name_holder": Row(Task.COMPOSE, _holder),
    "governance.invite_member": Row(Task.COMPOSE, _invite),
    "governance.invite_again": Row(Task.COMPOSE, _invite_again),
    "governance.invite_many": Row(Task.COMPOSE, _of_body(governance.invite_many, lines=[])),
    "governance.align_members": Row(Task.COMPOSE, _align),
    "governance.appoint": Row(None, _appoint),
    "governance.end_mandate": Row(None, _mandate_ends),
    "governance.found_table": Row(None, _found),
    "governance.invite_person": Row(None, _invite_person),
}


def _no_draft(stage: Stage) -> None:
    Charter.objects.filter(body=stage.table, state="draft").delete()


def _drafted(stage: Stage) -> Charter:
    _no_draft(stage)
    return charters.draft_charter(actor=stage.system, body=stage.table)


def _save(stage: Stage, actor: User) -> Attempt:
    charter = _drafted(stage)
    return Attempt(
        lambda who: charters.save_charter(
            actor=who, charter=charter, expected_revision=1, ambition="Samen."
        ),
        charter,
    )


def _adopt(stage: Stage, actor: User) -> Attempt:
    charter = _drafted(stage)
    return Attempt(
        lambda who: charters.adopt_charter(
            actor=who, charter=charter, valid_from=LATER, adopted_on=TODAY
        ),
        charter,
    )


def _drop(stage: Stage, actor: User) -> Attempt:
    charter = _drafted(stage)
    return Attempt(lambda who: charters.drop_draft(actor=who, charter=charter), charter)


def _piece(stage: Stage, kind: SharedKind) -> SharedPiece:
    """What the other region released."""
    content: dict[str, Any] = Template(title="Stand van zaken").model_dump(mode="json")
    if kind == SharedKind.CHARTER:
        content = {"words": {"ambition": "Samen."}, "rules": CharterRules().model_dump(mode="json")}
    return sharing.share_piece(
        actor=stage.system,
        body=stage.cast.other_table,
        kind=kind,
        title="Van ginder",
        content=content,
    )


def _copy(service: Any, kind: SharedKind) -> Any:
    def prepare(stage: Stage, actor: User) -> Attempt:
        piece, table = _piece(stage, kind), stage.table
        return Attempt(lambda who: service(actor=who, body=table, piece=piece))

    return prepare


def _path(stage: Stage) -> StartPath:
    return start_paths.open_start_path(
        actor=stage.system, body=stage.table, situation=Situation.STARTED
    )


def _text(stage: Stage, actor: User) -> Attempt:
    path = _path(stage)
    return Attempt(
        lambda who: start_paths.save_start_text(
            actor=who, path=path, name="preconditions", text="Samen.", expected_revision=1
        )
    )


def _themes(stage: Stage, path: StartPath) -> list[Any]:
    return [
        start_paths.collect_theme(
            actor=stage.system, path=path, title=title, brought_by=stage.town("Zele")
        )
        for title in ("Wonen", "Energie")
    ]


def _of_theme(service: Any) -> Any:
    def prepare(stage: Stage, actor: User) -> Attempt:
        first, second = _themes(stage, _path(stage))
        if service is start_paths.merge_theme:
            return Attempt(lambda who: service(actor=who, theme=first, into=second))
        if service is start_paths.move_theme:
            return Attempt(lambda who: service(actor=who, theme=second, up=True))
        merged = start_paths.merge_theme(actor=stage.system, theme=first, into=second)
        return Attempt(lambda who: service(actor=who, theme=merged))

    return prepare


def _finish(stage: Stage, actor: User) -> Attempt:
    path = _path(stage)
    return Attempt(lambda who: start_paths.finish_start_path(actor=who, path=path))


def _collect(stage: Stage, actor: User) -> Attempt:
    path, town = _path(stage), stage.town("Zele")
    return Attempt(
        lambda who: start_paths.collect_theme(actor=who, path=path, title="X", brought_by=town)
    )


CHARTERS = {
    "governance.draft_charter": Row(Task.CHARTER, _of_body(charters.draft_charter)),
    "governance.save_charter": Row(Task.CHARTER, _save),
    "governance.adopt_charter": Row(Task.CHARTER, _adopt),
    "governance.drop_draft": Row(Task.CHARTER, _drop),
    "governance.copy_charter": Row(Task.CHARTER, _copy(sharing.copy_charter, SharedKind.CHARTER)),
    "governance.copy_template": Row(
        Task.CHARTER, _copy(sharing.copy_template, SharedKind.TEMPLATE)
    ),
    "governance.open_start_path": Row(
        Task.CHARTER, _of_body(start_paths.open_start_path, situation=Situation.STARTED)
    ),
    "governance.save_start_text": Row(Task.CHARTER, _text),
    "governance.merge_theme": Row(Task.CHARTER, _of_theme(start_paths.merge_theme)),
    "governance.separate_theme": Row(Task.CHARTER, _of_theme(start_paths.separate_theme)),
    "governance.move_theme": Row(Task.CHARTER, _of_theme(start_paths.move_theme)),
    "governance.finish_start_path": Row(Task.CHARTER, _finish),
    "governance.collect_theme": Row(None, _collect),
    "governance.ask_clearance": Row(None, _of_body(charters.ask_clearance, task=Task.PLAN)),
    "governance.decline_clearance": Row(None, _decline),
    "governance.give_clearance": Row(None, _of_body(charters.give_clearance, task=Task.PLAN)),
}


def _evaluation(stage: Stage) -> Evaluation:
    return evaluations.open_evaluation(
        actor=stage.system, body=stage.table, period_from=date(2026, 1, 1), period_to=TODAY
    )


def _answer(stage: Stage, actor: User) -> Attempt:
    evaluation = _evaluation(stage)
    return Attempt(
        lambda who: evaluations.answer_evaluation(
            actor=who, evaluation=evaluation, answers={}, expected_revision=1
        )
    )


def _conclude(stage: Stage, actor: User) -> Attempt:
    evaluation = _evaluation(stage)
    return Attempt(
        lambda who: evaluations.close_evaluation(
            actor=who,
            evaluation=evaluation,
            conclusions=["Niets wijzigen."],
            next_on=LATER,
            figures={},
        )
    )


def _acknowledge(stage: Stage, actor: User) -> Attempt:
    _no_draft(stage)
    charter = charters.adopt_charter(
        actor=stage.system,
        charter=charters.draft_charter(actor=stage.system, body=stage.table),
        valid_from=TODAY,
        adopted_on=TODAY,
    )
    return Attempt(
        lambda who: evaluations.acknowledge_charter(
            actor=who, charter=charter, organization=stage.town("Zele"), noted_on=TODAY
        )
    )


def _take_back(stage: Stage, actor: User) -> Attempt:
    piece = sharing.share_piece(
        actor=stage.system, body=stage.table, kind=SharedKind.LESSON, title="Les", content={}
    )
    return Attempt(lambda who: sharing.withdraw_piece(actor=who, piece=piece))


GROWTH = {
    "governance.open_evaluation": Row(
        Task.EVALUATE,
        _of_body(evaluations.open_evaluation, period_from=date(2026, 1, 1), period_to=TODAY),
    ),
    "governance.answer_evaluation": Row(Task.EVALUATE, _answer),
    "governance.close_evaluation": Row(Task.EVALUATE, _conclude),
    "governance.assess": Row(
        None, _of_body(evaluations.assess, scores=dict.fromkeys(assessment_statements(), 3))
    ),
    "governance.acknowledge_charter": Row(None, _acknowledge),
    "governance.share_piece": Row(
        Task.SHARE,
        _of_body(sharing.share_piece, kind=SharedKind.LESSON, title="Les", content={}),
    ),
    "governance.withdraw_piece": Row(Task.SHARE, _take_back),
}

GOVERNANCE = COMPOSITION | CHARTERS | GROWTH
