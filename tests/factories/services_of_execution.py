"""The services around how agreements are carried out, as ``services_table`` lists the thread's."""

from typing import Any

from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.agreements import services as agreements
from overlegtafel.agreements.models import Executor
from overlegtafel.agreements.states import AgreementLevel
from overlegtafel.governance.states import Task


def _classify(stage: Stage, actor: User) -> Attempt:
    agreement = stage.agreement()
    said: dict[str, Any] = {"level": AgreementLevel.STRATEGIC, "domains": ["mobiliteit"]}
    return Attempt(
        lambda who: agreements.classify_agreement(actor=who, agreement=agreement, **said),
        agreement,
    )


def _prove(stage: Stage, actor: User) -> Attempt:
    agreement = stage.agreement()
    executor = Executor.objects.select_related("agreement__body").get(agreement=agreement)
    agreements.report_execution(actor=stage.system, executor=executor, verb="finish")
    return Attempt(
        lambda who: agreements.prove_execution(actor=who, executor=executor, evidence="Nota"),
        agreement,
    )


EXECUTION = {
    "agreements.classify_agreement": Row(Task.AGREEMENTS, _classify),
    "agreements.prove_execution": Row(Task.AGREEMENTS, _prove),
}
