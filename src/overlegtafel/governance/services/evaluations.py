"""Looking at how a table works: evaluations, the members' own view, who took note."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.governance.models import (
    Acknowledgement,
    Charter,
    Evaluation,
    GoverningBody,
    SelfAssessment,
)
from overlegtafel.governance.policy import refuse_ended, require, standing_of
from overlegtafel.governance.standards import assessment_statements, evaluation_questions
from overlegtafel.governance.states import EVALUATION_MOVES, CharterState, EvaluationState, Task
from overlegtafel.organizations.models import Organization, PostRole

SCORES = range(1, 6)


@transaction.atomic
def open_evaluation(
    *, actor: User, body: GoverningBody, period_from: date, period_to: date
) -> Evaluation:
    """Start an evaluation over a period; one at a time. Raises ``NotAllowed``, ``Invalid``,
    ``WrongMoment`` while another is open.
    """
    require(actor, body, Task.EVALUATE)
    if period_to < period_from:
        raise Invalid("Het einde valt vóór het begin.", field="period_to")
    try:
        with transaction.atomic():
            evaluation = Evaluation.objects.create(
                body=body,
                period_from=period_from,
                period_to=period_to,
                opened_at=clock.now(),
            )
    except IntegrityError:
        raise WrongMoment("Er loopt al een evaluatie. Sluit die eerst af.") from None
    record("evaluation.opened", evaluation, actor=actor, body_id=body.pk)
    return evaluation


@transaction.atomic
def answer_evaluation(
    *, actor: User, evaluation: Evaluation, answers: dict[str, str], expected_revision: int
) -> Evaluation:
    """Write what the table answers to the fixed questions.

    Raises ``NotAllowed``, ``WrongMoment`` once closed, ``Stale``.
    """
    require(actor, evaluation.body, Task.EVALUATE)
    current = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if current.state != EvaluationState.OPEN:
        raise WrongMoment("Deze evaluatie is afgesloten.")
    if current.revision != expected_revision:
        raise Stale
    known = {key: words for key, words in answers.items() if key in evaluation_questions()}
    changes = {
        key: (current.answers.get(key, ""), words)
        for key, words in known.items()
        if current.answers.get(key, "") != words
    }
    Evaluation.objects.filter(pk=evaluation.pk).update(
        answers=current.answers | known, revision=F("revision") + 1
    )
    evaluation.refresh_from_db()
    record(
        "evaluation.answered", evaluation, actor=actor, changes=changes, body_id=evaluation.body_id
    )
    return evaluation


@transaction.atomic
def close_evaluation(
    *,
    actor: User,
    evaluation: Evaluation,
    conclusions: list[str],
    next_on: date,
    figures: dict[str, Any],
) -> Evaluation:
    """Close it with at least one conclusion ("niets wijzigen" is one) and the next date (R99).

    ``figures`` are those the conclusions were drawn from; they stay as they were. Raises
    ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    require(actor, evaluation.body, Task.EVALUATE)
    drawn = [each.strip() for each in conclusions if each.strip()]
    if not drawn:
        raise Invalid("Schrijf minstens één conclusie, ook als u niets wijzigt.", "conclusions")
    if next_on <= clock.today():
        raise Invalid("Kies een dag in de toekomst.", field="next_on")
    before = claim(
        evaluation,
        EVALUATION_MOVES,
        "close",
        conclusions=drawn,
        next_on=next_on,
        figures=figures,
        closed_at=clock.now(),
    )
    record(
        "evaluation.closed",
        evaluation,
        actor=actor,
        changes={"state": (before, evaluation.state), "next_on": (None, next_on)},
        body_id=evaluation.body_id,
    )
    return evaluation


@transaction.atomic
def assess(*, actor: User, body: GoverningBody, scores: dict[str, int]) -> SelfAssessment:
    """What one member thinks of the table this year; giving it again replaces it.

    Only who fills a seat. The log keeps that it was given, never what. Raises ``NotAllowed``,
    ``WrongMoment``, ``Invalid``.
    """
    if body.pk not in standing_of(actor).sits_at:
        raise NotAllowed("De zelfevaluatie is voor wie aan tafel zit.")
    refuse_ended(body)
    if set(scores) != set(assessment_statements()):
        raise Invalid("Beantwoord elke stelling.")
    if any(score not in SCORES for score in scores.values()):
        raise Invalid("Kies een antwoord van 1 tot 5.")
    assessment, _ = SelfAssessment.objects.update_or_create(
        body=body, year=clock.today().year, respondent=actor, defaults={"scores": scores}
    )
    record("assessment.given", assessment, actor=actor, body_id=body.pk)
    return assessment


@transaction.atomic
def acknowledge_charter(
    *, actor: User, charter: Charter, organization: Organization, noted_on: date
) -> Acknowledgement:
    """Write down that a member municipality's college took note of the ambition (R115).

    Only its mayor, director or officer. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    ours = standing_of(actor).holds(
        organization.pk, PostRole.MAYOR, PostRole.DIRECTOR, PostRole.OFFICER
    )
    if not ours or not charter.body.seats.filter(municipality=organization).exists():
        raise NotAllowed("Enkel het eigen bestuur legt dit vast.")
    refuse_ended(charter.body)
    if charter.state != CharterState.ADOPTED or charter.adopted_on is None:
        raise WrongMoment("Deze afsprakennota is nog niet aangenomen.")
    if not charter.adopted_on <= noted_on <= clock.today():
        raise Invalid("Kies een dag sinds het aannemen, tot vandaag.", field="noted_on")
    noted, is_new = Acknowledgement.objects.get_or_create(
        charter=charter, organization=organization, defaults={"noted_on": noted_on}
    )
    if is_new:
        record(
            "charter.acknowledged",
            noted,
            actor=actor,
            changes={"noted_on": (None, noted_on)},
            body_id=charter.body_id,
        )
    return noted
