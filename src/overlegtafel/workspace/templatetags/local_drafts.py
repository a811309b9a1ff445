"""``{% words_between old new as pieces %}``: what differs between two texts, in words."""

from django import template

from overlegtafel.common.differences import Piece, differences

register = template.Library()


@register.simple_tag
def words_between(old: str, new: str) -> tuple[Piece, ...]:
    """What stayed, went and came."""
    return differences(old, new)
