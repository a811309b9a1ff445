"""The services of the councillor's room: who is a councillor, who has a question, who writes."""

from typing import Any

from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.councillors import services as councillors
from overlegtafel.councillors.models import CouncillorQuestion
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
}
