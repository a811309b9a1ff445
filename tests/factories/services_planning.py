"""The services of link sheets and terms, as ``services_table`` lists the thread's."""

from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.local_decisions import services as local_decisions
from overlegtafel.local_decisions.states import TermKey, TermUnit
from overlegtafel.organizations.models import Confidence


def _keep(stage: Stage, actor: User) -> Attempt:
    town = stage.town()
    return Attempt(
        lambda who: local_decisions.keep_link_sheet(
            actor=who, municipality=town, expected_revision=0, prepares="de dossierbehandelaar"
        )
    )


def _term(stage: Stage, actor: User) -> Attempt:
    return Attempt(
        lambda who: local_decisions.set_term(
            actor=who,
            key=TermKey.COUNCIL_CONVOCATION,
            value=9,
            unit=TermUnit.DAYS,
            valid_from=clock.today(),
            legal_basis="",
            source="",
            confidence=Confidence.KNOWLEDGE,
        )
    )


PLANNING = {
    "local_decisions.keep_link_sheet": Row(None, _keep),
    "local_decisions.set_term": Row(None, _term),
}
