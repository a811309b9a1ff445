"""The services around couplings with decision systems, as ``services_table`` lists the thread's.

Only the own municipality makes and revokes one; who reports is the system behind a token, whatever
the person at the keyboard.
"""

from tests.factories.couplings import UNTIL, coupled
from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.local_decisions import services as local_decisions
from overlegtafel.local_decisions.states import TokenScope


def _make(stage: Stage, actor: User) -> Attempt:
    return Attempt(
        lambda who: local_decisions.make_token(
            actor=who,
            municipality=stage.town(),
            name="Notulensysteem",
            scope=TokenScope.REPORT,
            expires_on=UNTIL,
        )
    )


def _revoke(stage: Stage, actor: User) -> Attempt:
    token, _ = coupled(stage.cast)
    return Attempt(lambda who: local_decisions.revoke_token(actor=who, token=token))


COUPLINGS = {
    "local_decisions.make_token": Row(None, _make),
    "local_decisions.revoke_token": Row(None, _revoke),
}
