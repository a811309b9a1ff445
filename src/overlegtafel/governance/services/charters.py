"""Writing and adopting a charter, and the chair's go-ahead. Each call is logged."""

from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import F, Max

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import changed, record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.governance import clearing
from overlegtafel.governance.models import Charter, Clearance, Evaluation, GoverningBody
from overlegtafel.governance.models.charters import HOW_QUESTIONS
from overlegtafel.governance.notifications import tell_asker, tell_chairs, tell_declined
from overlegtafel.governance.policy import authority_of, is_cleared, require, standing_of
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.states import CHARTER_MOVES, Authority, CharterState, Task

WORDS = ("ambition", *HOW_QUESTIONS)


@transaction.atomic
def draft_charter(
    *,
    actor: User,
    body: GoverningBody,
    based_on: Charter | None = None,
    from_evaluation: Evaluation | None = None,
    credit: str = "",
) -> Charter:
    """Start a new version from an old one (by default the last). One draft at a time.

    ``based_on`` may be another table's, copied with ``credit``. Raises ``NotAllowed``,
    ``WrongMoment`` while there is a draft.
    """
    require(actor, body, Task.CHARTER)
    GoverningBody.objects.select_for_update().get(pk=body.pk)
    if Charter.objects.filter(body=body, state=CharterState.DRAFT).exists():
        raise WrongMoment("Er is al een ontwerp van een nieuwe versie.")
    own = Charter.objects.filter(body=body)
    last = own.order_by("-number").first()
    source = based_on or last
    if source is None:
        content: dict[str, Any] = {"rules_document": CharterRules().model_dump(mode="json")}
    else:
        content = {name: getattr(source, name) for name in (*WORDS, "rules_document", "is_public")}
    charter = Charter.objects.create(
        body=body,
        number=(own.aggregate(last=Max("number"))["last"] or 0) + 1,
        based_on=source,
        from_evaluation=from_evaluation,
        credit=credit,
        **content,
    )
    record("charter.drafted", charter, actor=actor, body_id=body.pk)
    return charter


@transaction.atomic
def save_charter(
    *,
    actor: User,
    charter: Charter,
    expected_revision: int,
    rules: CharterRules | None = None,
    is_public: bool | None = None,
    **words: str,
) -> Charter:
    """Write the draft: its words (fields of ``WORDS``) and its settings.

    Raises ``NotAllowed``, ``WrongMoment`` once adopted, ``Stale``, ``Invalid``.
    """
    require(actor, charter.body, Task.CHARTER, charter)
    return fill_draft(actor, charter, expected_revision, rules=rules, is_public=is_public, **words)


def fill_draft(
    actor: User,
    charter: Charter,
    expected_revision: int,
    *,
    rules: CharterRules | None = None,
    is_public: bool | None = None,
    **words: str,
) -> Charter:
    """Write a draft inside the transaction of the service that has authorised, or just made it."""
    unknown = set(words) - set(WORDS)
    if unknown:
        raise TypeError(f"geen veld van een afsprakennota: {sorted(unknown)}")
    current = Charter.objects.select_for_update().get(pk=charter.pk)
    if current.state != CharterState.DRAFT:
        raise WrongMoment("Deze versie is aangenomen. Maak een nieuwe versie om te wijzigen.")
    if current.revision != expected_revision:
        raise Stale
    new: dict[str, Any] = dict(words)
    if is_public:
        answers = [words.get(name, getattr(current, name)) for name in HOW_QUESTIONS]
        if not all(answer.strip() for answer in answers):
            raise Invalid(
                "Openbaar kan pas als de vier hoe-vragen beantwoord zijn.", field="is_public"
            )
    if rules is not None:
        new["rules_document"] = rules.model_dump(mode="json")
    if is_public is not None:
        new["is_public"] = is_public
    changes = changed(current, new)
    Charter.objects.filter(pk=charter.pk).update(**new, revision=F("revision") + 1)
    charter.refresh_from_db()
    record("charter.saved", charter, actor=actor, changes=changes, body_id=charter.body_id)
    return charter


@transaction.atomic
def adopt_charter(
    *,
    actor: User,
    charter: Charter,
    valid_from: date,
    adopted_on: date,
    adopted_at_meeting: str = "",
) -> Charter:
    """Write down that the table adopted the draft, in force from a day on.

    A version never takes effect in the past or before the one it follows: meetings held stay
    under theirs. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    require(actor, charter.body, Task.CHARTER, charter)
    if adopted_on > clock.today():
        raise Invalid("Aannemen kan pas op of na de dag van de vergadering.", field="adopted_on")
    if not actor.is_system and valid_from < adopted_on:
        raise Invalid("Een afsprakennota geldt nooit met terugwerkende kracht.", field="valid_from")
    GoverningBody.objects.select_for_update().get(pk=charter.body_id)
    later = Charter.objects.filter(
        body=charter.body, state=CharterState.ADOPTED, valid_from__gte=valid_from
    )
    if later.exists():
        raise Invalid("Er geldt dan al een latere of even late versie.", field="valid_from")
    before = claim(
        charter,
        CHARTER_MOVES,
        "adopt",
        valid_from=valid_from,
        adopted_on=adopted_on,
        adopted_at_meeting=adopted_at_meeting,
    )
    record(
        "charter.adopted",
        charter,
        actor=actor,
        changes={"state": (before, charter.state), "valid_from": (None, valid_from)},
        body_id=charter.body_id,
    )
    return charter


@transaction.atomic
def drop_draft(*, actor: User, charter: Charter) -> None:
    """Throw a draft away. Raises ``NotAllowed``, ``WrongMoment`` once adopted."""
    require(actor, charter.body, Task.CHARTER, charter)
    current = Charter.objects.select_for_update().get(pk=charter.pk)
    if current.state != CharterState.DRAFT:
        raise WrongMoment("Deze versie is aangenomen en blijft.")
    record("charter.dropped", charter, actor=actor, body_id=charter.body_id)
    current.delete()


@transaction.atomic
def ask_clearance(
    *,
    actor: User,
    body: GoverningBody,
    task: Task,
    subject: models.Model | None = None,
    beyond_charter: bool = False,
) -> Clearance:
    """Ask the chair's go-ahead for something staff may do only after the chair.

    Asking again changes nothing. ``beyond_charter`` is for a service that authorised the actor
    and needs the chair whatever the role sheet says, as for a late item (R51). Raises
    ``NotAllowed`` when none is needed or of any use.
    """
    if not beyond_charter and authority_of(actor, body, task) != Authority.AFTER_CHAIR:
        raise NotAllowed
    thing = subject or body
    clearance, is_new = Clearance.objects.get_or_create(
        body=body,
        task=task,
        subject_type=thing._meta.label_lower,
        subject_id=thing.pk,
        defaults={
            "subject_label": str(thing)[:300],
            "asked_by": actor,
            "asked_at": clock.now(),
        },
    )
    if not is_new and clearance.given_at and not is_cleared(body, task, thing):
        clearance.given_by, clearance.given_at = None, None
        clearance.asked_by, clearance.asked_at = actor, clock.now()
        clearance.save()
        is_new = True
    if is_new:
        tell_chairs(clearance)
        record(
            "clearance.asked",
            clearance,
            actor=actor,
            changes={"task": (None, task)},
            body_id=body.pk,
        )
    return clearance


@transaction.atomic
def give_clearance(
    *, actor: User, body: GoverningBody, task: Task, subject: models.Model | None = None
) -> Clearance:
    """Give the go-ahead, asked for or not. Only who chairs the table. Raises ``NotAllowed``."""
    _refuse_all_but_chairs(actor, body)
    thing, now = subject or body, clock.now()
    clearance, _ = Clearance.objects.get_or_create(
        body=body,
        task=task,
        subject_type=thing._meta.label_lower,
        subject_id=thing.pk,
        defaults={"subject_label": str(thing)[:300], "asked_by": actor, "asked_at": now},
    )
    if clearance.given_at is None:
        clearance.given_by, clearance.given_at = actor, now
        clearance.save(update_fields=["given_by", "given_at"])
        tell_asker(clearance)
        record(
            "clearance.given",
            clearance,
            actor=actor,
            changes={"task": (None, task)},
            body_id=body.pk,
        )
        for follower in clearing.followers:
            follower(actor, clearance)
    return clearance


@transaction.atomic
def decline_clearance(*, actor: User, clearance: Clearance, reason: str) -> None:
    """Say no to what was asked, with the reason, which who asked reads.

    The question is gone and may be asked again. Only who chairs the table. Raises
    ``NotAllowed``, ``WrongMoment`` once it was answered, ``Invalid`` without a reason.
    """
    _refuse_all_but_chairs(actor, clearance.body)
    if not reason.strip():
        raise Invalid("Schrijf waarom niet.", field="reason")
    asked = Clearance.objects.select_for_update().filter(pk=clearance.pk).first()
    if asked is None or asked.given_at is not None:
        raise WrongMoment("Deze vraag is intussen al beantwoord.")
    record(
        "clearance.declined",
        asked,
        actor=actor,
        changes={"task": (asked.task, None)},
        reason=reason,
        body_id=asked.body_id,
    )
    tell_declined(asked, actor, reason)
    asked.delete()


def _refuse_all_but_chairs(actor: User, body: GoverningBody) -> None:
    if not actor.is_system and body.pk not in standing_of(actor).chairs:
        raise NotAllowed("Alleen de voorzitter geeft akkoord, of niet.")


def withdraw_clearance(
    *, actor: User, body: GoverningBody, task: Task, subject: models.Model
) -> None:
    """Take the go-ahead back because what it was given for changed.

    Called inside the transaction of the service that changes it, which has authorised.
    """
    given = Clearance.objects.filter(
        body=body,
        task=task,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        given_at__isnull=False,
    ).first()
    if given is not None and not (actor.is_system or body.pk in standing_of(actor).chairs):
        record("clearance.withdrawn", given, actor=actor, body_id=body.pk)
        given.delete()


def lapse_questions(*, actor: User, subject: models.Model) -> None:
    """Take back every open question to a chair about something that goes no further.

    Called inside the transaction of the service that ended it, which has authorised.
    """
    for asked in Clearance.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=subject.pk, given_at__isnull=True
    ):
        record("clearance.lapsed", asked, actor=actor, body_id=asked.body_id)
        asked.delete()


def lapse_clearance(*, actor: User, body: GoverningBody, task: Task, subject: models.Model) -> None:
    """Take back a question to the chair that needs no answer any more.

    Called inside the transaction of the service that made it needless, which has authorised.
    """
    asked = Clearance.objects.filter(
        body=body,
        task=task,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        given_at__isnull=True,
    ).first()
    if asked is not None:
        record("clearance.lapsed", asked, actor=actor, body_id=body.pk)
        asked.delete()
