"""What a world has of positions, remarks and written rounds."""

from datetime import date
from typing import Any

from tests.factories.cast import Cast

from overlegtafel.agreements.models import Remark
from overlegtafel.agreements.services import open_round, share_position, take_position
from overlegtafel.agreements.states import Basis, Stance
from overlegtafel.common import clock
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.organizations.models import PostRole


def positions_around(cast: Cast, item: AgendaItem, secret: str) -> dict[str, dict[str, Any]]:
    """A shared position, a remark inside and a running round on one item; their addresses.

    The charter in force must know written rounds.
    """
    position = take_position(
        actor=cast.mayor,
        item=item,
        municipality=cast.towns["Lede"],
        stance=Stance.RESERVED,
        basis=Basis.COLLEGE,
        based_on=date(2026, 11, 10),
        reservation=f"{secret} voorbehoud",
        expected_revision=0,
    )
    share_position(actor=cast.mayor, position=position)
    remark = Remark.objects.create(
        item=item,
        municipality=cast.towns["Lede"],
        author=cast.alderman,
        role=PostRole.ALDERMAN,
        text=f"{secret} opmerking van binnen",
        written_at=clock.now(),
    )
    written = open_round(
        actor=cast.system, item=item, question=f"{secret} vraag", due_on=date(2026, 12, 4)
    )
    table = {"slug": "denderregio"}
    at = {**table, "day": item.meeting.held_on.isoformat(), "item": item.pk}
    own, one = {**at, "municipality": "lede"}, {**table, "pk": written.pk}
    reply = written.replies.get(seat__municipality=cast.towns["Lede"])
    return {
        "item": at,
        "preparation": own,
        "position": own,
        "remark_share": {**at, "pk": remark.pk},
        "remark_drop": {**at, "pk": remark.pk},
        "round_new": at,
        **dict.fromkeys(("round", "round_remind", "round_close", "round_agree"), one),
        "round_reply": {**one, "reply": reply.pk},
    }
