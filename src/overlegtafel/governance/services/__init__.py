"""Setting and changing a table: bodies, seats, people, charters. Each call is logged."""

from overlegtafel.governance.services.bodies import (
    change_body,
    create_body,
    involve,
    set_predecessors,
    set_support,
    state_fact,
)
from overlegtafel.governance.services.charters import (
    adopt_charter,
    ask_clearance,
    draft_charter,
    give_clearance,
    save_charter,
    withdraw_clearance,
)
from overlegtafel.governance.services.people import (
    appoint,
    end_mandate,
    invite_member,
    invite_person,
)
from overlegtafel.governance.services.seats import (
    add_seat,
    apply_preset,
    define_category,
    end_role,
    end_seat,
    grant_role,
)

__all__ = [
    "add_seat",
    "adopt_charter",
    "apply_preset",
    "appoint",
    "ask_clearance",
    "change_body",
    "create_body",
    "define_category",
    "draft_charter",
    "end_mandate",
    "end_role",
    "end_seat",
    "give_clearance",
    "grant_role",
    "invite_member",
    "invite_person",
    "involve",
    "save_charter",
    "set_predecessors",
    "set_support",
    "state_fact",
    "withdraw_clearance",
]
