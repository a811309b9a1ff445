"""The services of the councillor's room: who is a councillor, who has a question, who writes."""

from datetime import time
from typing import Any

from tests.factories.stage import MEETING_ON, Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.councillors import services as councillors
from overlegtafel.councillors.models import CouncillorQuestion, InfoEvening
from overlegtafel.councillors.states import EveningState
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.states import Task
from overlegtafel.publication.services import release_meeting


def _question(stage: Stage, text: str = "Wat kost dit?") -> CouncillorQuestion:
    """As it stands, whatever the charter of the day lets councillors ask."""
    return CouncillorQuestion.objects.create(
        body=stage.table,
        municipality=stage.town("Lede"),
        text=text,
        asked_by=stage.actor("councillor"),
        asked_at=clock.now(),
        state_since=clock.now(),
        fingerprint=f"{text}{CouncillorQuestion.objects.count()}",
        due_on=clock.today(),
    )


def _ask(stage: Stage, actor: User) -> Attempt:
    table = stage.table
    return Attempt(
        lambda who: councillors.ask_question(actor=who, body=table, text="Wat kost dit?")
    )


def _assign(stage: Stage, actor: User) -> Attempt:
    question = _question(stage)
    return Attempt(
        lambda who: councillors.assign_question(actor=who, question=question, owner=None)
    )


def _answer(stage: Stage, actor: User) -> Attempt:
    question = _question(stage)
    return Attempt(
        lambda who: councillors.answer_question(actor=who, question=question, answer="Niets.")
    )


def _decline(stage: Stage, actor: User) -> Attempt:
    question = _question(stage)
    return Attempt(
        lambda who: councillors.decline_question(actor=who, question=question, reason="Niet hier.")
    )


def _merge(stage: Stage, actor: User) -> Attempt:
    question, other = _question(stage), _question(stage, "En hoeveel?")
    return Attempt(lambda who: councillors.merge_question(actor=who, question=question, into=other))


def _follow(stage: Stage, actor: User) -> Attempt:
    dossier = stage.cast.dossier
    return Attempt(lambda who: councillors.follow_dossier(actor=who, dossier=dossier))


def _unfollow(stage: Stage, actor: User) -> Attempt:
    dossier = stage.cast.dossier
    return Attempt(lambda who: councillors.unfollow_dossier(actor=who, dossier=dossier))


def _save(stage: Stage, actor: User) -> Attempt:
    meeting = stage.approved()
    release_meeting(actor=stage.system, meeting=meeting)
    words: dict[str, Any] = {"opening": "Dag", "closing": "", "expected_revision": 0}
    return Attempt(lambda who: councillors.save_letter(actor=who, meeting=meeting, **words))


def _send(stage: Stage, actor: User) -> Attempt:
    meeting = stage.approved()
    release_meeting(actor=stage.system, meeting=meeting)
    letter = councillors.save_letter(
        actor=stage.system, meeting=meeting, opening="Dag", closing="", expected_revision=0
    )
    return Attempt(
        lambda who: councillors.send_letter(actor=who, letter=letter, expected_revision=1),
        subject=meeting,
    )


def _details(title: str = "Wat spraken we af?") -> councillors.EveningDetails:
    return councillors.EveningDetails(
        title=title,
        location="Dendermonde",
        held_on=MEETING_ON,
        starts_at=time(19, 30),
        ends_at=time(21, 30),
        sign_up_until=MEETING_ON,
    )


def _evening(stage: Stage, *, invited: bool = False) -> InfoEvening:
    """As it stands, whatever the charter of the day foresees."""
    return InfoEvening.objects.create(
        body=stage.table,
        state=EveningState.INVITED if invited else EveningState.PLANNED,
        state_since=clock.now(),
        invited_at=clock.now() if invited else None,
        saved_by=stage.system,
        saved_at=clock.now(),
        **_details().kept,
    )


def _plan(stage: Stage, actor: User) -> Attempt | None:
    table = stage.table
    if not current_rules(table).councillors.may_come:
        return None
    return Attempt(lambda who: councillors.plan_evening(actor=who, body=table, details=_details()))


def _change(stage: Stage, actor: User) -> Attempt:
    evening = _evening(stage)
    return Attempt(
        lambda who: councillors.change_evening(
            actor=who, evening=evening, details=_details("Anders"), expected_revision=1
        )
    )


def _invite(stage: Stage, actor: User) -> Attempt | None:
    if not current_rules(stage.table).councillors.may_come:
        return None
    evening = _evening(stage)
    return Attempt(
        lambda who: councillors.invite_councillors(actor=who, evening=evening, expected_revision=1)
    )


def _call_off(stage: Stage, actor: User) -> Attempt:
    evening = _evening(stage, invited=True)
    return Attempt(
        lambda who: councillors.call_off_evening(actor=who, evening=evening, reason="Sneeuw.")
    )


def _sign_up(stage: Stage, actor: User) -> Attempt:
    evening = _evening(stage, invited=True)
    return Attempt(lambda who: councillors.sign_up(actor=who, evening=evening))


def _sign_off(stage: Stage, actor: User) -> Attempt:
    evening = _evening(stage, invited=True)
    return Attempt(lambda who: councillors.sign_off(actor=who, evening=evening))


COUNCILLORS = {
    "councillors.ask_question": Row(None, _ask),
    "councillors.assign_question": Row(None, _assign),
    "councillors.answer_question": Row(None, _answer),
    "councillors.decline_question": Row(None, _decline),
    "councillors.merge_question": Row(None, _merge),
    "councillors.follow_dossier": Row(None, _follow),
    "councillors.unfollow_dossier": Row(None, _unfollow),
    "councillors.save_letter": Row(None, _save),
    "councillors.send_letter": Row(Task.RELEASE, _send),
    "councillors.plan_evening": Row(Task.PLAN, _plan),
    "councillors.change_evening": Row(Task.PLAN, _change),
    "councillors.invite_councillors": Row(Task.PLAN, _invite),
    "councillors.call_off_evening": Row(Task.PLAN, _call_off),
    "councillors.sign_up": Row(None, _sign_up),
    "councillors.sign_off": Row(None, _sign_off),
}
