"""The services of a new college: the own municipality's, whatever the charter."""

from datetime import date

from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.local_decisions import services as local_decisions
from overlegtafel.local_decisions.models import Installation, Reconfirmation

INSTALLED = date(2026, 11, 21)


def _install(stage: Stage, actor: User) -> Attempt:
    town = stage.town()
    return Attempt(
        lambda who: local_decisions.install_college(
            actor=who, municipality=town, installed_on=INSTALLED
        )
    )


def _reconfirm(stage: Stage, actor: User) -> Attempt:
    installation = Installation.objects.create(
        municipality=stage.town(),
        installed_on=INSTALLED,
        recorded_by=stage.system,
        recorded_at=clock.now(),
    )
    asked = Reconfirmation.objects.create(installation=installation, agreement=stage.agreement())
    return Attempt(
        lambda who: local_decisions.reconfirm(actor=who, reconfirmation=asked, verb="confirm")
    )


NEW_COLLEGE = {
    "local_decisions.install_college": Row(None, _install),
    "local_decisions.reconfirm": Row(None, _reconfirm),
}
