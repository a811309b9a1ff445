"""What must be done once a day. Apps add their chores when they load; ``daily_round`` does them."""

from collections.abc import Callable

chores: dict[str, Callable[[], int]] = {}
"""What each chore does, in Dutch for who reads the output, and the chore: it returns how many."""
