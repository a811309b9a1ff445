"""Proposals in a list. ``{% load proposals %}``.

``{% if proposal|only_prepared_by:request.user %}`` whether one reads no more of it than that.
"""

from django import template

from overlegtafel.accounts.models import User
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import only_prepares

register = template.Library()


@register.filter
def only_prepared_by(proposal: Proposal, actor: User) -> bool:
    """Whether this user reads it for its preparation alone."""
    return only_prepares(actor, proposal)
