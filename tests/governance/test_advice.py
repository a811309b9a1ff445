"""Whether a body's advice is administrative or political: as its kind, or as it says (R55)."""

import pytest
from tests.factories.cast import Cast
from tests.factories.regions import bring_in
from tests.factories.routes import settle

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import NotAllowed
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.services import add_body_below, change_body, merge_bodies
from overlegtafel.governance.states import BodyKind
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.queries import current_passage
from overlegtafel.proposals.services import advise
from overlegtafel.proposals.states import PassageOutcome
from overlegtafel.reporting.proposals import proposal_thread

BELOW = [kind for kind in BodyKind if kind != BodyKind.MAYORS]
NOTED = "Orgaan workgroup: gunstig advies, genoteerd door Regiocoördinator Dender"
USUALLY = {BodyKind.DIRECTORS, BodyKind.WORKGROUP, BodyKind.CLUSTER}


def below(cast: Cast, kind: BodyKind = BodyKind.WORKGROUP, **facts: object) -> GoverningBody:
    """A body under the table."""
    if kind == BodyKind.THEMATIC:
        facts["theme"] = "water"
    return add_body_below(
        actor=cast.secretary, parent=cast.table, name=f"Orgaan {kind}", kind=kind, **facts
    )


@pytest.mark.parametrize("kind", BELOW)
def test_a_body_advises_as_its_kind_usually_does(cast: Cast, kind: BodyKind) -> None:
    body = below(cast, kind)
    assert body.is_administrative == (kind in USUALLY)
    assert body.administrative is None


@pytest.mark.parametrize("kind", BELOW)
def test_only_what_differs_from_the_kind_is_kept(cast: Cast, kind: BodyKind) -> None:
    usual = kind in USUALLY
    assert below(cast, kind, administrative=usual).administrative is None
    other = below(cast, kind, administrative=not usual)
    assert other.administrative is other.is_administrative is (not usual)


def test_it_may_change_and_the_log_says_so(cast: Cast) -> None:
    body = below(cast)
    change_body(actor=cast.secretary, body=body, administrative=False)
    assert AuditEntry.objects.latest("id").changes == {"administrative": [None, False]}
    assert not GoverningBody.objects.get(pk=body.pk).is_administrative
    change_body(actor=cast.secretary, body=body, kind=BodyKind.STEERING)
    body.refresh_from_db()
    assert (body.administrative, body.is_administrative) == (None, False)


@pytest.mark.parametrize("who", ["mayor", "director", "partner", "other_mayor", "citizen"])
def test_who_does_not_compose_changes_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        change_body(actor=getattr(cast, who), body=below(cast), administrative=False)


def test_what_goes_on_together_advises_as_before(cast: Cast) -> None:
    first, second = (below(cast, administrative=False) for _ in range(2))
    body = merge_bodies(
        actor=cast.secretary,
        bodies=[first, second],
        name="Samen",
        on=first.valid_from.replace(year=2027),
    )
    assert not body.is_administrative


def test_a_political_work_group_is_no_administrative_support(cast: Cast) -> None:
    """A policy item that nobody prepares keeps its warning after political advice alone."""
    group = below(cast, administrative=False)
    settle(
        cast,
        preparation={"preparer_needed": False},
        agendering={"route": [{"body": group.slug, "does": "advises"}]},
    )
    proposal = cast.proposal(function=Function.POLICY, preparer_label="")
    passage = current_passage(proposal)
    assert passage is not None
    advise(actor=cast.secretary, passage=passage, outcome=PassageOutcome.IN_FAVOUR, advice="")
    tracks = proposal_thread(cast.secretary, Proposal.objects.get(pk=proposal.pk)).tracks
    assert tracks is not None
    assert tracks.administrative == []
    assert tracks.political == [NOTED]
    assert "nog geen ambtelijk draagvlak" in tracks.warning
    change_body(actor=cast.secretary, body=group, administrative=None)
    again = proposal_thread(cast.secretary, Proposal.objects.get(pk=proposal.pk)).tracks
    assert again is not None
    assert again.administrative == [NOTED]
    assert again.warning == ""


def test_the_political_work_group_of_a_region_is_packaged_as_such(flanders: User) -> None:
    bring_in("limburg")
    advice = {
        slug: GoverningBody.objects.get(slug=slug).is_administrative
        for slug in ("politieke-werkgroep-limburg", "ambtelijk-netwerkteam-limburg")
    }
    assert advice == {
        "politieke-werkgroep-limburg": False,
        "ambtelijk-netwerkteam-limburg": True,
    }
