"""The services of regional work on college and council: only the own municipality's people."""

from datetime import date

from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.feedback import services as feedback
from overlegtafel.feedback.models import Package, RegionalItem
from overlegtafel.feedback.states import PackageKind, RegionalOrgan
from overlegtafel.feedback.text import PackageText
from overlegtafel.local_decisions import services as local_decisions


def _item(stage: Stage, day: date = date(2026, 12, 8)) -> RegionalItem:
    return feedback.record_item(
        actor=stage.system,
        municipality=stage.town(),
        organ=RegionalOrgan.COLLEGE,
        meets_on=day,
    )


def _package(stage: Stage) -> Package:
    return Package(municipality=stage.town(), kind=PackageKind.MONTH, month=date(2026, 7, 1))


def _record(stage: Stage, actor: User) -> Attempt:
    town = stage.town()
    return Attempt(
        lambda who: feedback.record_item(
            actor=who, municipality=town, organ=RegionalOrgan.COLLEGE, meets_on=date(2026, 12, 8)
        )
    )


def _finish(stage: Stage, actor: User) -> Attempt:
    item = _item(stage)
    stage.go_to(date(2026, 12, 9))
    return Attempt(lambda who: feedback.finish_item(actor=who, item=item))


def _replan(stage: Stage, actor: User) -> Attempt:
    item, day = _item(stage), date(2026, 12, 15)
    return Attempt(lambda who: feedback.replan_item(actor=who, item=item, meets_on=day))


def _drop(stage: Stage, actor: User) -> Attempt:
    item = _item(stage)
    return Attempt(lambda who: feedback.drop_item(actor=who, item=item, reason="Uitgesteld."))


def _count(stage: Stage, actor: User) -> Attempt:
    agreement = stage.agreement()
    rows = local_decisions.open_local_decisions(actor=stage.system, agreement=agreement)
    decision = local_decisions.record_decision(
        actor=stage.system,
        decision=next(each for each in rows if each.municipality == stage.town()),
        verb="put_on_agenda",
        expected_revision=1,
        meets_on=date(2027, 4, 1),
    )
    return Attempt(lambda who: feedback.answer_counting(actor=who, decision=decision, counts=True))


def _keep(stage: Stage, actor: User) -> Attempt:
    package = _package(stage)
    return Attempt(
        lambda who: feedback.keep_package(
            actor=who, package=package, own_text="Wij werken mee.", expected_revision=0
        )
    )


def _put(stage: Stage, actor: User) -> Attempt:
    package = _package(stage)
    text = PackageText("Regiowerking", "Lede", RegionalOrgan.COLLEGE, "de regio", (), ())
    return Attempt(
        lambda who: feedback.put_on_agenda(
            actor=who,
            package=package,
            organ=RegionalOrgan.COLLEGE,
            meets_on=date(2026, 12, 8),
            text=text,
        )
    )


FEEDBACK = {
    "feedback.record_item": Row(None, _record),
    "feedback.finish_item": Row(None, _finish),
    "feedback.replan_item": Row(None, _replan),
    "feedback.drop_item": Row(None, _drop),
    "feedback.answer_counting": Row(None, _count),
    "feedback.keep_package": Row(None, _keep),
    "feedback.put_on_agenda": Row(None, _put),
}
