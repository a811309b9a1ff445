"""Who runs a table as its secretariat, and where answers to its mail go."""

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import RoleGrant
from overlegtafel.governance.states import TableRole


def secretariat_of(body_id: int) -> list[User]:
    """The logins that run a table as its secretariat today: one query."""
    grants = RoleGrant.objects.filter(valid_on(clock.today()), body=body_id, role=TableRole.SUPPORT)
    people = User.objects.filter(person__in=grants.values("person"), is_active=True)
    return list(people.order_by("pk"))


def answers_to(body_id: int) -> str:
    """Where who answers a mail of a table writes to: its secretariat, for the outbox.

    One query: asked once for all mails of one occasion. Empty when nobody there has a login; then
    an answer goes to the sender address of the site.
    """
    return ", ".join(each.email for each in secretariat_of(body_id) if not each.is_system)
